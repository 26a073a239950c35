//! Audits in and out of the database, with how far they have come.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use journal::{About, events::quality::QualityEvent};
use kernel::{CustomerId, Error, QualityAuditId, Result, StaffId, StoreId, TaskId};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{
    audit::{Audit, AuditState, Column, Entity},
    rules::{AuditRefusal, Plan, Poor},
};

/// An audit whatever its store, for the job that lays it out.
pub async fn find(db: &Db<'_>, id: QualityAuditId) -> Result<Audit> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// Audits of the stores in the scope, the latest first.
pub async fn list(db: &Db<'_>, store: Option<StoreId>, request: &PageRequest) -> Result<Page<Audit>> {
    let limit = request.limit()?;
    let mut all = Condition::all().add_option(store.map(|store| Column::StoreId.eq(store)));
    if let Some((at, id)) = request.after::<(DateTime<Utc>, QualityAuditId)>()? {
        all = all.add(row_before([Expr::col(Column::StartedAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let latest = db.select::<Entity>().filter(all).order_by_desc(Column::StartedAt).order_by_desc(Column::Id);
    page(db.all(latest.limit(limit + 1)).await?, limit, |audit| (audit.started_at, audit.id))
}

/// Begins an audit; a store has one in a quarter.
pub async fn add(tx: &mut Tx, audit: Audit) -> Result<()> {
    let there: Vec<Audit> = tx
        .db()
        .all(
            tx.db()
                .select::<Entity>()
                .filter(Column::StoreId.eq(audit.store_id))
                .filter(Column::Quarter.eq(audit.quarter.clone())),
        )
        .await?;
    if !there.is_empty() {
        return Err(AuditRefusal::AlreadyThere.into());
    }
    let event = QualityEvent::AuditStarted { audit: audit.id, quarter: audit.quarter.clone() };
    let store = audit.store_id;
    tx.insert::<Entity>(audit).await.map_err(in_words)?;
    journal::record(tx, About::store(store), event).await?;
    Ok(())
}

platform::record! {
    struct PoorRow { customer: CustomerId, consultant: Option<StaffId>, advisor: Option<StaffId>, score: i32 }
}

/// Records read for one audit.
const POOR_MAX: i64 = 20_000;

/// The poorest records of a store first; those with an open task to complete them are left out.
pub async fn poor(db: &Db<'_>, audit: &Audit) -> Result<Vec<Poor>> {
    let sql = "select c.id, c.consultant_id, c.advisor_id, f.quality
        from customer_facts f join customers c on c.id = f.customer_id
        where f.group_id = $1 and f.quality < $2 and c.store_id = $3 and c.deleted_at is null
          and not exists (select 1 from tasks t where t.customer_id = c.id and t.kind = 'confirm_data' and t.state = 'open')
        order by f.quality, c.id limit $4";
    let values = vec![audit.group_id.into(), audit.score_below.into(), audit.store_id.into(), POOR_MAX.into()];
    let rows: Vec<PoorRow> = db.fetch_text(sql, values).await?;
    // Whoever has the customer at the workshop meets them more often than who sold the car.
    let poor = |row: PoorRow| Poor { customer: row.customer, person: row.advisor.or(row.consultant), score: row.score };
    Ok(rows.into_iter().map(poor).collect())
}

platform::record! {
    struct Planned { customer: CustomerId }
}

/// The customers an audit has made tasks for already, after a plan that was stopped.
pub async fn planned(db: &Db<'_>, id: QualityAuditId) -> Result<Vec<CustomerId>> {
    let sql = "select customer_id from quality_audit_items where audit_id = $1";
    let rows: Vec<Planned> = db.fetch_text(sql, vec![id.into()]).await?;
    Ok(rows.into_iter().map(|row| row.customer).collect())
}

/// Keeps that a record became a task.
pub async fn add_item(tx: &mut Tx, audit: QualityAuditId, poor: &Poor, task: TaskId) -> Result<()> {
    tx.execute_text(
        "insert into quality_audit_items (audit_id, customer_id, task_id, score_before) values ($1, $2, $3, $4)
         on conflict do nothing",
        vec![audit.into(), poor.customer.into(), task.into(), poor.score.into()],
    )
    .await?;
    Ok(())
}

/// The audit is laid out.
pub async fn run(tx: &mut Tx, audit: &Audit, plan: &Plan) -> Result<()> {
    tx.execute_text(
        "update quality_audits set state = $2, beyond = $3, nobodys = $4,
            total = (select count(*) from quality_audit_items where audit_id = $1) where id = $1",
        vec![audit.id.into(), AuditState::Running.into(), plan.beyond.into(), plan.nobodys.into()],
    )
    .await?;
    Ok(())
}

platform::record! {
    /// How far an audit has come.
    #[derive(Clone, Copy, Debug)]
    pub struct Progress { pub audit: QualityAuditId, pub done: i64, pub cancelled: i64, pub before: i64, pub after: i64 }
}

/// How far these audits have come: tasks done, and the scores of their records before and now added up.
pub async fn progress(db: &Db<'_>, audits: &[Audit]) -> Result<HashMap<QualityAuditId, Progress>> {
    let mut found = HashMap::new();
    for audit in audits {
        let sql = "select i.audit_id, cast(sum(case when t.state = 'done' then 1 else 0 end) as bigint),
                cast(sum(case when t.state = 'cancelled' then 1 else 0 end) as bigint),
                cast(sum(i.score_before) as bigint), cast(sum(f.quality) as bigint)
            from quality_audit_items i join tasks t on t.id = i.task_id
                join customer_facts f on f.customer_id = i.customer_id
            where i.audit_id = $1 group by 1";
        let rows: Vec<Progress> = db.fetch_text(sql, vec![audit.id.into()]).await?;
        found.extend(rows.into_iter().map(|row| (row.audit, row)));
    }
    Ok(found)
}

fn in_words(error: Error) -> Error {
    let is_taken = matches!(&error, Error::Internal(cause)
        if cause.downcast_ref::<sea_orm::DbErr>().is_some_and(|cause| matches!(cause.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))));
    if is_taken { AuditRefusal::AlreadyThere.into() } else { error }
}
