alter table tags add column is_ruled {flag} not null default false;

create table tag_rules (
    tag_id     {uuid} primary key references tags (id),
    group_id   {uuid} not null,
    rule       {json} not null,
    state      text not null,
    pass       integer not null,
    is_new     {flag} not null,
    walked     bigint not null,
    total      bigint not null,
    added      bigint not null,
    removed    bigint not null,
    last_id    {uuid},
    fault      text,
    changed_at {instant} not null,
    passed_at  {instant}
);
create index tag_rules_of_group on tag_rules (group_id);

create index past_records_by_day on past_records (group_id, happened_on, kind, customer_id);
