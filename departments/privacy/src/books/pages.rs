//! What stands on the page of a book: one form per book.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::Fault;
use messaging::consents::PersonalKind;
use sea_orm::{DeriveActiveEnum, EnumIter, FromJsonQueryResult};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::fields::{optional, required};

/// The books.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Book {
    /// Who processes personal data for us (PIPL article 21).
    #[sea_orm(string_value = "processors")]
    Processors,
    /// Impact assessments (articles 55 and 56).
    #[sea_orm(string_value = "assessments")]
    Assessments,
    /// Leaks, changes and losses of data (article 57).
    #[sea_orm(string_value = "incidents")]
    Incidents,
}

impl Book {
    /// The word the API and the database have for it.
    pub fn code(self) -> String {
        sea_orm::ActiveEnum::to_value(&self)
    }
}

/// The page of a line, by its book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, FromJsonQueryResult)]
#[serde(tag = "book", rename_all = "snake_case")]
pub enum BookPage {
    Processors(Processor),
    Assessments(Assessment),
    Incidents(Incident),
}

/// Somebody who processes personal data for us: an SMS provider, a cloud, a call centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Processor {
    pub name: String,
    /// What they do for us.
    pub service: String,
    /// The number of the contract, and where it lies.
    pub contract: Option<String>,
    pub purpose: String,
    pub kinds: Vec<PersonalKind>,
    /// Where the data is kept.
    pub place: Option<String>,
    /// Whether data leaves the country (article 38).
    #[serde(default)]
    pub is_abroad: bool,
    /// Whom they use themselves, which needs our consent.
    #[serde(default)]
    pub sub_processors: Vec<String>,
    pub contact: Option<String>,
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

/// An assessment of what a way of using data does to people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    pub name: String,
    pub because: AssessmentCause,
    pub kinds: Vec<PersonalKind>,
    /// Whether purpose and method are lawful, justified and necessary.
    pub lawfulness: String,
    /// What it does to people, and the risks.
    pub impact: String,
    pub risk: Risk,
    /// Whether the protection is lawful, effective and fits the risk.
    pub measures: String,
    pub conclusion: Option<String>,
    pub assessor: String,
    pub assessed_on: NaiveDate,
}

/// Why an assessment is wanted (article 55).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssessmentCause {
    Sensitive,
    Automated,
    /// Handed to a processor or another party, or made public.
    Sharing,
    Abroad,
    OtherGreatImpact,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    Low,
    Middle,
    High,
}

/// Data that was leaked, changed or lost, or may have been.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    pub name: String,
    pub happened_at: Option<DateTime<Utc>>,
    pub found_at: DateTime<Utc>,
    pub kinds: Vec<PersonalKind>,
    pub cause: String,
    /// What harm may come of it.
    pub harm: String,
    /// What we did, and what people can do themselves.
    pub measures: String,
    /// Whom people and authorities can ask.
    pub contact: String,
    /// Who is affected, as filters of the customer list: `field:operator:value`.
    #[serde(default)]
    pub affected: Vec<String>,
    pub authority_told_at: Option<DateTime<Utc>>,
    pub persons_told_at: Option<DateTime<Utc>>,
    /// When harm was prevented, people need not be told.
    pub why_not_told: Option<String>,
}

const NAME_MAX: usize = 100;
const TEXT_MAX: usize = 4_000;
const SUB_PROCESSORS_MAX: usize = 50;
const KINDS_MAX: usize = 30;

impl BookPage {
    pub fn book(&self) -> Book {
        match self {
            Self::Processors(_) => Book::Processors,
            Self::Assessments(_) => Book::Assessments,
            Self::Incidents(_) => Book::Incidents,
        }
    }

    /// What it is called in lists.
    pub fn title(&self) -> &str {
        match self {
            Self::Processors(page) => &page.name,
            Self::Assessments(page) => &page.name,
            Self::Incidents(page) => &page.name,
        }
    }

    /// When it ends by itself.
    pub fn until(&self) -> Option<NaiveDate> {
        match self {
            Self::Processors(page) => page.until,
            Self::Assessments(_) | Self::Incidents(_) => None,
        }
    }

    /// Trims what was typed and says what is wrong with it.
    pub fn check(&mut self, now: DateTime<Utc>) -> Vec<Fault> {
        let mut faults = Vec::new();
        match self {
            Self::Processors(page) => page.check(&mut faults),
            Self::Assessments(page) => page.check(&mut faults),
            Self::Incidents(page) => page.check(now, &mut faults),
        }
        faults
    }
}

impl Processor {
    fn check(&mut self, faults: &mut Vec<Fault>) {
        required("name", &mut self.name, NAME_MAX, faults);
        required("service", &mut self.service, NAME_MAX, faults);
        required("purpose", &mut self.purpose, TEXT_MAX, faults);
        optional("contract", &mut self.contract, NAME_MAX, faults);
        optional("place", &mut self.place, NAME_MAX, faults);
        optional("contact", &mut self.contact, NAME_MAX, faults);
        check_kinds(&mut self.kinds, faults);
        if self.sub_processors.len() > SUB_PROCESSORS_MAX {
            faults.push(Fault::new("sub_processors", "list.too_long", "name at most 50"));
        }
        for (at, name) in self.sub_processors.iter_mut().enumerate() {
            required(&format!("sub_processors[{at}]"), name, NAME_MAX, faults);
        }
        if self.since.zip(self.until).is_some_and(|(since, until)| until < since) {
            faults.push(Fault::new("until", "date.before_beginning", "the contract ends before it begins"));
        }
    }
}

impl Assessment {
    fn check(&mut self, faults: &mut Vec<Fault>) {
        required("name", &mut self.name, NAME_MAX, faults);
        required("assessor", &mut self.assessor, NAME_MAX, faults);
        required("lawfulness", &mut self.lawfulness, TEXT_MAX, faults);
        required("impact", &mut self.impact, TEXT_MAX, faults);
        required("measures", &mut self.measures, TEXT_MAX, faults);
        optional("conclusion", &mut self.conclusion, TEXT_MAX, faults);
        check_kinds(&mut self.kinds, faults);
    }
}

impl Incident {
    fn check(&mut self, now: DateTime<Utc>, faults: &mut Vec<Fault>) {
        required("name", &mut self.name, NAME_MAX, faults);
        required("cause", &mut self.cause, TEXT_MAX, faults);
        required("harm", &mut self.harm, TEXT_MAX, faults);
        required("measures", &mut self.measures, TEXT_MAX, faults);
        required("contact", &mut self.contact, NAME_MAX, faults);
        optional("why_not_told", &mut self.why_not_told, TEXT_MAX, faults);
        check_kinds(&mut self.kinds, faults);
        let moments = [
            ("happened_at", self.happened_at),
            ("found_at", Some(self.found_at)),
            ("authority_told_at", self.authority_told_at),
            ("persons_told_at", self.persons_told_at),
        ];
        for (field, at) in moments {
            if at.is_some_and(|at| at > now) {
                faults.push(Fault::new(field, "date.in_future", "this has not happened yet"));
            }
        }
        if self.happened_at.is_some_and(|at| at > self.found_at) {
            faults.push(Fault::new("found_at", "date.before_beginning", "it was found before it happened"));
        }
    }
}

fn check_kinds(kinds: &mut Vec<PersonalKind>, faults: &mut Vec<Fault>) {
    kinds.truncate(KINDS_MAX);
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.is_empty() {
        faults.push(Fault::new("kinds", "list.empty", "name at least one kind of data"));
    }
}
