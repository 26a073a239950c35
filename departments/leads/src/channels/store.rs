//! Connectors in and out of the database: the only file that builds queries about them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use journal::{About, events::connectors::ConnectorsEvent};
use kernel::{ConnectorId, Error, Result, StoreId};
use platform::{
    Db, Platform, SystemActor, Tx, crypto,
    names::{self, Wanted},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;

use super::{
    connector::{Column, Connector, Entity},
    draft::NewConnector,
    words::SignatureKind,
};

/// More of them in one group is a mistake.
pub const CONNECTORS_MAX: u64 = 200;

platform::record! {
    struct CameLine { id: ConnectorId, last_at: Option<DateTime<Utc>>, since: i64, quarantined: i64 }
}

platform::record! {
    struct RefusedLine { id: ConnectorId, refusals: i32, last_at: DateTime<Utc>, last_code: String }
}

/// How a connector has done lately.
#[derive(Clone, Debug, Default)]
pub struct Health {
    pub last_received_at: Option<DateTime<Utc>>,
    /// Since the beginning of the day.
    pub received_today: i64,
    pub quarantined: i64,
    pub refusals: i32,
    pub last_refused_at: Option<DateTime<Utc>>,
    pub last_refusal: Option<String>,
}

pub async fn find(db: &Db<'_>, id: ConnectorId) -> Result<Connector> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id)).filter(Column::RemovedAt.is_null())).await
}

/// One that may have been removed: what came over it is still there.
pub async fn find_any(db: &Db<'_>, id: ConnectorId) -> Result<Connector> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// Connectors within reach, newest first.
pub async fn list(db: &Db<'_>, store: Option<StoreId>) -> Result<Vec<Connector>> {
    let mut select = db.select::<Entity>().filter(Column::RemovedAt.is_null());
    if let Some(store) = store {
        select = select.filter(Column::StoreId.eq(store));
    }
    db.all(select.order_by_desc(Column::Id).limit(CONNECTORS_MAX)).await
}

/// What connectors are called, the removed ones too.
pub async fn named(db: &Db<'_>, ids: Vec<ConnectorId>) -> Result<HashMap<ConnectorId, Connector>> {
    let found = db.all(db.select::<Entity>().filter(Column::Id.is_in(ids))).await?;
    Ok(found.into_iter().map(|one| (one.id, one)).collect())
}

/// The connector at an address, whichever group it belongs to.
pub async fn at_address(platform: &Platform, token: &str) -> Result<Connector> {
    let id = platform::KeyRing::named_in(token).map(ConnectorId).ok_or(Error::NotFound)?;
    let connector = find(&platform.house(SystemActor::Import).read(), id).await?;
    if connector.is_at(platform.keys(), token) { Ok(connector) } else { Err(Error::NotFound) }
}

/// Adds one; answers it with its secret, which is not told again.
pub async fn add(tx: &mut Tx, form: NewConnector, store: StoreId) -> Result<(Connector, String)> {
    let known = names::within_reach(&tx.db(), Wanted { stores: [store].into(), ..Wanted::default() }).await?;
    if !known.stores.contains_key(&store) {
        return Err(Error::invalid("store_id", "store.unknown", "there is no such open store in your reach"));
    }
    let of_group = tx.db().select::<Entity>().filter(Column::RemovedAt.is_null());
    if tx.db().count_up_to(of_group, CONNECTORS_MAX).await? >= CONNECTORS_MAX {
        let detail = format!("There are at most {CONNECTORS_MAX} connectors; remove one that is not needed.");
        return Err(Error::Refused { code: "connector.too_many", detail });
    }
    let id = ConnectorId::new(tx.now());
    let secret = form.secret.map_or_else(new_secret, Ok)?;
    let connector = Connector {
        id,
        group_id: tx.scope().group(),
        store_id: store,
        channel: form.channel,
        name: form.name,
        format: form.format,
        signature: form.signature.unwrap_or(SignatureKind::None),
        signature_header: form.signature_header,
        secret: tx.platform().keys().seal(&secret, &Connector::seal_context(id))?,
        address_turn: 1,
        mapping: json!(form.mapping),
        is_on: true,
        created_by: tx.scope().staff(),
        created_at: tx.now(),
        changed_at: tx.now(),
        removed_at: None,
        version: 1,
    };
    tx.insert::<Entity>(connector.clone()).await?;
    let channel = connector.channel.word().to_owned();
    let event = ConnectorsEvent::Added { connector: id, title: connector.name.clone(), channel };
    journal::record(tx, About::store(store), event).await?;
    Ok((connector, secret))
}

/// Saves one together with what happened to it.
pub async fn save(tx: &mut Tx, connector: Connector, event: ConnectorsEvent) -> Result<Connector> {
    let connector = tx.replace::<Entity>(connector).await?;
    journal::record(tx, About::store(connector.store_id), event).await?;
    Ok(connector)
}

/// A secret nobody guesses.
pub fn new_secret() -> Result<String> {
    crypto::random_token()
}

/// How connectors do, whatever their number in two queries. `today` is the beginning of the day.
pub async fn health(
    db: &Db<'_>,
    connectors: &[Connector],
    today: DateTime<Utc>,
) -> Result<HashMap<ConnectorId, Health>> {
    let mut all: HashMap<ConnectorId, Health> = HashMap::new();
    if connectors.is_empty() {
        return Ok(all);
    }
    // Few connectors are asked for, of a scope that was looked at when they were found.
    let ids: Vec<String> = (0..connectors.len()).map(|at| format!("${}", at + 3)).collect();
    let mut values: Vec<sea_orm::Value> = vec![db.scope().group().into(), today.into()];
    values.extend(connectors.iter().map(|one| sea_orm::Value::from(one.id)));
    let text = format!(
        "select c.id,
                (select max(p.received_at) from lead_payloads p where p.connector_id = c.id),
                (select count(*) from lead_payloads p where p.connector_id = c.id and p.received_at >= $2),
                (select count(*) from lead_payloads p where p.connector_id = c.id and p.outcome = 'quarantined')
         from connectors c where c.group_id = $1 and c.id in ({})",
        ids.join(", ")
    );
    let lines: Vec<CameLine> = db.fetch_text(&text, values).await?;
    for line in lines {
        let health = all.entry(line.id).or_default();
        health.last_received_at = line.last_at;
        health.received_today = line.since;
        health.quarantined = line.quarantined;
    }
    let text = "select connector_id, refusals, last_at, last_code from connector_refusals where group_id = $1";
    let refused: Vec<RefusedLine> = db.fetch_text(text, vec![db.scope().group().into()]).await?;
    for line in refused {
        if let Some(health) = all.get_mut(&line.id) {
            health.refusals = line.refusals;
            health.last_refused_at = Some(line.last_at);
            health.last_refusal = Some(line.last_code);
        }
    }
    Ok(all)
}

/// Counts what was refused at the door.
pub async fn count_refusal(tx: &mut Tx, id: ConnectorId, code: &str) -> Result<()> {
    let values = vec![id.into(), tx.scope().group().into(), tx.now().into(), code.into()];
    tx.execute_text(
        "insert into connector_refusals (connector_id, group_id, refusals, last_at, last_code) values ($1, $2, 1, $3, $4)
         on conflict (connector_id) do update set refusals = connector_refusals.refusals + 1, last_at = $3, last_code = $4",
        values,
    )
    .await?;
    Ok(())
}
