//! The unified social credit code of companies and other bodies (GB 32100).

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

use crate::region;
use crate::text::{TextFault, folded, text_word};

/// A unified social credit code: 18 places, letters without I, O, S, V, Z, the last a check character.
///
/// ```
/// use kernel::company_code::{CompanyCode, CompanyKind};
/// let code = CompanyCode::parse("9135 0100 m000 100y43").unwrap();
/// assert_eq!(code.as_str(), "91350100M000100Y43");
/// assert_eq!(code.kind(), CompanyKind::Enterprise);
/// assert_eq!(code.province(), Some("福建省"));
/// ```
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DeriveValueType, utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct CompanyCode(String);

text_word!(CompanyCode, CompanyCodeFault);

/// Who is registered, after the first two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CompanyKind {
    /// 91 企业
    Enterprise,
    /// 92 个体工商户
    SoleTrader,
    /// 93 农民专业合作社
    Cooperative,
    /// 1x 机关、事业单位
    PublicBody,
    /// 5x 社会团体、民办非企业单位、基金会
    Association,
    /// All others: unions, foreign bodies, the army.
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompanyCodeFault {
    WrongLength {
        length: usize,
    },
    /// `at` counts from 1, after spaces and dashes are gone.
    BadCharacter {
        at: usize,
        found: char,
    },
    WrongCheckCharacter,
}

const LENGTH: usize = 18;
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

impl CompanyCode {
    pub fn parse(raw: &str) -> Result<Self, CompanyCodeFault> {
        let places: String =
            folded(raw).filter(|c| !matches!(c, ' ' | '-' | '\'')).map(|c| c.to_ascii_uppercase()).collect();
        let length = places.chars().count();
        if length != LENGTH {
            return Err(CompanyCodeFault::WrongLength { length });
        }
        if let Some((index, found)) = places.chars().enumerate().find(|(_, c)| !ALPHABET.contains(*c)) {
            return Err(CompanyCodeFault::BadCharacter { at: index + 1, found });
        }
        if check_character(&places) != places.chars().next_back() {
            return Err(CompanyCodeFault::WrongCheckCharacter);
        }
        Ok(Self(places))
    }

    pub fn kind(&self) -> CompanyKind {
        match &self.0[..2] {
            "91" => CompanyKind::Enterprise,
            "92" => CompanyKind::SoleTrader,
            "93" => CompanyKind::Cooperative,
            other if other.starts_with('1') => CompanyKind::PublicBody,
            other if other.starts_with('5') => CompanyKind::Association,
            _ => CompanyKind::Other,
        }
    }

    /// Where it was registered; `None` for bodies of the whole country (100000).
    pub fn province(&self) -> Option<&'static str> {
        region::province_of_code(&self.0[2..4])
    }

    /// The organisation code inside it (GB 11714), places 9 to 17, by which older records know the company.
    pub fn organisation_code(&self) -> &str {
        &self.0[8..17]
    }
}

fn check_character(places: &str) -> Option<char> {
    let sum = places.chars().take(LENGTH - 1).try_fold((0, 1), |(sum, weight), c| {
        let value = ALPHABET.find(c)?;
        Some((sum + value * weight, weight * 3 % 31))
    });
    ALPHABET.chars().nth((31 - sum?.0 % 31) % 31)
}

impl TextFault for CompanyCodeFault {
    fn code(&self) -> &'static str {
        match self {
            Self::WrongLength { .. } => "company_code.wrong_length",
            Self::BadCharacter { .. } => "company_code.bad_character",
            Self::WrongCheckCharacter => "company_code.wrong_check_character",
        }
    }
}

impl std::fmt::Display for CompanyCodeFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::WrongLength { length } => {
                write!(
                    f,
                    "A unified social credit code has 18 places and this has {length}; copy it whole from the business licence."
                )
            }
            Self::BadCharacter { at, found } => {
                write!(
                    f,
                    "{found:?} can't stand at place {at}; the code has digits and capital letters without I, O, S, V and Z."
                )
            }
            Self::WrongCheckCharacter => {
                write!(
                    f,
                    "The last place does not fit the others; one is mistyped, so compare all with the business licence."
                )
            }
        }
    }
}

impl std::error::Error for CompanyCodeFault {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn registered_codes_are_read() {
        for raw in [
            "91350100M000100Y43",
            "91110000600037341L",
            "121200004013590816",
            "91340600MA2PBM9HXD",
            "9144030071526726XG",
        ] {
            assert_eq!(CompanyCode::parse(raw).unwrap().as_str(), raw);
        }
        assert_eq!(CompanyCode::parse("121200004013590816").unwrap().kind(), CompanyKind::PublicBody);
        assert_eq!(CompanyCode::parse("91110000600037341L").unwrap().organisation_code(), "600037341");
    }

    #[test]
    fn mistyped_codes_are_refused_with_the_place() {
        assert_eq!(CompanyCode::parse("12345").unwrap_err(), CompanyCodeFault::WrongLength { length: 5 });
        assert_eq!(
            CompanyCode::parse("9111000060003IOZSV").unwrap_err(),
            CompanyCodeFault::BadCharacter { at: 14, found: 'I' }
        );
        assert_eq!(CompanyCode::parse("91110000600037341N").unwrap_err(), CompanyCodeFault::WrongCheckCharacter);
        assert_eq!(CompanyCode::parse("A1110000600037341L").unwrap_err().code(), "company_code.wrong_check_character");
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_is_stable(raw in "\\PC{0,20}|[0-9A-HJ-NP-RT-UW-Y]{18}") {
            if let Ok(code) = CompanyCode::parse(&raw) {
                prop_assert_eq!(&CompanyCode::parse(code.as_str()).unwrap(), &code);
                let _ = (code.kind(), code.province(), code.organisation_code());
            }
        }

        #[test]
        fn one_mistyped_place_is_always_noticed(at in 0usize..18, letter in "[0-9A-HJ-NP-RT-UW-Y]") {
            let sound = "91350100M000100Y43";
            let typed = format!("{}{}{}", &sound[..at], letter, &sound[at + 1..]);
            prop_assert_eq!(CompanyCode::parse(&typed).is_ok(), typed == sound);
        }
    }
}
