//! The source files of the house, as text and as code without comments and tests.

use std::{
    fs,
    path::{Path, PathBuf},
};

pub struct Source {
    /// From the root of the repository, with forward slashes.
    pub path: String,
    /// As it stands in the file.
    pub text: String,
}

/// Every Rust file of the house.
pub fn rust() -> Vec<Source> {
    files(&["ground", "departments", "server", "bench"], &["rs"])
}

/// Every TypeScript file of the pages, but those that are generated.
pub fn typescript() -> Vec<Source> {
    let mut all = files(&["web/staff", "web/owner", "web/shared", "web/e2e"], &["ts", "tsx"]);
    all.retain(|source| !source.path.ends_with(".d.ts"));
    all
}

/// Every migration that stands in a file of its own.
pub fn sql() -> Vec<Source> {
    files(&["ground", "departments"], &["sql"])
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

impl Source {
    /// Whether it runs only in tests and examples.
    pub fn is_test(&self) -> bool {
        ["/tests/", "/examples/", "/testkit/"].iter().any(|folder| self.path.contains(folder))
            || self.path.ends_with("/tests.rs")
    }

    /// What the compiler reads, without the tests at the end of the file. Lines keep their places.
    pub fn code(&self) -> String {
        let code = without_comments(&self.text);
        match code.find("#[cfg(test)]\nmod ") {
            Some(tests) => code[..tests].to_owned(),
            None => code,
        }
    }

    /// The name of the file without folder and ending.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default()
    }
}

fn files(folders: &[&str], endings: &[&str]) -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    for folder in folders {
        collect(&root.join(folder), endings, &mut found);
    }
    found.sort();
    let read = |path: PathBuf| Source {
        path: path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"),
        text: fs::read_to_string(&path).unwrap(),
    };
    found.into_iter().map(read).collect()
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("node_modules") && !path.ends_with("target") {
                collect(&path, endings, found);
            }
        } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
            found.push(path);
        }
    }
}

/// Comments become nothing; strings stay, for they reach the machine.
fn without_comments(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
                continue;
            }
            '"' => string_length(rest),
            'r' if rest.starts_with("r\"") || rest.starts_with("r#") => raw_string_length(rest),
            '\'' => character_length(rest),
            other => other.len_utf8(),
        };
        code.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    code
}

fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn raw_string_length(text: &str) -> usize {
    let hashes = text[1..].chars().take_while(|character| *character == '#').count();
    let begin = 1 + hashes;
    if !text[begin..].starts_with('"') {
        return begin; // a raw name, r#type
    }
    let end = format!("\"{}", "#".repeat(hashes));
    text[begin + 1..].find(&end).map_or(text.len(), |at| begin + 1 + at + end.len())
}

/// A character such as `'"'` must not open a string; a lifetime is left as it is.
fn character_length(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), Some(_)) => text[2..].find('\'').map_or(1, |at| 2 + at.max(1) + 1).min(text.len()),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

#[test]
fn comments_are_told_from_what_the_machine_reads() {
    let text = "let a = \"x // \\\" y\"; // gone\nlet b = ('\"', '\\'', r#\"// \" \"#, 'a'); /// gone\nfn c<'a>() {}";
    let code = "let a = \"x // \\\" y\"; \nlet b = ('\"', '\\'', r#\"// \" \"#, 'a'); \nfn c<'a>() {}";
    assert_eq!(without_comments(text), code);
}
