//! A mapping made ready for millions of rows: fields by column, words by key, staff and tags by name. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{StaffId, TagId, name, text::folded};
use messaging::consents::Purpose;
use tables::{CellDoubt, values::DateOrder};

use super::{
    cell_fault::CellFault,
    consents,
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
    purpose: Option<String>,
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
                    purpose: column.purpose.clone(),
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
            let text = unguarded(text);
            if is_blank(column.field, text) {
                continue;
            }
            if let Some(purpose) = &column.purpose {
                given.answers.insert(purpose.clone(), (column.index, text.to_owned()));
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
        given.masked = MASKABLE.into_iter().filter(|field| given.text(*field).is_some_and(is_masked)).collect();
        given
    }

    /// A field as a change wants it: named only when it is to be set, because it is empty or its cells replace what is known.
    pub fn fill<T>(&self, there: Option<&T>, new: Option<T>, field: Field) -> Option<Option<T>> {
        (new.is_some() && (there.is_none() || self.overwriting.contains(&field))).then_some(new)
    }

    /// The first column that holds an answer.
    pub fn column_of_answers(&self) -> Option<usize> {
        self.columns.iter().find(|column| consents::is_answer(column.field)).map(|column| column.index)
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
    /// Answers for purposes without a field of their own: by code, where they stand and what they say.
    answers: BTreeMap<String, (usize, String)>,
    /// Fields whose cell shows only a part of what it stands for.
    masked: BTreeSet<Field>,
    /// Fields filled by a constant, which alone makes neither a car nor a purchase.
    constant: BTreeSet<Field>,
}

impl Given {
    /// Nothing for a masked cell.
    pub fn text(&self, field: Field) -> Option<&str> {
        self.texts.get(&field).map(String::as_str).filter(|_| !self.masked.contains(&field))
    }

    pub fn owned(&self, field: Field) -> Option<String> {
        self.text(field).map(ToOwned::to_owned)
    }

    /// Fields whose cell is masked, `138****1234`: it says nothing.
    pub fn masked(&self) -> impl Iterator<Item = Field> {
        self.masked.iter().copied()
    }

    /// By the code of a purpose, the column and the cell of its answer.
    pub fn answers(&self) -> impl Iterator<Item = (&str, usize, &str)> {
        self.answers.iter().map(|(purpose, (column, text))| (purpose.as_str(), *column, text.as_str()))
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
        for (purpose, (_, text)) in &self.answers {
            all.extend([Field::ConsentPurpose.word(), ":", purpose, "=", &name::clean(text), "\u{1f}"]);
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

/// What who may not see it whole has exported.
const MASKABLE: [Field; 6] =
    [Field::Phone, Field::Phone2, Field::Email, Field::Wechat, Field::IdNumber, Field::Address];

fn is_masked(text: &str) -> bool {
    let text: String = folded(text).collect();
    text.contains("**") || text.chars().all(|sign| sign == '*')
}

/// Without the apostrophe that keeps a spreadsheet from running a text, `'=1+1`; one before a digit is somebody's own.
fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']))
        .unwrap_or(text)
}

fn joint(field: Field) -> &'static str {
    match field {
        Field::Phone | Field::Phone2 => "/",
        Field::Tags => ",",
        Field::Note => "\n",
        _ => " ",
    }
}
