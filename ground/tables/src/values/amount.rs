//! Amounts of money in yuan.

use super::decimal::{Decimal, ends_with_ignoring_case, is_scientific, multiplier};
use super::{folded, is_blank};
use crate::ValueFault;

/// Reads an amount in yuan into fen: `¥12,345.60`, `12万`, `1.5万元`, `(1,200)`, `RMB 1,200.00`, full-width or not. Nothing is
/// rounded.
///
/// # Errors
/// If it is no amount, in another currency, finer than a fen, or in scientific form, which has lost digits.
///
/// ```
/// use tables::values::parse_amount;
/// assert_eq!(parse_amount("￥１２，３４５．６０"), Ok(1_234_560));
/// assert_eq!(parse_amount("1.5万元"), Ok(1_500_000));
/// assert_eq!(parse_amount("(1,200)"), Ok(-120_000));
/// ```
pub fn parse_amount(text: &str) -> Result<i64, ValueFault> {
    if is_blank(text) {
        return Err(ValueFault::Blank);
    }
    let text = folded(text);
    let (text, is_negative) = without_sign(&text);
    let text = without_yuan(text);
    let (text, is_negative_inside) = without_sign(text);
    if text.contains(['$', '€', '£', '₩', '฿']) || FOREIGN.iter().any(|code| text.to_ascii_uppercase().contains(code))
    {
        return Err(ValueFault::AmountCurrency);
    }
    if is_scientific(text) {
        return Err(ValueFault::Scientific);
    }
    let (number, power) = multiplier(text);
    let decimal = Decimal::unsigned(number).ok_or(ValueFault::AmountUnreadable)??;
    let fen = decimal.times_ten_to(power + 2)?.ok_or(ValueFault::AmountTooFine)?;
    Ok(if is_negative != is_negative_inside { -fen } else { fen })
}

const FOREIGN: [&str; 9] = ["USD", "EUR", "GBP", "HKD", "JPY", "TWD", "KRW", "美元", "港币"];

/// A sign before or after, or the brackets of accountants.
fn without_sign(text: &str) -> (&str, bool) {
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return (inner.trim(), true);
    }
    if let Some(rest) = text.strip_prefix('-').or_else(|| text.strip_suffix('-')).or_else(|| text.strip_prefix('负')) {
        return (rest.trim(), true);
    }
    (text.strip_prefix('+').unwrap_or(text).trim(), false)
}

fn without_yuan(text: &str) -> &str {
    let mut text = text.trim_start_matches('¥').trim_start();
    for code in ["人民币", "rmb", "cny"] {
        if text.get(..code.len()).is_some_and(|start| start.eq_ignore_ascii_case(code)) {
            text = text[code.len()..].trim_start_matches([':', ' ', '¥']);
        }
    }
    for ending in ["人民币", "rmb", "cny", "元整", "圆整", "元", "圆", "块"] {
        if ends_with_ignoring_case(text, ending) {
            text = text[..text.len() - ending.len()].trim_end();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_written() {
        for (text, fen) in [
            ("¥12,345.60", 1_234_560),
            ("￥ 12345.6", 1_234_560),
            ("12万", 12_000_000),
            ("12.58万元", 12_580_000),
            ("1.5w", 1_500_000),
            ("3亿", 30_000_000_000),
            ("(1,200)", -120_000),
            ("（１，２００．５０）", -120_050),
            ("-1,200.5", -120_050),
            ("¥-88", -8_800),
            ("-¥88", -8_800),
            ("1200-", -120_000),
            ("RMB 1,200", 120_000),
            ("1200 CNY", 120_000),
            ("人民币:1200元整", 120_000),
            ("0", 0),
            (".5", 50),
            ("199800.0000", 19_980_000),
            ("1 234 567", 123_456_700),
        ] {
            assert_eq!(parse_amount(text), Ok(fen), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_in_yuan_is_refused() {
        for (text, fault) in [
            ("", ValueFault::Blank),
            ("—", ValueFault::Blank),
            ("面议", ValueFault::AmountUnreadable),
            ("12,34", ValueFault::AmountUnreadable),
            ("1.2.3", ValueFault::AmountUnreadable),
            ("10-12万", ValueFault::AmountUnreadable),
            ("$100", ValueFault::AmountCurrency),
            ("100 USD", ValueFault::AmountCurrency),
            ("0.005", ValueFault::AmountTooFine),
            ("1.2E+05", ValueFault::Scientific),
            ("99999999999999999999", ValueFault::TooLarge),
            ("万", ValueFault::AmountUnreadable),
        ] {
            assert_eq!(parse_amount(text), Err(fault), "{text}");
        }
    }
}
