//! The noun: one line of a book, with a page of its own.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{BookEntryId, GroupId, StaffId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::pages::{Book, BookPage};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "book_entries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BookEntryId,
    pub group_id: GroupId,
    pub book: Book,
    /// What it is called in lists, taken from its page.
    pub title: String,
    pub page: BookPage,
    /// When a contract ends.
    pub until: Option<NaiveDate>,
    pub created_by: Option<StaffId>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    /// When it was over: the contract ended, the incident dealt with.
    pub closed_at: Option<DateTime<Utc>>,
    pub version: i32,
}

pub type BookEntry = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // The books are of the whole group, and hold nothing about single customers.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

platform::versioned!(crate::books::entry);
