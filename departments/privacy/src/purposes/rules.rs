//! What a purpose may look like. Pure.

use kernel::{Fault, Refusal};
use messaging::consents::{Asks, Basis, PersonalKind, PersonalKinds, Purpose};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::fields::required;

/// Request body of `PUT /consent-purposes/{code}`: the whole purpose.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurposeForm {
    pub name: String,
    #[serde(default)]
    pub name_english: String,
    pub basis: Basis,
    pub asks: Asks,
    pub kinds: Vec<PersonalKind>,
    #[serde(default)]
    pub is_separate: bool,
    #[serde(default)]
    pub by_channel: bool,
    /// How long a yes holds, 1 to 120 months; without end where none.
    #[schema(minimum = 1, maximum = 120)]
    pub months: Option<i32>,
    /// After a no one does not ask again for so many days, 0 to 3650.
    #[schema(minimum = 0, maximum = 3650)]
    pub ask_again_days: i32,
    #[serde(default = "yes")]
    pub is_active: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PurposeRefusal {
    TooMany,
}

impl Refusal for PurposeRefusal {
    fn code(&self) -> &'static str {
        "purpose.too_many"
    }

    fn detail(&self) -> String {
        format!("A group has at most {PURPOSES_MAX} purposes; close one that is not used.")
    }
}

pub const PURPOSES_MAX: usize = 60;
const NAME_CHARS_MAX: usize = 60;
const CODE_CHARS: std::ops::RangeInclusive<usize> = 2..=40;

impl PurposeForm {
    /// The purpose it makes of the one there is, if there is one; or everything that is wrong with it.
    pub fn purpose(mut self, code: &str, present: Option<&Purpose>) -> Result<Purpose, Vec<Fault>> {
        let mut faults = Vec::new();
        if present.is_none() && !is_code(code) {
            let message = "a code is 2 to 40 small Latin letters, digits and underscores, beginning with a letter";
            faults.push(Fault::new("code", "purpose.malformed_code", message));
        }
        required("name", &mut self.name, NAME_CHARS_MAX, &mut faults);
        self.name_english = self.name_english.trim().to_owned();
        if self.name_english.chars().count() > NAME_CHARS_MAX {
            faults.push(Fault::new(
                "name_english",
                "text.too_long",
                format!("at most {NAME_CHARS_MAX} characters fit here"),
            ));
        }
        if self.basis == Basis::Consent && self.asks == Asks::Nobody {
            let message = "what rests on consent must be asked for";
            faults.push(Fault::new("asks", "purpose.consent_unasked", message));
        }
        if self.basis != Basis::Consent && self.asks == Asks::OptIn {
            let message = "what rests on a contract or the law needs no consent; take another basis";
            faults.push(Fault::new("asks", "purpose.consent_unneeded", message));
        }
        if self.months.is_some_and(|months| !(1..=120).contains(&months)) {
            faults.push(Fault::new("months", "number.out_of_range", "a consent holds 1 to 120 months, or without end"));
        }
        if !(0..=3650).contains(&self.ask_again_days) {
            faults.push(Fault::new("ask_again_days", "number.out_of_range", "0 to 3650 days"));
        }
        self.kinds.sort_unstable();
        self.kinds.dedup();
        if self.kinds.is_empty() {
            faults.push(Fault::new("kinds", "list.empty", "name at least one kind of data"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Purpose {
            id: present.and_then(|purpose| purpose.id),
            code: code.to_owned(),
            name: self.name,
            name_english: self.name_english,
            basis: self.basis,
            asks: self.asks,
            kinds: PersonalKinds(self.kinds),
            is_separate: self.is_separate,
            by_channel: self.by_channel,
            months: self.months,
            ask_again_days: self.ask_again_days,
            is_active: self.is_active,
            version: present.map_or(0, |purpose| purpose.version),
        })
    }
}

fn is_code(code: &str) -> bool {
    CODE_CHARS.contains(&code.len())
        && code.starts_with(|first: char| first.is_ascii_lowercase())
        && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn yes() -> bool {
    true
}
