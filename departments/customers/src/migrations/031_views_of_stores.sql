alter table saved_views add column store_id {uuid};

update saved_views set store_id = (select store_id from staff where staff.id = saved_views.owner_id)
    where is_shared and not exists (select 1 from grants where grants.staff_id = saved_views.owner_id and grants.reach = 'group');
update saved_views set store_id = (select store_id from api_keys where api_keys.id = saved_views.owner_id)
    where is_shared and store_id is null and exists (select 1 from api_keys where api_keys.id = saved_views.owner_id);
