//! Copies in and out of the database, and their sealed files.

use std::path::PathBuf;

use kernel::{Error, PersonCopyId, PersonRequestId, Result};
use platform::{Db, Files, Platform, Tx, crypto};
use sea_orm::{ColumnTrait, QueryFilter};

use super::copy::{Column, Entity, PersonCopy};

pub async fn find(db: &Db<'_>, id: PersonCopyId) -> Result<Option<PersonCopy>> {
    db.maybe(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

pub async fn of_request(db: &Db<'_>, request: PersonRequestId) -> Result<Option<PersonCopy>> {
    db.maybe(db.select::<Entity>().filter(Column::RequestId.eq(request))).await
}

/// The copy whose link this is, in whatever group.
pub async fn by_token(db: &Db<'_>, token: &str) -> Result<Option<PersonCopy>> {
    db.maybe(db.select::<Entity>().filter(Column::TokenDigest.eq(crypto::digest(token)))).await
}

pub async fn add(tx: &mut Tx, copy: PersonCopy) -> Result<()> {
    tx.insert::<Entity>(copy).await
}

pub async fn save(tx: &mut Tx, copy: PersonCopy) -> Result<PersonCopy> {
    tx.replace::<Entity>(copy).await
}

/// Copies of this customer that lie in files.
pub async fn of_customer(db: &Db<'_>, customer: kernel::CustomerId) -> Result<Vec<PersonCopy>> {
    db.all(db.select::<Entity>().filter(Column::CustomerId.eq(customer))).await
}

pub fn path(platform: &Platform, id: PersonCopyId) -> Result<PathBuf> {
    platform.files().path("person_copies", id)
}

/// Writes an archive, sealed, so that a stolen folder tells nothing.
pub async fn write(platform: &Platform, id: PersonCopyId, archive: &[u8]) -> Result<()> {
    let sealed = platform.keys().seal_bytes(archive, &PersonCopy::seal_context(id))?;
    tokio::fs::write(path(platform, id)?, sealed).await.map_err(Error::internal)
}

pub async fn read(platform: &Platform, id: PersonCopyId) -> Result<Vec<u8>> {
    let sealed = tokio::fs::read(path(platform, id)?).await.map_err(Error::internal)?;
    platform.keys().open_bytes(&sealed, &PersonCopy::seal_context(id))
}

pub fn remove_file(platform: &Platform, id: PersonCopyId) -> Result<()> {
    Files::remove(&path(platform, id)?)
}
