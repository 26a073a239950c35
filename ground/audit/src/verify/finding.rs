//! What is not as it was sealed: which line or seal, and from when.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::chain::Chain;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AuditFindingKind)]
pub enum FindingKind {
    /// A line says something else than when it was written.
    LineChanged,
    /// A sealed line is gone.
    LineRemoved,
    /// There is a line that the house never wrote.
    LineInserted,
    /// A line stands before others it came after.
    LineMoved,
    /// A line was not sealed in its time, though the house was at work: seals over it may be gone.
    SealedLate,
    /// A line was sealed twice.
    LineTwice,
    /// A seal was changed or put in.
    SealChanged,
    /// Seals are gone, from `seal` to `until_seal`.
    SealsRemoved,
    /// The head, or the place up to which the journal is sealed, was moved or removed.
    HeadBroken,
    /// The chain does not lead to a head that was noted earlier.
    NotedMissing,
}

/// One thing that is not right.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AuditFinding)]
pub struct Finding {
    pub kind: FindingKind,
    /// `journal` or `looks`.
    pub chain: String,
    pub seal: Option<i64>,
    pub until_seal: Option<i64>,
    /// The place of the line: its position in the journal, or its number among the looks.
    pub line: Option<i64>,
    /// What the line now says happened.
    pub name: Option<String>,
    /// When the line was written, or sealed if it is gone.
    pub at: Option<DateTime<Utc>>,
}

impl Finding {
    pub fn of(kind: FindingKind, chain: Chain) -> Self {
        let chain = chain.word().to_owned();
        Self { kind, chain, seal: None, until_seal: None, line: None, name: None, at: None }
    }

    #[must_use]
    pub fn at_seal(self, seal: i64, at: Option<DateTime<Utc>>) -> Self {
        Self { seal: Some(seal), at, ..self }
    }

    #[must_use]
    pub fn at_line(self, line: i64, name: Option<String>, at: DateTime<Utc>) -> Self {
        Self { line: Some(line), name, at: Some(at), ..self }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, seal) = (self.line.unwrap_or_default(), self.seal.unwrap_or_default());
        write!(f, "{}: ", self.chain)?;
        match self.kind {
            FindingKind::LineChanged => write!(f, "line {line} was changed")?,
            FindingKind::LineRemoved => write!(f, "line {line} was removed")?,
            FindingKind::LineInserted => write!(f, "line {line} was put in")?,
            FindingKind::LineMoved => write!(f, "line {line} was moved to another place")?,
            FindingKind::SealedLate => {
                write!(f, "line {line} was not sealed in its time; seals over it may have been removed")?;
            }
            FindingKind::LineTwice => write!(f, "line {line} is sealed twice")?,
            FindingKind::SealChanged => write!(f, "seal {seal} was changed or put in")?,
            FindingKind::SealsRemoved => {
                write!(f, "seals {seal} to {} were removed", self.until_seal.unwrap_or(seal))?;
            }
            FindingKind::HeadBroken => write!(f, "the end of the chain was moved, as of seal {seal}")?,
            FindingKind::NotedMissing => write!(f, "the chain does not lead to the head noted as {seal}")?,
        }
        if let Some(name) = &self.name {
            write!(f, " ({name})")?;
        }
        match self.at {
            Some(at) if self.kind == FindingKind::LineRemoved => write!(f, ", sealed {at}"),
            Some(at) => write!(f, ", of {at}"),
            None => Ok(()),
        }
    }
}
