//! Where a field is found in a payload, in a small language: `a.b | c + "x"` is the first that says something, joined by blanks.

use kernel::Fault;
use serde_json::Value;

/// Alternatives, the first that has a value wins; each is parts that are joined by a blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source(Vec<Vec<Part>>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Constant(String),
    Path(Vec<Step>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    name: String,
    only: Vec<Only>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Only {
    /// The nth, from 0.
    At(usize),
    /// Those whose field of this name says this.
    Where(String, String),
}

const CHARACTERS_MAX: usize = 500;

impl Source {
    /// Reads it; the fault says where it breaks.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let wrong = |message: &str| Fault::new("from", "path.malformed", message);
        if text.chars().count() > CHARACTERS_MAX {
            return Err(wrong("a path has at most 500 characters"));
        }
        let mut alternatives = Vec::new();
        for alternative in split(text, '|').map_err(wrong)? {
            let parts: Result<Vec<Part>, Fault> =
                split(&alternative, '+').map_err(wrong)?.iter().map(|part| Part::parse(part)).collect();
            alternatives.push(parts?);
        }
        Ok(Self(alternatives))
    }

    /// What the payload says there, trimmed; nothing when it says nothing.
    pub fn text(&self, payload: &Value) -> Option<String> {
        self.0.iter().find_map(|parts| {
            let said: Vec<String> = parts.iter().filter_map(|part| part.text(payload)).collect();
            // Constants alone beside a path that says nothing would make up a value.
            let has_value = parts.iter().all(|part| matches!(part, Part::Constant(_)))
                || parts.iter().any(|part| matches!(part, Part::Path(_)) && part.text(payload).is_some());
            (has_value && !said.is_empty()).then(|| said.join(" "))
        })
    }

    /// The values it points at, for lists of enquiries in one payload.
    pub fn items(&self, payload: &Value) -> Vec<Value> {
        let paths = self.0.iter().flatten();
        let found = paths.filter_map(|part| match part {
            Part::Path(steps) => Some(walk(steps, payload)),
            Part::Constant(_) => None,
        });
        found.into_iter().find(|values| !values.is_empty()).unwrap_or_default()
    }
}

impl Part {
    fn parse(text: &str) -> Result<Self, Fault> {
        let wrong = |message: &str| Fault::new("from", "path.malformed", message);
        let text = text.trim();
        if text.is_empty() {
            return Err(wrong("a path is missing beside '|' or '+'"));
        }
        for quote in ['"', '\''] {
            if let Some(rest) = text.strip_prefix(quote) {
                let inner = rest.strip_suffix(quote).ok_or_else(|| wrong("a text in quotes is not closed"))?;
                return Ok(Self::Constant(inner.to_owned()));
            }
        }
        let steps: Result<Vec<Step>, Fault> =
            split(text, '.').map_err(wrong)?.iter().map(|step| Step::parse(step)).collect();
        Ok(Self::Path(steps?))
    }

    fn text(&self, payload: &Value) -> Option<String> {
        match self {
            Self::Constant(text) => Some(text.clone()),
            Self::Path(steps) => walk(steps, payload).iter().find_map(said),
        }
    }
}

impl Step {
    fn parse(text: &str) -> Result<Self, Fault> {
        let wrong = |message: &str| Fault::new("from", "path.malformed", message);
        let (name, rest) = text.find('[').map_or((text, ""), |at| text.split_at(at));
        let mut only = Vec::new();
        for one in rest.split('[').skip(1) {
            let inner = one.trim_end().strip_suffix(']').ok_or_else(|| wrong("a bracket is not closed"))?.trim();
            only.push(match (inner.parse(), inner.split_once('=')) {
                (Ok(at), _) => Only::At(at),
                (_, Some((field, value))) => {
                    Only::Where(field.trim().to_owned(), value.trim().trim_matches(['"', '\'']).to_owned())
                }
                _ => return Err(wrong("in brackets stands a number or a field and its value, [0] or [@part=full]")),
            });
        }
        let name = name.trim().to_owned();
        if name.is_empty() && only.is_empty() {
            return Err(wrong("a name is missing beside a full stop"));
        }
        Ok(Self { name, only })
    }
}

/// Splits outside of quotes and brackets.
fn split(text: &str, at: char) -> Result<Vec<String>, &'static str> {
    let (mut parts, mut quote, mut depth) = (vec![String::new()], None, 0_usize);
    for character in text.chars() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, '[') => depth += 1,
            (None, ']') => depth = depth.checked_sub(1).ok_or("a bracket is closed that was not opened")?,
            (None, _) if character == at && depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    match (quote, depth) {
        (Some(_), _) => Err("a text in quotes is not closed"),
        (_, 1..) => Err("a bracket is not closed"),
        _ => Ok(parts),
    }
}

/// The values at the end of a path, lists opened; a text that holds JSON is gone into.
fn walk(steps: &[Step], payload: &Value) -> Vec<Value> {
    let mut values = flat(payload.clone());
    for step in steps {
        if !step.name.is_empty() {
            values = values.iter().filter_map(|value| below(value, &step.name)).flat_map(flat).collect();
        }
        for only in &step.only {
            values = match only {
                Only::At(at) => values.into_iter().nth(*at).into_iter().collect(),
                Only::Where(field, wanted) => {
                    let says = |value: &Value| below(value, field).and_then(|found| said(&found));
                    values
                        .into_iter()
                        .filter(|value| says(value).is_some_and(|text| text.eq_ignore_ascii_case(wanted)))
                        .collect()
                }
            };
        }
    }
    values
}

fn flat(value: Value) -> Vec<Value> {
    match value {
        Value::Array(all) => all,
        other => vec![other],
    }
}

fn below(value: &Value, name: &str) -> Option<Value> {
    let held;
    let fields = match value {
        Value::Object(fields) => fields,
        Value::String(text) if text.trim_start().starts_with(['{', '[']) => {
            held = serde_json::from_str::<Value>(text).ok()?;
            return flat(held).iter().find_map(|inner| inner.is_object().then(|| below(inner, name)).flatten());
        }
        _ => return None,
    };
    let exact = fields.get(name);
    let found = exact.or_else(|| fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, found)| found));
    found.cloned()
}

/// A value as a text; of fields without names known here each with its name.
fn said(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(is) => is.to_string(),
        Value::Null => return None,
        Value::Array(all) => all.iter().filter_map(said).collect::<Vec<_>>().join(" "),
        Value::Object(fields) => match fields.get("#text") {
            Some(text) => return said(text),
            None => {
                let told = fields.iter().filter(|(name, _)| !name.starts_with('@'));
                let told = told.filter_map(|(name, field)| Some(format!("{name}: {}", said(field)?)));
                told.collect::<Vec<_>>().join("; ")
            }
        },
    };
    // No database keeps U+0000, and nobody writes it.
    let text = text.replace('\0', "");
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(path: &str) -> Option<String> {
        let payload = json!({
            "name": " 王小明 ", "first": "Ann", "last": "Lee", "empty": "", "age": 31, "none": null,
            "data": "{\"tel\": \"138\", \"inner\": [{\"id\": 7}]}",
            "phones": [{ "@type": "home", "#text": "021" }, { "@type": "cellphone", "#text": "139" }],
            "form": { "预算": "20万", "城市": "上海" },
        });
        Source::parse(path).unwrap().text(&payload)
    }

    #[test]
    fn a_path_finds_what_is_there() {
        for (path, text) in [
            ("name", Some("王小明")),
            ("NAME", Some("王小明")),
            ("age", Some("31")),
            ("none", None),
            ("empty", None),
            ("empty | missing | name", Some("王小明")),
            ("first + last", Some("Ann Lee")),
            ("first + missing", Some("Ann")),
            ("missing + \"x\"", None),
            ("\"抖音 | 直播\"", Some("抖音 | 直播")),
            ("missing | 'website'", Some("website")),
            ("data.tel", Some("138")),
            ("data.inner.id", Some("7")),
            ("phones", Some("021")),
            ("phones[1]", Some("139")),
            ("phones[@type=cellphone]", Some("139")),
            ("phones[@type=\"fax\"] | phones[0]", Some("021")),
            ("form", Some("城市: 上海; 预算: 20万")),
            ("form.城市", Some("上海")),
            ("name.deeper", None),
        ] {
            let mut got = found(path);
            if path == "form" {
                // In whichever order the fields stand.
                got = got.map(|text| if text.starts_with("预算") { "城市: 上海; 预算: 20万".into() } else { text });
            }
            assert_eq!(got.as_deref(), text, "{path}");
        }
    }

    #[test]
    fn a_broken_path_says_how() {
        for path in ["", "a |", "a..b", "a[", "a]", "\"x", "a[x]", "+", &"a".repeat(501)] {
            assert_eq!(Source::parse(path).unwrap_err().code, "path.malformed", "{path}");
        }
    }
}
