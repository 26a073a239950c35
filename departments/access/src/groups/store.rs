//! Finding and founding dealer groups.

use journal::{About, events::access::AccessEvent};
use kernel::{GroupId, Result};
use platform::{Db, Platform, SystemActor};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use super::{
    Group,
    group::{Column, Entity},
};
use crate::roles;

/// Founds a group with its built-in roles; stores and staff are added through `platform.system(actor, group)`.
pub async fn found_group(platform: &Platform, actor: SystemActor, name: &str) -> Result<GroupId> {
    let id = GroupId::new(platform.clock().now());
    platform
        .system(actor, id)
        .write(async |tx| {
            let now = tx.now();
            let group = Group { id, name: name.trim().to_owned(), created_at: now, changed_at: now, version: 1 };
            let event = AccessEvent::GroupFounded { title: group.name.clone() };
            tx.insert::<Entity>(group).await?;
            roles::store::add_built_in(tx).await?;
            journal::record(tx, About::default(), event).await?;
            Ok(())
        })
        .await?;
    Ok(id)
}

/// The groups inside the scope, oldest first: all of them for a reader of the house.
pub async fn list_groups(db: &Db<'_>) -> Result<Vec<Group>> {
    db.all(db.select::<Entity>().order_by_asc(Column::CreatedAt).order_by_asc(Column::Id)).await
}

/// The group, or [`kernel::Error::NotFound`].
pub(crate) async fn find(db: &Db<'_>, id: GroupId) -> Result<Group> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}
