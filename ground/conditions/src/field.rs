//! Fields: what they hold, and how a field of each kind can be compared.

use kernel::Language;
use serde::Serialize;
use utoipa::ToSchema;

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
    /// How often something happened in the last so many days: its values are a count and the days.
    Happenings,
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
    /// Up to today, so many days.
    LastDays,
    /// More than so many days ago.
    OlderThanDays,
    /// In the month that is now.
    ThisMonth,
    AtLeast,
    AtMost,
    Empty,
    Present,
    Contains,
}

/// What the number of a field counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    #[default]
    Plain,
    Years,
    /// Years of a person's life.
    YearsOld,
    Kilometres,
    Percent,
    Times,
    Cars,
}

/// What a value means where that is not plain from its kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Sense {
    #[default]
    Plain,
    /// A day that comes round every year: the next so many days are asked of month and day.
    ComesRound,
    /// A number of whole years, kept as the day they began: an age.
    YearsSince,
}

/// A field as a condition knows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shape {
    pub name: &'static str,
    pub kind: FieldKind,
    pub sense: Sense,
    pub unit: Unit,
    /// The words of a choice.
    pub options: &'static [&'static str],
    /// What it is called in a sentence, Chinese and English; empty where it is spoken of by its name.
    pub words: (&'static str, &'static str),
}

impl Shape {
    pub const fn new(name: &'static str, kind: FieldKind) -> Self {
        Self { name, kind, sense: Sense::Plain, unit: Unit::Plain, options: &[], words: ("", "") }
    }

    /// How it can be compared.
    pub fn operators(&self) -> &'static [Operator] {
        self.kind.operators()
    }

    /// What it is called in a sentence.
    pub fn spoken(&self, language: Language) -> &'static str {
        let words = language.pick(self.words.0, self.words.1);
        if words.is_empty() { self.name } else { words }
    }
}

impl FieldKind {
    /// How a field of this kind can be compared.
    pub fn operators(self) -> &'static [Operator] {
        use Operator::{
            After, AnyOf, AtLeast, AtMost, Before, Contains, Empty, Is, IsNot, LastDays, NoneOf, OlderThanDays,
            Present, ThisMonth, WithinDays,
        };
        match self {
            Self::Text => &[Is, IsNot, AnyOf, NoneOf, Contains, Empty, Present],
            Self::Choice | Self::Staff | Self::Store => &[Is, IsNot, AnyOf, NoneOf, Empty, Present],
            Self::Tag => &[AnyOf, NoneOf, Empty, Present],
            Self::Date => &[Before, After, WithinDays, LastDays, OlderThanDays, ThisMonth, Empty, Present],
            Self::Number | Self::Money => &[AtLeast, AtMost, Is, Empty, Present],
            Self::Flag => &[Is],
            Self::Happenings => &[AtLeast, AtMost],
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
            Self::LastDays => "last_days",
            Self::OlderThanDays => "older_than_days",
            Self::ThisMonth => "this_month",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::Empty => "empty",
            Self::Present => "present",
            Self::Contains => "contains",
        }
    }

    /// Whether it asks for what is not so; what is not known is not so either.
    pub fn is_negative(self) -> bool {
        matches!(self, Self::IsNot | Self::NoneOf | Self::Empty)
    }

    /// Whether it is complete without a value.
    pub fn is_bare(self) -> bool {
        matches!(self, Self::ThisMonth | Self::Empty | Self::Present)
    }

    /// Whether it takes any number of values.
    pub fn takes_many(self) -> bool {
        matches!(self, Self::Is | Self::IsNot | Self::AnyOf | Self::NoneOf)
    }
}
