//! Which column of a table is which field, and the record a row becomes.

mod cells;
mod guess;
mod headers;

use crate::Kind;
use crate::schema::{FIELDS_MAX, Record, Schema, SchemaFault};

pub use guess::guess_kinds;

/// The columns of a table that are compared, and the fields they become. Several columns of phones, plates, VINs or e-mail addresses
/// become one field with several values.
#[derive(Clone, Debug)]
pub struct Columns {
    schema: Schema,
    /// Column and field, both from 0.
    fields: Vec<(usize, usize)>,
}

impl Columns {
    /// `kinds` says of each column what it holds; nothing for a column left out. Of more columns than [`FIELDS_MAX`] the last ones
    /// of free text are left out.
    ///
    /// # Errors
    /// If no column is left to compare by.
    ///
    /// ```
    /// use matching::{Columns, Kind, guess_kinds};
    /// let headers = ["客户姓名", "手机", "备用电话"].map(String::from);
    /// let columns = Columns::new(&headers, &guess_kinds(&headers, &[])).unwrap();
    /// assert_eq!(columns.schema().fields().len(), 2);
    /// ```
    pub fn new(headers: &[String], kinds: &[Option<Kind>]) -> Result<Self, SchemaFault> {
        let mut named: Vec<(String, Kind)> = Vec::new();
        let mut fields = Vec::new();
        let mut kept: Vec<(usize, Kind)> =
            kinds.iter().enumerate().filter_map(|(at, kind)| Some((at, (*kind)?))).collect();
        kept.sort_by_key(|(at, kind)| (*kind == Kind::Text, *at));
        for (column, kind) in kept {
            let first = named.iter().position(|(_, known)| *known == kind && kind.is_many());
            if first.is_none() && named.len() == FIELDS_MAX {
                continue;
            }
            let field = first.unwrap_or(named.len());
            if first.is_none() {
                named.push((name_of(headers, column, &named), kind));
            }
            fields.push((column, field));
        }
        Ok(Self { schema: Schema::new(named)?, fields })
    }

    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The columns that are compared, from 0, each with what it holds.
    pub fn chosen(&self) -> impl Iterator<Item = (usize, Kind)> + '_ {
        self.fields.iter().map(|(column, field)| (*column, self.schema.kind(*field)))
    }

    /// The records of some rows, in their order, made by several threads.
    pub fn records(&self, rows: &[Vec<String>], threads: usize) -> Vec<Record> {
        let share = rows.len().div_ceil(threads.max(1)).max(1);
        std::thread::scope(|scope| {
            let part = |rows: &[Vec<String>]| rows.iter().map(|cells| self.record(cells)).collect::<Vec<_>>();
            let workers: Vec<_> = rows.chunks(share).map(|rows| scope.spawn(move || part(rows))).collect();
            // A worker that panics takes the scope with it.
            workers.into_iter().filter_map(|worker| worker.join().ok()).flatten().collect()
        })
    }

    /// The record of a row.
    pub fn record(&self, cells: &[String]) -> Record {
        let mut record = self.schema.blank();
        for (column, field) in &self.fields {
            record.write(&self.schema, *field, cells.get(*column).map_or("", String::as_str));
        }
        record
    }
}

/// The header, or a name made from the number of the column; numbered when another field has it.
fn name_of(headers: &[String], column: usize, named: &[(String, Kind)]) -> String {
    let header = headers.get(column).map(|header| header.trim()).filter(|header| !header.is_empty());
    let mut name = header.map_or_else(|| format!("column {}", column + 1), ToOwned::to_owned);
    while named.iter().any(|(known, _)| *known == name) {
        name = format!("{name} ({})", column + 1);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_phones_become_one_field() {
        let headers = ["姓名", "手机", "备用电话"].map(String::from);
        let columns = Columns::new(&headers, &guess_kinds(&headers, &[])).unwrap();
        let record = columns.record(&["张伟", "13812345678", "02162345678"].map(String::from));
        assert_eq!(record.values(1).len(), 2);
    }

    #[test]
    fn columns_of_one_name_are_told_apart() {
        let headers = ["地址", "地址"].map(String::from);
        let columns = Columns::new(&headers, &[Some(Kind::Address), Some(Kind::Address)]).unwrap();
        assert_eq!(columns.schema().fields()[1].name, "地址 (2)");
    }
}
