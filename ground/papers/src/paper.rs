//! The noun: what stands on a paper, before it is laid out.

use crate::{layout, write};

/// A paper under way; blocks follow one another down the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    pub title: String,
    /// Stands small at the foot of every page, before the page number.
    pub foot: String,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Heading(String),
    /// A paragraph; line breaks in it are kept.
    Text(String),
    /// A paragraph in small grey type.
    Small(String),
    /// A paragraph at the right edge: a date, a signature.
    Right(String),
    /// Lines of a label and its value.
    Pairs(Vec<(String, String)>),
    Rule,
}

impl Paper {
    pub fn new(title: impl Into<String>, foot: impl Into<String>) -> Self {
        Self { title: title.into(), foot: foot.into(), blocks: Vec::new() }
    }

    #[must_use]
    pub fn heading(self, text: impl Into<String>) -> Self {
        self.with(Block::Heading(text.into()))
    }

    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.with(Block::Text(text.into()))
    }

    #[must_use]
    pub fn small(self, text: impl Into<String>) -> Self {
        self.with(Block::Small(text.into()))
    }

    #[must_use]
    pub fn right(self, text: impl Into<String>) -> Self {
        self.with(Block::Right(text.into()))
    }

    #[must_use]
    pub fn pairs<L: Into<String>, V: Into<String>>(self, pairs: impl IntoIterator<Item = (L, V)>) -> Self {
        self.with(Block::Pairs(pairs.into_iter().map(|(label, value)| (label.into(), value.into())).collect()))
    }

    #[must_use]
    pub fn rule(self) -> Self {
        self.with(Block::Rule)
    }

    #[must_use]
    pub fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// The paper as a PDF file of A4 pages.
    pub fn pdf(&self) -> Vec<u8> {
        write::pdf(&self.title, &self.foot, &layout::pages(self))
    }
}
