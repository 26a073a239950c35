//! A recall for the tests of these nouns.

use kernel::{GroupId, RecallId};

use super::recall::{Lines, Recall, RecallKind, RecallState};
use crate::vehicles::example::{day, instant, uuid};

/// A draft of the group of the example car.
pub fn recall() -> Recall {
    Recall {
        id: RecallId(uuid(30)),
        group_id: GroupId(uuid(1)),
        number: "S2026M0012V".into(),
        title: "制动软管".into(),
        brand: "大众".into(),
        kind: RecallKind::Recall,
        state: RecallState::Draft,
        defect: None,
        consequence: None,
        remedy: "更换制动软管".into(),
        is_stop_sale: true,
        published_on: None,
        begins_on: day("2026-03-01"),
        ends_on: None,
        labour_minutes: None,
        operations: Lines::default(),
        parts: Lines::default(),
        source_url: None,
        opened_at: None,
        closed_at: None,
        created_at: instant("2026-03-01"),
        changed_at: instant("2026-03-01"),
        version: 1,
    }
}
