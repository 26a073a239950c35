//! What a saved view looks like from outside.

use kernel::{PermissionName, Result, SavedViewId, StaffId};
use platform::{
    Db, Scope,
    names::{self, Ref, StoreRef},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    rules::Hand,
    saved_view::{Definition, SavedView, ViewAbout},
};
use crate::caller;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SavedView)]
pub struct SavedViewView {
    pub id: SavedViewId,
    pub about: ViewAbout,
    pub name: String,
    pub colour: String,
    pub is_shared: bool,
    /// Of a shared one: the store whose people see it; everybody in the group when none.
    pub store: Option<StoreRef>,
    pub owner: Ref,
    pub definition: Definition,
    pub position: i32,
    pub version: i32,
    /// `edit`, `share`, `delete`.
    pub can: Vec<&'static str>,
}

platform::has_version!(SavedViewView);

/// The caller, as far as saved views care.
pub fn hand(scope: &Scope) -> Hand {
    Hand {
        id: caller::id(scope),
        manages_roles: scope.may(PermissionName::ManageRoles),
        shares_views: scope.may(PermissionName::ShareViews),
    }
}

/// Views with the present names of their owners.
pub async fn views(db: &Db<'_>, rows: Vec<SavedView>) -> Result<Vec<SavedViewView>> {
    let staff = rows.iter().map(|row| StaffId(row.owner_id)).collect();
    let stores = rows.iter().filter_map(|row| row.store_id).collect();
    let known = names::of(db, names::Wanted { staff, stores, ..Default::default() }).await?;
    let hand = hand(db.scope());
    Ok(rows
        .into_iter()
        .map(|row| {
            let can = can(&row, hand);
            SavedViewView {
                id: row.id,
                about: row.about,
                name: row.name,
                colour: row.colour,
                is_shared: row.is_shared,
                store: row.store_id.map(|store| known.store(store)),
                owner: caller::reference(&known, row.owner_id, row.owner_name),
                definition: row.definition,
                position: row.position,
                version: row.version,
                can,
            }
        })
        .collect())
}

/// One view.
pub async fn view(db: &Db<'_>, row: SavedView) -> Result<SavedViewView> {
    views(db, vec![row]).await?.pop().ok_or(kernel::Error::NotFound)
}

fn can(row: &SavedView, hand: Hand) -> Vec<&'static str> {
    let mut can = Vec::new();
    if row.is_open_to(hand) {
        can.extend(["edit", "delete"]);
        if hand.shares_views {
            can.push("share");
        }
    }
    can
}
