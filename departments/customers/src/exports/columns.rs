//! What a column of an exported file is: its titles in both languages, and what of a line stands in it.

pub(super) mod customers;
pub(super) mod recall_cars;
pub(super) mod tasks;
pub(super) mod vehicles;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use kernel::{Error, Fault, Language, Result, name, time::Calendar};
use tables::Cell;

use super::export::ExportAbout;
use crate::imports::targets::Field;

/// A column of the file of rows `R`.
pub(super) struct ExportColumn<R: 'static> {
    pub name: &'static str,
    zh: &'static str,
    en: &'static str,
    width_digits: u16,
    value: fn(&R, Reader) -> Value,
    /// What an import takes the column for when the file comes back; none where it only tells.
    read_as: Option<Field>,
}

/// What an import takes the column of a title for in a file of this list; none when no column has the title.
pub(crate) fn read_back(about: ExportAbout, title: &str) -> Option<Option<Field>> {
    match about {
        ExportAbout::Customers => titled(customers::COLUMNS, title),
        ExportAbout::Vehicles => titled(vehicles::COLUMNS, title),
        ExportAbout::Tasks | ExportAbout::RecallCars => None,
    }
}

fn titled<R>(columns: &[ExportColumn<R>], title: &str) -> Option<Option<Field>> {
    let title = name::clean(title);
    let is_it = |column: &&ExportColumn<R>| [column.zh, column.en].map(name::clean).contains(&title);
    columns.iter().find(is_it).map(|column| column.read_as)
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

pub(super) const fn column<R>(
    name: &'static str,
    titles: (&'static str, &'static str),
    width_digits: u16,
    value: fn(&R, Reader) -> Value,
) -> ExportColumn<R> {
    ExportColumn { name, zh: titles.0, en: titles.1, width_digits, value, read_as: None }
}

/// A column an import takes for this field when the file comes back.
pub(super) const fn read<R>(field: Field, mut column: ExportColumn<R>) -> ExportColumn<R> {
    column.read_as = Some(field);
    column
}

/// The names of the columns asked for, each once; the usual ones when none are.
pub(super) fn checked_names<R>(columns: &[ExportColumn<R>], usual: &[&str], asked: &[String]) -> Result<Vec<String>> {
    if asked.is_empty() {
        return Ok(usual.iter().map(|name| (*name).to_owned()).collect());
    }
    let mut names: Vec<String> = Vec::new();
    let mut faults = Vec::new();
    for (at, name) in asked.iter().enumerate() {
        if !columns.iter().any(|known| known.name == name) {
            let known: Vec<&str> = columns.iter().map(|known| known.name).collect();
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
pub(super) fn named<'a, R>(columns: &'a [ExportColumn<R>], names: &[String]) -> Vec<&'a ExportColumn<R>> {
    names.iter().filter_map(|name| columns.iter().find(|known| known.name == name)).collect()
}

impl<R> ExportColumn<R> {
    pub fn head(&self, language: Language) -> tables::Column {
        tables::Column { title: language.pick(self.zh, self.en).to_owned(), width_digits: self.width_digits }
    }

    pub fn value(&self, row: &R, reader: Reader) -> Value {
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

pub(super) fn text(text: &str) -> Value {
    optional(Some(text))
}

pub(super) fn optional(text: Option<&str>) -> Value {
    text.filter(|text| !text.is_empty()).map_or(Value::Empty, |text| Value::Text(text.to_owned()))
}

pub(super) fn integer(number: Option<i32>) -> Value {
    number.map_or(Value::Empty, |number| Value::Integer(number.into()))
}

pub(super) fn date(day: Option<NaiveDate>) -> Value {
    day.map_or(Value::Empty, Value::Date)
}

pub(super) fn moment(at: Option<DateTime<Utc>>, reader: Reader) -> Value {
    at.map_or(Value::Empty, |at| Value::Moment(reader.local(at)))
}

#[cfg(test)]
mod tests {
    use super::{
        customers::{COLUMNS, USUAL},
        *,
    };

    #[test]
    fn a_column_asked_for_twice_stands_once() {
        let asked = ["name", "phone", "name"].map(str::to_owned);
        assert_eq!(checked_names(COLUMNS, USUAL, &asked).unwrap(), ["name", "phone"]);
        assert_eq!(checked_names(COLUMNS, USUAL, &[]).unwrap().len(), USUAL.len());
        assert_eq!(named(COLUMNS, &checked_names(COLUMNS, USUAL, &[]).unwrap()).len(), USUAL.len());
    }

    #[test]
    fn a_column_nobody_knows_is_named_in_the_fault() {
        let Err(Error::Invalid(faults)) = checked_names(COLUMNS, USUAL, &["name".into(), "shoe_size".into()]) else {
            panic!("accepted")
        };
        assert_eq!((faults[0].field.as_str(), faults[0].code.as_str()), ("columns[1]", "export.unknown_column"));
    }

    /// What a list only asks about, and columns that have another name in files.
    fn named_in_files(field: &str) -> Option<&str> {
        match field {
            "tag" => Some("tags"),
            "missing" | "doubtful" => None,
            other => Some(other),
        }
    }

    #[test]
    fn every_column_a_list_of_customers_can_show_can_stand_in_a_file() {
        for field in crate::people::fields::all().into_iter().filter(|field| field.column) {
            let Some(name) = named_in_files(field.name) else { continue };
            assert!(COLUMNS.iter().any(|column| column.name == name), "{name}");
        }
    }

    #[test]
    fn every_field_an_import_takes_stands_in_a_file_of_customers_or_cars() {
        let read: Vec<Field> = COLUMNS
            .iter()
            .filter_map(|column| column.read_as)
            .chain(vehicles::COLUMNS.iter().filter_map(|column| column.read_as))
            .collect();
        // Purchases, visits and notes are many to a customer and have lists of their own; so has what was said when.
        let of_another_list = |field: &Field| {
            let word = field.word();
            word.starts_with("purchase.")
                || word.starts_with("visit.")
                || matches!(field, Field::Note | Field::ConsentPurpose | Field::ConsentOn)
                || matches!(field, Field::ConsentHow | Field::ConsentText)
        };
        for field in crate::imports::targets::all().filter(|field| !of_another_list(field)) {
            assert!(read.contains(&field), "{}", field.word());
        }
    }

    #[test]
    fn a_title_tells_one_column_of_its_list() {
        for about in [ExportAbout::Customers, ExportAbout::Vehicles] {
            let titles: Vec<(&str, &str)> = match about {
                ExportAbout::Customers => COLUMNS.iter().map(|column| (column.zh, column.en)).collect(),
                _ => vehicles::COLUMNS.iter().map(|column| (column.zh, column.en)).collect(),
            };
            for (zh, en) in &titles {
                assert_eq!(titles.iter().filter(|titles| titles.0 == *zh).count(), 1, "{zh}");
                assert_eq!(titles.iter().filter(|titles| titles.1 == *en).count(), 1, "{en}");
                assert_eq!(read_back(about, zh), read_back(about, en));
            }
        }
    }

    #[test]
    fn instants_are_written_in_the_time_of_the_store() {
        let reader = Reader { language: Language::Zh, calendar: Calendar::default() };
        let at = DateTime::from_timestamp(1_773_626_400, 0).unwrap();
        assert_eq!(reader.local(at).to_string(), "2026-03-16 10:00:00");
    }
}
