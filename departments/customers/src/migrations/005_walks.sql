create index customers_by_stage on customers (group_id, stage, created_at, id) where deleted_at is null;
create index search_terms_of on search_terms (customer_id, vehicle_id, term);

alter table customer_facts add column stage text not null default 'lead';
alter table customer_facts add column store_id {uuid};
update customer_facts set
    stage = (select stage from customers where id = customer_id),
    store_id = (select store_id from customers where id = customer_id);
create index customer_facts_contact_by_stage on customer_facts (group_id, stage, last_contact_at, customer_id, store_id);
create index customer_facts_visit_by_stage on customer_facts (group_id, stage, last_visit_at, customer_id, store_id);
create index customer_facts_service_by_stage on customer_facts (group_id, stage, next_service_on, customer_id, store_id);
create index customer_facts_insurance_by_stage on customer_facts (group_id, stage, insurance_until, customer_id, store_id);
create index customer_facts_spend_by_stage on customer_facts (group_id, stage, spend, customer_id, store_id);
