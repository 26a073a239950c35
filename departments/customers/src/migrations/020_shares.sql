create table export_rules (
    group_id         {uuid} primary key,
    masked_rows_free integer not null,
    whole_rows_free  integer not null,
    days_to_approve  integer not null,
    downloads_max    integer not null,
    shows_watermark  {flag} not null,
    version          integer not null
);
alter table exports add column mark text;
alter table exports add column mandate {json};
alter table exports add column needs_approval {flag} not null default false;
alter table exports add column approve_until {instant};
alter table exports add column decided_by {uuid};
alter table exports add column decided_name text;
alter table exports add column decided_at {instant};
alter table exports add column decision_reason text;
alter table exports add column downloads integer not null default 0;
alter table exports add column downloads_max integer;
create unique index exports_mark on exports (mark) where mark is not null;
create table shares (
    id            {uuid} primary key,
    group_id      {uuid} not null,
    party         text not null,
    party_name    text not null,
    purpose       text not null,
    kinds         {json} not null,
    basis         text not null,
    way           text not null,
    note          text,
    export_id     {uuid},
    customers     bigint not null,
    shared_at     {instant} not null,
    recorded_by   {uuid},
    recorded_name text not null
);
create index shares_of_group on shares (group_id, shared_at, id);
create table share_subjects (
    share_id    {uuid} not null,
    customer_id {uuid} not null,
    primary key (share_id, customer_id)
) {clustered};
create index share_subjects_of_customer on share_subjects (customer_id, share_id);
