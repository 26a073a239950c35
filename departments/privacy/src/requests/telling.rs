//! What the house tells the person of itself while it works on a request: that it came in, the code that proves who they are, and
//! where the letter is. Always to a contact that was known before, never to one the asker gave or somebody added lately.

use chrono::{DateTime, Utc};
use customers::contacts::known::{self, KnownWays};
use kernel::{CustomerId, Error, Language, MessageId, PersonRequestId, Result};
use messaging::{
    Address, ChannelKind, Chosen, FromTemplate, Message, PublicAddress,
    templates::{Given, Values},
};
use platform::{KeyRing, Platform, SystemActor, Tx};

use super::{identity_code::CODE_MINUTES, request::PersonRequest, rules::RequestRefusal, store};

/// What is signed in the links of letters.
const KIND: &str = "person_requests.letter";
/// A link to a letter holds for so long after the decision.
pub const LINK_DAYS: i64 = 30;

/// Tells the customer that a request about their data came in, which warns them if it was not they who asked. Whoever's phone was
/// lately marked wrong is warned there too.
pub async fn received(tx: &mut Tx, request: &PersonRequest) -> Result<()> {
    let Some(customer) = request.may_tell(&[]) else { return Ok(()) };
    let values: Values = [numbered(request), ("request.due".to_owned(), Given::Day(request.due_on))].into();
    let ways = ways_to(tx, customer, request).await?;
    on_first_way(tx, customer, "request.received", &values, ways.proving).await?;
    for way in ways.doubted {
        on_first_way(tx, customer, "request.received", &values, vec![way]).await?;
    }
    Ok(())
}

/// Sends the link to the letter; the message, when there was a way to the customer.
pub async fn answered(tx: &mut Tx, request: &PersonRequest) -> Result<Option<MessageId>> {
    let checks = store::checks(&tx.db(), request.id).await?;
    let is_known = checks.iter().any(|check| check.result == super::identity_check::CheckResult::Passed);
    let (Some(customer), true, Some(link)) = (request.may_tell(&checks), is_known, link(tx.platform(), request)) else {
        return Ok(None);
    };
    let values: Values = [numbered(request), ("link".to_owned(), link.into()), days()].into();
    let ways = ways_to(tx, customer, request).await?;
    Ok(on_first_way(tx, customer, "request.answered", &values, ways.proving).await?.map(|message| message.id))
}

/// Sends a code to a contact that was known before anybody asked; refused where there is none, or the gate refuses it.
pub async fn code(tx: &mut Tx, request: &PersonRequest, customer: CustomerId, code: String) -> Result<Message> {
    let minutes = ("code.minutes".to_owned(), CODE_MINUTES.to_string().into());
    let values: Values = [numbered(request), ("code".to_owned(), code.into()), minutes].into();
    let mut refused = Error::from(RequestRefusal::NoKnownContact);
    for (channel, to) in ways_to(tx, customer, request).await?.proving {
        match written(tx, customer, ("request.code", channel), values.clone(), Some(to)).await {
            Ok(message) => {
                message.must_leave()?;
                return Ok(message);
            }
            Err(cause @ Error::Refused { .. }) => refused = cause,
            Err(other) => return Err(other),
        }
    }
    Err(refused)
}

/// The request whose letter is behind a link; [`Error::NotFound`] for a link the house never wrote.
pub async fn behind(platform: &Platform, given: &str) -> Result<PersonRequest> {
    let id = KeyRing::named_in(given).map(PersonRequestId).ok_or(Error::NotFound)?;
    let request = store::find(&platform.house(SystemActor::Jobs).read(), id).await?;
    if platform.keys().has_signed(KIND, request.group_id, id.0, given) { Ok(request) } else { Err(Error::NotFound) }
}

/// None while nobody said under which address this server is reached.
fn link(platform: &Platform, request: &PersonRequest) -> Option<String> {
    let base = platform.provided::<PublicAddress>().ok()?;
    let token = platform.keys().sign(KIND, request.group_id, request.id.0);
    Some(base.followed_by(&format!("/api/v1/person-letters/{token}")))
}

/// Writes to the customer by SMS, else by e-mail. A way that is not there is no reason to stop the work: nobody is written to then.
pub async fn on_any_way(
    tx: &mut Tx,
    customer: CustomerId,
    template: &'static str,
    values: Values,
) -> Result<Option<Message>> {
    for channel in [ChannelKind::Sms, ChannelKind::Email] {
        let left = tried(tx, customer, (template, channel), values.clone(), None).await?;
        if left.is_some() {
            return Ok(left);
        }
    }
    Ok(None)
}

/// Writes by the first of these ways that is open.
async fn on_first_way(
    tx: &mut Tx,
    customer: CustomerId,
    template: &'static str,
    values: &Values,
    ways: Vec<(ChannelKind, Address)>,
) -> Result<Option<Message>> {
    for (channel, to) in ways {
        let left = tried(tx, customer, (template, channel), values.clone(), Some(to)).await?;
        if left.is_some() {
            return Ok(left);
        }
    }
    Ok(None)
}

/// No such address, a text nobody may send, a gap nobody fills: nothing then, and the next way is tried.
async fn tried(
    tx: &mut Tx,
    customer: CustomerId,
    template: (&'static str, ChannelKind),
    values: Values,
    to: Option<Address>,
) -> Result<Option<Message>> {
    match written(tx, customer, template, values, to).await {
        Ok(message) => Ok(Some(message).filter(|message| message.must_leave().is_ok())),
        Err(Error::Refused { .. } | Error::Invalid(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

async fn written(
    tx: &mut Tx,
    customer: CustomerId,
    (template, channel): (&'static str, ChannelKind),
    values: Values,
    to: Option<Address>,
) -> Result<Message> {
    let wanted = FromTemplate {
        customer,
        template: Chosen::Code(template, channel),
        values,
        vehicle: None,
        language: Some(Language::default()),
        to,
    };
    messaging::write_from_template(tx, wanted).await
}

/// The contacts known before the request; none of somebody who is out of reach, restricted or gone.
async fn ways_to(tx: &Tx, customer: CustomerId, request: &PersonRequest) -> Result<KnownWays> {
    match known::ways(&tx.db(), customer, asked_at(request)).await {
        Err(Error::NotFound | Error::Gone { .. }) => Ok(KnownWays::default()),
        other => other,
    }
}

/// When somebody asked, as far as nobody can say otherwise.
fn asked_at(request: &PersonRequest) -> DateTime<Utc> {
    request.received_at.min(request.created_at)
}

fn numbered(request: &PersonRequest) -> (String, Given) {
    ("request.number".to_owned(), request.number.as_str().into())
}

fn days() -> (String, Given) {
    ("link.days".to_owned(), LINK_DAYS.to_string().into())
}
