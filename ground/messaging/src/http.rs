//! Requests in, views out.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use kernel::{
    CustomerId, Error, Language, MessageId, MessageTemplateId, PermissionName, Result, StoreId,
    permission::{ManageTemplates, OverrideVerification, Permission, RetryMessages, SeeMessages, SendMessages},
    time::Calendar,
};
use platform::{
    Allowed, Db, Platform, Scope, Tx,
    database::paging::{Page, PageRequest},
    http::{Json, Path, ProblemView, Query, Reply},
    names::{self, Known, Ref, StoreRef, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    channel::STAND_IN,
    gate::Obstacle,
    message::{ChannelKind, Message, MessageState, Purpose},
    send,
    store::{self, Filter},
    templates::{self, Given},
    watching,
    write::{self, Chosen, Content, FromTemplate, NewMessage},
};

/// The messages themselves.
pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_messages, send_message))
        .routes(routes!(get_message))
        .routes(routes!(retry_message))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MessageView {
    pub id: MessageId,
    /// None once the person was forgotten.
    pub customer: Option<Ref>,
    /// Whether the person was forgotten as they wished: to whom it went and what it said is gone; that it was sent still counts.
    pub is_forgotten: bool,
    pub channel: ChannelKind,
    pub purpose: Purpose,
    /// What it was made from, and which edition of it.
    pub template: Option<TemplateRef>,
    /// The address as people may see it, `138****1234`.
    pub to: String,
    pub subject: Option<String>,
    /// A code in it is shown only where no real channel carried it, to those who may do without it and did not ask for it.
    pub text: String,
    /// How many SMS it takes; 1 on the other channels.
    pub parts: i32,
    pub state: MessageState,
    /// The channel that carries it.
    pub via: String,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub by: Option<Ref>,
    /// Why the last attempt failed.
    pub error: Option<String>,
    pub attempts: i32,
    pub store: StoreRef,
    /// Why it is held or refused.
    pub obstacles: Vec<Obstacle>,
    /// Not sent before.
    pub send_after: Option<DateTime<Utc>>,
    pub delivered_at: Option<DateTime<Utc>>,
    /// Whether it is noted when the customer opens it and follows its links; only of those who allow it.
    pub is_watched: bool,
    pub opened_at: Option<DateTime<Utc>>,
    pub clicked_at: Option<DateTime<Utc>>,
    /// What the carrier calls it.
    pub receipt: Option<String>,
    /// In thousandths of the currency's unit; null where there is no price.
    pub cost_thousandths: Option<i64>,
    pub currency: Option<String>,
    /// `retry`.
    pub can: Vec<&'static str>,
}

/// The template of a message.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateRef {
    pub id: MessageTemplateId,
    pub name: String,
    pub edition: i32,
}

/// Request body of `POST /messages`: words of one's own, or a template.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageForm {
    pub customer_id: CustomerId,
    /// Needed without a template, which has its own.
    #[serde(default)]
    pub channel: Option<ChannelKind>,
    #[serde(default)]
    pub subject: Option<String>,
    #[serde(default)]
    pub text: Option<String>,
    /// Why it is written, when there is no template to say so; a template says it itself, whatever stands here. Care and marketing heed
    /// consents, quiet hours and how often one customer is written to. A notice in words of one's own, which is what is meant when nothing
    /// is said, is for those who may write the templates of notices; codes are the house's alone.
    #[serde(default)]
    pub purpose: Option<Purpose>,
    #[serde(default)]
    pub template_id: Option<MessageTemplateId>,
    /// Values for the gaps of the template the house does not know itself, by the names of the variables; days as `2026-03-02`.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    #[serde(default)]
    pub language: Option<Language>,
    /// Note when it is opened and its links are followed: e-mail and WeCom only, and only if the customer allows it.
    #[serde(default)]
    pub watch: bool,
}

/// Which messages; all that is given must hold.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MessageFilter {
    pub customer: Option<CustomerId>,
    pub state: Option<MessageState>,
    pub channel: Option<ChannelKind>,
    pub purpose: Option<Purpose>,
    pub store: Option<StoreId>,
    /// The first day, in the time zone of the store asked for, else of the caller's own.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

/// Messages, newest first: those of the stores one oversees, else those one wrote.
#[utoipa::path(get, path = "/api/v1/messages", tag = "messages", operation_id = "list_messages",
    params(MessageFilter, PageRequest), responses((status = 200, body = Page<MessageView>)))]
async fn list_messages(
    allowed: Allowed<SeeMessages>,
    Query(asked): Query<MessageFilter>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<MessageView>>> {
    let db = allowed.read();
    let filter = filter(&db, &asked).await?;
    let mut page = store::list(&db, filter, &request).await?;
    let views = views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(views)))
}

/// One message.
#[utoipa::path(get, path = "/api/v1/messages/{id}", tag = "messages", operation_id = "get_message",
    params(("id" = MessageId, Path)),
    responses((status = 200, body = MessageView),
              (status = 404, body = ProblemView, content_type = "application/problem+json")))]
async fn get_message(allowed: Allowed<SeeMessages>, Path(id): Path<MessageId>) -> Reply<Json<MessageView>> {
    let db = allowed.read();
    let message = store::find(&db, id).await?;
    Ok(Json(view_of(&db, message).await?))
}

/// Writes a message to a customer; it is sent at once, in the background.
#[utoipa::path(post, path = "/api/v1/messages", tag = "messages", operation_id = "send_message", request_body = MessageForm,
    responses((status = 201, body = MessageView),
              (status = 409, body = ProblemView, content_type = "application/problem+json"),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn send_message(
    allowed: Allowed<SendMessages>,
    Json(form): Json<MessageForm>,
) -> Reply<(http::StatusCode, Json<MessageView>)> {
    let message = allowed.write(async |tx| written_or_refused(tx, form).await).await?;
    Ok((http::StatusCode::CREATED, Json(view_of(&allowed.read(), message).await?)))
}

/// Sends a failed message again, or one nobody knows the fate of.
#[utoipa::path(post, path = "/api/v1/messages/{id}/retries", tag = "messages", operation_id = "retry_message",
    params(("id" = MessageId, Path)),
    responses((status = 200, body = MessageView), (status = 404),
              (status = 409, body = ProblemView, content_type = "application/problem+json")))]
async fn retry_message(allowed: Allowed<RetryMessages>, Path(id): Path<MessageId>) -> Reply<Json<MessageView>> {
    let message = allowed
        .write(async |tx| {
            let mut message = store::find(&tx.db(), id).await?;
            let event = message.retry()?;
            let (nth, now) = (format!("{}", message.version), tx.now());
            send::plan(tx, id, &nth, now).await?;
            store::save_reported(tx, message, event).await?;
            store::find(&tx.db(), id).await
        })
        .await?;
    Ok(Json(view_of(&allowed.read(), message).await?))
}

/// Calendars count no others, and no message was sent then.
pub(crate) fn checked_day(field: &str, day: NaiveDate) -> Result<NaiveDate> {
    if (1_900..2_200).contains(&day.year()) {
        Ok(day)
    } else {
        Err(Error::invalid(field, "day.out_of_range", "a day between 1900 and 2199"))
    }
}

async fn filter(db: &Db<'_>, asked: &MessageFilter) -> Result<Filter> {
    let store = asked.store.or(db.scope().home());
    let wanted = Wanted { stores: store.into_iter().collect(), ..Wanted::default() };
    let known = names::of(db, wanted).await?;
    let calendar = store.map_or_else(Calendar::default, |store| known.calendar(store));
    Ok(Filter {
        customer: asked.customer,
        state: asked.state,
        channel: asked.channel,
        purpose: asked.purpose,
        store: asked.store,
        from: asked.from.map(|day| checked_day("from", day)).transpose()?.map(|day| calendar.start_of(day)),
        until: asked.until.map(|day| checked_day("until", day)).transpose()?.map(|day| calendar.end_of(day)),
    })
}

/// What people write themselves is refused at once where the gate would refuse it; nothing is kept of it.
async fn written_or_refused(tx: &mut Tx, form: MessageForm) -> Result<Message> {
    let watches = form.watch;
    let message = written(tx, form).await?;
    message.must_leave()?;
    if !watches {
        return Ok(message);
    }
    if !watching::can_be_watched(message.channel) {
        return Err(Error::invalid("watch", "message.not_watchable", "only e-mails and WeCom messages can be watched"));
    }
    watching::begin(tx, message).await
}

async fn written(tx: &mut Tx, form: MessageForm) -> Result<Message> {
    let Some(template) = form.template_id else {
        let channel =
            form.channel.ok_or_else(|| Error::invalid("channel", "channel.missing", "say on which channel"))?;
        let purpose = form.purpose.unwrap_or_default();
        must_be_written_by_hand(tx.scope(), purpose)?;
        let message = NewMessage {
            customer_id: form.customer_id,
            channel,
            subject: form.subject,
            text: form.text.unwrap_or_default(),
            purpose,
        };
        return write::write(tx, message).await;
    };
    if templates::store::purpose_of(&tx.db(), template).await? == Some(Purpose::Code) {
        let message = "codes are sent by the house itself, where somebody proves who they are; take another template";
        return Err(Error::invalid("template_id", "message.code_by_hand", message));
    }
    if form.text.is_some() || form.subject.is_some() {
        let message = "a message says what its template says; leave subject and text out, or the template";
        return Err(Error::invalid("text", "text.beside_template", message));
    }
    let values = form.values.into_iter().map(|(name, value)| {
        let given = value.parse().map_or_else(|_| Given::Text(value.clone()), Given::Day);
        (name, given)
    });
    let wanted = FromTemplate {
        customer: form.customer_id,
        template: Chosen::Id(template),
        values: values.collect(),
        vehicle: None,
        language: form.language,
        to: None,
    };
    write::write_from_template(tx, wanted).await
}

/// Nobody gets past consents, quiet hours and caps by calling an offer something else.
fn must_be_written_by_hand(scope: &Scope, purpose: Purpose) -> Result<()> {
    match purpose {
        Purpose::Care | Purpose::Marketing => Ok(()),
        Purpose::Notice if scope.may(ManageTemplates::NAME) => Ok(()),
        Purpose::Notice => {
            let message = "a notice is made from a template of notices; take one, or say that it is care or marketing";
            Err(Error::invalid("purpose", "message.notice_needs_template", message))
        }
        Purpose::Code => {
            let message =
                "codes are sent by the house itself, where somebody proves who they are; take another purpose";
            Err(Error::invalid("purpose", "message.code_by_hand", message))
        }
    }
}

/// The names a page of messages shows.
struct Named {
    known: Known,
    templates: HashMap<MessageTemplateId, String>,
    may_retry: bool,
}

async fn views(db: &Db<'_>, messages: Vec<Message>) -> Result<Vec<MessageView>> {
    let ids: BTreeSet<MessageTemplateId> = messages.iter().filter_map(|message| message.template_id).collect();
    let named = Named {
        known: names::of(db, wanted(&messages)).await?,
        templates: templates::store::names(db, &ids).await?,
        may_retry: db.scope().may(PermissionName::RetryMessages),
    };
    messages.into_iter().map(|message| view(db, message, &named)).collect()
}

async fn view_of(db: &Db<'_>, message: Message) -> Result<MessageView> {
    views(db, vec![message]).await?.pop().ok_or(Error::NotFound)
}

fn wanted(messages: &[Message]) -> Wanted {
    Wanted {
        customers: messages.iter().map(|message| message.customer_id).collect(),
        stores: messages.iter().map(|message| message.store_id).collect(),
        staff: messages.iter().filter_map(|message| message.created_by).collect(),
        ..Wanted::default()
    }
}

fn view(db: &Db<'_>, message: Message, Named { known, templates, may_retry }: &Named) -> Result<MessageView> {
    let obstacles = message.in_its_way();
    let has_address = !message.address.is_empty();
    let can = if *may_retry && has_address && message.clone().retry().is_ok() { vec!["retry"] } else { vec![] };
    let template = message.template_id.zip(message.edition).map(|(id, edition)| TemplateRef {
        id,
        name: templates.get(&id).cloned().unwrap_or_default(),
        edition,
    });
    let text =
        if shows_secret(db.scope(), &message) { Content::of(db.platform(), &message)?.text } else { message.text };
    let is_forgotten = message.address_masked.is_empty() && !known.customers.contains_key(&message.customer_id);
    Ok(MessageView {
        id: message.id,
        is_forgotten,
        purpose: message.purpose,
        template,
        parts: message.parts,
        customer: (!is_forgotten).then(|| known.customer(message.customer_id)),
        channel: message.channel,
        to: message.address_masked,
        subject: message.subject,
        text,
        state: message.state,
        via: message.via,
        created_at: message.created_at,
        sent_at: message.sent_at,
        by: message.created_by.map(|id| known.staff(id)),
        error: message.error,
        attempts: message.attempts,
        store: known.store(message.store_id),
        obstacles,
        send_after: message.send_after,
        delivered_at: message.delivered_at,
        is_watched: message.watched.is_some(),
        opened_at: message.opened_at,
        clicked_at: message.clicked_at,
        receipt: message.receipt,
        cost_thousandths: message.cost_thousandths,
        currency: message.currency,
        can,
    })
}

/// Whoever asked for a code must get it from the customer.
fn shows_secret(scope: &Scope, message: &Message) -> bool {
    message.via == STAND_IN
        && message.created_by != scope.staff()
        && scope.may_for(OverrideVerification::NAME, message.store_id, &[])
}
