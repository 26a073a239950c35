//! How a payload becomes an enquiry: for each field, where it is found and how its words are translated.

mod path;
pub mod ready;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use kernel::{Fault, StoreId, phone::Phone, time::Calendar};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::words::EnquiryField;
use crate::{draft::NewLead, words::LeadChannel};
use path::Source;

/// Where a connector finds the fields of an enquiry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The path of a list of enquiries, where one payload may hold several; the other paths begin at each of them.
    #[serde(default)]
    pub each: Option<String>,
    pub fields: Vec<FieldRule>,
}

/// Where one field comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldRule {
    pub field: EnquiryField,
    /// A path, `data.user.name`; `a | b` is the first that says something, `a + b` both, `"x"` a text of its own, `phone[0]` the
    /// first of several, `name[@part=full]` the one that says so.
    #[schema(example = "data.name")]
    pub from: String,
    /// Words of the channel and what they are here: `{"1": "male"}`.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

/// What one field would become.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MappedField {
    pub field: EnquiryField,
    /// What the payload says, translated; null when it says nothing there.
    pub said: Option<String>,
    /// What is taken of it.
    pub taken: Option<String>,
    /// Why nothing is taken of what was said; the enquiry is taken without it.
    pub note: Option<Fault>,
}

/// An enquiry as a payload tells it.
#[derive(Clone, Debug)]
pub struct Mapped {
    pub lead: NewLead,
    pub fields: Vec<MappedField>,
}

/// Where an enquiry comes in.
#[derive(Clone, Copy, Debug)]
pub struct Entrance {
    pub store: StoreId,
    pub channel: LeadChannel,
    pub calendar: Calendar,
    pub now: DateTime<Utc>,
}

const FIELDS_MAX: usize = 30;
const VALUES_MAX: usize = 200;
const VALUE_CHARACTERS_MAX: usize = 200;
/// One payload with more is no message but a file.
pub const ITEMS_MAX: usize = 100;
const TEXT_CHARACTERS_MAX: usize = 100;
const COMMENT_CHARACTERS_MAX: usize = 2_000;

impl Mapping {
    /// What is wrong with it, by the path of the field.
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if let Some(Err(fault)) = self.each.as_deref().map(Source::parse) {
            faults.push(Fault { field: "mapping.each".into(), ..fault });
        }
        if self.fields.is_empty() || self.fields.len() > FIELDS_MAX {
            let message = "say where at least the phone number or the WeChat account is found";
            faults.push(Fault::new("mapping.fields", "mapping.fields_missing", message));
        }
        let mut known = BTreeSet::new();
        for (at, rule) in self.fields.iter().enumerate() {
            let place = format!("mapping.fields[{at}]");
            if !known.insert(rule.field) {
                let message = "this field is told twice; write `a | b` for several places";
                faults.push(Fault::new(format!("{place}.field"), "mapping.field_twice", message));
            }
            if let Err(fault) = Source::parse(&rule.from) {
                faults.push(Fault { field: format!("{place}.from"), ..fault });
            }
            let is_long = |text: &String| text.chars().count() > VALUE_CHARACTERS_MAX;
            if rule.values.len() > VALUES_MAX || rule.values.iter().any(|(from, to)| is_long(from) || is_long(to)) {
                let message = format!("at most {VALUES_MAX} words of {VALUE_CHARACTERS_MAX} characters");
                faults.push(Fault::new(format!("{place}.values"), "mapping.values_too_many", message));
            }
        }
        faults
    }

    /// The enquiries of a payload, each a tree of its own.
    pub fn items(&self, payload: &Value) -> Result<Vec<Value>, Fault> {
        let Some(each) = self.each.as_deref() else { return Ok(vec![payload.clone()]) };
        let items = Source::parse(each)?.items(payload);
        match items.len() {
            0 => Err(Fault::new("each", "payload.nothing_there", format!("there is nothing at '{each}'"))),
            1..=ITEMS_MAX => Ok(items),
            _ => {
                let message =
                    format!("one message holds at most {ITEMS_MAX} enquiries; send several, or import a file");
                Err(Fault::new("each", "payload.too_many", message))
            }
        }
    }

    /// The enquiry one tree tells. Words that mean nothing here are left out and noted; what makes an enquiry impossible is found when
    /// it is put in order.
    pub fn apply(&self, payload: &Value, entrance: &Entrance) -> Mapped {
        let mut fields: Vec<MappedField> = Vec::new();
        for rule in &self.fields {
            let said = Source::parse(&rule.from).ok().and_then(|source| source.text(payload));
            let said = said.map(|text| rule.translated(text));
            fields.push(MappedField { field: rule.field, said, taken: None, note: None });
        }
        let mut mapped = Mapped { lead: empty(entrance), fields };
        mapped.fill(entrance);
        mapped
    }
}

impl FieldRule {
    fn translated(&self, text: String) -> String {
        let exact = self.values.get(&text);
        let found = exact.or_else(|| {
            self.values.iter().find(|(from, _)| from.to_lowercase() == text.to_lowercase()).map(|(_, to)| to)
        });
        found.cloned().unwrap_or(text)
    }
}

impl Mapped {
    fn fill(&mut self, entrance: &Entrance) {
        let extension = self.said(EnquiryField::Extension);
        for at in 0..self.fields.len() {
            let Some(said) = self.fields[at].said.clone() else { continue };
            let done = self.lead.take(self.fields[at].field, &said, extension.as_deref(), entrance);
            match done {
                Ok(taken) => self.fields[at].taken = Some(taken),
                Err(note) => self.fields[at].note = Some(note),
            }
        }
    }

    fn said(&self, field: EnquiryField) -> Option<String> {
        self.fields.iter().find(|one| one.field == field).and_then(|one| one.said.clone())
    }

    /// The id by which the channel knows it.
    pub fn external_id(&self) -> Option<&str> {
        self.lead.external_id.as_deref()
    }
}

impl NewLead {
    fn take(
        &mut self,
        field: EnquiryField,
        said: &str,
        extension: Option<&str>,
        entrance: &Entrance,
    ) -> Result<String, Fault> {
        let short = cut(said, TEXT_CHARACTERS_MAX);
        match field {
            EnquiryField::Name => self.name = Some(short.clone()),
            EnquiryField::Phone => {
                // A relay number goes on with what is dialled after it.
                let whole = extension.map_or_else(|| said.to_owned(), |extension| format!("{said} 转 {extension}"));
                self.phone = Some(whole.clone());
                return Ok(Phone::parse(&whole).map_or(whole, |phone| phone.display()));
            }
            EnquiryField::Extension => {}
            EnquiryField::Wechat => self.wechat = Some(said.to_owned()),
            EnquiryField::Gender => {
                let gender = values::gender(said)?;
                self.gender = Some(gender);
                return Ok(values::word_of(gender).to_owned());
            }
            EnquiryField::ExternalId => self.external_id = Some(said.to_owned()),
            EnquiryField::EnquiredAt => {
                let at = values::instant(said, entrance.calendar)?;
                self.enquired_at = Some(at);
                return Ok(at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
            }
            EnquiryField::Source => self.source = Some(short.clone()),
            EnquiryField::Brand => self.brand = Some(short.clone()),
            EnquiryField::Series => self.series = Some(short.clone()),
            EnquiryField::Model => self.model = Some(short.clone()),
            EnquiryField::BudgetMin => {
                let (min, _) = values::budget(said)?;
                self.budget_min = Some(min);
                return Ok(values::yuan(min));
            }
            EnquiryField::BudgetMax => {
                let (_, max) = values::budget(said)?;
                self.budget_max = Some(max);
                return Ok(values::yuan(max));
            }
            EnquiryField::Horizon => {
                let horizon = values::horizon(said)?;
                self.horizon = Some(horizon);
                return Ok(horizon.word().to_owned());
            }
            EnquiryField::Comment => {
                let text = cut(said, COMMENT_CHARACTERS_MAX);
                self.comment = Some(text.clone());
                return Ok(text);
            }
        }
        Ok(if field == EnquiryField::Name { short } else { cut(said, TEXT_CHARACTERS_MAX) })
    }
}

fn cut(text: &str, characters: usize) -> String {
    text.chars().filter(|one| *one != '\0').take(characters).collect()
}

fn empty(entrance: &Entrance) -> NewLead {
    NewLead {
        store_id: Some(entrance.store),
        customer_id: None,
        name: None,
        gender: None,
        phone: None,
        wechat: None,
        channel: entrance.channel,
        source: None,
        external_id: None,
        brand: None,
        series: None,
        model: None,
        budget_min: None,
        budget_max: None,
        horizon: None,
        comment: None,
        consultant_id: None,
        enquired_at: None,
    }
}

/// Whoever leaves a number and no name is called by its end until somebody asked.
pub fn with_a_name(lead: &mut NewLead) {
    if lead.name.as_deref().is_some_and(|name| !name.trim().is_empty()) {
        return;
    }
    let end = lead.phone.as_deref().and_then(|raw| Phone::parse(raw).ok()).map(|phone| phone.last_four().to_owned());
    lead.name = Some(end.map_or_else(|| "未留名".to_owned(), |end| format!("未留名 {end}")));
}

#[cfg(test)]
mod tests;
