//! Human numbers: a letter code, a year and a count per store, `CU-2026-000123`, for the phone and for paper.

/// The nouns that carry a human number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Numbered {
    Customer,
    Vehicle,
    Import,
    PersonRequest,
}

impl Numbered {
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Customer => "CU",
            Self::Vehicle => "VE",
            Self::Import => "IM",
            Self::PersonRequest => "PR",
        }
    }

    /// ```
    /// use kernel::number::Numbered;
    /// assert_eq!(Numbered::Customer.format("SH01", 2026, 123), "CU-SH01-26-000123");
    /// ```
    pub fn format(self, store_code: &str, year: i32, count: i64) -> String {
        format!("{}-{store_code}-{:02}-{count:06}", self.prefix(), year.rem_euclid(100))
    }
}
