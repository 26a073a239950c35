-- Why a merge of many left a pair to a person, and when: it is asked about until one of the two changes.
alter table duplicate_pairs add column held_back text;
alter table duplicate_pairs add column held_at {instant};
drop index duplicate_pairs_open;
create index duplicate_pairs_open on duplicate_pairs
    (group_id, state, millionths, id, held_back, left_store_id, right_store_id);
