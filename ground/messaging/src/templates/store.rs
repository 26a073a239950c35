//! The only file of templates that builds queries: find, list, add, save, and the stock a group begins with.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use journal::{About, events::messaging::MessagingEvent};
use kernel::{Error, MessageTemplateId, Result};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page, row_after},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{
    edition::{self, Edition},
    rules::TemplateRefusal,
    shipped::{self, SHIPPED, Shipped},
    template::{Column, Entity, Template},
    wording::Wording,
};
use crate::message::{ChannelKind, Purpose};

/// Which templates of a list; all that is given must hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    pub channel: Option<ChannelKind>,
    pub purpose: Option<Purpose>,
    pub is_retired: Option<bool>,
    /// Only those with a published edition.
    pub is_published: bool,
}

pub async fn find(db: &Db<'_>, id: MessageTemplateId) -> Result<Template> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// The template departments know by this code on this channel.
pub async fn find_by_code(db: &Db<'_>, code: &str, channel: ChannelKind) -> Result<Option<Template>> {
    db.maybe(db.select::<Entity>().filter(Column::Code.eq(code)).filter(Column::Channel.eq(channel))).await
}

/// What a template is for; none where there is no such template.
pub async fn purpose_of(db: &Db<'_>, id: MessageTemplateId) -> Result<Option<Purpose>> {
    let found = db.maybe(db.select::<Entity>().filter(Column::Id.eq(id))).await?;
    Ok(found.map(|template| template.purpose))
}

/// A page by code and channel.
pub async fn list(db: &Db<'_>, filter: Filter, request: &PageRequest) -> Result<Page<Template>> {
    let limit = request.limit()?;
    let mut all = Condition::all();
    all = all.add_option(filter.channel.map(|channel| Column::Channel.eq(channel)));
    all = all.add_option(filter.purpose.map(|purpose| Column::Purpose.eq(purpose)));
    all = all.add_option(filter.is_retired.map(|retired| Column::IsRetired.eq(retired)));
    all = all.add_option(filter.is_published.then(|| Column::Published.is_not_null()));
    if let Some((code, channel)) = request.after::<(String, String)>()? {
        all = all.add(row_after([Expr::col(Column::Code), Expr::col(Column::Channel)], [code.into(), channel.into()]));
    }
    let select = db.select::<Entity>().filter(all).order_by_asc(Column::Code).order_by_asc(Column::Channel);
    let rows = db.all(select.limit(limit + 1)).await?;
    page(rows, limit, |template| (template.code.clone(), template.channel.code()))
}

/// What these templates are called.
pub async fn names(db: &Db<'_>, ids: &BTreeSet<MessageTemplateId>) -> Result<HashMap<MessageTemplateId, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let templates = db.all(db.select::<Entity>().filter(Column::Id.is_in(ids.iter().copied()))).await?;
    let language = db.scope().language();
    Ok(templates.into_iter().map(|template| (template.id, shipped::title(&template, language))).collect())
}

/// All editions of these templates, oldest first.
pub async fn editions(db: &Db<'_>, templates: &[MessageTemplateId]) -> Result<Vec<Edition>> {
    if templates.is_empty() {
        return Ok(vec![]);
    }
    let wanted = edition::Column::TemplateId.is_in(templates.iter().copied());
    let select = db.select::<edition::Entity>().filter(wanted);
    db.all(select.order_by_asc(edition::Column::TemplateId).order_by_asc(edition::Column::Number)).await
}

/// The edition in use, with its wording.
pub async fn published(db: &Db<'_>, template: &Template) -> Result<(i32, Wording)> {
    let number = template.published.ok_or(TemplateRefusal::NotPublished)?;
    let this = this_edition(template.id, number);
    let edition = db.one(db.select::<edition::Entity>().filter(this)).await?;
    Ok((number, edition.words()?))
}

/// The last edition when it is a draft.
pub async fn draft(db: &Db<'_>, template: MessageTemplateId) -> Result<Option<Edition>> {
    Ok(editions(db, &[template]).await?.pop().filter(Edition::is_draft))
}

/// Adds a template with its first draft.
pub async fn add(tx: &mut Tx, template: Template, wording: &Wording) -> Result<Template> {
    if find_by_code(&tx.db(), &template.code, template.channel).await?.is_some() {
        return Err(TemplateRefusal::CodeTaken.into());
    }
    tx.insert::<Entity>(template.clone()).await?;
    let edition = edition_of(tx, template.id, 1, wording)?;
    tx.insert::<edition::Entity>(edition).await?;
    let event = MessagingEvent::TemplateDrafted {
        template: template.id,
        title: template.name.clone(),
        channel: template.channel.code(),
        edition: 1,
    };
    journal::record(tx, About::default(), event).await?;
    Ok(template)
}

/// Writes the draft: over the one there is, or as the next edition; answers its number.
pub async fn write_draft(tx: &mut Tx, template: MessageTemplateId, wording: &Wording) -> Result<i32> {
    let last = editions(&tx.db(), &[template]).await?.pop();
    let number = match &last {
        Some(edition) if edition.is_draft() => {
            drop_draft(tx, template, edition.number).await?;
            edition.number
        }
        Some(edition) => edition.number + 1,
        None => 1,
    };
    let edition = edition_of(tx, template, number, wording)?;
    tx.insert::<edition::Entity>(edition).await?;
    Ok(number)
}

/// Forgets a draft.
pub async fn drop_draft(tx: &mut Tx, template: MessageTemplateId, number: i32) -> Result<()> {
    let this = this_edition(template, number);
    tx.delete::<edition::Entity>(this.add(edition::Column::PublishedAt.is_null())).await?;
    Ok(())
}

/// From now on this edition never changes.
pub async fn seal_edition(tx: &mut Tx, template: MessageTemplateId, number: i32) -> Result<()> {
    let now = tx.now();
    let this = this_edition(template, number);
    let update = tx.update::<edition::Entity>().col_expr(edition::Column::PublishedAt, Expr::value(now)).filter(this);
    tx.run(update).await?;
    Ok(())
}

/// Saves the template together with what happened to it.
pub async fn save(tx: &mut Tx, template: Template, event: MessagingEvent) -> Result<Template> {
    let template = tx.replace::<Entity>(template).await?;
    journal::record(tx, About::default(), event).await?;
    Ok(template)
}

/// Notes that a template was sent to somebody of the house.
pub async fn note_trial(tx: &mut Tx, template: &Template) -> Result<()> {
    let event = MessagingEvent::TemplateTried {
        template: template.id,
        title: template.name.clone(),
        channel: template.channel.code(),
    };
    journal::record(tx, About::default(), event).await.map(drop)
}

/// Gives the group of this transaction the templates the house itself sends, as far as it has them not; called when a group is
/// founded and when the program starts.
pub async fn stock(tx: &mut Tx) -> Result<()> {
    let there = tx.db().all(tx.db().select::<Entity>().filter(Column::IsShipped.eq(true))).await?;
    let has = |shipped: &Shipped| {
        there.iter().any(|template| template.code == shipped.code && template.channel == shipped.channel)
    };
    let now = tx.now();
    for shipped in SHIPPED.iter().filter(|shipped| !has(shipped)) {
        if find_by_code(&tx.db(), shipped.code, shipped.channel).await?.is_some() {
            continue;
        }
        let template = new_template(tx, shipped, now);
        let id = template.id;
        tx.insert::<Entity>(template).await?;
        let edition = Edition { published_at: Some(now), ..edition_of(tx, id, 1, &shipped.wording())? };
        tx.insert::<edition::Entity>(edition).await?;
    }
    Ok(())
}

fn this_edition(template: MessageTemplateId, number: i32) -> Condition {
    Condition::all().add(edition::Column::TemplateId.eq(template)).add(edition::Column::Number.eq(number))
}

fn new_template(tx: &Tx, shipped: &Shipped, now: DateTime<Utc>) -> Template {
    Template {
        id: MessageTemplateId::new(now),
        group_id: tx.scope().group(),
        code: shipped.code.to_owned(),
        name: shipped.names[0].to_owned(),
        channel: shipped.channel,
        purpose: shipped.purpose,
        is_shipped: true,
        is_retired: false,
        published: Some(1),
        created_at: now,
        changed_at: now,
        version: 1,
    }
}

fn edition_of(tx: &Tx, template: MessageTemplateId, number: i32, wording: &Wording) -> Result<Edition, Error> {
    Ok(Edition {
        template_id: template,
        number,
        wording: serde_json::to_value(wording)?,
        changed_by: tx.scope().staff(),
        changed_at: tx.now(),
        published_at: None,
    })
}
