//! The tables of messaging.

use platform::{FollowsCustomer, database::Migration, follows::Holds};

/// Messages are of whoever they were written to, answers of whoever gave them: of two that held for one purpose and channel a no
/// goes before a yes, then the later answer; a no to everything goes before any yes.
pub const FOLLOWS: &[FollowsCustomer] = &[
    FollowsCustomer::rows("messages", "customer_id").versioned(),
    FollowsCustomer::rows("push_subscriptions", "customer_id"),
    FollowsCustomer::rows("consents", "customer_id").holding(Holds {
        began: "recorded_at",
        ended: "replaced_at",
        replaces: "n.purpose = t.purpose and (n.channel = t.channel or n.channel = 'all')",
        outweighs: "n.purpose = t.purpose and (
                 (n.channel = t.channel and n.answer <> 'given' and t.answer = 'given')
                 or (n.channel = t.channel and (n.answer = 'given') = (t.answer = 'given')
                     and (n.answered_at, n.id) > (t.answered_at, t.id))
                 or (n.channel = 'all' and t.channel <> 'all' and n.answer <> 'given' and t.answer = 'given'))",
        // Nobody is written to again over a yes that was answered otherwise meanwhile.
        lasts: "t.answer <> 'given'",
    }),
];

/// Each index is one way to open the list, in the order of its rows. While nothing is known of their sizes SQLite takes the
/// youngest of those that serve alike, so they stand from the widest to the narrowest.
pub const MIGRATIONS: &[Migration] = &[MESSAGES, TEMPLATES, SENDING, crate::consents::CONSENTS, PUSH, WATCHED];

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

const TEMPLATES: Migration = Migration {
    name: "messaging.002_templates",
    sql: "
alter table messages add column purpose text not null default 'notice';
alter table messages add column template_id {uuid};
alter table messages add column edition integer;
alter table messages add column language text not null default 'zh';
alter table messages add column content {bytes};
alter table messages add column parts integer not null default 1;
alter table messages add column obstacles {json};
alter table messages add column send_after {instant};
alter table messages add column delivered_at {instant};
alter table messages add column opened_at {instant};
alter table messages add column clicked_at {instant};
alter table messages add column cost_thousandths bigint;
alter table messages add column currency text;
create table message_templates (
    id         {uuid} primary key,
    group_id   {uuid} not null,
    code       {term} not null,
    name       text not null,
    channel    text not null,
    purpose    text not null,
    is_shipped {flag} not null,
    is_retired {flag} not null,
    published  integer,
    created_at {instant} not null,
    changed_at {instant} not null,
    version    integer not null,
    unique (group_id, code, channel)
);
create table message_template_editions (
    template_id  {uuid} not null references message_templates (id),
    number       integer not null,
    wording      {json} not null,
    changed_by   {uuid},
    changed_at   {instant} not null,
    published_at {instant},
    primary key (template_id, number)
);
",
};

const SENDING: Migration = Migration {
    name: "messaging.003_sending",
    sql: "
alter table messages add column address_blind text;
create index messages_of_address on messages (group_id, address_blind, created_at) where address_blind is not null;
create index messages_of_receipt on messages (group_id, receipt) where receipt is not null;
create index messages_sent on messages (group_id, sent_at, store_id, channel, purpose, currency, parts, cost_thousandths)
    where sent_at is not null;
create table channel_setups (
    id         {uuid} primary key,
    group_id   {uuid} not null,
    channel    text not null,
    settings   {json} not null,
    secret     {bytes},
    changed_by {uuid},
    changed_at {instant} not null,
    version    integer not null,
    unique (group_id, channel)
);
create table sending_rules (
    id         {uuid} primary key,
    group_id   {uuid} not null,
    purpose    text not null,
    limits     {json} not null,
    changed_by {uuid},
    changed_at {instant} not null,
    version    integer not null,
    unique (group_id, purpose)
);
create table opt_outs (
    id            {uuid} primary key,
    group_id      {uuid} not null,
    channel       text not null,
    address_blind text not null,
    proof         text not null,
    message_id    {uuid},
    since         {instant} not null,
    unique (group_id, channel, address_blind)
);
create table message_prices (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    channel     text not null,
    from_day    {date} not null,
    thousandths bigint not null,
    currency    text not null,
    created_by  {uuid},
    created_at  {instant} not null,
    unique (group_id, channel, from_day)
);
",
};

const PUSH: Migration = Migration {
    name: "messaging.005_push",
    sql: "
create table push_subscriptions (
    id            {uuid} primary key,
    group_id      {uuid} not null,
    staff_id      {uuid},
    customer_id   {uuid},
    sealed        {bytes} not null,
    address_blind text not null,
    browser       text not null,
    created_at    {instant} not null
);
create unique index push_subscriptions_of_address on push_subscriptions (group_id, address_blind);
create index push_subscriptions_of_staff on push_subscriptions (staff_id, created_at) where staff_id is not null;
create index push_subscriptions_of_customer on push_subscriptions (customer_id, created_at) where customer_id is not null;
",
};

/// What is watched is found by its row: no index.
const WATCHED: Migration = Migration {
    name: "messaging.006_watched",
    sql: "
alter table messages add column watched {bytes};
",
};
