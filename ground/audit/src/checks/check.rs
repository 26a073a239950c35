//! The noun: one walk over the whole audit of a group.

use chrono::{DateTime, Utc};
use kernel::{AuditCheckId, Error, GroupId, Result};
use platform::{Db, Owned, Platform, Scope, SystemActor, Tx};
use sea_orm::{Condition, QueryOrder, QuerySelect, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::verify::Verified;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_checks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditCheckId,
    pub group_id: GroupId,
    /// Who asked for it; none for those of the night.
    pub asked_by: Option<String>,
    pub state: CheckState,
    pub lines: i64,
    pub unsealed: i64,
    pub resealed: i64,
    /// How much was not right.
    pub found: i64,
    /// The first of it.
    pub findings: Json,
    /// Why it could not be done.
    pub fault: Option<String>,
    pub begun_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

pub type Check = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
#[schema(as = AuditCheckState)]
pub enum CheckState {
    #[sea_orm(string_value = "running")]
    Running,
    #[sea_orm(string_value = "ended")]
    Ended,
    /// It could not be done.
    #[sea_orm(string_value = "failed")]
    Failed,
}

impl Model {
    pub fn begun(tx: &Tx, asked_by: Option<String>) -> Self {
        Self {
            id: AuditCheckId::new(tx.now()),
            group_id: tx.scope().group(),
            asked_by,
            state: CheckState::Running,
            lines: 0,
            unsealed: 0,
            resealed: 0,
            found: 0,
            findings: Json::Array(Vec::new()),
            fault: None,
            begun_at: tx.now(),
            ended_at: None,
        }
    }
}

pub async fn add(tx: &mut Tx, check: Check) -> Result<()> {
    tx.insert::<Entity>(check).await
}

/// The one that is under way, if there is one.
pub async fn under_way(db: &Db<'_>) -> Result<Option<Check>> {
    db.maybe(db.select::<Entity>().filter(Column::State.eq(CheckState::Running))).await
}

/// The newest, newest first.
pub async fn newest(db: &Db<'_>, most: u64) -> Result<Vec<Check>> {
    let select = db.select::<Entity>().order_by_desc(Column::BegunAt).order_by_desc(Column::Id);
    db.all(select.limit(most)).await
}

platform::record! {
    /// The last walk over a group's audit that came to its end.
    #[derive(Clone, Debug)]
    pub struct LastCheck {
        pub group_id: GroupId,
        pub id: AuditCheckId,
        /// How much was not as it was sealed.
        pub found: i64,
        pub ended_at: DateTime<Utc>,
    }
}

/// How the last check of each group ended, of those that were checked.
pub async fn last_checks(platform: &Platform) -> Result<Vec<LastCheck>> {
    let sql = "select group_id, id, found, ended_at from audit_checks c where state = 'ended' and not exists (
            select 1 from audit_checks l where l.group_id = c.group_id and l.state = 'ended'
            and (l.ended_at > c.ended_at or (l.ended_at = c.ended_at and l.id > c.id)))";
    platform.house(SystemActor::Command).read().fetch_text(sql, vec![]).await
}

pub async fn end(tx: &mut Tx, id: AuditCheckId, verified: &Verified) -> Result<()> {
    let count = |count: u64| i64::try_from(count).map_err(Error::internal);
    let update = tx
        .update::<Entity>()
        .col_expr(Column::State, Expr::val(CheckState::Ended.into_value()))
        .col_expr(Column::Lines, Expr::val(count(verified.lines)?))
        .col_expr(Column::Unsealed, Expr::val(count(verified.unsealed)?))
        .col_expr(Column::Resealed, Expr::val(count(verified.resealed.values().sum())?))
        .col_expr(Column::Found, Expr::val(count(verified.found)?))
        .col_expr(Column::Findings, Expr::val(serde_json::to_value(&verified.findings)?))
        .col_expr(Column::EndedAt, Expr::val(tx.now()))
        .filter(Column::Id.eq(id));
    tx.run(update).await?;
    Ok(())
}

pub async fn fail(tx: &mut Tx, id: AuditCheckId, fault: &str) -> Result<()> {
    let update = tx
        .update::<Entity>()
        .col_expr(Column::State, Expr::val(CheckState::Failed.into_value()))
        .col_expr(Column::Fault, Expr::val(fault))
        .col_expr(Column::EndedAt, Expr::val(tx.now()))
        .filter(Column::Id.eq(id));
    tx.run(update).await?;
    Ok(())
}
