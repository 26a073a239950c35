alter table leads add column rule_id {uuid};
alter table leads add column rule_title text;
alter table leads add column wall_by {instant};
alter table leads add column held_back integer not null default 0;
update leads set wall_by = respond_by;
create index leads_by_state_of_consultant on leads (consultant_id, state) where consultant_id is not null;
create index leads_enquired_in_store on leads (store_id, enquired_at, id);
create table assignment_rules (
    id         {uuid} primary key,
    group_id   {uuid} not null,
    store_id   {uuid} not null,
    place      integer not null,
    title      text not null,
    is_active  {flag} not null,
    conditions {json} not null,
    people     {json} not null,
    changed_by {uuid},
    created_at {instant} not null,
    changed_at {instant} not null,
    version    integer not null
);
create index assignment_rules_of_store on assignment_rules (store_id, place);
create table assignment_turns (
    group_id {uuid} not null,
    rule_id  {uuid} not null references assignment_rules (id),
    staff_id {uuid} not null,
    standing bigint not null,
    received bigint not null,
    primary key (rule_id, staff_id)
);
create table lead_takers (
    staff_id   {uuid} primary key,
    group_id   {uuid} not null,
    store_id   {uuid} not null,
    hours      {json},
    capacity   integer,
    paused_on  {date},
    changed_at {instant} not null,
    version    integer not null
);
create index lead_takers_of_store on lead_takers (store_id);
create table lead_limits (
    store_id              {uuid} primary key,
    group_id              {uuid} not null,
    answer_minutes        integer not null,
    hours                 {json},
    warn_before_minutes   integer,
    team_lead_id          {uuid},
    manager_id            {uuid},
    manager_after_minutes integer,
    protection_minutes    integer,
    goes_to_next          {flag} not null,
    changed_by            {uuid},
    changed_at            {instant} not null,
    version               integer not null
);
