//! The job that tells everybody an incident affects, one after the other in the order of ids; begun again it goes on where it was.

use customers::{listing::Asked, people};
use kernel::{BookEntryId, CustomerId, Language, Result, time::Calendar};
use messaging::templates::{Given, Values};
use platform::{
    Door, Tx,
    jobs::{Job, Work, enqueue},
};
use serde::{Deserialize, Serialize};

use super::{
    notice::{BreachNotice, NoticeState},
    store, words,
};
use crate::{
    books::{
        self,
        entry::BookEntry,
        pages::{BookPage, Incident},
    },
    requests::telling,
};

/// Tells everybody an incident affects.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TellAffected {
    pub entry: BookEntryId,
}

/// Customers looked up at once, and told in one run; the next run is another job, so that others come in between.
const AT_ONCE: u64 = 100;
const PIECES_PER_RUN: usize = 20;

impl Job for TellAffected {
    const NAME: &'static str = "privacy.tell_affected";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        for _ in 0..PIECES_PER_RUN {
            let Some(notice) = store::find(&door.read(), self.entry).await? else { return Ok(()) };
            let entry = books::store::find(&door.read(), self.entry).await?;
            let BookPage::Incidents(incident) = &entry.page else { return Ok(()) };
            if notice.state == NoticeState::Done {
                return Ok(());
            }
            let next = affected_after(&door, incident, notice.walked_to).await?;
            if next.is_empty() {
                return door.write(async |tx| finish(tx, &entry).await).await;
            }
            for customer in next {
                let goes_on = door.write(async |tx| tell(tx, &work, self.entry, incident, customer).await).await?;
                if !goes_on {
                    return Ok(());
                }
            }
        }
        door.write(async |tx| {
            let walked = store::find(&tx.db(), self.entry).await?.and_then(|notice| notice.walked_to);
            let key = walked.map_or_else(|| self.entry.to_string(), |walked| format!("{}:{walked}", self.entry));
            enqueue(tx, &self, &key).await
        })
        .await
    }
}

/// The next of those the filters of the incident mean.
async fn affected_after(door: &Door, incident: &Incident, after: Option<CustomerId>) -> Result<Vec<CustomerId>> {
    let asked = Asked { filters: incident.affected.clone(), ..Asked::default() };
    people::list::ids_after(&door.read(), &asked, after, AT_ONCE, Calendar::default()).await
}

/// Message and progress are one transaction, so that nobody is told twice; false when another runner has the job.
async fn tell(tx: &mut Tx, work: &Work, entry: BookEntryId, incident: &Incident, customer: CustomerId) -> Result<bool> {
    if !work.renew(tx).await? {
        return Ok(false);
    }
    let Some(mut notice) = store::find(&tx.db(), entry).await? else { return Ok(false) };
    if notice.walked_to.is_some_and(|walked| customer <= walked) {
        return Ok(true);
    }
    let values = values(&notice, incident);
    let is_told = telling::on_any_way(tx, customer, "breach.notice", values).await?.is_some();
    if !is_told {
        store::note_unreached(tx, entry, customer).await?;
    }
    notice.pass(customer, is_told);
    store::save_progress(tx, notice).await?;
    Ok(true)
}

fn values(notice: &BreachNotice, incident: &Incident) -> Values {
    let said = &notice.words;
    let kinds = words::kinds(&incident.kinds, Language::default());
    let all: [(&str, &str); 5] = [
        ("notice.kinds", &kinds),
        ("notice.cause", &said.cause),
        ("notice.harm", &said.harm),
        ("notice.measures", &said.measures),
        ("notice.contact", &said.contact),
    ];
    all.into_iter().map(|(name, text)| (name.to_owned(), Given::from(text))).collect()
}

/// The incident says from now on that the persons were told.
async fn finish(tx: &mut Tx, entry: &BookEntry) -> Result<()> {
    let Some(mut notice) = store::find(&tx.db(), entry.id).await? else { return Ok(()) };
    let told = notice.finish(&entry.title, tx.now());
    store::save(tx, notice, told).await?;
    let mut entry = books::store::find(&tx.db(), entry.id).await?;
    let BookPage::Incidents(incident) = entry.page.clone() else { return Ok(()) };
    if entry.closed_at.is_some() || incident.persons_told_at.is_some() {
        return Ok(());
    }
    let now = tx.now();
    let page = BookPage::Incidents(Incident { persons_told_at: Some(now), ..incident });
    match entry.change(page, now)? {
        Some(changed) => books::store::save(tx, entry, changed).await.map(drop),
        None => Ok(()),
    }
}
