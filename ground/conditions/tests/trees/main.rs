//! Rules read, said and answered.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod answering;
mod reading;
mod saying;

use conditions::{Condition, FieldKind, Part, Rule, Sense, Shape, Unit, Wrong};
use kernel::{Error, Fault};
use serde_json::Value;

const SHAPES: [Shape; 7] = [
    Shape { options: &["lead", "owner"], words: ("阶段", "stage"), ..Shape::new("stage", FieldKind::Choice) },
    Shape { words: ("上次进店", "last visit"), ..Shape::new("last_visit", FieldKind::Date) },
    Shape {
        sense: Sense::YearsSince,
        unit: Unit::Years,
        words: ("车龄", "car age"),
        ..Shape::new("car_age", FieldKind::Number)
    },
    Shape { words: ("累计消费", "spend"), ..Shape::new("spend", FieldKind::Money) },
    Shape { words: ("城市", "city"), ..Shape::new("city", FieldKind::Text) },
    Shape { words: ("进店", "visits"), ..Shape::new("visits_lately", FieldKind::Happenings) },
    Shape { sense: Sense::ComesRound, words: ("生日", "birthday"), ..Shape::new("birthday", FieldKind::Date) },
];

fn condition(field: &str, operator: &str, values: Vec<String>) -> Result<Condition, Wrong> {
    let shape = SHAPES.iter().find(|shape| shape.name == field);
    let shape = shape.ok_or_else(|| Wrong::new(Part::Field, "filter.unknown_field", format!("no field '{field}'")))?;
    Condition::new(*shape, operator, values)
}

fn read(written: &Value) -> Result<Rule<Condition>, Vec<Fault>> {
    match conditions::read(written, "rule", condition) {
        Ok(rule) => Ok(rule),
        Err(Error::Invalid(faults)) => Err(faults),
        Err(other) => panic!("{other}"),
    }
}
