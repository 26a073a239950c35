//! The columns a file of customers can have: their titles in both languages, and what of a line stands in them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use kernel::{Error, Fault, Language, Result, time::Calendar};
use tables::Cell;

use super::words;
use crate::people::view::CustomerRow;

pub(super) struct ExportColumn {
    pub name: &'static str,
    zh: &'static str,
    en: &'static str,
    width_digits: u16,
    value: fn(&CustomerRow, Reader) -> Value,
}

/// Who reads the file: in which language, by which calendar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader {
    pub language: Language,
    pub calendar: Calendar,
}

/// What a cell holds, by itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Empty,
    Text(String),
    Integer(i64),
    /// In fen.
    Amount(i64),
    Date(NaiveDate),
    Moment(NaiveDateTime),
}

const fn column(
    name: &'static str,
    titles: (&'static str, &'static str),
    width_digits: u16,
    value: fn(&CustomerRow, Reader) -> Value,
) -> ExportColumn {
    ExportColumn { name, zh: titles.0, en: titles.1, width_digits, value }
}

const COLUMNS: &[ExportColumn] = &[
    column("number", ("客户编号", "Number"), 20, |row, _| text(&row.number)),
    column("name", ("客户", "Customer"), 18, |row, _| text(&row.name)),
    column("stage", ("阶段", "Stage"), 10, |row, reader| text(words::stage(row.stage, reader.language))),
    column("kind", ("客户类型", "Kind"), 10, |row, reader| text(words::kind(row.kind, reader.language))),
    column("gender", ("性别", "Gender"), 8, |row, reader| {
        row.gender.map_or(Value::Empty, |gender| text(words::gender(gender, reader.language)))
    }),
    column("phone", ("手机", "Phone"), 16, |row, _| optional(row.phone.as_deref())),
    column("vehicle", ("车辆", "Vehicle"), 24, |row, _| {
        row.vehicle.as_ref().map_or(Value::Empty, |car| Value::Text(format!("{} {}", car.brand, car.series)))
    }),
    column("plate", ("车牌", "Plate"), 12, |row, _| {
        optional(row.vehicle.as_ref().and_then(|car| car.plate.as_deref()))
    }),
    column("vehicles", ("车辆数", "Vehicles"), 8, |row, _| Value::Integer(row.vehicles.into())),
    column("store", ("门店", "Store"), 16, |row, _| text(&row.store.name)),
    column("consultant", ("销售顾问", "Consultant"), 12, |row, _| {
        optional(row.consultant.as_ref().map(|person| person.name.as_str()))
    }),
    column("advisor", ("服务顾问", "Service advisor"), 12, |row, _| {
        optional(row.advisor.as_ref().map(|person| person.name.as_str()))
    }),
    column("tags", ("标签", "Tags"), 28, |row, reader| {
        let names: Vec<&str> = row.tags.iter().map(|tag| tag.name.as_str()).collect();
        text(&names.join(reader.language.pick("、", ", ")))
    }),
    column("source", ("来源", "Source"), 14, |row, _| optional(row.source.as_deref())),
    column("city", ("城市", "City"), 14, |row, _| optional(row.city.as_deref())),
    column("last_contact", ("最近联系", "Last contact"), 18, |row, reader| moment(row.last_contact_at, reader)),
    column("last_visit", ("最近到店", "Last visit"), 18, |row, reader| moment(row.last_visit_at, reader)),
    column("next_service", ("下次保养", "Next service"), 12, |row, _| date(row.next_service_on)),
    column("insurance_until", ("保险到期", "Insurance until"), 12, |row, _| date(row.insurance_until)),
    column("spend", ("累计消费", "Spend"), 14, |row, _| Value::Amount(row.spend.amount)),
    column("visits", ("到店次数", "Visits"), 10, |row, _| Value::Integer(row.visits.into())),
    column("completeness", ("资料完整度", "Completeness"), 12, |row, _| Value::Integer(row.completeness.into())),
    column("created", ("建档时间", "Created"), 18, |row, reader| moment(Some(row.created_at), reader)),
    column("changed", ("更新时间", "Changed"), 18, |row, reader| moment(Some(row.changed_at), reader)),
];

const USUAL: [&str; 11] = [
    "number",
    "name",
    "stage",
    "vehicle",
    "plate",
    "phone",
    "consultant",
    "last_contact",
    "next_service",
    "spend",
    "tags",
];

/// The names of the columns asked for, each once; the usual ones when none are.
pub(super) fn checked_names(asked: &[String]) -> Result<Vec<String>> {
    if asked.is_empty() {
        return Ok(USUAL.map(str::to_owned).to_vec());
    }
    let mut names: Vec<String> = Vec::new();
    let mut faults = Vec::new();
    for (at, name) in asked.iter().enumerate() {
        if !COLUMNS.iter().any(|known| known.name == name) {
            let known: Vec<&str> = COLUMNS.iter().map(|known| known.name).collect();
            let message = format!("there is no column '{name}'; there are {}", known.join(", "));
            faults.push(Fault::new(format!("columns[{at}]"), "export.unknown_column", message));
        } else if !names.contains(name) {
            names.push(name.clone());
        }
    }
    Error::unless_valid(faults)?;
    Ok(names)
}

/// The columns of these names, which were checked before.
pub(super) fn named(names: &[String]) -> Vec<&'static ExportColumn> {
    names.iter().filter_map(|name| COLUMNS.iter().find(|known| known.name == name)).collect()
}

impl ExportColumn {
    pub fn head(&self, language: Language) -> tables::Column {
        tables::Column { title: language.pick(self.zh, self.en).to_owned(), width_digits: self.width_digits }
    }

    pub fn value(&self, row: &CustomerRow, reader: Reader) -> Value {
        (self.value)(row, reader)
    }
}

impl Value {
    pub fn cell(&self) -> Cell<'_> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(text),
            Self::Integer(number) => Cell::Integer(*number),
            Self::Amount(minor) => Cell::Amount(*minor),
            Self::Date(day) => Cell::Date(*day),
            Self::Moment(moment) => Cell::Moment(*moment),
        }
    }
}

impl Reader {
    /// An instant as the clock on the reader's wall showed it.
    pub fn local(self, at: DateTime<Utc>) -> NaiveDateTime {
        let day = self.calendar.day(at);
        day.and_time(NaiveTime::MIN) + (at - self.calendar.start_of(day))
    }
}

fn text(text: &str) -> Value {
    optional(Some(text))
}

fn optional(text: Option<&str>) -> Value {
    text.filter(|text| !text.is_empty()).map_or(Value::Empty, |text| Value::Text(text.to_owned()))
}

fn date(day: Option<NaiveDate>) -> Value {
    day.map_or(Value::Empty, Value::Date)
}

fn moment(at: Option<DateTime<Utc>>, reader: Reader) -> Value {
    at.map_or(Value::Empty, |at| Value::Moment(reader.local(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_asked_for_twice_stands_once() {
        let asked = ["name", "phone", "name"].map(str::to_owned);
        assert_eq!(checked_names(&asked).unwrap(), ["name", "phone"]);
        assert_eq!(checked_names(&[]).unwrap().len(), USUAL.len());
        assert_eq!(named(&checked_names(&[]).unwrap()).len(), USUAL.len());
    }

    #[test]
    fn a_column_nobody_knows_is_named_in_the_fault() {
        let Err(Error::Invalid(faults)) = checked_names(&["name".into(), "shoe_size".into()]) else {
            panic!("accepted")
        };
        assert_eq!((faults[0].field.as_str(), faults[0].code.as_str()), ("columns[1]", "export.unknown_column"));
    }

    #[test]
    fn instants_are_written_in_the_time_of_the_store() {
        let reader = Reader { language: Language::Zh, calendar: Calendar::default() };
        let at = DateTime::from_timestamp(1_773_626_400, 0).unwrap();
        assert_eq!(reader.local(at).to_string(), "2026-03-16 10:00:00");
    }
}
