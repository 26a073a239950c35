-- The terms of one customer lie together and the index finds them by what is typed, not the other way round: new terms go to the
-- end of the table, and a first load sorts them once.
create table search_terms_anew (
    customer_id {uuid} not null,
    vehicle_id  {uuid} not null,
    term        {term} not null,
    kind        text not null,
    group_id    {uuid} not null,
    primary key (customer_id, vehicle_id, term, kind)
) {clustered};
insert into search_terms_anew (customer_id, vehicle_id, term, kind, group_id)
    select customer_id, vehicle_id, term, kind, group_id from search_terms order by customer_id, vehicle_id, term, kind;
drop table search_terms;
alter table search_terms_anew rename to search_terms;
create index search_terms_typed on search_terms (group_id, term, kind, customer_id, vehicle_id);
