//! Fields of lists: what they hold, where they are kept, how they are shown.

use std::ops::Deref;

use conditions::{FieldKind, Operator, Sense, Shape, Unit};
use sea_orm::Value;
use serde::Serialize;
use utoipa::ToSchema;

use crate::facts::fact::{NEVER, NO_DAY};

/// A field as the page learns of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Field {
    pub name: &'static str,
    pub kind: FieldKind,
    pub operators: Vec<Operator>,
    /// The words of a choice.
    pub options: Vec<&'static str>,
    /// What its number counts.
    pub unit: Unit,
    pub topic: Topic,
    pub sortable: bool,
    /// Whether lists can show it as a column.
    pub column: bool,
    /// Whether rules can ask for it.
    pub in_rules: bool,
}

/// What a field is about, by which a page groups them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Who it is.
    Basic,
    /// What they want.
    Intention,
    /// What they did, and when.
    Behaviour,
    Vehicle,
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
    pub shape: Shape,
    pub place: P,
    pub kept: Kept,
    pub topic: Topic,
    pub filtered: bool,
    pub sortable: bool,
    pub column: bool,
    /// Whether rules can ask for it, beside lists.
    pub in_rules: bool,
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
}

/// A field that can be filtered by and shown.
pub const fn field<P: Place>(name: &'static str, kind: FieldKind, place: P, kept: Kept) -> Definition<P> {
    let shape = Shape::new(name, kind);
    Definition {
        shape,
        place,
        kept,
        topic: Topic::Basic,
        filtered: true,
        sortable: false,
        column: true,
        in_rules: true,
    }
}

/// A field of a closed list of words.
pub const fn choice<P: Place>(name: &'static str, place: P, options: &'static [&'static str]) -> Definition<P> {
    let plain = field(name, FieldKind::Choice, place, Kept::Plain);
    Definition { shape: Shape { options, ..plain.shape }, ..plain }
}

/// A field lists can be ordered by.
pub const fn sortable<P: Place>(definition: Definition<P>) -> Definition<P> {
    Definition { sortable: true, ..definition }
}

/// A field to ask for that lists don't show.
pub const fn asked<P: Place>(definition: Definition<P>) -> Definition<P> {
    Definition { column: false, ..definition }
}

/// A field that lists ask for and rules don't: nobody keeps it in memory.
pub const fn asked_in_lists<P: Place>(definition: Definition<P>) -> Definition<P> {
    Definition { in_rules: false, ..definition }
}

/// A field that is only shown.
pub const fn shown<P: Place>(name: &'static str, place: P) -> Definition<P> {
    Definition { filtered: false, ..field(name, FieldKind::Text, place, Kept::Plain) }
}

impl<P: Place> Definition<P> {
    /// What it is called in a sentence, Chinese and English.
    pub const fn said(self, zh: &'static str, en: &'static str) -> Self {
        Self { shape: Shape { words: (zh, en), ..self.shape }, ..self }
    }

    pub const fn about(self, topic: Topic) -> Self {
        Self { topic, ..self }
    }

    pub const fn counting(self, unit: Unit) -> Self {
        Self { shape: Shape { unit, ..self.shape }, ..self }
    }

    /// A value that means more than its kind says.
    pub const fn meaning(self, sense: Sense) -> Self {
        Self { shape: Shape { sense, ..self.shape }, ..self }
    }
}

/// What every condition knows of a field can be asked of its definition.
impl<P> Deref for Definition<P> {
    type Target = Shape;

    fn deref(&self) -> &Shape {
        &self.shape
    }
}

/// All fields of a noun, as the page learns of them.
pub fn views<P: Place>() -> Vec<Field> {
    P::FIELDS
        .iter()
        .map(|definition| Field {
            name: definition.name,
            kind: definition.kind,
            operators: if definition.filtered { definition.operators().to_vec() } else { Vec::new() },
            options: definition.options.to_vec(),
            unit: definition.unit,
            topic: definition.topic,
            sortable: definition.sortable,
            column: definition.column,
            in_rules: definition.in_rules && definition.filtered,
        })
        .collect()
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
            Self::Plain | Self::Instant => None,
        }
    }
}
