//! What a group calls its stores and what it asks customers for, by which the columns of its files are told.

use kernel::Result;
use messaging::consents::Purpose;
use platform::Db;

use super::{
    consents,
    store_words::StoreWords,
    stores,
    targets::{self, Field},
};

#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    pub stores: StoreWords,
    purposes: Vec<PurposeWords>,
}

/// A purpose that has no field of its own, and the headers people give its column.
#[derive(Clone, Debug)]
struct PurposeWords {
    /// `.code`: no field's word begins so.
    target: String,
    headers: Vec<String>,
}

/// What a column is guessed to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnGuess {
    pub field: Option<Field>,
    pub purpose: Option<String>,
    /// 0 to 1.
    pub confidence: f64,
}

impl Vocabulary {
    /// That of the caller's group.
    pub async fn read(db: &Db<'_>) -> Result<Self> {
        Ok(Self::of(stores::words(db).await?, &consents::asked_besides(db).await?))
    }

    pub fn of(stores: StoreWords, purposes: &[Purpose]) -> Self {
        Self { stores, purposes: purposes.iter().map(PurposeWords::of).collect() }
    }

    /// What the columns of these headers and cells most likely are, in their order.
    pub fn guess(&self, headers: &[String], samples: &[Vec<String>]) -> Vec<ColumnGuess> {
        let synonyms: Vec<Vec<&str>> =
            self.purposes.iter().map(|purpose| purpose.headers.iter().map(String::as_str).collect()).collect();
        let purposes = self.purposes.iter().zip(&synonyms).map(|(purpose, synonyms)| tables::Target {
            name: &purpose.target,
            synonyms,
            looks_like: targets::nothing,
        });
        let all: Vec<tables::Target<'_>> = targets::guess_targets().into_iter().chain(purposes).collect();
        let guessed = tables::guess_columns(headers, samples, &all);
        let column = |guess: tables::Guess<'_>| {
            let purpose = guess.target.and_then(|target| target.strip_prefix('.')).map(ToOwned::to_owned);
            let field = guess.target.and_then(Field::find).or(purpose.as_ref().map(|_| Field::ConsentPurpose));
            ColumnGuess { field, purpose, confidence: guess.confidence }
        };
        guessed.into_iter().map(column).collect()
    }
}

impl PurposeWords {
    fn of(purpose: &Purpose) -> Self {
        let chinese = &purpose.name;
        let mut headers = vec![chinese.clone(), format!("同意{chinese}"), format!("{chinese}同意")];
        let english = &purpose.name_english;
        if !english.is_empty() {
            headers.extend([english.clone(), format!("{english} consent"), format!("consent to {english}")]);
        }
        Self { target: format!(".{}", purpose.code), headers }
    }
}
