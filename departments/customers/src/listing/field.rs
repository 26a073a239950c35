//! Fields: what they hold, where they are kept, how they are compared.

use sea_orm::Value;
use serde::Serialize;
use utoipa::ToSchema;

use crate::facts::fact::{NEVER, NO_DAY};

/// What a field holds, which decides its operators and its editor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Text,
    Choice,
    Staff,
    Store,
    Tag,
    Date,
    Number,
    Money,
    Flag,
}

/// How a field is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    Is,
    IsNot,
    AnyOf,
    NoneOf,
    Before,
    After,
    /// From today on, so many days.
    WithinDays,
    /// More than so many days ago.
    OlderThanDays,
    AtLeast,
    AtMost,
    Empty,
    Present,
    Contains,
}

/// A field as the page learns of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Field {
    pub name: &'static str,
    pub kind: FieldKind,
    pub operators: Vec<Operator>,
    /// The words of a choice.
    pub options: Vec<&'static str>,
    pub sortable: bool,
    /// Whether lists can show it as a column.
    pub column: bool,
}

/// Where a noun keeps its fields: the column of a table, or something asked of another one.
pub trait Place: Copy + std::fmt::Debug + Send + Sync + 'static {
    /// All fields of the noun.
    const FIELDS: &'static [Definition<Self>];
    /// Where they can be read: `/api/v1/customers/fields`.
    const LISTED_AT: &'static str;
    /// The order of a list that asks for none, as it would be asked for.
    const USUAL_ORDER: &'static str = "-created";
}

/// One field of a noun.
#[derive(Clone, Copy, Debug)]
pub struct Definition<P> {
    pub name: &'static str,
    pub kind: FieldKind,
    pub place: P,
    pub kept: Kept,
    pub options: &'static [&'static str],
    pub filtered: bool,
    pub sortable: bool,
    pub column: bool,
}

/// How a value is kept, where that is not plain from its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// As it is; null when not known.
    Plain,
    /// A date asked for as a day and kept as an instant.
    Instant,
    /// The same, with the beginning of time for "not yet".
    InstantOrNever,
    /// A day, with the last day of all for "none known".
    DayOrNone,
    /// A day that comes round every year: the next so many days are asked of month and day.
    Anniversary,
}

/// A field that can be filtered by and shown.
pub const fn field<P: Place>(name: &'static str, kind: FieldKind, place: P, kept: Kept) -> Definition<P> {
    Definition { name, kind, place, kept, options: &[], filtered: true, sortable: false, column: true }
}

/// A field of a closed list of words.
pub const fn choice<P: Place>(name: &'static str, place: P, options: &'static [&'static str]) -> Definition<P> {
    Definition { options, ..field(name, FieldKind::Choice, place, Kept::Plain) }
}

/// A field lists can be ordered by.
pub const fn sortable<P: Place>(definition: Definition<P>) -> Definition<P> {
    Definition { sortable: true, ..definition }
}

/// A field that is only shown.
pub const fn shown<P: Place>(name: &'static str, place: P) -> Definition<P> {
    Definition { filtered: false, ..field(name, FieldKind::Text, place, Kept::Plain) }
}

/// All fields of a noun, as the page learns of them.
pub fn views<P: Place>() -> Vec<Field> {
    P::FIELDS
        .iter()
        .map(|definition| Field {
            name: definition.name,
            kind: definition.kind,
            operators: if definition.filtered { definition.kind.operators().to_vec() } else { Vec::new() },
            options: definition.options.to_vec(),
            sortable: definition.sortable,
            column: definition.column,
        })
        .collect()
}

impl FieldKind {
    /// How a field of this kind can be compared.
    pub fn operators(self) -> &'static [Operator] {
        use Operator::{
            After, AnyOf, AtLeast, AtMost, Before, Contains, Empty, Is, IsNot, NoneOf, OlderThanDays, Present,
            WithinDays,
        };
        match self {
            Self::Text => &[Is, IsNot, AnyOf, Contains, Empty, Present],
            Self::Choice | Self::Staff | Self::Store => &[Is, IsNot, AnyOf, NoneOf, Empty, Present],
            Self::Tag => &[AnyOf, NoneOf, Empty, Present],
            Self::Date => &[Before, After, WithinDays, OlderThanDays, Empty, Present],
            Self::Number | Self::Money => &[AtLeast, AtMost, Is, Empty, Present],
            Self::Flag => &[Is],
        }
    }
}

impl Operator {
    pub fn name(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::IsNot => "is_not",
            Self::AnyOf => "any_of",
            Self::NoneOf => "none_of",
            Self::Before => "before",
            Self::After => "after",
            Self::WithinDays => "within_days",
            Self::OlderThanDays => "older_than_days",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::Empty => "empty",
            Self::Present => "present",
            Self::Contains => "contains",
        }
    }
}

impl Kept {
    pub fn is_instant(self) -> bool {
        matches!(self, Self::Instant | Self::InstantOrNever)
    }

    /// The value that stands for nothing, where it is not null.
    pub fn nothing(self) -> Option<Value> {
        match self {
            Self::InstantOrNever => Some(NEVER.into()),
            Self::DayOrNone => Some(NO_DAY.into()),
            Self::Plain | Self::Instant | Self::Anniversary => None,
        }
    }
}
