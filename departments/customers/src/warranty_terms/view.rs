//! What terms look like from outside.

use chrono::NaiveDate;
use kernel::WarrantyTermId;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    law_term::LawTerm,
    rules::Term,
    warranty_term::{ClockKind, WarrantyTerm},
};
use crate::vehicles::vehicle::Energy;

/// A promise for cars sold on certain days.
#[derive(Debug, Serialize, ToSchema)]
pub struct WarrantyTermView {
    /// Null for a period of the law.
    pub id: Option<WarrantyTermId>,
    pub clock: ClockKind,
    pub is_law: bool,
    pub brand: Option<String>,
    pub energy: Option<Energy>,
    /// Time as months or as days, never both.
    pub months: Option<i32>,
    pub days: Option<i32>,
    /// Null without a limit of distance.
    pub km: Option<i32>,
    /// From so many days or kilometres before its end it ends soon.
    pub warn_days: i32,
    pub warn_km: i32,
    /// The regulation with its article, or the paper of the maker.
    pub source: String,
    /// Cars sold from this day on.
    pub since: NaiveDate,
    /// Cars sold up to this day.
    pub until: Option<NaiveDate>,
    /// Null for a period of the law.
    pub version: Option<i32>,
}

impl From<LawTerm> for WarrantyTermView {
    fn from(term: LawTerm) -> Self {
        Self::of(term.into(), None, None)
    }
}

impl From<WarrantyTerm> for WarrantyTermView {
    fn from(term: WarrantyTerm) -> Self {
        let (id, version) = (term.id, term.version);
        Self::of(term.into(), Some(id), Some(version))
    }
}

impl WarrantyTermView {
    fn of(term: Term, id: Option<WarrantyTermId>, version: Option<i32>) -> Self {
        let Term { clock, brand, energy, months, days, km, warn_days, warn_km, source, since, until, is_law } = term;
        Self { id, clock, is_law, brand, energy, months, days, km, warn_days, warn_km, source, since, until, version }
    }
}
