//! A recall as it comes in, read and put in order.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{GroupId, RecallId, Result, name, text::folded};
use serde::Deserialize;
use utoipa::ToSchema;

use super::recall::{Lines, Recall, RecallKind, RecallState};
use crate::vehicles::checks::Checks;

pub(super) const TITLE_CHARACTERS_MAX: usize = 120;
pub(super) const TEXT_CHARACTERS_MAX: usize = 4_000;
const NUMBER_CHARACTERS_MAX: usize = 40;
const URL_CHARACTERS_MAX: usize = 500;
const LINES_MAX: usize = 100;
const LINE_CHARACTERS_MAX: usize = 120;
/// A hundred hours.
const LABOUR_MINUTES_MAX: i32 = 6_000;

/// Request body of `POST /recalls`. It begins as a draft: nothing happens to cars before it is opened.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRecall {
    /// The authority's or the maker's, `S2026M0012V`: once in the group.
    pub number: String,
    pub title: String,
    /// Any name of it.
    pub brand: String,
    pub kind: RecallKind,
    pub defect: Option<String>,
    /// What may come of the defect.
    pub consequence: Option<String>,
    /// What is done about it.
    pub remedy: String,
    /// Whether cars it is about may not be handed over before they are mended.
    #[serde(default)]
    pub is_stop_sale: bool,
    pub published_on: Option<NaiveDate>,
    pub begins_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    /// Labour for one car, 1 to 6,000.
    pub labour_minutes: Option<i32>,
    #[serde(default)]
    pub operations: Vec<String>,
    #[serde(default)]
    pub parts: Vec<String>,
    /// Where it is announced, `https://…`.
    pub source_url: Option<String>,
}

impl NewRecall {
    /// Puts every field in order, or says what is wrong with each at once.
    pub fn draft(&self, group: GroupId, today: NaiveDate, now: DateTime<Utc>) -> Result<Recall> {
        let mut checks = Checks::default();
        let recall = Recall {
            id: RecallId::new(now),
            group_id: group,
            number: number(&mut checks, &self.number),
            title: title(&mut checks, &self.title),
            brand: checks.brand(&self.brand),
            kind: self.kind,
            state: RecallState::Draft,
            defect: long(&mut checks, "defect", self.defect.as_deref()),
            consequence: long(&mut checks, "consequence", self.consequence.as_deref()),
            remedy: remedy(&mut checks, &self.remedy),
            is_stop_sale: self.is_stop_sale,
            published_on: self.published_on,
            begins_on: self.begins_on,
            ends_on: self.ends_on,
            labour_minutes: self.labour_minutes,
            operations: lines(&mut checks, "operations", &self.operations),
            parts: lines(&mut checks, "parts", &self.parts),
            source_url: url(&mut checks, self.source_url.as_deref()),
            opened_at: None,
            closed_at: None,
            created_at: now,
            changed_at: now,
            version: 1,
        };
        check_days(&mut checks, &recall, today);
        check_labour(&mut checks, recall.labour_minutes);
        checks.finish()?;
        Ok(recall)
    }
}

pub(super) fn number(checks: &mut Checks, raw: &str) -> String {
    let number: String = folded(raw).filter(|one| !one.is_whitespace()).map(|one| one.to_ascii_uppercase()).collect();
    let length = number.chars().count();
    if !(1..=NUMBER_CHARACTERS_MAX).contains(&length) {
        let message = format!("1 to {NUMBER_CHARACTERS_MAX} characters, as the announcement has it: S2026M0012V");
        checks.fault("number", "recall.number", message);
    }
    number
}

pub(super) fn title(checks: &mut Checks, raw: &str) -> String {
    let title = name::clean(raw);
    if !(1..=TITLE_CHARACTERS_MAX).contains(&title.chars().count()) {
        let message = format!("1 to {TITLE_CHARACTERS_MAX} characters that say what it is about");
        checks.fault("title", "recall.title", message);
    }
    title
}

pub(super) fn remedy(checks: &mut Checks, raw: &str) -> String {
    long(checks, "remedy", Some(raw)).unwrap_or_else(|| {
        checks.fault("remedy", "text.missing", "say what is done to a car, in a few words");
        String::new()
    })
}

/// A text of several lines, nothing when it is empty.
pub(crate) fn long(checks: &mut Checks, field: &str, raw: Option<&str>) -> Option<String> {
    let text = raw?.trim();
    if text.chars().count() > TEXT_CHARACTERS_MAX {
        checks.fault(field, "text.too_long", format!("at most {TEXT_CHARACTERS_MAX} characters"));
    }
    (!text.is_empty()).then(|| text.to_owned())
}

pub(super) fn lines(checks: &mut Checks, field: &str, raw: &[String]) -> Lines {
    let lines: Vec<String> = raw.iter().map(|line| name::clean(line)).filter(|line| !line.is_empty()).collect();
    if lines.len() > LINES_MAX || lines.iter().any(|line| line.chars().count() > LINE_CHARACTERS_MAX) {
        let message = format!("at most {LINES_MAX} lines of at most {LINE_CHARACTERS_MAX} characters");
        checks.fault(field, "text.too_long", message);
    }
    Lines(lines)
}

pub(super) fn url(checks: &mut Checks, raw: Option<&str>) -> Option<String> {
    let url = raw.map(str::trim).filter(|url| !url.is_empty())?;
    let is_web = ["https://", "http://"].iter().any(|begin| url.len() > begin.len() && url.starts_with(begin));
    if !is_web || url.chars().count() > URL_CHARACTERS_MAX || url.contains(char::is_whitespace) {
        checks.fault("source_url", "url.malformed", "an address of a page, https://…");
    }
    Some(url.to_owned())
}

pub(super) fn check_labour(checks: &mut Checks, minutes: Option<i32>) {
    if minutes.is_some_and(|minutes| !(1..=LABOUR_MINUTES_MAX).contains(&minutes)) {
        let message = format!("a whole number from 1 to {LABOUR_MINUTES_MAX}");
        checks.fault("labour_minutes", "number.out_of_range", message);
    }
}

pub(super) fn check_days(checks: &mut Checks, recall: &Recall, today: NaiveDate) {
    checks.due_day("published_on", recall.published_on, today);
    checks.due_day("begins_on", Some(recall.begins_on), today);
    checks.due_day("ends_on", recall.ends_on, today);
    if recall.ends_on.is_some_and(|ends| ends < recall.begins_on) {
        checks.fault("ends_on", "recall.ends_before_it_begins", "a recall ends on the day it begins or later");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::{day, instant, uuid};
    use kernel::Error;

    fn form() -> NewRecall {
        NewRecall {
            number: " s2026m0012v ".into(),
            title: "制动软管".into(),
            brand: "VW".into(),
            kind: RecallKind::Recall,
            defect: Some("  ".into()),
            consequence: None,
            remedy: "更换制动软管".into(),
            is_stop_sale: true,
            published_on: None,
            begins_on: day("2026-03-01"),
            ends_on: None,
            labour_minutes: Some(90),
            operations: vec!["4710-12 ".into(), "  ".into()],
            parts: Vec::new(),
            source_url: None,
        }
    }

    fn codes(form: &NewRecall) -> Vec<String> {
        match form.draft(GroupId(uuid(1)), day("2026-03-16"), instant("2026-03-16")) {
            Err(Error::Invalid(faults)) => faults.into_iter().map(|fault| fault.code).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_recall_is_put_in_order() {
        let recall = form().draft(GroupId(uuid(1)), day("2026-03-16"), instant("2026-03-16")).unwrap();
        assert_eq!((recall.number.as_str(), recall.brand.as_str()), ("S2026M0012V", "大众"));
        assert_eq!((recall.defect, recall.operations.0), (None, vec!["4710-12".to_owned()]));
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let wrong = NewRecall {
            number: String::new(),
            title: " ".into(),
            remedy: " ".into(),
            ends_on: Some(day("2026-02-28")),
            labour_minutes: Some(0),
            source_url: Some("javascript:alert(1)".into()),
            ..form()
        };
        let expected = [
            "recall.number",
            "recall.title",
            "text.missing",
            "url.malformed",
            "recall.ends_before_it_begins",
            "number.out_of_range",
        ];
        assert_eq!(codes(&wrong), expected);
        assert!(codes(&form()).is_empty());
    }
}
