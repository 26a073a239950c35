//! A fault as it comes in, read and put in order.

use chrono::NaiveDate;
use kernel::{Error, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use super::fault::{CarSystem, FaultSource};
use crate::vehicles::checks::Checks;

/// Request body of `POST /vehicles/{id}/faults`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFault {
    pub happened_on: NaiveDate,
    pub mileage_km: Option<i32>,
    /// `P0300`: a letter of P, C, B and U, and four digits as ISO 15031-6 has them.
    pub dtc: Option<String>,
    pub system: CarSystem,
    pub symptom: String,
    /// Faults with one key are the same fault. The code, else system and symptom, when not given.
    pub fault_key: Option<String>,
    #[serde(default)]
    pub is_safety: bool,
    /// `workshop`, when not given.
    pub source: Option<FaultSource>,
    /// When it is repaired already.
    pub repair: Option<Repair>,
}

/// Request body of `PUT /vehicles/{id}/faults/{fault_id}/repair`.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Repair {
    pub repaired_on: NaiveDate,
    /// How long the repair kept the car; each begun day is one.
    pub days: i32,
    /// Whether it replaced the assembly or a main part of it.
    #[serde(default)]
    pub is_part_replaced: bool,
}

/// A fault whose every field is in order.
#[derive(Clone, Debug)]
pub struct FaultDraft {
    pub happened_on: NaiveDate,
    pub mileage_km: Option<i32>,
    pub dtc: Option<String>,
    pub system: CarSystem,
    pub symptom: String,
    pub fault_key: String,
    pub is_safety: bool,
    pub source: FaultSource,
    pub repair: Option<Repair>,
}

/// No stay in a workshop is longer.
const DAYS_MAX: i32 = 1_000;

impl NewFault {
    /// Puts every field in order, or says what is wrong with each at once. `today` is the day in the store of the car.
    pub fn draft(&self, today: NaiveDate) -> Result<FaultDraft> {
        let mut checks = Checks::default();
        checks.past_day("happened_on", Some(self.happened_on), today);
        checks.km("mileage_km", self.mileage_km);
        let dtc = code(&mut checks, self.dtc.as_deref());
        let symptom = checks.text("symptom", Some(&self.symptom));
        if symptom.is_none() {
            checks.fault("symptom", "text.missing", "say what went wrong, in a few words");
        }
        let key = checks.text("fault_key", self.fault_key.as_deref());
        if let Some(repair) = &self.repair {
            repair.check("repair.", self.happened_on, today, &mut checks);
        }
        checks.finish()?;
        let symptom = symptom.unwrap_or_default();
        let fault_key = key.or_else(|| dtc.clone()).unwrap_or_else(|| own_key(self.system, &symptom));
        Ok(FaultDraft {
            happened_on: self.happened_on,
            mileage_km: self.mileage_km,
            dtc,
            system: self.system,
            symptom,
            fault_key,
            is_safety: self.is_safety,
            source: self.source.unwrap_or(FaultSource::Workshop),
            repair: self.repair,
        })
    }
}

impl Repair {
    /// Says what is wrong with a repair of a fault of that day.
    pub fn checked(&self, happened_on: NaiveDate, today: NaiveDate) -> Result<(), Error> {
        let mut checks = Checks::default();
        self.check("", happened_on, today, &mut checks);
        checks.finish()
    }

    fn check(&self, path: &str, happened_on: NaiveDate, today: NaiveDate, checks: &mut Checks) {
        checks.past_day(&format!("{path}repaired_on"), Some(self.repaired_on), today);
        if self.repaired_on < happened_on {
            let message = "a repair is done on the day of the fault or later";
            checks.fault(&format!("{path}repaired_on"), "fault.repaired_before", message);
        }
        if !(1..=DAYS_MAX).contains(&self.days) {
            checks.fault(
                &format!("{path}days"),
                "number.out_of_range",
                format!("a whole number from 1 to {DAYS_MAX}: each begun day is one"),
            );
        }
    }
}

/// A trouble code in capitals.
fn code(checks: &mut Checks, raw: Option<&str>) -> Option<String> {
    let code = raw.map(|raw| raw.trim().to_ascii_uppercase()).filter(|code| !code.is_empty())?;
    if is_trouble_code(&code) {
        return Some(code);
    }
    checks.fault(
        "dtc",
        "dtc.malformed",
        "a trouble code is P, C, B or U, a digit from 0 to 3 and three of 0–9 and A–F: P0300",
    );
    None
}

/// The letter names the system, the first digit whose definition it is, the rest is hexadecimal (ISO 15031-6, SAE J2012).
fn is_trouble_code(code: &str) -> bool {
    match code.as_bytes() {
        [letter, owner, rest @ ..] => {
            b"PCBU".contains(letter)
                && (b'0'..=b'3').contains(owner)
                && rest.len() == 3
                && rest.iter().all(|digit| digit.is_ascii_digit() || (b'A'..=b'F').contains(digit))
        }
        _ => false,
    }
}

/// What makes two reports without a code one fault: the same system and the same words.
fn own_key(system: CarSystem, symptom: &str) -> String {
    let words: String = kernel::text::folded(symptom).filter(|letter| letter.is_alphanumeric()).collect();
    format!("{}:{words}", system.word())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::day;

    fn form() -> NewFault {
        NewFault {
            happened_on: day("2026-02-01"),
            mileage_km: Some(1_000),
            dtc: None,
            system: CarSystem::Brake,
            symptom: "制动 异响".into(),
            fault_key: None,
            is_safety: false,
            source: None,
            repair: None,
        }
    }

    #[test]
    fn a_trouble_code_is_checked_by_its_form() {
        for code in ["P0300", "C1234", "B2ABC", "U3FFF", "p0a80"] {
            let draft = NewFault { dtc: Some(code.into()), ..form() }.draft(day("2026-03-01")).unwrap();
            assert_eq!(draft.fault_key, code.to_ascii_uppercase());
        }
        for code in ["P4300", "X0300", "P030", "P03000", "P03G0", "故障"] {
            assert!(NewFault { dtc: Some(code.into()), ..form() }.draft(day("2026-03-01")).is_err(), "{code}");
        }
    }

    #[test]
    fn without_a_code_the_same_words_of_one_system_are_the_same_fault() {
        let key =
            |symptom: &str| NewFault { symptom: symptom.into(), ..form() }.draft(day("2026-03-01")).unwrap().fault_key;
        assert_eq!(key("制动 异响"), key("制动异响。"));
        assert_ne!(key("制动异响"), key("制动发软"));
    }

    #[test]
    fn a_repair_is_not_earlier_than_its_fault() {
        let repair = Repair { repaired_on: day("2026-01-31"), days: 0, is_part_replaced: false };
        let Err(Error::Invalid(faults)) = NewFault { repair: Some(repair), ..form() }.draft(day("2026-03-01")) else {
            panic!("such a repair is not valid")
        };
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code.as_str()).collect();
        assert_eq!(codes, ["fault.repaired_before", "number.out_of_range"]);
    }
}
