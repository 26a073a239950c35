//! Which terms a car has, and what may happen to those of the group's own: pure.

use chrono::NaiveDate;
use journal::events::warranty::WarrantyEvent;
use kernel::Refusal;

use super::{
    law_term::LawTerm,
    warranty_term::{ClockKind, WarrantyTerm},
};
use crate::vehicles::vehicle::Energy;

/// More are no list any more.
pub const TERMS_MAX: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarrantyTermRefusal {
    TooMany,
    EndsBeforeItBegins,
    AlreadyThere,
}

impl Refusal for WarrantyTermRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::TooMany => "warranty_term.too_many",
            Self::EndsBeforeItBegins => "warranty_term.ends_before_it_begins",
            Self::AlreadyThere => "warranty_term.already_there",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::TooMany => format!("A group keeps at most {TERMS_MAX} terms of its own; remove some that are over."),
            Self::EndsBeforeItBegins => {
                "A term ends on the day it begins or later; one that never held is removed.".into()
            }
            Self::AlreadyThere => {
                "A term for the same cars holds on some of these days already; end that one first.".into()
            }
        }
    }
}

/// A promise, whoever made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub clock: ClockKind,
    pub brand: Option<String>,
    pub energy: Option<Energy>,
    pub months: Option<i32>,
    pub days: Option<i32>,
    pub km: Option<i32>,
    pub warn_days: i32,
    pub warn_km: i32,
    pub source: String,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
    pub is_law: bool,
}

impl Term {
    /// Whether it holds for a car of this brand and energy sold on that day.
    pub fn holds_for(&self, brand: &str, energy: Option<Energy>, sold_on: NaiveDate) -> bool {
        self.since <= sold_on
            && self.until.is_none_or(|until| sold_on <= until)
            && self.brand.as_deref().is_none_or(|its| its == brand)
            && self.energy.is_none_or(|its| Some(its) == energy)
    }

    /// How closely it describes its cars: of two that hold the closer one counts.
    pub fn closeness(&self) -> (bool, bool) {
        (self.brand.is_some(), self.energy.is_some())
    }
}

impl WarrantyTerm {
    /// Whether another term is for the same cars on some of the same days.
    pub fn meets(&self, other: &Self) -> bool {
        let begins_before_end_of = |one: &Self, two: &Self| two.until.is_none_or(|until| one.since <= until);
        (self.clock, &self.brand, self.energy) == (other.clock, &other.brand, other.energy)
            && begins_before_end_of(self, other)
            && begins_before_end_of(other, self)
    }

    /// It joins the others.
    pub fn join(&self, others: &[Self]) -> Result<WarrantyEvent, WarrantyTermRefusal> {
        if others.len() >= TERMS_MAX {
            return Err(WarrantyTermRefusal::TooMany);
        }
        if self.until.is_some_and(|until| until < self.since) {
            return Err(WarrantyTermRefusal::EndsBeforeItBegins);
        }
        if others.iter().any(|other| other.meets(self)) {
            return Err(WarrantyTermRefusal::AlreadyThere);
        }
        Ok(WarrantyEvent::TermAdded {
            term: self.id,
            clock: self.clock.word().to_owned(),
            brand: self.brand.clone(),
            since: self.since,
            source: self.source.clone(),
        })
    }

    /// Cars sold after that day don't have it any more; those sold before keep it. Nothing happens when it ends then already.
    pub fn end(&mut self, until: NaiveDate, others: &[Self]) -> Result<Option<WarrantyEvent>, WarrantyTermRefusal> {
        if until < self.since {
            return Err(WarrantyTermRefusal::EndsBeforeItBegins);
        }
        if self.until == Some(until) {
            return Ok(None);
        }
        self.until = Some(until);
        if others.iter().any(|other| other.id != self.id && other.meets(self)) {
            return Err(WarrantyTermRefusal::AlreadyThere);
        }
        let (clock, brand) = (self.clock.word().to_owned(), self.brand.clone());
        Ok(Some(WarrantyEvent::TermEnded { term: self.id, clock, brand, until }))
    }

    /// It was entered by mistake.
    pub fn remove(&self) -> WarrantyEvent {
        WarrantyEvent::TermRemoved {
            term: self.id,
            clock: self.clock.word().to_owned(),
            brand: self.brand.clone(),
            source: self.source.clone(),
        }
    }
}

impl From<LawTerm> for Term {
    fn from(term: LawTerm) -> Self {
        Self {
            clock: term.clock,
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
            is_law: true,
        }
    }
}

impl From<WarrantyTerm> for Term {
    fn from(term: WarrantyTerm) -> Self {
        Self {
            clock: term.clock,
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
            is_law: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::{day, instant, uuid};
    use kernel::{GroupId, WarrantyTermId};

    fn term(number: u128, since: &str, until: Option<&str>) -> WarrantyTerm {
        WarrantyTerm {
            id: WarrantyTermId(uuid(number)),
            group_id: GroupId(uuid(1)),
            clock: ClockKind::TractionBattery,
            brand: Some("比亚迪".into()),
            energy: None,
            months: Some(96),
            days: None,
            km: Some(150_000),
            warn_days: 90,
            warn_km: 3_000,
            source: "质保手册".into(),
            since: day(since),
            until: until.map(day),
            created_at: instant("2026-01-01"),
            version: 1,
        }
    }

    #[test]
    fn two_terms_for_the_same_cars_do_not_hold_on_one_day() {
        let old = [term(1, "2020-01-01", Some("2022-12-31"))];
        assert!(term(2, "2023-01-01", None).join(&old).is_ok());
        assert_eq!(term(2, "2022-12-31", None).join(&old), Err(WarrantyTermRefusal::AlreadyThere));
        let other_brand = WarrantyTerm { brand: None, ..term(2, "2021-01-01", None) };
        assert!(other_brand.join(&old).is_ok());
    }

    #[test]
    fn a_term_ends_no_earlier_than_it_begins_and_not_inside_another() {
        let mut one = term(1, "2020-01-01", Some("2020-12-31"));
        assert_eq!(one.end(day("2019-12-31"), &[]), Err(WarrantyTermRefusal::EndsBeforeItBegins));
        assert_eq!(one.end(day("2020-12-31"), &[]), Ok(None));
        let next = [term(2, "2021-01-01", None)];
        assert_eq!(one.clone().end(day("2021-06-01"), &next), Err(WarrantyTermRefusal::AlreadyThere));
        assert!(one.end(day("2020-06-01"), &next).unwrap().is_some());
    }

    #[test]
    fn a_term_holds_for_its_cars_sold_on_its_days() {
        let term = Term::from(term(1, "2020-01-01", Some("2022-12-31")));
        assert!(term.holds_for("比亚迪", None, day("2022-12-31")));
        assert!(!term.holds_for("比亚迪", None, day("2023-01-01")));
        assert!(!term.holds_for("大众", None, day("2022-01-01")));
        let electric = Term { energy: Some(Energy::Electric), ..term };
        assert!(!electric.holds_for("比亚迪", None, day("2022-01-01")));
        assert!(electric.holds_for("比亚迪", Some(Energy::Electric), day("2022-01-01")));
    }
}
