//! What a column holds, guessed from what its header says and what its cells look like.

use super::cells::{self, Cells};
use super::headers::{HEADERS, LEFT_OUT, NUMBERS_OF_ROWS, OTHERS};
use crate::Kind;
use crate::normal::latin::words;

/// Guesses what each column holds. `samples` are rows of cells. Columns that number the rows, amounts, remarks and days other than
/// birth dates are left out; what is not recognised is free text.
pub fn guess_kinds(headers: &[String], samples: &[Vec<String>]) -> Vec<Option<Kind>> {
    let columns = headers.len().max(samples.first().map_or(0, Vec::len));
    let header = |column: usize| headers.get(column).map_or("", String::as_str);
    let cells: Vec<Cells<'_>> = (0..columns)
        .map(|column| {
            let filled = samples.iter().filter_map(|row| row.get(column)).map(|cell| cell.trim());
            filled.filter(|cell| !cell.is_empty()).collect()
        })
        .collect();
    let unnamed: Vec<bool> = (0..columns).map(|column| is_no_name(header(column))).collect();
    let guess = |column: usize| match by_header(header(column)) {
        Said::Kind(kind) => Some(kind),
        Said::LeftOut => None,
        Said::Nothing => cells::alone(&cells[column], unnamed[column], header(column).trim().is_empty()),
    };
    let mut kinds: Vec<Option<Kind>> = (0..columns).map(guess).collect();
    cells::beside_others(&mut kinds, &cells, &unnamed);
    // In a table of books or shops the first text is what they are called.
    let is_telling =
        |kind: &Kind| kind.is_key() || matches!(kind, Kind::Name | Kind::GivenName | Kind::Surname | Kind::Company);
    if !kinds.iter().flatten().any(is_telling)
        && let Some(first) = kinds.iter_mut().find(|kind| **kind == Some(Kind::Text))
    {
        *first = Some(Kind::Name);
    }
    kinds
}

/// `c1`, `Column 7`, `字段3`, `F`: a number or a letter for a column, and no word for what it holds.
fn is_no_name(header: &str) -> bool {
    const NUMBERED: [&str; 12] = ["", "c", "col", "column", "f", "field", "v", "var", "x", "unnamed", "列", "字段"];
    let letters = parted(header).chars().filter(|c| c.is_alphabetic()).collect::<String>();
    header.trim().chars().count() <= 1 || NUMBERED.contains(&letters.as_str())
}

enum Said {
    Kind(Kind),
    LeftOut,
    Nothing,
}

fn by_header(header: &str) -> Said {
    let header = words(&parted(header));
    if is_one_of(&header, NUMBERS_OF_ROWS) {
        return Said::LeftOut;
    }
    let exact = HEADERS.iter().find(|(_, words)| is_one_of(&header, words));
    if let Some((kind, _)) = exact {
        return Said::Kind(*kind);
    }
    let heard = HEADERS
        .iter()
        .flat_map(|(kind, words)| words.split('|').map(move |word| (*kind, word)))
        .filter(|(_, word)| says(&header, word))
        // The longest word says most: 身份证号 before 证, `street number` before `street`.
        .max_by_key(|(_, word)| word.chars().count());
    // 出生日期 is a date, but not one of those.
    let is_left_out = |word: &str| says(&header, word) && !heard.is_some_and(|(_, heard)| heard.contains(word));
    if LEFT_OUT.split('|').any(is_left_out) {
        return Said::LeftOut;
    }
    if OTHERS.split('|').any(|word| says(&header, word)) {
        return Said::Nothing;
    }
    heard.map_or(Said::Nothing, |(kind, _)| Said::Kind(kind))
}

fn is_one_of(header: &str, words: &str) -> bool {
    words.split('|').any(|word| word == header)
}

/// Chinese words of two characters and more anywhere, Latin ones as whole words.
fn says(header: &str, word: &str) -> bool {
    if word.is_ascii() {
        format!(" {header} ").contains(&format!(" {word} "))
    } else {
        word.chars().count() >= 2 && header.contains(word)
    }
}

/// `dateOfBirth_1` as `date of birth 1`, small.
fn parted(header: &str) -> String {
    let mut parted = String::new();
    let mut is_after_small = false;
    for c in kernel::text::folded(header) {
        if c == '_' || (c.is_uppercase() && is_after_small) {
            parted.push(' ');
        }
        if c != '_' {
            parted.extend(c.to_lowercase());
        }
        is_after_small = c.is_lowercase() || c.is_ascii_digit();
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(headers: &[&str], row: &[&str]) -> Vec<&'static str> {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        let samples = vec![row.iter().map(|cell| (*cell).to_owned()).collect(); usize::from(!row.is_empty())];
        guess_kinds(&headers, &samples).into_iter().map(|kind| kind.map_or("-", Kind::word)).collect()
    }

    #[test]
    fn headers_in_both_languages_say_what_their_columns_hold() {
        assert_eq!(
            guessed(
                &[
                    "序号",
                    "客户姓名",
                    "手机号码",
                    "备用电话",
                    "身份证号",
                    "车牌号",
                    "车架号(VIN)",
                    "出生日期",
                    "家庭住址",
                    "备注",
                    "购车日期"
                ],
                &[]
            ),
            ["-", "name", "phone", "phone", "id_number", "plate", "vin", "birth_date", "address", "-", "-"]
        );
        assert_eq!(
            guessed(
                &[
                    "rec_id",
                    " given_name",
                    "surname",
                    "street_number",
                    "address_1",
                    "suburb",
                    "postcode",
                    "state",
                    "date_of_birth",
                    "soc_sec_id"
                ],
                &[]
            ),
            [
                "-",
                "given_name",
                "surname",
                "house_number",
                "address",
                "place",
                "postcode",
                "place",
                "birth_date",
                "id_number"
            ]
        );
        assert_eq!(
            guessed(&["FirstName", "LastName", "eMail", "ZipCode"], &[]),
            ["given_name", "surname", "email", "postcode"]
        );
    }

    #[test]
    fn a_day_of_birth_is_no_day_of_anything_else() {
        assert_eq!(
            guessed(&["客户出生日期", "Customer birth date", "contact date", "客户状态"], &[]),
            ["birth_date", "birth_date", "-", "-"]
        );
    }

    #[test]
    fn names_of_other_things_are_not_names_of_customers() {
        assert_eq!(
            guessed(&["客户姓名", "品牌名称", "销售顾问姓名", "Store name"], &["张伟", "宝马", "李强", "North"]),
            ["name", "text", "text", "text"]
        );
    }

    #[test]
    fn a_table_without_people_is_known_by_its_first_text() {
        assert_eq!(
            guessed(&["id", "title", "pages", "isbn"], &["7", "The Great Gatsby", "180", "9780743273565"]),
            ["-", "name", "-", "text"]
        );
    }

    #[test]
    fn cells_speak_where_the_header_does_not() {
        assert_eq!(
            guessed(&["", "", "", "", "价"], &["张伟", "13812345678", "LSVAA49J132047371", "沪A12345", "120,000"]),
            ["name", "phone", "vin", "plate", "-"]
        );
    }

    fn of_rows(headers: &[&str], rows: &[&[&str]]) -> Vec<&'static str> {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        let samples: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        guess_kinds(&headers, &samples).into_iter().map(|kind| kind.map_or("-", Kind::word)).collect()
    }

    #[test]
    fn people_are_known_by_their_cells_alone() {
        let headers = ["c1", "c2", "c3", "c4", "c5", "c6", "c7"];
        let rows: [&[&str]; 3] = [
            &["mitchell", "green", "7", "wallaby place", "cleveland", "2119", "19560409"],
            &["harley", "mccarthy", "177", "pridham street", "upper marsden", "3165", "19080419"],
            &["madeline", "mason", "54", "hoseason street", "granville", "4881", "19911128"],
        ];
        assert_eq!(
            of_rows(&headers, &rows),
            ["given_name", "surname", "house_number", "address", "text", "postcode", "birth_date"]
        );
        let rows: [&[&str]; 2] = [
            &["王小明", "1978-05-05", "13812345678", "上海市浦东新区张江路100号", "200120", "2021", "120,000"],
            &["李红", "1985/3/7", "13912345678", "江苏省苏州市姑苏区人民路8号", "215000", "2019", "98,000"],
        ];
        assert_eq!(of_rows(&headers, &rows), ["name", "birth_date", "phone", "address", "postcode", "-", "-"]);
    }

    #[test]
    fn days_of_the_last_decades_are_no_birth_dates() {
        let rows: [&[&str]; 2] = [&["王小明", "2021-05-05", "20190307"], &["李红", "2019/3/7", "20200101"]];
        assert_eq!(of_rows(&["客户", "c2", "c3"], &rows), ["name", "text", "text"]);
    }
}
