//! One field of all customers, as small as it can be kept: numbers, words by their place in a dictionary, names end to end.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use conditions::{Moment, Question, Worth};

use super::bits::Bits;

/// The field of every row.
#[derive(Debug)]
pub(super) enum Column {
    /// One cell per row.
    Single(Cells),
    /// Any number of cells, each with the row it belongs to.
    Several {
        rows: Vec<u32>,
        cells: Cells,
    },
    /// Of those who have something, which is all that is asked.
    Members(Bits),
    Marks(Marks),
    Names(Names),
}

/// Numbers, days, instants or places in a dictionary, in the smallest width that holds them.
#[derive(Debug)]
pub(super) struct Cells {
    scale: Scale,
    numbers: Numbers,
    dictionary: Dictionary,
}

/// What the numbers of cells count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    Number,
    /// Days of the common era.
    Day,
    /// Seconds since 1970.
    Instant,
    /// Places in the dictionary.
    Word,
}

/// What is read from a row of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Nothing,
    Number(i64),
    Word(String),
}

#[derive(Debug)]
enum Numbers {
    Narrow(Vec<i32>),
    Wide(Vec<i64>),
}

#[derive(Debug, Default)]
struct Dictionary {
    words: Vec<String>,
    places: HashMap<String, i32>,
}

/// Any number of words of a short list, a bit for each, the first word's the lowest.
#[derive(Debug)]
pub(super) struct Marks {
    marks: Vec<u32>,
    words: &'static [&'static str],
}

/// Names end to end, and those that changed since.
#[derive(Debug, Default)]
pub(super) struct Names {
    text: String,
    ends: Vec<u32>,
    changed: HashMap<usize, String>,
}

impl Column {
    /// Nothing known of any row yet.
    pub fn single(scale: Scale, is_wide: bool, rows: usize) -> Self {
        let mut cells = Cells::new(scale, is_wide);
        cells.grow(rows);
        Self::Single(cells)
    }

    pub fn several(scale: Scale) -> Self {
        Self::Several { rows: Vec::new(), cells: Cells::new(scale, scale == Scale::Instant) }
    }

    pub fn marks(words: &'static [&'static str], rows: usize) -> Self {
        Self::Marks(Marks { marks: vec![0; rows], words })
    }

    /// Makes room for more rows.
    pub fn grow(&mut self, rows: usize) {
        match self {
            Self::Single(cells) => cells.grow(rows),
            Self::Several { .. } => {}
            Self::Members(members) => members.grow(rows),
            Self::Marks(marks) => marks.marks.resize(rows, 0),
            Self::Names(names) => names.grow(rows),
        }
    }

    /// Forgets what is known of these rows, before they are read anew.
    pub fn forget(&mut self, rows: &Bits) {
        const GONE: u32 = u32::MAX;
        match self {
            Self::Single(cells) => rows.backwards().for_each(|row| cells.put(row, &Cell::Nothing)),
            Self::Several { rows: owners, .. } => {
                owners.iter_mut().filter(|row| rows.has(**row as usize)).for_each(|row| *row = GONE);
            }
            Self::Members(members) => rows.backwards().for_each(|row| members.set(row, false)),
            Self::Marks(marks) => rows.backwards().for_each(|row| marks.marks[row] = 0),
            Self::Names(names) => rows.backwards().for_each(|row| names.put(row, String::new())),
        }
    }

    /// Takes in what was read of a row.
    pub fn put(&mut self, row: usize, cell: Cell) {
        match self {
            Self::Single(cells) => cells.put(row, &cell),
            Self::Several { rows, cells } => {
                rows.push(u32::try_from(row).unwrap_or(u32::MAX));
                cells.push(&cell);
            }
            Self::Members(members) => members.set(row, true),
            Self::Marks(marks) => {
                if let Cell::Number(bits) = cell {
                    marks.marks[row] = u32::try_from(bits).unwrap_or_default();
                }
            }
            Self::Names(names) => {
                if let Cell::Word(name) = cell {
                    names.put(row, name);
                }
            }
        }
    }

    /// The rows of which the answer is yes.
    pub fn ask(&self, question: &Question, moment: Moment, rows: usize) -> Bits {
        match self {
            Self::Single(cells) => {
                let is_met = cells.asked(question, moment);
                Bits::of(rows, is_met)
            }
            Self::Several { rows: owners, cells } => {
                let is_met = cells.asked(question, moment);
                let mut bits = Bits::none(rows);
                for (place, row) in owners.iter().enumerate() {
                    if is_met(place) {
                        bits.set(*row as usize, true);
                    }
                }
                bits
            }
            Self::Members(members) => members.clone(),
            Self::Marks(marks) => {
                let asked = marks.asked(question);
                Bits::of(rows, |row| marks.marks[row] & asked != 0)
            }
            Self::Names(names) => Bits::of(rows, |row| question.is_met_by(Worth::Word(names.get(row)))),
        }
    }
}

impl Cells {
    fn new(scale: Scale, is_wide: bool) -> Self {
        let numbers = if is_wide { Numbers::Wide(Vec::new()) } else { Numbers::Narrow(Vec::new()) };
        Self { scale, numbers, dictionary: Dictionary::default() }
    }

    fn grow(&mut self, rows: usize) {
        match &mut self.numbers {
            Numbers::Narrow(numbers) => numbers.resize(rows, i32::MIN),
            Numbers::Wide(numbers) => numbers.resize(rows, i64::MIN),
        }
    }

    fn put(&mut self, row: usize, cell: &Cell) {
        let number = self.number(cell);
        match &mut self.numbers {
            Numbers::Narrow(numbers) => numbers[row] = narrow(number),
            Numbers::Wide(numbers) => numbers[row] = number.unwrap_or(i64::MIN),
        }
    }

    fn push(&mut self, cell: &Cell) {
        let number = self.number(cell);
        match &mut self.numbers {
            Numbers::Narrow(numbers) => numbers.push(narrow(number)),
            Numbers::Wide(numbers) => numbers.push(number.unwrap_or(i64::MIN)),
        }
    }

    fn number(&mut self, cell: &Cell) -> Option<i64> {
        match cell {
            Cell::Nothing => None,
            Cell::Number(number) => Some(*number),
            Cell::Word(word) => Some(self.dictionary.place(word).into()),
        }
    }

    fn get(&self, place: usize) -> Option<i64> {
        match &self.numbers {
            Numbers::Narrow(numbers) => Some(i64::from(numbers[place])).filter(|number| *number != i64::from(i32::MIN)),
            Numbers::Wide(numbers) => Some(numbers[place]).filter(|number| *number != i64::MIN),
        }
    }

    /// The question in the scale of the cells, so that each is asked with a comparison or two.
    fn asked<'a>(&'a self, question: &'a Question, moment: Moment) -> Box<dyn Fn(usize) -> bool + 'a> {
        match (self.scale, question) {
            (_, Question::Known) => Box::new(|place| self.get(place).is_some()),
            (Scale::Word, question) => {
                let met = self.dictionary.met(question);
                Box::new(move |place| {
                    self.get(place).and_then(|word| usize::try_from(word).ok()).is_some_and(|word| met[word])
                })
            }
            (_, Question::Between(from, to) | Question::Counted(_, from, to)) => {
                self.between(from.unwrap_or(i64::MIN + 1), to.unwrap_or(i64::MAX))
            }
            (scale, Question::Days(from, until)) => {
                let number = |day: &NaiveDate| match scale {
                    Scale::Instant => moment.calendar.start_of(*day).timestamp(),
                    _ => i64::from(day.num_days_from_ce()),
                };
                let from = from.as_ref().map_or(i64::MIN + 1, number);
                self.between(from, until.as_ref().map_or(i64::MAX, |until| number(until) - 1))
            }
            (Scale::Day, question) => Box::new(move |place| {
                let day = self.get(place).and_then(|day| i32::try_from(day).ok());
                let day = day.and_then(NaiveDate::from_num_days_from_ce_opt);
                question.is_met_by(day.map_or(Worth::Nothing, Worth::Day))
            }),
            (_, question) => {
                Box::new(move |place| question.is_met_by(self.get(place).map_or(Worth::Nothing, Worth::Number)))
            }
        }
    }

    /// From and to, both included.
    fn between(&self, from: i64, to: i64) -> Box<dyn Fn(usize) -> bool + '_> {
        match &self.numbers {
            Numbers::Narrow(numbers) => Box::new(move |place| {
                let number = i64::from(numbers[place]);
                numbers[place] != i32::MIN && number >= from && number <= to
            }),
            Numbers::Wide(numbers) => {
                Box::new(move |place| numbers[place] != i64::MIN && numbers[place] >= from && numbers[place] <= to)
            }
        }
    }
}

impl Dictionary {
    fn place(&mut self, word: &str) -> i32 {
        if let Some(place) = self.places.get(word) {
            return *place;
        }
        let place = i32::try_from(self.words.len()).unwrap_or(i32::MAX);
        self.words.push(word.to_owned());
        self.places.insert(word.to_owned(), place);
        place
    }

    /// For each word whether it meets the question.
    fn met(&self, question: &Question) -> Vec<bool> {
        self.words.iter().map(|word| question.is_met_by(Worth::Word(word))).collect()
    }
}

impl Marks {
    /// The bits that meet the question.
    fn asked(&self, question: &Question) -> u32 {
        let met = self.words.iter().enumerate().filter(|(_, word)| question.is_met_by(Worth::Word(word)));
        met.fold(0, |bits, (place, _)| bits | 1 << place)
    }
}

impl Names {
    fn grow(&mut self, rows: usize) {
        let end = self.ends.last().copied().unwrap_or_default();
        self.ends.resize(rows, end);
    }

    fn put(&mut self, row: usize, name: String) {
        if row >= self.ends.len() {
            self.grow(row);
            self.text.push_str(&name);
            self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        } else {
            self.changed.insert(row, name);
        }
    }

    fn get(&self, row: usize) -> &str {
        if let Some(changed) = self.changed.get(&row) {
            return changed;
        }
        let begin = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(row).copied().unwrap_or(begin);
        self.text.get(begin as usize..end as usize).unwrap_or_default()
    }
}

fn narrow(number: Option<i64>) -> i32 {
    number.map_or(i32::MIN, |number| i32::try_from(number).unwrap_or(if number < 0 { i32::MIN + 1 } else { i32::MAX }))
}
