//! A filter: one condition, and where its field is kept. As a list is asked, it is one text, `field:operator:value,value`.

use std::{ops::Deref, str::FromStr};

use conditions::{Condition, Operator, Part, Wrong};
use kernel::{Error, Result};

use super::{Definition, Place};

/// A condition on a field of a noun, ready to be asked of its tables.
#[derive(Clone, Debug)]
pub struct Filter<P: Place> {
    pub definition: &'static Definition<P>,
    pub condition: Condition,
}

impl<P: Place> Filter<P> {
    /// Reads and checks a condition on one of the noun's fields.
    pub fn new(field: &str, operator: &str, values: Vec<String>) -> Result<Self, Wrong> {
        let definition = find::<P>(field)?;
        Ok(Self { definition, condition: Condition::new(definition.shape, operator, values)? })
    }

    /// The same filter without its "not", for what is asked of any of several rows.
    #[must_use]
    pub fn positive(&self) -> Self {
        Self { condition: self.condition.positive(), ..self.clone() }
    }

    /// Met by exactly those who don't meet this one.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self { condition: self.condition.turned(), ..self.clone() }
    }

    /// The same filter with each value as `read` reads it.
    #[must_use]
    pub fn with_values(&self, read: impl Fn(&str) -> String) -> Self {
        Self { condition: self.condition.with_values(read), ..self.clone() }
    }
}

impl<P: Place> Deref for Filter<P> {
    type Target = Condition;

    fn deref(&self) -> &Condition {
        &self.condition
    }
}

impl<P: Place> AsRef<Condition> for Filter<P> {
    fn as_ref(&self) -> &Condition {
        &self.condition
    }
}

impl<P: Place> FromStr for Filter<P> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut parts = text.splitn(3, ':');
        let mut part = || parts.next().unwrap_or_default();
        let (name, operator, values) = (part(), part(), part());
        // What is contained may hold a comma itself.
        let values = match operator == Operator::Contains.name() {
            true => vec![values],
            false => values.split(',').collect(),
        };
        let values = values.into_iter().map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
        Ok(Self::new(name, operator, values.collect())?)
    }
}

fn find<P: Place>(name: &str) -> Result<&'static Definition<P>, Wrong> {
    P::FIELDS.iter().find(|known| known.filtered && known.name == name).ok_or_else(|| {
        let message = format!("there is no field '{name}'; GET {} lists them", P::LISTED_AT);
        Wrong::new(Part::Field, "filter.unknown_field", message)
    })
}
