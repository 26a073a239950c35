alter table contacts add column wrong_since {instant};

alter table customer_facts add column validity integer not null default 0;
alter table customer_facts add column quality integer not null default 0;
alter table customer_facts add column missing bigint not null default 0;
alter table customer_facts add column doubts bigint not null default 0;
alter table customer_facts add column confirmed_at {instant};
create index customer_facts_gaps on customer_facts (group_id, missing, doubts, customer_id);
create index customer_facts_doubts on customer_facts (group_id, doubts, customer_id) where doubts > 0;
create index customer_facts_quality on customer_facts (group_id, quality, customer_id);
create index customer_facts_quality_by_stage on customer_facts (group_id, stage, quality, customer_id, store_id);

create table quality_settings (
    group_id      {uuid} primary key,
    settings      {json} not null,
    rules_checked integer not null,
    walked_to     {uuid},
    counted_at    {instant},
    changed_at    {instant} not null,
    version       integer not null
);

create table quality_figures (
    group_id         {uuid} not null,
    store_id         {uuid} not null,
    axis             text not null,
    word             text not null,
    customers        bigint not null,
    quality_sum      bigint not null,
    completeness_sum bigint not null,
    validity_sum     bigint not null,
    primary key (store_id, axis, word)
) {clustered};
create index quality_figures_of_group on quality_figures (group_id, store_id);

create table quality_months (
    group_id         {uuid} not null,
    store_id         {uuid} not null,
    month            {date} not null,
    customers        bigint not null,
    quality_sum      bigint not null,
    completeness_sum bigint not null,
    validity_sum     bigint not null,
    doubtful         bigint not null,
    counted_at       {instant} not null,
    primary key (store_id, month)
) {clustered};
create index quality_months_of_group on quality_months (group_id, month);

insert into role_permissions (role_id, permission)
select id, 'see_data_quality' from roles
where is_built_in and code in
    ('group_manager', 'store_manager', 'sales_manager', 'service_manager', 'care_agent', 'data_clerk', 'it_admin')
    and not exists (select 1 from role_permissions where role_id = roles.id and permission = 'see_data_quality');
insert into role_permissions (role_id, permission)
select id, 'manage_data_quality' from roles
where is_built_in and code in ('group_manager', 'data_clerk', 'it_admin')
    and not exists (select 1 from role_permissions where role_id = roles.id and permission = 'manage_data_quality');
insert into role_permissions (role_id, permission)
select id, 'override_verification' from roles
where is_built_in and code in ('group_manager', 'store_manager', 'sales_manager', 'service_manager')
    and not exists (select 1 from role_permissions where role_id = roles.id and permission = 'override_verification');
