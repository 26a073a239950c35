//! A criterion as it comes in, read and put in order.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{RecallCriterionId, Result, name, text::folded};
use serde::Deserialize;
use utoipa::ToSchema;

use super::criterion::Criterion;
use crate::{recalls::campaign::recall::Recall, vehicles::checks::Checks};

/// Positions of a VIN before its check digit, and those before the serial number.
const HEAD: usize = 8;
const PREFIX: usize = 11;
const WMI: usize = 3;
const SERIAL: usize = 6;

/// Request body of `POST /recalls/{id}/criteria`: a range of VINs, or a model.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewCriterion {
    /// The first 3 to 11 characters of the VIN; position 9, the check digit, is passed over and may be `*`.
    pub vin_prefix: Option<String>,
    /// The last six characters of the first car's VIN.
    pub sequence_from: Option<String>,
    pub sequence_to: Option<String>,
    /// Any name of it; not together with `vin_prefix`.
    pub brand: Option<String>,
    pub series: Option<String>,
    /// Cars registered, or else bought, from this day on.
    pub registered_from: Option<NaiveDate>,
    pub registered_to: Option<NaiveDate>,
}

impl NewCriterion {
    /// Puts every field in order, or says what is wrong with each at once.
    pub fn draft(&self, recall: &Recall, today: NaiveDate, now: DateTime<Utc>) -> Result<Criterion> {
        let mut checks = Checks::default();
        let prefix = filled(self.vin_prefix.as_deref());
        let brand = filled(self.brand.as_deref());
        let (vin_head, vin_tail) = match prefix {
            Some(raw) => self.vin_parts(&mut checks, raw),
            None => (None, None),
        };
        if prefix.is_some() == brand.is_some() {
            let message = "say which cars: by the first characters of their VINs, or by brand; one of the two";
            checks.fault(if prefix.is_some() { "brand" } else { "vin_prefix" }, "recall_criterion.one_way", message);
        }
        let sequence_from = serial(&mut checks, "sequence_from", self.sequence_from.as_deref());
        let sequence_to = serial(&mut checks, "sequence_to", self.sequence_to.as_deref());
        self.check_belongings(&mut checks, prefix.is_some());
        if sequence_from.as_ref().zip(sequence_to.as_ref()).is_some_and(|(from, to)| from > to) {
            checks.fault("sequence_to", "range.backwards", "the last is not before the first");
        }
        checks.due_day("registered_from", self.registered_from, today);
        checks.due_day("registered_to", self.registered_to, today);
        if self.registered_from.zip(self.registered_to).is_some_and(|(from, to)| from > to) {
            checks.fault("registered_to", "range.backwards", "the last day is not before the first");
        }
        let brand = brand.map(|brand| checks.brand(brand));
        let series = checks.text("series", self.series.as_deref());
        checks.finish()?;
        Ok(Criterion {
            id: RecallCriterionId::new(now),
            group_id: recall.group_id,
            recall_id: recall.id,
            vin_head,
            vin_tail,
            sequence_from,
            sequence_to,
            brand,
            series,
            registered_from: self.registered_from,
            registered_to: self.registered_to,
            created_at: now,
        })
    }

    /// Positions 1–8 and 10–11 of what is given of a VIN.
    fn vin_parts(&self, checks: &mut Checks, raw: &str) -> (Option<String>, Option<String>) {
        let prefix = characters(raw);
        let length = prefix.chars().count();
        let is_known = |(at, letter): (usize, char)| at == HEAD || is_of_vin(letter);
        if !(WMI..=PREFIX).contains(&length) || !prefix.chars().enumerate().all(is_known) {
            let message = "the first 3 to 11 characters of a VIN, A–Z without I, O, Q and 0–9: LSVAA418";
            checks.fault("vin_prefix", "recall_criterion.vin_prefix", message);
        }
        let head: String = prefix.chars().take(HEAD).collect();
        let tail: String = prefix.chars().skip(HEAD + 1).collect();
        (Some(head), Some(tail).filter(|tail| !tail.is_empty()))
    }

    /// Serial numbers go with VINs, series and days with a brand.
    fn check_belongings(&self, checks: &mut Checks, is_by_vin: bool) {
        let strangers: [(&str, bool); 4] = if is_by_vin {
            [
                ("series", filled(self.series.as_deref()).is_some()),
                ("registered_from", self.registered_from.is_some()),
                ("registered_to", self.registered_to.is_some()),
                ("", false),
            ]
        } else {
            let given = |raw: &Option<String>| filled(raw.as_deref()).is_some();
            [
                ("sequence_from", given(&self.sequence_from)),
                ("sequence_to", given(&self.sequence_to)),
                ("", false),
                ("", false),
            ]
        };
        for (field, _) in strangers.into_iter().filter(|(_, is_given)| *is_given) {
            checks.fault(
                field,
                "recall_criterion.one_way",
                "serial numbers go with VINs, series and days with a brand",
            );
        }
    }
}

fn filled(raw: Option<&str>) -> Option<&str> {
    raw.map(str::trim).filter(|raw| !raw.is_empty())
}

/// The last six characters; leading zeros may be left out.
fn serial(checks: &mut Checks, field: &str, raw: Option<&str>) -> Option<String> {
    let serial = characters(filled(raw)?);
    let length = serial.chars().count();
    if length > SERIAL || !serial.chars().all(is_of_vin) {
        checks.fault(field, "recall_criterion.serial", "the last six characters of a VIN: 000123");
    }
    Some(format!("{serial:0>SERIAL$}"))
}

fn characters(raw: &str) -> String {
    let clean = name::clean(raw);
    folded(&clean).filter(|one| !matches!(one, ' ' | '-')).map(|one| one.to_ascii_uppercase()).collect()
}

fn is_of_vin(letter: char) -> bool {
    letter.is_ascii_digit() || letter.is_ascii_uppercase() && !matches!(letter, 'I' | 'O' | 'Q')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recalls::campaign::example::recall;
    use crate::vehicles::example::{day, instant};
    use kernel::Error;

    fn drafted(form: &NewCriterion) -> Result<Criterion, Vec<String>> {
        form.draft(&recall(), day("2026-03-16"), instant("2026-03-16")).map_err(|error| match error {
            Error::Invalid(faults) => {
                faults.into_iter().map(|fault| format!("{} {}", fault.field, fault.code)).collect()
            }
            other => panic!("{other}"),
        })
    }

    fn text(text: &str) -> Option<String> {
        Some(text.into())
    }

    #[test]
    fn the_beginning_of_a_vin_is_taken_apart_around_its_check_digit() {
        let form = NewCriterion {
            vin_prefix: text("lsvaa418*e2"),
            sequence_from: text("1"),
            sequence_to: text("9999"),
            ..Default::default()
        };
        let criterion = drafted(&form).unwrap();
        assert_eq!((criterion.vin_head, criterion.vin_tail), (text("LSVAA418"), text("E2")));
        assert_eq!((criterion.sequence_from, criterion.sequence_to), (text("000001"), text("009999")));
        let short = drafted(&NewCriterion { vin_prefix: text("LSV"), ..Default::default() }).unwrap();
        assert_eq!((short.vin_head, short.vin_tail), (text("LSV"), None));
    }

    #[test]
    fn a_criterion_names_vins_or_a_model_and_not_both() {
        assert_eq!(drafted(&NewCriterion::default()).unwrap_err(), ["vin_prefix recall_criterion.one_way"]);
        let both = NewCriterion { vin_prefix: text("LSV"), brand: text("大众"), ..Default::default() };
        assert_eq!(drafted(&both).unwrap_err(), ["brand recall_criterion.one_way"]);
        let mixed = NewCriterion { brand: text("大众"), sequence_from: text("1"), ..Default::default() };
        assert_eq!(drafted(&mixed).unwrap_err(), ["sequence_from recall_criterion.one_way"]);
        let wrong = NewCriterion {
            vin_prefix: text("LO"),
            sequence_from: text("9"),
            sequence_to: text("1"),
            ..Default::default()
        };
        assert_eq!(
            drafted(&wrong).unwrap_err(),
            ["vin_prefix recall_criterion.vin_prefix", "sequence_to range.backwards"]
        );
    }
}
