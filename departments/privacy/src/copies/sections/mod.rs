//! What a copy shows on paper, in which order and under which words: a section for each table, and lists of what is left out.

mod cars;
mod house;
mod left_out;
mod person;
mod work;

use kernel::Language;

pub use left_out::{is_for_machines, is_internal, is_left_off_paper};

use super::vocabulary::Vocabulary;

/// One table as people read it.
#[derive(Debug)]
pub struct Section {
    pub table: &'static str,
    zh: &'static str,
    en: &'static str,
    pub layout: Layout,
    pub columns: &'static [Told],
}

/// How the rows of a section stand on paper.
#[derive(Debug)]
pub enum Layout {
    /// A block of labels and values for each row.
    Blocks,
    /// One line for each row: the first column is its label, the others follow one another.
    Lines,
}

/// A column under its word.
#[derive(Debug)]
pub struct Told {
    /// As it is called in the JSON: sealed ones by what they hold.
    pub column: &'static str,
    zh: &'static str,
    en: &'static str,
    pub shape: Shape,
}

/// What a value is, so that it can be said.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    Text,
    /// A day.
    Day,
    /// An instant, told in the time of the store.
    Moment,
    /// Said when it is so, not said otherwise.
    Yes,
    Count,
    /// Fen.
    Money,
    Kilometres,
    /// Per cent.
    Percent,
    /// Of a closed list.
    Word(Vocabulary),
    /// The id of a store, a colleague, a car, a customer, a tag, a household, a handing-over.
    Store,
    Staff,
    Car,
    Customer,
    Tag,
    Household,
    Share,
    /// The code of a purpose of consent.
    Purpose,
    /// The name of an event of the journal, and of a look.
    Event,
    Look,
    /// An object of texts.
    Pairs,
}

impl Section {
    pub fn title(&self, language: Language) -> &'static str {
        language.pick(self.zh, self.en)
    }
}

impl Told {
    pub fn label(&self, language: Language) -> &'static str {
        language.pick(self.zh, self.en)
    }
}

/// All sections in the order of the paper: the person, their cars, what was bought and done, what was said, what was agreed to, what the
/// house keeps about it, and last who changed and who looked.
pub fn all() -> impl Iterator<Item = &'static Section> {
    [person::SECTIONS, cars::SECTIONS, work::SECTIONS, house::SECTIONS].into_iter().flatten()
}

pub fn of(table: &str) -> Option<&'static Section> {
    all().find(|section| section.table == table)
}

/// What a column of the database is called in the copy.
pub fn called(column: &str) -> &str {
    if column == "sealed" { "value" } else { column.trim_end_matches("_sealed") }
}

/// Columns that a copy could show and that have neither a word nor a place on the lists of what is left out.
pub fn unnamed<'a>(tables: impl Iterator<Item = (&'a str, &'a [String])>) -> Vec<String> {
    let mut unnamed = Vec::new();
    for (table, columns) in tables.filter(|(table, _)| !is_left_off_paper(table)) {
        let told = of(table).map(|section| section.columns).unwrap_or_default();
        let is_known = |column: &str| {
            is_internal(column)
                || is_for_machines(table, called(column))
                || told.iter().any(|told| told.column == called(column))
        };
        unnamed.extend(columns.iter().filter(|column| !is_known(column)).map(|column| format!("{table}.{column}")));
    }
    unnamed
}

const fn blocks(table: &'static str, zh: &'static str, en: &'static str, columns: &'static [Told]) -> Section {
    Section { table, zh, en, layout: Layout::Blocks, columns }
}

const fn lines(table: &'static str, zh: &'static str, en: &'static str, columns: &'static [Told]) -> Section {
    Section { table, zh, en, layout: Layout::Lines, columns }
}

const fn told(column: &'static str, zh: &'static str, en: &'static str, shape: Shape) -> Told {
    Told { column, zh, en, shape }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_section_and_column_has_a_word_in_both_languages_and_stands_once() {
        let tables: BTreeSet<&str> = all().map(|section| section.table).collect();
        assert_eq!(tables.len(), all().count());
        for section in all() {
            assert!(is_word_pair(section.zh, section.en), "{}", section.table);
            let columns: BTreeSet<&str> = section.columns.iter().map(|told| told.column).collect();
            assert_eq!(columns.len(), section.columns.len(), "{}", section.table);
            for told in section.columns {
                assert!(is_word_pair(told.zh, told.en), "{}.{}", section.table, told.column);
                let Shape::Word(vocabulary) = told.shape else { continue };
                for (word, zh, en) in vocabulary {
                    assert!(is_word_pair(zh, en), "{word} of {}.{}", section.table, told.column);
                }
            }
        }
    }

    #[test]
    fn a_column_nobody_named_is_found() {
        let columns = ["name".to_owned(), "favourite_dish".to_owned()];
        assert_eq!(unnamed([("customers", columns.as_slice())].into_iter()), ["customers.favourite_dish"]);
        assert_eq!(unnamed([("dishes", columns.as_slice())].into_iter()).len(), 2);
    }

    fn is_word_pair(zh: &str, en: &str) -> bool {
        !zh.is_empty() && !en.is_empty() && !en.contains('_') && en.is_ascii()
    }
}
