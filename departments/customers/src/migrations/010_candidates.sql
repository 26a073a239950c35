-- The keys of one customer lie together and the index finds them: new ones go to the end of the table.
create table match_keys (
    customer_id {uuid} not null,
    key         bigint not null,
    primary key (customer_id, key)
) {clustered};
create index match_keys_found on match_keys (key, customer_id);

create table match_models (
    group_id   {uuid} primary key,
    version    integer not null,
    records    bigint not null,
    sealed     {bytes} not null,
    learned_at {instant} not null
);

create table duplicate_pairs (
    id              {uuid} primary key,
    group_id        {uuid} not null,
    left_id         {uuid} not null,
    right_id        {uuid} not null,
    left_store_id   {uuid} not null,
    right_store_id  {uuid} not null,
    millionths      integer not null,
    reasons         {json} not null,
    caution         text,
    origin          text not null,
    state           text not null,
    found_at        {instant} not null,
    weighed_at      {instant} not null,
    settled_at      {instant},
    settled_by      {uuid},
    settled_by_name text,
    version         integer not null
);
create unique index duplicate_pairs_of on duplicate_pairs (left_id, right_id);
create index duplicate_pairs_right on duplicate_pairs (right_id);
create index duplicate_pairs_open on duplicate_pairs (group_id, state, millionths, id, left_store_id, right_store_id);

create table duplicate_scans (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    state       text not null,
    step        text not null,
    done        bigint not null,
    total       bigint not null,
    customers   bigint not null,
    pairs_same  bigint not null,
    pairs_ask   bigint not null,
    before      {json} not null,
    after       {json} not null,
    fault       text,
    actor_id    {uuid} not null,
    actor_name  text not null,
    created_at  {instant} not null,
    finished_at {instant}
);
create unique index duplicate_scans_under_way on duplicate_scans (group_id) where state in ('waiting', 'running');
create index duplicate_scans_of_group on duplicate_scans (group_id, created_at, id);

create table duplicate_rates (
    group_id    {uuid} not null,
    day         {date} not null,
    customers   bigint not null,
    in_same     bigint not null,
    in_ask      bigint not null,
    measured_at {instant} not null,
    primary key (group_id, day)
);

insert into role_permissions (role_id, permission)
select id, 'find_duplicates' from roles
where is_built_in and code in
    ('group_manager', 'store_manager', 'sales_manager', 'service_manager', 'care_agent', 'data_clerk', 'it_admin');
