//! The fields customers are compared by.

use std::sync::LazyLock;

use matching::{Kind, Schema};

use crate::words::words;

words! {
    /// What of two customers is compared.
    MatchField {
        Name "name", Phone "phone", Email "email", Wechat "wechat", Wecom "wecom", Birthday "birthday", Gender "gender",
        Address "address", City "city", Plate "plate", Vin "vin", IdNumber "id_number",
    }
}

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let fields = MatchField::WORDS.iter().zip(MatchField::ALL).map(|(word, field)| (*word, field.kind()));
    Schema::new(fields).expect("a dozen fields, each with its own name")
});

/// The fields in the form the matching engine knows them.
pub fn schema() -> &'static Schema {
    &SCHEMA
}

impl MatchField {
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::Phone,
        Self::Email,
        Self::Wechat,
        Self::Wecom,
        Self::Birthday,
        Self::Gender,
        Self::Address,
        Self::City,
        Self::Plate,
        Self::Vin,
        Self::IdNumber,
    ];

    /// Its place in the schema.
    pub fn place(self) -> usize {
        self as usize
    }

    /// Whether a value of it is one person's, household's or car's, so that it alone makes two records worth a look.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Self::Phone | Self::Email | Self::Wechat | Self::Wecom | Self::Plate | Self::Vin | Self::IdNumber
        )
    }

    fn kind(self) -> Kind {
        match self {
            Self::Name => Kind::Name,
            Self::Phone => Kind::Phone,
            // Accounts are shared by families as phones and addresses are; they identify nobody by themselves.
            Self::Email | Self::Wechat | Self::Wecom => Kind::Email,
            Self::Birthday => Kind::BirthDate,
            Self::Gender => Kind::Gender,
            Self::Address => Kind::Address,
            Self::City => Kind::Place,
            Self::Plate => Kind::Plate,
            Self::Vin => Kind::Vin,
            Self::IdNumber => Kind::IdNumber,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_stands_in_the_schema_where_its_place_says() {
        for (place, field) in MatchField::ALL.into_iter().enumerate() {
            assert_eq!(field.place(), place);
            assert_eq!(schema().fields()[place].name, field.word());
        }
    }
}
