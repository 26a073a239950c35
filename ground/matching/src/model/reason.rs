//! Why a pair has its score: codes with values, for pages to put into words.

use serde::Serialize;

use super::{Model, RELATED, SAME, STRANGE};
use crate::kind::Says;
use crate::level::Level;
use crate::pattern::Pattern;

/// What one field says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// The name of the field.
    pub field: String,
    pub level: Level,
    /// Bits for (or, below 0, against) the same: of contacts, cars and places against chance; of names and birth dates against
    /// relatives, where those are likelier than chance.
    pub weight: f64,
}

/// What forbids a higher band.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// Two valid numbers of identity cards that differ.
    TwoIdNumbers,
    /// The names differ: a household, or a change of name.
    OtherName,
    OtherBirthDate,
    OtherGender,
    /// Only contacts, cars or addresses agree, and nothing of the person.
    ContactAlone,
    /// Only a name that many may have agrees, and the birth date.
    NameAndBirthDate,
    /// Much is alike, but nothing that tells one person agrees in full.
    NothingWhole,
}

impl Caution {
    /// Stable code; pages translate it.
    pub fn code(self) -> &'static str {
        match self {
            Self::TwoIdNumbers => "two_id_numbers",
            Self::OtherName => "other_name",
            Self::OtherBirthDate => "other_birth_date",
            Self::OtherGender => "other_gender",
            Self::ContactAlone => "contact_alone",
            Self::NameAndBirthDate => "name_and_birth_date",
            Self::NothingWhole => "nothing_whole",
        }
    }
}

impl std::fmt::Display for Reason {
    /// `phone same +22.4`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {:+.1}", self.field, self.level.word(), self.weight)
    }
}

/// What each field says, weightiest first. The weights don't add up to that of the pair where relatives are likely: what they
/// share is told, but tells nothing of who is who.
pub(super) fn reasons(model: &Model, pattern: Pattern) -> Vec<Reason> {
    let likelihoods = model.likelihoods(pattern);
    let likelier = if likelihoods[RELATED] > likelihoods[STRANGE] { RELATED } else { STRANGE };
    let mut reasons: Vec<Reason> = model
        .schema
        .fields()
        .iter()
        .enumerate()
        .filter(|(place, _)| pattern.get(*place) != Level::Missing)
        .map(|(place, field)| {
            let logs = &model.weights.fields[place];
            let level = pattern.place(place);
            let against = if field.kind.says() == Says::Where { STRANGE } else { likelier };
            Reason {
                field: field.name.clone(),
                level: pattern.get(place),
                weight: logs[SAME][level] - logs[against][level],
            }
        })
        .collect();
    reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then_with(|| a.field.cmp(&b.field)));
    reasons
}
