//! Rules as they are written in JSON: `{"all": [{"field": "stage", "operator": "is", "value": "owner"}, {"any": [...]}]}`. Every
//! fault names its node, `rule.all[2].value`.

use kernel::{Error, Fault, Result};
use serde_json::{Map, Value};

use crate::{Rule, Wrong};

/// Groups within groups, the outermost counted.
pub const DEPTH_MAX: usize = 6;
/// Conditions of one rule.
pub const CONDITIONS_MAX: usize = 60;
/// Values of one condition.
pub const VALUES_MAX: usize = 200;
const CHARACTERS_MAX: usize = 200;
/// So many faults are told at once.
const FAULTS_MAX: usize = 20;

/// Reads a rule; `condition` makes a condition of a field's name, an operator and values. `path` is what the rule is called in
/// the request.
pub fn read<C>(
    written: &Value,
    path: &str,
    mut condition: impl FnMut(&str, &str, Vec<String>) -> Result<C, Wrong>,
) -> Result<Rule<C>> {
    let mut reading = Reading { condition: &mut condition, faults: Vec::new(), conditions: 0 };
    let rule = reading.whole(written, path);
    let Reading { mut faults, conditions, .. } = reading;
    if conditions > CONDITIONS_MAX {
        let message = format!("a rule has at most {CONDITIONS_MAX} conditions, this one {conditions}; make two of it");
        faults.insert(0, Fault::new(path, "rule.too_large", message));
    }
    faults.truncate(FAULTS_MAX);
    Error::unless_valid(faults)?;
    rule.ok_or_else(|| Error::internal("a rule without faults was not read"))
}

struct Reading<'a, F> {
    condition: &'a mut F,
    faults: Vec<Fault>,
    conditions: usize,
}

impl<C, F: FnMut(&str, &str, Vec<String>) -> Result<C, Wrong>> Reading<'_, F> {
    /// The outermost is a group; a condition alone is told so beside what else is wrong with it.
    fn whole(&mut self, written: &Value, path: &str) -> Option<Rule<C>> {
        if let Some(node) = written.as_object().filter(|node| node.contains_key("field")) {
            self.one(node, path);
            return self.refuse(path, "rule.no_group", "put the condition into a group: {\"all\": [ … ]}");
        }
        self.group(written, path, 1)
    }

    fn node(&mut self, written: &Value, path: &str, depth: usize) -> Option<Rule<C>> {
        match written.as_object() {
            Some(node) if node.contains_key("field") => self.one(node, path),
            _ => self.group(written, path, depth),
        }
    }

    fn group(&mut self, written: &Value, path: &str, depth: usize) -> Option<Rule<C>> {
        let Some((word, inner)) =
            written.as_object().filter(|node| node.len() == 1).and_then(|node| node.iter().next())
        else {
            return self.refuse(
                path,
                "rule.no_group",
                "a group is an object with one of all, any and none: a list of conditions and groups",
            );
        };
        let gathered: fn(Vec<Rule<C>>) -> Rule<C> = match word.as_str() {
            "all" => Rule::All,
            "any" => Rule::Any,
            "none" => Rule::None,
            _ => return self.refuse(path, "rule.no_group", "a group is called all, any or none"),
        };
        let path = format!("{path}.{word}");
        let Some(inner) = inner.as_array() else {
            return self.refuse(&path, "rule.no_list", "give a list of conditions and groups");
        };
        if inner.is_empty() {
            return self.refuse(&path, "rule.empty", "an empty group says nothing; give it a condition or take it out");
        }
        if depth > DEPTH_MAX {
            let message = format!("groups stand in one another at most {DEPTH_MAX} deep");
            return self.refuse(&path, "rule.too_deep", &message);
        }
        let mut rules = Vec::new();
        for (place, node) in inner.iter().enumerate() {
            if self.conditions > CONDITIONS_MAX || self.faults.len() >= FAULTS_MAX {
                break;
            }
            rules.extend(self.node(node, &format!("{path}[{place}]"), depth + 1));
        }
        Some(gathered(rules))
    }

    fn one(&mut self, node: &Map<String, Value>, path: &str) -> Option<Rule<C>> {
        self.conditions += 1;
        if let Some(other) = node.keys().find(|key| !["field", "operator", "value"].contains(&key.as_str())) {
            return self.refuse(
                &format!("{path}.{other}"),
                "rule.unknown_part",
                "a condition is field, operator and value",
            );
        }
        let text = |name: &str| node.get(name).and_then(Value::as_str);
        let (Some(field), Some(operator)) = (text("field"), text("operator")) else {
            return self.refuse(path, "rule.no_condition", "name the field and the operator as texts");
        };
        let values = match values(node.get("value")) {
            Ok(values) => values,
            Err((code, message)) => return self.refuse(&format!("{path}.value"), code, &message),
        };
        match (self.condition)(field, operator, values) {
            Ok(condition) => Some(Rule::One(condition)),
            Err(wrong) => {
                self.faults.push(wrong.at(path));
                None
            }
        }
    }

    fn refuse(&mut self, path: &str, code: &str, message: &str) -> Option<Rule<C>> {
        self.faults.push(Fault::new(path, code, message));
        None
    }
}

/// One value or a list of them: texts, numbers, true or false.
fn values(written: Option<&Value>) -> Result<Vec<String>, (&'static str, String)> {
    let several = match written {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(several)) => several.as_slice(),
        Some(single) => std::slice::from_ref(single),
    };
    if several.len() > VALUES_MAX {
        return Err(("rule.too_many_values", format!("a condition has at most {VALUES_MAX} values")));
    }
    let texts = several.iter().map(|value| match value {
        Value::String(text) => Ok(text.trim().to_owned()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        _ => Err(("rule.no_value", "values are texts, numbers, true or false".to_owned())),
    });
    let texts: Vec<String> = texts.collect::<Result<_, _>>()?;
    if texts.iter().any(|text| text.chars().count() > CHARACTERS_MAX) {
        return Err(("rule.value_too_long", format!("a value has at most {CHARACTERS_MAX} characters")));
    }
    Ok(texts.into_iter().filter(|text| !text.is_empty()).collect())
}
