create table exchange_limits (
    code     text primary key,
    counter  text not null,
    right_at integer not null,
    warn_at  integer not null,
    source   text not null,
    since    {date} not null,
    until    {date}
);
insert into exchange_limits (code, counter, right_at, warn_at, source, since, until) values
    ('safety_repairs.2013', 'safety_repairs', 2, 1, '家用汽车产品修理、更换、退货责任规定（质检总局令第150号）第二十条', '2013-10-01', '2021-12-31'),
    ('part_replacements.2013', 'part_replacements', 2, 1, '家用汽车产品修理、更换、退货责任规定（质检总局令第150号）第二十条', '2013-10-01', '2021-12-31'),
    ('same_fault_repairs.2013', 'same_fault_repairs', 6, 3, '家用汽车产品修理、更换、退货责任规定（质检总局令第150号）第二十一条', '2013-10-01', '2021-12-31'),
    ('repair_days.2013', 'repair_days', 36, 20, '家用汽车产品修理、更换、退货责任规定（质检总局令第150号）第二十一条', '2013-10-01', '2021-12-31'),
    ('safety_repairs.2022', 'safety_repairs', 2, 1, '家用汽车产品修理更换退货责任规定（市场监管总局令第43号）第二十四条', '2022-01-01', null),
    ('part_replacements.2022', 'part_replacements', 2, 1, '家用汽车产品修理更换退货责任规定（市场监管总局令第43号）第二十四条', '2022-01-01', null),
    ('same_fault_repairs.2022', 'same_fault_repairs', 5, 3, '家用汽车产品修理更换退货责任规定（市场监管总局令第43号）第二十四条', '2022-01-01', null),
    ('repair_days.2022', 'repair_days', 31, 20, '家用汽车产品修理更换退货责任规定（市场监管总局令第43号）第二十四条', '2022-01-01', null);

create table faults (
    id              {uuid} primary key,
    group_id        {uuid} not null,
    vehicle_id      {uuid} not null references vehicles (id),
    happened_on     {date} not null,
    mileage_km      integer,
    dtc             text,
    system          text not null,
    symptom         text not null,
    fault_key       text not null,
    is_safety       {flag} not null,
    source          text not null,
    repaired_on     {date},
    repair_days     integer,
    is_part_replaced {flag} not null,
    created_at      {instant} not null,
    version         integer not null
);
create index faults_of_vehicle on faults (vehicle_id, happened_on, id);
