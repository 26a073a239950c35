//! The noun: a recall or service campaign of a maker, as the group works on it.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GroupId, RecallId};
use platform::{Owned, Scope};
use sea_orm::{Condition, FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::words::words;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recalls")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecallId,
    pub group_id: GroupId,
    /// The authority's or the maker's: `S2026M0012V`.
    pub number: String,
    pub title: String,
    pub brand: String,
    pub kind: RecallKind,
    pub state: RecallState,
    pub defect: Option<String>,
    pub consequence: Option<String>,
    pub remedy: String,
    /// Whether new and used cars it is about may not be handed over before they are mended.
    pub is_stop_sale: bool,
    pub published_on: Option<NaiveDate>,
    pub begins_on: NaiveDate,
    /// None for one without an end.
    pub ends_on: Option<NaiveDate>,
    /// What the maker pays of labour for one car.
    pub labour_minutes: Option<i32>,
    /// Operation codes of the remedy.
    pub operations: Lines,
    /// Part numbers with their names, as the maker lists them.
    pub parts: Lines,
    pub source_url: Option<String>,
    pub opened_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

pub type Recall = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

platform::versioned!();

words! {
    /// A recall for the safety of people, filed with the authority, or a service campaign of the maker's own.
    RecallKind { Recall "recall", ServiceCampaign "service_campaign" }
}
words! {
    RecallState { Draft "draft", Open "open", Closed "closed" }
}

/// A plain list of short texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema)]
#[schema(as = RecallLines)]
pub struct Lines(pub Vec<String>);
