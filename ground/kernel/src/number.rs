//! Human numbers: a letter code, a year and a count per store, `CU-2026-000123`, for the phone and for paper.

use crate::text::folded;

/// The nouns that carry a human number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Numbered {
    Customer,
    Vehicle,
    Import,
    PersonRequest,
    Lead,
}

impl Numbered {
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Customer => "CU",
            Self::Vehicle => "VE",
            Self::Import => "IM",
            Self::PersonRequest => "PR",
            Self::Lead => "LE",
        }
    }

    /// ```
    /// use kernel::number::Numbered;
    /// assert_eq!(Numbered::Customer.format("SH01", 2026, 123), "CU-SH01-26-000123");
    /// ```
    pub fn format(self, store_code: &str, year: i32, count: i64) -> String {
        format!("{}-{store_code}-{:02}-{count:06}", self.prefix(), year.rem_euclid(100))
    }

    /// The number as it is kept, when a text is one of this noun, in whatever dress; whether it was ever given out, only the base knows.
    ///
    /// ```
    /// use kernel::number::Numbered;
    /// assert_eq!(Numbered::Customer.parse(" cu-SH-01-26-000123 ").as_deref(), Some("CU-SH-01-26-000123"));
    /// assert_eq!(Numbered::Customer.parse("VE-SH01-26-000123"), None);
    /// assert_eq!(Numbered::Customer.parse("CU-000123"), None);
    /// ```
    pub fn parse(self, text: &str) -> Option<String> {
        let number: String = folded(text).collect::<String>().trim().to_uppercase();
        let rest = number.strip_prefix(self.prefix())?.strip_prefix('-')?;
        let (rest, count) = rest.rsplit_once('-')?;
        let (code, year) = rest.rsplit_once('-')?;
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (is_code && year.len() == 2 && is_digits(year) && count.len() >= 6 && is_digits(count)).then_some(number)
    }
}
