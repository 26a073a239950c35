//! Yes and no.

use super::{folded, is_blank};
use crate::ValueFault;

/// Reads yes or no: `是/否`, `有/无`, `Y/N`, `yes/no`, `true/false`, `1/0`, `√/×`, `对/错`, `已/未`.
///
/// # Errors
/// If it is blank or neither. `无` is a no here, though it is blank elsewhere.
///
/// ```
/// assert_eq!(tables::values::parse_flag("是"), Ok(true));
/// assert_eq!(tables::values::parse_flag("Ｎ"), Ok(false));
/// ```
pub fn parse_flag(text: &str) -> Result<bool, ValueFault> {
    match folded(text).to_lowercase().as_str() {
        "是" | "有" | "对" | "已" | "真" | "y" | "yes" | "true" | "t" | "1" | "on" | "√" | "✓" | "✔" | "☑" => {
            Ok(true)
        }
        "否" | "无" | "没有" | "不是" | "错" | "未" | "假" | "n" | "no" | "false" | "f" | "0" | "off" | "×" | "✗"
        | "✘" | "☐" | "x" => Ok(false),
        _ if is_blank(text) => Err(ValueFault::Blank),
        _ => Err(ValueFault::FlagUnreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_read_in_both_languages() {
        for text in ["是", "有", "Y", "yes", "TRUE", "1", "√", " ✓ "] {
            assert_eq!(parse_flag(text), Ok(true), "{text}");
        }
        for text in ["否", "无", "n", "No", "false", "０", "×"] {
            assert_eq!(parse_flag(text), Ok(false), "{text}");
        }
        assert_eq!(parse_flag(""), Err(ValueFault::Blank));
        assert_eq!(parse_flag("也许"), Err(ValueFault::FlagUnreadable));
    }
}
