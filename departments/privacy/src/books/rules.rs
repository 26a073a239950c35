//! What may happen to a line of a book: it is changed, closed and reopened, and never deleted. Pure.

use chrono::{DateTime, Utc};
use journal::events::privacy::PrivacyEvent;
use kernel::Refusal;
use serde_json::Value;

use super::{entry::BookEntry, pages::BookPage};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookRefusal {
    OtherBook,
    AlreadyClosed,
    NotClosed,
    Closed,
    /// Neither were the persons told, nor does it say why not.
    NotTold,
}

impl Refusal for BookRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::OtherBook => "book_entry.other_book",
            Self::AlreadyClosed => "book_entry.already_closed",
            Self::NotClosed => "book_entry.not_closed",
            Self::Closed => "book_entry.closed",
            Self::NotTold => "book_entry.not_told",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::OtherBook => "A line stays in its book; add another one there.",
            Self::AlreadyClosed => "This line is closed already.",
            Self::NotClosed => "This line is open.",
            Self::Closed => "This line is closed; reopen it before changing it.",
            Self::NotTold => {
                "Say when the persons were told, or why they need not be (PIPL article 57), before closing the incident."
            }
        }
        .into()
    }
}

impl BookEntry {
    /// Takes a new page; nothing happens when it says the same.
    pub fn change(&mut self, page: BookPage, now: DateTime<Utc>) -> Result<Option<PrivacyEvent>, BookRefusal> {
        if self.closed_at.is_some() {
            return Err(BookRefusal::Closed);
        }
        if page.book() != self.book {
            return Err(BookRefusal::OtherBook);
        }
        let fields = changed_fields(&self.page, &page);
        if fields.is_empty() {
            return Ok(None);
        }
        self.title = page.title().to_owned();
        self.until = page.until();
        self.page = page;
        self.changed_at = now;
        let (entry, book, title) = self.named();
        Ok(Some(PrivacyEvent::BookEntryChanged { entry, book, title, fields }))
    }

    pub fn close(&mut self, now: DateTime<Utc>) -> Result<PrivacyEvent, BookRefusal> {
        if self.closed_at.is_some() {
            return Err(BookRefusal::AlreadyClosed);
        }
        if let BookPage::Incidents(page) = &self.page
            && page.persons_told_at.is_none()
            && page.why_not_told.is_none()
        {
            return Err(BookRefusal::NotTold);
        }
        self.closed_at = Some(now);
        self.changed_at = now;
        let (entry, book, title) = self.named();
        Ok(PrivacyEvent::BookEntryClosed { entry, book, title })
    }

    pub fn reopen(&mut self, now: DateTime<Utc>) -> Result<PrivacyEvent, BookRefusal> {
        if self.closed_at.take().is_none() {
            return Err(BookRefusal::NotClosed);
        }
        self.changed_at = now;
        let (entry, book, title) = self.named();
        Ok(PrivacyEvent::BookEntryReopened { entry, book, title })
    }

    /// Id, book and title, as events carry them.
    pub fn named(&self) -> (kernel::BookEntryId, String, String) {
        (self.id, self.book.code(), self.title.clone())
    }
}

/// The names of the fields that differ.
fn changed_fields(before: &BookPage, after: &BookPage) -> Vec<String> {
    let fields = |page: &BookPage| match serde_json::to_value(page) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (before, after) = (fields(before), fields(after));
    after.iter().filter(|(name, value)| before.get(*name) != Some(value)).map(|(name, _)| name.clone()).collect()
}
