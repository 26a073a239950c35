//! A rule in one sentence, as somebody would say it: 「距上次进店超过 180 天，且车龄 3 年以上」.

use kernel::Language;

use crate::{Condition, FieldKind, Operator, Rule, Shape, Unit};

impl<C: AsRef<Condition>> Rule<C> {
    /// The whole rule; `name_of` knows what choices and ids are called.
    pub fn sentence(&self, language: Language, name_of: &impl Fn(&Shape, &str) -> String) -> String {
        let said = self.said(language, name_of, true);
        match language {
            Language::Zh => said,
            Language::En => capital(&said),
        }
    }

    fn said(&self, language: Language, name_of: &impl Fn(&Shape, &str) -> String, is_outermost: bool) -> String {
        let group = |rules: &[Self], joint: &str| {
            let parts: Vec<String> = rules.iter().map(|rule| rule.said(language, name_of, false)).collect();
            parts.join(joint)
        };
        let (and, or) = (language.pick("，且", ", and "), language.pick("，或", ", or "));
        let (text, is_single) = match self {
            Self::One(condition) => return condition.as_ref().said(language, name_of),
            Self::All(rules) => (group(rules, and), rules.len() == 1),
            Self::Any(rules) => (group(rules, or), rules.len() == 1),
            Self::None(rules) => {
                let text = group(rules, or);
                return match language {
                    Language::Zh => format!("不符合（{text}）"),
                    Language::En => format!("not ({text})"),
                };
            }
        };
        match language {
            _ if is_outermost || is_single => text,
            Language::Zh => format!("（{text}）"),
            Language::En => format!("({text})"),
        }
    }
}

impl Condition {
    /// The condition alone.
    pub fn said(&self, language: Language, name_of: &impl Fn(&Shape, &str) -> String) -> String {
        let field = self.shape.spoken(language);
        let values: Vec<String> = self.values.iter().map(|value| self.value(value, language, name_of)).collect();
        let first = values.first().cloned().unwrap_or_default();
        let text = match language {
            Language::Zh => self.in_chinese(field, &values, &first),
            Language::En => self.in_english(field, &values, &first),
        };
        match (self.is_turned, language) {
            (false, _) => text,
            (true, Language::Zh) => format!("并非{text}"),
            (true, Language::En) => format!("not {text}"),
        }
    }

    fn in_chinese(&self, field: &str, values: &[String], first: &str) -> String {
        let listed = values.join("、");
        if let (FieldKind::Happenings, [count, days]) = (self.shape.kind, values) {
            let bound = if self.operator == Operator::AtLeast { "不少于" } else { "不多于" };
            return format!("近 {days} 天内{field}{bound} {count} 次");
        }
        match self.operator {
            Operator::Is | Operator::AnyOf if values.len() == 1 => format!("{field}为{first}"),
            Operator::Is | Operator::AnyOf => format!("{field}为{listed}之一"),
            Operator::IsNot | Operator::NoneOf if values.len() == 1 => format!("{field}不是{first}"),
            Operator::IsNot | Operator::NoneOf => format!("{field}不是{listed}中任何一个"),
            Operator::Contains => format!("{field}包含“{first}”"),
            Operator::Before => format!("{field}早于 {first}"),
            Operator::After => format!("{field}晚于 {first}"),
            Operator::WithinDays => format!("{field}在未来 {first} 天内"),
            Operator::LastDays => format!("{field}在近 {first} 天内"),
            Operator::OlderThanDays if first == "0" => format!("{field}已过"),
            Operator::OlderThanDays => format!("距{field}超过 {first} 天"),
            Operator::ThisMonth => format!("{field}在本月"),
            Operator::AtLeast => format!("{field} {first}以上"),
            Operator::AtMost => format!("{field}不超过 {first}"),
            Operator::Empty => format!("没有{field}"),
            Operator::Present => format!("有{field}"),
        }
    }

    fn in_english(&self, field: &str, values: &[String], first: &str) -> String {
        let listed = values.join(" or ");
        if let (FieldKind::Happenings, [count, days]) = (self.shape.kind, values) {
            let bound = if self.operator == Operator::AtLeast { "at least" } else { "at most" };
            return format!("{bound} {count} {field} in the last {days} days");
        }
        match self.operator {
            Operator::Is | Operator::AnyOf => format!("{field} is {listed}"),
            Operator::IsNot | Operator::NoneOf => format!("{field} is not {listed}"),
            Operator::Contains => format!("{field} contains “{first}”"),
            Operator::Before => format!("{field} before {first}"),
            Operator::After => format!("{field} after {first}"),
            Operator::WithinDays => format!("{field} within the next {first} days"),
            Operator::LastDays => format!("{field} within the last {first} days"),
            Operator::OlderThanDays if first == "0" => format!("{field} is past"),
            Operator::OlderThanDays => format!("{field} more than {first} days ago"),
            Operator::ThisMonth => format!("{field} this month"),
            Operator::AtLeast => format!("{field} at least {first}"),
            Operator::AtMost => format!("{field} at most {first}"),
            Operator::Empty => format!("no {field} known"),
            Operator::Present => format!("{field} known"),
        }
    }

    fn value(&self, value: &str, language: Language, name_of: &impl Fn(&Shape, &str) -> String) -> String {
        match self.shape.kind {
            FieldKind::Money => {
                let amount = grouped(value);
                match language {
                    Language::Zh => format!("{amount} 元"),
                    Language::En => format!("¥{amount}"),
                }
            }
            FieldKind::Number => with_unit(&grouped(value), self.shape.unit, language),
            FieldKind::Choice | FieldKind::Staff | FieldKind::Store | FieldKind::Tag | FieldKind::Text => {
                name_of(&self.shape, value)
            }
            FieldKind::Flag if value == "true" => language.pick("是", "true").to_owned(),
            FieldKind::Flag => language.pick("否", "false").to_owned(),
            FieldKind::Date | FieldKind::Happenings => value.to_owned(),
        }
    }
}

fn with_unit(number: &str, unit: Unit, language: Language) -> String {
    let (zh, en) = match unit {
        Unit::Years => (" 年", " years"),
        Unit::YearsOld => (" 岁", " years"),
        Unit::Kilometres => (" 公里", " km"),
        Unit::Percent => ("%", "%"),
        Unit::Times => (" 次", ""),
        Unit::Cars => (" 台", ""),
        Unit::Plain => ("", ""),
    };
    format!("{number}{}", language.pick(zh, en))
}

/// 50000 → 50,000.
fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{sign}{text}")
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
