//! Papers for people: headings, paragraphs and lines of "label: value" in Chinese and English, laid out on A4 and written as PDF.
//!
//! Pure: text in, bytes out. Fonts are named, not embedded: Helvetica, STSong-Light and for headings STHeiti with the predefined encoding of the PDF
//! standard for simplified Chinese, which readers bring or replace by their own, so that a letter is a few kilobytes.

mod layout;
mod measure;
mod paper;
mod write;

pub use paper::{Block, Paper};
