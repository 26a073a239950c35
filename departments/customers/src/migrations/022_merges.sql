alter table customers add column merged_into {uuid};
create index customers_merged on customers (merged_into) where merged_into is not null;

create table merges (
    id               {uuid} primary key,
    group_id         {uuid} not null,
    kept_id          {uuid} not null references customers (id),
    absorbed_id      {uuid} not null references customers (id),
    taken            {json} not null,
    id_number_sealed {bytes},
    moved            {json} not null,
    run_id           {uuid},
    actor_id         {uuid} not null,
    actor_name       text not null,
    merged_at        {instant} not null,
    undone_at        {instant},
    undone_by        text,
    version          integer not null
);
create index merges_of_kept on merges (kept_id, merged_at, id);
create index merges_of_absorbed on merges (absorbed_id, merged_at, id);

create table merge_parts (
    merge_id    {uuid} not null references merges (id),
    table_name  text not null,
    row_id      {uuid} not null,
    folded_into {uuid},
    was_primary {flag} not null,
    primary key (merge_id, table_name, row_id)
) {clustered};
create index merge_parts_folded on merge_parts (folded_into) where folded_into is not null;

alter table duplicate_pairs add column closed_by {uuid};
create index duplicate_pairs_closed on duplicate_pairs (closed_by) where closed_by is not null;

insert into role_permissions (role_id, permission)
    select id, 'merge_customers' from roles
    where is_built_in and code in ('group_manager', 'store_manager', 'care_agent', 'data_clerk', 'it_admin')
    and not exists (select 1 from role_permissions p where p.role_id = roles.id and p.permission = 'merge_customers');
