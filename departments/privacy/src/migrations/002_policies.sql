create table policies (
    id         {uuid} primary key,
    group_id   {uuid} not null,
    name       text not null,
    purposes   {json} not null,
    created_at {instant} not null,
    changed_at {instant} not null,
    version    integer not null
);
create index policies_of_group on policies (group_id, created_at, id);
create table policy_texts (
    id              {uuid} primary key,
    group_id        {uuid} not null,
    policy_id       {uuid} not null references policies (id),
    number          integer not null,
    title           text not null,
    body            text not null,
    title_english   text not null,
    body_english    text not null,
    changes         text,
    demands_consent {flag} not null,
    hash            text,
    created_by      {uuid},
    created_at      {instant} not null,
    published_by    {uuid},
    published_at    {instant},
    version         integer not null,
    unique (policy_id, number)
);
create index policy_texts_published on policy_texts (group_id, policy_id, number) where published_at is not null;
