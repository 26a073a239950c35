create table recalls (
    id             {uuid} primary key,
    group_id       {uuid} not null,
    number         text not null,
    title          text not null,
    brand          text not null,
    kind           text not null,
    state          text not null,
    defect         text,
    consequence    text,
    remedy         text not null,
    is_stop_sale   {flag} not null,
    published_on   {date},
    begins_on      {date} not null,
    ends_on        {date},
    labour_minutes integer,
    operations     {json} not null,
    parts          {json} not null,
    source_url     text,
    opened_at      {instant},
    closed_at      {instant},
    created_at     {instant} not null,
    changed_at     {instant} not null,
    version        integer not null
);
create unique index recalls_number on recalls (group_id, number);
create index recalls_of_group on recalls (group_id, created_at, id);

create table recall_criteria (
    id              {uuid} primary key,
    group_id        {uuid} not null,
    recall_id       {uuid} not null references recalls (id),
    vin_head        text,
    vin_tail        text,
    sequence_from   text,
    sequence_to     text,
    brand           text,
    series          text,
    registered_from {date},
    registered_to   {date},
    created_at      {instant} not null
);
create index recall_criteria_of_recall on recall_criteria (recall_id);

create table recall_vins (
    recall_id   {uuid} not null references recalls (id),
    vin         text not null,
    group_id    {uuid} not null,
    is_doubtful {flag} not null,
    vehicle_id  {uuid},
    created_at  {instant} not null,
    primary key (recall_id, vin)
) {clustered};
create index recall_vins_by_vin on recall_vins (group_id, vin);
create index recall_vins_of_vehicle on recall_vins (vehicle_id) where vehicle_id is not null;
create index recall_vins_unmatched on recall_vins (recall_id, vin) where vehicle_id is null;
create index recall_vins_doubtful on recall_vins (recall_id, vin) where is_doubtful;

create table recall_cars (
    id         {uuid} primary key,
    group_id   {uuid} not null,
    recall_id  {uuid} not null references recalls (id),
    vehicle_id {uuid} not null references vehicles (id),
    found_by   text not null,
    state      text not null,
    state_on   {date} not null,
    mileage_km integer,
    note       text,
    actor_id   {uuid} not null,
    actor_name text not null,
    before     {json},
    task_key   text,
    created_at {instant} not null,
    changed_at {instant} not null,
    version    integer not null
);
create unique index recall_cars_once on recall_cars (recall_id, vehicle_id);
create index recall_cars_by_state on recall_cars (recall_id, state, vehicle_id);
create index recall_cars_of_vehicle on recall_cars (vehicle_id);
create index recall_cars_unfixed on recall_cars (group_id, vehicle_id) where state in ('open', 'notified', 'booked', 'refused');
create index recall_cars_of_task on recall_cars (task_key) where task_key is not null;

create table recall_works (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    recall_id   {uuid} not null references recalls (id),
    deed        text not null,
    asked       {json} not null,
    state       text not null,
    total       bigint not null,
    passed      bigint not null,
    done        bigint not null,
    failed      bigint not null,
    skipped     bigint not null,
    last_id     {uuid},
    row_faults  {json} not null,
    fault       text,
    actor_id    {uuid} not null,
    actor_name  text not null,
    created_at  {instant} not null,
    finished_at {instant}
);
create index recall_works_of_recall on recall_works (recall_id, created_at, id);
create unique index recall_works_one_at_a_time on recall_works (recall_id, deed) where state in ('waiting', 'running') and deed <> 'find_cars';
