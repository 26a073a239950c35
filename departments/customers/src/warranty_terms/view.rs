//! What terms look like from outside.

use chrono::NaiveDate;
use kernel::WarrantyTermId;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    law_term::LawTerm,
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
        Self {
            id: None,
            clock: term.clock,
            is_law: true,
            brand: None,
            energy: term.energy,
            months: term.months,
            days: term.days,
            km: term.km,
            warn_days: term.warn_days,
            warn_km: term.warn_km,
            source: term.source,
            since: term.since,
            until: term.until,
            version: None,
        }
    }
}

impl From<WarrantyTerm> for WarrantyTermView {
    fn from(term: WarrantyTerm) -> Self {
        Self {
            id: Some(term.id),
            clock: term.clock,
            is_law: false,
            brand: term.brand,
            energy: term.energy,
            months: term.months,
            days: term.days,
            km: term.km,
            warn_days: term.warn_days,
            warn_km: term.warn_km,
            source: term.source,
            since: term.since,
            until: term.until,
            version: Some(term.version),
        }
    }
}
