//! Only `dialect.rs` knows which engine it is. What it hands to others may be named by the few files listed here.

use super::sources;

const DIALECT: &str = "ground/platform/src/database/dialect.rs";

/// The exceptions, each with its reason; a new one needs a page in docs/decisions.
const ENGINE_NAMED: [(&str, &str); 10] = [
    (
        "ground/platform/src/keeping/catalogue.rs",
        "asks what columns hold in a database in memory, made for nothing else",
    ),
    ("ground/platform/src/keeping/embedded.rs", "rows out of and into a file, far quicker than by the pooled driver"),
    ("ground/platform/src/keeping/served.rs", "rows out of and into a server by its COPY"),
    ("ground/platform/src/database/beside.rs", "the file beside a database that is a file, named by the dialect alone"),
    ("ground/platform/src/database/opening.rs", "opens the pools of either engine by its own driver"),
    ("ground/platform/src/database/rows.rs", "the quick readers of the embedded engine, made by the dialect alone"),
    ("ground/platform/src/database/writer.rs", "the name of the option by which the one writer begins its transaction"),
    ("server/src/config.rs", "the default database address"),
    ("server/src/commands/keeping.rs", "whether there is a file, before opening it would make one"),
    ("server/src/commands/mod.rs", "the key stands beside a database that is a file"),
];

#[test]
fn only_the_dialect_knows_which_engine_it_is() {
    let mut found = Vec::new();
    for source in sources::rust() {
        // The load measurements speak to the engines' own drivers: that is what they compare with.
        if source.is_test() || source.path == DIALECT || source.path.starts_with("bench/") {
            continue;
        }
        if names_an_engine(&source.code()) && !ENGINE_NAMED.iter().any(|(path, _)| *path == source.path) {
            found.push(source.path);
        }
    }
    assert!(found.is_empty(), "ask `Dialect` for a word instead of naming an engine: {found:#?}");
}

#[test]
fn no_exception_outlives_its_reason() {
    let all = sources::rust();
    for (path, reason) in ENGINE_NAMED {
        let source = all.iter().find(|source| source.path == path);
        let is_needed = source.is_some_and(|source| names_an_engine(&source.code()));
        assert!(is_needed, "{path} names no engine any more ({reason}): strike it from the list");
    }
}

#[test]
fn migrations_use_the_words_of_both_engines() {
    for source in sources::sql() {
        let text = source.text.to_lowercase();
        for word in [
            "timestamptz",
            "jsonb",
            "bytea",
            " blob",
            "autoincrement",
            "serial",
            "without rowid",
            "now()",
            "create trigger",
        ] {
            assert!(!text.contains(word), "{} says '{}': use the dialect's words in braces", source.path, word.trim());
        }
    }
}

fn names_an_engine(code: &str) -> bool {
    let code = code.to_lowercase();
    code.contains("sqlite") || code.contains("postgres")
}
