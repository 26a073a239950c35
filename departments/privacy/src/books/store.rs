//! Lines of the books in and out of the database.

use chrono::{DateTime, Utc};
use journal::{About, events::privacy::PrivacyEvent};
use kernel::{BookEntryId, Result};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page, row_before},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{
    entry::{BookEntry, Column, Entity},
    pages::{Book, BookPage},
};

pub async fn find(db: &Db<'_>, id: BookEntryId) -> Result<BookEntry> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// A page of a book, or of all of them, newest first.
pub async fn list(db: &Db<'_>, book: Option<Book>, request: &PageRequest) -> Result<Page<BookEntry>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>();
    if let Some(book) = book {
        select = select.filter(Column::Book.eq(book));
    }
    if let Some((at, id)) = request.after::<(DateTime<Utc>, BookEntryId)>()? {
        select =
            select.filter(row_before([Expr::col(Column::CreatedAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let rows = db.all(select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |row| (row.created_at, row.id))
}

pub async fn add(tx: &mut Tx, page: BookPage) -> Result<BookEntry> {
    let entry = BookEntry {
        id: BookEntryId::new(tx.now()),
        group_id: tx.scope().group(),
        book: page.book(),
        title: page.title().to_owned(),
        until: page.until(),
        page,
        created_by: tx.scope().staff(),
        created_at: tx.now(),
        changed_at: tx.now(),
        closed_at: None,
        version: 1,
    };
    tx.insert::<Entity>(entry.clone()).await?;
    let (id, book, title) = entry.named();
    record(tx, PrivacyEvent::BookEntryAdded { entry: id, book, title }).await?;
    Ok(entry)
}

/// Saves a line together with what happened to it.
pub async fn save(tx: &mut Tx, entry: BookEntry, event: PrivacyEvent) -> Result<BookEntry> {
    let entry = tx.replace::<Entity>(entry).await?;
    record(tx, event).await?;
    Ok(entry)
}

async fn record(tx: &mut Tx, event: PrivacyEvent) -> Result<()> {
    let about = About { store: tx.scope().home(), ..About::default() };
    journal::record(tx, about, event).await.map(drop)
}

platform::record! {
    struct Persons { count: i64 }
}

/// How many customers the group has, exactly: an index answers it.
pub async fn persons(db: &Db<'_>) -> Result<u64> {
    let text = "select count(*) from customers where group_id = $1 and deleted_at is null";
    let rows: Vec<Persons> = db.fetch_text(text, vec![db.scope().group().into()]).await?;
    Ok(rows.first().map_or(0, |row| u64::try_from(row.count).unwrap_or_default()))
}
