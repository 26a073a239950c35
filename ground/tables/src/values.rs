//! What cells mean: dates, amounts, numbers, yes and no, as people write them in Chinese and English.

mod amount;
mod date;
mod decimal;
mod flag;
mod integer;

pub use amount::parse_amount;
pub use date::{DateOrder, guess_date_order, parse_date};
pub use flag::parse_flag;
pub use integer::parse_integer;

/// Whether a cell says that there is nothing: empty, a dash, `N/A`, `null`, `无`, `暂无`, `未填`.
///
/// ```
/// assert!(tables::values::is_blank(" — "));
/// assert!(!tables::values::is_blank("0"));
/// ```
pub fn is_blank(text: &str) -> bool {
    let text = folded(text).to_lowercase();
    text.chars().all(|c| c == '-' || c == '/')
        || matches!(text.as_str(), "n/a" | "na" | "null" | "nil" | "none" | "nan" | "无" | "暂无" | "未填" | "空")
}

/// Trimmed, full-width characters narrowed, every kind of space and dash the plain one, invisible characters gone.
pub(crate) fn folded(text: &str) -> String {
    let narrowed = text.chars().filter_map(|c| match c {
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' => None,
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0),
        '￥' => Some('¥'),
        '。' => Some('.'),
        '、' => Some(','),
        '‐'..='―' | '−' => Some('-'),
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    });
    narrowed.collect::<String>().trim().to_owned()
}
