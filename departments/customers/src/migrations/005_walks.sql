create index customers_by_stage on customers (group_id, stage, created_at, id) where deleted_at is null;
create index search_terms_of on search_terms (customer_id, vehicle_id, term);
