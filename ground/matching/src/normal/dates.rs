//! Days of birth as eight digits, year first.

use super::Value;

/// `1985-3-7`, `1985年3月7日`, `19850307`, `7/3/1985`, `1985-03-07 00:00:00` as `19850307`; `1985年` as `1985`, `1985-03` as `198503`.
/// What is no day keeps its digits: a wrong one may still be the same wrong one. Day and month are swapped where only that
/// makes a day; what remains unclear is left to the comparison, which knows of swapped ones.
pub(super) fn date(text: &str) -> Option<Value> {
    let day = text.split([' ', 't']).next().unwrap_or(text);
    let groups: Vec<&str> = day.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let digits = match groups.as_slice() {
        [year, month, day] if year.len() == 4 => format!("{year}{month:0>2}{day:0>2}"),
        [first, second, year] if year.len() == 4 => {
            let is_day_first = first.parse::<u32>().is_ok_and(|first| first > 12);
            let (month, day) = if is_day_first { (second, first) } else { (first, second) };
            format!("{year}{month:0>2}{day:0>2}")
        }
        [year, month] if year.len() == 4 => format!("{year}{month:0>2}"),
        [digits] if (4..=14).contains(&digits.len()) => digits.chars().take(8).collect(),
        _ => groups.concat(),
    };
    let is_no_day = digits.starts_with("0000") || digits.starts_with("9999") || digits.len() < 4;
    let is_filler = is_no_day || FILLED_IN.contains(&digits.as_str());
    (!is_filler).then(|| Value::plain(digits))
}

/// The days that forms and programs fill in by themselves.
const FILLED_IN: [&str; 3] = ["19000101", "19700101", "20000101"];

/// Whether a day of birth is one that people are born on as on any other: many who know only the year write its first of January.
pub(crate) fn is_telling(day: &str) -> bool {
    day.len() == 8 && !day.ends_with("0101")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_however_they_are_written() {
        for raw in [
            "1985-03-07",
            "1985/3/7",
            "1985年3月7日",
            "19850307",
            "1985.3.7",
            "1985-03-07 00:00:00",
            "3/7/1985",
            "19850307000000",
        ] {
            assert_eq!(date(raw), Some(Value::plain("19850307".into())), "{raw}");
        }
        assert_eq!(date("25/3/1985"), Some(Value::plain("19850325".into())));
    }

    #[test]
    fn a_year_alone_is_kept_and_a_filler_is_not() {
        assert_eq!(date("1985年"), Some(Value::plain("1985".into())));
        assert_eq!(date("1985-3"), Some(Value::plain("198503".into())));
        for raw in ["0000-00-00", "9999-12-31", "12", "生日", "1900-01-01", "1970/1/1", "20000101"] {
            assert_eq!(date(raw), None, "{raw}");
        }
    }
}
