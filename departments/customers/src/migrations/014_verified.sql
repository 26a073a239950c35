create table verification_settings (
    group_id   {uuid} primary key,
    settings   {json} not null,
    changed_at {instant} not null,
    version    integer not null
);

create table pending_changes (
    id              {uuid} primary key,
    group_id        {uuid} not null,
    customer_id     {uuid} not null references customers (id),
    field           text not null,
    deed            text not null,
    contact_id      {uuid},
    old_blind       text,
    old_masked      text,
    new_sealed      {bytes},
    new_masked      text,
    origin          text not null,
    state           text not null,
    asked_by        {uuid},
    asked_name      text not null,
    asked_at        {instant} not null,
    expires_at      {instant} not null,
    code_digest     text,
    code_way        text,
    code_to         text,
    code_sent_at    {instant},
    code_expires_at {instant},
    attempts        integer not null,
    sends           integer not null,
    proved_at       {instant},
    approved_by     {uuid},
    approved_name   text,
    reason          text,
    settled_way     text,
    settled_at      {instant},
    version         integer not null
);
create unique index pending_changes_waiting on pending_changes (customer_id, field) where state = 'waiting';
create index pending_changes_of_group on pending_changes (group_id, state, asked_at, id);
create index pending_changes_of_customer on pending_changes (customer_id, asked_at, id);

create table code_sends (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    customer_id {uuid} not null references customers (id),
    actor_id    {uuid} not null,
    sent_at     {instant} not null
);
create index code_sends_of_customer on code_sends (customer_id, sent_at);
create index code_sends_of_actor on code_sends (actor_id, sent_at);
