//! The tables of consents.

use platform::database::Migration;

/// `consent_floors` keeps, per text, the oldest version whose consents still hold.
pub const CONSENTS: Migration = Migration {
    name: "messaging.010_consents",
    sql: "
create table consent_purposes (
    id             {uuid} primary key,
    group_id       {uuid} not null,
    code           {term} not null,
    name           text not null,
    name_english   text not null,
    basis          text not null,
    asks           text not null,
    kinds          {json} not null,
    is_separate    {flag} not null,
    by_channel     {flag} not null,
    months         integer,
    ask_again_days integer not null,
    is_active      {flag} not null,
    version        integer not null,
    unique (group_id, code)
);
create table consents (
    id             {uuid} primary key,
    group_id       {uuid} not null,
    store_id       {uuid} not null,
    customer_id    {uuid} not null,
    purpose        text not null,
    channel        text not null,
    answer         text not null,
    answered_at    {instant} not null,
    until          {instant},
    policy_id      {uuid},
    policy_text_id {uuid},
    policy_title   text,
    policy_version integer,
    policy_hash    text,
    how            text not null,
    proof          text,
    recorded_by    {uuid},
    recorded_name  text not null,
    recorded_at    {instant} not null,
    replaced_at    {instant}
);
create index consents_of_customer on consents (customer_id, recorded_at, id);
create index consents_that_hold on consents (group_id, purpose, channel, answer, customer_id) where replaced_at is null;
create index consents_of_policy on consents (policy_id, policy_version, id) where replaced_at is null and policy_id is not null;
create table consent_floors (
    policy_id   {uuid} primary key,
    group_id    {uuid} not null,
    version_min integer not null
);
",
};
