//! What the house tells the person of itself while it works on a request: that it came in, the code that proves who they are, and
//! where the letter is. Always to the contact on record, never to one the asker gave.

use kernel::{CustomerId, Error, Language, MessageId, PersonRequestId, Result};
use messaging::{
    ChannelKind, Chosen, FromTemplate, Message, PublicAddress,
    templates::{Given, Values},
};
use platform::{KeyRing, Platform, SystemActor, Tx};

use super::{identity_code::CODE_MINUTES, request::PersonRequest, store};

/// What is signed in the links of letters.
const KIND: &str = "person_requests.letter";
/// A link to a letter holds for so long after the decision.
pub const LINK_DAYS: i64 = 30;

/// Tells the customer that a request about their data came in, which warns them if it was not they who asked.
pub async fn received(tx: &mut Tx, request: &PersonRequest) -> Result<()> {
    let Some(customer) = request.may_tell(&[]) else { return Ok(()) };
    let values = [numbered(request), ("request.due".to_owned(), Given::Day(request.due_on))];
    on_any_way(tx, customer, "request.received", values.into()).await.map(drop)
}

/// Sends the link to the letter; the message, when there was a way to the customer.
pub async fn answered(tx: &mut Tx, request: &PersonRequest) -> Result<Option<MessageId>> {
    let checks = store::checks(&tx.db(), request.id).await?;
    let is_known = checks.iter().any(|check| check.result == super::identity_check::CheckResult::Passed);
    let (Some(customer), true, Some(link)) = (request.may_tell(&checks), is_known, link(tx.platform(), request)) else {
        return Ok(None);
    };
    let values = [numbered(request), ("link".to_owned(), link.into()), days()];
    Ok(on_any_way(tx, customer, "request.answered", values.into()).await?.map(|message| message.id))
}

/// Sends a code to the contact on record; refused where the gate refuses it, or there is none.
pub async fn code(tx: &mut Tx, request: &PersonRequest, customer: CustomerId, code: String) -> Result<Message> {
    let minutes = ("code.minutes".to_owned(), CODE_MINUTES.to_string().into());
    let values: Values = [numbered(request), ("code".to_owned(), code.into()), minutes].into();
    let by_sms = written(tx, customer, ("request.code", ChannelKind::Sms), values.clone()).await;
    let message = match by_sms {
        Err(Error::Refused { .. }) => written(tx, customer, ("request.code", ChannelKind::Email), values).await?,
        other => other?,
    };
    message.must_leave()?;
    Ok(message)
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
        match written(tx, customer, (template, channel), values.clone()).await {
            Ok(message) if message.must_leave().is_ok() => return Ok(Some(message)),
            // No such address, a text nobody may send, a gap nobody fills: the next way is tried.
            Ok(_) | Err(Error::Refused { .. } | Error::Invalid(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(None)
}

async fn written(
    tx: &mut Tx,
    customer: CustomerId,
    (template, channel): (&'static str, ChannelKind),
    values: Values,
) -> Result<Message> {
    let wanted = FromTemplate {
        customer,
        template: Chosen::Code(template, channel),
        values,
        vehicle: None,
        language: Some(Language::default()),
        to: None,
    };
    messaging::write_from_template(tx, wanted).await
}

fn numbered(request: &PersonRequest) -> (String, Given) {
    ("request.number".to_owned(), request.number.as_str().into())
}

fn days() -> (String, Given) {
    ("link.days".to_owned(), LINK_DAYS.to_string().into())
}
