//! A change of a customer as it comes in: only the fields named change, null empties one.

use chrono::NaiveDate;
use journal::events::customers::FieldChange;
use kernel::{Error, Result, StaffId};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::{
    arrival::sorting_pinyin,
    customer::{Customer, CustomerKind, DecisionStyle, Gender, Purpose, Stage, UseScenario},
    draft::{check_birthday, checked_name, checked_text},
};

/// Request body of `PATCH /customers/{id}`: any subset; null empties a field.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CustomerChange {
    pub kind: Option<CustomerKind>,
    pub name: Option<String>,
    pub stage: Option<Stage>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<Gender>)]
    pub gender: Option<Option<Gender>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<NaiveDate>)]
    pub birthday: Option<Option<NaiveDate>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub occupation: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub preferred_colour: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub preferred_slot: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub preferred_channel: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<Purpose>)]
    pub purpose: Option<Option<Purpose>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<UseScenario>)]
    pub use_scenario: Option<Option<UseScenario>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<DecisionStyle>)]
    pub decision_style: Option<Option<DecisionStyle>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub source: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<StaffId>)]
    pub consultant_id: Option<Option<StaffId>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<StaffId>)]
    pub advisor_id: Option<Option<StaffId>>,
}

/// A field that is named, even as null, is `Some`; one left out stays `None` by its default.
pub fn named<'de, T: Deserialize<'de>, D: Deserializer<'de>>(reader: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(reader).map(Some)
}

impl CustomerChange {
    /// Puts the texts in order, or says what is wrong with each at once.
    pub fn checked(mut self, today: NaiveDate) -> Result<Self> {
        let mut faults = Vec::new();
        if let Some(name) = &mut self.name {
            *name = checked_name(name, &mut faults);
        }
        check_birthday(self.birthday.flatten(), today, &mut faults);
        for (field, text) in [
            ("occupation", &mut self.occupation),
            ("preferred_colour", &mut self.preferred_colour),
            ("preferred_slot", &mut self.preferred_slot),
            ("preferred_channel", &mut self.preferred_channel),
            ("source", &mut self.source),
        ] {
            if let Some(text) = text {
                *text = checked_text(field, text.as_deref(), &mut faults);
            }
        }
        Error::unless_valid(faults)?;
        Ok(self)
    }

    /// Whether it gives the customer to somebody else.
    pub fn assigns(&self) -> bool {
        self.consultant_id.is_some() || self.advisor_id.is_some()
    }

    /// Writes the named fields into the record; answers those that differ. Who looks after it is [`Customer::assign`]'s.
    pub(super) fn apply(&self, customer: &mut Customer) -> Vec<FieldChange> {
        let mut changes = Changes::default();
        changes.set("kind", &mut customer.kind, self.kind, |kind| Some(kind.word().to_owned()));
        if changes.set("name", &mut customer.name, self.name.clone(), |name| Some(name.clone())) {
            customer.name_pinyin = sorting_pinyin(&customer.name);
        }
        changes.set("stage", &mut customer.stage, self.stage, |stage| Some(stage.word().to_owned()));
        changes.set("gender", &mut customer.gender, self.gender, |value| value.map(|word| word.word().to_owned()));
        changes.set("birthday", &mut customer.birthday, self.birthday, |value| value.map(|day| day.to_string()));
        changes.set("occupation", &mut customer.occupation, self.occupation.clone(), Clone::clone);
        changes.set("preferred_colour", &mut customer.preferred_colour, self.preferred_colour.clone(), Clone::clone);
        changes.set("preferred_slot", &mut customer.preferred_slot, self.preferred_slot.clone(), Clone::clone);
        changes.set("preferred_channel", &mut customer.preferred_channel, self.preferred_channel.clone(), Clone::clone);
        changes.set("purpose", &mut customer.purpose, self.purpose, |value| value.map(|word| word.word().to_owned()));
        changes.set("use_scenario", &mut customer.use_scenario, self.use_scenario, |value| {
            value.map(|word| word.word().to_owned())
        });
        changes.set("decision_style", &mut customer.decision_style, self.decision_style, |value| {
            value.map(|word| word.word().to_owned())
        });
        changes.set("source", &mut customer.source, self.source.clone(), Clone::clone);
        changes.0
    }
}

/// Fields that differ, as the journal keeps them.
#[derive(Default)]
pub struct Changes(pub Vec<FieldChange>);

impl Changes {
    /// Sets a field when a new value is given and differs; answers whether it did.
    pub fn set<T: PartialEq>(
        &mut self,
        field: &str,
        place: &mut T,
        to: Option<T>,
        text: impl Fn(&T) -> Option<String>,
    ) -> bool {
        let Some(to) = to.filter(|to| to != place) else { return false };
        self.0.push(FieldChange { field: field.into(), from: text(place), to: text(&to) });
        *place = to;
        true
    }
}
