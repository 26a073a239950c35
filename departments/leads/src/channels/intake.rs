//! What happens to bytes that come in over a connector: kept sealed, read, mapped, and made a lead, or put aside with the reason.

use chrono::{DateTime, Utc};
use http::{HeaderMap, header::CONTENT_TYPE};
use kernel::{CustomerId, Error, Fault, LeadId, PayloadId, Refusal, Result};
use platform::{
    Door, Platform, SystemActor, Tx,
    names::{self, Wanted},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    connector::Connector,
    mapping::{Entrance, Mapped, with_a_name},
    payload::{Payload, kept_faults},
    payloads::{self, Mark},
    proof::Sent,
    reading,
    rules::IntakeRefusal,
    store,
    words::{PayloadFormat, PayloadOutcome},
};
use crate::draft::Enquiry;

/// A message with a few enquiries is a few thousand bytes.
pub const BYTES_MAX: usize = 64 * 1024;
const EXTERNAL_CHARACTERS_MAX: usize = 100;
/// Nobody fills a form faster.
const FILLED_SECONDS_MIN: f64 = 3.0;
/// The field of a website's form that people don't see and programs fill.
pub const HONEYPOT: &str = "website_url";
/// The field in which its page says how long the form was open.
pub const FILLED_SECONDS: &str = "filled_seconds";

/// What was made of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Received {
    /// The platform asks whether somebody is there; it wants to hear this again.
    Challenge(Value),
    /// What became of each enquiry in it.
    Enquiries { format: PayloadFormat, outcomes: Vec<PayloadOutcome> },
}

/// One enquiry of a message, read or not.
struct Part {
    content: String,
    is_one_of_many: bool,
    read: std::result::Result<Value, Fault>,
}

/// A part in the hands of the house: what it would become, or why it can't.
struct Case<'a> {
    connector: &'a Connector,
    content: &'a str,
    is_part: bool,
    external_id: Option<String>,
    mark: Mark,
    verdict: Verdict,
}

#[derive(Clone)]
enum Verdict {
    Take(Box<Enquiry>),
    Quarantine(Vec<Fault>),
    /// Made by a program: it is counted, and nobody need look.
    Spam,
}

/// Takes what was sent to an address in. An error is one of the sender's, who is told, or of the house, which the sender tries again.
pub async fn receive(platform: &Platform, token: &str, headers: &HeaderMap, body: &[u8]) -> Result<Received> {
    let connector = store::at_address(platform, token).await?;
    if connector.format == PayloadFormat::Feiyu
        && let Some(challenge) = challenge(body)
    {
        return Ok(Received::Challenge(challenge));
    }
    let door = platform.system(SystemActor::Intake, connector.group_id);
    let sent = Sent { headers, body, now: platform.clock().now() };
    if let Err(refusal) = admitted(&connector, &sent, platform)? {
        door.write(async |tx| store::count_refusal(tx, connector.id, refusal.code()).await).await?;
        return Err(match refusal {
            IntakeRefusal::Off => refusal.into(),
            _ => Error::Unauthenticated { code: refusal.code(), detail: refusal.detail() },
        });
    }
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let entrance = entrance(&door.read(), &connector).await?;
    let mut outcomes = Vec::new();
    for part in parts(&connector, body, kind) {
        outcomes.push(keep(&door, &connector, &entrance, part).await?);
    }
    Ok(Received::Enquiries { format: connector.format, outcomes })
}

/// Where enquiries of this connector come in.
pub async fn entrance(db: &platform::Db<'_>, connector: &Connector) -> Result<Entrance> {
    let known = names::of(db, Wanted { stores: [connector.store_id].into(), ..Wanted::default() }).await?;
    Ok(Entrance {
        store: connector.store_id,
        channel: connector.channel,
        calendar: known.calendar(connector.store_id),
        now: db.platform().clock().now(),
    })
}

/// What somebody has mended, as an enquiry and what it says, or all that is still wrong with it.
pub fn mended(
    connector: &Connector,
    entrance: &Entrance,
    content: &str,
    is_part: bool,
) -> Result<(Enquiry, Option<String>)> {
    let one = |fault: Fault| Error::Invalid(vec![Fault { field: "content".into(), ..fault }]);
    let item = item(connector, content, is_part).map_err(one)?;
    let mapped = connector.mapping().apply(&item, entrance);
    let external = mapped.external_id().map(str::to_owned);
    Ok((enquiry(mapped, entrance)?, external))
}

/// The one enquiry that is kept.
pub fn item(connector: &Connector, content: &str, is_part: bool) -> std::result::Result<Value, Fault> {
    let text = reading::text_of(&reading::opened(content), None)?;
    if is_part {
        return reading::tree(PayloadFormat::Json, &text);
    }
    let payload = reading::tree(connector.format, &text)?;
    let mut items = connector.mapping().items(&payload)?;
    match items.len() {
        1 => Ok(items.remove(0)),
        _ => Err(Fault::new("", "payload.too_many", "there is more than one enquiry in it; leave one")),
    }
}

/// An enquiry in order, of somebody who is called something.
pub fn enquiry(mapped: Mapped, entrance: &Entrance) -> Result<Enquiry> {
    let mut lead = mapped.lead;
    with_a_name(&mut lead);
    lead.enquiry(Some(entrance.store), entrance.now)
}

fn admitted(
    connector: &Connector,
    sent: &Sent<'_>,
    platform: &Platform,
) -> Result<std::result::Result<(), IntakeRefusal>> {
    if !connector.is_on {
        return Ok(Err(IntakeRefusal::Off));
    }
    let secret = connector.open_secret(platform.keys())?;
    Ok(sent.check(connector.signature, connector.signature_header(), &secret))
}

/// Ocean Engine asks once whether the address is ours, and gives no lead with it.
fn challenge(body: &[u8]) -> Option<Value> {
    let asked: Value = serde_json::from_slice(body).ok()?;
    let challenge = asked.get("challenge")?.clone();
    (asked["event"] == "verify_webhook" && (challenge.is_number() || challenge.is_string())).then_some(challenge)
}

fn parts(connector: &Connector, body: &[u8], kind: Option<&str>) -> Vec<Part> {
    let whole = |read| vec![Part { content: reading::kept(body), is_one_of_many: false, read }];
    let read = reading::text_of(body, kind)
        .and_then(|text| reading::tree(connector.format, &text))
        .and_then(|payload| connector.mapping().items(&payload));
    match read {
        Err(fault) => whole(Err(fault)),
        Ok(mut items) if items.len() == 1 => whole(Ok(items.remove(0))),
        // Each is kept for itself: one may be mended or forgotten without the others.
        Ok(items) => items
            .into_iter()
            .map(|item| Part { content: item.to_string(), is_one_of_many: true, read: Ok(item) })
            .collect(),
    }
}

async fn keep(door: &Door, connector: &Connector, entrance: &Entrance, part: Part) -> Result<PayloadOutcome> {
    let mapped = part.read.map(|item| (judged(connector.format, &item), connector.mapping().apply(&item, entrance)));
    let external_id = mapped.as_ref().ok().and_then(|(_, mapped)| mapped.external_id().map(str::to_owned));
    let external_id = external_id.filter(|id| id.chars().count() <= EXTERNAL_CHARACTERS_MAX);
    let digest = || platform::crypto::hex(&Sha256::digest(part.content.as_bytes()));
    let verdict = match mapped {
        Err(fault) => Verdict::Quarantine(vec![fault]),
        Ok((Some(verdict), _)) => verdict,
        Ok((None, mapped)) => match enquiry(mapped, entrance) {
            Ok(enquiry) => Verdict::Take(Box::new(enquiry)),
            Err(error) => Verdict::Quarantine(faults_of(error)?),
        },
    };
    let case = Case {
        connector,
        content: &part.content,
        is_part: part.is_one_of_many,
        mark: external_id.clone().map_or_else(|| Mark::Digest(digest()), Mark::Id),
        external_id,
        verdict,
    };
    match door.write(async |tx| case.settle(tx).await).await {
        // Perhaps another node took the same in this very moment: the second look finds it.
        Err(Error::Internal(_) | Error::Stale { .. }) => {}
        Err(error) => return case.put_aside(door, faults_of(error)?).await,
        Ok(outcome) => return Ok(outcome),
    }
    match door.write(async |tx| case.settle(tx).await).await {
        Ok(outcome) => Ok(outcome),
        Err(Error::Internal(cause)) => {
            tracing::error!(%cause, connector = %connector.id, "a payload could not be taken and is put aside");
            let message = "the house could not take it; its log says why. Take it again from the quarantine";
            case.put_aside(door, vec![Fault::new("", "payload.fault", message)]).await
        }
        Err(error) => case.put_aside(door, faults_of(error)?).await,
    }
}

/// What a form of a website is by how it was filled; nothing when it looks like a person's.
fn judged(format: PayloadFormat, item: &Value) -> Option<Verdict> {
    if format != PayloadFormat::Website {
        return None;
    }
    let said = |name: &str| match &item[name] {
        Value::String(text) => text.trim().to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    if !said(HONEYPOT).is_empty() {
        return Some(Verdict::Spam);
    }
    let message = match said(FILLED_SECONDS).parse::<f64>() {
        Ok(seconds) if seconds >= FILLED_SECONDS_MIN => return None,
        Ok(_) => "the form was filled within three seconds: perhaps by a program",
        Err(_) => "the page did not say how long the form was open: perhaps a program sent it",
    };
    Some(Verdict::Quarantine(vec![Fault::new(FILLED_SECONDS, "form.too_fast", message)]))
}

impl Case<'_> {
    /// All of it in one transaction: what came, and what was made of it.
    async fn settle(&self, tx: &mut Tx) -> Result<PayloadOutcome> {
        if let Some(before) = payloads::known(&tx.db(), self.connector.id, &self.mark, tx.now()).await? {
            return self.repeated(tx, before).await;
        }
        match &self.verdict {
            Verdict::Take(enquiry) => {
                let taken = crate::store::take(tx, Enquiry::clone(enquiry)).await?;
                let payload = self.payload(tx, outcome_of(taken.outcome), &[])?;
                let (lead, customer) = (Some(taken.lead.id), Some(taken.lead.customer_id));
                let payload = Payload { lead_id: lead, customer_id: customer, ..payload };
                let outcome = payload.outcome;
                payloads::keep(tx, payload, &self.connector.name).await?;
                Ok(outcome)
            }
            Verdict::Quarantine(faults) => self.quarantine(tx, faults).await,
            Verdict::Spam => {
                let fault = Fault::new(HONEYPOT, "form.spam", "a field that people don't see was filled");
                let payload = self.payload(tx, PayloadOutcome::Dismissed, &[fault])?;
                payloads::keep(tx, Payload { content: None, ..payload }, &self.connector.name).await?;
                Ok(PayloadOutcome::Dismissed)
            }
        }
    }

    /// It can't be taken, for reasons found on the way: it is kept all the same.
    async fn put_aside(&self, door: &Door, faults: Vec<Fault>) -> Result<PayloadOutcome> {
        door.write(async |tx| match payloads::known(&tx.db(), self.connector.id, &self.mark, tx.now()).await? {
            Some(before) => {
                payloads::count_repeat(tx, before.id).await?;
                Ok(told_again(before.outcome))
            }
            None => self.quarantine(tx, &faults).await,
        })
        .await
    }

    async fn quarantine(&self, tx: &mut Tx, faults: &[Fault]) -> Result<PayloadOutcome> {
        let payload = self.payload(tx, PayloadOutcome::Quarantined, faults)?;
        payloads::keep(tx, payload, &self.connector.name).await?;
        Ok(PayloadOutcome::Quarantined)
    }

    /// What came before is not taken again; but what lay in quarantine is, once it can be.
    async fn repeated(&self, tx: &mut Tx, before: Payload) -> Result<PayloadOutcome> {
        payloads::count_repeat(tx, before.id).await?;
        match &self.verdict {
            Verdict::Take(enquiry) if before.outcome == PayloadOutcome::Quarantined => {
                let content = before.open(tx.platform().keys())?.unwrap_or_default();
                let payload = Payload { repeats: before.repeats + 1, ..before };
                let external = self.external_id.clone();
                let payload =
                    take_from_quarantine(tx, self.connector, payload, Enquiry::clone(enquiry), content, external);
                Ok(payload.await?.outcome)
            }
            _ => Ok(told_again(before.outcome)),
        }
    }

    fn payload(&self, tx: &Tx, outcome: PayloadOutcome, faults: &[Fault]) -> Result<Payload> {
        let id = PayloadId::new(tx.now());
        Ok(Payload {
            id,
            group_id: self.connector.group_id,
            store_id: self.connector.store_id,
            connector_id: self.connector.id,
            mark: self.mark.on(tx.now()),
            external_id: self.external_id.clone(),
            content: Some(tx.platform().keys().seal(self.content, &Payload::seal_context(id))?),
            is_part: self.is_part,
            outcome,
            faults: kept_faults(faults),
            lead_id: None,
            customer_id: None,
            repeats: 0,
            received_at: tx.now(),
            settled_at: None,
            settled_by: None,
            remark: None,
            version: 1,
        })
    }
}

/// What lay in quarantine becomes a lead after all, with the content as it is now.
pub async fn take_from_quarantine(
    tx: &mut Tx,
    connector: &Connector,
    payload: Payload,
    enquiry: Enquiry,
    content: String,
    external_id: Option<String>,
) -> Result<Payload> {
    let taken = crate::store::take(tx, enquiry).await?;
    let (lead, customer): (LeadId, CustomerId) = (taken.lead.id, taken.lead.customer_id);
    let now: DateTime<Utc> = tx.now();
    let settled = Payload {
        outcome: outcome_of(taken.outcome),
        content: Some(tx.platform().keys().seal(&content, &Payload::seal_context(payload.id))?),
        external_id,
        faults: json!([]),
        lead_id: Some(lead),
        customer_id: Some(customer),
        settled_at: Some(now),
        settled_by: tx.scope().staff(),
        ..payload
    };
    let event = journal::events::connectors::ConnectorsEvent::Mended {
        payload: settled.id,
        title: connector.name.clone(),
        lead,
        number: taken.lead.number,
    };
    payloads::save(tx, settled, event).await
}

fn outcome_of(outcome: crate::store::Outcome) -> PayloadOutcome {
    match outcome {
        crate::store::Outcome::Created => PayloadOutcome::Created,
        crate::store::Outcome::Merged => PayloadOutcome::Merged,
        crate::store::Outcome::Duplicate => PayloadOutcome::Duplicate,
    }
}

fn told_again(before: PayloadOutcome) -> PayloadOutcome {
    match before {
        PayloadOutcome::Quarantined | PayloadOutcome::Dismissed => before,
        _ => PayloadOutcome::Duplicate,
    }
}

/// Why the house does not take it, when that lies in what was sent; what lies in the house is handed on.
fn faults_of(error: Error) -> Result<Vec<Fault>> {
    match error {
        Error::Invalid(faults) => Ok(faults),
        Error::Refused { code, detail } | Error::Held { code, detail, .. } | Error::Gone { code, detail, .. } => {
            Ok(vec![Fault::new("", code, detail)])
        }
        Error::NotFound => Ok(vec![Fault::new("", "payload.nowhere", "what it belongs to is not there any more")]),
        other => Err(other),
    }
}
