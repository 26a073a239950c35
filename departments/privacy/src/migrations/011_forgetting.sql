create table deletions (
    id             {uuid} primary key,
    group_id       {uuid} not null,
    store_id       {uuid} not null,
    request_id     {uuid},
    customer_id    {uuid} not null,
    number         text not null,
    state          text not null,
    needles_sealed {bytes},
    proof          {json},
    fault          text,
    asked_by       {uuid},
    asked_by_name  text not null,
    created_at     {instant} not null,
    forgotten_at   {instant},
    proven_at      {instant},
    version        integer not null
);
create unique index deletions_of_customer on deletions (customer_id);
create index deletions_of_request on deletions (request_id) where request_id is not null;

create table kept_records (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    deletion_id {uuid} not null references deletions (id),
    kind        text not null,
    basis       text not null,
    until       {date} not null,
    sealed      {bytes} not null
);
create index kept_records_of_deletion on kept_records (deletion_id);
create index kept_records_until on kept_records (until);

create table restrictions (
    customer_id {uuid} primary key,
    group_id    {uuid} not null,
    store_id    {uuid} not null,
    request_id  {uuid} not null references person_requests (id),
    since       {instant} not null
);
create index restrictions_of_request on restrictions (request_id);

create table retention_rules (
    group_id   {uuid} not null,
    code       {term} not null,
    amount     integer not null,
    is_active  {flag} not null,
    changed_by text not null,
    changed_at {instant} not null,
    version    integer not null,
    primary key (group_id, code)
);

create table retention_runs (
    id       {uuid} primary key,
    group_id {uuid} not null,
    code     text not null,
    count    bigint not null,
    ran_at   {instant} not null
);
create index retention_runs_of_group on retention_runs (group_id, ran_at, id);
