//! Which column is which: guessed from what the header says and what the cells look like.

use crate::values;

/// Something a column may hold.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The word the caller knows it by (`phone`); also counts as a synonym.
    pub name: &'a str,
    /// What people call it, Chinese and English: `["手机号", "联系电话", "mobile"]`.
    pub synonyms: &'a [&'a str],
    /// Whether a filled cell has the shape of it. Say no to everything if it has no shape of its own, as a name or a remark.
    pub looks_like: fn(&str) -> bool,
}

/// What a column most likely is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess<'a> {
    /// The column, from 0.
    pub index: usize,
    pub target: Option<&'a str>,
    /// 0 (nothing fits) to 1 (the header says so and the cells agree).
    pub confidence: f64,
}

/// Guesses the target of each column, one guess per column in their order. Each target is given away once, to the column it fits
/// best. `samples` are rows of cells.
///
/// ```
/// use tables::{Target, guess_columns};
/// let phone = Target { name: "phone", synonyms: &["手机号"], looks_like: |cell| cell.len() == 11 };
/// let guesses = guess_columns(&["客户手机号（必填）".into()], &[vec!["13800138000".into()]], &[phone]);
/// assert_eq!(guesses[0].target, Some("phone"));
/// ```
pub fn guess_columns<'a>(headers: &[String], samples: &[Vec<String>], targets: &[Target<'a>]) -> Vec<Guess<'a>> {
    let shapes: Vec<Vec<Option<f64>>> = targets
        .iter()
        .map(|target| (0..headers.len()).map(|column| shape_share(samples, column, target.looks_like)).collect())
        .collect();
    let mut scored = Vec::new();
    for (place, target) in targets.iter().enumerate() {
        let has_shape = shapes[place].iter().flatten().any(|share| *share >= SHAPED_SHARE);
        for (index, header) in headers.iter().enumerate() {
            let confidence = confidence(header_score(header, target), shapes[place][index], has_shape);
            scored.push((confidence, index, place));
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut guesses: Vec<Guess<'a>> =
        (0..headers.len()).map(|index| Guess { index, target: None, confidence: 0.0 }).collect();
    let mut is_given = vec![false; targets.len()];
    for (confidence, index, place) in scored.into_iter().take_while(|(confidence, ..)| *confidence >= CONFIDENCE_MIN) {
        if guesses[index].target.is_none() && !is_given[place] {
            guesses[index] = Guess { index, target: Some(targets[place].name), confidence };
            is_given[place] = true;
        }
    }
    guesses
}

/// Below this a guess does more harm than good.
const CONFIDENCE_MIN: f64 = 0.45;
/// From this share of cells on, a column counts as having the shape.
const SHAPED_SHARE: f64 = 0.6;

/// `has_shape`: whether any column of the table has the target's shape, so that its absence here means something.
fn confidence(by_header: f64, shape: Option<f64>, has_shape: bool) -> f64 {
    match shape {
        // The cells alone: enough to propose, never to be sure.
        Some(share) if by_header == 0.0 => 0.6 * share,
        Some(share) if has_shape => 0.7 * by_header + 0.3 * share,
        // No cell to compare with, or a target without a shape.
        _ => 0.95 * by_header,
    }
}

/// 1 if the header is a synonym; 0.6 to 0.9 if it contains one, 0.5 to 0.7 if it is part of one, the more of it the better; else 0.
fn header_score(header: &str, target: &Target<'_>) -> f64 {
    let header = Words::of(header);
    if header.joined.is_empty() {
        return 0.0;
    }
    let synonyms = target.synonyms.iter().chain(std::iter::once(&target.name));
    synonyms.map(|synonym| header.likeness(&Words::of(synonym))).fold(0.0, f64::max)
}

/// The share of the column's filled cells that look like it; none if no cell is filled.
fn shape_share(samples: &[Vec<String>], column: usize, looks_like: fn(&str) -> bool) -> Option<f64> {
    let filled: Vec<&str> = samples
        .iter()
        .filter_map(|row| row.get(column))
        .map(|cell| cell.trim())
        .filter(|cell| !values::is_blank(cell))
        .collect();
    let fitting = filled.iter().filter(|cell| looks_like(cell)).count();
    (!filled.is_empty()).then(|| fitting as f64 / filled.len() as f64)
}

/// A header without case, width, spaces and punctuation.
struct Words {
    joined: String,
    /// Runs of letters and digits; camelCase, `_` and spaces part them.
    words: Vec<String>,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut words = vec![String::new()];
        let mut is_after_lower = false;
        for c in values::folded(text).chars() {
            let begins_word = !c.is_alphanumeric() || (c.is_uppercase() && is_after_lower);
            if begins_word {
                words.push(String::new());
            }
            if c.is_alphanumeric() {
                words.last_mut().into_iter().for_each(|word| word.extend(c.to_lowercase()));
            }
            is_after_lower = c.is_lowercase();
        }
        words.retain(|word| !word.is_empty());
        Self { joined: words.concat(), words }
    }

    fn likeness(&self, synonym: &Self) -> f64 {
        let share =
            |part: &Self, whole: &Self| part.joined.chars().count() as f64 / whole.joined.chars().count() as f64;
        if synonym.joined.is_empty() {
            0.0
        } else if self.joined == synonym.joined {
            1.0
        } else if self.contains(synonym) {
            0.6 + 0.3 * share(synonym, self)
        } else if synonym.contains(self) {
            0.5 + 0.2 * share(self, synonym)
        } else {
            0.0
        }
    }

    /// Chinese is contained anywhere; Latin letters only as whole words, so that `age` is not in `mileage`.
    fn contains(&self, part: &Self) -> bool {
        if part.joined.is_ascii() {
            return self.words.windows(part.words.len()).any(|words| words == part.words);
        }
        part.joined.chars().count() >= 2 && self.joined.contains(&part.joined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_phone(cell: &str) -> bool {
        cell.len() == 11 && cell.starts_with('1') && cell.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn is_vin(cell: &str) -> bool {
        cell.len() == 17 && cell.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    fn targets() -> Vec<Target<'static>> {
        vec![
            Target { name: "name", synonyms: &["姓名", "客户姓名", "名称", "customer"], looks_like: |_| false },
            Target {
                name: "phone",
                synonyms: &["手机", "手机号", "电话", "联系方式", "mobile", "tel"],
                looks_like: is_phone,
            },
            Target { name: "second_phone", synonyms: &["备用电话", "其他电话"], looks_like: is_phone },
            Target {
                name: "vin", synonyms: &["车架号", "VIN码", "底盘号", "chassis number"], looks_like: is_vin
            },
            Target {
                name: "bought_on",
                synonyms: &["购车日期", "提车日期", "purchase date"],
                looks_like: |cell| values::parse_date(cell, None).is_ok(),
            },
            Target { name: "referrer", synonyms: &["介绍人", "介绍人姓名"], looks_like: |_| false },
            Target { name: "age", synonyms: &["年龄"], looks_like: |_| false },
        ]
    }

    fn found(headers: &[&str], samples: &[&[&str]]) -> Vec<Option<&'static str>> {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        let samples: Vec<Vec<String>> =
            samples.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        guess_columns(&headers, &samples, &targets()).iter().map(|guess| guess.target).collect()
    }

    #[test]
    fn headers_are_recognised_whatever_their_dress() {
        assert_eq!(
            found(&["*客户姓名", "手机号（必填）", "备用电话", "ＶＩＮ 码", "Purchase_Date", "介绍人姓名"], &[]),
            [Some("name"), Some("phone"), Some("second_phone"), Some("vin"), Some("bought_on"), Some("referrer")]
        );
        assert_eq!(found(&["chassis", "客户"], &[]), [Some("vin"), Some("name")]);
        assert_eq!(found(&["chassisNumber", "Customer Name", "Mileage"], &[]), [Some("vin"), Some("name"), None]);
    }

    #[test]
    fn cells_speak_where_headers_do_not() {
        let samples: &[&[&str]] =
            &[&["张三", "13800138000", "LSVAA49J132047371"], &["李四", "13900139000", "LFV3A23C8A3014565"]];
        assert_eq!(found(&["", "", ""], samples), [None, Some("phone"), Some("vin")]);
    }

    #[test]
    fn a_target_is_given_once_and_to_the_column_whose_cells_agree() {
        let samples: &[&[&str]] = &[&["0591-8888", "13800138000"], &["无", "13900139000"]];
        assert_eq!(found(&["电话", "联系方式"], samples), [None, Some("phone")]);
    }
}
