//! Payloads in and out of the database: the only file that builds queries about them.

use chrono::{DateTime, TimeDelta, Utc};
use journal::{About, events::connectors::ConnectorsEvent};
use kernel::{ConnectorId, LeadId, PayloadId, Result, StoreId};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{
    payload::{Column, Entity, Payload},
    words::PayloadOutcome,
};

/// A body without an id of its own is the same when it comes again within a day.
const SAME_WITHIN: TimeDelta = TimeDelta::hours(24);

/// Which payloads.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    pub outcome: Option<PayloadOutcome>,
    pub connector: Option<ConnectorId>,
    pub store: Option<StoreId>,
}

platform::record! {
    struct Numbered { number: String }
}

pub async fn find(db: &Db<'_>, id: PayloadId) -> Result<Payload> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// A page of what came, newest first.
pub async fn list(db: &Db<'_>, filter: Filter, request: &PageRequest) -> Result<Page<Payload>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>();
    if let Some(outcome) = filter.outcome {
        select = select.filter(Column::Outcome.eq(outcome));
    }
    if let Some(connector) = filter.connector {
        select = select.filter(Column::ConnectorId.eq(connector));
    }
    if let Some(store) = filter.store {
        select = select.filter(Column::StoreId.eq(store));
    }
    if let Some((at, id)) = request.after::<(DateTime<Utc>, PayloadId)>()? {
        let columns = [Expr::col(Column::ReceivedAt), Expr::col(Column::Id)];
        select = select.filter(row_before(columns, [at.into(), id.into()]));
    }
    let select = select.order_by_desc(Column::ReceivedAt).order_by_desc(Column::Id).limit(limit + 1);
    page(db.all(select).await?, limit, |payload| (payload.received_at, payload.id))
}

/// The same payload as it came before over this connector: by its id, or word for word within a day.
pub async fn known(db: &Db<'_>, connector: ConnectorId, mark: &Mark, now: DateTime<Utc>) -> Result<Option<Payload>> {
    let select = db.select::<Entity>().filter(Column::ConnectorId.eq(connector));
    let select = match mark {
        Mark::Id(_) => select.filter(Column::Mark.eq(mark.on(now))),
        Mark::Digest(_) => {
            let either = [mark.on(now), mark.on(now - SAME_WITHIN)];
            select.filter(Column::Mark.is_in(either)).filter(Column::ReceivedAt.gt(now - SAME_WITHIN))
        }
    };
    db.maybe(select.order_by_desc(Column::ReceivedAt)).await
}

/// By what a payload is known when it comes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Its id where it comes from.
    Id(String),
    /// A digest of all it says.
    Digest(String),
}

impl Mark {
    /// As it is kept; a digest goes by days, for the same words may be meant anew later.
    pub fn on(&self, at: DateTime<Utc>) -> String {
        match self {
            Self::Id(id) => format!("id:{id}"),
            Self::Digest(digest) => format!("digest:{digest}:{}", at.date_naive()),
        }
    }
}

/// Keeps what came; that it could not be taken is told.
pub async fn keep(tx: &mut Tx, payload: Payload, title: &str) -> Result<()> {
    tx.insert::<Entity>(payload.clone()).await?;
    if payload.outcome == PayloadOutcome::Quarantined {
        let reason = payload.faults().first().map(|fault| fault.code.clone()).unwrap_or_default();
        let event = ConnectorsEvent::Quarantined { payload: payload.id, title: title.to_owned(), reason };
        journal::record(tx, About::store(payload.store_id), event).await?;
    }
    Ok(())
}

/// Saves one that stood in quarantine together with what became of it.
pub async fn save(tx: &mut Tx, payload: Payload, event: ConnectorsEvent) -> Result<Payload> {
    let payload = tx.replace::<Entity>(payload).await?;
    journal::record(tx, About { customer: payload.customer_id, ..About::store(payload.store_id) }, event).await?;
    Ok(payload)
}

/// It came again, and nothing was made of that.
pub async fn count_repeat(tx: &mut Tx, id: PayloadId) -> Result<()> {
    let text = "update lead_payloads set repeats = repeats + 1 where id = $1 and group_id = $2";
    tx.execute_text(text, vec![id.into(), tx.scope().group().into()]).await?;
    Ok(())
}

/// The number of the lead a payload became.
pub async fn lead_number(db: &Db<'_>, id: LeadId) -> Result<Option<String>> {
    let text = "select number from leads where id = $1 and group_id = $2";
    let found: Vec<Numbered> = db.fetch_text(text, vec![id.into(), db.scope().group().into()]).await?;
    Ok(found.into_iter().next().map(|one| one.number))
}
