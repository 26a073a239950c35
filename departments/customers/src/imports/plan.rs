//! A mapping made ready for millions of rows: fields by column, words by key, staff and tags by name. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{StaffId, TagId, name};
use messaging::consents::Purpose;
use tables::{CellDoubt, values::DateOrder};

use super::{
    cell_fault::CellFault,
    mapping::{ColumnMap, Settings, date_order},
    spoken::key,
    stores::Places,
    targets::{Field, TargetGroup},
};

/// What is the same for all rows of an import.
#[derive(Clone, Debug)]
pub struct Plan {
    pub places: Places,
    pub keep_odd_phones: bool,
    pub keep_odd_vins: bool,
    pub staff: Known<StaffId>,
    pub tags: Known<TagId>,
    /// What the group uses data for, by code; read when a column holds answers.
    pub purposes: HashMap<String, Purpose>,
    /// Fields whose cells replace what is known.
    pub overwriting: BTreeSet<Field>,
    columns: Vec<PlannedColumn>,
    constants: BTreeMap<Field, String>,
    orders: HashMap<Field, DateOrder>,
}

#[derive(Clone, Debug)]
struct PlannedColumn {
    index: usize,
    field: Field,
    words: HashMap<String, String>,
}

/// Things found by their name; two of one name are found by none.
#[derive(Clone, Debug)]
pub struct Known<T>(HashMap<String, Option<T>>);

impl<T: Copy + PartialEq> Known<T> {
    pub fn of(names: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut known: HashMap<String, Option<T>> = HashMap::new();
        for (name, id) in names {
            known.entry(key(&name)).and_modify(|there| *there = there.filter(|there| *there == id)).or_insert(Some(id));
        }
        Self(known)
    }

    /// `Some(None)` when several are called so.
    pub fn find(&self, name: &str) -> Option<Option<T>> {
        self.0.get(&key(name)).copied()
    }
}

impl Plan {
    pub fn new(
        settings: &Settings,
        columns: &[ColumnMap],
        places: Places,
        staff: Known<StaffId>,
        tags: Known<TagId>,
    ) -> Self {
        let mapped = || columns.iter().filter_map(|column| Some((column, column.field?)));
        Self {
            places,
            keep_odd_phones: settings.keep_odd_phones,
            keep_odd_vins: settings.keep_odd_vins,
            staff,
            tags,
            purposes: HashMap::new(),
            overwriting: mapped().filter(|(column, _)| column.overwrites).map(|(_, field)| field).collect(),
            columns: mapped()
                .map(|(column, field)| PlannedColumn {
                    index: column.index,
                    field,
                    words: column.values.iter().map(|(from, to)| (key(from), to.clone())).collect(),
                })
                .collect(),
            constants: settings.constants.clone(),
            orders: mapped()
                .filter_map(|(column, field)| Some((field, date_order(column.format.as_deref()?)?)))
                .collect(),
        }
    }

    /// What the cells of a row say, field by field.
    pub fn given(&self, cells: &[String]) -> Given {
        let mut given = Given::default();
        for column in &self.columns {
            let Some(cell) = cells.get(column.index) else { continue };
            given.columns.entry(column.field).or_insert(column.index);
            let text = column.words.get(&key(cell)).map_or(cell.as_str(), String::as_str).trim();
            if is_blank(column.field, text) {
                continue;
            }
            let joint = joint(column.field);
            given
                .texts
                .entry(column.field)
                .and_modify(|there| *there = format!("{there}{joint}{text}"))
                .or_insert_with(|| text.to_owned());
        }
        for (field, text) in &self.constants {
            if !given.texts.contains_key(field) && !text.trim().is_empty() {
                given.texts.insert(*field, text.trim().to_owned());
                given.constant.insert(*field);
            }
        }
        given
    }

    /// A field as a change wants it: named only when it is to be set, because it is empty or its cells replace what is known.
    pub fn fill<T>(&self, there: Option<&T>, new: Option<T>, field: Field) -> Option<Option<T>> {
        (new.is_some() && (there.is_none() || self.overwriting.contains(&field))).then_some(new)
    }

    pub fn date_order(&self, field: Field) -> Option<DateOrder> {
        self.orders.get(&field).copied()
    }

    /// Cells of mapped columns that lost something before they came here.
    pub fn doubtful(&self, doubts: &[CellDoubt]) -> Vec<CellFault> {
        let field_of =
            |index: usize| self.columns.iter().find(|column| column.index == index).map(|column| column.field);
        doubts.iter().filter_map(|doubt| Some(CellFault::of_doubt(doubt, field_of(doubt.column)?))).collect()
    }
}

/// What one row says.
#[derive(Clone, Debug, Default)]
pub struct Given {
    texts: BTreeMap<Field, String>,
    columns: BTreeMap<Field, usize>,
    /// Fields filled by a constant, which alone makes neither a car nor a purchase.
    constant: BTreeSet<Field>,
}

impl Given {
    pub fn text(&self, field: Field) -> Option<&str> {
        self.texts.get(&field).map(String::as_str)
    }

    pub fn owned(&self, field: Field) -> Option<String> {
        self.texts.get(&field).cloned()
    }

    /// The first column mapped to it.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.get(&field).copied()
    }

    /// Whether a cell fills one of a group's fields.
    pub fn has(&self, group: TargetGroup) -> bool {
        self.texts.keys().any(|field| field.group() == group && !self.constant.contains(field))
    }

    /// The same for the same words in the same fields, whatever else is in the file: 16 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let mut all = String::new();
        for (field, text) in &self.texts {
            all.extend([field.word(), "=", &name::clean(text), "\u{1f}"]);
        }
        digest(&all)
    }
}

/// 16 hexadecimal digits of SHA-256.
pub fn digest(text: &str) -> String {
    let mut digits = platform::crypto::digest(text);
    digits.truncate(16);
    digits
}

/// `None` and `Null` are names of people; everywhere else they say that there is nothing.
fn is_blank(field: Field, text: &str) -> bool {
    match field {
        Field::Name => {
            text.chars().all(|c| !c.is_alphanumeric()) || matches!(key(text).as_str(), "n/a" | "无" | "暂无" | "未填")
        }
        _ => tables::values::is_blank(text),
    }
}

fn joint(field: Field) -> &'static str {
    match field {
        Field::Phone | Field::Phone2 => "/",
        Field::Tags => ",",
        Field::Note => "\n",
        _ => " ",
    }
}
