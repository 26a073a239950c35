//! Notices in and out of the database, and who could not be reached.

use journal::{About, events::privacy::PrivacyEvent};
use kernel::{BookEntryId, CustomerId, Result};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page},
};
use sea_orm::{ColumnTrait, QueryFilter};

use super::notice::{BreachNotice, Column, Entity};

platform::record! {
    /// Somebody no message can reach.
    #[derive(Clone, Debug)]
    pub struct Unreached { pub customer_id: CustomerId }
}

pub async fn find(db: &Db<'_>, entry: BookEntryId) -> Result<Option<BreachNotice>> {
    db.maybe(db.select::<Entity>().filter(Column::Id.eq(entry))).await
}

pub async fn add(tx: &mut Tx, notice: BreachNotice, event: PrivacyEvent) -> Result<BreachNotice> {
    tx.insert::<Entity>(notice.clone()).await?;
    journal::record(tx, About::default(), event).await?;
    Ok(notice)
}

/// Saves how far it has come.
pub async fn save_progress(tx: &mut Tx, notice: BreachNotice) -> Result<BreachNotice> {
    tx.replace::<Entity>(notice).await
}

/// Saves it together with what happened to it.
pub async fn save(tx: &mut Tx, notice: BreachNotice, event: PrivacyEvent) -> Result<BreachNotice> {
    let notice = tx.replace::<Entity>(notice).await?;
    journal::record(tx, About::default(), event).await?;
    Ok(notice)
}

pub async fn note_unreached(tx: &mut Tx, entry: BookEntryId, customer: CustomerId) -> Result<()> {
    let group = tx.scope().group();
    let text = "insert into breach_unreached (notice_id, customer_id, group_id) values ($1, $2, $3)";
    tx.execute_text(text, vec![entry.into(), customer.into(), group.into()]).await.map(drop)
}

/// Who could not be reached, in the order of ids.
pub async fn unreached(db: &Db<'_>, entry: BookEntryId, request: &PageRequest) -> Result<Page<Unreached>> {
    let limit = request.limit()?;
    let after = request.after::<CustomerId>()?.unwrap_or(CustomerId(sea_orm::prelude::Uuid::nil()));
    let text = "select customer_id from breach_unreached where group_id = $1 and notice_id = $2 and customer_id > $3
                order by customer_id limit $4";
    let most = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let values = vec![db.scope().group().into(), entry.into(), after.into(), most.into()];
    let rows: Vec<Unreached> = db.fetch_text(text, values).await?;
    page(rows, limit, |row| row.customer_id)
}
