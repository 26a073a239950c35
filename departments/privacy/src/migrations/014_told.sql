-- What the person was sent of a request, and the codes by which they prove who they are.
alter table person_requests add column letter_message_id {uuid};
create table identity_codes (
    id         {uuid} primary key references person_requests (id),
    group_id   {uuid} not null,
    digest     text,
    sent_at    {instant} not null,
    expires_at {instant} not null,
    attempts   integer not null,
    sends      integer not null,
    version    integer not null
);
