//! The archive a person gets: everything as JSON, its description, and the same on paper to read.

use std::io::{Cursor, Write};

use chrono::{DateTime, Utc};
use kernel::{CustomerId, Error, Language, Result, StoreId};
use serde_json::{Value, json};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{called::Called, collect::Gathered, paper::paper, sections};

/// What the head of a copy says.
#[derive(Clone, Debug)]
pub struct Head<'a> {
    pub group: &'a str,
    /// The number of the request.
    pub request: &'a str,
    pub made_at: DateTime<Utc>,
    /// The record that was asked about; those that live on in it are in the copy too.
    pub customer: CustomerId,
    /// Whose day is counted where a row has no store of its own.
    pub store: StoreId,
}

const SCHEMA: &str = "roadbook.person/1";

/// `person.json`, `schema.json`, `个人信息副本.pdf` and `personal-data.pdf` in one ZIP.
pub fn zip(head: &Head<'_>, gathered: &Gathered, called: &Called) -> Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let files: [(&str, Vec<u8>); 4] = [
        ("person.json", serde_json::to_vec_pretty(&person(head, gathered))?),
        ("schema.json", serde_json::to_vec_pretty(&schema(gathered))?),
        ("个人信息副本.pdf", paper(head, gathered, called, Language::Zh).pdf()),
        ("personal-data.pdf", paper(head, gathered, called, Language::En).pdf()),
    ];
    for (name, bytes) in files {
        archive.start_file(name, SimpleFileOptions::default()).map_err(Error::internal)?;
        archive.write_all(&bytes).map_err(Error::internal)?;
    }
    Ok(archive.finish().map_err(Error::internal)?.into_inner())
}

fn person(head: &Head<'_>, gathered: &Gathered) -> Value {
    json!({ "schema": SCHEMA, "handler": head.group, "request": head.request, "made_at": head.made_at, "tables": gathered })
}

/// JSON Schema (draft 2020-12) of `person.json`, with what each table and column is called.
fn schema(gathered: &Gathered) -> Value {
    let titled = |zh: &str, en: &str| json!({ "title": zh, "description": en });
    let tables = gathered.iter().map(|(table, rows)| {
        let section = sections::of(table);
        let names: std::collections::BTreeSet<&String> = rows.iter().flat_map(|row| row.keys()).collect();
        let columns: serde_json::Map<String, Value> = names
            .into_iter()
            .map(|name| {
                let told = section.and_then(|section| section.columns.iter().find(|told| told.column == name));
                let labels = told.map(|told| (told.label(Language::Zh), told.label(Language::En)));
                let (zh, en) = labels.unwrap_or((name, name));
                (name.clone(), titled(zh, en))
            })
            .collect();
        let titles = section.map(|section| (section.title(Language::Zh), section.title(Language::En)));
        let (zh, en) = titles.unwrap_or((table, table));
        let mut table_schema = titled(zh, en);
        table_schema["type"] = "array".into();
        table_schema["items"] = json!({ "type": "object", "properties": columns });
        (table.clone(), table_schema)
    });
    let tables: serde_json::Map<String, Value> = tables.collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "type": "object",
        "required": ["schema", "handler", "request", "made_at", "tables"],
        "properties": {
            "schema": { "const": SCHEMA }, "handler": { "type": "string" }, "request": { "type": "string" },
            "made_at": { "type": "string", "format": "date-time" },
            "tables": { "type": "object", "properties": tables },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_holds_the_json_its_schema_and_papers() {
        let row = json!({ "name": "王小明", "phone": "+8613800001234" });
        let gathered: Gathered = [("customers".to_owned(), vec![row.as_object().unwrap().clone()])].into();
        let head = Head {
            group: "澄岚汽车",
            request: "PR-SH01-26-000001",
            made_at: DateTime::UNIX_EPOCH,
            customer: CustomerId(sea_orm::prelude::Uuid::nil()),
            store: StoreId(sea_orm::prelude::Uuid::nil()),
        };
        let bytes = zip(&head, &gathered, &Called::default()).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["person.json", "schema.json", "个人信息副本.pdf", "personal-data.pdf"]);
        let person: Value = serde_json::from_reader(archive.by_name("person.json").unwrap()).unwrap();
        assert_eq!(person["tables"]["customers"][0]["name"], "王小明");
        let schema: Value = serde_json::from_reader(archive.by_name("schema.json").unwrap()).unwrap();
        assert_eq!(schema["properties"]["tables"]["properties"]["customers"]["title"], "基本资料");
    }
}
