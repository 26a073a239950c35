//! What a field of a record holds, which decides how it is normalised, compared and weighed.

use serde::{Deserialize, Serialize};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The whole name of a person, or of a company.
    Name,
    GivenName,
    Surname,
    /// The company somebody belongs to, beside their own name.
    Company,
    Phone,
    Email,
    Plate,
    Vin,
    /// Of the resident identity card, or of social insurance.
    IdNumber,
    /// Any other number given to one person only.
    Identifier,
    BirthDate,
    Gender,
    Address,
    /// The number of the house, where it stands in a field of its own.
    HouseNumber,
    /// A district, city, province or state.
    Place,
    Postcode,
    /// Anything else.
    Text,
}

/// What agreement in a field speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// One and the same person.
    Who,
    /// The same household, company or car: people who are close have it in common.
    Where,
}

const WORDS: [(Kind, &str); 17] = [
    (Kind::Name, "name"),
    (Kind::GivenName, "given_name"),
    (Kind::Surname, "surname"),
    (Kind::Company, "company"),
    (Kind::Phone, "phone"),
    (Kind::Email, "email"),
    (Kind::Plate, "plate"),
    (Kind::Vin, "vin"),
    (Kind::IdNumber, "id_number"),
    (Kind::Identifier, "identifier"),
    (Kind::BirthDate, "birth_date"),
    (Kind::Gender, "gender"),
    (Kind::Address, "address"),
    (Kind::HouseNumber, "house_number"),
    (Kind::Place, "place"),
    (Kind::Postcode, "postcode"),
    (Kind::Text, "text"),
];

impl Kind {
    /// All kinds, in the order of the documentation.
    pub fn all() -> impl Iterator<Item = Self> {
        WORDS.iter().map(|(kind, _)| *kind)
    }

    /// The word by which a kind is written: `birth_date`.
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(kind, _)| *kind == self).map_or("text", |(_, word)| *word)
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        WORDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }

    /// Whether a record may hold several, of which any may agree.
    pub fn is_many(self) -> bool {
        matches!(self, Self::Phone | Self::Email | Self::Plate | Self::Vin)
    }

    pub(crate) fn says(self) -> Says {
        match self {
            Self::Name
            | Self::GivenName
            | Self::Surname
            | Self::IdNumber
            | Self::Identifier
            | Self::BirthDate
            | Self::Gender => Says::Who,
            _ => Says::Where,
        }
    }

    /// How long two different values take to be compared, from 0.
    pub(crate) fn effort(self) -> u8 {
        match self {
            Self::Gender => 0,
            Self::Postcode | Self::HouseNumber | Self::BirthDate | Self::IdNumber | Self::Identifier => 1,
            Self::Phone | Self::Plate | Self::Vin | Self::Email => 2,
            Self::Place | Self::GivenName | Self::Surname => 3,
            Self::Name => 4,
            Self::Company | Self::Address | Self::Text => 5,
        }
    }

    /// Whether one value belongs to one person, household or car, so that equality alone makes two records worth comparing.
    pub(crate) fn is_key(self) -> bool {
        matches!(self, Self::Phone | Self::Email | Self::Plate | Self::Vin | Self::IdNumber | Self::Identifier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_word() {
        for kind in Kind::all() {
            assert_eq!(Kind::of_word(kind.word()), Some(kind));
        }
        assert_eq!(Kind::of_word("colour"), None);
    }
}
