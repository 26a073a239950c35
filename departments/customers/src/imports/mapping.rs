//! How the columns of a file become fields: the shape that pages send, the command reads and imports keep.

use std::collections::BTreeMap;

use kernel::{Fault, name};
use serde::{Deserialize, Serialize};
use tables::{
    Encoding, HeaderChoice, ReadSettings, Sniffed,
    values::{DateOrder, guess_date_order},
};
use utoipa::ToSchema;

use super::{consents, own_export, store_words::StoreWords, targets::Field, vocabulary::Vocabulary};
use crate::words::words;

words! {
    /// What becomes of rows about customers who are there already.
    Duplicates { Update "update", Skip "skip" }
}

/// One column of the file and what it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ColumnMap {
    /// From 0.
    pub index: usize,
    /// As in the file, blanks around it gone; empty for a column without a name.
    pub header: String,
    /// The first filled cells.
    pub samples: Vec<String>,
    /// The field it holds; null when the column is left out.
    pub field: Option<Field>,
    /// How sure the guess is, 0 to 1; 1 for what a person chose.
    pub confidence: f64,
    /// With `consent.purpose`: the code of the purpose its answers are for.
    pub purpose: Option<String>,
    /// Words of the file and what they stand for; an empty text stands for nothing.
    pub values: BTreeMap<String, String>,
    /// For days, their order where the text does not say: `year_month_day`, `month_day_year` or `day_month_year`.
    pub format: Option<String>,
    /// Whether cells replace what is known of an existing customer; otherwise they only fill what is empty.
    pub overwrites: bool,
}

/// Everything that is settled about how a file is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
#[serde(default)]
pub struct Settings {
    pub read: ReadSettings,
    pub duplicates: Duplicates,
    /// Values for fields no cell fills, `{"source": "车展"}`.
    pub constants: BTreeMap<Field, String>,
    /// Keep numbers of 7 or 8 digits without area code as they are written; they never tell who somebody is.
    pub keep_odd_phones: bool,
    /// Keep VINs whose check digit fails; European makers have none.
    pub keep_odd_vins: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            read: ReadSettings::default(),
            duplicates: Duplicates::Update,
            constants: BTreeMap::new(),
            keep_odd_phones: false,
            keep_odd_vins: true,
        }
    }
}

/// A mapping as a file: what the page's wizard sends, with columns named by header or index.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MappingFile {
    /// For people; not read.
    #[serde(rename = "about")]
    pub _about: Option<String>,
    pub encoding: Option<String>,
    pub delimiter: Option<char>,
    pub sheet: Option<String>,
    /// The line of the header; 0 when every row is data; looked for when left out.
    pub header_row: Option<u64>,
    pub duplicates: Option<Duplicates>,
    pub constants: BTreeMap<Field, String>,
    pub keep_odd_phones: Option<bool>,
    pub keep_odd_vins: Option<bool>,
    pub columns: Vec<MappedColumn>,
}

/// A column of a mapping file: named by its header, or by its place when the file has none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MappedColumn {
    pub header: Option<String>,
    pub index: Option<usize>,
    pub field: Option<Field>,
    pub purpose: Option<String>,
    pub values: BTreeMap<String, String>,
    pub format: Option<String>,
    pub overwrites: bool,
}

const SAMPLES_SHOWN: usize = 5;

/// What the columns most likely are.
pub fn guess(sniffed: &Sniffed, words: &Vocabulary) -> Vec<ColumnMap> {
    let guesses = words.guess(&sniffed.headers, &sniffed.samples);
    let columns = sniffed.headers.iter().zip(guesses).enumerate();
    let mut columns: Vec<ColumnMap> = columns
        .map(|(index, (header, guess))| {
            let cells =
                || sniffed.samples.iter().filter_map(|row| row.get(index)).filter(|cell| !cell.trim().is_empty());
            let order =
                guess.field.filter(|field| field.is_date()).and_then(|_| guess_date_order(cells().map(String::as_str)));
            ColumnMap {
                index,
                header: header.trim().to_owned(),
                samples: cells().take(SAMPLES_SHOWN).map(|cell| shown(cell)).collect(),
                field: guess.field,
                purpose: guess.purpose,
                confidence: guess.confidence,
                format: order.map(|order| order_word(order).to_owned()),
                ..ColumnMap::default()
            }
        })
        .collect();
    doubt_a_name_alone(&mut columns);
    doubt_a_dealer(&mut columns, &words.stores);
    own_export::recognise(sniffed, &mut columns);
    columns
}

/// Dealers that are no stores of the house are who sold the cars.
fn doubt_a_dealer(columns: &mut [ColumnMap], stores: &StoreWords) {
    let names_dealers = |header: &str| header.contains("经销商") || header.to_lowercase().contains("dealer");
    let is_told = columns.iter().any(|column| column.field == Some(Field::PurchaseSummary));
    for column in columns.iter_mut().filter(|one| one.field == Some(Field::Store) && names_dealers(&one.header)) {
        if column.samples.iter().any(|cell| stores.knows(cell)) {
            continue;
        }
        column.field = (!is_told).then_some(Field::PurchaseSummary);
        column.confidence = if is_told { 0.0 } else { column.confidence };
    }
}

/// From here on a header says "name" by itself, and not as one word of several.
const SURE_OF_NAME: f64 = 0.9;

/// `item_name` in a list of parts is nobody's name: where nothing else tells of a person or a car, a person says which column it is.
fn doubt_a_name_alone(columns: &mut [ColumnMap]) {
    if columns.iter().any(|column| column.field.is_some_and(Field::tells_whose)) {
        return;
    }
    for column in columns.iter_mut().filter(|one| one.field == Some(Field::Name) && one.confidence < SURE_OF_NAME) {
        column.field = None;
        column.confidence = 0.0;
    }
}

impl MappingFile {
    /// The settings and columns for a file that was looked at, or what does not fit.
    pub fn apply(&self, columns: &mut [ColumnMap], settings: &mut Settings) -> Result<(), Vec<Fault>> {
        let mut faults = Vec::new();
        for column in columns.iter_mut() {
            column.field = None;
            column.purpose = None;
            column.format = None;
        }
        for (at, wanted) in self.columns.iter().enumerate() {
            let found = columns.iter_mut().find(|column| wanted.is(column));
            let Some(column) = found else {
                let named = wanted.header.clone().or(wanted.index.map(|index| index.to_string())).unwrap_or_default();
                faults.push(Fault::new(
                    format!("columns[{at}]"),
                    "mapping.no_such_column",
                    format!("the file has no column '{named}'; name one of its headers"),
                ));
                continue;
            };
            column.field = wanted.field;
            column.purpose.clone_from(&wanted.purpose);
            column.confidence = 1.0;
            column.values.clone_from(&wanted.values);
            column.format.clone_from(&wanted.format);
            column.overwrites = wanted.overwrites;
        }
        settings.constants.clone_from(&self.constants);
        settings.duplicates = self.duplicates.unwrap_or(settings.duplicates);
        settings.keep_odd_phones = self.keep_odd_phones.unwrap_or(settings.keep_odd_phones);
        settings.keep_odd_vins = self.keep_odd_vins.unwrap_or(settings.keep_odd_vins);
        faults.extend(check(columns));
        faults.extend(consents::check_constants(&settings.constants));
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// How the file is to be read.
    pub fn read_settings(&self) -> Result<ReadSettings, Fault> {
        let encoding = self.encoding.as_deref().map(encoding_of).transpose()?;
        Ok(ReadSettings {
            encoding,
            delimiter: self.delimiter,
            sheet: self.sheet.clone(),
            header: self.header_row.map_or(HeaderChoice::Guess, header_choice),
            ..ReadSettings::default()
        })
    }
}

impl MappedColumn {
    fn is(&self, column: &ColumnMap) -> bool {
        match (&self.header, self.index) {
            (Some(header), index) => {
                name::clean(header) == name::clean(&column.header) && index.is_none_or(|index| index == column.index)
            }
            (None, Some(index)) => index == column.index,
            (None, None) => false,
        }
    }
}

/// Whether the columns can be used as they are mapped.
pub fn check(columns: &[ColumnMap]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let place = format!("columns[{at}]");
        let Some(field) = column.field else { continue };
        let is_second =
            columns[..at].iter().any(|earlier| earlier.field == Some(field) && earlier.purpose == column.purpose);
        if (field == Field::ConsentPurpose) != column.purpose.is_some() {
            let message = "name the purpose of 'consent.purpose' by its code in 'purpose', and of no other field";
            faults.push(Fault::new(format!("{place}.purpose"), "mapping.purpose_unfit", message));
        }
        if is_second && !field.joins() {
            let message = format!("'{}' is mapped twice; map one column to it", field.word());
            faults.push(Fault::new(format!("{place}.field"), "mapping.field_twice", message));
        }
        if let Some(format) = column.format.as_deref().filter(|format| !format.is_empty())
            && date_order(format).is_none()
        {
            let message =
                format!("'{format}' is no order of dates; use year_month_day, month_day_year or day_month_year");
            faults.push(Fault::new(format!("{place}.format"), "mapping.unknown_format", message));
        }
    }
    if !columns.iter().any(|column| column.field == Some(Field::Name)) {
        faults.push(Fault::new("columns", "mapping.name_missing", "map a column to 'name': every customer needs one"));
    }
    faults
}

/// The order of dates by its name.
pub fn date_order(name: &str) -> Option<DateOrder> {
    [DateOrder::YearMonthDay, DateOrder::MonthDayYear, DateOrder::DayMonthYear]
        .into_iter()
        .find(|order| order_word(*order) == name)
}

/// 0 stands for no header.
pub fn header_choice(row: u64) -> HeaderChoice {
    if row == 0 { HeaderChoice::None } else { HeaderChoice::Row(row) }
}

/// An encoding by any of its names.
pub fn encoding_of(name: &str) -> Result<Encoding, Fault> {
    name.parse().map_err(|fault: tables::UnknownEncoding| Fault::new("encoding", "encoding.unknown", fault.to_string()))
}

fn order_word(order: DateOrder) -> &'static str {
    match order {
        DateOrder::YearMonthDay => "year_month_day",
        DateOrder::MonthDayYear => "month_day_year",
        DateOrder::DayMonthYear => "day_month_year",
    }
}

/// A cell as a sample: one line, not too long.
fn shown(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect()
}
