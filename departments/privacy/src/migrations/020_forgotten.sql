create table forgotten_records (
    record_id    {uuid} primary key,
    group_id     {uuid} not null,
    forgotten_at {instant} not null
);
insert into forgotten_records (record_id, group_id, forgotten_at)
select customer_id, group_id, max(forgotten_at) from deletions where forgotten_at is not null group by customer_id, group_id;
