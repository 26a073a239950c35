//! What may happen to a webhook: pure, an event or a refusal.

use chrono::{DateTime, TimeDelta, Utc};
use journal::events::webhooks::WebhooksEvent;
use kernel::{Fault, Reach, Refusal, RoleId, StoreId};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::webhook::{Death, Webhook, WebhookState};
use crate::catalogue;

/// Request body of `POST /webhooks` and `PUT /webhooks/{id}`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookForm {
    /// What it is for, at most 60 characters.
    pub name: String,
    #[schema(example = "https://dms.example.com/roadbook")]
    pub url: String,
    /// Names of `GET /webhook-events`, `customer.*` for all of a kind, `*` for all.
    #[schema(example = json!(["customer.created", "task.*"]))]
    pub events: Vec<String>,
    /// It is told what this role may see, of what it may see.
    pub role_id: RoleId,
    /// `store` or `group`.
    #[schema(example = "group")]
    pub reach: Reach,
    /// Needed when it reaches over one store.
    pub store_id: Option<StoreId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookRefusal {
    AlreadyPaused,
    NotStopped,
}

impl Refusal for WebhookRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::AlreadyPaused => "webhook.already_paused",
            Self::NotStopped => "webhook.not_stopped",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::AlreadyPaused => "This webhook is stopped already.".into(),
            Self::NotStopped => "This webhook is on; there is nothing to resume.".into(),
        }
    }
}

pub const NAME_CHARS_MAX: usize = 60;
const PATTERNS_MAX: usize = 200;
/// Both secrets sign for so long.
const CHANGE_OVER: TimeDelta = TimeDelta::days(1);

impl WebhookForm {
    /// Puts it in order; answers what is wrong with it, but for the address.
    pub fn check(&mut self) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.name = self.name.trim().to_owned();
        if self.name.is_empty() {
            faults.push(Fault::new("name", "text.missing", "say what it is for"));
        } else if self.name.chars().count() > NAME_CHARS_MAX {
            faults.push(Fault::new("name", "text.too_long", format!("at most {NAME_CHARS_MAX} characters fit here")));
        }
        self.events.sort_unstable();
        self.events.dedup();
        if self.events.is_empty() || self.events.len() > PATTERNS_MAX {
            faults.push(Fault::new("events", "webhook.events_missing", format!("choose 1 to {PATTERNS_MAX} events")));
        }
        if let Some(unknown) = self.events.iter().find(|one| !catalogue::can_be_chosen(one)) {
            let message = format!("there is no event '{unknown}'; GET /api/v1/webhook-events lists them");
            faults.push(Fault::new("events", "webhook.event_unknown", message));
        }
        match (self.reach, self.store_id) {
            (Reach::Own | Reach::Team, _) => faults.push(Fault::new(
                "reach",
                "webhook.reach_of_a_person",
                "a machine has no customers or team of its own: take 'store' or 'group'",
            )),
            (Reach::Store, None) => faults.push(Fault::new("store_id", "required", "say of which store it is told")),
            (Reach::Group, _) => self.store_id = None,
            (Reach::Store, Some(_)) => {}
        }
        faults
    }
}

impl Webhook {
    /// What the form says in place of what was; nothing when it says the same.
    pub fn change(&mut self, form: WebhookForm, now: DateTime<Utc>) -> Option<WebhooksEvent> {
        let mut fields = Vec::new();
        let mut note = |field: &str, differs: bool| {
            if differs {
                fields.push(field.to_owned());
            }
        };
        note("name", self.name != form.name);
        note("url", self.url != form.url);
        note("events", self.patterns() != form.events);
        note("role", self.role_id != form.role_id);
        note("reach", (self.reach, self.store_id) != (form.reach, form.store_id));
        if fields.is_empty() {
            return None;
        }
        self.name = form.name;
        self.url = form.url;
        self.events = json!(form.events);
        self.role_id = form.role_id;
        self.reach = form.reach;
        self.store_id = form.store_id;
        self.changed_at = now;
        Some(WebhooksEvent::Changed { webhook: self.id, title: self.name.clone(), fields })
    }

    /// A new secret, sealed; the one before signs beside it for a day.
    pub fn renew_secret(&mut self, sealed: Vec<u8>, now: DateTime<Utc>) -> WebhooksEvent {
        self.former_secret = Some(std::mem::replace(&mut self.secret, sealed));
        self.former_until = Some(now + CHANGE_OVER);
        self.changed_at = now;
        WebhooksEvent::SecretRenewed { webhook: self.id, title: self.name.clone() }
    }

    pub fn pause(&mut self, now: DateTime<Utc>) -> Result<WebhooksEvent, WebhookRefusal> {
        if self.state != WebhookState::On {
            return Err(WebhookRefusal::AlreadyPaused);
        }
        self.state = WebhookState::Paused;
        self.changed_at = now;
        Ok(WebhooksEvent::Paused { webhook: self.id, title: self.name.clone() })
    }

    /// It is called again, whether a person or the house had stopped it.
    pub fn resume(&mut self, now: DateTime<Utc>) -> Result<WebhooksEvent, WebhookRefusal> {
        if self.state == WebhookState::On {
            return Err(WebhookRefusal::NotStopped);
        }
        self.state = WebhookState::On;
        self.death = None;
        self.changed_at = now;
        Ok(WebhooksEvent::Resumed { webhook: self.id, title: self.name.clone() })
    }

    /// The house gives up; nothing when it was stopped before.
    pub fn die(&mut self, death: Death, now: DateTime<Utc>) -> Option<WebhooksEvent> {
        if self.state == WebhookState::Dead {
            return None;
        }
        self.state = WebhookState::Dead;
        self.death = Some(death);
        self.changed_at = now;
        let reason = death.word().to_owned();
        Some(WebhooksEvent::Died { webhook: self.id, title: self.name.clone(), reason })
    }

    /// What can be done with it now.
    pub fn can(&self) -> Vec<&'static str> {
        let turn = if self.state == WebhookState::On { "pause" } else { "resume" };
        vec!["edit", "renew_secret", "test", "replay", turn, "remove"]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{GroupId, WebhookId};

    fn nil<T: std::str::FromStr<Err: std::fmt::Debug>>() -> T {
        "00000000-0000-0000-0000-000000000000".parse().unwrap()
    }

    fn webhook() -> Webhook {
        Webhook {
            id: nil::<WebhookId>(),
            group_id: nil::<GroupId>(),
            name: "DMS".into(),
            url: "https://x.cn".into(),
            events: json!(["*"]),
            role_id: nil::<RoleId>(),
            reach: Reach::Group,
            store_id: None,
            secret: vec![1],
            former_secret: None,
            former_until: None,
            state: WebhookState::On,
            death: None,
            created_by: None,
            created_at: DateTime::UNIX_EPOCH,
            changed_at: DateTime::UNIX_EPOCH,
            version: 1,
        }
    }

    fn form() -> WebhookForm {
        let events = vec!["*".into()];
        WebhookForm {
            name: "DMS".into(),
            url: "https://x.cn".into(),
            events,
            role_id: nil(),
            reach: Reach::Group,
            store_id: None,
        }
    }

    #[test]
    fn a_form_that_says_the_same_changes_nothing() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(webhook().change(form(), now), None);
        let changed = webhook().change(WebhookForm { events: vec!["task.*".into()], ..form() }, now);
        assert!(matches!(changed, Some(WebhooksEvent::Changed { fields, .. }) if fields == ["events"]));
    }

    #[test]
    fn what_cannot_work_is_told_field_by_field() {
        let codes = |form: WebhookForm| -> Vec<String> {
            let mut form = form;
            form.check().into_iter().map(|fault| format!("{} {}", fault.field, fault.code)).collect()
        };
        assert!(codes(form()).is_empty());
        assert_eq!(codes(WebhookForm { name: " ".into(), ..form() }), ["name text.missing"]);
        assert_eq!(codes(WebhookForm { events: vec![], ..form() }), ["events webhook.events_missing"]);
        assert_eq!(codes(WebhookForm { events: vec!["x.y".into()], ..form() }), ["events webhook.event_unknown"]);
        assert_eq!(codes(WebhookForm { reach: Reach::Own, ..form() }), ["reach webhook.reach_of_a_person"]);
        assert_eq!(codes(WebhookForm { reach: Reach::Store, ..form() }), ["store_id required"]);
    }

    #[test]
    fn a_dead_webhook_dies_once_and_can_be_resumed() {
        let (mut webhook, now) = (webhook(), DateTime::UNIX_EPOCH);
        assert_eq!(webhook.resume(now), Err(WebhookRefusal::NotStopped));
        assert!(webhook.die(Death::Gone, now).is_some());
        assert_eq!(webhook.die(Death::Failing, now), None);
        assert_eq!((webhook.death, webhook.pause(now)), (Some(Death::Gone), Err(WebhookRefusal::AlreadyPaused)));
        assert!(webhook.resume(now).is_ok());
        assert_eq!((webhook.state, webhook.death), (WebhookState::On, None));
    }
}
