create table leads (
    id               {uuid} primary key,
    group_id         {uuid} not null,
    store_id         {uuid} not null,
    number           text not null,
    customer_id      {uuid} not null references customers (id),
    consultant_id    {uuid},
    state            text not null,
    grade            text not null,
    is_grade_set     {flag} not null,
    channel          text not null,
    source           text,
    brand            text,
    series           text,
    model            text,
    budget_min       bigint,
    budget_max       bigint,
    horizon          text,
    comment          text,
    enquiries        integer not null,
    enquired_at      {instant} not null,
    last_enquired_at {instant} not null,
    assigned_at      {instant},
    respond_by       {instant} not null,
    responded_at     {instant},
    recorded_at      {instant},
    invited_at       {instant},
    arrived_at       {instant},
    driven_at        {instant},
    ordered_at       {instant},
    sold_at          {instant},
    delivered_at     {instant},
    lost_at          {instant},
    followed_at      {instant},
    due_at           {instant},
    steps            integer not null,
    created_by       {uuid},
    created_at       {instant} not null,
    changed_at       {instant} not null,
    version          integer not null,
    unique (group_id, number)
);
create index leads_of_customer on leads (customer_id, state);
create index leads_of_group on leads (group_id, last_enquired_at, id);
create index leads_of_store on leads (store_id, last_enquired_at, id);
create index leads_of_consultant on leads (consultant_id, last_enquired_at, id) where consultant_id is not null;
create index leads_due_in_store on leads (store_id, due_at, id) where due_at is not null;
create index leads_due_of_consultant on leads (consultant_id, due_at, id) where due_at is not null and consultant_id is not null;
create index leads_in_pool on leads (store_id, state, last_enquired_at, id) where consultant_id is null;
create table touches (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    lead_id     {uuid} not null references leads (id),
    customer_id {uuid} not null references customers (id),
    kind        text not null,
    channel     text,
    source      text,
    external_id {term},
    words       text,
    outcome     text,
    note_id     {uuid},
    staff_id    {uuid},
    happened_at {instant} not null,
    created_at  {instant} not null,
    unique (group_id, channel, external_id)
);
create index touches_of_lead on touches (lead_id, happened_at, id);
create index touches_of_customer on touches (customer_id);
create table lead_losses (
    id              {uuid} primary key,
    group_id        {uuid} not null,
    lead_id         {uuid} not null references leads (id),
    customer_id     {uuid} not null references customers (id),
    reason          text not null,
    competitor      text,
    remark          text,
    state_before    text not null,
    asked_by        {uuid},
    asked_at        {instant} not null,
    decision        text,
    decision_remark text,
    decided_by      {uuid},
    decided_at      {instant},
    version         integer not null
);
create index lead_losses_of_lead on lead_losses (lead_id, asked_at, id);
create index lead_losses_of_customer on lead_losses (customer_id);
