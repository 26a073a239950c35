create table enquiry_turns (
    place integer primary key,
    taken integer not null
);
insert into enquiry_turns (place, taken)
    with recursive places (place) as (select 0 union all select place + 1 from places where place < 255)
    select place, 0 from places;
