-- The chains: over the journal, and over looks. A seal is over many lines and the seal before it.
create table audit_seals (
    group_id {uuid} not null,
    chain    text not null,
    number   bigint not null,
    kind     text not null,
    note     text not null,
    leaves   {bytes} not null,
    at       {instant} not null,
    seal     text not null,
    primary key (group_id, chain, number)
);
create table audit_heads (
    group_id    {uuid} not null,
    chain       text not null,
    number      bigint not null,
    lines       bigint not null,
    seal        text not null,
    base_number bigint not null,
    base_seal   text not null,
    mark        text not null,
    primary key (group_id, chain)
);
create table audit_looks (
    group_id    {uuid} not null,
    number      bigint not null,
    store_id    {uuid},
    customer_id {uuid},
    vehicle_id  {uuid},
    record_id   {uuid},
    actor_kind  text not null,
    actor_id    {uuid},
    actor_name  text not null,
    name        text not null,
    detail      text not null,
    at          {instant} not null,
    primary key (group_id, number)
);
create index audit_looks_of_store on audit_looks (store_id, number) where store_id is not null;
create index audit_looks_of_customer on audit_looks (customer_id, number) where customer_id is not null;
create index audit_looks_of_vehicle on audit_looks (vehicle_id, number) where vehicle_id is not null;
create index audit_looks_of_actor on audit_looks (actor_id, number) where actor_id is not null;
create index audit_looks_of_name on audit_looks (group_id, name, number);
create table audit_checks (
    id         {uuid} primary key,
    group_id   {uuid} not null,
    asked_by   text,
    state      text not null,
    lines      bigint not null,
    unsealed   bigint not null,
    resealed   bigint not null,
    found      bigint not null,
    findings   {json} not null,
    fault      text,
    begun_at   {instant} not null,
    ended_at   {instant}
);
create index audit_checks_of_group on audit_checks (group_id, begun_at, id);
create index audit_looks_of_record on audit_looks (record_id, number) where record_id is not null;
