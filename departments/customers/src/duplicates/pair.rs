//! The noun: two customers who may be one, how sure that is, and what somebody decided.

use chrono::{DateTime, Utc};
use kernel::{CustomerId, DuplicatePairId, GroupId, MergeId, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::{
    candidates::verdict::{MatchBand, MatchCaution, MatchReasons, band_of},
    merges::rules::Caution,
    people::customer,
    words::words,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "duplicate_pairs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DuplicatePairId,
    pub group_id: GroupId,
    /// The earlier of the two.
    pub left_id: CustomerId,
    pub right_id: CustomerId,
    /// Where the two were when the pair was weighed, for the filter by store.
    pub left_store_id: StoreId,
    pub right_store_id: StoreId,
    /// How likely they are one, 0 to 1,000,000; the band follows from it.
    pub millionths: i32,
    pub reasons: MatchReasons,
    pub caution: Option<MatchCaution>,
    pub origin: PairOrigin,
    pub state: PairState,
    pub found_at: DateTime<Utc>,
    pub weighed_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
    /// A staff member or a key.
    pub settled_by: Option<Uuid>,
    pub settled_by_name: Option<String>,
    /// Why they are two, in the words of who said so.
    pub settled_reason: Option<String>,
    /// The merge that put it out of sight: one of the two lives on in another record.
    pub closed_by: Option<MergeId>,
    /// Why a merge of many left it to a person, however sure it looks.
    pub held_back: Option<Caution>,
    pub held_at: Option<DateTime<Utc>>,
    pub version: i32,
}

pub type DuplicatePair = Model;

impl DuplicatePair {
    /// How sure it is; what a merge of many left to a person is never surely the same.
    pub fn band(&self) -> MatchBand {
        match band_of(self.millionths) {
            MatchBand::Same if self.held_back.is_some() => MatchBand::Ask,
            band => band,
        }
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // Who may see only one of the two is not told of the other.
    fn inside(scope: &Scope) -> Condition {
        Condition::all()
            .add(scope.of_group(Column::GroupId))
            .add(scope.of_part::<_, customer::Entity>(Column::LeftId, customer::Column::Id))
            .add(scope.of_part::<_, customer::Entity>(Column::RightId, customer::Column::Id))
    }
}

platform::versioned!();

words! {
    /// What came of a pair: nothing yet, two people after all, or one record.
    PairState { Open "open", Different "different", Merged "merged" }
}
words! {
    /// How the pair came up.
    PairOrigin { Scan "scan", Import "import" }
}
