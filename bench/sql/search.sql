-- People, then cars, as the box under the cursor shows them; Roadbook reads the rows they lead to besides.
select s.kind, s.customer_id, s.vehicle_id, s.term, (select c.name_pinyin from customers c where c.id = s.customer_id)
from (select t.kind, t.customer_id, t.vehicle_id, t.term from search_terms t
      where t.group_id = :group and t.term >= :typed and t.term < :typed_end
      order by t.term, t.kind, t.customer_id, t.vehicle_id limit 5000) s
where s.vehicle_id = :nil
  and (select c.id from customers c where c.id = s.customer_id and c.deleted_at is null and c.group_id = :group) is not null
limit 12;
select s.kind, s.customer_id, s.vehicle_id, s.term, (select v.number from vehicles v where v.id = s.vehicle_id)
from (select t.kind, t.customer_id, t.vehicle_id, t.term from search_terms t
      where t.group_id = :group and t.term >= :typed and t.term < :typed_end
      order by t.term, t.kind, t.customer_id, t.vehicle_id limit 5000) s
where s.vehicle_id <> :nil
  and (select v.id from vehicles v where v.id = s.vehicle_id and v.deleted_at is null and v.group_id = :group) is not null
limit 12;
