//! A pasted table or notice as days: a line per day as spreadsheets have it, or the sentences of the State Council
//! (`一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。`). Pure.

use chrono::{Datelike, NaiveDate};
use kernel::text::folded;

use super::{rules::DAYS_MAX, year::AnnouncedDay};

/// What was found in a pasted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub days: Vec<AnnouncedDay>,
    /// Lines nothing was made of, from 1, with their words.
    pub unread: Vec<(usize, String)>,
}

/// Reads the days of a year out of a text; days of other years are left out.
pub fn read(text: &str, year: i32) -> Reading {
    let mut found = Reading::default();
    for (place, line) in text.lines().enumerate() {
        let line: String = folded(line).collect();
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let of_line = sentences(line, year);
        if of_line.is_empty() {
            found.unread.push((place + 1, line.chars().take(80).collect()));
        }
        found.days.extend(of_line);
    }
    found.days.retain(|one| one.day.year() == year);
    found.days.sort_by_key(|one| one.day);
    found.days.dedup_by_key(|one| one.day);
    found.days.truncate(DAYS_MAX);
    found
}

/// The days of one line, each sentence by itself: one says which days are off, the next which are worked.
fn sentences(line: &str, year: i32) -> Vec<AnnouncedDay> {
    let (title, rest) = match line.split_once(':') {
        Some((title, rest)) if title.chars().count() <= 20 => (Some(without_number(title)), rest),
        _ => (None, line),
    };
    let mut days = Vec::new();
    for sentence in rest.split(['。', ';']) {
        let dates = dates_in(sentence, year);
        let is_off = !["上班", "班", "worked", "work"].iter().any(|word| sentence.contains(word));
        let name = title.map_or_else(|| name_in(sentence), str::to_owned);
        days.extend(dates.into_iter().map(|day| AnnouncedDay { day, is_off, name: name.clone() }));
    }
    days
}

/// `一、元旦` is 元旦.
fn without_number(title: &str) -> &str {
    title.trim().trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十、.() ".contains(c)).trim()
}

/// What a line of a table says beside its day and whether it is off.
fn name_in(line: &str) -> String {
    let is_word = |cell: &&str| {
        !cell.chars().any(|c| c.is_ascii_digit())
            && !["休", "班", "放假", "上班", "off", "work", "worked", "true", "false", "至", "到"].contains(cell)
            && !cell.starts_with("周")
            && !cell.starts_with("星期")
    };
    let cells = line.split(|c: char| c.is_whitespace() || [',', '|', '"'].contains(&c));
    cells.filter(|cell| !cell.is_empty()).find(is_word).unwrap_or_default().to_owned()
}

/// Dates as people write them, `2027-01-01`, `2027/1/1`, `2027年1月1日`, `1月1日至3日`; a range gives all its days.
fn dates_in(sentence: &str, year: i32) -> Vec<NaiveDate> {
    let mut scan = Scan { year, month: None, numbers: Vec::new(), last: None, is_range: false, dates: Vec::new() };
    let (mut digits, mut depth) = (String::new(), 0_u32);
    for character in sentence.chars().chain([' ']) {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            // A weekday in brackets is no date.
            _ if depth > 0 => {}
            digit if digit.is_ascii_digit() => digits.push(digit),
            other => {
                let number = digits.parse().ok();
                digits.clear();
                scan.meet(number, other);
            }
        }
    }
    scan.dates
}

struct Scan {
    year: i32,
    month: Option<u32>,
    /// Of a date written with dashes or slashes, so far.
    numbers: Vec<u32>,
    last: Option<NaiveDate>,
    is_range: bool,
    dates: Vec<NaiveDate>,
}

impl Scan {
    /// A number, and what stands behind it.
    fn meet(&mut self, number: Option<u32>, behind: char) {
        match (number, behind) {
            (Some(number), '年') => self.year = i32::try_from(number).unwrap_or(self.year),
            (Some(number), '月') => self.month = Some(number),
            (Some(number), '日' | '号') => {
                let date = self.month.and_then(|month| NaiveDate::from_ymd_opt(self.year, month, number));
                self.found(date);
            }
            (Some(number), '-' | '/' | '.') if self.numbers.len() < 2 => self.numbers.push(number),
            (Some(number), _) if self.numbers.len() == 2 => {
                let year = i32::try_from(self.numbers[0]).unwrap_or_default();
                let date = NaiveDate::from_ymd_opt(year, self.numbers[1], number);
                self.numbers.clear();
                self.found(date);
                self.is_range = matches!(behind, '至' | '到' | '~') && self.last.is_some();
            }
            (None, '至' | '到' | '~' | '-' | '—' | '–') => self.is_range = self.last.is_some(),
            (None, '、' | ',' | '和') => self.is_range = false,
            (Some(_), _) => self.numbers.clear(),
            (None, _) => {}
        }
    }

    fn found(&mut self, date: Option<NaiveDate>) {
        let Some(date) = date else { return };
        match self.last.filter(|last| self.is_range && *last < date && (date - *last).num_days() <= 31) {
            Some(last) => self.dates.extend(last.iter_days().skip(1).take_while(|day| *day <= date)),
            None => self.dates.push(date),
        }
        (self.last, self.is_range) = (Some(date), false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, year: i32) -> Vec<String> {
        let off = |is_off| if is_off { "off" } else { "worked" };
        let days = read(text, year).days.into_iter();
        days.map(|one| format!("{} {} {}", one.day.format("%m-%d"), off(one.is_off), one.name)).collect()
    }

    /// From the notice for 2026 (国办发明电〔2025〕7号).
    #[test]
    fn the_notice_of_the_state_council_is_read_as_it_is_pasted() {
        let text = "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。\n\
                    三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n\
                    七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。";
        let days = shown(text, 2026);
        assert_eq!(days.len(), 16, "{days:?}");
        assert_eq!(
            &days[..5],
            ["01-01 off 元旦", "01-02 off 元旦", "01-03 off 元旦", "01-04 worked 元旦", "04-04 off 清明节"]
        );
        assert_eq!((days[7].as_str(), days[15].as_str()), ("09-20 worked 国庆节", "10-10 worked 国庆节"));
    }

    #[test]
    fn a_table_is_read_a_line_a_day_or_a_range() {
        let text = "2027-01-01\t休\t元旦\n2027/2/6,班,春节\n2027年10月1日至10月3日 放假 国庆节\n\n备注";
        assert_eq!(
            shown(text, 2027),
            ["01-01 off 元旦", "02-06 worked 春节", "10-01 off 国庆节", "10-02 off 国庆节", "10-03 off 国庆节"]
        );
        assert_eq!(read(text, 2027).unread, [(5, "备注".to_owned())]);
        assert_eq!(shown("2026-12-31 休 元旦", 2027), [""; 0], "a day of another year");
    }

    #[test]
    fn nonsense_is_no_day() {
        for text in ["13月40日放假", "1月日", "99-99-99 休", "至", "2027-02-30 休"] {
            assert_eq!(shown(text, 2027), [""; 0], "{text}");
        }
    }
}
