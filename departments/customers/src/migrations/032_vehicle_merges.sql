alter table vehicles add column merged_into {uuid};
create index vehicles_merged on vehicles (merged_into) where merged_into is not null;

create table vehicle_merges (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    kept_id     {uuid} not null references vehicles (id),
    absorbed_id {uuid} not null references vehicles (id),
    taken       {json} not null,
    mileage     {json} not null,
    moved       {json} not null,
    actor_id    {uuid} not null,
    actor_name  text not null,
    merged_at   {instant} not null,
    undone_at   {instant},
    undone_by   text,
    version     integer not null
);
create index vehicle_merges_of_kept on vehicle_merges (kept_id, merged_at, id);
create index vehicle_merges_of_absorbed on vehicle_merges (absorbed_id, merged_at, id);

create table vehicle_merge_parts (
    merge_id    {uuid} not null references vehicle_merges (id),
    table_name  text not null,
    row_id      {uuid} not null,
    folded_into {uuid},
    ended_on    {date},
    primary key (merge_id, table_name, row_id)
) {clustered};
