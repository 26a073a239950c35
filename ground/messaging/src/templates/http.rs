//! Requests in, views out: the library of templates, their drafts and publications, and how they would look.

use axum::http::StatusCode;
use kernel::{
    CustomerId, Error, Language, MessageTemplateId, Result, VehicleId,
    permission::{ManageTemplates, SendMessages},
};
use platform::{
    Allowed, Db, Platform, Tx,
    database::paging::{Page, PageRequest},
    http::{Fresh, IfMatch, Json, Path, ProblemView, Query, Reply},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    preview::Measure,
    rules::{self, TemplateRefusal},
    store::{self, Filter},
    template::Template,
    trial,
    variables::VariableKind,
    view::{self, TemplateView},
    wording::Wording,
};
use crate::{
    channel::{Postbox, Undelivered},
    channels, fitting,
    message::{ChannelKind, Purpose},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new()
        .routes(routes!(list_message_templates, add_message_template))
        .routes(routes!(get_message_template, change_message_template))
        .routes(routes!(write_message_template_draft, drop_message_template_draft))
        .routes(routes!(publish_message_template))
        .routes(routes!(preview_message_template))
        .routes(routes!(try_message_template))
        .routes(routes!(list_message_template_variables))
}

/// Which templates; all that is given must hold.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TemplateFilter {
    pub channel: Option<ChannelKind>,
    pub purpose: Option<Purpose>,
    pub is_retired: Option<bool>,
    /// True for those that can be sent.
    pub is_published: Option<bool>,
}

/// Request body of `POST /templates`; it begins as a draft.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTemplate {
    /// What departments and keys know it by, `offer.spring`.
    pub code: String,
    pub name: String,
    pub channel: ChannelKind,
    pub purpose: Purpose,
    #[serde(default)]
    pub wording: Wording,
}

/// Request body of `PATCH /templates/{id}`: any subset.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TemplateChange {
    pub name: Option<String>,
    pub is_retired: Option<bool>,
}

/// Request body of `PUT /templates/{id}/draft`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateDraft {
    pub wording: Wording,
}

/// Request body of `POST /template-previews`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewRequest {
    pub channel: ChannelKind,
    pub purpose: Purpose,
    pub wording: Wording,
    /// Whose names and dates fill the gaps; the examples of the catalogue when not given.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    #[serde(default)]
    pub vehicle_id: Option<VehicleId>,
    #[serde(default)]
    pub language: Option<Language>,
}

/// How a text would look.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PreviewView {
    pub subject: Option<String>,
    /// Gaps nothing is known for are left as they are.
    pub text: String,
    #[serde(flatten)]
    pub measure: Measure,
    /// Variables nothing is known for: a message would be refused.
    pub missing: Vec<String>,
    /// What keeps the text from being published.
    pub faults: Vec<kernel::Fault>,
}

/// Request body of `POST /templates/{id}/trials`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateTrial {
    /// One's own phone, mailbox or WeCom account.
    pub to: String,
    #[serde(default)]
    pub language: Option<Language>,
}

/// What became of a trial.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrialView {
    pub is_sent: bool,
    pub via: String,
    /// What the carrier said when not.
    pub cause: Option<String>,
}

/// A variable of the catalogue.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VariableView {
    pub name: &'static str,
    pub kind: VariableKind,
    pub title: &'static str,
    pub example: String,
}

/// The templates of the group, by code and channel.
#[utoipa::path(get, path = "/api/v1/message-templates", tag = "templates", operation_id = "list_message_templates",
    params(TemplateFilter, PageRequest), responses((status = 200, body = Page<TemplateView>)))]
async fn list_message_templates(
    allowed: Allowed<SendMessages>,
    Query(asked): Query<TemplateFilter>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<TemplateView>>> {
    let db = allowed.read();
    let filter = Filter {
        channel: asked.channel,
        purpose: asked.purpose,
        is_retired: asked.is_retired,
        is_published: asked.is_published.unwrap_or_default(),
    };
    let mut page = store::list(&db, filter, &request).await?;
    let views = view::views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(views)))
}

/// One template with what is sent now, its draft and its history.
#[utoipa::path(get, path = "/api/v1/message-templates/{id}", tag = "templates", operation_id = "get_message_template",
    params(("id" = MessageTemplateId, Path)),
    responses((status = 200, body = TemplateView),
              (status = 404, body = ProblemView, content_type = "application/problem+json")))]
async fn get_message_template(
    allowed: Allowed<SendMessages>,
    Path(id): Path<MessageTemplateId>,
) -> Reply<Fresh<TemplateView>> {
    let db = allowed.read();
    let template = store::find(&db, id).await?;
    Ok(Fresh(view::view(&db, template).await?))
}

/// Adds a template; its wording is a draft until it is published.
#[utoipa::path(post, path = "/api/v1/message-templates", tag = "templates", operation_id = "add_message_template", request_body = NewTemplate,
    responses((status = 201, body = TemplateView),
              (status = 409, body = ProblemView, content_type = "application/problem+json"),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn add_message_template(
    allowed: Allowed<ManageTemplates>,
    Json(form): Json<NewTemplate>,
) -> Reply<(StatusCode, Json<TemplateView>)> {
    let (code, name) = checked(&form)?;
    let template = allowed
        .write(async |tx| {
            let now = tx.now();
            let template = Template {
                id: MessageTemplateId::new(now),
                group_id: tx.scope().group(),
                code,
                name,
                channel: form.channel,
                purpose: form.purpose,
                is_shipped: false,
                is_retired: false,
                published: None,
                created_at: now,
                changed_at: now,
                version: 1,
            };
            store::add(tx, template, &form.wording).await
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view::view(&allowed.read(), template).await?)))
}

/// Renames a template, retires it or takes it back into use.
#[utoipa::path(patch, path = "/api/v1/message-templates/{id}", tag = "templates", operation_id = "change_message_template",
    request_body = TemplateChange, params(("id" = MessageTemplateId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = TemplateView), (status = 404), (status = 412),
              (status = 409, body = ProblemView, content_type = "application/problem+json"),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn change_message_template(
    allowed: Allowed<ManageTemplates>,
    Path(id): Path<MessageTemplateId>,
    if_match: IfMatch,
    Json(form): Json<TemplateChange>,
) -> Reply<Fresh<TemplateView>> {
    let name =
        form.name.as_deref().map(rules::checked_name).transpose().map_err(|fault| Error::Invalid(vec![fault]))?;
    let template = allowed
        .write(async |tx| {
            let mut template = find_to_change(tx, id, if_match).await?;
            if let Some(event) = name.and_then(|name| template.rename(&name, tx.now())) {
                template = store::save(tx, template, event).await?;
            }
            if let Some(retired) = form.is_retired
                && let Some(event) = template.retire(retired, tx.now())?
            {
                template = store::save(tx, template, event).await?;
            }
            Ok(template)
        })
        .await?;
    Ok(Fresh(view::view(&allowed.read(), template).await?))
}

/// Writes the draft of a template; what is sent stays as it is until the draft is published.
#[utoipa::path(put, path = "/api/v1/message-templates/{id}/draft", tag = "templates", operation_id = "write_message_template_draft",
    request_body = TemplateDraft, params(("id" = MessageTemplateId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = TemplateView), (status = 404), (status = 412),
              (status = 409, body = ProblemView, content_type = "application/problem+json"),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn write_message_template_draft(
    allowed: Allowed<ManageTemplates>,
    Path(id): Path<MessageTemplateId>,
    if_match: IfMatch,
    Json(form): Json<TemplateDraft>,
) -> Reply<Fresh<TemplateView>> {
    let template = allowed
        .write(async |tx| {
            let mut template = find_to_change(tx, id, if_match).await?;
            Error::unless_valid(rules::draft_faults(template.channel, &form.wording))?;
            let number = store::write_draft(tx, id, &form.wording).await?;
            let event = template.draft(number, tx.now())?;
            store::save(tx, template, event).await
        })
        .await?;
    Ok(Fresh(view::view(&allowed.read(), template).await?))
}

/// Forgets the draft; what is sent stays as it is.
#[utoipa::path(delete, path = "/api/v1/message-templates/{id}/draft", tag = "templates", operation_id = "drop_message_template_draft",
    params(("id" = MessageTemplateId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = TemplateView), (status = 404), (status = 412),
              (status = 409, body = ProblemView, content_type = "application/problem+json")))]
async fn drop_message_template_draft(
    allowed: Allowed<ManageTemplates>,
    Path(id): Path<MessageTemplateId>,
    if_match: IfMatch,
) -> Reply<Fresh<TemplateView>> {
    let template = allowed
        .write(async |tx| {
            let mut template = find_to_change(tx, id, if_match).await?;
            let draft = store::draft(&tx.db(), id).await?.ok_or(TemplateRefusal::NoDraft)?;
            let event = template.drop_draft(draft.number, tx.now())?;
            store::drop_draft(tx, id, draft.number).await?;
            store::save(tx, template, event).await
        })
        .await?;
    Ok(Fresh(view::view(&allowed.read(), template).await?))
}

/// Publishes the draft: from now on this is what is sent, and this edition never changes.
#[utoipa::path(post, path = "/api/v1/message-templates/{id}/publications", tag = "templates", operation_id = "publish_message_template",
    params(("id" = MessageTemplateId, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = TemplateView), (status = 404), (status = 412),
              (status = 409, body = ProblemView, content_type = "application/problem+json"),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn publish_message_template(
    allowed: Allowed<ManageTemplates>,
    Path(id): Path<MessageTemplateId>,
    if_match: IfMatch,
) -> Reply<Fresh<TemplateView>> {
    let template = allowed
        .write(async |tx| {
            let mut template = find_to_change(tx, id, if_match).await?;
            let draft = store::draft(&tx.db(), id).await?.ok_or(TemplateRefusal::NoDraft)?;
            let postbox = tx.platform().provided::<Postbox>()?;
            let (channel, purpose) = (template.channel, template.purpose);
            let wording = draft.words()?;
            Error::unless_valid(rules::publication_faults(channel, purpose, &wording, postbox.catalogue()))?;
            let event = template.publish(draft.number, tx.now())?;
            store::seal_edition(tx, id, draft.number).await?;
            store::save(tx, template, event).await
        })
        .await?;
    Ok(Fresh(view::view(&allowed.read(), template).await?))
}

/// Shows how a text would look, filled with a customer's values or with examples, how long it is, and what is wrong with it.
#[utoipa::path(post, path = "/api/v1/message-template-previews", tag = "templates", operation_id = "preview_message_template",
    request_body = PreviewRequest,
    responses((status = 200, body = PreviewView),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn preview_message_template(
    allowed: Allowed<SendMessages>,
    Json(form): Json<PreviewRequest>,
) -> Reply<Json<PreviewView>> {
    let db = allowed.read();
    Ok(Json(preview(&db, &form).await?))
}

/// Sends the draft, else what is published, to an address of the house, filled with examples: to see how it arrives.
#[utoipa::path(post, path = "/api/v1/message-templates/{id}/trials", tag = "templates", operation_id = "try_message_template",
    request_body = TemplateTrial, params(("id" = MessageTemplateId, Path)),
    responses((status = 200, body = TrialView), (status = 404),
              (status = 409, body = ProblemView, content_type = "application/problem+json"),
              (status = 422, body = ProblemView, content_type = "application/problem+json")))]
async fn try_message_template(
    allowed: Allowed<ManageTemplates>,
    Path(id): Path<MessageTemplateId>,
    Json(form): Json<TemplateTrial>,
) -> Reply<Json<TrialView>> {
    let db = allowed.read();
    let template = store::find(&db, id).await?;
    let outgoing = trial::outgoing(&db, &template, form.to.trim(), form.language).await?;
    let carrier = channels::store::carrier(&db, template.channel).await?.carrier;
    // Written down first: what may have been sent is in the journal, whatever comes back.
    allowed.write(async |tx| store::note_trial(tx, &template).await).await?;
    let cause = match carrier.send(&outgoing).await {
        Ok(_) => None,
        Err(Undelivered::Later(cause) | Undelivered::Never(cause) | Undelivered::Unknown(cause)) => Some(cause),
    };
    Ok(Json(TrialView { is_sent: cause.is_none(), via: carrier.name().to_owned(), cause }))
}

/// The catalogue of variables, with what each means and an example.
#[utoipa::path(get, path = "/api/v1/message-template-variables", tag = "templates", operation_id = "list_message_template_variables",
    responses((status = 200, body = Vec<VariableView>)))]
async fn list_message_template_variables(allowed: Allowed<SendMessages>) -> Reply<Json<Vec<VariableView>>> {
    let postbox = allowed.platform().provided::<Postbox>()?;
    let language = allowed.scope().language();
    let view = |variable: &'static super::Variable| VariableView {
        name: variable.name,
        kind: variable.kind,
        title: language.pick(variable.zh, variable.en),
        example: variable.example(language).written(language),
    };
    Ok(Json(postbox.catalogue().variables().map(view).collect()))
}

async fn preview(db: &Db<'_>, form: &PreviewRequest) -> Result<PreviewView> {
    let postbox = db.platform().provided::<Postbox>()?;
    let language = form.language.unwrap_or(db.scope().language());
    let (language, words) = form.wording.in_language(language).ok_or_else(|| {
        Error::invalid("wording", "wording.missing", "write the text in Chinese, in English, or both")
    })?;
    let values = match form.customer_id {
        Some(customer) => fitting::values_of(db, customer, form.vehicle_id, language).await?,
        None => postbox.catalogue().examples(language),
    };
    let shown = fitting::shown(words, &values, language, postbox.catalogue());
    Ok(PreviewView {
        measure: super::measured(form.channel, None, &shown.text),
        subject: shown.subject,
        text: shown.text,
        missing: shown.missing,
        faults: rules::publication_faults(form.channel, form.purpose, &form.wording, postbox.catalogue()),
    })
}

fn checked(form: &NewTemplate) -> Result<(String, String)> {
    let (code, name) = (rules::checked_code(&form.code), rules::checked_name(&form.name));
    let mut faults = rules::draft_faults(form.channel, &form.wording);
    faults.extend(code.as_ref().err().cloned());
    faults.extend(name.as_ref().err().cloned());
    match (code, name) {
        (Ok(code), Ok(name)) if faults.is_empty() => Ok((code, name)),
        _ => Err(Error::Invalid(faults)),
    }
}

async fn find_to_change(tx: &mut Tx, id: MessageTemplateId, if_match: IfMatch) -> Result<Template> {
    let template = store::find(&tx.db(), id).await?;
    let current = view::view(&tx.db(), template.clone()).await?;
    if_match.check(template.version, || current)?;
    Ok(template)
}
