//! What happens to the audit itself, and to entries that were changed lawfully.

use platform::crypto::hex;
use serde::{Deserialize, Serialize};

use super::Event;
use crate::{Kind, mark::Mark};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum AuditEvent {
    /// Lines of it were taken as a file.
    #[serde(rename = "audit.exported")]
    Exported { rows: u64 },
    /// All of it was walked through; `findings` is how much was not as it was sealed.
    #[serde(rename = "audit.verified")]
    Verified { lines: u64, findings: u64 },
    /// Lines that were sealed say something else now, for this reason: a deletion, a merge.
    #[serde(rename = "audit.resealed")]
    Resealed {
        /// `journal` or `looks`.
        chain: String,
        /// `deletion PR-SH01-26-000001`, `merge <id>` …
        reason: String,
        lines: Vec<Remarked>,
    },
    /// The oldest looks were removed when their time was over, up to the one of this number.
    #[serde(rename = "audit.trimmed")]
    Trimmed { looks: u64, up_to: i64 },
}

/// The mark of a line before and after, in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remarked {
    pub was: String,
    pub becomes: String,
}

impl Remarked {
    pub fn of(was: &Mark, becomes: &Mark) -> Self {
        Self { was: hex(was), becomes: hex(becomes) }
    }

    /// Both marks; nothing when they are none.
    pub fn marks(&self) -> Option<(Mark, Mark)> {
        Some((mark_in(&self.was)?, mark_in(&self.becomes)?))
    }
}

fn mark_in(hex: &str) -> Option<Mark> {
    let is_mark = hex.len() == 32 && hex.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_mark.then(|| u128::from_str_radix(hex, 16).ok()).flatten().map(u128::to_be_bytes)
}

impl Event for AuditEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_read_back_from_their_digits() {
        let (was, becomes) = ([7; 16], [0; 16]);
        assert_eq!(Remarked::of(&was, &becomes).marks(), Some((was, becomes)));
        for wrong in ["", "x", "zz000000000000000000000000000000", "+0000000000000000000000000000000"] {
            let both = Remarked { was: wrong.into(), becomes: wrong.into() };
            assert_eq!(both.marks(), None, "{wrong}");
        }
    }
}
