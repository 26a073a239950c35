//! Requests in, views out: giving a tag a rule and taking it away, and rules ready to be taken.

use conditions::FieldKind;
use kernel::{
    Error, Language, Result, TagId,
    permission::{ManageTags, SeeCustomers},
};
use platform::{
    Allowed, Db, Platform,
    http::{IfMatch, Json, Path, ProblemView, Reply},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    keeping, store,
    tag_rule::{RuleState, TagRule},
    templates,
};
use crate::{
    choosing::{self, CustomerRule, http::RuleForm},
    tags::{
        self,
        rules::TagRefusal,
        tag::Tag,
        view::{TagTemplate, TagView},
    },
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(give_rule, take_rule)).routes(routes!(list_templates))
}

/// Request body of `PUT /tags/{id}/rule`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTagRule {
    pub rule: RuleForm,
}

/// Let a tag keep itself by a rule. Who carries it by hand and does not meet the rule loses it; the base is gone through in the
/// background.
#[utoipa::path(put, path = "/api/v1/tags/{id}/rule", tag = "tags", params(("id" = TagId, Path)), request_body = NewTagRule,
    responses((status = 200, body = TagView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn give_rule(
    allowed: Allowed<ManageTags>,
    Path(id): Path<TagId>,
    version: IfMatch,
    Json(form): Json<NewTagRule>,
) -> Reply<Json<TagView>> {
    let db = allowed.read();
    let current = tags::store::tag_view(&db, id).await?;
    let rule = choosing::read(&form.rule.0, "rule")?;
    choosing::check_known(&db, &rule, "rule").await?;
    let zh = choosing::sentence_in(&db, &rule, Language::Zh).await?;
    let en = choosing::sentence_in(&db, &rule, Language::En).await?;
    allowed
        .write(async |tx| {
            let mut tag = tags::store::find(&tx.db(), id).await?;
            version.check(tag.version, || &current)?;
            check_tags(&tx.db(), &tag, &rule).await?;
            let event = tag.keep_by_rule(zh, en);
            let tag = tags::store::save(tx, tag, event).await?;
            let before = store::find(&tx.db(), id).await?;
            keeping::ask_everyone(tx, written(tx, &tag, &rule, before.as_ref()), true).await?;
            keeping::ask_at_night(tx).await
        })
        .await?;
    Ok(Json(tags::store::tag_view(&allowed.read(), id).await?))
}

/// Take a tag's rule away: who carries it keeps it, and people put it on and take it off again.
#[utoipa::path(delete, path = "/api/v1/tags/{id}/rule", tag = "tags", params(("id" = TagId, Path)),
    responses((status = 200, body = TagView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn take_rule(allowed: Allowed<ManageTags>, Path(id): Path<TagId>, version: IfMatch) -> Reply<Json<TagView>> {
    let current = tags::store::tag_view(&allowed.read(), id).await?;
    allowed
        .write(async |tx| {
            let mut tag = tags::store::find(&tx.db(), id).await?;
            version.check(tag.version, || &current)?;
            store::hold(tx, Some(id)).await?;
            let Some(event) = tag.keep_by_hand() else { return Ok(()) };
            store::forget(tx, id).await?;
            tags::store::save(tx, tag, event).await.map(drop)
        })
        .await?;
    Ok(Json(tags::store::tag_view(&allowed.read(), id).await?))
}

/// Rules ready to be taken for a tag, as the trade uses them.
#[utoipa::path(get, path = "/api/v1/tag-templates", tag = "tags",
    responses((status = 200, body = Vec<TagTemplate>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_templates(allowed: Allowed<SeeCustomers>) -> Reply<Json<Vec<TagTemplate>>> {
    Ok(Json(templates::views(&allowed.read()).await?))
}

/// A rule for this tag, before its pass.
pub(super) fn written(tx: &platform::Tx, tag: &Tag, rule: &CustomerRule, before: Option<&TagRule>) -> TagRule {
    TagRule {
        tag_id: tag.id,
        group_id: tag.group_id,
        rule: RuleForm(rule.to_json(&|filter| filter.to_json())),
        state: RuleState::Waiting,
        pass: before.map_or(0, |before| before.pass),
        is_new: true,
        walked: 0,
        total: 0,
        added: 0,
        removed: 0,
        last_id: None,
        fault: None,
        changed_at: tx.now(),
        passed_at: None,
    }
}

/// A rule asks only for tags that people put on, and people put on those it asks for: else two tags could chase one another.
async fn check_tags(db: &Db<'_>, tag: &Tag, rule: &CustomerRule) -> Result<()> {
    for named in tags_in(rule) {
        if named == tag.id || tags::store::find(db, named).await?.is_ruled {
            let message = "a rule can ask only for tags that people put on, not for one that keeps itself";
            return Err(Error::invalid("rule", "rule.tag_of_rule", message));
        }
    }
    for other in store::all(db).await?.iter().filter(|other| other.tag_id != tag.id) {
        if tags_in(&store::read(other)?).contains(&tag.id) {
            return Err(TagRefusal::NamedByRule.into());
        }
    }
    Ok(())
}

fn tags_in(rule: &CustomerRule) -> Vec<TagId> {
    let of_tags = rule.conditions().into_iter().filter(|filter| filter.definition.kind == FieldKind::Tag);
    of_tags.flat_map(|filter| filter.ids::<TagId>()).collect()
}
