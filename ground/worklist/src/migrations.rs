//! The tables of the worklist.

use platform::{FollowsCustomer, FollowsVehicle, database::Migration};

/// Tasks are of whoever they are about.
pub const FOLLOWS: &[FollowsCustomer] =
    &[FollowsCustomer::rows("tasks", "customer_id").versioned().going_with_car("created_at")];

/// And of whichever record their car lives on in.
pub const FOLLOWS_VEHICLE: &[FollowsVehicle] = &[FollowsVehicle::rows("tasks").versioned()];

/// Each index is one way to open the work list, in the order of its rows. While nothing is known of their sizes SQLite takes
/// the youngest of those that serve alike, so they stand from the widest to the narrowest.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "worklist.001_tasks",
        sql: "
create table tasks (
    id            {uuid} primary key,
    group_id      {uuid} not null,
    store_id      {uuid} not null,
    title         text not null,
    kind          text not null,
    state         text not null,
    due_at        {instant} not null,
    priority      text not null,
    snoozed_until {instant},
    customer_id   {uuid},
    vehicle_id    {uuid},
    assignee_id   {uuid},
    created_by    {uuid},
    department    text not null,
    note          text,
    outcome       text,
    done_at       {instant},
    unique_key    text,
    version       integer not null,
    created_at    {instant} not null,
    changed_at    {instant} not null,
    unique (group_id, unique_key)
);
create index tasks_of_group on tasks (group_id, state, due_at, id);
create index tasks_done on tasks (group_id, done_at) where done_at is not null;
create index tasks_of_store on tasks (store_id, state, due_at, id);
create index tasks_of_assignee on tasks (assignee_id, state, due_at, id);
create index tasks_of_customer on tasks (customer_id, state, due_at, id) where customer_id is not null;
create index tasks_of_vehicle on tasks (vehicle_id, state, due_at, id) where vehicle_id is not null;
",
    },
    Migration {
        name: "worklist.002_absences",
        sql: "
create table absences (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    store_id    {uuid} not null,
    staff_id    {uuid} not null,
    stand_in_id {uuid} not null,
    from_at     {instant} not null,
    until_at    {instant} not null,
    reason      text,
    ended_at    {instant},
    created_by  {uuid},
    created_at  {instant} not null,
    version     integer not null
);
create index absences_of_staff on absences (staff_id, from_at) where ended_at is null;
create index absences_of_group on absences (group_id, from_at, id) where ended_at is null;
alter table tasks add column stands_in_for {uuid};
",
    },
];
