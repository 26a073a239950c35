//! The settings of a group in and out of the database, one row per group that set something or was counted.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use journal::{About, events::quality::QualityEvent};
use kernel::{CustomerId, Error, GroupId, Result};
use platform::{Db, Tx};
use serde_json::Value;

use super::rules::Settings;
use crate::{people::customer::Customer, quality::weights::Weights};

/// What is kept of a group: its settings, and how far its base has been judged and counted.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    pub settings: Settings,
    /// The version of the rules by which every record was judged; 0 when it never was.
    pub rules_checked: i32,
    /// Where a judgement of the whole base goes on.
    pub walked_to: Option<CustomerId>,
    pub counted_at: Option<DateTime<Utc>>,
    /// 0 while nothing was ever set.
    pub version: i32,
}

impl Standing {
    pub fn weights(&self) -> Weights {
        self.settings.weights()
    }
}

platform::record! {
    struct Row {
        group_id: GroupId, settings: Value, rules_checked: i32, walked_to: Option<CustomerId>,
        counted_at: Option<DateTime<Utc>>, version: i32,
    }
}

const COLUMNS: &str = "select group_id, settings, rules_checked, walked_to, counted_at, version from quality_settings";

/// The caller's group.
pub async fn find(db: &Db<'_>) -> Result<Standing> {
    let rows: Vec<Row> =
        db.fetch_text(&format!("{COLUMNS} where group_id = $1"), vec![db.scope().group().into()]).await?;
    rows.into_iter().next().map_or_else(|| Ok(Standing::default()), standing)
}

/// The weights of the groups of these customers that have some of their own.
pub async fn weights_of(db: &Db<'_>, customers: &[Customer]) -> Result<HashMap<GroupId, Weights>> {
    let mut weights = HashMap::new();
    for group in customers.iter().map(|customer| customer.group_id).collect::<BTreeSet<_>>() {
        let rows: Vec<Row> = db.fetch_text(&format!("{COLUMNS} where group_id = $1"), vec![group.into()]).await?;
        for row in rows {
            weights.insert(group, standing(row)?.weights());
        }
    }
    Ok(weights)
}

/// Saves settings together with the news of it; [`Error::Stale`] when somebody was faster.
pub async fn save(tx: &mut Tx, seen: &Standing, settings: &Settings, event: QualityEvent) -> Result<()> {
    make_sure(tx).await?;
    let values =
        vec![tx.scope().group().into(), serde_json::to_value(settings)?.into(), tx.now().into(), seen.version.into()];
    let sql = "update quality_settings set settings = $2, changed_at = $3, version = version + 1
               where group_id = $1 and version = $4";
    if tx.execute_text(sql, values).await? == 0 {
        return Err(Error::Stale { current: Value::Null });
    }
    journal::record(tx, About::default(), event).await?;
    Ok(())
}

/// Keeps how far a judgement of the whole base has come; with `rules`, that it has come to its end.
pub async fn walked(tx: &mut Tx, to: Option<CustomerId>, rules: Option<i32>) -> Result<()> {
    make_sure(tx).await?;
    let sql =
        "update quality_settings set walked_to = $2, rules_checked = coalesce($3, rules_checked) where group_id = $1";
    tx.execute_text(sql, vec![tx.scope().group().into(), to.into(), rules.into()]).await?;
    Ok(())
}

/// Keeps when the base was counted.
pub async fn counted(tx: &mut Tx) -> Result<()> {
    make_sure(tx).await?;
    let sql = "update quality_settings set counted_at = $2 where group_id = $1";
    tx.execute_text(sql, vec![tx.scope().group().into(), tx.now().into()]).await?;
    Ok(())
}

async fn make_sure(tx: &mut Tx) -> Result<()> {
    let sql = "insert into quality_settings (group_id, settings, rules_checked, changed_at, version)
               values ($1, $2, 0, $3, 0) on conflict do nothing";
    let nothing = serde_json::to_value(Settings::default())?;
    tx.execute_text(sql, vec![tx.scope().group().into(), nothing.into(), tx.now().into()]).await?;
    Ok(())
}

fn standing(row: Row) -> Result<Standing> {
    Ok(Standing {
        settings: serde_json::from_value(row.settings)?,
        rules_checked: row.rules_checked,
        walked_to: row.walked_to,
        counted_at: row.counted_at,
        version: row.version,
    })
}
