-- People, then cars, as the box under the cursor shows them; Roadbook reads the rows they lead to besides.
select s.kind, s.customer_id, s.vehicle_id
from (select t.kind, t.customer_id, t.vehicle_id from search_terms t
      where t.group_id = :group and t.term >= :typed and t.term < :typed_end limit 5000) s
where s.vehicle_id = :nil
  and exists (select 1 from customers c where c.id = s.customer_id and c.deleted_at is null and c.group_id = :group)
limit 12;
select s.kind, s.customer_id, s.vehicle_id
from (select t.kind, t.customer_id, t.vehicle_id from search_terms t
      where t.group_id = :group and t.term >= :typed and t.term < :typed_end limit 5000) s
where s.vehicle_id <> :nil
  and exists (select 1 from vehicles v where v.id = s.vehicle_id and v.deleted_at is null and v.group_id = :group)
limit 12;
