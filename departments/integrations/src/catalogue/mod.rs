//! The events a webhook can be told of, and who may be told.

use journal::nouns::{Noun, nouns};
use kernel::{PermissionName, permission::ManageWebhooks};
use platform::{
    Allowed, Platform,
    http::{Json, Reply},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Every event, whatever it is called.
pub const ALL: &str = "*";
/// What a webhook is told when somebody tries it.
pub const TEST: &str = "webhook.test";

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_webhook_events))
}

/// Events of one kind of record.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookEventsView {
    /// `customer`; chosen whole with `customer.*`.
    pub noun: &'static str,
    pub title: &'static str,
    /// What the role of a webhook must permit.
    #[schema(value_type = String)]
    pub permission: PermissionName,
    pub events: Vec<WebhookEventView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookEventView {
    /// `customer.created`.
    pub name: String,
    pub title: &'static str,
}

/// The events a webhook can be told of, by what they are about.
#[utoipa::path(get, path = "/api/v1/webhook-events", tag = "webhooks", responses((status = 200, body = Vec<WebhookEventsView>)))]
async fn list_webhook_events(allowed: Allowed<ManageWebhooks>) -> Reply<Json<Vec<WebhookEventsView>>> {
    let language = allowed.scope().language();
    let of_noun = |noun: &Noun| WebhookEventsView {
        noun: noun.noun,
        title: language.pick(noun.zh, noun.en),
        permission: noun.needs,
        events: noun
            .deeds
            .iter()
            .map(|(deed, zh, en)| WebhookEventView {
                name: format!("{}.{deed}", noun.noun),
                title: language.pick(zh, en),
            })
            .collect(),
    };
    Ok(Json(nouns().map(of_noun).collect()))
}

/// The name of every event in the catalogue.
pub fn event_names() -> impl Iterator<Item = String> {
    nouns().flat_map(|noun| noun.deeds.iter().map(move |(deed, ..)| format!("{}.{deed}", noun.noun)))
}

/// Whether a webhook may choose this: one event, all of a noun (`customer.*`), or all (`*`).
pub fn can_be_chosen(pattern: &str) -> bool {
    let of_noun = pattern.strip_suffix(".*").is_some_and(|noun| nouns().any(|one| one.noun == noun));
    pattern == ALL || of_noun || event_names().any(|name| name == pattern)
}

/// Whether an event is among those chosen.
pub fn is_chosen(patterns: &[String], event: &str) -> bool {
    let noun = event.split('.').next().unwrap_or_default();
    patterns.iter().any(|pattern| pattern == ALL || pattern == event || pattern.strip_suffix(".*") == Some(noun))
}

/// What one must be permitted to be told of an event; nothing permits what is not in the catalogue.
pub fn needed_for(event: &str) -> Option<PermissionName> {
    let (noun, deed) = event.split_once('.')?;
    let found = nouns().find(|one| one.noun == noun)?;
    found.deeds.iter().any(|(known, ..)| *known == deed).then_some(found.needs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_chosen_one_by_one_by_noun_or_all() {
        let chosen = |pattern: &str, event: &str| is_chosen(&[pattern.to_owned()], event);
        assert!(
            chosen("*", "task.created") && chosen("task.*", "task.created") && chosen("task.created", "task.created")
        );
        assert!(!chosen("task.*", "tasks.created") && !chosen("task.created", "task.changed"));
        assert!(!is_chosen(&[], "task.created"));
    }

    #[test]
    fn only_what_is_in_the_catalogue_can_be_chosen() {
        for good in ["*", "customer.*", "customer.created", "tag_group.deleted"] {
            assert!(can_be_chosen(good), "{good}");
        }
        for bad in ["", "customer", "customer.", "*.created", "customer.bought", "nobody.*", "webhook.test"] {
            assert!(!can_be_chosen(bad), "{bad}");
        }
    }

    #[test]
    fn an_event_needs_the_permission_of_its_noun() {
        assert_eq!(needed_for("customer.created"), Some(PermissionName::SeeCustomers));
        assert_eq!(needed_for("session.opened"), Some(PermissionName::SeeJournal));
        assert_eq!(needed_for("customer.bought"), None);
    }

    #[test]
    fn no_event_stands_twice_in_the_catalogue() {
        let names: Vec<String> = event_names().collect();
        let unique: std::collections::BTreeSet<&String> = names.iter().collect();
        assert_eq!(unique.len(), names.len());
    }
}
