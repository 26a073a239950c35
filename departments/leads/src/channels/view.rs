//! Connectors and payloads as pages show them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{ConnectorId, Fault, PayloadId, PermissionName, Result};
use platform::{
    Db,
    names::{self, Ref, StoreRef, Wanted},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    connector::Connector,
    intake,
    mapping::{Mapped, MappedField, Mapping},
    payload::Payload,
    payloads,
    store::{self, Health},
    words::{PayloadFormat, PayloadOutcome, SignatureKind},
};
use crate::words::LeadChannel;

/// A connector and how it does.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectorView {
    pub id: ConnectorId,
    pub store: StoreRef,
    pub channel: LeadChannel,
    pub name: String,
    pub format: PayloadFormat,
    pub signature: SignatureKind,
    /// The header the proof is expected in; null when none is asked for.
    pub signature_header: Option<String>,
    /// Where it is sent to, behind the address of this server.
    pub address: String,
    pub mapping: Mapping,
    pub is_on: bool,
    pub last_received_at: Option<DateTime<Utc>>,
    pub received_today: i64,
    /// What waits in quarantine.
    pub quarantined: i64,
    /// What was refused at the door, ever, and why the last time.
    pub refusals: i32,
    pub last_refused_at: Option<DateTime<Utc>>,
    pub last_refusal: Option<String>,
    pub created_at: DateTime<Utc>,
    pub by: Option<Ref>,
    pub version: i32,
    /// `edit`, `renew_secret`, `remove`.
    pub can: Vec<&'static str>,
}

platform::has_version!(ConnectorView);

/// A connector with its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectorWithSecret {
    #[serde(flatten)]
    pub connector: ConnectorView,
    /// Shown this once: what the sender signs with, or puts into the header. Null where the address is all there is.
    pub secret: Option<String>,
}

/// What came over a connector.
#[derive(Debug, Serialize, ToSchema)]
pub struct PayloadRow {
    pub id: PayloadId,
    pub connector: Ref,
    pub channel: Option<LeadChannel>,
    pub store: StoreRef,
    pub outcome: PayloadOutcome,
    /// Why it could not be taken, or why it was dismissed without anybody looking.
    pub faults: Vec<Fault>,
    pub external_id: Option<String>,
    /// How often it came again.
    pub repeats: i32,
    pub received_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
    pub settled_by: Option<Ref>,
    pub remark: Option<String>,
    pub version: i32,
    /// `mend`, `dismiss`.
    pub can: Vec<&'static str>,
}

/// What came, with what it says.
#[derive(Debug, Serialize, ToSchema)]
pub struct PayloadView {
    #[serde(flatten)]
    pub row: PayloadRow,
    /// As it came; bytes that are no text begin with `base64:`. Null when it was dismissed, and for whoever may not see phone numbers.
    pub content: Option<String>,
    /// Whether there is a content the caller may not see.
    pub is_hidden: bool,
    pub format: PayloadFormat,
    /// What the connector's mapping finds in it; empty when it can't be read, or may not be seen.
    pub fields: Vec<MappedField>,
    /// The lead it became.
    pub lead: Option<Ref>,
}

impl platform::http::HasVersion for PayloadView {
    fn version(&self) -> i32 {
        self.row.version
    }
}

/// What a sample would become.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectorTrial {
    /// Why it can't be read at all.
    pub fault: Option<Fault>,
    /// One for each enquiry in it.
    pub enquiries: Vec<TriedEnquiry>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TriedEnquiry {
    pub fields: Vec<MappedField>,
    /// Why it would go into quarantine; none when it would be taken.
    pub faults: Vec<Fault>,
}

/// Connectors as views, with a handful of queries whatever their number.
pub async fn connectors(db: &Db<'_>, connectors: Vec<Connector>) -> Result<Vec<ConnectorView>> {
    let wanted = Wanted {
        stores: connectors.iter().map(|one| one.store_id).collect(),
        staff: connectors.iter().filter_map(|one| one.created_by).collect(),
        ..Wanted::default()
    };
    let known = names::of(db, wanted).await?;
    let now = db.platform().clock().now();
    // Stores of one group keep nearly the same day; that of the first serves for all.
    let today = connectors.first().map_or(now, |one| {
        let calendar = known.calendar(one.store_id);
        calendar.start_of(calendar.day(now))
    });
    let mut health = store::health(db, &connectors, today).await?;
    let view = |one: Connector| {
        let Health { last_received_at, received_today, quarantined, refusals, last_refused_at, last_refusal } =
            health.remove(&one.id).unwrap_or_default();
        ConnectorView {
            store: known.store(one.store_id),
            signature_header: (one.signature != SignatureKind::None).then(|| one.signature_header().to_owned()),
            address: one.address(db.platform().keys()),
            mapping: one.mapping(),
            by: one.created_by.map(|by| known.staff(by)),
            id: one.id,
            channel: one.channel,
            name: one.name,
            format: one.format,
            signature: one.signature,
            is_on: one.is_on,
            last_received_at,
            received_today,
            quarantined,
            refusals,
            last_refused_at,
            last_refusal,
            created_at: one.created_at,
            version: one.version,
            can: vec!["edit", "renew_secret", "remove"],
        }
    };
    Ok(connectors.into_iter().map(view).collect())
}

pub async fn connector(db: &Db<'_>, one: Connector) -> Result<ConnectorView> {
    connectors(db, vec![one]).await?.pop().ok_or(kernel::Error::NotFound)
}

/// Payloads as lines of a list.
pub async fn rows(db: &Db<'_>, payloads: Vec<Payload>) -> Result<Vec<PayloadRow>> {
    let ids = payloads.iter().map(|one| one.connector_id).collect();
    let connectors = store::named(db, ids).await?;
    let wanted = Wanted {
        stores: payloads.iter().map(|one| one.store_id).collect(),
        staff: payloads.iter().filter_map(|one| one.settled_by).collect(),
        ..Wanted::default()
    };
    let known = names::of(db, wanted).await?;
    Ok(payloads.into_iter().map(|one| row(one, &connectors, &known)).collect())
}

/// The whole of one payload: what it says for whoever may see phone numbers in its store.
pub async fn payload(db: &Db<'_>, one: Payload) -> Result<PayloadView> {
    let connector = store::find_any(db, one.connector_id).await?;
    let sees = db.scope().may_for(PermissionName::SeePhone, one.store_id, &[]);
    let content = if sees { one.open(db.platform().keys())? } else { None };
    let fields = match &content {
        Some(content) => {
            let entrance = intake::entrance(db, &connector).await?;
            let item = intake::item(&connector, content, one.is_part).ok();
            item.map(|item| connector.mapping().apply(&item, &entrance).fields).unwrap_or_default()
        }
        None => Vec::new(),
    };
    let lead = match one.lead_id {
        Some(id) => payloads::lead_number(db, id).await?.map(|name| Ref { id: id.0, name }),
        None => None,
    };
    let is_hidden = one.content.is_some() && !sees;
    let row = rows(db, vec![one]).await?.pop().ok_or(kernel::Error::NotFound)?;
    Ok(PayloadView { row, content, is_hidden, format: connector.format, fields, lead })
}

/// What would become of one enquiry, down to what a new customer's record would say.
pub fn tried(mapped: Mapped, entrance: &super::mapping::Entrance) -> Result<TriedEnquiry> {
    let fields = mapped.fields.clone();
    let faults = match intake::enquiry(mapped, entrance) {
        Err(kernel::Error::Invalid(faults)) => faults,
        Err(other) => return Err(other),
        Ok(enquiry) => match &enquiry.asker {
            crate::draft::Asker::Reached { new, .. } => {
                match crate::draft::new_customer(new, entrance.calendar.day(entrance.now)) {
                    Err(kernel::Error::Invalid(faults)) => faults,
                    Err(other) => return Err(other),
                    Ok(_) => Vec::new(),
                }
            }
            crate::draft::Asker::Known(_) => Vec::new(),
        },
    };
    Ok(TriedEnquiry { fields, faults })
}

fn row(one: Payload, connectors: &HashMap<ConnectorId, Connector>, known: &names::Known) -> PayloadRow {
    let connector = connectors.get(&one.connector_id);
    let is_waiting = one.outcome == PayloadOutcome::Quarantined;
    PayloadRow {
        id: one.id,
        connector: Ref {
            id: one.connector_id.0,
            name: connector.map(|connector| connector.name.clone()).unwrap_or_default(),
        },
        channel: connector.map(|connector| connector.channel),
        store: known.store(one.store_id),
        outcome: one.outcome,
        faults: one.faults(),
        external_id: one.external_id,
        repeats: one.repeats,
        received_at: one.received_at,
        settled_at: one.settled_at,
        settled_by: one.settled_by.map(|by| known.staff(by)),
        remark: one.remark,
        version: one.version,
        can: if is_waiting { vec!["mend", "dismiss"] } else { Vec::new() },
    }
}
