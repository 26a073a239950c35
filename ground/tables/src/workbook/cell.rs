//! What a cell of a workbook says, as text: dates as ISO, numbers as Excel shows them, nothing rounded that Excel does not round.

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime};

/// The text of a filled cell.
#[derive(Debug)]
pub(super) enum CellText {
    Plain(String),
    /// A number with more digits than Excel keeps.
    LongNumber(String),
    Failed(CellErrorType),
}

/// None for an empty cell.
pub(super) fn text_of_ref(data: &DataRef<'_>) -> Option<CellText> {
    match data {
        DataRef::SharedString(text) => plain(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) if text.is_empty() => None,
        DataRef::String(text) => plain(text),
        DataRef::Int(number) => Some(whole(*number)),
        DataRef::Float(number) => Some(decimal(*number)),
        DataRef::Bool(flag) => plain(flag_text(*flag)),
        DataRef::DateTime(moment) => Some(CellText::Plain(moment_text(moment))),
        DataRef::DateTimeIso(text) => plain(&text.replacen('T', " ", 1)),
        DataRef::DurationIso(text) => Some(CellText::Plain(duration_text(text))),
        DataRef::Error(error) => Some(CellText::Failed(error.clone())),
        DataRef::Empty => None,
    }
}

/// None for an empty cell.
pub(super) fn text_of(data: &Data) -> Option<CellText> {
    match data {
        Data::String(text) => plain(text),
        Data::Int(number) => Some(whole(*number)),
        Data::Float(number) => Some(decimal(*number)),
        Data::Bool(flag) => plain(flag_text(*flag)),
        Data::DateTime(moment) => Some(CellText::Plain(moment_text(moment))),
        Data::DateTimeIso(text) => plain(&text.replacen('T', " ", 1)),
        Data::DurationIso(text) => Some(CellText::Plain(duration_text(text))),
        Data::Error(error) => Some(CellText::Failed(error.clone())),
        Data::Empty => None,
    }
}

/// Excel keeps 15 significant digits.
const EXACT_MAX: f64 = 1e15;

fn plain(text: &str) -> Option<CellText> {
    (!text.is_empty()).then(|| CellText::Plain(text.to_owned()))
}

fn flag_text(flag: bool) -> &'static str {
    if flag { "TRUE" } else { "FALSE" }
}

fn whole(number: i64) -> CellText {
    match number.unsigned_abs() >= EXACT_MAX as u64 {
        true => CellText::LongNumber(number.to_string()),
        false => CellText::Plain(number.to_string()),
    }
}

/// Whole numbers without `.0` (a phone number stored as a number keeps its digits), others with at most 15 digits.
fn decimal(number: f64) -> CellText {
    if number.is_finite() && number.fract() == 0.0 && number.abs() < 1e21 {
        let text = if number == 0.0 { "0".to_owned() } else { format!("{number:.0}") };
        return if number.abs() >= EXACT_MAX { CellText::LongNumber(text) } else { CellText::Plain(text) };
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    CellText::Plain(rounded.to_string())
}

/// `2024-01-05`, `2024-01-05 09:30:00`, `09:30:00` for a time without a day, `26:30:00` for a length of time.
fn moment_text(moment: &ExcelDateTime) -> String {
    let value = moment.as_f64();
    if moment.is_duration() {
        return hours_text((value * 86_400.0).round());
    }
    // Times are fractions of a day and rarely exact: to the nearest second.
    let to_second = (value * 86_400.0).round() / 86_400.0;
    let (mut days, mut seconds) = (to_second.floor(), ((to_second - to_second.floor()) * 86_400.0).round());
    if seconds >= 86_400.0 {
        (days, seconds) = (days + 1.0, 0.0);
    }
    let time = hours_text(seconds);
    if (0.0..1.0).contains(&value) && seconds > 0.0 {
        return time;
    }
    let whole_day = ExcelDateTime::new(days, calamine::ExcelDateTimeType::DateTime, is_1904(moment));
    let (year, month, day, ..) = whole_day.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if seconds == 0.0 { date } else { format!("{date} {time}") }
}

/// The epoch is private to the moment; day 0 tells it.
fn is_1904(moment: &ExcelDateTime) -> bool {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let in_1900 = ExcelDateTime::new(moment.as_f64(), calamine::ExcelDateTimeType::DateTime, false);
    let (year_1900, month_1900, day_1900, ..) = in_1900.to_ymd_hms_milli();
    (year, month, day) != (year_1900, month_1900, day_1900)
}

fn hours_text(seconds: f64) -> String {
    let sign = if seconds < 0.0 { "-" } else { "" };
    let seconds = seconds.abs() as u64;
    format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `PT09H30M00S` as OpenDocument writes a time; anything else stays as it is.
fn duration_text(iso: &str) -> String {
    let parsed = || {
        let (hours, rest) = iso.strip_prefix("PT")?.split_once('H')?;
        let (minutes, rest) = rest.split_once('M')?;
        let seconds: f64 = rest.strip_suffix('S')?.parse().ok()?;
        let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
        Some(hours_text(f64::from(hours) * 3600.0 + f64::from(minutes) * 60.0 + seconds.trunc()))
    };
    parsed().unwrap_or_else(|| iso.to_owned())
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    fn text(data: &Data) -> String {
        match text_of(data).unwrap() {
            CellText::Plain(text) => text,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn numbers_read_as_excel_shows_them() {
        assert_eq!(text(&Data::Float(13_800_138_000.0)), "13800138000");
        assert_eq!(text(&Data::Float(0.1 + 0.2)), "0.3");
        assert_eq!(text(&Data::Float(12_345.6)), "12345.6");
        assert_eq!(text(&Data::Float(-0.0)), "0");
        assert_eq!(text(&Data::Float(350_103_199_001_011_200.0)), "LongNumber(\"350103199001011200\")");
        assert_eq!(text(&Data::Bool(true)), "TRUE");
    }

    #[test]
    fn moments_read_as_iso() {
        let moment = |value, kind, is_1904| text(&Data::DateTime(ExcelDateTime::new(value, kind, is_1904)));
        assert_eq!(moment(45_296.0, ExcelDateTimeType::DateTime, false), "2024-01-05");
        assert_eq!(moment(45_296.395_833_333_3, ExcelDateTimeType::DateTime, false), "2024-01-05 09:30:00");
        assert_eq!(moment(45_296.999_999_999, ExcelDateTimeType::DateTime, false), "2024-01-06");
        assert_eq!(moment(43_834.0, ExcelDateTimeType::DateTime, true), "2024-01-05");
        assert_eq!(moment(0.395_833_333_3, ExcelDateTimeType::DateTime, false), "09:30:00");
        assert_eq!(moment(1.5, ExcelDateTimeType::TimeDelta, false), "36:00:00");
    }

    #[test]
    fn an_opendocument_time_reads_as_a_time() {
        assert_eq!(text(&Data::DurationIso("PT09H30M00S".into())), "09:30:00");
        assert_eq!(text(&Data::DateTimeIso("2024-01-05T09:30:00".into())), "2024-01-05 09:30:00");
    }
}
