//! The fields records are compared by, and a record in them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Kind;
use crate::normal::{Look, Value, normalise};

/// More fields make no better answer.
pub const FIELDS_MAX: usize = 32;

/// One field: its name as the caller knows it, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    pub name: String,
    pub kind: Kind,
}

/// The fields of a table or a customer base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    fields: Vec<Field>,
}

/// Why fields make no schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaFault {
    /// Nothing to compare by.
    NoField,
    TooManyFields {
        fields: usize,
    },
    /// Two fields have this name.
    Twice(String),
}

impl Schema {
    /// # Errors
    /// Without a field, with more than [`FIELDS_MAX`], or with two of one name.
    ///
    /// ```
    /// use matching::{Kind, Schema};
    /// let schema = Schema::new([("name", Kind::Name), ("phone", Kind::Phone)]).unwrap();
    /// assert_eq!(schema.fields().len(), 2);
    /// ```
    pub fn new<N: Into<String>>(fields: impl IntoIterator<Item = (N, Kind)>) -> Result<Self, SchemaFault> {
        let fields: Vec<Field> = fields.into_iter().map(|(name, kind)| Field { name: name.into(), kind }).collect();
        if fields.is_empty() {
            return Err(SchemaFault::NoField);
        }
        if fields.len() > FIELDS_MAX {
            return Err(SchemaFault::TooManyFields { fields: fields.len() });
        }
        match fields
            .iter()
            .enumerate()
            .find(|(place, field)| fields[..*place].iter().any(|other| other.name == field.name))
        {
            Some((_, field)) => Err(SchemaFault::Twice(field.name.clone())),
            None => Ok(Self { fields }),
        }
    }

    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// A record that says nothing yet.
    pub fn blank(&self) -> Record {
        Record { values: vec![Vec::new(); self.fields.len()] }
    }

    /// A record from what was written, in the order of the fields.
    pub fn record<'a>(&self, cells: impl IntoIterator<Item = &'a str>) -> Record {
        let mut record = self.blank();
        for (place, cell) in cells.into_iter().enumerate().take(self.fields.len()) {
            record.write(self, place, cell);
        }
        record
    }

    pub(crate) fn kind(&self, place: usize) -> Kind {
        self.fields[place].kind
    }

    pub(crate) fn places(&self, wanted: Kind) -> impl Iterator<Item = usize> + '_ {
        self.fields.iter().enumerate().filter(move |(_, field)| field.kind == wanted).map(|(place, _)| place)
    }

    /// Fields whose values are written into one another by mistake: given name and surname, two lines of an address.
    pub(crate) fn swappable(&self) -> Vec<(usize, usize)> {
        let names = self.places(Kind::GivenName).zip(self.places(Kind::Surname));
        let lines: Vec<usize> = self.places(Kind::Address).collect();
        names.chain(lines.windows(2).map(|pair| (pair[0], pair[1]))).collect()
    }
}

/// A record in the form in which it is compared: the values of each field, most often one or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    values: Vec<Vec<Value>>,
}

impl Record {
    /// Adds what was written in a field; several phones or plates may be added one after the other.
    pub fn write(&mut self, schema: &Schema, place: usize, raw: &str) {
        for value in normalise(schema.kind(place), raw) {
            self.add(place, value);
        }
    }

    /// Adds a value, such as [`Value::sealed`].
    pub fn add(&mut self, place: usize, value: Value) {
        if !self.values[place].contains(&value) {
            self.values[place].push(value);
        }
    }

    pub fn is_blank(&self) -> bool {
        self.values.iter().all(Vec::is_empty)
    }

    pub(crate) fn values(&self, place: usize) -> &[Value] {
        &self.values[place]
    }
}

/// Something whose values can be looked at, wherever they are.
pub(crate) trait Looks {
    /// The values of a field, with how often each occurs in the base as far as that is known.
    fn looks(&self, place: usize) -> impl Iterator<Item = Look<'_>>;

    fn first(&self, place: usize) -> Option<Look<'_>> {
        self.looks(place).next()
    }
}

impl Looks for Record {
    fn looks(&self, place: usize) -> impl Iterator<Item = Look<'_>> {
        self.values[place].iter().map(Value::look)
    }
}

impl SchemaFault {
    /// Stable code; pages translate it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoField => "matching.no_field",
            Self::TooManyFields { .. } => "matching.too_many_fields",
            Self::Twice(_) => "matching.field_twice",
        }
    }
}

impl fmt::Display for SchemaFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoField => {
                f.write_str("there is no column to compare by; name some, as in name=Customer,phone=Mobile")
            }
            Self::TooManyFields { fields } => {
                write!(f, "{fields} columns are too many to compare by; leave some out, {FIELDS_MAX} are the most")
            }
            Self::Twice(name) => write!(f, "the field '{name}' is named twice; name it once"),
        }
    }
}

impl std::error::Error for SchemaFault {}
