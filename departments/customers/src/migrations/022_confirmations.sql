create table confirmations (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    store_id    {uuid} not null,
    customer_id {uuid} not null references customers (id),
    message_id  {uuid},
    asked_at    {instant} not null,
    until       {instant} not null,
    answered_at {instant},
    answer      text
);
create index confirmations_of_customer on confirmations (customer_id, asked_at);
create index confirmations_of_store on confirmations (store_id, asked_at);
