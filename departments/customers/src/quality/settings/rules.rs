//! What a group may set: pure, with a default for whoever sets nothing.

use kernel::{Error, Fault, Result};
use serde::{Deserialize, Serialize};

use crate::quality::{
    gap::{Doubt, MissingField},
    weights::Weights,
};

/// What a group has set; a part it never touched is as a new group has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub missing: Vec<(MissingField, i32)>,
    pub doubts: Vec<(Doubt, i32)>,
    pub completeness_share: i32,
    /// A phone on more customers than this is doubted on all of them.
    pub customers_per_phone_max: i32,
    /// Whether each store has an audit in the first week of every quarter.
    pub audits_begin_by_themselves: bool,
    pub audit_score_below: i32,
    pub audit_per_person_per_day: i32,
    /// Whether customers nobody heard of for long are queued to be called, each working day.
    pub calls_are_queued: bool,
    pub stale_months: i32,
    /// Verifying calls one person has open at most.
    pub calls_per_person_max: i32,
    /// Whether owners are asked now and then if their record is still right.
    pub confirmations_are_asked: bool,
    pub confirm_months: i32,
    /// So many are asked in a store on a working day at most.
    pub confirmations_per_day: i32,
}

impl Default for Settings {
    fn default() -> Self {
        let weights = Weights::default();
        Self {
            missing: MissingField::ALL.iter().map(|field| (*field, weights.of_missing(*field))).collect(),
            doubts: Doubt::ALL.iter().map(|doubt| (*doubt, weights.of_doubt(*doubt))).collect(),
            completeness_share: weights.completeness_share,
            customers_per_phone_max: 5,
            audits_begin_by_themselves: false,
            audit_score_below: 60,
            audit_per_person_per_day: 5,
            calls_are_queued: false,
            stale_months: 12,
            calls_per_person_max: 10,
            confirmations_are_asked: false,
            confirm_months: 12,
            confirmations_per_day: 50,
        }
    }
}

/// What is to be different; `None` leaves a part as it is, and so does a list that does not name a field.
#[derive(Clone, Debug, Default)]
pub struct SettingsChange {
    pub missing: Option<Vec<(MissingField, i32)>>,
    pub doubts: Option<Vec<(Doubt, i32)>>,
    pub completeness_share: Option<i32>,
    pub customers_per_phone_max: Option<i32>,
    pub audits_begin_by_themselves: Option<bool>,
    pub audit_score_below: Option<i32>,
    pub audit_per_person_per_day: Option<i32>,
    pub calls_are_queued: Option<bool>,
    pub stale_months: Option<i32>,
    pub calls_per_person_max: Option<i32>,
    pub confirmations_are_asked: Option<bool>,
    pub confirm_months: Option<i32>,
    pub confirmations_per_day: Option<i32>,
}

impl Settings {
    /// The weights as scores are made with them.
    pub fn weights(&self) -> Weights {
        let mut weights = Weights { completeness_share: self.completeness_share, ..Weights::default() };
        for (field, weight) in &self.missing {
            weights.missing[*field as usize] = *weight;
        }
        for (doubt, weight) in &self.doubts {
            weights.doubts[*doubt as usize] = *weight;
        }
        weights
    }

    /// Takes a change, or says what is wrong with each of its parts.
    pub fn change(&mut self, change: SettingsChange) -> Result<()> {
        let mut faults = Vec::new();
        let mut percent = |field: &str, value: i32| {
            if !(0..=100).contains(&value) {
                faults.push(Fault::new(field, "weight.out_of_range", "give a whole number from 0 to 100"));
            }
        };
        for (_, weight) in change.missing.iter().flatten() {
            percent("missing", *weight);
        }
        for (_, weight) in change.doubts.iter().flatten() {
            percent("doubts", *weight);
        }
        percent("completeness_share", change.completeness_share.unwrap_or_default());
        for (field, value, most) in [
            ("customers_per_phone_max", change.customers_per_phone_max, 1_000),
            ("audit_score_below", change.audit_score_below, 100),
            ("audit_per_person_per_day", change.audit_per_person_per_day, 50),
            ("stale_months", change.stale_months, 60),
            ("calls_per_person_max", change.calls_per_person_max, 100),
            ("confirm_months", change.confirm_months, 60),
            ("confirmations_per_day", change.confirmations_per_day, 10_000),
        ] {
            if value.is_some_and(|value| !(1..=most).contains(&value)) {
                faults.push(Fault::new(field, "quality.out_of_range", format!("give a whole number from 1 to {most}")));
            }
        }
        Error::unless_valid(faults)?;
        merge(&mut self.missing, change.missing);
        merge(&mut self.doubts, change.doubts);
        self.completeness_share = change.completeness_share.unwrap_or(self.completeness_share);
        self.customers_per_phone_max = change.customers_per_phone_max.unwrap_or(self.customers_per_phone_max);
        self.audits_begin_by_themselves = change.audits_begin_by_themselves.unwrap_or(self.audits_begin_by_themselves);
        self.audit_score_below = change.audit_score_below.unwrap_or(self.audit_score_below);
        self.audit_per_person_per_day = change.audit_per_person_per_day.unwrap_or(self.audit_per_person_per_day);
        self.calls_are_queued = change.calls_are_queued.unwrap_or(self.calls_are_queued);
        self.stale_months = change.stale_months.unwrap_or(self.stale_months);
        self.calls_per_person_max = change.calls_per_person_max.unwrap_or(self.calls_per_person_max);
        self.confirmations_are_asked = change.confirmations_are_asked.unwrap_or(self.confirmations_are_asked);
        self.confirm_months = change.confirm_months.unwrap_or(self.confirm_months);
        self.confirmations_per_day = change.confirmations_per_day.unwrap_or(self.confirmations_per_day);
        Ok(())
    }
}

fn merge<T: PartialEq>(kept: &mut Vec<(T, i32)>, changed: Option<Vec<(T, i32)>>) {
    for (word, weight) in changed.into_iter().flatten() {
        match kept.iter_mut().find(|(known, _)| *known == word) {
            Some((_, there)) => *there = weight,
            None => kept.push((word, weight)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_that_set_nothing_weighs_as_a_new_one() {
        assert_eq!(Settings::default().weights(), Weights::default());
        let empty: Settings = serde_json::from_str("{}").unwrap();
        assert_eq!(empty, Settings::default());
    }

    #[test]
    fn a_change_of_one_weight_leaves_the_others() {
        let mut settings = Settings::default();
        let change = SettingsChange { missing: Some(vec![(MissingField::City, 0)]), ..SettingsChange::default() };
        settings.change(change).unwrap();
        assert_eq!(settings.weights().of_missing(MissingField::City), 0);
        assert_eq!(settings.weights().of_missing(MissingField::Phone), 25);
    }

    #[test]
    fn a_weight_beyond_a_hundred_changes_nothing() {
        let mut settings = Settings::default();
        let change = SettingsChange {
            doubts: Some(vec![(Doubt::VinCheck, 101)]),
            customers_per_phone_max: Some(9),
            ..SettingsChange::default()
        };
        assert!(matches!(settings.change(change), Err(Error::Invalid(faults)) if faults[0].field == "doubts"));
        assert_eq!(settings, Settings::default());
    }
}
