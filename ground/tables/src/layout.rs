//! How a table lies in its file: which character parts the cells, where the header is, how many columns there are.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::rows::RawRow;
use crate::text::{Quoting, sample_rows};
use crate::{FileFault, values};

/// Where the header is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeaderChoice {
    /// Looked for: the first row that names its columns, below titles and padding; there may be none.
    #[default]
    Guess,
    /// There is none; every row is read.
    None,
    /// The line (CSV) or row (Excel) of this number, from 1.
    Row(u64),
}

/// The header and the number of columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    pub header_row: Option<u64>,
    pub headers: Vec<String>,
    pub columns: usize,
}

/// The delimiter under which the first rows have most consistently the same number of cells; a comma if none parts anything.
pub(crate) fn guess_delimiter(text: &str, is_whole: bool, quoting: Quoting) -> u8 {
    if let Some(named) = text.strip_prefix("sep=").and_then(|rest| rest.bytes().next()).filter(u8::is_ascii_punctuation)
    {
        return named;
    }
    let scored = [b',', b';', b'\t', b'|'].map(|delimiter| {
        let widths: Vec<usize> = sample_rows(text, is_whole, delimiter, quoting)
            .iter()
            .map(|cells| cells.as_ref().map_or(0, Vec::len))
            .collect();
        (delimiter, consistency(&widths))
    });
    let best = scored.into_iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
    best.filter(|(_, score)| *score >= 0.3).map_or(b',', |(delimiter, _)| delimiter)
}

/// Lays out the table from its first rows. Of a text file the header decides the number of columns; a sheet has no such
/// promise, so its first rows do.
pub(crate) fn lay_out(rows: &[RawRow], choice: HeaderChoice, is_sheet: bool) -> Result<Layout, FileFault> {
    let header_row = match choice {
        HeaderChoice::None => None,
        HeaderChoice::Guess => guess_header(rows),
        HeaderChoice::Row(number) => {
            let is_there = rows.iter().any(|row| row.number == number && !row.is_blank());
            Some(is_there.then_some(number).ok_or(FileFault::UnknownHeaderRow(number))?)
        }
    };
    let header = rows.iter().find(|row| Some(row.number) == header_row);
    let below: Vec<&RawRow> = rows.iter().filter(|row| row.reason.is_none() && Some(row.number) > header_row).collect();
    let widest = below.iter().map(|row| filled_width(row)).max().unwrap_or(0);
    let columns = match header {
        Some(header) if is_sheet => filled_width(header).max(widest),
        Some(header) => filled_width(header).max(widest.min(header.cells.len())),
        None if is_sheet => widest,
        None => usual(below.iter().filter(|row| !row.is_blank()).map(|row| row.cells.len())).min(widest.max(1)),
    };
    let columns = columns.max(1);
    let mut headers: Vec<String> =
        header.map_or_else(Vec::new, |row| row.cells.iter().map(|cell| one_line(cell)).collect());
    headers.resize(columns, String::new());
    Ok(Layout { header_row, headers, columns })
}

/// How far down a header is looked for, in filled rows.
const HEADER_DEPTH: usize = 40;

/// The share of rows that have the usual number of cells; more cells weigh a little more, one cell nothing.
fn consistency(widths: &[usize]) -> f64 {
    let width = usual(widths.iter().copied());
    if width < 2 {
        return 0.0;
    }
    let agreeing = widths.iter().filter(|&&other| other == width).count();
    agreeing as f64 / widths.len() as f64 * (1.0 - 0.5 / width as f64)
}

/// The most frequent of some numbers, the larger of equals; 0 of none.
fn usual(numbers: impl Iterator<Item = usize>) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for number in numbers {
        *counts.entry(number).or_insert(0_usize) += 1;
    }
    counts.into_iter().max_by_key(|&(number, count)| (count, number)).map_or(0, |(number, _)| number)
}

/// The first row that is about as full as rows usually are decides: it either names the columns or is already data.
fn guess_header(rows: &[RawRow]) -> Option<u64> {
    let filled: Vec<&RawRow> = rows.iter().filter(|row| filled_cells(row) > 0).collect();
    let mut fullness: Vec<usize> = filled.iter().map(|row| filled_cells(row)).collect();
    fullness.sort_unstable();
    let usual_fullness = *fullness.get(fullness.len() / 2)?;
    for (place, row) in filled.iter().enumerate().take(HEADER_DEPTH) {
        if filled_cells(row) * 5 < usual_fullness * 3 {
            continue;
        }
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        let distinct: HashSet<&str> = cells.iter().copied().collect();
        if distinct.len() * 5 < cells.len() * 3 && filled.len() > place + 1 {
            // A band of repeated group names above the names of the columns.
            continue;
        }
        return names_columns(row, &filled[place + 1..]).then_some(row.number);
    }
    None
}

fn names_columns(row: &RawRow, below: &[&RawRow]) -> bool {
    let (mut all, mut names, mut periods) = (0, 0, 0);
    for (column, cell) in row.cells.iter().map(|cell| cell.trim()).enumerate().filter(|(_, cell)| !cell.is_empty()) {
        if is_long(cell) && stands_alone(column, below) {
            continue;
        }
        all += 1;
        names += usize::from(!is_value(cell) && !is_numbered_alike(cell, column, below));
        periods += usize::from(is_period(cell));
    }
    // Periods name columns beside a name, or beside the empty corner of a cross table.
    let has_corner = names > 0 || (periods >= 3 && row.cells.first().is_some_and(|cell| cell.trim().is_empty()));
    let is_named = has_corner && (names + periods) * 5 >= all * 4;
    is_named && !reappears(row, below)
}

/// Whether nothing stands below a cell: a remark beside the titles, as who wrote the file.
fn stands_alone(column: usize, below: &[&RawRow]) -> bool {
    !below.is_empty() && below.iter().all(|row| row.cells.get(column).is_none_or(|cell| cell.trim().is_empty()))
}

/// A year, or a month of one: `2024`, `2024-01`.
fn is_period(cell: &str) -> bool {
    let (year, month) = cell.split_once(['-', '/', '.']).unwrap_or((cell, "1"));
    year.len() == 4
        && year.parse().is_ok_and(|year: u16| (1900..=2100).contains(&year))
        && month.parse().is_ok_and(|month: u8| (1..=12).contains(&month))
}

/// Whether a cell with a digit has the shape of most cells below it, as plates and part numbers have.
fn is_numbered_alike(cell: &str, column: usize, below: &[&RawRow]) -> bool {
    if !cell.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let shape = shape_of(cell);
    let others: Vec<&str> = below
        .iter()
        .filter_map(|row| row.cells.get(column))
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    let alike = others.iter().filter(|other| shape_of(other) == shape).count();
    alike > 0 && alike * 5 >= others.len() * 4
}

/// `闽A12345` and `沪B67890` have the same.
fn shape_of(cell: &str) -> String {
    let class = |c: char| match c {
        '0'..='9' => '9',
        'A'..='Z' => 'A',
        'a'..='z' => 'a',
        c if c.is_alphabetic() => '文',
        c => c,
    };
    cell.chars().map(class).collect()
}

/// A row whose cells stand again below themselves is one of many and not their header.
fn reappears(row: &RawRow, below: &[&RawRow]) -> bool {
    let again = |column: usize, cell: &String| below.iter().any(|other| other.cells.get(column) == Some(cell));
    let filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
    let (repeated, all) =
        filled.fold((0, 0), |(repeated, all), (column, cell)| (repeated + usize::from(again(column, cell)), all + 1));
    repeated * 3 > all * 2
}

/// Whether a cell looks like something that is recorded rather than a name of it: a number, a date, a phone, an address.
fn is_value(cell: &str) -> bool {
    let is_numeric = cell.chars().any(|c| c.is_ascii_digit())
        && cell.chars().all(|c| c.is_ascii_digit() || "+-.,:/%¥￥$€ ()".contains(c));
    is_numeric
        || cell.contains('@')
        || is_long(cell)
        || values::parse_date(cell, None).is_ok()
        || matches!(cell.to_ascii_lowercase().as_str(), "true" | "false" | "null" | "n/a" | "是" | "否")
        || is_mixed_code(cell)
}

/// More than a name has, signs nobody sees left aside.
fn is_long(cell: &str) -> bool {
    values::folded(cell).chars().count() > 60
}

/// A long word of capitals and digits: a VIN, a plate, an order number.
fn is_mixed_code(cell: &str) -> bool {
    let is_code = cell.len() >= 10 && cell.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    is_code && cell.bytes().any(|byte| byte.is_ascii_digit()) && cell.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn filled_cells(row: &RawRow) -> usize {
    row.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// Cells up to the last filled one.
fn filled_width(row: &RawRow) -> usize {
    row.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1)
}

fn one_line(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}
