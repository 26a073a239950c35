//! What recalls look like from outside.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{PermissionName, RecallId, Result};
use platform::{Db, Scope, database::paging::Page};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    figures::{self, RecallFigures, RecallStoreFigures},
    recall::{Recall, RecallKind, RecallState},
};
use crate::recalls::{
    criteria::{self, http::CriterionView},
    vins::{self, view::RecallVinFigures},
};

/// One line of the recalls' list.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecallRow {
    pub id: RecallId,
    pub number: String,
    pub title: String,
    pub brand: String,
    pub kind: RecallKind,
    pub state: RecallState,
    pub is_stop_sale: bool,
    pub published_on: Option<NaiveDate>,
    pub begins_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    /// Of the cars the caller sees.
    pub figures: RecallFigures,
}

/// One recall.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Recall)]
pub struct RecallView {
    pub id: RecallId,
    pub number: String,
    pub title: String,
    pub brand: String,
    pub kind: RecallKind,
    pub state: RecallState,
    pub defect: Option<String>,
    pub consequence: Option<String>,
    pub remedy: String,
    pub is_stop_sale: bool,
    pub published_on: Option<NaiveDate>,
    pub begins_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    pub labour_minutes: Option<i32>,
    pub operations: Vec<String>,
    pub parts: Vec<String>,
    pub source_url: Option<String>,
    pub opened_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
    /// Of the cars the caller sees.
    pub figures: RecallFigures,
    /// The same in each store.
    pub stores: Vec<RecallStoreFigures>,
    pub vins: RecallVinFigures,
    pub criteria: Vec<CriterionView>,
    /// What the caller may do with it now: `edit`, `aim` (say which cars), `open`, `close`, `reopen`, `delete`, `work` (tasks and
    /// moving many cars).
    pub can: Vec<&'static str>,
}

platform::has_version!(RecallView);

pub async fn rows(db: &Db<'_>, page: Page<Recall>) -> Result<Page<RecallRow>> {
    let ids: Vec<RecallId> = page.items.iter().map(|recall| recall.id).collect();
    let mut figures = figures::of_all(db, &ids).await?;
    Ok(page.map(|recall| RecallRow {
        figures: figures.remove(&recall.id).unwrap_or_default(),
        id: recall.id,
        number: recall.number,
        title: recall.title,
        brand: recall.brand,
        kind: recall.kind,
        state: recall.state,
        is_stop_sale: recall.is_stop_sale,
        published_on: recall.published_on,
        begins_on: recall.begins_on,
        ends_on: recall.ends_on,
    }))
}

pub async fn view(db: &Db<'_>, recall: Recall) -> Result<RecallView> {
    let db = db.under(PermissionName::SeeVehicles);
    let stores = figures::by_store(&db, recall.id).await?;
    Ok(RecallView {
        figures: figures::total(&stores),
        stores,
        vins: vins::store::figures(&db, recall.id).await?,
        criteria: criteria::store::of_recall(&db, recall.id).await?.into_iter().map(Into::into).collect(),
        can: deeds(db.scope(), &recall),
        id: recall.id,
        number: recall.number,
        title: recall.title,
        brand: recall.brand,
        kind: recall.kind,
        state: recall.state,
        defect: recall.defect,
        consequence: recall.consequence,
        remedy: recall.remedy,
        is_stop_sale: recall.is_stop_sale,
        published_on: recall.published_on,
        begins_on: recall.begins_on,
        ends_on: recall.ends_on,
        labour_minutes: recall.labour_minutes,
        operations: recall.operations.0,
        parts: recall.parts.0,
        source_url: recall.source_url,
        opened_at: recall.opened_at,
        closed_at: recall.closed_at,
        created_at: recall.created_at,
        changed_at: recall.changed_at,
        version: recall.version,
    })
}

fn deeds(scope: &Scope, recall: &Recall) -> Vec<&'static str> {
    if !scope.may(PermissionName::ManageRecalls) {
        return Vec::new();
    }
    match recall.state {
        RecallState::Draft => vec!["edit", "aim", "open", "delete"],
        RecallState::Open => vec!["edit", "aim", "close", "work"],
        RecallState::Closed => vec!["reopen"],
    }
}
