//! The archive a person gets: everything as JSON, its description, and the same on paper to read.

use std::io::{Cursor, Write};

use chrono::{DateTime, Utc};
use kernel::{Error, Language, Result};
use papers::Paper;
use serde_json::{Value, json};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{collect::Gathered, labels};

/// What the head of a copy says.
#[derive(Clone, Debug)]
pub struct Head<'a> {
    pub group: &'a str,
    /// The number of the request.
    pub request: &'a str,
    pub made_at: DateTime<Utc>,
}

/// Rows of one table that stand on paper; all of them stand in the JSON.
const ROWS_ON_PAPER_MAX: usize = 300;
const SCHEMA: &str = "roadbook.person/1";

/// `person.json`, `schema.json`, `个人信息副本.pdf` and `personal-data.pdf` in one ZIP.
pub fn zip(head: &Head<'_>, gathered: &Gathered) -> Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let files: [(&str, Vec<u8>); 4] = [
        ("person.json", serde_json::to_vec_pretty(&person(head, gathered))?),
        ("schema.json", serde_json::to_vec_pretty(&schema(gathered))?),
        ("个人信息副本.pdf", paper(head, gathered, Language::Zh).pdf()),
        ("personal-data.pdf", paper(head, gathered, Language::En).pdf()),
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
    let titles = |name: &str, word: fn(&str, Language) -> String| json!({ "title": word(name, Language::Zh), "description": word(name, Language::En) });
    let tables = gathered.iter().map(|(table, rows)| {
        let names: std::collections::BTreeSet<&String> = rows.iter().flat_map(|row| row.keys()).collect();
        let columns: serde_json::Map<String, Value> =
            names.into_iter().map(|name| (name.clone(), titles(name, labels::column))).collect();
        let mut table_schema = titles(table, labels::table);
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

fn paper(head: &Head<'_>, gathered: &Gathered, language: Language) -> Paper {
    let title = language.pick("个人信息副本", "Copy of your personal data");
    let mut paper = Paper::new(title, format!("{} · {}", head.group, head.request))
        .pairs([
            (language.pick("个人信息处理者", "Held by"), head.group.to_owned()),
            (language.pick("请求编号", "Request"), head.request.to_owned()),
            (language.pick("生成时间", "Made at"), head.made_at.format("%Y-%m-%d %H:%M UTC").to_string()),
        ])
        .text(language.pick(
            "以下为本公司持有的与您有关的全部个人信息。机器可读的完整内容见同一压缩包中的 person.json，其结构说明见 schema.json。",
            "This is all personal data we hold about you. The whole of it, for machines, stands in person.json beside this paper; \
             schema.json describes it.",
        ));
    for (table, rows) in gathered {
        let name = labels::table(table, language);
        paper = paper.heading(format!("{name} ({})", rows.len()));
        for row in rows.iter().take(ROWS_ON_PAPER_MAX) {
            let told = row.iter().filter(|(column, _)| !is_id(column));
            paper = paper.pairs(told.map(|(column, value)| (labels::column(column, language), said(value))));
        }
        if rows.len() > ROWS_ON_PAPER_MAX {
            paper = paper.small(language.pick("其余见 person.json。", "The rest stands in person.json."));
        }
    }
    paper
}

/// Ids are for machines.
fn is_id(column: &str) -> bool {
    column == "id" || column.ends_with("_id") || matches!(column, "position" | "transaction_id")
}

fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_holds_the_json_its_schema_and_papers() {
        let row = json!({ "name": "王小明", "phone": "+8613800001234" });
        let gathered: Gathered = [("customers".to_owned(), vec![row.as_object().unwrap().clone()])].into();
        let head = Head { group: "澄岚汽车", request: "PR-SH01-26-000001", made_at: DateTime::UNIX_EPOCH };
        let bytes = zip(&head, &gathered).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["person.json", "schema.json", "个人信息副本.pdf", "personal-data.pdf"]);
        let person: Value = serde_json::from_reader(archive.by_name("person.json").unwrap()).unwrap();
        assert_eq!(person["tables"]["customers"][0]["name"], "王小明");
        let schema: Value = serde_json::from_reader(archive.by_name("schema.json").unwrap()).unwrap();
        assert_eq!(schema["properties"]["tables"]["properties"]["customers"]["title"], "基本资料");
    }
}
