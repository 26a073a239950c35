//! What a copy leaves out, or leaves to machines, and why.

/// Tables that stand in the JSON alone: how the house works, not what it knows of the person.
const OFF_PAPER: [&str; 16] = [
    // Lists of the staff's own.
    "stars",
    "suggestion_dismissals",
    "bulk_change_rows",
    // Which records may be the same person, and rows of work on it.
    "duplicate_pairs",
    "merge_run_pairs",
    "vehicle_merges",
    "quality_audit_items",
    "recall_vins",
    // Counts of sendings, hand-overs to other programs, and the machinery of requests.
    "code_sends",
    "webhook_deliveries",
    "breach_unreached",
    "person_copies",
    "deletions",
    // What another system sent, whose words stand with the enquiry it became.
    "lead_payloads",
    // How the person is found, made from what stands elsewhere in the copy.
    "search_terms",
    "match_keys",
];

/// Columns that stand in no copy: keyed digests, bit masks, internal keys, what opens something.
const INTERNAL: [&str; 23] = [
    "group_id",
    "blind",
    "id_number_blind",
    "address_blind",
    "old_blind",
    "content",
    "watched",
    "needles_sealed",
    "token_digest",
    "code_digest",
    "version",
    "transaction_id",
    "position",
    "entry_transaction",
    "entry_position",
    "mark",
    "missing",
    "doubts",
    "unique_key",
    "task_key",
    "fault_key",
    "name_pinyin",
    "key",
];

/// Columns that stand in the JSON alone, of whatever table: ids of rows, and the ways of sending.
const FOR_MACHINES: [&str; 8] =
    ["id", "customer_id", "lead_id", "template_id", "request_id", "message_id", "policy_id", "policy_text_id"];

/// The same of one table.
const FOR_MACHINES_OF: [(&str, &[&str]); 17] = [
    ("customers", &["merged_into"]),
    ("vehicles", &["merged_into"]),
    ("recall_cars", &["recall_id", "actor_id", "before"]),
    ("notes", &["author_id"]),
    ("tasks", &["department"]),
    (
        "messages",
        &[
            "address_masked",
            "via",
            "attempts",
            "error",
            "receipt",
            "edition",
            "parts",
            "obstacles",
            "cost_thousandths",
            "currency",
        ],
    ),
    ("consents", &["policy_hash", "recorded_by"]),
    ("leads", &["is_grade_set", "steps", "rule_id", "wall_by", "held_back"]),
    ("touches", &["note_id"]),
    ("lead_losses", &["state_before"]),
    (
        "pending_changes",
        &[
            "contact_id",
            "asked_by",
            "approved_by",
            "code_way",
            "code_to",
            "code_sent_at",
            "code_expires_at",
            "attempts",
            "sends",
        ],
    ),
    ("merges", &["taken", "moved", "run_id", "actor_id"]),
    ("import_rows", &["import_id", "is_mended", "faults", "undo"]),
    ("person_requests", &["warn_at", "due_at", "is_due_assumed", "letter_message_id"]),
    ("journal", &["store_id", "actor_kind", "actor_id", "kind", "body", "recorded_at"]),
    ("audit_looks", &["number", "store_id", "record_id", "actor_kind", "actor_id", "detail"]),
    ("push_subscriptions", &["value"]),
];

pub fn is_left_off_paper(table: &str) -> bool {
    OFF_PAPER.contains(&table)
}

/// Of the database's own name for the column.
pub fn is_internal(column: &str) -> bool {
    INTERNAL.contains(&column)
}

/// Of the copy's name for the column.
pub fn is_for_machines(table: &str, column: &str) -> bool {
    let of_table = FOR_MACHINES_OF.iter().find(|(one, _)| *one == table);
    FOR_MACHINES.contains(&column) || of_table.is_some_and(|(_, columns)| columns.contains(&column))
}
