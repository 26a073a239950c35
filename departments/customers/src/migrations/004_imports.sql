create table imports (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    store_id    {uuid} not null,
    number      text not null,
    file_name   text not null,
    size        bigint not null,
    format      text not null,
    state       text not null,
    settings    {json} not null,
    columns     {json} not null,
    sheets      {json} not null,
    totals      {json} not null,
    messages    {json} not null,
    last_row    bigint not null,
    fault       {json},
    actor_kind  text not null,
    actor_id    {uuid},
    actor_name  text not null,
    created_at  {instant} not null,
    moved_at    {instant} not null,
    finished_at {instant},
    version     integer not null
);
create index imports_of_group on imports (group_id, created_at, id);

create table import_rows (
    import_id   {uuid} not null references imports (id),
    row_number  bigint not null,
    state       text not null,
    is_mended   {flag} not null,
    cells       {json},
    faults      {json},
    customer_id {uuid},
    vehicle_id  {uuid},
    undo        {json},
    primary key (import_id, row_number)
) {clustered};
create index import_rows_error on import_rows (import_id, row_number) where state = 'error';
create index import_rows_mended on import_rows (import_id, row_number) where is_mended;
