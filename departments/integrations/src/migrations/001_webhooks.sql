create table webhooks (
    id            {uuid} primary key,
    group_id      {uuid} not null,
    name          text not null,
    url           text not null,
    events        {json} not null,
    role_id       {uuid} not null,
    reach         text not null,
    store_id      {uuid},
    secret        {bytes} not null,
    former_secret {bytes},
    former_until  {instant},
    state         text not null,
    death         text,
    created_by    {uuid},
    created_at    {instant} not null,
    changed_at    {instant} not null,
    version       integer not null
);
create index webhooks_of_group on webhooks (group_id, id);
create table webhook_health (
    webhook_id    {uuid} primary key,
    group_id      {uuid} not null,
    failing_since {instant} not null,
    failures      integer not null,
    rests_until   {instant}
);
create table webhook_deliveries (
    id                {uuid} primary key,
    group_id          {uuid} not null,
    webhook_id        {uuid} not null,
    entry_id          {uuid},
    entry_transaction bigint not null,
    entry_position    bigint not null,
    event             text not null,
    customer_id       {uuid},
    state             text not null,
    attempts          integer not null,
    due_at            {instant} not null,
    leased_until      {instant},
    status            integer,
    fault             text,
    tries             {json} not null,
    created_at        {instant} not null,
    settled_at        {instant}
);
create unique index webhook_deliveries_of_entry on webhook_deliveries (webhook_id, entry_id);
create index webhook_deliveries_log on webhook_deliveries (webhook_id, created_at, id);
create index webhook_deliveries_by_state on webhook_deliveries (webhook_id, state, created_at, id);
create index webhook_deliveries_by_event on webhook_deliveries (webhook_id, event, created_at, id);
create index webhook_deliveries_due on webhook_deliveries (webhook_id, due_at) where state = 'waiting';
create index webhook_deliveries_in_turn on webhook_deliveries (webhook_id, customer_id, entry_transaction, entry_position)
    where state = 'waiting' and customer_id is not null;
create index webhook_deliveries_of_customer on webhook_deliveries (customer_id) where customer_id is not null;
create index webhook_deliveries_age on webhook_deliveries (group_id, created_at);
