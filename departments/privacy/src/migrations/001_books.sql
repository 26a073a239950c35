create table book_entries (
    id         {uuid} primary key,
    group_id   {uuid} not null,
    book       text not null,
    title      text not null,
    page       {json} not null,
    until      {date},
    created_by {uuid},
    created_at {instant} not null,
    changed_at {instant} not null,
    closed_at  {instant},
    version    integer not null
);
create index book_entries_of_book on book_entries (group_id, book, created_at, id);
insert into role_permissions (role_id, permission)
select roles.id, asked.permission from roles
cross join (
    select 'record_consents' as permission, 'group_manager store_manager sales_manager sales_consultant service_manager service_advisor care_agent it_admin integrator' as codes
    union all select 'see_privacy', 'group_manager store_manager it_admin data_clerk'
    union all select 'keep_privacy', 'group_manager store_manager it_admin'
    union all select 'publish_policies', 'group_manager store_manager it_admin'
    union all select 'approve_exports', 'group_manager store_manager'
    union all select 'trace_files', 'group_manager store_manager it_admin'
) as asked
where roles.is_built_in and ' ' || asked.codes || ' ' like '% ' || roles.code || ' %'
and not exists (
    select 1 from role_permissions as held where held.role_id = roles.id and held.permission = asked.permission
);
