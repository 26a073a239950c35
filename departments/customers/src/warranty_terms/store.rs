//! Terms in and out of the database.

use journal::{About, events::warranty::WarrantyEvent};
use kernel::{Result, WarrantyTermId};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    law_term,
    rules::{TERMS_MAX, Term},
    warranty_term::{Column, Entity, WarrantyTerm},
};

/// What the law gives, the latest law first.
pub async fn of_law(db: &Db<'_>) -> Result<Vec<law_term::LawTerm>> {
    use law_term::Column::{Code, Since};
    db.all(db.select::<law_term::Entity>().order_by_desc(Since).order_by_asc(Code)).await
}

/// What the group wrote down itself, the latest first.
pub async fn of_group(db: &Db<'_>) -> Result<Vec<WarrantyTerm>> {
    db.all(db.select::<Entity>().order_by_desc(Column::Since).order_by_desc(Column::Id).limit(TERMS_MAX as u64)).await
}

/// All terms, for the clocks of a car.
pub async fn of_all(db: &Db<'_>) -> Result<Vec<Term>> {
    let law = of_law(db).await?.into_iter().map(Term::from);
    let own = of_group(db).await?.into_iter().map(Term::from);
    Ok(law.chain(own).collect())
}

pub async fn find(db: &Db<'_>, id: WarrantyTermId) -> Result<WarrantyTerm> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// Adds a term that is free to join the others.
pub async fn add(tx: &mut Tx, term: WarrantyTerm) -> Result<WarrantyTerm> {
    let event = term.join(&of_group(&tx.db()).await?)?;
    tx.insert::<Entity>(term.clone()).await?;
    journal::record(tx, About::default(), event).await?;
    Ok(term)
}

/// Saves a term together with what happened to it.
pub async fn save(tx: &mut Tx, term: WarrantyTerm, event: WarrantyEvent) -> Result<WarrantyTerm> {
    let term = tx.replace::<Entity>(term).await?;
    journal::record(tx, About::default(), event).await?;
    Ok(term)
}

pub async fn remove(tx: &mut Tx, term: &WarrantyTerm) -> Result<()> {
    tx.delete::<Entity>(Column::Id.eq(term.id)).await?;
    journal::record(tx, About::default(), term.remove()).await?;
    Ok(())
}
