//! What is wrong with one condition, and with which part of it.

use kernel::{Error, Fault};

/// The parts of a condition, by the names they have in JSON.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    Field,
    Operator,
    Value,
}

/// A condition that makes no sense, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    pub part: Part,
    /// Stable code, `filter.unknown_field`.
    pub code: &'static str,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl Wrong {
    pub fn new(part: Part, code: &'static str, message: impl Into<String>) -> Self {
        Self { part, code, message: message.into() }
    }

    /// As the fault of a rule whose condition stands at `path`.
    pub(crate) fn at(self, path: &str) -> Fault {
        Fault::new(format!("{path}.{}", self.part.name()), self.code, self.message)
    }
}

/// As the fault of a list filter, which is one text with all its parts.
impl From<Wrong> for Error {
    fn from(wrong: Wrong) -> Self {
        Self::invalid("filter", wrong.code, wrong.message)
    }
}

impl Part {
    pub fn name(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Operator => "operator",
            Self::Value => "value",
        }
    }
}
