//! Saved views in and out of the database.

use kernel::{Result, SavedViewId};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    rules::{VIEWS_MAX, ViewRefusal},
    saved_view::{Column, Entity, SavedView, ViewAbout},
};
use crate::caller;

/// Most views a caller is shown: their own and all that are shared.
const SHOWN_MAX: u64 = 500;

/// The caller's own views of a list and the shared ones, in their order.
pub async fn list(db: &Db<'_>, about: Option<ViewAbout>) -> Result<Vec<SavedView>> {
    let mut select = db.select::<Entity>();
    if let Some(about) = about {
        select = select.filter(Column::About.eq(about));
    }
    let ordered = select.order_by_asc(Column::Position).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
    db.all(ordered.limit(SHOWN_MAX)).await
}

/// One view the caller sees.
pub async fn find(db: &Db<'_>, id: SavedViewId) -> Result<SavedView> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// The place after all views of this list the caller sees.
pub async fn next_place(db: &Db<'_>, about: ViewAbout) -> Result<i32> {
    let last = db.select::<Entity>().filter(Column::About.eq(about)).order_by_desc(Column::Position).limit(1);
    Ok(db.maybe(last).await?.map_or(0, |view| view.position.saturating_add(1)))
}

pub async fn add(tx: &mut Tx, view: SavedView) -> Result<SavedView> {
    let own = tx.db().select::<Entity>().filter(Column::OwnerId.eq(caller::id(tx.scope())));
    if tx.db().count_up_to(own, VIEWS_MAX).await? >= VIEWS_MAX {
        return Err(ViewRefusal::TooMany.into());
    }
    tx.insert::<Entity>(view.clone()).await?;
    Ok(view)
}

pub async fn save(tx: &mut Tx, view: SavedView) -> Result<SavedView> {
    tx.replace::<Entity>(view).await
}

pub async fn delete(tx: &mut Tx, id: SavedViewId) -> Result<()> {
    tx.delete::<Entity>(Column::Id.eq(id)).await?;
    Ok(())
}
