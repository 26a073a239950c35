-- Since when a value stands there and whether it was proved: who asks for personal data proves who they are by contacts known before.
alter table contacts add column value_since {instant};
alter table contacts add column proved_at {instant};
