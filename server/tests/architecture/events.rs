//! Everything that can happen can be told to other systems: the catalogue of webhooks knows every event of the journal.

use std::collections::BTreeSet;

use super::sources;

#[test]
fn the_catalogue_of_webhooks_knows_every_event_of_the_journal() {
    let known: BTreeSet<String> = integrations::event_names().collect();
    let told = journal_events();
    let missing: Vec<&String> = told.difference(&known).collect();
    let gone: Vec<&String> = known.difference(&told).collect();
    assert!(missing.is_empty(), "give them a line in ground/journal/src/nouns/list.rs: {missing:?}");
    assert!(gone.is_empty(), "no event is called so any more: {gone:?}");
}

/// The names in `#[serde(rename = "noun.deed")]` of the events.
fn journal_events() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for source in sources::rust().iter().filter(|source| source.path.starts_with("ground/journal/src/events/")) {
        for rest in source.code().split("rename = \"").skip(1) {
            let name = rest.split('"').next().unwrap_or_default();
            if name.contains('.') {
                names.insert(name.to_owned());
            }
        }
    }
    assert!(names.len() > 100, "only {} events were found", names.len());
    names
}
