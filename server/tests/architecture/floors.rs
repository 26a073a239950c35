//! Who may know whom: `kernel ← platform ← journal ← worklist, messaging ← access, customers ← the other departments ← server`.
//! `tables`, `papers` and `world` stand beside the kernel: they know nobody, and only those named here know them. `matching` and `conditions` know the kernel alone.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

use super::sources::root;

const KERNEL: &[&str] = &[];
const PLATFORM: &[&str] = &["kernel"];
const JOURNAL: &[&str] = &["kernel", "platform"];
const WORK: &[&str] = &["kernel", "platform", "journal"];
const AUDIT: &[&str] = &["kernel", "platform", "journal", "tables"];
const FIRST_DEPARTMENTS: &[&str] =
    &["kernel", "platform", "journal", "worklist", "messaging", "tables", "matching", "conditions"];
const DEPARTMENTS: &[&str] = &[
    "kernel",
    "platform",
    "journal",
    "worklist",
    "messaging",
    "audit",
    "tables",
    "papers",
    "matching",
    "conditions",
    "access",
    "customers",
];

/// Whom tests and examples may know beside those below: the dealer in a box with whom it brings, and what makes and reads examples.
const IN_TESTS: [&str; 6] = ["testkit", "kernel", "access", "customers", "tables", "world"];

/// Libraries that belong to one machine: (library, who may name it).
const MACHINES: [(&str, &[&str]); 5] = [
    ("sqlx", &["platform"]),
    ("rusqlite", &["platform", "bench"]),
    ("libsqlite3-sys", &["platform"]),
    ("clap", &["server", "bench"]),
    ("calamine", &["tables"]),
];

/// What the pure crates must not know, so that they stay tables of input and output.
const IMPURE: [&str; 6] = ["axum", "tokio", "sqlx", "rusqlite", "object_store", "tower"];

#[test]
fn each_crate_knows_only_those_below_it() {
    let metadata = metadata();
    let mut strangers = Vec::new();
    for package in metadata.workspace_packages() {
        let below = may_know(package, &metadata);
        for known in neighbours(package, &metadata, DependencyKind::Normal) {
            if !below.contains(&known) {
                strangers.push(format!("{} depends on {known}", package.name));
            }
        }
    }
    assert!(strangers.is_empty(), "against the floor plan (docs/ARCHITECTURE.md): {strangers:#?}");
}

#[test]
fn tests_may_also_know_the_dealer_in_a_box_and_whom_it_brings() {
    let metadata = metadata();
    let mut strangers = Vec::new();
    for package in metadata.workspace_packages() {
        let below = may_know(package, &metadata);
        for known in neighbours(package, &metadata, DependencyKind::Development) {
            if !below.contains(&known) && !IN_TESTS.contains(&known.as_str()) {
                strangers.push(format!("the tests of {} depend on {known}", package.name));
            }
        }
    }
    assert!(strangers.is_empty(), "against the floor plan (docs/ARCHITECTURE.md): {strangers:#?}");
}

#[test]
fn a_library_that_belongs_to_one_machine_is_named_there_only() {
    let metadata = metadata();
    let mut elsewhere = Vec::new();
    for package in metadata.workspace_packages() {
        for (library, owners) in MACHINES {
            if normal(package).any(|name| name == library) && !owners.contains(&package.name.as_str()) {
                elsewhere.push(format!("{} names {library}, which belongs to {owners:?}", package.name));
            }
        }
    }
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
}

#[test]
fn pure_crates_know_no_web_no_runtime_and_no_driver() {
    let metadata = metadata();
    for package in metadata.workspace_packages() {
        if ["kernel", "tables", "papers", "world", "matching", "conditions"].contains(&package.name.as_str()) {
            let impure: Vec<&str> = normal(package).filter(|name| IMPURE.contains(name)).collect();
            assert!(impure.is_empty(), "{} is pure, but depends on {impure:?}", package.name);
        }
    }
}

/// The names of the crates of the house this one may depend on.
fn may_know(package: &Package, metadata: &Metadata) -> Vec<String> {
    let below = match package.name.as_str() {
        "kernel" | "tables" | "papers" | "world" | "bench" => KERNEL,
        "platform" | "matching" | "conditions" => PLATFORM,
        "journal" => JOURNAL,
        "worklist" | "messaging" => WORK,
        "audit" => AUDIT,
        "access" | "customers" => FIRST_DEPARTMENTS,
        // The dealer in a box is the whole house, and stands in tests only.
        "testkit" => return all_but(metadata, &["testkit", "bench"]),
        "server" => return all_but(metadata, &["server", "testkit", "bench"]),
        _ if package.manifest_path.as_str().contains("/departments/") => DEPARTMENTS,
        other => panic!("'{other}' has no place in the floor plan: give it one here and in docs/ARCHITECTURE.md"),
    };
    below.iter().map(|name| (*name).to_owned()).collect()
}

fn all_but(metadata: &Metadata, left_out: &[&str]) -> Vec<String> {
    let names = metadata.workspace_packages().into_iter().map(|package| package.name.to_string());
    names.filter(|name| !left_out.contains(&name.as_str())).collect()
}

/// The crates of the house a crate depends on.
fn neighbours(package: &Package, metadata: &Metadata, kind: DependencyKind) -> Vec<String> {
    let house = all_but(metadata, &[]);
    let named = package.dependencies.iter().filter(|dependency| dependency.kind == kind);
    named.map(|dependency| dependency.name.clone()).filter(|name| house.contains(name)).collect()
}

fn normal(package: &Package) -> impl Iterator<Item = &str> {
    let dependencies = package.dependencies.iter();
    dependencies
        .filter(|dependency| dependency.kind == DependencyKind::Normal)
        .map(|dependency| dependency.name.as_str())
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .other_options(["--offline".into()])
        .exec()
        .unwrap()
}
