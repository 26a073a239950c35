//! The tables of messaging.

use platform::database::Migration;

/// Each index is one way to open the list, in the order of its rows. While nothing is known of their sizes SQLite takes the
/// youngest of those that serve alike, so they stand from the widest to the narrowest.
pub const MIGRATIONS: &[Migration] = &[MESSAGES, crate::consents::CONSENTS, SECRETS];

const SECRETS: Migration =
    Migration { name: "messaging.014_secrets", sql: "alter table messages add column secret {bytes};" };

const MESSAGES: Migration = Migration {
    name: "messaging.001_messages",
    sql: "
create table messages (
    id             {uuid} primary key,
    group_id       {uuid} not null,
    store_id       {uuid} not null,
    customer_id    {uuid} not null,
    channel        text not null,
    address        {bytes} not null,
    address_masked text not null,
    subject        text,
    text           text not null,
    state          text not null,
    via            text not null,
    attempts       integer not null,
    error          text,
    receipt        text,
    created_by     {uuid},
    created_at     {instant} not null,
    sent_at        {instant},
    version        integer not null
);
create index messages_of_group on messages (group_id, created_at, id);
create index messages_of_store on messages (store_id, created_at, id);
create index messages_of_sender on messages (created_by, created_at, id) where created_by is not null;
create index messages_of_customer on messages (customer_id, created_at, id);
",
};
