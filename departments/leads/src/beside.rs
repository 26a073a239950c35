//! What stands beside leads on a page, read whoever looks after the customer: whoever sees a lead sees whose it is and what was said.

use std::collections::{BTreeSet, HashMap};

use customers::{notes::note, people::customer};
use kernel::{CustomerId, NoteId, Result};
use platform::Db;
use sea_orm::{ColumnTrait, sea_query::Query};

use crate::lead::Lead;

platform::record! {
    /// Who asks.
    pub(crate) struct Asker { pub id: CustomerId, pub name: String, pub phone_sealed: Option<Vec<u8>> }
}

platform::record! {
    struct Told { id: NoteId, text: String }
}

/// Those whose wishes these are.
pub(crate) async fn askers(db: &Db<'_>, leads: &[Lead]) -> Result<HashMap<CustomerId, Asker>> {
    let ids: BTreeSet<CustomerId> = leads.iter().map(|lead| lead.customer_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let statement = Query::select()
        .columns([customer::Column::Id, customer::Column::Name, customer::Column::PhoneSealed])
        .from(customer::Entity)
        .and_where(customer::Column::Id.is_in(ids))
        .cond_where(db.scope().of_group(customer::Column::GroupId))
        .to_owned();
    let found: Vec<Asker> = db.fetch(&statement).await?;
    Ok(found.into_iter().map(|asker| (asker.id, asker)).collect())
}

/// What the notes of follow-ups say; those deleted say nothing.
pub(crate) async fn notes(db: &Db<'_>, ids: Vec<NoteId>) -> Result<HashMap<NoteId, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let statement = Query::select()
        .columns([note::Column::Id, note::Column::Text])
        .from(note::Entity)
        .and_where(note::Column::Id.is_in(ids))
        .and_where(note::Column::DeletedAt.is_null())
        .cond_where(db.scope().of_group(note::Column::GroupId))
        .to_owned();
    let told: Vec<Told> = db.fetch(&statement).await?;
    Ok(told.into_iter().map(|one| (one.id, one.text)).collect())
}
