//! A change of a lead as it comes in: only the fields named change, null empties one.

use chrono::{DateTime, Utc};
use customers::people::{
    change::{Changes, named},
    draft::checked_text,
};
use journal::events::leads::LeadsEvent;
use kernel::{Error, Fault, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    draft::{checked_brand, checked_budget, checked_comment},
    lead::Lead,
    rules::{Deed, LeadRefusal},
    words::{Grade, Horizon},
};

/// Request body of `PATCH /leads/{id}`: any subset; null empties a field.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LeadChange {
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub source: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub brand: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub series: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub model: Option<Option<String>>,
    /// In fen.
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<i64>)]
    pub budget_min: Option<Option<i64>>,
    /// In fen.
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<i64>)]
    pub budget_max: Option<Option<i64>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<Horizon>)]
    pub horizon: Option<Option<Horizon>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub comment: Option<Option<String>>,
    /// Set by hand it stays; null leaves it to the rule again.
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<Grade>)]
    pub grade: Option<Option<Grade>>,
}

impl LeadChange {
    /// Puts the texts in order, or says what is wrong with each at once.
    pub fn checked(mut self) -> Result<Self> {
        let mut faults: Vec<Fault> = Vec::new();
        for (field, text) in [("source", &mut self.source), ("series", &mut self.series), ("model", &mut self.model)] {
            if let Some(text) = text {
                *text = checked_text(field, text.as_deref(), &mut faults);
            }
        }
        if let Some(brand) = &mut self.brand {
            *brand = checked_brand(brand.as_deref(), &mut faults);
        }
        if let Some(comment) = &mut self.comment {
            *comment = checked_comment(comment.as_deref(), &mut faults);
        }
        checked_budget(self.budget_min.flatten(), self.budget_max.flatten(), &mut faults);
        Error::unless_valid(faults)?;
        Ok(self)
    }
}

impl Lead {
    /// Changes fields of the wish; nothing happens when all of them are as they were.
    pub fn change(&mut self, change: &LeadChange, now: DateTime<Utc>) -> Result<Option<LeadsEvent>> {
        self.permits(Deed::Edit).map_err(|refusal: LeadRefusal| Error::from(refusal))?;
        let mut changes = Changes::default();
        let amount = |value: &Option<i64>| value.map(|fen| fen.to_string());
        changes.set("source", &mut self.source, change.source.clone(), Clone::clone);
        changes.set("brand", &mut self.brand, change.brand.clone(), Clone::clone);
        changes.set("series", &mut self.series, change.series.clone(), Clone::clone);
        changes.set("model", &mut self.model, change.model.clone(), Clone::clone);
        changes.set("budget_min", &mut self.budget_min, change.budget_min, amount);
        changes.set("budget_max", &mut self.budget_max, change.budget_max, amount);
        changes
            .set("horizon", &mut self.horizon, change.horizon, |value| value.map(|horizon| horizon.word().to_owned()));
        changes.set("comment", &mut self.comment, change.comment.clone(), Clone::clone);
        let mut faults = Vec::new();
        checked_budget(self.budget_min, self.budget_max, &mut faults);
        Error::unless_valid(faults)?;
        let before = self.grade;
        if let Some(grade) = change.grade {
            self.is_grade_set = grade.is_some();
            self.grade = grade.unwrap_or(self.grade);
        }
        self.regrade();
        let after = std::mem::replace(&mut self.grade, before);
        changes.set("grade", &mut self.grade, Some(after), |grade| Some(grade.word().to_owned()));
        if changes.0.is_empty() {
            return Ok(None);
        }
        self.changed_at = now;
        Ok(Some(LeadsEvent::Changed { lead: self.id, number: self.number.clone(), fields: changes.0 }))
    }
}
