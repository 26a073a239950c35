//! The order of the journal where there is one writer. Entries that came from a server are in the order of their transactions; here
//! only positions count. So that no listener hears an entry twice or never, those at its edge change places.

use kernel::Result;

use super::embedded::Filling;

/// Puts entries some listener has not heard yet in the order they would have been heard, and each listener behind the last it heard.
/// Nothing changes where positions and transactions agree already.
pub async fn by_position(filling: &Filling) -> Result<()> {
    filling.run(BY_POSITION).await
}

/// `edge`: everything up to there was heard by all and agrees. `place` pairs the entries behind it, in the order of their
/// transactions, with the positions they share, in their own.
const BY_POSITION: &str = "
create temp table edge as
select coalesce(min(j.position), 9223372036854775807) as first from journal j
where exists (select 1 from listener_cursors c where (j.transaction_id, j.position) > (c.transaction_id, c.position));
create temp table place as
select position as was, transaction_id,
       row_number() over (order by transaction_id, position) as nth, row_number() over (order by position) as nth_here
from journal where position >= (select first from edge);
create temp table moves as
select was.was as was, was.transaction_id as transaction_id, here.was as becomes
from place was join place here on here.nth_here = was.nth;
create index temp.moves_was on moves (was);
update listener_cursors set position = coalesce(
    (select max(m.becomes) from moves m
     where (m.transaction_id, m.was) <= (listener_cursors.transaction_id, listener_cursors.position)),
    (select max(j.position) from journal j where j.position < (select first from edge)), 0);
update journal set position = -(select becomes from moves where was = journal.position)
where position in (select was from moves where was <> becomes);
update journal set position = -position where position < 0;
drop table moves; drop table place; drop table edge";
