//! The house of the demo world has something true on its pages, told as its people would tell it.

use access::NewKey;
use kernel::{Reach, time::Calendar};
use platform::SystemActor;
use serde_json::{Value, json};
use server::demo;
use testkit::{Caller, House};

const SEED: u64 = 7;
const CUSTOMERS: u64 = 400;

async fn told() -> (House, Caller) {
    let house = House::new().await;
    let before = access::list_groups(&house.platform.house(SystemActor::Seed).read()).await.unwrap();
    let today = Calendar::default().day(house.platform.clock().now());
    demo::load_as_of(&house.platform, SEED, CUSTOMERS, today).await.unwrap();
    demo::tell_affairs(&house.platform).await.unwrap();
    let groups = access::list_groups(&house.platform.house(SystemActor::Seed).read()).await.unwrap();
    let group = groups.iter().find(|group| before.iter().all(|known| known.id != group.id)).unwrap().id;
    let door = house.platform.system(SystemActor::Command, group);
    let role_id = access::find_role(&door.read(), "group_manager").await.unwrap().id;
    let new = NewKey { name: "visitor".into(), role_id, reach: Reach::Group, store_id: None, expires_at: None };
    let (_, secret) = access::create_key(&door, new).await.unwrap();
    let visitor = house.with_key(&secret);
    house.settle().await;
    (house, visitor)
}

async fn items(by: &Caller, path: &str) -> Vec<Value> {
    by.get(path).await.is(200).body["items"].as_array().unwrap().clone()
}

platform::record! {
    struct Open { count: i64 }
}

#[tokio::test]
async fn nobody_of_the_demo_house_is_signed_in_before_somebody_signs_in() {
    let (house, _visitor) = told().await;
    let door = house.platform.house(SystemActor::Command);
    let sql = "select count(*) from sessions where revoked_at is null";
    let open: Vec<Open> = door.read().fetch_text(sql, vec![]).await.unwrap();
    assert_eq!(open[0].count, 0);
}

#[tokio::test]
async fn the_demo_house_has_messages_that_arrived_failed_and_were_answered() {
    let (_house, visitor) = told().await;
    let messages = items(&visitor, "/messages?limit=100").await;
    let in_state = |state: &str| messages.iter().filter(|message| message["state"] == state).collect::<Vec<_>>();
    assert_eq!((in_state("delivered").len(), in_state("failed").len()), (4, 2));
    assert!(in_state("failed").iter().any(|message| message["error"].as_str().unwrap().contains("空号")));
    let mut heard = Vec::new();
    for message in in_state("delivered") {
        let path = format!("/customers/{}/timeline?limit=50", message["customer"]["id"].as_str().unwrap());
        heard.extend(items(&visitor, &path).await.into_iter().map(|entry| entry["name"].as_str().unwrap().to_owned()));
    }
    let replies = heard.iter().filter(|name| *name == "message.replied").count();
    assert_eq!((replies, heard.contains(&"message.opted_out".to_owned())), (2, true));
    let setups = visitor.get("/channel-setups").await.is(200);
    let sms = setups.body.as_array().unwrap().iter().find(|setup| setup["channel"] == "sms").unwrap().clone();
    assert_eq!(sms["settings"]["carrier"], "stand_in", "nothing leaves the demo house");
}

#[tokio::test]
async fn the_demo_house_keeps_proofs_of_consents_shares_and_verifying_calls() {
    let (_house, visitor) = told().await;
    let shares = items(&visitor, "/shares").await;
    let with = |party: &str| shares.iter().find(|share| share["party"] == party).unwrap();
    assert_eq!(
        (shares.len(), &with("authority")["customers"], &with("insurer")["customers"]),
        (2, &json!(4), &json!(2))
    );
    let insured = items(&visitor, &format!("/shares/{}/customers", with("insurer")["id"].as_str().unwrap())).await;
    let answers = items(&visitor, &format!("/customers/{}/consents/answers", insured[0]["id"].as_str().unwrap())).await;
    assert!(answers.iter().any(|answer| answer["purpose"] == "share_insurer" && answer["proof"].is_string()));
    let calls = items(&visitor, "/tasks?kind=verify&state=all&limit=50").await;
    let done = calls.iter().filter(|task| task["state"] == "done").count();
    assert_eq!(done, 3);
    assert!(calls.len() > done, "some are still to be made");
    let wrong = visitor.get("/customers/count?filter=doubtful:is:phone_wrong").await.is(200);
    assert_eq!(wrong.text("/count"), "2", "one found out by a call, one by a message that failed");
}

#[tokio::test]
async fn the_audit_of_the_demo_house_finds_some_of_its_records_and_its_tasks_show() {
    let (_house, visitor) = told().await;
    let audits = items(&visitor, "/quality/audits").await;
    let [audit] = audits.as_slice() else { panic!("{audits:?}") };
    let store = audit["store"]["id"].as_str().unwrap();
    let all = visitor.get(&format!("/customers/count?exact=true&filter=store:is:{store}")).await.is(200);
    let (found, all) = (audit["total"].as_i64().unwrap(), all.body["count"].as_i64().unwrap());
    assert_eq!((&audit["state"], &audit["left"], &audit["done"]), (&json!("running"), &json!(found), &json!(0)));
    assert!((all * 5..=all * 15).contains(&(found * 100)), "{found} of {all}: {audit}");
    assert!(audit["average_before"].as_i64() < audit["score_below"].as_i64(), "{audit}");
    let mut tasks = items(&visitor, "/tasks?kind=confirm_data&state=open&limit=100").await;
    // The others were asked for in the stories of their customers.
    tasks.retain(|task| task["title"].as_str().unwrap().starts_with("完善资料："));
    assert_eq!(i64::try_from(tasks.len()).unwrap(), found);
    assert!(tasks.iter().all(|task| task["assignee"].is_object() && task["customer"].is_object()), "{tasks:?}");
}

#[tokio::test]
async fn the_demo_house_has_leads_in_every_state_and_of_every_kind_of_channel() {
    let (_house, visitor) = told().await;
    let leads = items(&visitor, "/leads?state=all&limit=100").await;
    for state in [
        "unassigned",
        "unanswered",
        "recorded",
        "invited",
        "following",
        "ordered",
        "won",
        "finished",
        "loss_asked",
        "lost",
    ] {
        assert!(leads.iter().any(|lead| lead["state"] == state), "none is {state}");
    }
    assert!(leads.iter().any(|lead| lead["enquiries"] == 2), "somebody asked twice");
    let channels: std::collections::BTreeSet<&str> =
        leads.iter().map(|lead| lead["channel"].as_str().unwrap()).collect();
    assert!(channels.len() >= 10, "{channels:?}");
    let summary = visitor.get("/leads/summary").await.is(200);
    assert_eq!(summary.body["losses"]["count"], 1);
}
