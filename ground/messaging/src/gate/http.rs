//! Requests in, views out: the limits of each purpose, and what would become of a message before it is written.

use chrono::{DateTime, Utc};
use kernel::{
    CustomerId, Error, MessageTemplateId, Result,
    permission::{ManageChannels, SendMessages},
};
use platform::{
    Allowed, Db, Platform,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Reply},
    names::{self, Ref, Wanted},
};
use sea_orm::Iterable;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    rules::{Limits, Obstacle, Verdict, verdict},
    sending_rule::SendingRule,
    store,
};
use crate::{
    channel::Postbox,
    channels,
    message::{ChannelKind, Purpose},
    templates,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_sending_rules))
        .routes(routes!(set_sending_rule))
        .routes(routes!(judge_message))
}

/// The limits of one purpose.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SendingRuleView {
    pub purpose: Purpose,
    pub limits: Limits,
    /// The purpose of the ledger that must be allowed; null for what belongs to a contract.
    pub needs_consent: Option<&'static str>,
    pub changed_at: Option<DateTime<Utc>>,
    pub changed_by: Option<Ref>,
    /// 0 before the first change.
    pub version: i32,
}

platform::has_version!(SendingRuleView);

/// Request body of `POST /message-verdicts`: the message that is thought of.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerdictRequest {
    pub customer_id: CustomerId,
    /// Needed without a template, which has its own.
    #[serde(default)]
    pub channel: Option<ChannelKind>,
    #[serde(default)]
    pub purpose: Option<Purpose>,
    #[serde(default)]
    pub template_id: Option<MessageTemplateId>,
}

/// What would become of it now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VerdictView {
    pub verdict: Verdict,
    pub obstacles: Vec<Obstacle>,
    pub send_after: Option<DateTime<Utc>>,
    /// Where it would go, `138****1234`.
    pub to: Option<String>,
    /// What stands before an SMS, without the brackets.
    pub signature: Option<String>,
}

/// The limits of every purpose: when messages go out and how many one customer is sent.
#[utoipa::path(get, path = "/api/v1/sending-rules", tag = "channels", operation_id = "list_sending_rules",
    responses((status = 200, body = Vec<SendingRuleView>)))]
async fn list_sending_rules(allowed: Allowed<ManageChannels>) -> Reply<Json<Vec<SendingRuleView>>> {
    let db = allowed.read();
    let mut views = Vec::new();
    for purpose in Purpose::iter() {
        let rule = match store::find_rule(&db, purpose).await? {
            Some(rule) => rule,
            None => store::begun(&db, purpose)?,
        };
        views.push(view(&db, rule).await?);
    }
    Ok(Json(views))
}

/// Sets the limits of a purpose.
#[utoipa::path(put, path = "/api/v1/sending-rules/{purpose}", tag = "channels", operation_id = "set_sending_rule",
    request_body = Limits, params(("purpose" = Purpose, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = SendingRuleView), (status = 412),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn set_sending_rule(
    allowed: Allowed<ManageChannels>,
    Path(purpose): Path<Purpose>,
    if_match: IfMatch,
    Json(limits): Json<Limits>,
) -> Reply<Fresh<SendingRuleView>> {
    let span = allowed.scope().span();
    if !span.group && !span.everywhere {
        return Err(Error::Forbidden { permission: "manage_channels" }.into());
    }
    Error::unless_valid(limits.faults())?;
    let rule = allowed
        .write(async |tx| {
            let before = match store::find_rule(&tx.db(), purpose).await? {
                Some(rule) => rule,
                None => store::begun(&tx.db(), purpose)?,
            };
            let current = view(&tx.db(), before.clone()).await?;
            if_match.check(before.version, || current)?;
            let limits = serde_json::to_value(&limits)?;
            let rule = SendingRule { limits, changed_by: tx.scope().staff(), changed_at: tx.now(), ..before };
            store::save_rule(tx, rule).await
        })
        .await?;
    Ok(Fresh(view(&allowed.read(), rule).await?))
}

/// Says whether a message would be sent now, wait, or be refused, and why.
#[utoipa::path(post, path = "/api/v1/message-verdicts", tag = "messages", operation_id = "judge_message",
    request_body = VerdictRequest,
    responses((status = 200, body = VerdictView),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn judge_message(allowed: Allowed<SendMessages>, Json(form): Json<VerdictRequest>) -> Reply<Json<VerdictView>> {
    let db = allowed.read();
    Ok(Json(judged(&db, &form).await?))
}

async fn judged(db: &Db<'_>, form: &VerdictRequest) -> Result<VerdictView> {
    let wanted = Wanted { customers: [form.customer_id].into(), ..Wanted::default() };
    let known = names::within_reach(db, wanted).await?;
    let customer = known.customers.get(&form.customer_id).ok_or_else(|| {
        Error::invalid("customer_id", "customer.unknown", "there is no such customer, or they are not yours to see")
    })?;
    let (channel, purpose, is_approved) = meant(db, form).await?;
    let in_force = channels::store::carrier(db, channel).await?;
    let postbox = db.platform().provided::<Postbox>()?;
    let address = postbox.addresses().find(db, form.customer_id, channel).await?;
    let obstacles = match &address {
        None => vec![Obstacle::NoAddress],
        Some(address) => {
            let asked = store::Asked {
                customer: form.customer_id,
                store: customer.store,
                channel,
                purpose,
                to: &address.to,
                is_taken: is_approved || !in_force.carrier.sends_approved_only(),
                message: None,
            };
            store::obstacles(db, &asked).await?
        }
    };
    let (verdict, send_after) = verdict(&obstacles);
    Ok(VerdictView {
        verdict,
        obstacles,
        send_after,
        to: address.map(|address| address.masked),
        signature: in_force.signature,
    })
}

/// Channel and purpose, and whether an SMS provider has approved the text.
async fn meant(db: &Db<'_>, form: &VerdictRequest) -> Result<(ChannelKind, Purpose, bool)> {
    let Some(id) = form.template_id else {
        let channel =
            form.channel.ok_or_else(|| Error::invalid("channel", "channel.missing", "say on which channel"))?;
        return Ok((channel, form.purpose.unwrap_or_default(), false));
    };
    let template = templates::store::find(db, id).await.map_err(|cause| match cause {
        Error::NotFound => Error::invalid("template_id", "template.unknown", "there is no such template in use"),
        other => other,
    })?;
    let (_, wording) = templates::store::published(db, &template).await?;
    let is_approved = wording.in_language(db.scope().language()).is_some_and(|(_, words)| words.provider.is_some());
    Ok((template.channel, template.purpose, is_approved))
}

async fn view(db: &Db<'_>, rule: SendingRule) -> Result<SendingRuleView> {
    let wanted = Wanted { staff: rule.changed_by.into_iter().collect(), ..Wanted::default() };
    let known = names::of(db, wanted).await?;
    Ok(SendingRuleView {
        purpose: rule.purpose,
        limits: serde_json::from_value(rule.limits)?,
        needs_consent: store::consent_for(rule.purpose),
        changed_at: (rule.version > 0).then_some(rule.changed_at),
        changed_by: rule.changed_by.map(|id| known.staff(id)),
        version: rule.version,
    })
}
