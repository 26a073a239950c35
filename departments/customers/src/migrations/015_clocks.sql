alter table vehicles add column delivered_on {date};

create table law_terms (
    code      text primary key,
    clock     text not null,
    energy    text,
    months    integer,
    days      integer,
    km        integer,
    warn_days integer not null,
    warn_km   integer not null,
    source    text not null,
    since     {date} not null,
    until     {date}
);
insert into law_terms (code, clock, energy, months, days, km, warn_days, warn_km, source, since, until) values
    ('return_window.2022', 'return_window', null, null, 7, null, 2, 0, '家用汽车产品修理更换退货责任规定（市场监管总局令第43号）第二十二条', '2022-01-01', null),
    ('free_replacement.2013', 'free_replacement', null, null, 60, 3000, 10, 500, '家用汽车产品修理、更换、退货责任规定（质检总局令第150号）第二十条', '2013-10-01', '2021-12-31'),
    ('free_replacement.2022', 'free_replacement', null, null, 60, 3000, 10, 500, '家用汽车产品修理更换退货责任规定（市场监管总局令第43号）第二十条、第二十三条', '2022-01-01', null),
    ('three_guarantees.2013', 'three_guarantees', null, 24, null, 50000, 60, 2000, '家用汽车产品修理、更换、退货责任规定（质检总局令第150号）第十七条', '2013-10-01', '2021-12-31'),
    ('three_guarantees.2022', 'three_guarantees', null, 24, null, 50000, 60, 2000, '家用汽车产品修理更换退货责任规定（市场监管总局令第43号）第十八条', '2022-01-01', null),
    ('repair_warranty.2013', 'repair_warranty', null, 36, null, 60000, 60, 2000, '家用汽车产品修理、更换、退货责任规定（质检总局令第150号）第十七条', '2013-10-01', '2021-12-31'),
    ('repair_warranty.2022', 'repair_warranty', null, 36, null, 60000, 60, 2000, '家用汽车产品修理更换退货责任规定（市场监管总局令第43号）第十八条', '2022-01-01', null),
    ('traction_battery.2016.electric', 'traction_battery', 'electric', 96, null, 120000, 90, 3000, '关于2016—2020年新能源汽车推广应用财政支持政策的通知（财建〔2015〕134号）', '2016-01-01', '2022-12-31'),
    ('traction_battery.2016.plug_in', 'traction_battery', 'plug_in', 96, null, 120000, 90, 3000, '关于2016—2020年新能源汽车推广应用财政支持政策的通知（财建〔2015〕134号）', '2016-01-01', '2022-12-31'),
    ('traction_battery.2016.range_extended', 'traction_battery', 'range_extended', 96, null, 120000, 90, 3000, '关于2016—2020年新能源汽车推广应用财政支持政策的通知（财建〔2015〕134号）', '2016-01-01', '2022-12-31');

create table warranty_terms (
    id         {uuid} primary key,
    group_id   {uuid} not null,
    clock      text not null,
    brand      text,
    energy     text,
    months     integer,
    days       integer,
    km         integer,
    warn_days  integer not null,
    warn_km    integer not null,
    source     text not null,
    since      {date} not null,
    until      {date},
    created_at {instant} not null,
    version    integer not null
);
create index warranty_terms_of_group on warranty_terms (group_id, id);

insert into role_permissions (role_id, permission)
    select id, 'manage_recalls' from roles
    where is_built_in and code in ('group_manager', 'store_manager', 'service_manager', 'it_admin')
    and not exists (select 1 from role_permissions p where p.role_id = roles.id and p.permission = 'manage_recalls');
