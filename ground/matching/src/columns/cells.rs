//! What a column holds by what its cells look like, alone and beside the columns around it.

use kernel::{email::Email, phone::Phone, plate::Plate, region, resident_id::ResidentId, text::is_han, vin::Vin};

use crate::Kind;
use crate::normal::{latin, normalise};

/// The cells of one column that hold anything, trimmed.
pub(super) type Cells<'a> = Vec<&'a str>;

type Looks = fn(&str) -> bool;

/// What one column holds, as far as its cells tell alone. `is_unnamed` says that nothing telling stands above it.
pub(super) fn alone(cells: &Cells<'_>, is_unnamed: bool, is_blank: bool) -> Option<Kind> {
    if cells.is_empty() {
        return (!is_blank).then_some(Kind::Text);
    }
    let shapes: [(Kind, Looks); 5] = [
        (Kind::IdNumber, |cell| ResidentId::parse(cell).is_ok()),
        (Kind::Vin, |cell| Vin::parse(cell).is_ok()),
        (Kind::Email, |cell| Email::parse(cell).is_ok()),
        (Kind::Phone, |cell| Phone::parse(cell).is_ok_and(|phone| phone.is_mobile())),
        (Kind::Plate, |cell| Plate::parse(cell).is_ok()),
    ];
    if let Some((kind, _)) = shapes.into_iter().find(|(_, looks)| most(cells, *looks)) {
        return Some(kind);
    }
    if are_birth_dates(cells) {
        return Some(Kind::BirthDate);
    }
    if is_unnamed && most(cells, is_chinese_name) {
        return Some(Kind::Name);
    }
    if is_unnamed && most(cells, is_street) {
        return Some(Kind::Address);
    }
    // A short number is a measure or a count; a long one may tell something apart.
    let is_number =
        |cell: &str| cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | ' ' | '%' | '¥' | '$'));
    (!most(cells, is_number) || most(cells, |cell| cell.len() >= 5 && is_digits(cell))).then_some(Kind::Text)
}

/// Gives columns without a telling header the kind that only their neighbours show: beside a street the number of the house and the
/// postcode, in a table of birth dates the two parts of a Latin name.
pub(super) fn beside_others(kinds: &mut [Option<Kind>], columns: &[Cells<'_>], unnamed: &[bool]) {
    let is_open = |at: usize, kinds: &[Option<Kind>]| unnamed[at] && matches!(kinds[at], None | Some(Kind::Text));
    if let Some(street) = kinds.iter().position(|kind| *kind == Some(Kind::Address)) {
        for at in (0..kinds.len()).filter(|at| is_open(*at, kinds)).collect::<Vec<_>>() {
            if at.abs_diff(street) == 1 && most(&columns[at], |cell| cell.len() <= 5 && begins_with_digit(cell)) {
                kinds[at] = Some(Kind::HouseNumber);
            } else if are_postcodes(&columns[at]) {
                kinds[at] = Some(Kind::Postcode);
            }
        }
    }
    let has_name = kinds.iter().flatten().any(|kind| matches!(kind, Kind::Name | Kind::GivenName | Kind::Surname));
    if has_name || !kinds.contains(&Some(Kind::BirthDate)) {
        return;
    }
    let is_part_of_name = |at: usize| is_open(at, kinds) && nearly_all(&columns[at], is_one_latin_word);
    if let Some(at) = (1..kinds.len()).find(|at| is_part_of_name(at - 1) && is_part_of_name(*at)) {
        (kinds[at - 1], kinds[at]) = (Some(Kind::GivenName), Some(Kind::Surname));
    }
}

/// Six of ten.
fn most(cells: &Cells<'_>, looks: Looks) -> bool {
    !cells.is_empty() && share(cells, looks) * 10 >= cells.len() * 6
}

/// Nine of ten.
fn nearly_all(cells: &Cells<'_>, looks: Looks) -> bool {
    !cells.is_empty() && share(cells, looks) * 10 >= cells.len() * 9
}

fn share(cells: &Cells<'_>, looks: Looks) -> usize {
    cells.iter().filter(|cell| looks(cell)).count()
}

/// Days of which some lie so far back that nothing else is kept of them: cars, visits and contracts are of the last decades.
fn are_birth_dates(cells: &Cells<'_>) -> bool {
    const LONG_AGO: u32 = 1985;
    let years: Vec<u32> = cells.iter().filter_map(|cell| year_of_day(cell)).collect();
    let early = years.iter().filter(|year| **year < LONG_AGO).count();
    years.len() * 10 >= cells.len() * 6 && early * 5 >= years.len() && !years.is_empty()
}

/// The year of a whole day such as `19850307`, `1985-3-7` or `7/3/1985`.
fn year_of_day(cell: &str) -> Option<u32> {
    let is_shaped =
        cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '年' | '月' | '日' | ' ' | ':'));
    let day = normalise(Kind::BirthDate, cell).pop().filter(|day| is_shaped && day.text.len() == 8)?;
    let part = |range: std::ops::Range<usize>| day.text.get(range)?.parse::<u32>().ok();
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    let is_day = (1900..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_day.then_some(year)
}

/// Numbers of one length that are no years, four digits or more.
fn are_postcodes(cells: &Cells<'_>) -> bool {
    let is_year = |cell: &str| cell.parse::<u32>().is_ok_and(|number| (1950..=2035).contains(&number));
    let is_postcode: Looks = |cell| (4..=6).contains(&cell.len()) && is_digits(cell);
    let length = cells.iter().find(|cell| is_postcode(cell)).map_or(0, |cell| cell.len());
    let alike = cells.iter().filter(|cell| is_postcode(cell) && cell.len() == length).count();
    let years = cells.iter().filter(|cell| is_year(cell)).count();
    !cells.is_empty() && alike * 10 >= cells.len() * 9 && years * 2 < cells.len()
}

fn is_chinese_name(cell: &str) -> bool {
    (2..=4).contains(&cell.chars().count()) && kernel::name::split(cell).is_some()
}

/// A Chinese address with its city and more, or Latin words that end as streets do.
fn is_street(cell: &str) -> bool {
    const STREETS: [&str; 30] = [
        "street",
        "st",
        "road",
        "rd",
        "avenue",
        "ave",
        "place",
        "pl",
        "drive",
        "dr",
        "court",
        "ct",
        "crescent",
        "cres",
        "close",
        "circuit",
        "cct",
        "lane",
        "ln",
        "way",
        "boulevard",
        "blvd",
        "terrace",
        "tce",
        "parade",
        "square",
        "grove",
        "highway",
        "hwy",
        "gardens",
    ];
    if cell.chars().any(is_han) {
        let address = region::Address::parse(cell);
        return address.rest.chars().count() >= 4 && (address.city.is_some() || address.district.is_some());
    }
    let words = latin::words(&cell.to_lowercase());
    words.split_once(' ').is_some_and(|(_, rest)| rest.split(' ').any(|word| STREETS.contains(&word)))
}

fn is_one_latin_word(cell: &str) -> bool {
    cell.len() >= 2 && cell.chars().all(|c| (c.is_alphabetic() && !is_han(c)) || matches!(c, '\'' | '-' | '.'))
}

fn is_digits(cell: &str) -> bool {
    cell.bytes().all(|byte| byte.is_ascii_digit())
}

fn begins_with_digit(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_ascii_digit())
}
