-- The page itself. Roadbook reads the tags, stars and names of its fifty rows besides.
select c.id, c.number, c.name, c.name_pinyin, c.kind, c.gender, c.stage, c.store_id, c.phone_sealed, c.consultant_id, c.advisor_id,
       c.source, c.city, c.created_at, c.changed_at, c.version,
       f.vehicles, f.last_contact_at, f.last_visit_at, f.next_service_on, f.insurance_until, f.spend, f.visits, f.completeness,
       v.id, v.brand, v.series, v.plate
from customers c
join customer_facts f on f.customer_id = c.id
left join vehicles v on v.id = f.main_vehicle_id
where c.group_id = :group and c.deleted_at is null and c.store_id = :store and c.stage = :stage
  and f.group_id = :group and f.store_id = :store and f.stage = :stage
order by f.last_visit_at desc, f.customer_id desc
limit 51;
