-- Telling the people an incident affects.
create table breach_notices (
    id          {uuid} primary key references book_entries (id),
    group_id    {uuid} not null,
    words       {json} not null,
    state       text not null,
    total       bigint not null,
    told        bigint not null,
    unreached   bigint not null,
    walked_to   {uuid},
    begun_by    {uuid},
    begun_name  text not null,
    begun_at    {instant} not null,
    finished_at {instant},
    version     integer not null
);
create table breach_unreached (
    notice_id   {uuid} not null references breach_notices (id),
    customer_id {uuid} not null,
    group_id    {uuid} not null,
    primary key (notice_id, customer_id)
);
