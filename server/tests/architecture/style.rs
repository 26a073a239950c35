//! How the code is written: short files, plain words, no silenced lint, no skipped test.

use super::sources::{self, Source};

const LINES_MAX: usize = 450;

/// Words that say nothing of a dealership, in the names of types and files.
const EMPTY_WORDS: [&str; 11] =
    ["manager", "managers", "helper", "helpers", "util", "utils", "handler", "handlers", "info", "infos", "data"];

/// What must not stay in code.
const LEFTOVERS: [&str; 8] =
    ["#[allow(", "#![allow(", "#[ignore", "todo!(", "unimplemented!(", "dbg!(", "// TODO", "// FIXME"];

#[test]
fn no_file_is_longer_than_one_can_hold_in_mind() {
    let mut long = Vec::new();
    for source in sources::rust().into_iter().chain(sources::typescript()) {
        let lines = source.text.lines().count();
        if lines > LINES_MAX {
            long.push(format!("{}: {lines} lines", source.path));
        }
    }
    assert!(long.is_empty(), "split them by noun or use case: {long:#?}");
}

#[test]
fn every_rust_file_says_first_what_belongs_there() {
    let silent: Vec<String> = sources::rust()
        .into_iter()
        .filter(|source| !source.text.starts_with("//!"))
        .map(|source| source.path)
        .collect();
    assert!(silent.is_empty(), "begin with one `//!` sentence: {silent:#?}");
}

#[test]
fn no_lint_is_silenced_no_test_skipped_and_nothing_left_to_do() {
    let mut found = Vec::new();
    for source in sources::rust() {
        if source.path.ends_with("architecture/style.rs") {
            continue;
        }
        for leftover in LEFTOVERS {
            if source.text.contains(leftover) {
                found.push(format!("{} has '{leftover}'", source.path));
            }
        }
    }
    assert!(found.is_empty(), "use `#[expect(…, reason)]`, finish or delete: {found:#?}");
}

#[test]
fn types_and_files_speak_dealership() {
    let mut found = Vec::new();
    for source in sources::rust().iter().chain(&sources::typescript()) {
        let names = defined_types(source).into_iter().map(|name| words_of_type(&name)).chain([words_of_file(source)]);
        for words in names {
            if words.iter().any(|word| EMPTY_WORDS.contains(&word.as_str())) {
                found.push(format!("{}: {}", source.path, words.join(" ")));
            }
        }
    }
    assert!(found.is_empty(), "no Manager, Helper, Util, Handler, Info, Data: {found:#?}");
}

#[test]
fn the_name_of_a_test_is_a_sentence() {
    let mut found = Vec::new();
    for source in sources::rust() {
        for attribute in ["#[test]\n", "#[tokio::test]\n"] {
            for rest in source.text.split(attribute).skip(1) {
                let Some((_, function)) = rest.split_once("fn ") else { continue };
                let name = function.split('(').next().unwrap_or_default();
                if name.matches('_').count() < 2 {
                    found.push(format!("{}: {name}", source.path));
                }
            }
        }
    }
    assert!(found.is_empty(), "say what holds: {found:#?}");
}

/// The names after `struct`, `enum`, `trait`, `type`, `interface` and `class` at the beginning of a line.
fn defined_types(source: &Source) -> Vec<String> {
    let defined = |line: &str| {
        let mut words =
            line.split_whitespace().skip_while(|word| ["pub", "pub(crate)", "pub(super)", "export"].contains(word));
        let is_definition =
            words.next().is_some_and(|word| ["struct", "enum", "trait", "type", "interface", "class"].contains(&word));
        let name = words.next().filter(|_| is_definition)?;
        Some(name.chars().take_while(|character| character.is_alphanumeric()).collect())
    };
    source.text.lines().filter_map(defined).collect()
}

/// `ImportRow` → `import`, `row`.
fn words_of_type(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for character in name.chars() {
        match words.last_mut() {
            Some(word) if !character.is_uppercase() => word.push(character),
            _ => words.push(character.to_lowercase().collect()),
        }
    }
    words
}

fn words_of_file(source: &Source) -> Vec<String> {
    let stem = source.stem();
    if stem.contains(['_', '-']) {
        stem.split(['_', '-']).map(str::to_lowercase).collect()
    } else {
        words_of_type(stem)
    }
}
