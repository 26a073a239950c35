//! What the tables of customers hold of a person, and what becomes of it when the person is forgotten: parts before their wholes.

use platform::traces::{Seal, SealedUnder, Trace};

pub const TRACES: &[Trace] = &[
    Trace::erased("customer_tags", &["customer_id"]).inside(None),
    Trace::erased("stars", &["customer_id"]).inside(None),
    Trace::erased("suggestion_dismissals", &["customer_id"]).inside(None),
    Trace::erased("bulk_change_rows", &["customer_id"]).inside(None),
    Trace::erased("match_keys", &["customer_id"]).inside(None),
    Trace::erased("duplicate_pairs", &["left_id", "right_id"]).written_in(&["settled_reason"]),
    Trace::erased("search_terms", &["customer_id"]).and_of_cars(&["vehicle_id"]),
    Trace::erased("customer_facts", &["customer_id"]),
    Trace::erased("code_sends", &["customer_id"]),
    Trace::erased("pending_changes", &["customer_id"])
        .written_in(&["reason"])
        .sealed(&[Seal::new("new_sealed", SealedUnder::Id)]),
    Trace::erased("contacts", &["customer_id"]).written_in(&["label"]).sealed(&[Seal::new("sealed", SealedUnder::Id)]),
    Trace::erased("addresses", &["customer_id"])
        .written_in(&["label", "district"])
        .sealed(&[Seal::new("detail_sealed", SealedUnder::Id)]),
    Trace::erased("notes", &["customer_id"]).written_in(&["text", "outcome"]),
    Trace::erased("past_records", &["customer_id"]).written_in(&["summary", "external_id"]),
    Trace::erased("plates", &[]).and_of_cars(&["vehicle_id"]),
    Trace::erased("mileage_readings", &[]).and_of_cars(&["vehicle_id"]),
    Trace::erased("faults", &[]).and_of_cars(&["vehicle_id"]).written_in(&["symptom", "fault_key"]),
    Trace::erased("recall_vins", &[]).and_of_cars(&["vehicle_id"]),
    Trace::blanked("recall_cars", &[], "note = null, before = null, task_key = null, changed_at = $1, version = version + 1")
        .and_of_cars(&["vehicle_id"])
        .written_in(&["note"]),
    Trace::erased("vehicle_people", &["customer_id"]),
    Trace::blanked(
        "vehicles",
        &[],
        "vin = null, plate = null, external_id = null, insurer = null, owner_id = null, consultant_id = null, advisor_id = null, \
         deleted_at = coalesce(deleted_at, $1), changed_at = $1, version = version + 1",
    )
    // Records that live on in this one are the same car.
    .and_of_cars(&["id", "merged_into"])
    .written_in(&["external_id", "trim"]),
    // What was taken names plates, VINs and owners.
    Trace::blanked("vehicle_merges", &[], "taken = '[]', mileage = '{}', version = version + 1").and_of_cars(&["kept_id", "absorbed_id"]),
    Trace::nobody("vehicle_merge_parts", "ids of rows, of which none is left")
        .inside(Some("merge_id in (select id from vehicle_merges where group_id = $1)")),
    Trace::blanked(
        "import_rows",
        &["customer_id"],
        "cells = null, faults = null, undo = null, customer_id = null, vehicle_id = null",
    )
    .inside(Some("import_id in (select id from imports where group_id = $1)")),
    Trace::nobody("merge_parts", "ids of rows, of which none is left")
        .inside(Some("merge_id in (select id from merges where group_id = $1)")),
    Trace::blanked(
        "merges",
        &["kept_id", "absorbed_id"],
        "taken = '[]', id_number_sealed = null, version = version + 1",
    )
    .sealed(&[Seal::new("id_number_sealed", SealedUnder::Id).bound_to("kept_id")]),
    Trace::erased("merge_run_pairs", &["keep_id", "absorb_id"])
        .inside(Some("run_id in (select id from merge_runs where group_id = $1)")),
    Trace::nobody("merge_runs", "who merged how many, not whom"),
    // Columns hold their heads and what stood in the first rows.
    Trace::rewritten("imports", &[]).written_in(&["file_name", "columns", "sheets", "messages", "settings", "fault"]),
    Trace::rewritten("exports", &[]).written_in(&["asked", "fault", "decision_reason"]),
    Trace::nobody("holiday_years", "days off, which are the same for everybody"),
    Trace::nobody("export_rules", "when the group wants exports approved"),
    // To whom data was given is proof the law wants for three years; whose it was goes.
    Trace::erased("share_subjects", &["customer_id"]).inside(Some("share_id in (select id from shares where group_id = $1)")),
    Trace::nobody("shares", "about the parties that received data").written_in(&["purpose", "note"]),
    Trace::erased("confirmations", &["customer_id"]),
    Trace::nobody("quality_audits", "rounds of completing a store's records"),
    Trace::erased("quality_audit_items", &["customer_id"]).inside(Some("audit_id in (select id from quality_audits where group_id = $1)")),
    Trace::rewritten("bulk_changes", &[]).written_in(&["asked", "deed", "fault"]),
    Trace::rewritten("saved_views", &[]).written_in(&["name", "definition"]),
    Trace::rewritten("recall_works", &[]).written_in(&["asked", "row_faults", "fault"]),
    Trace::rewritten("households", &[]).written_in(&["name"]),
    Trace::blanked(
        "customers",
        // Those who live on in this one are the same person.
        &["id", "merged_into"],
        "name = '***', name_pinyin = '', gender = null, birthday = null, occupation = null, household_id = null, relation = null, \
         phone_sealed = null, city = null, id_number_sealed = null, id_number_blind = null, preferred_colour = null, \
         preferred_slot = null, preferred_channel = null, purpose = null, use_scenario = null, decision_style = null, \
         source = null, consultant_id = null, advisor_id = null, external_id = null, deleted_at = coalesce(deleted_at, $1), \
         changed_at = $1, version = version + 1",
    )
    .written_in(&["occupation"])
    .sealed(&[Seal::new("phone_sealed", SealedUnder::Id), Seal::new("id_number_sealed", SealedUnder::Id)]),
    Trace::nobody("tags", "words of the group's own list").written_in(&["name"]),
    Trace::nobody("exchange_limits", "counts of the law, the same for everybody").inside(None),
    Trace::nobody("law_terms", "periods of the law, the same for everybody").inside(None),
    Trace::nobody("recalls", "announcements of makers, about whole series of cars")
        .written_in(&["title", "defect", "consequence", "remedy"]),
    Trace::nobody("recall_criteria", "ranges and models of makers"),
    Trace::nobody("warranty_terms", "promises of makers, kept for whole brands"),
    Trace::nobody("tag_rules", "conditions of the group's own").keyed_by("tag_id").written_in(&["rule", "fault"]),
    Trace::nobody("tag_groups", "words of the group's own list").written_in(&["name"]),
    Trace::nobody("quality_settings", "how the group weighs gaps"),
    Trace::nobody("verification_settings", "which changes the group wants proved"),
    Trace::nobody("quality_figures", "counts only"),
    Trace::nobody("quality_months", "counts only"),
    Trace::nobody("match_models", "how often fields agree, and which values are common, by their hash and sealed")
        .keyed_by("group_id")
        .sealed(&[Seal::new("sealed", SealedUnder::Id)]),
    Trace::nobody("duplicate_scans", "counts only"),
    Trace::nobody("duplicate_rates", "counts only"),
    Trace::nobody("reveal_logs", "how often somebody of the house looked, not at whom").inside(None),
];
