//! What agreement is worth in a group: learned from its own base when that is large enough, else what is known beforehand.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GroupId, Result};
use matching::Model;
use platform::{Db, Tx};
use sea_orm::{
    ColumnTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use super::{
    field::schema,
    match_model::{Column, Entity, MatchModel},
};

/// A base must have so many customers before what it teaches is taken for a rule.
pub const LEARNED_FROM_MIN: u32 = 2_000;
/// Somebody new may be any of the people of a town, however few of them are customers: two of one name in a small base are
/// not the same for that alone.
const TOWN: u32 = 50_000;
const COUNTED_MAX: i64 = 200_000;
/// So long a count of the base is good enough for the odds to begin with.
const REMEMBERED_FOR: TimeDelta = TimeDelta::minutes(10);

/// Models read before, per group; provided to the platform once.
#[derive(Default)]
pub struct Models(Mutex<HashMap<GroupId, Remembered>>);

#[derive(Clone)]
struct Remembered {
    /// 0 of one that was not learned.
    version: i32,
    read_at: DateTime<Utc>,
    model: Arc<Model>,
}

platform::record! {
    struct VersionLine { version: i32 }
}
platform::record! {
    struct CountLine { count: i64 }
}

/// The model of the caller's group as it is now.
pub async fn current(db: &Db<'_>) -> Result<Arc<Model>> {
    let (group, now) = (db.scope().group(), db.platform().clock().now());
    let models = db.platform().provided::<Models>()?;
    let text = "select version from match_models where group_id = $1";
    let version: Vec<VersionLine> = db.fetch_text(text, vec![group.into()]).await?;
    let version = version.first().map_or(0, |line| line.version);
    let remembered = models.0.lock().unwrap_or_else(PoisonError::into_inner).get(&group).cloned();
    if let Some(known) = remembered.filter(|known| known.version == version)
        && (version > 0 || now - known.read_at < REMEMBERED_FOR)
    {
        return Ok(known.model);
    }
    let model = Arc::new(if version > 0 { learned(db, group).await? } else { unlearned(db, group).await? });
    let fresh = Remembered { version, read_at: now, model: Arc::clone(&model) };
    models.0.lock().unwrap_or_else(PoisonError::into_inner).insert(group, fresh);
    Ok(model)
}

/// Keeps what was learned from the whole base, unless that is too small to teach anything.
pub async fn keep(tx: &mut Tx, model: &Model) -> Result<()> {
    if model.records() < LEARNED_FROM_MIN {
        return Ok(());
    }
    let group = tx.scope().group();
    let sealed = tx.platform().keys().seal(&serde_json::to_string(model)?, group.0.as_bytes())?;
    let records = i64::from(model.records());
    let update = tx
        .update::<Entity>()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::Records, Expr::val(records))
        .col_expr(Column::Sealed, Expr::val(sealed.clone()))
        .col_expr(Column::LearnedAt, Expr::val(tx.now()))
        .filter(Column::GroupId.eq(group));
    if tx.run(update).await? == 0 {
        let row = MatchModel { group_id: group, version: 1, records, sealed, learned_at: tx.now() };
        tx.insert::<Entity>(row).await?;
    }
    Ok(())
}

async fn learned(db: &Db<'_>, group: GroupId) -> Result<Model> {
    let row = db.one(db.select::<Entity>().filter(Column::GroupId.eq(group))).await?;
    let text = db.platform().keys().open(&row.sealed, group.0.as_bytes())?;
    let model: Model = serde_json::from_str(&text)?;
    // One that was learned of other fields, by an earlier version, is of no use.
    if model.schema() == schema() { Ok(model.ready()) } else { unlearned(db, group).await }
}

async fn unlearned(db: &Db<'_>, group: GroupId) -> Result<Model> {
    let text = "select count(*) from (select 1 from customers where group_id = $1 limit $2) counted";
    let counted: Vec<CountLine> = db.fetch_text(text, vec![group.into(), COUNTED_MAX.into()]).await?;
    let count = counted.first().map_or(0, |line| u32::try_from(line.count).unwrap_or(u32::MAX));
    let count = Ord::max(count, TOWN);
    Ok(Model::unlearned(schema().clone(), count))
}
