//! Finding and founding dealer groups.

use journal::{About, events::access::AccessEvent};
use kernel::{Error, GroupId, Result};
use platform::{Db, Platform, SystemActor, Tx};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use super::{
    Group,
    group::{Column, Entity},
};
use crate::roles;

/// Founds a group with its built-in roles; stores and staff are added through `platform.system(actor, group)`.
pub async fn found_group(platform: &Platform, actor: SystemActor, name: &str) -> Result<GroupId> {
    found_group_with(platform, actor, name, async |_| Ok(())).await
}

/// The same together with what the group begins with: all of it is there, or nothing.
pub async fn found_group_with(
    platform: &Platform,
    actor: SystemActor,
    name: &str,
    first: impl AsyncFnOnce(&mut Tx) -> Result<()>,
) -> Result<GroupId> {
    let name = name.trim().to_owned();
    if list_groups(&platform.house(actor).read()).await?.iter().any(|group| group.name == name) {
        return Err(Error::Refused {
            code: "group.name_taken",
            detail: format!("There is a group called '{name}' already; choose another name."),
        });
    }
    let id = GroupId::new(platform.clock().now());
    platform
        .system(actor, id)
        .write(async |tx| {
            let now = tx.now();
            let group = Group { id, name, created_at: now, changed_at: now, version: 1 };
            let event = AccessEvent::GroupFounded { title: group.name.clone() };
            tx.insert::<Entity>(group).await?;
            roles::store::add_built_in(tx).await?;
            messaging::templates::stock(tx).await?;
            journal::record(tx, About::default(), event).await?;
            first(tx).await
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
