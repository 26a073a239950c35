insert into role_permissions (role_id, permission)
    select id, 'open_kept_records' from roles
    where is_built_in and code = 'group_manager'
    and not exists (select 1 from role_permissions p where p.role_id = roles.id and p.permission = 'open_kept_records');
