//! Rows on their way from one place to another, counted as they pass.

use kernel::Result;
use tokio::sync::mpsc;

use super::{catalogue::Table, wire::Tally};

/// What travels: whole rows, and at last the word that these were all. Without it the rows broke off.
pub enum Parcel {
    Rows(Vec<u8>),
    End,
}

pub type Given = mpsc::Sender<Parcel>;
/// Each parcel with what was counted until then.
pub type Taken = mpsc::Receiver<(Parcel, Tally)>;

/// Parcels under way; more would only be held in memory.
const AHEAD: usize = 4;

/// Lets rows of a table flow from `give` to `take`; answers what passed. What the taker says counts first: it may have gone
/// because of what it was given.
pub async fn pour<G: Future<Output = Result<()>>, T: Future<Output = Result<()>>>(
    table: &Table,
    give: impl FnOnce(Given) -> G,
    take: impl FnOnce(Taken) -> T,
) -> Result<Tally> {
    let (given, mut heard) = mpsc::channel(AHEAD);
    let (passed, taken) = mpsc::channel(AHEAD);
    let kinds = table.kinds();
    let count = async move {
        let mut tally = Tally::default();
        while let Some(parcel) = heard.recv().await {
            if let Parcel::Rows(rows) = &parcel {
                tally.add(rows, &kinds)?;
            }
            if passed.send((parcel, tally)).await.is_err() {
                break;
            }
        }
        Ok(tally)
    };
    let (gave, counted, took) = tokio::join!(give(given), count, take(taken));
    gave.and(counted).and_then(|tally| took.map(|()| tally))
}

/// Takes rows only to count them.
pub async fn count_only(mut rows: Taken) -> Result<()> {
    while let Some((parcel, _)) = rows.recv().await {
        if matches!(parcel, Parcel::End) {
            return Ok(());
        }
    }
    Err(super::wire::damaged())
}
