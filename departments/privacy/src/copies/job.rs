//! The jobs of a copy: gathering and writing it, and clearing it away when its time is over.

use journal::{About, events::person_requests::PersonRequestsEvent};
use kernel::{Error, PersonCopyId, Result};
use platform::{
    Door,
    jobs::{Job, Work, enqueue_at},
    traces::Traces,
};
use serde::{Deserialize, Serialize};

use super::{
    archive::{self, Head},
    called, collect,
    copy::{CopyState, KEPT, PersonCopy},
    store,
};
use crate::{forgetting, requests};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakeCopy {
    pub copy: PersonCopyId,
}

impl Job for MakeCopy {
    const NAME: &'static str = "privacy.copy";
    const ATTEMPTS_MAX: i32 = 3;

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let Some(copy) = store::find(&door.read(), self.copy).await? else { return Ok(()) };
        if copy.state != CopyState::Waiting {
            return Ok(());
        }
        match make(&door, copy.clone()).await {
            Err(error) if work.attempt >= Self::ATTEMPTS_MAX => {
                give_up(&door, copy).await?;
                Err(error)
            }
            outcome => outcome,
        }
    }

    async fn died(self, work: Work) -> Result<()> {
        let door = work.door();
        match store::find(&door.read(), self.copy).await? {
            Some(copy) if copy.state == CopyState::Waiting => give_up(&door, copy).await,
            _ => Ok(()),
        }
    }
}

async fn make(door: &Door, copy: PersonCopy) -> Result<()> {
    let platform = door.platform();
    let db = door.read();
    let traces = platform.provided::<Traces>()?;
    let catalogue = forgetting::look::catalogue(&db).await?;
    let records = customers::merges::store::records_of(&db, copy.customer_id).await?;
    let cars = forgetting::store::cars_of_nobody_else(&db, &records).await?;
    let gathered = collect::everything(&db, &traces.0, &catalogue, &records, &cars).await?;
    let request = requests::store::find(&db, copy.request_id).await?;
    let group = requests::store::group_name(&db).await?;
    let made_at = platform.clock().now();
    let number = request.number.clone();
    let called = called::of(&db, &gathered, copy.store_id).await?;
    let (customer, store) = (copy.customer_id, copy.store_id);
    let work =
        move || archive::zip(&Head { group: &group, request: &number, made_at, customer, store }, &gathered, &called);
    let bytes = tokio::task::spawn_blocking(work).await.map_err(Error::internal)??;
    store::write(platform, copy.id, &bytes).await?;
    door.write(async |tx| {
        let event = PersonRequestsEvent::Copied { request: request.id, number: request.number.clone() };
        journal::record(tx, About::customer(copy.store_id, copy.customer_id), event).await?;
        // One that was cleared away may be made again.
        let key = format!("{}:{}", copy.id, copy.version);
        enqueue_at(tx, &ClearAway { copy: copy.id }, &key, tx.now() + KEPT).await?;
        let ready = PersonCopy {
            state: CopyState::Ready,
            size: Some(i64::try_from(bytes.len()).unwrap_or(i64::MAX)),
            ready_at: Some(tx.now()),
            ..copy
        };
        store::save(tx, ready).await
    })
    .await?;
    Ok(())
}

async fn give_up(door: &Door, copy: PersonCopy) -> Result<()> {
    let fault = Some("The copy could not be made; ask for it again.".to_owned());
    door.write(async |tx| store::save(tx, PersonCopy { state: CopyState::Failed, fault, ..copy }).await).await?;
    Ok(())
}

/// Removes the file of a copy when its time is over; the line of it stays.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ClearAway {
    pub copy: PersonCopyId,
}

impl Job for ClearAway {
    const NAME: &'static str = "privacy.copy_clear_away";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        store::remove_file(door.platform(), self.copy)?;
        let Some(copy) = store::find(&door.read(), self.copy).await? else { return Ok(()) };
        let cleared = PersonCopy { state: CopyState::ClearedAway, token_digest: None, size: None, ..copy };
        door.write(async |tx| store::save(tx, cleared).await).await.map(drop)
    }
}
