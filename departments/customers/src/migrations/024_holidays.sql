-- The days of a year as a group wrote them down; what the State Council announced is shipped in `holidays`.
create table holiday_years (
    id         {uuid} primary key,
    group_id   {uuid} not null,
    year       integer not null,
    days       {json} not null,
    source     text not null,
    changed_by {uuid},
    changed_at {instant} not null,
    version    integer not null,
    unique (group_id, year)
);
