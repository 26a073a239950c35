create table connectors (
    id               {uuid} primary key,
    group_id         {uuid} not null,
    store_id         {uuid} not null,
    channel          text not null,
    name             text not null,
    format           text not null,
    signature        text not null,
    signature_header text,
    secret           {bytes} not null,
    address_turn     integer not null,
    mapping          {json} not null,
    is_on            {flag} not null,
    created_by       {uuid},
    created_at       {instant} not null,
    changed_at       {instant} not null,
    removed_at       {instant},
    version          integer not null
);
create index connectors_of_store on connectors (store_id, id);
create index connectors_of_group on connectors (group_id, id);
create table connector_refusals (
    connector_id {uuid} primary key,
    group_id     {uuid} not null,
    refusals     integer not null,
    last_at      {instant} not null,
    last_code    text not null
);
create table lead_payloads (
    id           {uuid} primary key,
    group_id     {uuid} not null,
    store_id     {uuid} not null,
    connector_id {uuid} not null references connectors (id),
    mark         {term} not null,
    external_id  text,
    content      {bytes},
    is_part      {flag} not null,
    outcome      text not null,
    faults       {json} not null,
    lead_id      {uuid},
    customer_id  {uuid},
    repeats      integer not null,
    received_at  {instant} not null,
    settled_at   {instant},
    settled_by   {uuid},
    remark       text,
    version      integer not null,
    unique (connector_id, mark)
);
create index lead_payloads_of_connector on lead_payloads (connector_id, received_at, id);
create index lead_payloads_of_store on lead_payloads (store_id, outcome, received_at, id);
create index lead_payloads_of_group on lead_payloads (group_id, outcome, received_at, id);
create index lead_payloads_of_customer on lead_payloads (customer_id) where customer_id is not null;
create index lead_payloads_waiting on lead_payloads (connector_id) where outcome = 'quarantined';
