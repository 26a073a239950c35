//! The document: what is served, what is kept in `docs/openapi.json` and what the pages were typed from are one.

use std::{collections::BTreeMap, fs};

use serde_json::Value;

use super::sources::{self, root};

const REMEDY: &str = "run `make openapi` and commit what it wrote";

#[test]
fn the_kept_document_is_the_one_served() {
    let kept = fs::read_to_string(root().join("docs/openapi.json")).unwrap_or_default();
    let served = serde_json::to_string_pretty(&served()).unwrap();
    assert!(kept.trim() == served.trim(), "docs/openapi.json is not what the code says: {REMEDY}");
}

#[test]
fn the_types_of_the_pages_know_every_path_and_schema() {
    let types = fs::read_to_string(root().join("web/shared/api/schema.d.ts")).unwrap_or_default();
    let document = served();
    for path in document["paths"].as_object().unwrap().keys() {
        assert!(types.contains(&format!("\"{path}\"")), "{path} is missing in web/shared/api/schema.d.ts: {REMEDY}");
    }
    for schema in document["components"]["schemas"].as_object().unwrap().keys() {
        let is_known = types.contains(&format!(" {schema}:")) || types.contains(&format!(" \"{schema}\":"));
        assert!(is_known, "{schema} is missing in web/shared/api/schema.d.ts: {REMEDY}");
    }
}

#[test]
fn every_operation_has_a_name_of_its_own_a_tag_and_a_summary() {
    let mut names = Vec::new();
    for (path, item) in served()["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap_or_default().to_owned();
            assert!(!names.contains(&name), "two operations are called '{name}'");
            assert!(operation["tags"][0].is_string(), "{method} {path} has no tag");
            assert!(
                operation["summary"].is_string(),
                "{method} {path} has no summary: write a `///` over its function"
            );
            names.push(name);
        }
    }
}

#[test]
fn every_schema_the_document_points_at_is_in_it() {
    let document = served();
    let mut missing = Vec::new();
    find_missing(&document, &document, &mut missing);
    assert!(missing.is_empty(), "add them to `components(schemas(…))` or use them in a body: {missing:?}");
}

#[test]
fn no_two_types_share_one_name_in_the_document() {
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources::rust().into_iter().filter(|source| !source.is_test()) {
        for name in schema_names(&source.code()) {
            told.entry(name).or_default().push(source.path.clone());
        }
    }
    assert!(told.len() > 150, "only {} schemas were found in the code", told.len());
    told.retain(|_, places| places.len() > 1);
    assert!(told.is_empty(), "the document keeps one of each; name the others with `#[schema(as = …)]`: {told:#?}");
}

/// The names under which the types of a file stand in the document.
fn schema_names(code: &str) -> Vec<String> {
    let derived = code.split("#[derive(").skip(1).filter(|one| one.split(")]").next().unwrap().contains("ToSchema"));
    let derived = derived.filter_map(|one| {
        let (above, declared) = one.split_once("pub struct ").or_else(|| one.split_once("pub enum "))?;
        Some(above.split_once("#[schema(as = ").map_or(declared, |(_, name)| name))
    });
    // The house has two macros of this name; only that of customers stands in the document.
    let is_told = code.contains("words::words");
    let lists = code.split("\nwords! {").skip(1).filter(|_| is_told).filter_map(|list| {
        let head = list.lines().find(|line| line.starts_with("    ") && line.contains('{'))?.trim();
        Some(head.split_once(" as ").map_or(head, |(_, name)| name))
    });
    let word = |text: &str| text.chars().take_while(|letter| letter.is_alphanumeric()).collect();
    derived.chain(lists).map(word).filter(|name: &String| !name.is_empty()).collect()
}

fn find_missing(document: &Value, part: &Value, missing: &mut Vec<String>) {
    match part {
        Value::Object(fields) => {
            if let Some(target) = fields.get("$ref").and_then(Value::as_str)
                && document.pointer(target.trim_start_matches('#')).is_none()
            {
                missing.push(target.to_owned());
            }
            fields.values().for_each(|field| find_missing(document, field, missing));
        }
        Value::Array(items) => items.iter().for_each(|item| find_missing(document, item, missing)),
        _ => {}
    }
}

fn served() -> Value {
    serde_json::to_value(server::open_api::document()).unwrap()
}
