//! Texts that are looked for, and when one of them counts as found. Pure.

/// What is looked for after a person was forgotten.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// Found wherever they stand, inside longer words too: a phone number behind its country code.
    pub anywhere: Vec<String>,
    /// Found where they stand alone: the number another system gave somebody may by chance be part of an order number, of an
    /// instant or of an id, and means nobody there.
    pub alone: Vec<String>,
}

impl Texts {
    pub fn all(&self) -> Vec<String> {
        self.anywhere.iter().chain(&self.alone).cloned().collect()
    }

    /// Whether one of those that must stand alone does so in this text.
    pub fn stands_alone_in(&self, text: &str) -> bool {
        self.alone.iter().any(|form| !places_alone(text, form).is_empty())
    }

    /// The text without those that stand alone in it; nothing when none does.
    pub fn without_alone(&self, text: &str, gone: &str) -> Option<String> {
        let mut left = text.to_owned();
        for form in &self.alone {
            for place in places_alone(&left, form).into_iter().rev() {
                left.replace_range(place..place + form.len(), gone);
            }
        }
        (left != text).then_some(left)
    }
}

/// Where a form stands with no letter or digit of ASCII at either side. In JSON numbers are amounts and counts: strings alone are looked at.
fn places_alone(text: &str, form: &str) -> Vec<usize> {
    if form.is_empty() || !text.contains(form) {
        return Vec::new();
    }
    let is_json = text.starts_with(['{', '[']);
    let is_free = |at: &usize| {
        let (before, after) = (&text[..*at], &text[*at + form.len()..]);
        let ends_before = !before.ends_with(|last: char| last.is_ascii_alphanumeric())
            || (is_json && ends_with_an_escape(before))
            || !form.starts_with(|first: char| first.is_ascii_alphanumeric());
        let begins_after = !after.starts_with(|next: char| next.is_ascii_alphanumeric())
            || !form.ends_with(|last: char| last.is_ascii_alphanumeric());
        ends_before && begins_after && (!is_json || is_inside_a_string(before))
    };
    text.match_indices(form).map(|(at, _)| at).filter(is_free).collect()
}

/// `\n` before a number is the end of a line, not a letter.
fn ends_with_an_escape(before: &str) -> bool {
    let Some(rest) = before.strip_suffix(['n', 'r', 't', 'b', 'f']) else { return false };
    rest.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

fn is_inside_a_string(before: &str) -> bool {
    let (mut is_inside, mut is_escaped) = (false, false);
    for byte in before.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_inside,
            b'"' => is_inside = !is_inside,
            _ => {}
        }
    }
    is_inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number() -> Texts {
        Texts { alone: vec!["10023456".to_owned()], ..Texts::default() }
    }

    #[test]
    fn a_number_is_found_where_it_stands_alone() {
        for text in [
            "10023456",
            "客户编号10023456已核对",
            "see 10023456.",
            "DMS-10023456",
            r#"{"external_id":"10023456"}"#,
            r#"{"text":"第一行\n10023456\n第三行"}"#,
            r#"{"text": "他说\"10023456\""}"#,
        ] {
            assert!(number().stands_alone_in(text), "{text}");
            assert!(!number().stands_alone_in(&number().without_alone(text, "***").unwrap()), "{text}");
        }
    }

    #[test]
    fn a_number_inside_another_is_not_found_and_stays() {
        for text in [
            "订单 9910023456",
            "SO10023456",
            "100234567",
            "0190-10023456ab",
            r#"{"amount_minor":10023456,"more":[10023456]}"#,
            r#"{"amount_minor": 10023456}"#,
            r#"{"at":"2026-03-16T10:00:00.10023456Z"}"#,
        ] {
            assert!(!number().stands_alone_in(text), "{text}");
            assert_eq!(number().without_alone(text, "***"), None, "{text}");
        }
    }

    #[test]
    fn what_stands_alone_is_taken_out_and_what_holds_it_is_left() {
        let text = "10023456 与订单 9910023456，10023456";
        assert_eq!(number().without_alone(text, "***").unwrap(), "*** 与订单 9910023456，***");
    }
}
