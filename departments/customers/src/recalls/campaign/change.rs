//! What is to be different about a recall.

use chrono::NaiveDate;
use journal::events::customers::FieldChange;
use kernel::Result;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    draft,
    recall::{Lines, Recall, RecallKind},
};
use crate::{
    people::change::{Changes, named},
    vehicles::checks::Checks,
};

/// Request body of `PATCH /recalls/{id}`: what is named changes, null empties.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RecallChange {
    pub number: Option<String>,
    pub title: Option<String>,
    pub brand: Option<String>,
    pub kind: Option<RecallKind>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub defect: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub consequence: Option<Option<String>>,
    pub remedy: Option<String>,
    pub is_stop_sale: Option<bool>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<NaiveDate>)]
    pub published_on: Option<Option<NaiveDate>>,
    pub begins_on: Option<NaiveDate>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<NaiveDate>)]
    pub ends_on: Option<Option<NaiveDate>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<i32>)]
    pub labour_minutes: Option<Option<i32>>,
    pub operations: Option<Vec<String>>,
    pub parts: Option<Vec<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub source_url: Option<Option<String>>,
}

impl RecallChange {
    /// Writes the named fields into the recall, put in order; answers those that differ.
    pub(super) fn apply(&self, recall: &mut Recall, today: NaiveDate) -> Result<Vec<FieldChange>> {
        let mut checks = Checks::default();
        let mut changes = Changes::default();
        let text = |text: &String| Some(text.clone());
        let day = |day: &Option<NaiveDate>| day.map(|day| day.to_string());
        let joined = |lines: &Lines| Some(lines.0.join("; "));
        let number = self.number.as_deref().map(|raw| draft::number(&mut checks, raw));
        changes.set("number", &mut recall.number, number, text);
        let title = self.title.as_deref().map(|raw| draft::title(&mut checks, raw));
        changes.set("title", &mut recall.title, title, text);
        let brand = self.brand.as_deref().map(|raw| checks.brand(raw));
        changes.set("brand", &mut recall.brand, brand, text);
        changes.set("recall_kind", &mut recall.kind, self.kind, |kind| Some(kind.word().to_owned()));
        let mut long = |field: &str, raw: &Option<Option<String>>| {
            raw.as_ref().map(|raw| draft::long(&mut checks, field, raw.as_deref()))
        };
        let (defect, consequence) = (long("defect", &self.defect), long("consequence", &self.consequence));
        changes.set("defect", &mut recall.defect, defect, Clone::clone);
        changes.set("consequence", &mut recall.consequence, consequence, Clone::clone);
        let remedy = self.remedy.as_deref().map(|raw| draft::remedy(&mut checks, raw));
        changes.set("remedy", &mut recall.remedy, remedy, text);
        changes.set("is_stop_sale", &mut recall.is_stop_sale, self.is_stop_sale, |is| Some(is.to_string()));
        changes.set("published_on", &mut recall.published_on, self.published_on, day);
        changes.set("begins_on", &mut recall.begins_on, self.begins_on, |day| Some(day.to_string()));
        changes.set("ends_on", &mut recall.ends_on, self.ends_on, day);
        changes.set("labour_minutes", &mut recall.labour_minutes, self.labour_minutes, |minutes| {
            minutes.map(|minutes| minutes.to_string())
        });
        let operations = self.operations.as_ref().map(|raw| draft::lines(&mut checks, "operations", raw));
        changes.set("operations", &mut recall.operations, operations, joined);
        let parts = self.parts.as_ref().map(|raw| draft::lines(&mut checks, "parts", raw));
        changes.set("parts", &mut recall.parts, parts, joined);
        let url = self.source_url.as_ref().map(|raw| draft::url(&mut checks, raw.as_deref()));
        changes.set("source_url", &mut recall.source_url, url, Clone::clone);
        draft::check_days(&mut checks, recall, today);
        draft::check_labour(&mut checks, recall.labour_minutes);
        checks.finish()?;
        Ok(changes.0)
    }
}
