//! Requests in, views out.

use chrono::{DateTime, Utc};
use kernel::{
    CustomerId, MessageId, Result,
    permission::{OverrideVerification, Permission, SeeMessages, SendMessages},
};
use platform::{
    Allowed, Db, Platform, Scope,
    database::paging::{Page, PageRequest},
    http::{Json, Path, ProblemView, Query, Reply},
    names::{self, Known, Ref, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    channel::{Channel, StandIn},
    message::{ChannelKind, Message, MessageState},
    store::{self, Filter},
    write::{self, NewMessage},
};

/// All endpoints of messaging.
pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_messages, send_message)).routes(routes!(get_message))
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MessageView {
    pub id: MessageId,
    pub customer: Option<Ref>,
    pub channel: ChannelKind,
    /// The address as people may see it, `138****1234`.
    pub to: String,
    pub subject: Option<String>,
    /// A code in it is shown only where no real channel carried it, to those who may do without it and did not ask for it.
    pub text: String,
    pub state: MessageState,
    /// The channel that carries it.
    pub via: String,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub by: Option<Ref>,
    /// Why the last attempt failed.
    pub error: Option<String>,
    pub attempts: i32,
}

/// Which messages; all that is given must hold.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MessageFilter {
    pub customer: Option<CustomerId>,
    pub state: Option<MessageState>,
    pub channel: Option<ChannelKind>,
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
    let filter = Filter { customer: asked.customer, state: asked.state, channel: asked.channel };
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
#[utoipa::path(post, path = "/api/v1/messages", tag = "messages", operation_id = "send_message", request_body = NewMessage,
    responses((status = 201, body = MessageView),
              (status = 409, body = ProblemView, content_type = "application/problem+json"),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn send_message(
    allowed: Allowed<SendMessages>,
    Json(form): Json<NewMessage>,
) -> Reply<(http::StatusCode, Json<MessageView>)> {
    let message = allowed.write(async |tx| write::write(tx, form).await).await?;
    Ok((http::StatusCode::CREATED, Json(view_of(&allowed.read(), message).await?)))
}

async fn views(db: &Db<'_>, messages: Vec<Message>) -> Result<Vec<MessageView>> {
    let known = names::of(db, wanted(&messages)).await?;
    messages.into_iter().map(|message| view(db, message, &known)).collect()
}

async fn view_of(db: &Db<'_>, message: Message) -> Result<MessageView> {
    let known = names::of(db, wanted(std::slice::from_ref(&message))).await?;
    view(db, message, &known)
}

fn wanted(messages: &[Message]) -> Wanted {
    Wanted {
        customers: messages.iter().map(|message| message.customer_id).collect(),
        staff: messages.iter().filter_map(|message| message.created_by).collect(),
        ..Wanted::default()
    }
}

fn view(db: &Db<'_>, message: Message, known: &Known) -> Result<MessageView> {
    let text =
        if shows_secret(db.scope(), &message) { message.whole_text(db.platform().keys())? } else { message.text };
    Ok(MessageView {
        id: message.id,
        customer: Some(known.customer(message.customer_id)),
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
    })
}

/// Whoever asked for a code must get it from the customer.
fn shows_secret(scope: &Scope, message: &Message) -> bool {
    message.via == StandIn.name()
        && message.created_by != scope.staff()
        && scope.may_for(OverrideVerification::NAME, message.store_id, &[])
}
