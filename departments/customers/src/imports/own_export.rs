//! Our own exports coming back: which list a file was, what its columns are, and the line that says where it comes from.

use kernel::number::Numbered;
use tables::{Row, Sniffed};

use super::{mapping::ColumnMap, targets::Field};
use crate::exports::{columns::read_back, export::ExportAbout, mark};

/// Settles the columns of a file that carries our numbers, or our mark: those with our titles are what they were, and replace what is
/// known where the number tells whose they are.
pub fn recognise(sniffed: &Sniffed, columns: &mut [ColumnMap]) {
    for column in columns.iter_mut().filter(|column| !mark::find(&column.header).is_empty()) {
        let title = without_mark(&column.header);
        // The last title of a CSV is no column: it says who took the file home.
        if mark::find(&title).is_empty() {
            column.header = title;
        } else {
            (column.field, column.purpose, column.confidence) = (None, None, 0.0);
        }
    }
    let numbered = numbers_in(sniffed);
    let is_marked = || sniffed.headers.iter().any(|header| !mark::find(header).is_empty());
    let about = match numbered {
        Some((about, _)) => about,
        None if is_marked() => ExportAbout::Customers,
        None => return,
    };
    let mut taken = Vec::new();
    for (index, column) in columns.iter_mut().enumerate() {
        let known = match numbered {
            Some((_, at)) if at == index => Some(Some(number_of(about))),
            // Numbers of another system under our title are that one's.
            _ => read_back(about, &column.header).filter(|field| *field != Some(number_of(about))),
        };
        let Some(field) = known else { continue };
        let field = field.filter(|field| !taken.contains(field));
        taken.extend(field);
        *column = ColumnMap {
            field,
            purpose: None,
            confidence: if field.is_some() { 1.0 } else { 0.0 },
            overwrites: numbered.is_some() && field.is_some_and(Field::overwrites),
            ..column.clone()
        };
    }
    let is_titled = |column: &ColumnMap| read_back(about, &column.header).is_some();
    for column in columns.iter_mut().filter(|column| !is_titled(column)) {
        if column.field.is_some_and(|field| taken.contains(&field) && field != number_of(about)) {
            (column.field, column.confidence) = (None, 0.0);
        }
    }
}

/// Whether a row is the last line of a workbook we exported, which says who took it home when.
pub fn is_origin(row: &Row) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !cell.trim().is_empty());
    match (filled.next(), filled.next()) {
        (Some(only), None) => !mark::find(only).is_empty(),
        _ => false,
    }
}

/// The first column whose every filled cell is a number of ours, and of what.
fn numbers_in(sniffed: &Sniffed) -> Option<(ExportAbout, usize)> {
    [(ExportAbout::Customers, Numbered::Customer), (ExportAbout::Vehicles, Numbered::Vehicle)].into_iter().find_map(
        |(about, noun)| {
            let has_only = |index: usize| {
                let mut cells = sniffed
                    .samples
                    .iter()
                    .filter_map(|row| row.get(index))
                    .filter(|cell| !cell.trim().is_empty() && mark::find(cell).is_empty())
                    .peekable();
                cells.peek().is_some() && cells.all(|cell| noun.parse(cell).is_some())
            };
            (0..sniffed.columns).find(|index| has_only(*index)).map(|index| (about, index))
        },
    )
}

fn number_of(about: ExportAbout) -> Field {
    match about {
        ExportAbout::Vehicles => Field::VehicleNumber,
        _ => Field::Number,
    }
}

/// Without the signs nobody sees.
fn without_mark(header: &str) -> String {
    header.chars().filter(|sign| !mark::is_unseen(*sign)).collect::<String>().trim().to_owned()
}
