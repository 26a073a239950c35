//! The platform's own tables.

use super::Migration;

pub const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "platform.001_machines",
        sql: "
create table number_series (
    store_id {uuid} not null,
    noun     text not null,
    year     integer not null,
    last     bigint not null,
    primary key (store_id, noun, year)
);
create table jobs (
    id           {uuid} primary key,
    group_id     {uuid} not null,
    name         text not null,
    unique_key   text not null unique,
    body         {json} not null,
    state        text not null,
    attempts     integer not null,
    run_at       {instant} not null,
    leased_until {instant},
    last_fault   text,
    created_at   {instant} not null,
    finished_at  {instant}
);
create index jobs_waiting on jobs (state, run_at);
create table idempotency_keys (
    actor       text not null,
    key         text not null,
    fingerprint text not null,
    status      integer,
    answer      text,
    created_at  {instant} not null,
    primary key (actor, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
",
    },
    Migration {
        name: "platform.002_leases_lost",
        sql: "
alter table jobs add column leases_lost integer not null default 0;
",
    },
    Migration {
        name: "platform.003_keeping",
        sql: "
create table house_marks (
    name  text primary key,
    value text not null
);
create table backups (
    id          {uuid} primary key,
    place       text not null,
    begun_at    {instant} not null,
    finished_at {instant},
    bytes       bigint,
    row_count   bigint,
    fault       text
);
create index backups_by_age on backups (begun_at);
",
    },
    Migration {
        name: "platform.004_seal_keys",
        sql: "
create table seal_keys (
    name          text primary key,
    wrapped       {bytes} not null,
    made_at       {instant} not null,
    in_force_from {instant} not null,
    idle_since    {instant}
);
",
    },
];
