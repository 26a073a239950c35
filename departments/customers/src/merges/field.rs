//! The fields of a record that a merge chooses between, each readable and writable as text so that a merge can remember it.

use kernel::StaffId;
use serde::{Deserialize, Serialize};

use crate::{
    people::{
        arrival::sorting_pinyin,
        customer::{Customer, CustomerKind, DecisionStyle, Gender, Purpose, Stage, UseScenario},
    },
    words::words,
};

words! {
    #[derive(PartialOrd, Ord)]
    MergeField {
        Name "name", Kind "kind", Gender "gender", Birthday "birthday", Occupation "occupation", Stage "stage",
        Household "household", Relation "relation", IdNumber "id_number", Source "source", Consultant "consultant",
        Advisor "advisor", Purpose "purpose", UseScenario "use_scenario", DecisionStyle "decision_style",
        PreferredColour "preferred_colour", PreferredSlot "preferred_slot", PreferredChannel "preferred_channel",
    }
}

/// A field of the kept record that took the absorbed one's value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub field: MergeField,
    pub from: Option<String>,
    pub to: Option<String>,
}

impl MergeField {
    /// The fields one chooses between; what somebody is in a household comes with the household.
    pub const CHOOSABLE: &'static [Self] = &[
        Self::Name,
        Self::Kind,
        Self::Gender,
        Self::Birthday,
        Self::IdNumber,
        Self::Occupation,
        Self::Stage,
        Self::Source,
        Self::Consultant,
        Self::Advisor,
        Self::Household,
        Self::Purpose,
        Self::UseScenario,
        Self::DecisionStyle,
        Self::PreferredColour,
        Self::PreferredSlot,
        Self::PreferredChannel,
    ];

    /// The value on a record; of the ID number its blind index, which is equal for equal numbers.
    pub fn text(self, customer: &Customer) -> Option<String> {
        match self {
            Self::Name => Some(customer.name.clone()),
            Self::Kind => Some(customer.kind.word().to_owned()),
            Self::Gender => customer.gender.map(|value| value.word().to_owned()),
            Self::Birthday => customer.birthday.map(|day| day.to_string()),
            Self::Occupation => customer.occupation.clone(),
            Self::Stage => Some(customer.stage.word().to_owned()),
            Self::Household => customer.household_id.map(|id| id.to_string()),
            Self::Relation => customer.relation.clone(),
            Self::IdNumber => customer.id_number_blind.clone(),
            Self::Source => customer.source.clone(),
            Self::Consultant => customer.consultant_id.map(|id| id.to_string()),
            Self::Advisor => customer.advisor_id.map(|id| id.to_string()),
            Self::Purpose => customer.purpose.map(|value| value.word().to_owned()),
            Self::UseScenario => customer.use_scenario.map(|value| value.word().to_owned()),
            Self::DecisionStyle => customer.decision_style.map(|value| value.word().to_owned()),
            Self::PreferredColour => customer.preferred_colour.clone(),
            Self::PreferredSlot => customer.preferred_slot.clone(),
            Self::PreferredChannel => customer.preferred_channel.clone(),
        }
    }

    /// Writes a value that [`MergeField::text`] gave. The sealed ID number is the caller's to write beside.
    pub fn put(self, customer: &mut Customer, text: Option<&str>) {
        let owned = || text.map(str::to_owned);
        let staff = || text.and_then(|id| id.parse::<StaffId>().ok());
        match self {
            Self::Name => {
                if let Some(name) = text {
                    customer.name = name.to_owned();
                    customer.name_pinyin = sorting_pinyin(name);
                }
            }
            Self::Kind => customer.kind = text.and_then(CustomerKind::find).unwrap_or(customer.kind),
            Self::Gender => customer.gender = text.and_then(Gender::find),
            Self::Birthday => customer.birthday = text.and_then(|day| day.parse().ok()),
            Self::Occupation => customer.occupation = owned(),
            Self::Stage => customer.stage = text.and_then(Stage::find).unwrap_or(customer.stage),
            Self::Household => customer.household_id = text.and_then(|id| id.parse().ok()),
            Self::Relation => customer.relation = owned(),
            Self::IdNumber => customer.id_number_blind = owned(),
            Self::Source => customer.source = owned(),
            Self::Consultant => customer.consultant_id = staff(),
            Self::Advisor => customer.advisor_id = staff(),
            Self::Purpose => customer.purpose = text.and_then(Purpose::find),
            Self::UseScenario => customer.use_scenario = text.and_then(UseScenario::find),
            Self::DecisionStyle => customer.decision_style = text.and_then(DecisionStyle::find),
            Self::PreferredColour => customer.preferred_colour = owned(),
            Self::PreferredSlot => customer.preferred_slot = owned(),
            Self::PreferredChannel => customer.preferred_channel = owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::customer;
    use sea_orm::Iterable;

    #[test]
    fn every_field_is_written_as_it_was_read() {
        let mut full = customer(8, Some(40));
        full.birthday = Some("1990-05-01".parse().unwrap());
        (full.gender, full.purpose) = (Some(Gender::Female), Some(Purpose::Gift));
        (full.stage, full.kind) = (Stage::Loyal, CustomerKind::Company);
        (full.use_scenario, full.decision_style) = (Some(UseScenario::Family), Some(DecisionStyle::Decisive));
        (full.relation, full.source) = (Some("配偶".into()), Some("车展".into()));
        full.id_number_blind = Some("blind".into());
        let mut other = customer(9, None);
        for field in MergeField::iter() {
            field.put(&mut other, field.text(&full).as_deref());
            assert_eq!(field.text(&other), field.text(&full), "{}", field.word());
        }
    }
}
