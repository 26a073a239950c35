create table imports (
    id           {uuid} primary key,
    group_id     {uuid} not null,
    store_id     {uuid} not null,
    number       text not null,
    file_name    text not null,
    file_digest  text not null,
    size         bigint not null,
    state        text not null,
    settings     {json} not null,
    columns      {json} not null,
    totals       {json} not null,
    messages     {json} not null,
    last_row     bigint not null,
    fault        text,
    staff_id     {uuid},
    staff_name   text not null,
    created_at   {instant} not null,
    finished_at  {instant},
    version      integer not null
);
create index imports_of_group on imports (group_id, created_at);
create index imports_of_store on imports (store_id, created_at);

create table import_rows (
    import_id   {uuid} not null references imports (id),
    row_number  bigint not null,
    state       text not null,
    cells       {json},
    faults      {json},
    customer_id {uuid},
    vehicle_id  {uuid},
    undo        {json},
    primary key (import_id, row_number)
) {clustered};
create index import_rows_state on import_rows (import_id, state, row_number);
