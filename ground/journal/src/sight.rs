//! How much one may see of what people wrote: texts without numbers of persons, or ids and closed lists alone.

use kernel::PermissionName;
use platform::Scope;
use serde_json::Value;

use crate::redacted;

/// How much one may see of what people wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Texts and names; without it only ids, times, numbers and words of closed lists are told.
    pub words: bool,
    pub phones: bool,
    pub id_numbers: bool,
}

impl Sight {
    /// As much as this caller may see.
    pub fn of(scope: &Scope) -> Self {
        Self {
            words: scope.may(PermissionName::SeeCustomers),
            phones: scope.may(PermissionName::SeePhone),
            id_numbers: scope.may(PermissionName::SeeIdNumber),
        }
    }

    /// The body of an entry, as it is shown to whoever sees so much.
    #[must_use]
    pub fn shown(self, body: Value) -> Value {
        if self.words { self.mask(body) } else { redacted(&body) }
    }

    /// What both may see.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            words: self.words && other.words,
            phones: self.phones && other.phones,
            id_numbers: self.id_numbers && other.id_numbers,
        }
    }

    fn mask(self, value: Value) -> Value {
        if self.phones && self.id_numbers {
            return value;
        }
        match value {
            Value::String(text) => Value::String(self.mask_text(&text)),
            Value::Array(items) => items.into_iter().map(|item| self.mask(item)).collect(),
            Value::Object(fields) => fields.into_iter().map(|(name, field)| (name, self.mask(field))).collect(),
            other => other,
        }
    }

    /// Phone and ID numbers inside a text that people wrote, with stars in their middle.
    fn mask_text(self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(|character: char| character.is_ascii_alphanumeric()) {
            masked.push_str(&rest[..start]);
            let run = &rest[start..];
            let end = run.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(run.len());
            masked.push_str(&self.mask_run(&run[..end]));
            rest = &run[end..];
        }
        masked.push_str(rest);
        masked
    }

    fn mask_run(self, run: &str) -> String {
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        // 86 before a mobile number is the country.
        let is_phone = digits == run.len() && (run.len() == 11 || run.len() == 13 && run.starts_with("86"));
        let is_id_number = run.len() == 18 && digits >= 17;
        match () {
            () if is_phone && !self.phones => starred(run, run.len() - 8, 4),
            () if is_id_number && !self.id_numbers => starred(run, 3, 4),
            () => run.to_owned(),
        }
    }
}

fn starred(run: &str, head: usize, tail: usize) -> String {
    let stars = "*".repeat(run.len() - head - tail);
    format!("{}{stars}{}", &run[..head], &run[run.len() - tail..])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const BLIND: Sight = Sight { words: true, phones: false, id_numbers: false };

    #[test]
    fn numbers_of_persons_are_starred_where_people_wrote_them() {
        for (text, expected) in [
            ("回电 13800001234，王小明", "回电 138****1234，王小明"),
            ("+8613800001234", "+86138****1234"),
            ("身份证11010519491231002X", "身份证110***********002X"),
            ("沪A12345 订单 20260316001", "沪A12345 订单 202****6001"),
            ("LSVAA4183E2000017", "LSVAA4183E2000017"),
            ("01900000-0000-7000-8000-000000000000", "01900000-0000-7000-8000-000000000000"),
            ("没有号码", "没有号码"),
            ("", ""),
        ] {
            assert_eq!(BLIND.mask_text(text), expected);
        }
    }

    #[test]
    fn whoever_may_see_them_sees_them() {
        let body =
            json!({ "text": "13800001234 11010519491231002X", "list": ["13800001234"], "count": 13_800_001_234_u64 });
        assert_eq!(Sight { words: true, phones: true, id_numbers: true }.mask(body.clone()), body);
        let half = Sight { phones: true, ..BLIND }.mask(body.clone());
        assert_eq!(half["text"], "13800001234 110***********002X");
        assert_eq!(BLIND.mask(body)["list"][0], "138****1234");
    }
}
