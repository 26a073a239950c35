//! Lines as pages and files show them: names in place of ids, and no more of what people wrote than the caller may see.

use chrono::{DateTime, Utc};
use journal::{Entry, Sight};
use kernel::{Language, PermissionName, Result, StaffId};
use platform::{
    Db,
    names::{self, Known, Ref, StoreRef, Wanted},
};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    chain::Chain,
    kinds::{Kind, look_title},
    look::Look,
    search::Found,
};

/// One line of the audit.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditLineView {
    /// `journal/<position>` or `looks/<number>`.
    pub id: String,
    pub at: DateTime<Utc>,
    pub kind: Kind,
    /// `customer.changed`, `customer.seen` …
    pub name: String,
    /// How people call it, in the language of the request.
    pub title: String,
    pub actor: AuditActorView,
    pub store: Option<StoreRef>,
    /// Its name is empty for whoever may not see customers, and when the person was forgotten.
    pub customer: Option<Ref>,
    pub vehicle: Option<Ref>,
    /// The colleague an event is about: who signed in, whose rights were changed.
    pub staff: Option<Ref>,
    /// Another record that was seen.
    pub record_id: Option<Uuid>,
    /// By which fields was searched.
    pub detail: String,
    /// What changed, with before and after.
    pub changes: Vec<AuditChangeView>,
    /// All facts of the event.
    #[schema(value_type = BTreeMap<String, Value>)]
    pub body: Value,
}

/// Who did it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditActorView {
    /// `staff`, `key`, `system` or `owner`.
    pub kind: String,
    pub id: Option<Uuid>,
    /// The name at the time.
    pub name: String,
}

/// A value before and after.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditChangeView {
    /// Empty where the event speaks of one thing alone.
    pub field: String,
    #[schema(value_type = Value)]
    pub from: Value,
    #[schema(value_type = Value)]
    pub to: Value,
}

/// Lines as views, with a handful of queries whatever their number.
pub async fn views(db: &Db<'_>, found: Vec<Found>) -> Result<Vec<AuditLineView>> {
    let sees_customers = db.scope().may(PermissionName::SeeCustomers);
    let wanted = Wanted {
        customers: found.iter().filter_map(Found::customer).filter(|_| sees_customers).collect(),
        vehicles: found.iter().filter_map(Found::vehicle).collect(),
        stores: found.iter().filter_map(Found::store).collect(),
        staff: found.iter().filter_map(staff).collect(),
    };
    let known = names::of(db, wanted).await?;
    let (sight, language) = (Sight::of(db.scope()), db.scope().language());
    let view = |found: Found| match found {
        Found::Entry(entry) => of_entry(*entry, &known, sight, language),
        Found::Look(look) => of_look(*look, &known, language),
    };
    Ok(found.into_iter().map(view).collect())
}

fn of_entry(entry: Entry, known: &Known, sight: Sight, language: Language) -> AuditLineView {
    let about = staff_in(&entry.body);
    let body = sight.shown(entry.body);
    AuditLineView {
        id: format!("{}/{}", Chain::Journal.word(), entry.position),
        at: entry.recorded_at,
        kind: Kind::of(&entry.name),
        title: journal::nouns::title(&entry.name, language),
        name: entry.name,
        actor: AuditActorView { kind: entry.actor_kind, id: entry.actor_id, name: entry.actor_name },
        store: entry.store_id.map(|id| known.store(id)),
        customer: entry.customer_id.map(|id| known.customer(id)),
        vehicle: entry.vehicle_id.map(|id| known.vehicle(id)),
        staff: about.map(|id| known.staff(id)),
        record_id: None,
        detail: String::new(),
        changes: changes(&body),
        body,
    }
}

fn of_look(look: Look, known: &Known, language: Language) -> AuditLineView {
    AuditLineView {
        id: format!("{}/{}", Chain::Looks.word(), look.number),
        at: look.at,
        kind: Kind::Saw,
        title: look_title(&look.name, language),
        name: look.name,
        actor: AuditActorView { kind: look.actor_kind, id: look.actor_id, name: look.actor_name },
        store: look.store_id.map(|id| known.store(id)),
        customer: look.customer_id.map(|id| known.customer(id)),
        vehicle: look.vehicle_id.map(|id| known.vehicle(id)),
        staff: None,
        record_id: look.record_id,
        detail: look.detail,
        changes: Vec::new(),
        body: Value::Object(serde_json::Map::new()),
    }
}

fn staff(found: &Found) -> Option<StaffId> {
    match found {
        Found::Entry(entry) => staff_in(&entry.body),
        Found::Look(_) => None,
    }
}

fn staff_in(body: &Value) -> Option<StaffId> {
    body.get("staff")?.as_str()?.parse().ok()
}

/// What an event says was otherwise before: a list of fields, or one thing with `from` and `to`. Some name fields without values.
fn changes(body: &Value) -> Vec<AuditChangeView> {
    let field = |value: &Value| match value {
        Value::String(name) => Some(AuditChangeView { field: name.clone(), from: Value::Null, to: Value::Null }),
        change => {
            let field = change.get("field")?.as_str()?.to_owned();
            Some(AuditChangeView { field, from: change["from"].clone(), to: change["to"].clone() })
        }
    };
    let fields: Vec<AuditChangeView> = body["fields"].as_array().into_iter().flatten().filter_map(field).collect();
    match (body.get("from"), body.get("to")) {
        (Some(from), Some(to)) if fields.is_empty() => {
            vec![AuditChangeView { field: String::new(), from: from.clone(), to: to.clone() }]
        }
        _ => fields,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_change_is_read_from_whatever_tells_before_and_after() {
        let told =
            |body: Value| changes(&body).into_iter().map(|one| (one.field, one.from, one.to)).collect::<Vec<_>>();
        let fields = json!({ "fields": [{ "field": "stage", "from": "lead", "to": "owner" }, "phone", 7] });
        assert_eq!(
            told(fields),
            [("stage".into(), json!("lead"), json!("owner")), ("phone".into(), Value::Null, Value::Null)]
        );
        assert_eq!(
            told(json!({ "from": null, "to": { "name": "李雷" } })),
            [(String::new(), Value::Null, json!({ "name": "李雷" }))]
        );
        assert!(told(json!({ "title": "x" })).is_empty());
    }
}
