//! What may happen to a fault, and what the law counts over all faults of a car: pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use journal::events::faults::FaultsEvent;
use kernel::Refusal;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    draft::Repair,
    exchange_limit::{Counter, ExchangeLimit},
    fault::Fault,
};
use crate::words::words;

/// More are no history any more; counted and shown are the latest.
pub const FAULTS_MAX: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultRefusal {
    AlreadyRepaired,
    TooMany,
}

impl Refusal for FaultRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::AlreadyRepaired => "fault.already_repaired",
            Self::TooMany => "fault.too_many",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::AlreadyRepaired => {
                "This fault is repaired; when it comes back, write it down again with the same fault_key.".into()
            }
            Self::TooMany => format!("A car keeps at most {FAULTS_MAX} faults; remove what was written twice."),
        }
    }
}

words! {
    /// Far from the limit, near enough for a warning, or at the count that gives the right.
    LimitState { Fine "fine", Warning "warning", Reached "reached" }
}

/// How far one count of the law has come.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RepairCount {
    pub counter: Counter,
    /// Of the fault or part that counts highest.
    pub count: i32,
    pub warn_at: i32,
    /// From this count on the customer may exchange the car or give it back.
    pub right_at: i32,
    pub state: LimitState,
    /// What was repaired so often; null for days, which are counted together, and for a count of nothing.
    pub symptom: Option<String>,
    /// The regulation with its article.
    pub source: String,
}

impl Fault {
    pub fn reported(&self) -> FaultsEvent {
        FaultsEvent::Reported {
            fault: self.id,
            on: self.happened_on,
            system: self.system.word().to_owned(),
            symptom: self.symptom.clone(),
            dtc: self.dtc.clone(),
            is_safety: self.is_safety,
            source: self.source.word().to_owned(),
        }
    }

    /// The workshop repaired it.
    pub fn repair(&mut self, repair: Repair) -> Result<FaultsEvent, FaultRefusal> {
        if self.repaired_on.is_some() {
            return Err(FaultRefusal::AlreadyRepaired);
        }
        self.repaired_on = Some(repair.repaired_on);
        self.repair_days = Some(repair.days);
        self.is_part_replaced = repair.is_part_replaced;
        Ok(FaultsEvent::Repaired {
            fault: self.id,
            on: repair.repaired_on,
            days: repair.days,
            system: self.system.word().to_owned(),
            symptom: self.symptom.clone(),
        })
    }

    /// It was written down by mistake.
    pub fn remove(&self) -> FaultsEvent {
        FaultsEvent::Removed {
            fault: self.id,
            on: self.happened_on,
            system: self.system.word().to_owned(),
            symptom: self.symptom.clone(),
        }
    }
}

/// What the law counts of a car sold on that day. `last_day` ends its three guarantees: what is repaired later doesn't count.
pub fn counts(
    faults: &[Fault],
    limits: &[ExchangeLimit],
    sold_on: NaiveDate,
    last_day: Option<NaiveDate>,
) -> Vec<RepairCount> {
    let counted: Vec<&Fault> = faults
        .iter()
        .filter(|fault| fault.repaired_on.is_some_and(|on| last_day.is_none_or(|last| on <= last)))
        .collect();
    let mut holding: Vec<&ExchangeLimit> = limits
        .iter()
        .filter(|limit| limit.since <= sold_on && limit.until.is_none_or(|until| sold_on <= until))
        .collect();
    holding.sort_by_key(|limit| limit.counter);
    holding.into_iter().map(|limit| count(limit, &counted)).collect()
}

fn count(limit: &ExchangeLimit, repaired: &[&Fault]) -> RepairCount {
    let (count, symptom) = match limit.counter {
        Counter::RepairDays => (repaired.iter().filter_map(|fault| fault.repair_days).sum(), None),
        Counter::SameFaultRepairs => most(repaired.iter().map(|fault| (fault.fault_key.clone(), *fault))),
        Counter::SafetyRepairs => {
            let serious = repaired.iter().filter(|fault| fault.is_safety);
            most(serious.map(|fault| (fault.fault_key.clone(), *fault)))
        }
        Counter::PartReplacements => {
            let replaced = repaired.iter().filter(|fault| fault.is_part_replaced && fault.system.is_named_by_law());
            most(replaced.map(|fault| (fault.system.word().to_owned(), *fault)))
        }
    };
    let state = match count {
        count if count >= limit.right_at => LimitState::Reached,
        count if count >= limit.warn_at => LimitState::Warning,
        _ => LimitState::Fine,
    };
    let (warn_at, right_at, source) = (limit.warn_at, limit.right_at, limit.source.clone());
    RepairCount { counter: limit.counter, count, warn_at, right_at, state, symptom, source }
}

/// How many the largest group has, and in which words its latest was reported.
fn most<'a>(faults: impl Iterator<Item = (String, &'a Fault)>) -> (i32, Option<String>) {
    let mut groups: BTreeMap<String, Vec<&Fault>> = BTreeMap::new();
    for (key, fault) in faults {
        groups.entry(key).or_default().push(fault);
    }
    let Some(largest) = groups.into_values().max_by_key(Vec::len) else { return (0, None) };
    let latest = largest.iter().max_by_key(|fault| (fault.happened_on, fault.id));
    (i32::try_from(largest.len()).unwrap_or(i32::MAX), latest.map(|fault| fault.symptom.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        faults::fault::{CarSystem, FaultSource},
        vehicles::example::{day, instant, uuid},
    };
    use kernel::{FaultId, GroupId, VehicleId};

    /// As order 43, article 24, has them.
    fn order_43() -> Vec<ExchangeLimit> {
        let limit = |counter, right_at, warn_at| ExchangeLimit {
            code: format!("{counter:?}"),
            counter,
            right_at,
            warn_at,
            source: "43".into(),
            since: day("2022-01-01"),
            until: None,
        };
        vec![
            limit(Counter::RepairDays, 31, 20),
            limit(Counter::SafetyRepairs, 2, 1),
            limit(Counter::PartReplacements, 2, 1),
            limit(Counter::SameFaultRepairs, 5, 3),
        ]
    }

    fn fault(number: u128, key: &str, days: Option<i32>) -> Fault {
        Fault {
            id: FaultId(uuid(number)),
            group_id: GroupId(uuid(1)),
            vehicle_id: VehicleId(uuid(10)),
            happened_on: day("2025-01-01"),
            mileage_km: None,
            dtc: None,
            system: CarSystem::Engine,
            symptom: key.to_uppercase(),
            fault_key: key.into(),
            is_safety: false,
            source: FaultSource::Workshop,
            repaired_on: days.map(|_| day("2025-01-05")),
            repair_days: days,
            is_part_replaced: false,
            created_at: instant("2025-01-01"),
            version: 1,
        }
    }

    fn of(faults: &[Fault], counter: Counter) -> (i32, LimitState) {
        let found = counts(faults, &order_43(), day("2024-06-01"), Some(day("2026-06-01")));
        found.into_iter().find(|one| one.counter == counter).map(|one| (one.count, one.state)).unwrap()
    }

    #[test]
    fn the_same_fault_warns_at_three_repairs_and_gives_the_right_at_more_than_four() {
        for (repairs, state) in [
            (0, LimitState::Fine),
            (2, LimitState::Fine),
            (3, LimitState::Warning),
            (4, LimitState::Warning),
            (5, LimitState::Reached),
        ] {
            let faults: Vec<Fault> = (0..repairs).map(|number| fault(number, "p0300", Some(1))).collect();
            assert_eq!(of(&faults, Counter::SameFaultRepairs), (i32::try_from(repairs).unwrap(), state));
        }
    }

    #[test]
    fn days_in_repair_warn_at_twenty_and_give_the_right_at_more_than_thirty() {
        for (days, state) in
            [(19, LimitState::Fine), (20, LimitState::Warning), (30, LimitState::Warning), (31, LimitState::Reached)]
        {
            let faults = [fault(1, "a", Some(days - 5)), fault(2, "b", Some(5))];
            assert_eq!(of(&faults, Counter::RepairDays), (days, state));
        }
    }

    #[test]
    fn different_faults_are_not_counted_together_and_unrepaired_ones_not_at_all() {
        let faults = [fault(1, "a", Some(1)), fault(2, "b", Some(1)), fault(3, "a", None)];
        assert_eq!(of(&faults, Counter::SameFaultRepairs), (1, LimitState::Fine));
    }

    #[test]
    fn two_repairs_of_a_safety_fault_or_two_new_main_parts_give_the_right() {
        let safety = |number| Fault { is_safety: true, ..fault(number, "brake", Some(1)) };
        assert_eq!(of(&[safety(1)], Counter::SafetyRepairs), (1, LimitState::Warning));
        assert_eq!(of(&[safety(1), safety(2)], Counter::SafetyRepairs), (2, LimitState::Reached));
        let replaced = |number, system| Fault { is_part_replaced: true, system, ..fault(number, "x", Some(1)) };
        let engine = [replaced(1, CarSystem::Engine), replaced(2, CarSystem::Engine)];
        assert_eq!(of(&engine, Counter::PartReplacements), (2, LimitState::Reached));
        let radio = [replaced(1, CarSystem::Electrical), replaced(2, CarSystem::Electrical)];
        assert_eq!(of(&radio, Counter::PartReplacements), (0, LimitState::Fine));
    }

    #[test]
    fn what_is_repaired_after_the_three_guarantees_does_not_count() {
        let late = Fault { repaired_on: Some(day("2026-06-02")), ..fault(1, "a", Some(31)) };
        assert_eq!(of(&[late], Counter::RepairDays), (0, LimitState::Fine));
    }

    #[test]
    fn cars_sold_before_the_law_are_not_counted_by_it() {
        assert_eq!(counts(&[], &order_43(), day("2021-12-31"), None), []);
    }

    #[test]
    fn a_repaired_fault_is_not_repaired_again() {
        let repair = Repair { repaired_on: day("2025-01-05"), days: 2, is_part_replaced: true };
        let mut open = fault(1, "a", None);
        assert!(matches!(open.repair(repair), Ok(FaultsEvent::Repaired { days: 2, .. })));
        assert_eq!(open.repair(repair), Err(FaultRefusal::AlreadyRepaired));
    }
}
