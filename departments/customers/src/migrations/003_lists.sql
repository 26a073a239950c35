create table tag_groups (
    id       {uuid} primary key,
    group_id {uuid} not null,
    name     text not null,
    position integer not null,
    version  integer not null
);
create unique index tag_groups_name on tag_groups (group_id, name);

create table tags (
    id           {uuid} primary key,
    group_id     {uuid} not null,
    tag_group_id {uuid} not null references tag_groups (id),
    name         text not null,
    colour       text not null,
    position     integer not null,
    version      integer not null
);
create unique index tags_name on tags (group_id, tag_group_id, name);

create table customer_tags (
    customer_id {uuid} not null references customers (id),
    tag_id      {uuid} not null references tags (id),
    added_at    {instant} not null,
    added_by    {uuid},
    primary key (customer_id, tag_id)
) {clustered};
create index customer_tags_tag on customer_tags (tag_id, customer_id);

create table reveal_logs (
    actor_id {uuid} primary key,
    times    {json} not null
);

create table stars (
    staff_id    {uuid} not null,
    customer_id {uuid} not null references customers (id),
    starred_at  {instant} not null,
    primary key (staff_id, customer_id)
);

create table saved_views (
    id         {uuid} primary key,
    group_id   {uuid} not null,
    owner_id   {uuid} not null,
    owner_name text not null,
    about      text not null,
    name       text not null,
    colour     text not null,
    is_shared  {flag} not null,
    definition {json} not null,
    position   integer not null,
    created_at {instant} not null,
    version    integer not null
);
create index saved_views_of_group on saved_views (group_id, about);

create table bulk_changes (
    id          {uuid} primary key,
    group_id    {uuid} not null,
    actor_id    {uuid} not null,
    actor_name  text not null,
    about       text not null,
    deed        {json} not null,
    asked       {json} not null,
    state       text not null,
    total       bigint not null,
    done        bigint not null,
    failed      bigint not null,
    skipped     bigint not null,
    last_id     {uuid},
    fault       text,
    created_at  {instant} not null,
    finished_at {instant}
);
create index bulk_changes_of_group on bulk_changes (group_id, created_at);

create table bulk_change_rows (
    bulk_change_id {uuid} not null references bulk_changes (id),
    customer_id    {uuid} not null,
    before         text,
    after          text,
    primary key (bulk_change_id, customer_id)
) {clustered};

create table exports (
    id           {uuid} primary key,
    group_id     {uuid} not null,
    actor_id     {uuid} not null,
    actor_name   text not null,
    about        text not null,
    format       text not null,
    asked        {json} not null,
    shows_phones {flag} not null,
    state        text not null,
    rows         bigint not null,
    total        bigint not null,
    file_name    text,
    size         bigint,
    fault        text,
    created_at   {instant} not null,
    finished_at  {instant}
);
create index exports_of_group on exports (group_id, created_at);
