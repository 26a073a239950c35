//! A scene's SQL: text with `:names`, turned into numbered places for either driver.

use uuid::Uuid;

use crate::scene::{Scene, Values};

pub struct Statement {
    pub text: String,
    /// The names in the order of their numbers.
    pub names: Vec<String>,
}

/// A value as both drivers can bind it.
pub enum Bound {
    Id(Uuid),
    Text(String),
}

/// The statements that read; creating is made from the tables' own columns, see [`copies`].
pub fn reads(scene: Scene, mark: char) -> Vec<Statement> {
    let text = match scene {
        Scene::List => include_str!("../../sql/list.sql"),
        Scene::Profile => include_str!("../../sql/profile.sql"),
        Scene::Search => include_str!("../../sql/search.sql"),
        Scene::Create => "",
    };
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("--")).collect();
    let text = lines.join("\n");
    text.split(';').filter(|part| !part.trim().is_empty()).map(|part| Statement::new(part, mark)).collect()
}

/// The tables a create writes to, and which of their rows stands model.
pub const CREATED: [(&str, &str); 4] = [
    ("customers", "id = :customer"),
    ("contacts", "id = (select id from contacts where customer_id = :customer and kind = 'phone' limit 1)"),
    ("customer_facts", "customer_id = :customer"),
    ("journal", "position = (select min(position) from journal where customer_id = :customer)"),
];

/// As many terms as a customer with a phone is found by.
const TERMS: &str = "insert into search_terms (group_id, term, kind, customer_id, vehicle_id) values
(:group, :typed, 'name', :fresh0, :nil), (:group, :suffix, 'name', :fresh0, :nil),
(:group, :typed, 'pinyin', :fresh0, :nil), (:group, :suffix, 'pinyin', :fresh0, :nil),
(:group, :typed, 'initials', :fresh0, :nil), (:group, :suffix, 'phone', :fresh0, :nil),
(:group, :typed, 'phone', :fresh0, :nil), (:group, :suffix, 'number', :fresh0, :nil)";

/// The terms of a create.
pub fn terms(mark: char) -> Statement {
    Statement::new(TERMS, mark)
}

/// Takes the copies away again: they are sealed under another row's id, so the house could not open them. Their numbers are
/// longer than any it gives.
pub const CLEARING: [&str; 5] = [
    "delete from journal where customer_id in (select id from customers where length(number) > 40)",
    "delete from search_terms where customer_id in (select id from customers where length(number) > 40)",
    "delete from customer_facts where customer_id in (select id from customers where length(number) > 40)",
    "delete from contacts where customer_id in (select id from customers where length(number) > 40)",
    "delete from customers where length(number) > 40",
];

/// Adds the same rows again under new ids: what a create must write at least.
pub fn copies(table: &str, model: &str, columns: &[String], mark: char) -> Statement {
    let columns: Vec<&str> = columns.iter().map(String::as_str).filter(|name| *name != "position").collect();
    let values: Vec<String> = columns.iter().map(|column| copied(table, column)).collect();
    let text =
        format!("insert into {table} ({}) select {} from {table} where {model}", columns.join(", "), values.join(", "));
    Statement::new(&text, mark)
}

fn copied(table: &str, column: &str) -> String {
    match (table, column) {
        // `coalesce` lets the engine take the type of the column.
        ("customers", "id") | (_, "customer_id") => format!("coalesce(:fresh0, {column})"),
        ("contacts", "id") => format!("coalesce(:fresh1, {column})"),
        ("journal", "id") => format!("coalesce(:fresh2, {column})"),
        ("customers", "number") => format!("{column} || :suffix"),
        ("customers", "external_id") => "null".into(),
        _ => column.to_owned(),
    }
}

impl Statement {
    fn new(text: &str, mark: char) -> Self {
        let (mut numbered, mut names) = (String::new(), Vec::<String>::new());
        let mut rest = text.trim();
        while let Some(at) = rest.find(':') {
            let after = &rest[at + 1..];
            let length = after.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(after.len());
            let name = &after[..length];
            let number = names.iter().position(|known| known == name).unwrap_or_else(|| {
                names.push(name.to_owned());
                names.len() - 1
            });
            numbered.push_str(&rest[..at]);
            numbered.push_str(&format!("{mark}{}", number + 1));
            rest = &after[length..];
        }
        numbered.push_str(rest);
        Self { text: numbered, names }
    }

    /// The text with something else where the numbered places are.
    pub fn with_words(&self, word: impl Fn(&str) -> String) -> String {
        // From the last one on: $1 stands at the beginning of $10 too.
        let numbered = self.names.iter().enumerate().rev();
        numbered.fold(self.text.clone(), |text, (place, name)| text.replace(&format!("${}", place + 1), &word(name)))
    }

    /// The values in the order of their numbers.
    pub fn bound(&self, values: &Values) -> Vec<Bound> {
        let bound = |name: &String| match name.as_str() {
            "group" => Bound::Id(values.group),
            "store" => Bound::Id(values.store),
            "customer" => Bound::Id(values.customer),
            "nil" => Bound::Id(Uuid::nil()),
            "fresh0" => Bound::Id(values.fresh[0]),
            "fresh1" => Bound::Id(values.fresh[1]),
            "fresh2" => Bound::Id(values.fresh[2]),
            "stage" => Bound::Text(values.stage.to_owned()),
            "typed" => Bound::Text(values.typed.clone()),
            "typed_end" => Bound::Text(values.typed_end.clone()),
            _ => Bound::Text(values.fresh[0].simple().to_string()),
        };
        self.names.iter().map(bound).collect()
    }
}
