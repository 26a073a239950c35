//! Who looked at what, told to the audit beside the answer: profiles, what lies below them, lists and searches.

use audit::{Glance, Looks};
use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use http::Method;
use platform::{Platform, Scope, http::caller};
use sea_orm::prelude::Uuid;

/// A layer over the routes: notes a look when somebody was shown something. Costs no query and no wait.
pub async fn note_looks(State(platform): State<Platform>, request: Request, next: Next) -> Response {
    let Some(asked) = asked(&request) else { return next.run(request).await };
    let (answer, caller) = caller::with_caller(next.run(request)).await;
    if answer.status().is_success()
        && let Some(scope) = caller
        && let Ok(looks) = platform.provided::<Looks>()
        && let Some(glance) = asked.glance(&scope, &platform)
    {
        looks.note(glance);
    }
    answer
}

/// What a request wants to see.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Customer(Uuid),
    Vehicle(Uuid),
    Record { name: &'static str, id: Uuid },
    List { name: &'static str, by: String },
}

/// Records in which people are named, and how a look at one is called.
const RECORDS: [(&str, &str); 11] = [
    ("leads", "lead.seen"),
    ("payloads", "payload.seen"),
    ("person-requests", "person_request.seen"),
    ("messages", "message.seen"),
    ("duplicate-pairs", "pair.seen"),
    ("merges", "merge.seen"),
    ("pending-changes", "change.seen"),
    ("imports", "import.seen"),
    ("exports", "export.seen"),
    ("recalls", "recall.seen"),
    ("staff", "staff.seen"),
];

/// Lists in which people are named, and how a look at one is called.
const LISTS: [(&str, &str); 12] = [
    ("leads", "leads.searched"),
    ("customers", "customers.searched"),
    ("customers/matches", "customers.searched"),
    ("vehicles", "vehicles.searched"),
    ("search", "all.searched"),
    ("households", "households.searched"),
    ("messages", "messages.searched"),
    ("person-requests", "person_requests.searched"),
    ("duplicate-pairs", "pairs.searched"),
    ("pending-changes", "changes.searched"),
    ("staff", "staff.searched"),
    ("audit-lines", "audit.searched"),
];

impl Asked {
    fn glance(self, scope: &Scope, platform: &Platform) -> Option<Glance> {
        let now = platform.clock().now();
        match self {
            Self::Customer(id) => Glance::of(scope, "customer.seen", now).map(|glance| glance.at_customer(id)),
            Self::Vehicle(id) => Glance::of(scope, "vehicle.seen", now).map(|glance| glance.at_vehicle(id)),
            Self::Record { name, id } => Glance::of(scope, name, now).map(|glance| glance.at_record(id)),
            Self::List { name, by } => Glance::of(scope, name, now).map(|glance| glance.by(by)),
        }
    }
}

fn asked(request: &Request) -> Option<Asked> {
    let is_reading = request.method() == Method::GET;
    let matched = request.extensions().get::<MatchedPath>().filter(|_| is_reading)?;
    what(matched.as_str(), request.uri().path(), request.uri().query().unwrap_or_default())
}

/// By the route, the path and the query of a request.
fn what(route: &str, path: &str, query: &str) -> Option<Asked> {
    let route = route.strip_prefix("/api/v1/")?;
    if let Some((_, name)) = LISTS.iter().find(|(list, _)| *list == route) {
        return Some(Asked::List { name, by: fields_of(query) });
    }
    let (noun, rest) = route.split_once('/')?;
    let id = path.split('/').nth(4).filter(|_| rest.starts_with("{id}"))?.parse().ok()?;
    match noun {
        "customers" => Some(Asked::Customer(id)),
        "vehicles" => Some(Asked::Vehicle(id)),
        _ => RECORDS.iter().find(|(record, _)| *record == noun).map(|(_, name)| Asked::Record { name, id }),
    }
}

/// The names of what was asked by, never what was asked for: `filter=stage:is:lead&q=王` is `stage q`.
fn fields_of(query: &str) -> String {
    let mut fields: Vec<&str> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(name, value)| !value.is_empty() && !["cursor", "limit", "sort", "column"].contains(name))
        .map(|(name, value)| if name == "filter" { value.split([':', '%']).next().unwrap_or_default() } else { name })
        .filter(|name| {
            !name.is_empty()
                && name.len() <= FIELD_LENGTH_MAX
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'.')
        })
        .collect();
    fields.sort_unstable();
    fields.dedup();
    fields.truncate(FIELDS_MAX);
    fields.join(" ")
}

const FIELDS_MAX: usize = 20;
const FIELD_LENGTH_MAX: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01900000-0000-7000-8000-000000000000";

    #[test]
    fn profiles_and_what_lies_below_them_are_looks_at_their_record() {
        let id: Uuid = ID.parse().expect("an id");
        let of = |route: &str| what(&format!("/api/v1/{route}"), &format!("/api/v1/{}", route.replace("{id}", ID)), "");
        assert_eq!(of("customers/{id}"), Some(Asked::Customer(id)));
        assert_eq!(of("customers/{id}/timeline"), Some(Asked::Customer(id)));
        assert_eq!(of("vehicles/{id}/profile"), Some(Asked::Vehicle(id)));
        assert_eq!(of("person-requests/{id}/letter"), Some(Asked::Record { name: "person_request.seen", id }));
        for nobody in ["customers/fields", "tasks", "tasks/{id}", "audit-state"] {
            assert_eq!(of(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn every_look_is_called_something() {
        let lists = LISTS.iter().map(|(_, name)| *name);
        for name in RECORDS.iter().map(|(_, name)| *name).chain(lists).chain(["customer.seen", "vehicle.seen"]) {
            assert!(audit::LOOKS.iter().any(|(known, ..)| *known == name), "{name}");
        }
    }

    #[test]
    fn of_a_search_only_the_fields_are_told() {
        let query =
            "filter=stage:is:lead&filter=phone%3Ais%3A138&q=%E7%8E%8B&cursor=x&limit=50&empty=&x%00=1&13800001234=1";
        let asked = what("/api/v1/customers", "/api/v1/customers", query);
        assert_eq!(asked, Some(Asked::List { name: "customers.searched", by: "phone q stage".into() }));
    }
}
