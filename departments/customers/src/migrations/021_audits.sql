create table quality_audits (
    id                 {uuid} primary key,
    group_id           {uuid} not null,
    store_id           {uuid} not null,
    quarter            text not null,
    score_below        integer not null,
    per_person_per_day integer not null,
    state              text not null,
    total              bigint not null,
    beyond             bigint not null,
    nobodys            bigint not null,
    started_by         {uuid},
    started_name       text not null,
    started_at         {instant} not null,
    unique (store_id, quarter)
);
create index quality_audits_of_group on quality_audits (group_id, started_at, id);

create table quality_audit_items (
    audit_id     {uuid} not null references quality_audits (id),
    customer_id  {uuid} not null references customers (id),
    task_id      {uuid} not null,
    score_before integer not null,
    primary key (audit_id, customer_id)
) {clustered};
create index quality_audit_items_of_customer on quality_audit_items (customer_id);
