//! Which columns are compared: guessed, or as told on the command line.

use kernel::{Error, Result};
use matching::{Columns, Kind, guess_kinds};
use tables::Sniffed;

/// The columns to compare by.
///
/// # Errors
/// If a column or kind that was named is unknown, or none is left.
pub fn columns(sniffed: &Sniffed, told: &[String], ignored: &[String]) -> Result<Columns> {
    let mut kinds =
        if told.is_empty() { guess_kinds(&sniffed.headers, &sniffed.samples) } else { told_kinds(sniffed, told)? };
    for name in ignored.iter().filter(|name| !name.trim().is_empty()) {
        kinds[column(sniffed, name, "--ignore")?] = None;
    }
    Columns::new(&sniffed.headers, &kinds).map_err(|fault| Error::invalid("--columns", fault.code(), fault.to_string()))
}

fn told_kinds(sniffed: &Sniffed, told: &[String]) -> Result<Vec<Option<Kind>>> {
    let mut kinds = vec![None; sniffed.columns];
    for pair in told {
        let (word, name) = pair.split_once('=').ok_or_else(|| {
            Error::invalid(
                "--columns",
                "columns.malformed",
                format!("'{pair}' has no '='; write kind=column, as in phone=手机"),
            )
        })?;
        let kind = Kind::of_word(word.trim()).ok_or_else(|| {
            let known: Vec<&str> = Kind::all().map(Kind::word).collect();
            Error::invalid(
                "--columns",
                "columns.unknown_kind",
                format!("'{word}' is no kind of column; take one of {}", known.join(", ")),
            )
        })?;
        kinds[column(sniffed, name, "--columns")?] = Some(kind);
    }
    Ok(kinds)
}

/// A column by its header, in any case and width, or by its number from 1.
fn column(sniffed: &Sniffed, name: &str, option: &str) -> Result<usize> {
    let plain =
        |text: &str| kernel::text::folded(text).flat_map(char::to_lowercase).collect::<String>().trim().to_owned();
    let by_header = sniffed.headers.iter().position(|header| plain(header) == plain(name));
    let by_number = || {
        name.trim()
            .parse::<usize>()
            .ok()
            .filter(|number| (1..=sniffed.columns).contains(number))
            .map(|number| number - 1)
    };
    by_header.or_else(by_number).ok_or_else(|| {
        let known: Vec<&str> = sniffed.headers.iter().map(|header| header.trim()).collect();
        let message = format!(
            "the file has no column '{}'; it has {} columns: {}. Name one of them, or its number",
            name.trim(),
            sniffed.columns,
            known.join(", ")
        );
        Error::invalid(option, "columns.unknown", message)
    })
}
