//! What channels write and what it means here: sexes, times, budgets, when somebody means to buy.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use customers::people::customer::Gender;
use kernel::{Fault, time::Calendar};

use crate::words::Horizon;

const FEN: f64 = 100.0;
const TEN_THOUSAND: f64 = 10_000.0;
/// A hundred million yuan: nobody's budget, and far from where numbers lose their fen.
const YUAN_MAX: f64 = 100_000_000.0;
/// From here a number of an instant counts thousandths of a second: the year 2001 in those, and 5138 in seconds.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

pub fn gender(said: &str) -> Result<Gender, Fault> {
    match said.to_lowercase().as_str() {
        "male" | "m" | "man" | "mr" | "mr." | "男" | "男士" | "先生" => Ok(Gender::Male),
        "female" | "f" | "woman" | "ms" | "ms." | "mrs" | "mrs." | "女" | "女士" | "小姐" => Ok(Gender::Female),
        _ => Err(unknown("gender", "male, female, 男 or 女; translate the channel's own words")),
    }
}

pub fn word_of(gender: Gender) -> &'static str {
    match gender {
        Gender::Male => "male",
        Gender::Female => "female",
    }
}

/// An instant with its offset, a day or time of the store's clock, or seconds or thousandths since 1970.
pub fn instant(said: &str, calendar: Calendar) -> Result<DateTime<Utc>, Fault> {
    if let Ok(at) = DateTime::parse_from_rfc3339(said) {
        return Ok(at.with_timezone(&Utc));
    }
    if let Ok(count) = said.parse::<i64>()
        && let Some(at) = if count.abs() >= MILLISECONDS_FROM {
            DateTime::from_timestamp_millis(count)
        } else {
            DateTime::from_timestamp(count, 0)
        }
    {
        return Ok(at);
    }
    for shape in ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"] {
        if let Ok(at) = NaiveDateTime::parse_from_str(said, shape) {
            return Ok(in_zone(at, calendar));
        }
    }
    for shape in ["%Y-%m-%d", "%Y/%m/%d"] {
        if let Ok(day) = NaiveDate::parse_from_str(said, shape) {
            return Ok(in_zone(day.and_time(NaiveTime::MIN), calendar));
        }
    }
    Err(unknown("enquired_at", "2026-03-05T09:30:00+08:00, 2026-03-05 09:30:00, or seconds since 1970"))
}

fn in_zone(at: NaiveDateTime, calendar: Calendar) -> DateTime<Utc> {
    // The offset of the store on that day; its clock is not read on the hour it is put forward.
    let midnight = calendar.start_of(at.date());
    midnight + (at - at.date().and_time(NaiveTime::MIN))
}

/// Yuan as fen: `200000`, `20万`, `15-20万`; of one number both ends are it.
pub fn budget(said: &str) -> Result<(i64, i64), Fault> {
    let text: String =
        said.chars().filter(|one| !one.is_whitespace() && !matches!(one, ',' | '，' | '元' | '¥' | '￥')).collect();
    let (text, times) = match text.split_once('万').or_else(|| text.split_once('w')).or_else(|| text.split_once('W')) {
        Some((before, after))
            if !before.is_empty() && after.trim_matches(['左', '右', '以', '内', '上', '下']).is_empty() =>
        {
            (before.to_owned(), TEN_THOUSAND)
        }
        // `15万-20万`
        Some((before, after)) => match after.trim_start_matches(['-', '~', '—', '至', '到']).strip_suffix('万') {
            Some(end) => (format!("{before}-{end}"), TEN_THOUSAND),
            None => (text, 1.0),
        },
        None => (text, 1.0),
    };
    let mut ends =
        text.split(['-', '~', '—', '至', '到']).map(|end| end.parse::<f64>().ok().filter(|yuan| yuan.is_finite()));
    let ends = (ends.next().flatten(), ends.next(), ends.next());
    let fen = |yuan: f64| {
        let yuan = yuan * times;
        #[expect(clippy::cast_possible_truncation, reason = "the number is within bounds")]
        (0.0..=YUAN_MAX).contains(&yuan).then(|| (yuan * FEN).round() as i64)
    };
    let found = match ends {
        (Some(one), None, None) => fen(one).map(|fen| (fen, fen)),
        (Some(min), Some(Some(max)), None) => fen(min).zip(fen(max)),
        _ => None,
    };
    found.ok_or_else(|| unknown("budget", "yuan: 200000, 20万 or 15-20万"))
}

/// Fen as people write them.
pub fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

pub fn horizon(said: &str) -> Result<Horizon, Fault> {
    if let Some(known) = Horizon::find(&said.to_lowercase()) {
        return Ok(known);
    }
    match said {
        "一周内" | "1周内" | "7天内" | "近期" => Ok(Horizon::Week),
        "一个月内" | "1个月内" | "30天内" | "本月" => Ok(Horizon::Month),
        "三个月内" | "3个月内" | "1-3个月" | "90天内" => Ok(Horizon::Quarter),
        "三个月以上" | "3个月以上" | "半年内" | "半年以上" | "未确定" => Ok(Horizon::Later),
        _ => Err(unknown("horizon", "week, month, quarter or later; translate the channel's own words")),
    }
}

fn unknown(field: &str, takes: &str) -> Fault {
    Fault::new(field, "value.unknown", format!("this means nothing here, and is left out; it takes {takes}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap().and_utc()
    }

    #[test]
    fn an_instant_is_read_in_the_ways_channels_write_it() {
        let shanghai = Calendar::in_zone("Asia/Shanghai").unwrap();
        for (said, at) in [
            ("2026-03-05T09:30:00+08:00", "2026-03-05 01:30:00"),
            ("2026-03-05T01:30:00Z", "2026-03-05 01:30:00"),
            ("2026-03-05 09:30:00", "2026-03-05 01:30:00"),
            ("2026/03/05 09:30", "2026-03-05 01:30:00"),
            ("2026-03-05", "2026-03-04 16:00:00"),
            ("1772674200", "2026-03-05 01:30:00"),
            ("1772674200000", "2026-03-05 01:30:00"),
        ] {
            assert_eq!(instant(said, shanghai).unwrap(), utc(at), "{said}");
        }
        for said in ["", "昨天", "2026-13-01", "2026-02-30 10:00:00", "99999999999999999999"] {
            assert_eq!(instant(said, shanghai).unwrap_err().code, "value.unknown", "{said}");
        }
    }

    #[test]
    fn a_budget_is_yuan_and_kept_in_fen() {
        for (said, fen) in [
            ("200000", (20_000_000, 20_000_000)),
            ("200,000 元", (20_000_000, 20_000_000)),
            ("20万", (20_000_000, 20_000_000)),
            ("15-20万", (15_000_000, 20_000_000)),
            ("15万-20万", (15_000_000, 20_000_000)),
            ("12.5万", (12_500_000, 12_500_000)),
            ("20万以内", (20_000_000, 20_000_000)),
            ("0", (0, 0)),
        ] {
            assert_eq!(budget(said).unwrap(), fen, "{said}");
        }
        for said in ["", "很多", "-5", "NaN", "1e300", "1-2-3", "万", "inf万"] {
            assert_eq!(budget(said).unwrap_err().code, "value.unknown", "{said}");
        }
    }
}
