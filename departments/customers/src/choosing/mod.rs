//! Choosing customers by a rule: read, checked, said in words, asked of the tables or of the memory. Tags and segments keep such
//! rules.

pub mod http;
mod rule;
mod words;

pub use rule::{CustomerRule, check_known, condition, moment, read, sentence, sentence_in, sentences};
