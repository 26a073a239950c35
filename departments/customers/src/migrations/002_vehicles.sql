create table vehicles (
    id               {uuid} primary key,
    group_id         {uuid} not null,
    store_id         {uuid} not null,
    number           text not null,
    vin              text,
    plate            text,
    brand            text not null,
    series           text not null,
    trim             text,
    model_year       integer,
    energy           text,
    colour           text,
    purchased_on     {date},
    in_service_on    {date},
    mileage_km       integer,
    mileage_at       {instant},
    warranty_until   {date},
    warranty_km      integer,
    insurance_until  {date},
    insurer          text,
    inspection_until {date},
    next_service_on  {date},
    next_service_km  integer,
    battery_health   integer,
    tyre_health      integer,
    brake_health     integer,
    owner_id         {uuid},
    consultant_id    {uuid},
    advisor_id       {uuid},
    external_id      text,
    created_at       {instant} not null,
    changed_at       {instant} not null,
    deleted_at       {instant},
    version          integer not null
);
create unique index vehicles_number on vehicles (group_id, number);
create unique index vehicles_vin on vehicles (group_id, vin) where vin is not null and deleted_at is null;
create unique index vehicles_external on vehicles (group_id, external_id) where external_id is not null;
create index vehicles_plate on vehicles (group_id, plate) where plate is not null;
create index vehicles_created on vehicles (group_id, created_at, id);
create index vehicles_created_in_store on vehicles (store_id, created_at, id);
create index vehicles_owner on vehicles (owner_id) where owner_id is not null;
create index vehicles_consultant on vehicles (consultant_id) where consultant_id is not null;
create index vehicles_advisor on vehicles (advisor_id) where advisor_id is not null;
create index vehicles_brand on vehicles (group_id, brand, id);
create index vehicles_mileage on vehicles (group_id, coalesce(mileage_km, -1), id);
create index vehicles_service on vehicles (group_id, coalesce(next_service_on, '9999-12-31'), id);
create index vehicles_insurance on vehicles (group_id, coalesce(insurance_until, '9999-12-31'), id);

create table vehicle_people (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    vehicle_id  {uuid} not null references vehicles (id),
    customer_id {uuid} not null references customers (id),
    role        text not null,
    since       {date},
    until       {date},
    created_at  {instant} not null
);
create index vehicle_people_of_vehicle on vehicle_people (vehicle_id);
create index vehicle_people_of_customer on vehicle_people (customer_id);

create table plates (
    id         {uuid} primary key,
    group_id   {uuid} not null,
    vehicle_id {uuid} not null references vehicles (id),
    plate      text not null,
    since      {date},
    until      {date}
);
create index plates_of_vehicle on plates (vehicle_id);

create table mileage_readings (
    id         {uuid} primary key,
    group_id   {uuid} not null,
    vehicle_id {uuid} not null references vehicles (id),
    km         integer not null,
    read_at    {instant} not null,
    source     text not null
);
create index mileage_readings_of_vehicle on mileage_readings (vehicle_id, read_at);

create table past_records (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    store_id    {uuid} not null,
    customer_id {uuid} not null references customers (id),
    vehicle_id  {uuid},
    kind        text not null,
    happened_on {date} not null,
    amount      bigint,
    mileage_km  integer,
    summary     text not null,
    is_open     {flag} not null,
    external_id text,
    created_at  {instant} not null
);
create unique index past_records_external on past_records (group_id, external_id) where external_id is not null;
create index past_records_of_customer on past_records (customer_id, happened_on);
create index past_records_of_vehicle on past_records (vehicle_id, happened_on) where vehicle_id is not null;
