create table merge_runs (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    actor_id    {uuid} not null,
    actor_name  text not null,
    chooses     {flag} not null,
    state       text not null,
    total       bigint not null,
    done        bigint not null,
    failed      bigint not null,
    fault       text,
    created_at  {instant} not null,
    finished_at {instant}
);
create index merge_runs_of_group on merge_runs (group_id, created_at, id);

create table merge_run_pairs (
    run_id    {uuid} not null references merge_runs (id),
    position  bigint not null,
    keep_id   {uuid} not null,
    absorb_id {uuid} not null,
    state     text not null,
    reason    text,
    detail    text,
    merge_id  {uuid},
    primary key (run_id, position)
) {clustered};
create index merge_run_pairs_in_state on merge_run_pairs (run_id, state, position);
