//! What the tables of leads hold of a person.

use platform::traces::{Seal, SealedUnder, Trace};

/// Of a wish nothing is left without the person who has it.
pub const TRACES: &[Trace] = &[
    Trace::erased("lead_payloads", &["customer_id"])
        .written_in(&["remark"])
        .sealed(&[Seal::new("content", SealedUnder::Word("lead_payloads"))]),
    Trace::nobody("connectors", "addresses other systems send to")
        .written_in(&["name"])
        .sealed(&[Seal::new("secret", SealedUnder::Word("connectors"))]),
    Trace::nobody("connector_refusals", "counts only").keyed_by("connector_id"),
    Trace::erased("lead_losses", &["customer_id"]).written_in(&["competitor", "remark", "decision_remark"]),
    Trace::erased("touches", &["customer_id"]).written_in(&["source", "words", "name"]),
    Trace::erased("leads", &["customer_id"]).written_in(&["source", "comment"]),
    Trace::nobody("assignment_turns", "whose turn it is").keyed_by("staff_id"),
    Trace::nobody("assignment_rules", "which staff gets which leads"),
    Trace::nobody("lead_takers", "hours of staff").keyed_by("staff_id"),
    Trace::nobody("lead_limits", "settings of a store").keyed_by("store_id"),
    Trace::nobody("enquiry_turns", "counts only").inside(None).keyed_by("place"),
];
