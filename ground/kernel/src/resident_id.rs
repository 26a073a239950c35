//! The number of the resident identity card (GB 11643): sensitive, so it masks itself wherever it could slip out.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::region;
use crate::text::{TextFault, folded, is_scientific};

/// A resident identity number of 18 places. Cards of the first generation (15 digits) are brought to 18.
///
/// Ask for it only where registration or a loan demands it, and store it encrypted. It can be read from JSON but not
/// written to it; `Debug` and `Display` show the mask, and only [`ResidentId::reveal`] gives the number.
///
/// ```
/// use kernel::resident_id::{Gender, ResidentId};
/// let id = ResidentId::parse("11010519491231002x").unwrap();
/// assert_eq!(id.to_string(), "110***********002X");
/// assert_eq!(id.birth_date().to_string(), "1949-12-31");
/// assert_eq!(id.gender(), Gender::Female);
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct ResidentId {
    number: String,
    birth_date: NaiveDate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    Female,
    Male,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResidentIdFault {
    WrongLength {
        length: usize,
    },
    /// `at` counts from 1, after spaces and dashes are gone.
    BadCharacter {
        at: usize,
    },
    UnknownRegion,
    NoSuchBirthDate,
    WrongCheckDigit,
    /// A spreadsheet kept 15 digits of the number: `1.10105E+17`, `110105194912310000`.
    Rounded,
}

impl ResidentId {
    pub fn parse(raw: &str) -> Result<Self, ResidentIdFault> {
        if is_scientific(raw) {
            return Err(ResidentIdFault::Rounded);
        }
        let places: String =
            folded(raw).filter(|c| !matches!(c, ' ' | '-' | '·' | '\'')).map(|c| c.to_ascii_uppercase()).collect();
        let length = places.chars().count();
        if length != 15 && length != 18 {
            return Err(ResidentIdFault::WrongLength { length });
        }
        let is_fitting = |(index, c): (usize, char)| c.is_ascii_digit() || (index == 17 && c == 'X');
        if let Some(index) = places.chars().enumerate().position(|place| !is_fitting(place)) {
            return Err(ResidentIdFault::BadCharacter { at: index + 1 });
        }
        let number = if length == 15 { second_generation(&places) } else { places };
        // Foreigners' permanent residence cards begin with 9; the province that issued them follows.
        let region = if number.starts_with('9') { &number[1..3] } else { &number[..2] };
        region::province_of_code(region).ok_or(ResidentIdFault::UnknownRegion)?;
        let birth_date = NaiveDate::parse_from_str(&number[6..14], "%Y%m%d")
            .ok()
            .filter(|date| (1850..2100).contains(&date.year()))
            .ok_or(ResidentIdFault::NoSuchBirthDate)?;
        if check_digit(&number) != number.chars().next_back() {
            let looks_rounded = number.ends_with(ROUNDED_END);
            return Err(if looks_rounded { ResidentIdFault::Rounded } else { ResidentIdFault::WrongCheckDigit });
        }
        Ok(Self { number, birth_date })
    }

    /// Whether it ends as one does that a spreadsheet has rounded to 15 digits: of a thousand true numbers hardly one does, while of
    /// rounded ones each eleventh has a check digit that fits.
    pub fn may_be_rounded(&self) -> bool {
        self.number.ends_with(ROUNDED_END)
    }

    /// The number itself. Every call is a disclosure: audit it.
    pub fn reveal(&self) -> &str {
        &self.number
    }

    /// The first three and the last four places, `110***********002X`.
    pub fn masked(&self) -> String {
        format!("{}***********{}", &self.number[..3], &self.number[14..])
    }

    pub fn birth_date(&self) -> NaiveDate {
        self.birth_date
    }

    /// Whole years lived on `day`; `None` if that is before birth.
    pub fn age_on(&self, day: NaiveDate) -> Option<u32> {
        day.years_since(self.birth_date)
    }

    pub fn gender(&self) -> Gender {
        match self.number.as_bytes().get(16) {
            Some(digit) if digit % 2 == 1 => Gender::Male,
            _ => Gender::Female,
        }
    }

    /// The province where the number was given, not where its bearer lives.
    pub fn province(&self) -> Option<&'static str> {
        let code = if self.number.starts_with('9') { &self.number[1..3] } else { &self.number[..2] };
        region::province_of_code(code)
    }
}

/// What stands in place of the digits a spreadsheet does not keep.
const ROUNDED_END: &str = "000";

/// Fifteen digits lack the century and the check digit; all their bearers were born after 1900.
fn second_generation(first: &str) -> String {
    let mut number = format!("{}19{}", &first[..6], &first[6..]);
    number.extend(check_digit(&number));
    number
}

fn check_digit(number: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        number.chars().zip(WEIGHTS).filter_map(|(c, weight)| c.to_digit(10).map(|digit| digit * weight)).sum();
    "10X98765432".chars().nth(usize::try_from(sum % 11).ok()?)
}

impl std::fmt::Display for ResidentId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.masked())
    }
}

impl std::fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ResidentId({})", self.masked())
    }
}

impl std::str::FromStr for ResidentId {
    type Err = ResidentIdFault;

    fn from_str(raw: &str) -> Result<Self, ResidentIdFault> {
        Self::parse(raw)
    }
}

impl TryFrom<String> for ResidentId {
    type Error = ResidentIdFault;

    fn try_from(raw: String) -> Result<Self, ResidentIdFault> {
        Self::parse(&raw)
    }
}

impl utoipa::PartialSchema for ResidentId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        String::schema()
    }
}

impl utoipa::ToSchema for ResidentId {}

impl TextFault for ResidentIdFault {
    fn code(&self) -> &'static str {
        match self {
            Self::WrongLength { .. } => "resident_id.wrong_length",
            Self::BadCharacter { .. } => "resident_id.bad_character",
            Self::UnknownRegion => "resident_id.unknown_region",
            Self::NoSuchBirthDate => "resident_id.no_such_birth_date",
            Self::WrongCheckDigit => "resident_id.wrong_check_digit",
            Self::Rounded => "resident_id.rounded",
        }
    }
}

impl std::fmt::Display for ResidentIdFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::WrongLength { length } => {
                write!(f, "An identity number has 18 places and this has {length}; copy it whole from the card.")
            }
            Self::BadCharacter { at } => write!(f, "Place {at} must be a digit; only the last place may be X."),
            Self::UnknownRegion => write!(f, "The first digits name no region; compare them with the card."),
            Self::NoSuchBirthDate => write!(f, "Places 7 to 14 are no date of birth; compare them with the card."),
            Self::WrongCheckDigit => write!(
                f,
                "The last place does not fit the others; one of them is mistyped, so compare all with the card."
            ),
            Self::Rounded => write!(
                f,
                "Excel has rounded this ID number and its last three places are lost; format the column as text and type the number again."
            ),
        }
    }
}

impl std::error::Error for ResidentIdFault {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(raw: &str) -> ResidentIdFault {
        ResidentId::parse(raw).unwrap_err()
    }

    #[test]
    fn known_numbers_are_read() {
        for raw in ["11010519491231002X", "440524188001010014", "235407195106112745", "210203197503102721"] {
            assert_eq!(ResidentId::parse(raw).unwrap().reveal(), raw);
        }
    }

    #[test]
    fn a_first_generation_number_becomes_one_of_eighteen_places() {
        let id = ResidentId::parse("110101491001001").unwrap();
        assert_eq!(&id.reveal()[..17], "11010119491001001");
        assert_eq!(id.gender(), Gender::Male);
    }

    #[test]
    fn every_wrong_part_is_named() {
        assert_eq!(fault("1101051949"), ResidentIdFault::WrongLength { length: 10 });
        assert_eq!(fault("1101051949123100AX"), ResidentIdFault::BadCharacter { at: 17 });
        assert_eq!(fault("160323197806058856"), ResidentIdFault::UnknownRegion);
        assert_eq!(fault("520323197802318856"), ResidentIdFault::NoSuchBirthDate);
        assert_eq!(fault("110105194912310021"), ResidentIdFault::WrongCheckDigit);
    }

    #[test]
    fn a_number_a_spreadsheet_has_rounded_is_told_as_such() {
        for raw in ["1.10105E+17", "1.10105194912310E+17", "110105194912310000"] {
            assert_eq!(fault(raw), ResidentIdFault::Rounded, "{raw}");
        }
        // The check digit of one in eleven fits all the same.
        let fits = (1..=28).find_map(|day| ResidentId::parse(&format!("110105194912{day:02}1000")).ok());
        assert!(fits.unwrap().may_be_rounded());
        assert!(!ResidentId::parse("11010519491231002X").unwrap().may_be_rounded());
    }

    #[test]
    fn neither_debug_nor_display_shows_the_number() {
        let id = ResidentId::parse("11010519491231002X").unwrap();
        assert!(!format!("{id:?} {id}").contains("19491231"));
    }

    #[test]
    fn age_counts_whole_years() {
        let id = ResidentId::parse("11010519491231002X").unwrap();
        assert_eq!(id.age_on(NaiveDate::from_ymd_opt(2020, 12, 30).unwrap()), Some(70));
        assert_eq!(id.age_on(NaiveDate::from_ymd_opt(2020, 12, 31).unwrap()), Some(71));
        assert_eq!(id.age_on(NaiveDate::from_ymd_opt(1940, 1, 1).unwrap()), None);
        assert_eq!(id.province(), Some("北京市"));
    }

    proptest! {
        #[test]
        fn reading_never_panics(raw in "\\PC{0,20}|[0-9]{15}|[0-9]{17}[0-9Xx]|9?1[1-5][0-9]{4}19[0-9]{9}[0-9X]") {
            if let Ok(id) = ResidentId::parse(&raw) {
                prop_assert_eq!(&ResidentId::parse(id.reveal()).unwrap(), &id);
            }
        }

        #[test]
        fn one_mistyped_digit_is_always_noticed(at in 0usize..17, step in 1u8..10) {
            let mut places = b"11010519491231002X".to_vec();
            places[at] = b'0' + (places[at] - b'0' + step) % 10;
            prop_assert!(ResidentId::parse(std::str::from_utf8(&places).unwrap()).is_err());
        }
    }
}
