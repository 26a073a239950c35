//! The order of the journal where there is one writer. Entries that came from a server are in the order of their transactions; here
//! only positions count. So that no listener hears an entry twice or never, those at its edge change places.

use kernel::Result;

use super::embedded::Filling;

/// The table it is about.
pub const JOURNAL: &str = "journal";

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

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    #[tokio::test]
    async fn no_listener_hears_an_entry_twice_or_never_after_the_engine_changed() {
        let file = std::env::temp_dir().join(format!("roadbook-order-{}.sqlite", uuid::Uuid::now_v7()));
        let connection = Connection::open(&file).expect("a file");
        // (position, transaction): 4 was committed by an earlier transaction than 3, and one listener stands between them.
        let entries = [(1, -9), (2, -9), (3, -5), (4, -7), (5, -4), (6, -3)];
        let cursors = [("all", -3, 6), ("between", -7, 4), ("new", 0, 0), ("before", -9, 2)];
        connection
            .execute_batch(
                "create table journal (position integer primary key, transaction_id bigint, name text);
                 create table listener_cursors (name text primary key, transaction_id bigint, position bigint)",
            )
            .expect("tables");
        for (position, transaction) in entries {
            let name = format!("{position}");
            connection
                .execute("insert into journal values (?, ?, ?)", (position, transaction, name))
                .expect("an entry");
        }
        for (name, transaction, position) in cursors {
            let transaction = if name == "new" { -99 } else { transaction };
            connection
                .execute("insert into listener_cursors values (?, ?, ?)", (name, transaction, position))
                .expect("a cursor");
        }
        by_position(&Filling::begin(&file).await.expect("opened")).await.expect("ordered");
        let unheard = |listener: &str| -> Vec<String> {
            let sql = "select j.name from journal j join listener_cursors c on j.position > c.position where c.name = ? order by j.position";
            let mut statement = connection.prepare(sql).expect("a query");
            let names = statement.query_map([listener], |row| row.get(0)).expect("rows");
            names.collect::<rusqlite::Result<_>>().expect("names")
        };
        assert_eq!(unheard("all"), Vec::<String>::new());
        assert_eq!(unheard("between"), ["3", "5", "6"]);
        assert_eq!(unheard("before"), ["4", "3", "5", "6"]);
        assert_eq!(unheard("new"), ["1", "2", "4", "3", "5", "6"]);
        drop(connection);
        let _gone = std::fs::remove_file(file);
    }
}
