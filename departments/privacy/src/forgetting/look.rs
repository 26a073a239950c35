//! Looking through every table of the database for what a person is known by, and mending rows in which they are named.

use std::collections::{BTreeMap, BTreeSet};

use journal::Lawful;
use kernel::{GroupId, Result};
use platform::{
    Db, Tx,
    traces::{Fate, Trace},
};
use sea_orm::{Value, prelude::Uuid};

use super::texts::Texts;

/// What stands in place of a person in what others wrote.
pub const GONE: &str = "***";

/// Columns with the names of those who work here, in their own right.
const NAMES_OF_STAFF: [&str; 6] =
    ["actor_name", "author_name", "owner_name", "checked_by_name", "asked_by_name", "created_by_name"];

/// Tables in which no two rows may have the same name.
const NAMED_APART: [&str; 2] = ["tags", "tag_groups"];

/// Where the house says how it is reached itself.
const WAYS_TO_THE_HOUSE: [(&str, &str); 5] = [
    ("stores", "phone"),
    ("stores", "address"),
    ("policy_texts", "body"),
    ("policy_texts", "body_english"),
    ("channel_setups", "settings"),
];

platform::record! {
    struct ColumnRow { table_name: String, name: String, kind: String }
}

platform::record! {
    struct Counted { count: i64 }
}

platform::record! {
    struct Hit { id: Uuid }
}

platform::record! {
    struct Words { words: String }
}

platform::record! {
    struct Written { id: Uuid, words: String }
}

/// Table → its columns and their types, as the database itself has them.
pub type Catalogue = BTreeMap<String, Vec<(String, String)>>;

pub async fn catalogue(db: &Db<'_>) -> Result<Catalogue> {
    let rows: Vec<ColumnRow> = db.fetch_text(db.dialect().columns(), vec![]).await?;
    let mut tables = Catalogue::new();
    for row in rows {
        tables.entry(row.table_name).or_default().push((row.name, row.kind));
    }
    Ok(tables)
}

/// Rows of a table, inside the group, in which one of these texts stands. One that holds a text of each sort is counted for each.
pub async fn count(db: &Db<'_>, table: &Looked<'_>, group: GroupId, texts: &Texts) -> Result<u64> {
    if table.words.is_empty() {
        return Ok(0);
    }
    let alone = alone_in(db, table, group, texts).await?;
    let forms = &texts.anywhere;
    if forms.is_empty() {
        return Ok(alone);
    }
    let text = format!("select count(*) from {} where {}", table.name, table.holding(forms.len()).0);
    let rows: Vec<Counted> = db.fetch_text(&text, table.holding_values(group, forms)).await?;
    Ok(alone + rows.first().map_or(0, |row| u64::try_from(row.count).unwrap_or_default()))
}

/// The same for texts that must stand alone, column by column: the database finds them wherever they stand, the rule says which count.
async fn alone_in(db: &Db<'_>, table: &Looked<'_>, group: GroupId, texts: &Texts) -> Result<u64> {
    if texts.alone.is_empty() {
        return Ok(0);
    }
    let mut found = 0;
    for column in &table.words {
        let narrow = Looked { words: vec![column.clone()], ..table.clone() };
        let text = format!(
            "select cast({} as text) as words from {} where {}",
            column.0,
            table.name,
            narrow.holding(texts.alone.len()).0
        );
        let rows: Vec<Words> = db.fetch_text(&text, narrow.holding_values(group, &texts.alone)).await?;
        found += rows.iter().filter(|row| texts.stands_alone_in(&row.words)).count() as u64;
    }
    Ok(found)
}

/// Whether one of these forms of a contact is how the house itself is reached.
pub async fn is_the_houses_own(db: &Db<'_>, forms: &BTreeSet<String>) -> Result<bool> {
    for (table, column) in WAYS_TO_THE_HOUSE {
        let text = format!("select count(*) from {table} where group_id = $1 and ({})", places(column, 1, forms.len()));
        let group = Value::from(db.scope().group());
        let values = std::iter::once(group).chain(forms.iter().map(|form| Value::from(form.as_str())));
        let rows: Vec<Counted> = db.fetch_text(&text, values.collect()).await?;
        if rows.iter().any(|row| row.count > 0) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes these texts out of the columns people write in; answers in how many rows.
pub async fn mend(tx: &mut Tx, table: &Looked<'_>, group: GroupId, texts: &Texts) -> Result<u64> {
    let Some(trace) = table.trace.filter(|trace| !trace.texts.is_empty()) else { return Ok(0) };
    let words = table.words.iter().filter(|(name, _)| trace.texts.contains(&name.as_str())).cloned().collect();
    let narrow = Looked { words, ..table.clone() };
    let mut mended = mend_anywhere(tx, &narrow, trace.key, group, &texts.anywhere).await?;
    mended.extend(mend_alone(tx, &narrow, trace.key, group, texts).await?);
    Ok(mended.len() as u64)
}

async fn mend_anywhere(
    tx: &mut Tx,
    table: &Looked<'_>,
    key: &str,
    group: GroupId,
    forms: &[String],
) -> Result<BTreeSet<Uuid>> {
    if forms.is_empty() {
        return Ok(BTreeSet::new());
    }
    let text = format!("select distinct {key} as id from {} where {}", table.name, table.holding(forms.len()).0);
    let hits: Vec<Hit> = tx.db().fetch_text(&text, table.holding_values(group, forms)).await?;
    let dialect = tx.dialect();
    for (column, kind) in &table.words {
        for hit in &hits {
            let expression = without(column, forms.len(), &gone(table.name, hit.id));
            let set = format!(
                "update {} set {column} = {} where {key} = $1 and {column} is not null",
                table.name,
                dialect.from_text(&expression, kind)
            );
            tx.execute_text(&set, values(hit.id.into(), forms)).await?;
        }
    }
    Ok(hits.into_iter().map(|hit| hit.id).collect())
}

async fn mend_alone(
    tx: &mut Tx,
    table: &Looked<'_>,
    key: &str,
    group: GroupId,
    texts: &Texts,
) -> Result<BTreeSet<Uuid>> {
    let mut mended = BTreeSet::new();
    if texts.alone.is_empty() {
        return Ok(mended);
    }
    for (column, kind) in &table.words {
        let narrow = Looked { words: vec![(column.clone(), kind.clone())], ..table.clone() };
        let text = format!(
            "select {key} as id, cast({column} as text) as words from {} where {}",
            table.name,
            narrow.holding(texts.alone.len()).0
        );
        let rows: Vec<Written> = tx.db().fetch_text(&text, narrow.holding_values(group, &texts.alone)).await?;
        let new = tx.dialect().from_text("$2", kind);
        let set =
            format!("update {} set {column} = {new} where {key} = $1 and cast({column} as text) = $3", table.name);
        for row in rows {
            let Some(left) = texts.without_alone(&row.words, &gone(table.name, row.id)) else { continue };
            tx.execute_text(&set, vec![row.id.into(), left.into(), row.words.into()]).await?;
            mended.insert(row.id);
        }
    }
    Ok(mended)
}

/// The same in bodies of the journal, whomever they are about.
pub async fn mend_journal(tx: &mut Tx, group: GroupId, texts: &Texts, reason: &str) -> Result<u64> {
    platform::record! { struct Line { position: i64, words: String } }
    let all = texts.all();
    let any = places("body", 1, all.len());
    let text = format!("select position, cast(body as text) as words from journal where group_id = $1 and ({any})");
    let mut lines: Vec<Line> = tx.db().fetch_text(&text, values(group.into(), &all)).await?;
    lines.retain(|line| {
        texts.anywhere.iter().any(|form| line.words.contains(form.as_str())) || texts.stands_alone_in(&line.words)
    });
    let told = Lawful::at(tx, lines.iter().map(|line| line.position).collect()).await?;
    for line in &lines {
        let left = texts.without_alone(&line.words, GONE).unwrap_or_else(|| line.words.clone());
        let left = texts.anywhere.iter().fold(left, |left, form| left.replace(form.as_str(), GONE));
        let set = "update journal set body = cast($2 as {json}) where position = $1";
        tx.execute_text(set, vec![line.position.into(), left.into()]).await?;
    }
    told.end(tx, reason).await?;
    Ok(lines.len() as u64)
}

/// Rows of imports in which one of these texts stands lose their cells: they are never taken in.
pub async fn mend_import_rows(tx: &mut Tx, group: GroupId, texts: &Texts) -> Result<u64> {
    platform::record! { struct Row { import_id: Uuid, row_number: i64, words: String } }
    const COLUMNS: [&str; 3] = ["cells", "faults", "undo"];
    const EMPTY: &str = "update import_rows set cells = null, faults = null, undo = null";
    let mut mended = 0;
    if !texts.anywhere.is_empty() {
        let any: Vec<String> = COLUMNS.map(|column| places(column, 1, texts.anywhere.len())).into();
        let text = format!(
            "{EMPTY} where import_id in (select id from imports where group_id = $1) and ({})",
            any.join(" or ")
        );
        mended += tx.execute_text(&text, values(group.into(), &texts.anywhere)).await?;
    }
    for column in COLUMNS.into_iter().filter(|_| !texts.alone.is_empty()) {
        let text = format!(
            "select import_id, row_number, cast({column} as text) as words from import_rows
             where import_id in (select id from imports where group_id = $1) and ({})",
            places(column, 1, texts.alone.len())
        );
        let rows: Vec<Row> = tx.db().fetch_text(&text, values(group.into(), &texts.alone)).await?;
        for row in rows.into_iter().filter(|row| texts.stands_alone_in(&row.words)) {
            let text = format!("{EMPTY} where import_id = $1 and row_number = $2");
            mended += tx.execute_text(&text, vec![row.import_id.into(), row.row_number.into()]).await?;
        }
    }
    Ok(mended)
}

/// One value, and the forms after it.
fn values(first: Value, forms: &[String]) -> Vec<Value> {
    std::iter::once(first).chain(forms.iter().map(|form| Value::from(form.as_str()))).collect()
}

/// Whether one of so many texts stands in a column; `before` values come first.
pub fn places(column: &str, before: usize, forms: usize) -> String {
    let one = |place: usize| format!("{{place_of}}(coalesce(cast({column} as text), ''), ${}) > 0", before + place + 1);
    (0..forms).map(one).collect::<Vec<_>>().join(" or ")
}

/// A column without so many texts, of which the first is `$2`.
fn without(column: &str, forms: usize, gone: &str) -> String {
    (0..forms)
        .fold(format!("cast({column} as text)"), |text, place| format!("replace({text}, ${}, '{gone}')", place + 2))
}

/// What stands in place of the person in this row.
fn gone(table: &str, row: Uuid) -> String {
    let digits = row.simple().to_string();
    match digits.get(digits.len() - 6..) {
        Some(tail) if NAMED_APART.contains(&table) => format!("{GONE}{tail}"),
        _ => GONE.to_owned(),
    }
}

/// A table and where words stand in it.
#[derive(Clone, Debug)]
pub struct Looked<'a> {
    pub name: &'a str,
    pub trace: Option<&'a Trace>,
    /// Columns and their types.
    pub words: Vec<(String, String)>,
}

impl<'a> Looked<'a> {
    pub fn of(db: &Db<'_>, name: &'a str, columns: &[(String, String)], traces: &'a [Trace]) -> Self {
        let dialect = db.dialect();
        let is_looked_at =
            |(name, kind): &&(String, String)| dialect.holds_words(kind) && !NAMES_OF_STAFF.contains(&name.as_str());
        Self {
            name,
            trace: traces.iter().find(|trace| trace.table == name),
            words: columns.iter().filter(is_looked_at).cloned().collect(),
        }
    }

    /// The same in all groups.
    pub fn anywhere(&self) -> Self {
        Self { trace: None, ..self.clone() }
    }

    /// Whether its rows are told apart by the group they belong to.
    pub fn is_divided(&self) -> bool {
        self.trace.is_some_and(|trace| trace.inside.is_some())
    }

    /// About those who work here or the house itself.
    pub fn is_not_about_customers(&self) -> bool {
        self.trace.is_none_or(|trace| matches!(trace.fate, Fate::Nobody(_)))
    }

    /// Whether people write freely in it.
    pub fn is_written_in(&self) -> bool {
        self.trace.is_some_and(|trace| !trace.texts.is_empty())
    }

    /// The condition, and how many values stand before the forms.
    fn holding(&self, forms: usize) -> (String, usize) {
        let inside = self.trace.and_then(|trace| trace.inside);
        let before = usize::from(inside.is_some());
        let words: Vec<String> =
            self.words.iter().map(|(column, _)| format!("coalesce(cast({column} as text), '')")).collect();
        let hay = words.join(" || ' ' || ");
        let any: Vec<String> =
            (0..forms).map(|place| format!("{{place_of}}({hay}, ${}) > 0", before + place + 1)).collect();
        let any = any.join(" or ");
        (inside.map_or_else(|| any.clone(), |inside| format!("{inside} and ({any})")), before)
    }

    fn holding_values(&self, group: GroupId, forms: &[String]) -> Vec<Value> {
        let (_, before) = self.holding(0);
        let group = (before > 0).then(|| Value::from(group));
        group.into_iter().chain(forms.iter().map(|form| Value::from(form.as_str()))).collect()
    }
}
