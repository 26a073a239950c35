-- Why two are different people, in the words of who said so.
alter table duplicate_pairs add column settled_reason text;
create index merges_between on merges (kept_id, absorbed_id);
