//! The audit as a CSV file, for whoever has to show it to somebody outside.

use chrono::{DateTime, NaiveTime, Utc};
use kernel::{Error, Language, Result, time::Calendar};
use platform::names::Ref;
use serde_json::Value;
use tables::{Cell, Column, CsvWriter, TableWriter};

use crate::view::{AuditChangeView, AuditLineView};

const TITLES: [(&str, &str); 11] = [
    ("编号", "Line"),
    ("时间", "Time"),
    ("类型", "Kind"),
    ("事件", "Event"),
    ("内容", "What"),
    ("操作人", "Who"),
    ("门店", "Store"),
    ("客户", "Customer"),
    ("车辆", "Car"),
    ("检索条件", "Searched by"),
    ("修改前后", "Before and after"),
];
const WIDTH_DIGITS: u16 = 20;

/// Cells that a spreadsheet would run as formulas are made harmless by the writer.
pub fn csv(lines: &[AuditLineView], language: Language) -> Result<Vec<u8>> {
    let columns = TITLES.map(|(zh, en)| Column { title: language.pick(zh, en).to_owned(), width_digits: WIDTH_DIGITS });
    let mut file = Vec::new();
    let mut writer: Box<dyn TableWriter> = Box::new(CsvWriter::new(&mut file, &columns).map_err(Error::internal)?);
    for line in lines {
        let cells = cells(line, language);
        let cells: Vec<Cell<'_>> = cells.iter().map(|text| Cell::Text(text)).collect();
        writer.row(&cells).map_err(Error::internal)?;
    }
    writer.finish().map_err(Error::internal)?;
    Ok(file)
}

fn cells(line: &AuditLineView, language: Language) -> [String; TITLES.len()] {
    let named = |one: &Option<Ref>| one.as_ref().map(|one| format!("{} {}", one.name, one.id)).unwrap_or_default();
    [
        line.id.clone(),
        wall_time(Calendar::default(), line.at),
        line.kind.title(language).to_owned(),
        line.name.clone(),
        line.title.clone(),
        line.actor.name.clone(),
        line.store.as_ref().map(|store| store.name.clone()).unwrap_or_default(),
        named(&line.customer),
        named(&line.vehicle),
        line.detail.clone(),
        line.changes.iter().map(change).collect::<Vec<_>>().join("; "),
    ]
}

/// An instant by the clock of the house, as the page shows it: `2026-03-16 04:00:00`.
fn wall_time(calendar: Calendar, at: DateTime<Utc>) -> String {
    let day = calendar.day(at);
    (day.and_time(NaiveTime::MIN) + (at - calendar.start_of(day))).format("%Y-%m-%d %H:%M:%S").to_string()
}

fn change(change: &AuditChangeView) -> String {
    format!("{}: {} → {}", change.field, shown(&change.from), shown(&change.to))
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(fields) => {
            fields.get("name").and_then(Value::as_str).map_or_else(|| value.to_string(), str::to_owned)
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_clock_on_the_wall() {
        let at = "2026-03-15T20:00:05Z".parse().unwrap();
        assert_eq!(wall_time(Calendar::default(), at), "2026-03-16 04:00:05", "in Shanghai");
    }
}
