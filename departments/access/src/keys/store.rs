//! Finding, making and revoking keys.

use chrono::{DateTime, Utc};
use journal::{About, events::access::AccessEvent};
use kernel::{ApiKeyId, Error, Language, PermissionName, Reach, Result};
use platform::{
    Actor, Admission, Db, Desk, Door, Tx, crypto,
    database::paging::{Page, PageRequest, page},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{
    ApiKey, NewKey,
    key::{Column, Entity},
    rules::{NAME_CHARS_MAX, faults_of},
};
use crate::{
    gatekeeper::{Admitted, Pass},
    memory::changing,
    power::{self, span_of},
    roles, stores,
    text::required,
};

const SECRET_PREFIX: &str = "rb_";
/// Letters of the secret that are kept to know it again by.
const PREFIX_CHARS: usize = 11;

/// Makes a key that lies inside the caller's own power; answers it with the secret, which is kept nowhere.
pub async fn create_key(door: &Door, new: NewKey) -> Result<(ApiKey, String)> {
    let mut faults = faults_of(&new, door.platform().clock().now());
    let name = required("name", &new.name, NAME_CHARS_MAX, &mut faults);
    Error::unless_valid(faults)?;
    let secret = format!("{SECRET_PREFIX}{}", crypto::random_token()?);
    let store_id = if new.reach == Reach::Store { new.store_id } else { None };
    changing(door, async |tx| {
        let role = roles::store::find(&tx.db(), new.role_id).await?;
        if let Some(store) = store_id {
            stores::store::find(&tx.db(), store).await?;
        }
        let permissions = roles::store::permissions_of(&tx.db(), role.id).await?;
        power::store::must_cover_place(&tx.db(), &permissions, new.reach, store_id)?;
        let key = ApiKey {
            id: ApiKeyId::new(tx.now()),
            group_id: role.group_id,
            name,
            prefix: secret.chars().take(PREFIX_CHARS).collect(),
            digest: crypto::digest(&secret),
            role_id: role.id,
            reach: new.reach,
            store_id,
            created_by: tx.scope().staff(),
            created_at: tx.now(),
            used_at: None,
            expires_at: new.expires_at,
            revoked_at: None,
        };
        tx.insert::<Entity>(key.clone()).await?;
        let event = AccessEvent::KeyCreated { key: key.id, title: key.name.clone() };
        journal::record(tx, about(&key), event).await?;
        Ok((key, secret))
    })
    .await
}

/// A page of keys, newest first.
pub(crate) async fn list(db: &Db<'_>, request: &PageRequest) -> Result<Page<ApiKey>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>();
    if let Some(last) = request.after::<ApiKeyId>()? {
        select = select.filter(Column::Id.lt(last));
    }
    let rows = db.all(select.order_by_desc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |key| key.id)
}

/// Revokes a key of the places the caller reaches; revoking it again changes nothing.
pub(crate) async fn revoke(tx: &mut Tx, id: ApiKeyId) -> Result<()> {
    let key = tx.db().one(tx.db().select::<Entity>().filter(Column::Id.eq(id))).await?;
    if key.revoked_at.is_some() {
        return Ok(());
    }
    let now = tx.now();
    let update = tx.update::<Entity>().col_expr(Column::RevokedAt, Expr::val(now)).filter(Column::Id.eq(id));
    tx.run(update).await?;
    let event = AccessEvent::KeyRevoked { key: key.id, title: key.name.clone() };
    journal::record(tx, about(&key), event).await?;
    Ok(())
}

/// Which machine holds the key with this digest, and where each permission holds.
pub(crate) async fn admit(db: &Db<'_>, digest: &str) -> Result<Admitted> {
    let key = db.maybe(db.select::<Entity>().filter(Column::Digest.eq(digest))).await?;
    let key = key.filter(|key| key.revoked_at.is_none()).ok_or_else(super::unknown)?;
    let permissions: Vec<PermissionName> = roles::store::permissions_of(db, key.role_id).await?;
    let span = span_of(key.reach, key.store_id, None, &[]);
    let spans: std::collections::BTreeMap<_, _> =
        permissions.into_iter().map(|permission| (permission, span.clone())).collect();
    let admission = Admission {
        group: key.group_id,
        actor: Actor::Key { id: key.id, name: key.name },
        language: Language::default(),
        spans: spans.into(),
        session: None,
        home: key.store_id,
        desk: Desk::default(),
        duty: None,
    };
    Ok(Admitted::new(admission, Pass::Key { id: key.id }, key.expires_at, key.used_at))
}

/// Writes down that a key is in use.
pub(crate) async fn write_use(tx: &mut Tx, id: ApiKeyId, now: DateTime<Utc>) -> Result<()> {
    let update = tx.update::<Entity>().col_expr(Column::UsedAt, Expr::val(now)).filter(Column::Id.eq(id));
    tx.run(update).await?;
    Ok(())
}

fn about(key: &ApiKey) -> About {
    key.store_id.map_or_else(About::default, About::store)
}
