//! The vehicle identification number: reading it, checking it, and what it tells of the maker and the model year.

mod makers;

use chrono::{Datelike, NaiveDate};
use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

pub use makers::Maker;

use crate::text::{TextFault, folded, text_word};

/// A vehicle identification number after ISO 3779 and GB 16735: 17 characters, `A–Z` without I, O, Q, and `0–9`.
///
/// The check digit is not part of being valid: European makers do not use position 9 for it. Ask [`Vin::check_digit_holds`]
/// and warn.
///
/// ```
/// use kernel::vin::Vin;
/// let vin = Vin::parse("lsvaa418-3e2 000001").unwrap();
/// assert_eq!(vin.as_str(), "LSVAA4183E2000001");
/// assert_eq!(vin.maker().unwrap().maker, "上汽大众");
/// assert_eq!(vin.model_year(None), Some(2014));
/// ```
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DeriveValueType, utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct Vin(String);

text_word!(Vin, VinFault);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VinFault {
    TooShort {
        length: usize,
    },
    TooLong {
        length: usize,
    },
    /// `at` counts from 1, after spaces and dashes are gone.
    BadCharacter {
        at: usize,
        found: char,
    },
}

const LENGTH: usize = 17;

impl Vin {
    /// Reads a typed or scanned number: spaces, dashes and the stars of a certificate fall away, small and full-width letters
    /// are made plain. I, O and Q are refused, never guessed; [`Vin::suggestion`] offers the likely reading.
    pub fn parse(raw: &str) -> Result<Self, VinFault> {
        let characters = Self::characters(raw);
        match characters.chars().count() {
            length if length < LENGTH => return Err(VinFault::TooShort { length }),
            length if length > LENGTH => return Err(VinFault::TooLong { length }),
            _ => {}
        }
        match characters.chars().enumerate().find(|(_, c)| check_value(*c).is_none()) {
            Some((index, found)) => Err(VinFault::BadCharacter { at: index + 1, found }),
            None => Ok(Self(characters)),
        }
    }

    /// What was likely meant where `raw` holds letters no VIN has: I read as 1, O and Q as 0. `None` when `raw` is already
    /// fine or wrong in another way. For a person to confirm.
    ///
    /// ```
    /// use kernel::vin::Vin;
    /// assert_eq!(Vin::suggestion("LSVAA4I83E2OOOOO1").unwrap().as_str(), "LSVAA4183E2000001");
    /// assert_eq!(Vin::suggestion("LSVAA4183E2000001"), None);
    /// ```
    pub fn suggestion(raw: &str) -> Option<Self> {
        match Self::parse(raw) {
            Err(VinFault::BadCharacter { .. }) => {}
            _ => return None,
        }
        let meant: String = Self::characters(raw)
            .chars()
            .map(|c| match c {
                'I' => '1',
                'O' | 'Q' => '0',
                c => c,
            })
            .collect();
        Self::parse(&meant).ok()
    }

    /// Whether position 9 is what the other sixteen demand. Required of cars made for China and North America; a failure is
    /// a reason to look again, not to refuse.
    pub fn check_digit_holds(&self) -> bool {
        self.0.as_bytes().get(8).map(|byte| char::from(*byte)) == Some(self.expected_check())
    }

    /// The check digit the other sixteen characters demand: `0`–`9` or `X`.
    pub fn expected_check(&self) -> char {
        const WEIGHTS: [u32; LENGTH] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
        let sum: u32 =
            self.0.chars().zip(WEIGHTS).filter_map(|(c, weight)| check_value(c).map(|value| value * weight)).sum();
        char::from_digit(sum % 11, 10).unwrap_or('X')
    }

    /// The world manufacturer identifier: the first three characters.
    pub fn wmi(&self) -> &str {
        &self.0[..3]
    }

    /// Who built it, if its identifier is known to us. Makers of fewer than 1000 cars a year (third character 9) are not.
    pub fn maker(&self) -> Option<&'static Maker> {
        makers::by_wmi(self.wmi())
    }

    /// Where it was built, as ISO 3166 alpha-2 code, from the first two characters; known for more cars than the maker.
    pub fn country(&self) -> Option<&'static str> {
        makers::country_of(&self.0)
    }

    /// The model year of position 10. Its code repeats every 30 years: `near`, the date of first registration, delivery or
    /// sighting, settles which; a model year runs at most one year ahead of it. Without a date, letters mean 2010–2030 and
    /// digits 2001–2009. `None` for makers who put no year there (0, U, Z).
    pub fn model_year(&self, near: Option<NaiveDate>) -> Option<i32> {
        const CODES: &str = "ABCDEFGHJKLMNPRSTVWXY123456789";
        const FIRST: i32 = 1980;
        let code = self.0.chars().nth(9)?;
        let year = FIRST + i32::try_from(CODES.find(code)?).ok()?;
        let latest = match near {
            Some(date) => date.year() + 1,
            None => 2030,
        };
        Some(if latest >= year { year + (latest - year) / 30 * 30 } else { year })
    }

    /// The maker's serial number: positions 12–17, or 15–17 for makers of fewer than 1000 cars a year, who share a WMI.
    pub fn serial(&self) -> &str {
        if self.0[..3].ends_with('9') { &self.0[14..] } else { &self.0[11..] }
    }

    /// The last six characters, by which people in the workshop call a car.
    pub fn last_six(&self) -> &str {
        &self.0[LENGTH - 6..]
    }

    fn characters(raw: &str) -> String {
        folded(raw).filter(|c| !matches!(c, ' ' | '-' | '*' | '·')).map(|c| c.to_ascii_uppercase()).collect()
    }
}

/// The value of a character in the check sum; `None` for what no VIN holds.
fn check_value(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        'A'..='H' => Some(u32::from(c) - u32::from('A') + 1),
        'J'..='N' => Some(u32::from(c) - u32::from('J') + 1),
        'P' => Some(7),
        'R' => Some(9),
        'S'..='Z' => Some(u32::from(c) - u32::from('S') + 2),
        _ => None,
    }
}

impl TextFault for VinFault {
    fn code(&self) -> &'static str {
        match self {
            Self::TooShort { .. } => "vin.too_short",
            Self::TooLong { .. } => "vin.too_long",
            Self::BadCharacter { .. } => "vin.bad_character",
        }
    }
}

impl std::fmt::Display for VinFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooShort { length } => {
                write!(f, "A VIN has 17 characters and this has {length}; copy it whole from the vehicle licence.")
            }
            Self::TooLong { length } => {
                write!(f, "A VIN has 17 characters and this has {length}; remove what does not belong to it.")
            }
            Self::BadCharacter { at, found: 'I' } => {
                write!(f, "A VIN never holds the letter I (character {at}); write the digit 1.")
            }
            Self::BadCharacter { at, found: found @ ('O' | 'Q') } => {
                write!(f, "A VIN never holds the letter {found} (character {at}); write the digit 0.")
            }
            Self::BadCharacter { at, found } => {
                write!(f, "Character {at}, {found:?}, can't stand in a VIN; use only the letters A to Z and digits.")
            }
        }
    }
}

impl std::error::Error for VinFault {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn vin(text: &str) -> Vin {
        Vin::parse(text).unwrap()
    }

    #[test]
    fn known_numbers_hold_their_check_digit() {
        for good in [
            "1M8GDM9AXKP042788",
            "LRW3E7FS5PC695355",
            "1G1BL52P7TR115520",
            "LC0CE4CB0N0000001",
            "LSVAA4183E2000001",
            "LGXC16AF2H0000001",
        ] {
            assert!(vin(good).check_digit_holds(), "{good}");
        }
    }

    #[test]
    fn a_wrong_check_digit_is_seen_and_the_right_one_named() {
        let wrong = vin("LSVAA4187E2000001");
        assert!(!wrong.check_digit_holds());
        assert_eq!(wrong.expected_check(), '3');
        assert_eq!(vin("LGXC16AF0H0000001").expected_check(), '2');
    }

    #[test]
    fn seventeen_ones_are_the_classic_test_number() {
        assert!(vin("11111111111111111").check_digit_holds());
    }

    #[test]
    fn european_imports_are_accepted_though_their_check_digit_fails() {
        let opel = vin("W0LPC6DB3CC123456");
        assert!(!opel.check_digit_holds());
        assert_eq!(opel.country(), Some("DE"));
    }

    #[test]
    fn letters_that_no_vin_has_are_refused_with_their_place() {
        let fault = Vin::parse("LVSHCAMB1CE05424O").unwrap_err();
        assert_eq!(fault, VinFault::BadCharacter { at: 17, found: 'O' });
        assert_eq!(fault.code(), "vin.bad_character");
        assert!(fault.to_string().contains("digit 0"));
        assert_eq!(Vin::parse("LVSHCAMB1CE0542").unwrap_err(), VinFault::TooShort { length: 15 });
        assert_eq!(Vin::parse("LVSHCAMB1CE0542490").unwrap_err(), VinFault::TooLong { length: 18 });
        assert_eq!(Vin::parse("").unwrap_err().code(), "vin.too_short");
    }

    #[test]
    fn a_suggestion_is_offered_only_for_confusable_letters() {
        assert_eq!(Vin::suggestion("LVSHCAMB1CEO54249").map(String::from), Some("LVSHCAMB1CE054249".into()));
        assert_eq!(Vin::suggestion("LVSHCAMB1CE05424:"), None);
        assert_eq!(Vin::suggestion("O"), None);
    }

    #[test]
    fn the_date_near_which_a_car_was_seen_settles_the_cycle_of_its_year() {
        let day = |year| NaiveDate::from_ymd_opt(year, 6, 1);
        assert_eq!(vin("LSVAA4183E2000001").model_year(day(2014)), Some(2014));
        assert_eq!(vin("LSVAA4183E2000001").model_year(day(1985)), Some(1984));
        assert_eq!(vin("1M8GDM9AXKP042788").model_year(day(1989)), Some(1989));
        assert_eq!(vin("1M8GDM9AXKP042788").model_year(None), Some(2019));
        assert_eq!(vin("LSVAA418391000001").model_year(None), Some(2009));
        assert_eq!(vin("LSVAA418311000001").model_year(day(2031)), Some(2031));
        assert_eq!(vin("LSVAA4183T2000001").model_year(day(2025)), Some(2026));
    }

    #[test]
    fn makers_without_a_year_in_the_number_have_none() {
        assert_eq!(vin("WBA71DC010CH14720").model_year(None), None);
    }

    #[test]
    fn json_carries_the_normal_form_and_refuses_the_rest() {
        assert_eq!(serde_json::to_string(&vin("lsvaa4183e2000001")).unwrap(), "\"LSVAA4183E2000001\"");
        assert!(serde_json::from_str::<Vin>("\"short\"").is_err());
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_is_stable(raw in "\\PC{0,24}") {
            if let Ok(read) = Vin::parse(&raw) {
                prop_assert_eq!(&Vin::parse(read.as_str()).unwrap(), &read);
            }
            let _ = Vin::suggestion(&raw);
        }

        #[test]
        fn every_well_formed_number_answers_every_question(raw in "[A-HJ-NPR-Z0-9]{17}", year in 1900i32..2200) {
            let read = Vin::parse(&raw).unwrap();
            let _ = (read.maker(), read.country(), read.last_six(), read.check_digit_holds());
            let near = NaiveDate::from_ymd_opt(year, 1, 1);
            if let Some(model) = read.model_year(near) {
                prop_assert!(model <= year.max(2008) + 1);
            }
        }

        #[test]
        fn one_changed_digit_breaks_the_check(raw in "[1-8]{17}", at in 9usize..17) {
            let read = Vin::parse(&raw).unwrap();
            let mut bytes = read.as_str().as_bytes().to_vec();
            bytes[8] = u8::try_from(read.expected_check()).unwrap();
            let sound = Vin::parse(std::str::from_utf8(&bytes).unwrap()).unwrap();
            prop_assert!(sound.check_digit_holds());
            bytes[at] += 1;
            prop_assert!(!Vin::parse(std::str::from_utf8(&bytes).unwrap()).unwrap().check_digit_holds());
        }
    }
}
