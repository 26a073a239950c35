//! Templates as the API shows them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kernel::{MessageTemplateId, PermissionName, Result};
use platform::{
    Db, Scope,
    names::{self, Known, Ref, Wanted},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{edition::Edition, shipped, store, template::Template, wording::Wording};
use crate::message::{ChannelKind, Purpose};

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateView {
    pub id: MessageTemplateId,
    /// What departments know it by, `appointment.confirmed`.
    pub code: String,
    pub name: String,
    pub channel: ChannelKind,
    pub purpose: Purpose,
    /// The house sends it by itself.
    pub is_shipped: bool,
    pub is_retired: bool,
    /// What is sent now; null before the first publication.
    pub published: Option<EditionView>,
    /// What is being written; null when there is no draft.
    pub draft: Option<EditionView>,
    pub editions: Vec<EditionLine>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
    /// `edit`, `publish`, `drop_draft`, `retire`, `restore`, `try`.
    pub can: Vec<&'static str>,
}

platform::has_version!(TemplateView);

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EditionView {
    pub number: i32,
    pub wording: Wording,
    pub changed_at: DateTime<Utc>,
    pub changed_by: Option<Ref>,
}

/// One edition in the history of a template.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EditionLine {
    pub number: i32,
    pub published_at: Option<DateTime<Utc>>,
    pub changed_by: Option<Ref>,
}

pub async fn view(db: &Db<'_>, template: Template) -> Result<TemplateView> {
    views(db, vec![template]).await?.pop().ok_or(kernel::Error::NotFound)
}

pub async fn views(db: &Db<'_>, templates: Vec<Template>) -> Result<Vec<TemplateView>> {
    let ids: Vec<MessageTemplateId> = templates.iter().map(|template| template.id).collect();
    let mut editions: BTreeMap<MessageTemplateId, Vec<Edition>> = BTreeMap::new();
    let mut wanted = Wanted::default();
    for edition in store::editions(db, &ids).await? {
        wanted.staff.extend(edition.changed_by);
        editions.entry(edition.template_id).or_default().push(edition);
    }
    let known = names::of(db, wanted).await?;
    templates
        .into_iter()
        .map(|template| one(&editions.remove(&template.id).unwrap_or_default(), template, &known, db.scope()))
        .collect()
}

fn one(editions: &[Edition], template: Template, known: &Known, scope: &Scope) -> Result<TemplateView> {
    let draft = editions.last().filter(|edition| edition.is_draft());
    let published = editions.iter().find(|edition| Some(edition.number) == template.published);
    let language = scope.language();
    let can = if scope.may(PermissionName::ManageTemplates) { deeds(&template, draft.is_some()) } else { vec![] };
    Ok(TemplateView {
        published: published.map(|edition| edition_view(edition, known)).transpose()?,
        draft: draft.map(|edition| edition_view(edition, known)).transpose()?,
        editions: editions.iter().rev().map(|edition| line(edition, known)).collect(),
        id: template.id,
        name: shipped::title(&template, language),
        code: template.code,
        channel: template.channel,
        purpose: template.purpose,
        is_shipped: template.is_shipped,
        is_retired: template.is_retired,
        changed_at: template.changed_at,
        version: template.version,
        can,
    })
}

fn deeds(template: &Template, has_draft: bool) -> Vec<&'static str> {
    if template.is_retired {
        return vec!["restore"];
    }
    let mut can = vec!["edit", "try"];
    if has_draft {
        can.push("publish");
        if template.published.is_some() {
            can.push("drop_draft");
        }
    }
    if !template.is_shipped {
        can.push("retire");
    }
    can
}

fn edition_view(edition: &Edition, known: &Known) -> Result<EditionView> {
    Ok(EditionView {
        number: edition.number,
        wording: edition.words()?,
        changed_at: edition.changed_at,
        changed_by: edition.changed_by.map(|id| known.staff(id)),
    })
}

fn line(edition: &Edition, known: &Known) -> EditionLine {
    EditionLine {
        number: edition.number,
        published_at: edition.published_at,
        changed_by: edition.changed_by.map(|id| known.staff(id)),
    }
}
