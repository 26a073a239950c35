//! Reading a text with gaps and filling them: pure.

use std::collections::BTreeSet;

use kernel::Language;

use super::variables::{UNSUBSCRIBE_LINK, Values, VariableKind};
use crate::channel::Catalogue;

/// A text taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Plain(&'a str),
    /// The name between the braces.
    Gap(&'a str),
}

/// Why a text can't be taken apart: braces that are not closed, or hold what is no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed(pub String);

/// What stands in place of a code where people read.
pub const DOTS: &str = "••••••";

/// The pieces of a text in their order.
pub fn pieces(text: &str) -> Result<Vec<Piece<'_>>, Malformed> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let around = || Malformed(format!("{{{{{}", after.chars().take(20).collect::<String>()));
        let (name, behind) = after.split_once("}}").ok_or_else(around)?;
        let name = name.trim();
        if !is_name(name) {
            return Err(around());
        }
        if !before.is_empty() {
            pieces.push(Piece::Plain(before));
        }
        pieces.push(Piece::Gap(name));
        rest = behind;
    }
    if rest.contains("}}") {
        return Err(Malformed("}}".into()));
    }
    if !rest.is_empty() {
        pieces.push(Piece::Plain(rest));
    }
    Ok(pieces)
}

/// The names of the gaps, each once, in the order of the text.
pub fn gaps(text: &str) -> Result<Vec<&str>, Malformed> {
    let mut seen = BTreeSet::new();
    let names = pieces(text)?.into_iter().filter_map(|piece| match piece {
        Piece::Gap(name) => Some(name),
        Piece::Plain(_) => None,
    });
    Ok(names.filter(|name| seen.insert(*name)).collect())
}

/// A text of one's own with the link by which its reader wants no more of it, wherever it has a gap for that; all else stays as it is.
pub fn with_link(text: &str, link: &str) -> String {
    let Ok(pieces) = pieces(text) else { return text.to_owned() };
    let said = pieces.into_iter().map(|piece| match piece {
        Piece::Plain(plain) => plain.to_owned(),
        Piece::Gap(UNSUBSCRIBE_LINK) => link.to_owned(),
        Piece::Gap(name) => format!("{{{{{name}}}}}"),
    });
    said.collect()
}

/// Who reads the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Customer,
    /// Codes are dots.
    Staff,
}

/// The text with its gaps filled, or the names of those nothing is known for.
pub fn fill(
    text: &str,
    values: &Values,
    language: Language,
    reader: Reader,
    catalogue: &Catalogue,
) -> Result<String, Vec<String>> {
    let Ok(pieces) = pieces(text) else { return Err(vec![]) };
    let mut filled = String::with_capacity(text.len());
    let mut missing = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Plain(plain) => filled.push_str(plain),
            Piece::Gap(name) => match value_of(name, values, language) {
                Some(_) if reader == Reader::Staff && catalogue.is_secret(name) => filled.push_str(DOTS),
                Some(value) => filled.push_str(&value),
                None => missing.push(name.to_owned()),
            },
        }
    }
    missing.sort();
    missing.dedup();
    if missing.is_empty() { Ok(filled) } else { Err(missing) }
}

/// The value as it is written, unless there is none or it is empty.
pub fn value_of(name: &str, values: &Values, language: Language) -> Option<String> {
    values.get(name).map(|value| value.written(language)).filter(|value| !value.is_empty())
}

impl Catalogue {
    fn is_secret(&self, name: &str) -> bool {
        self.find(name).is_some_and(|variable| variable.kind == VariableKind::Code)
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 60
        && name.split('.').all(|part| {
            part.starts_with(|c: char| c.is_ascii_lowercase())
                && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect()
    }

    fn filled(text: &str, pairs: &[(&str, &str)], reader: Reader) -> Result<String, Vec<String>> {
        fill(text, &values(pairs), Language::Zh, reader, &Catalogue::default())
    }

    #[test]
    fn gaps_are_filled_and_named_when_they_can_not_be() {
        let text = "{{customer.greeting}}，您的{{ vehicle.plate }}已完工。";
        assert_eq!(
            filled(text, &[("customer.greeting", "张先生"), ("vehicle.plate", "沪A12345")], Reader::Customer).unwrap(),
            "张先生，您的沪A12345已完工。"
        );
        assert_eq!(
            filled(text, &[("customer.greeting", " ")], Reader::Customer).unwrap_err(),
            ["customer.greeting", "vehicle.plate"]
        );
    }

    #[test]
    fn staff_see_dots_for_a_code() {
        assert_eq!(filled("{{code}}", &[("code", "482913")], Reader::Staff).unwrap(), DOTS);
        assert_eq!(filled("{{code}}", &[("code", "482913")], Reader::Customer).unwrap(), "482913");
    }

    #[test]
    fn a_value_can_not_bring_gaps_or_lines_of_its_own() {
        let cunning = [("customer.name", "{{code}}\r\nBcc: all@example.com"), ("code", "1")];
        assert_eq!(filled("{{customer.name}}", &cunning, Reader::Customer).unwrap(), "{{code}}  Bcc: all@example.com");
    }

    #[test]
    fn braces_that_hold_no_name_are_told() {
        for text in ["{{", "{{}}", "{{客户}}", "{{a b}}", "{{a}} }}", "{{{a}}}", "{{Customer.Name}}", "{{a..b}}"] {
            assert!(pieces(text).is_err(), "{text}");
        }
        assert_eq!(pieces("{单}括号").unwrap(), [Piece::Plain("{单}括号")]);
    }
}
