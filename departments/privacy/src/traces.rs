//! What the tables of privacy hold of a person.

use platform::traces::{Seal, SealedUnder, Trace};

pub const TRACES: &[Trace] = &[
    Trace::nobody("book_entries", "about processors, assessments and incidents of the group").written_in(&["title", "page"]),
    Trace::nobody("breach_notices", "what everybody was told, and how many").written_in(&["words"]),
    Trace::erased("breach_unreached", &["customer_id"]),
    Trace::nobody("holidays", "of the whole country").inside(None),
    Trace::nobody("policies", "texts of the group for everybody").written_in(&["name"]),
    Trace::nobody("policy_texts", "texts of the group for everybody"),
    Trace::nobody("retention_rules", "how long the group keeps things"),
    Trace::nobody("retention_runs", "how much the rules did"),
    Trace::nobody("forgotten_records", "ids of records that are no more, so that an older backup forgets them again"),
    Trace::erased("person_copies", &["customer_id"]),
    Trace::rewritten("deletions", &["customer_id"]).sealed(&[Seal::new("needles_sealed", SealedUnder::Word("deletions"))]),
    Trace::rewritten("kept_records", &[]).sealed(&[Seal::new("sealed", SealedUnder::Word("kept_records"))]),
    Trace::rewritten("restrictions", &["customer_id"]),
    Trace::rewritten("identity_checks", &[]).sealed(&[Seal::new("note_sealed", SealedUnder::Word("identity_checks"))]),
    Trace::nobody("identity_codes", "keyed digests of codes, of no use after ten minutes"),
    // Who asked, and that it was answered, is proof the law wants; the rest is sealed and goes.
    Trace::blanked(
        "person_requests",
        &["customer_id"],
        "customer_id = null, particulars_sealed = null, answer_sealed = null, extension_reason = null, version = version + 1",
    )
    .sealed(&[
        Seal::new("particulars_sealed", SealedUnder::Part("person_requests", "particulars")),
        Seal::new("answer_sealed", SealedUnder::Part("person_requests", "answer")),
    ]),
];
