//! The two languages every sentence of Roadbook exists in.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Chinese first, English complete.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    #[sea_orm(string_value = "zh")]
    Zh,
    #[sea_orm(string_value = "en")]
    En,
}

impl Language {
    /// Reads an `Accept-Language` header: English only when it is asked for before Chinese.
    ///
    /// ```
    /// use kernel::Language;
    /// assert_eq!(Language::accepted("en-GB,en;q=0.9,zh;q=0.8"), Language::En);
    /// assert_eq!(Language::accepted("fr"), Language::Zh);
    /// ```
    pub fn accepted(header: &str) -> Self {
        let first = header
            .split(',')
            .map(|part| part.trim().to_ascii_lowercase())
            .find(|part| part.starts_with("zh") || part.starts_with("en"));
        match first {
            Some(part) if part.starts_with("en") => Self::En,
            _ => Self::Zh,
        }
    }

    /// The one of two sentences that is in this language.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}
