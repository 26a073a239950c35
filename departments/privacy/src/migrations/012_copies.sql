create table person_copies (
    id           {uuid} primary key,
    group_id     {uuid} not null,
    store_id     {uuid} not null,
    request_id   {uuid} not null references person_requests (id),
    customer_id  {uuid} not null,
    state        text not null,
    size         bigint,
    fault        text,
    token_digest text,
    expires_at   {instant},
    fetches      integer not null,
    asked_by     {uuid},
    created_at   {instant} not null,
    ready_at     {instant},
    version      integer not null
);
create unique index person_copies_of_request on person_copies (request_id);
create unique index person_copies_token on person_copies (token_digest) where token_digest is not null;
create index person_copies_of_customer on person_copies (customer_id);
