//! What the tables of leads hold of a person.

use platform::traces::Trace;

/// Of a wish nothing is left without the person who has it.
pub const TRACES: &[Trace] = &[
    Trace::erased("lead_losses", &["customer_id"]).written_in(&["competitor", "remark", "decision_remark"]),
    Trace::erased("touches", &["customer_id"]).written_in(&["source", "words", "name"]),
    Trace::erased("leads", &["customer_id"]).written_in(&["source", "comment"]),
    Trace::nobody("enquiry_turns", "counts only").inside(None).keyed_by("place"),
];
