//! One record of every noun, made through the API, and the ids by which paths and forms point at them.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use kernel::Reach;
use platform::outside::Targets;
use serde_json::{Value, json};
use testkit::{Caller, House};

/// The ids of one group's records, by the word that stands before them in a path.
#[derive(Clone, Debug)]
pub struct Records(BTreeMap<&'static str, String>);

impl Records {
    /// Makes one of each, as somebody who may do everything.
    pub async fn of(house: &House, boss: &Caller) -> Self {
        let store = house.store.id.to_string();
        let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
        let staff = seller.staff.unwrap().to_string();
        let department = boss.get("/departments").await.is(200).text("/items/0/id");
        let sessions = seller.get("/sessions").await.is(200);
        let session = sessions.body.pointer("/items/0/id").or(sessions.body.pointer("/0/id")).unwrap().clone();
        let form = json!({
            "name": "王小明", "store_id": store, "consultant_id": staff, "phones": ["13800001234"],
            "id_number": "11010519491231002X", "address": "上海市浦东新区张江路 1 号",
        });
        let customer = boss.post("/customers", form).await.is(201);
        let id = customer.id();
        let car = json!({ "brand": "大众", "series": "帕萨特", "plate": "沪B12345", "owner_id": id, "mileage_km": 10 });
        let vehicle = boss.post("/vehicles", car).await.is(201);
        let fault = json!({ "happened_on": "2025-06-01", "system": "brake", "symptom": "制动异响" });
        let fault = boss.post(&format!("/vehicles/{}/faults", vehicle.id()), fault).await.is(201).id();
        let note = boss.post(&format!("/customers/{id}/notes"), json!({ "kind": "note", "text": "x" })).await.is(201);
        let group = boss.post("/tag-groups", json!({ "name": "来源" })).await.is(201).id();
        let tag = boss.post("/tags", json!({ "group_id": group, "name": "车展", "colour": "blue" })).await.is(201).id();
        let task = json!({ "title": "回电", "kind": "call", "due_at": house.clock.now(), "assignee_id": staff, "customer_id": id });
        let task = boss.post("/tasks", task).await.is(201).id();
        let stand_in = house.hire("sun", "孙静", "sales_consultant", Reach::Own).await;
        let (from, until) = (house.clock.now() + TimeDelta::days(300), house.clock.now() + TimeDelta::days(301));
        let absence = json!({ "staff_id": staff, "stand_in_id": stand_in, "from": from, "until": until });
        let absence = boss.post("/absences", absence).await.is(201).id();
        let view = json!({ "about": "customers", "name": "我的", "colour": "blue", "definition": { "filters": [], "columns": ["name"] } });
        let view = boss.post("/views", view).await.is(201).id();
        let term =
            json!({ "clock": "whole_car", "months": 48, "km": 100_000, "source": "质保手册", "since": "2023-01-01" });
        let term = boss.post("/warranty-terms", term).await.is(201).id();
        let recall = json!({ "number": "S2026M0012V", "title": "制动软管", "brand": "大众", "kind": "recall", "remedy": "更换", "begins_on": "2026-03-01" });
        let recall = boss.post("/recalls", recall).await.is(201).id();
        let criterion =
            boss.post(&format!("/recalls/{recall}/criteria"), json!({ "brand": "大众" })).await.is(201).id();
        boss.post(&format!("/recalls/{recall}/vins"), json!({ "text": "LSVAA4183E2000001" })).await.is(201);
        boss.put(&format!("/recalls/{recall}/opening"), Value::Null).await.is(200);
        let work = boss.post(&format!("/recalls/{recall}/searches"), Value::Null).await.is(201).id();
        let role = json!({ "name": "前台", "permissions": ["use_roadbook", "see_customers"] });
        let role = boss.post("/roles", role).await.is(201).id();
        let key = json!({ "name": "对接", "role_id": role, "reach": "store", "store_id": store });
        let key = boss.post("/keys", key).await.is(201).text("/key/id");
        // Nobody listens there, which is known at once.
        house.platform.provide(Targets::Private);
        let hook =
            json!({ "name": "DMS", "url": "http://127.0.0.1:9/", "events": ["*"], "role_id": role, "reach": "group" });
        let hook = boss.post("/webhooks", hook).await.is(201).text("/webhook/id");
        let trial = boss.post(&format!("/webhooks/{hook}/trials"), Value::Null).await.is(201).text("/delivery/id");
        let message = json!({ "customer_id": id, "channel": "sms", "text": "您好" });
        let message = boss.post("/messages", message).await.is(201).id();
        let page = json!({ "book": "processors", "name": "短信平台", "service": "短信", "purpose": "通知", "kinds": ["contact"] });
        let entry = boss.post("/book-entries", json!({ "page": page })).await.is(201).id();
        let asked = json!({ "kind": "access", "channel": "desk", "asked_by": "person", "asker_name": "王小明", "customer_id": id });
        let request = boss.post("/person-requests", asked).await.is(201).id();
        let policy =
            boss.post("/policies", json!({ "name": "隐私政策", "purposes": ["marketing"] })).await.is(201).id();
        let draft = json!({ "title": "隐私政策", "body": "我们如何使用您的个人信息" });
        boss.put(&format!("/policies/{policy}/draft"), draft).await.is(200);
        boss.put(&format!("/policies/{policy}/publication"), Value::Null).await.is(200);
        let wording = json!({ "zh": { "text": "{{customer.name}}" } });
        let template =
            json!({ "code": "x", "name": "模板", "channel": "sms", "purpose": "notice", "wording": wording });
        let template = boss.post("/message-templates", template).await.is(201).id();
        let price = json!({ "channel": "sms", "from_day": "2026-01-01", "thousandths": 45 });
        let price = boss.post("/message-prices", price).await.is(201).id();
        let change = json!({ "about": "customers", "filters": ["stage:is:lost"], "change": { "kind": "set_stage", "value": "lead" } });
        let change = boss.post("/bulk-changes", change).await;
        let export = json!({ "about": "customers", "filters": [], "columns": ["name"], "format": "csv" });
        let export = boss.post("/exports", export).await;
        let provider = json!({
            "name": "账号中心", "issuer": "https://login.example.com", "client_id": "roadbook", "matching": "email",
        });
        let provider = boss.post("/identity-providers", provider).await.is(201).id();
        let wish = json!({ "name": "赵敏", "phone": "13700002222", "channel": "walk_in", "store_id": store });
        let lead = boss.post("/leads", wish).await.is(201).id();
        let rule = boss.post("/assignment-rules", json!({ "title": "轮流", "store_id": store })).await.is(201).id();
        let connector =
            json!({ "name": "门户", "channel": "other", "format": "json", "signature": "none", "store_id": store });
        let connector = boss.post("/connectors", connector).await.is(201);
        let address = connector.text("/address").trim_start_matches("/api/v1").to_owned();
        house.stranger().post(&address, json!({ "name": "无号码" })).await.is(202);
        let payload = boss.get("/payloads").await.is(200).text("/items/0/id");
        let share = json!({
            "party": "authority", "party_name": "车管所", "purpose": "legal_duty", "kinds": ["identity"], "customers": [id],
            "way": "paper",
        });
        let share = boss.post("/shares", share).await.is(201).id();
        let import = upload(boss, &store).await;
        let push = json!({ "settings": { "carrier": "web_push", "contact": "mailto:it@example.com" } });
        boss.put("/channel-setups/push", push).await.is(200);
        let keys = json!({
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "auth": "BTBZMqHH6r4Tts7J_aSIgg",
        });
        let browser = json!({ "endpoint": "https://fcm.googleapis.com/fcm/send/x", "keys": keys });
        let browser = json!({ "subscription": browser, "browser": "Chrome · Windows" });
        let browser = seller.post("/push-subscriptions", browser).await.is(201).id();
        let wish = json!({ "field": "id_number", "deed": "remove" });
        let pending = boss.post(&format!("/customers/{id}/pending-changes"), wish).await.is(201).id();
        let (scan, pair) = duplicates(house, boss, &store).await;
        let double = json!({ "name": "王小明", "store_id": store, "phones": ["13800005678"] });
        let (kept, absorbed) = (
            boss.post("/customers", double.clone()).await.is(201).id(),
            boss.post("/customers", double).await.is(201).id(),
        );
        let merge = boss.post("/merges", json!({ "keep": kept, "absorb": absorbed })).await.is(201).id();
        let pairs = json!({ "pairs": [{ "keep": kept, "absorb": absorbed }] });
        let run = boss.post("/merges/bulk", pairs).await.is(201).id();
        let record = json!({ "brand": "大众", "series": "朗逸", "store_id": store });
        let (kept, absorbed) = (
            boss.post("/vehicles", record.clone()).await.is(201).id(),
            boss.post("/vehicles", record).await.is(201).id(),
        );
        let of_cars = boss.post("/vehicle-merges", json!({ "keep": kept, "absorb": absorbed })).await.is(201).id();
        let job = boss.get("/jobs?state=waiting").await.is(200).text("/items/0/id");
        let known = [
            ("jobs", job),
            ("duplicate-pairs", pair),
            ("duplicate-scans", scan),
            ("lead-limits", store.clone()),
            ("lead-takers", staff.clone()),
            ("stores", store),
            ("staff", staff),
            ("departments", department),
            ("sessions", text(&session)),
            ("pending-changes", pending),
            ("contacts", customer.text("/contacts/0/id")),
            ("addresses", customer.text("/addresses/0/id")),
            ("customers", id),
            ("people", vehicle.text("/people/0/id")),
            ("vehicles", vehicle.id()),
            ("faults", fault),
            ("notes", note.text("/note/id")),
            ("tag-groups", group),
            ("tags", tag),
            ("tasks", task),
            ("leads", lead),
            ("assignment-rules", rule),
            ("connectors", connector.id()),
            ("payloads", payload),
            ("intake", "nobodys".into()),
            ("absences", absence),
            ("views", view),
            ("warranty-terms", term),
            ("cars", vehicle.id()),
            ("recalls", recall),
            ("criteria", criterion),
            ("vins", "LSVAA4183E2000001".into()),
            ("works", work),
            ("roles", role),
            ("keys", key),
            ("webhooks", hook),
            ("deliveries", trial),
            ("messages", message),
            ("message-templates", template),
            ("message-prices", price),
            ("channel-setups", "sms".into()),
            ("sending-rules", "marketing".into()),
            ("message-receipts", "nobodys".into()),
            ("unsubscriptions", "nobodys".into()),
            ("message-links", "nobodys-0".into()),
            ("message-pictures", "nobodys".into()),
            ("person-letters", "nobodys".into()),
            ("push-subscriptions", browser),
            ("holidays", "2026".into()),
            ("book-entries", entry),
            ("person-requests", request),
            ("policies", policy),
            ("shares", share),
            ("identity-providers", provider),
            ("identities", "01900000-0000-7000-8000-000000000000".into()),
            ("consent-purposes", "marketing".into()),
            ("retention-rules", "messages".into()),
            ("person-copies", "nobody-was-given-this".into()),
            ("confirmations", "nobody-was-asked-this".into()),
            ("bulk-changes", change.id()),
            ("exports", export.id()),
            ("imports", import),
            ("merges", merge),
            ("vehicle-merges", of_cars),
            ("bulk", run),
            ("rows", "1".into()),
            ("suggestions", "win_back".into()),
            ("vin", "LSVAA4183E2000017".into()),
        ];
        house.settle().await;
        Self(known.into())
    }

    /// Of what stands before it in a path: `customers`.
    pub fn after(&self, noun: &str) -> String {
        self.0
            .get(noun)
            .unwrap_or_else(|| panic!("make one of the {noun} in records.rs, so that the walk can go there"))
            .clone()
    }

    /// Of a field in a form: `customer_id`.
    pub fn named(&self, field: &str) -> String {
        let noun = field.trim_end_matches("_id").trim_end_matches("_ids");
        self.after(match noun {
            "team_lead" | "manager" | "assignee" | "consultant" | "stand_in" | "advisor" | "head" | "staff" => "staff",
            "owner" | "customer" | "with_customer" | "id" => "customers",
            "group" => "tag-groups",
            "provider" => "identity-providers",
            "vehicle" => "vehicles",
            "store" => "stores",
            "department" => "departments",
            "role" => "roles",
            "tag" => "tags",
            _ => "customers",
        })
    }

    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str).filter(|id| id.len() == 36)
    }
}

/// The customer once more, and the search that finds the two.
async fn duplicates(house: &House, boss: &Caller, store: &str) -> (String, String) {
    let form = json!({ "name": "王小明", "store_id": store, "phones": ["13800001234"], "birthday": "1949-12-31" });
    boss.post("/customers", form).await.is(201);
    let scan = boss.post("/duplicate-scans", Value::Null).await.is(201).id();
    house.settle().await;
    (scan, boss.get("/duplicate-pairs").await.is(200).text("/items/0/id"))
}

async fn upload(boss: &Caller, store: &str) -> String {
    let part = |head: &str, body: &str| format!("--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let body = [
        part("name=\"store_id\"", store),
        part("name=\"file\"; filename=\"customers.csv\"\r\nContent-Type: text/csv", "姓名,手机\n张三,13900001111\n"),
        "--edge--\r\n".to_owned(),
    ];
    let kind = "multipart/form-data; boundary=edge";
    boss.send(http::Method::POST, "/imports", kind, body.concat().into_bytes()).await.is(201).id()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
