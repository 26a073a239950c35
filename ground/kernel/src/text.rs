//! How typed, pasted and imported text is read: widths, characters nobody sees, and what the faults of words have in common.

use unicode_normalization::UnicodeNormalization;

use crate::error::Fault;

/// Why a text is not the word it should be. `Display` gives one plain English sentence with the remedy.
pub trait TextFault: std::error::Error {
    /// Stable code, `vin.too_short`; pages translate it.
    fn code(&self) -> &'static str;

    /// The same as a fault of one field of a request.
    fn in_field(&self, field: &str) -> Fault {
        Fault::new(field, self.code(), self.to_string())
    }
}

/// The characters of `raw` as people mean them: full-width forms narrowed, every kind of space a plain one, every kind of
/// middle dot `·` and every kind of dash `-`, invisible characters gone.
///
/// ```
/// let read: String = kernel::text::folded("沪Ａ\u{200b}・１２３　４５").collect();
/// assert_eq!(read, "沪A·123 45");
/// ```
pub fn folded(raw: &str) -> impl Iterator<Item = char> + '_ {
    raw.chars().filter(|c| !is_invisible(*c)).map(folded_char)
}

/// Whether a spreadsheet has written a number in scientific form, with its last digits lost: `1.38E+10`.
///
/// ```
/// assert!(kernel::text::is_scientific("1.10105E+17"));
/// assert!(!kernel::text::is_scientific("12E5"));
/// ```
pub fn is_scientific(raw: &str) -> bool {
    let text: String = folded(raw).collect();
    let Some((digits, power)) = text.trim().split_once(['E', 'e']) else { return false };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    whole.len() == 1 && are_digits(whole) && are_digits(part) && power.strip_prefix('+').is_some_and(are_digits)
}

/// What was typed, in the form in which it is compared: compatibility forms (NFKC of Unicode Standard Annex 15) resolved, then
/// [`folded`], without space at the ends.
///
/// ```
/// assert_eq!(kernel::text::compared(" ５６７８ ①u\u{308} "), "5678 1ü");
/// ```
pub fn compared(typed: &str) -> String {
    let resolved: String = typed.nfkc().collect();
    folded(&resolved).collect::<String>().trim().to_owned()
}

/// Whether `c` is a Chinese character (CJK unified ideographs with extensions, compatibility forms and 〇).
pub fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF)
}

fn is_invisible(c: char) -> bool {
    let is_layout =
        matches!(u32::from(c), 0x00AD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF);
    is_layout || (c.is_control() && !c.is_whitespace())
}

fn folded_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => folded_char(char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)),
        '•' | '・' | '‧' | '∙' | '⋅' | '･' | '●' | '᛫' => '·',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Gives a validated text type what all of them share: reading as text, parsing, JSON and database form.
macro_rules! text_word {
    ($word:ident, $fault:ident) => {
        impl $word {
            /// The normal form, as stored.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $word {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $word {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $word {
            type Err = $fault;

            fn from_str(raw: &str) -> Result<Self, $fault> {
                Self::parse(raw)
            }
        }

        impl TryFrom<String> for $word {
            type Error = $fault;

            fn try_from(raw: String) -> Result<Self, $fault> {
                Self::parse(&raw)
            }
        }

        impl From<$word> for String {
            fn from(word: $word) -> Self {
                word.0
            }
        }
    };
}
pub(crate) use text_word;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_forms_become_plain_ones() {
        assert_eq!(folded("ＶＩＮ：１２３－４（x）").collect::<String>(), "VIN:123-4(x)");
    }

    #[test]
    fn invisible_characters_disappear() {
        assert_eq!(folded("\u{feff}张\u{200d}三\u{0007}").collect::<String>(), "张三");
    }

    #[test]
    fn rare_surname_characters_are_chinese() {
        assert!("张㛃𬱖〇".chars().all(is_han));
        assert!(!"A1·あ".chars().any(is_han));
    }
}
