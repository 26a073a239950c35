//! Customers as they change: field by field, from hand to hand, put away and brought back.

use futures::future::join_all;
use insta::assert_json_snapshot;
use kernel::Reach;
use serde_json::{Value, json};
use testkit::{Answer, House};

use crate::people::{events, everything};

#[tokio::test]
async fn named_fields_change_and_null_empties_them() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let added = boss.post("/customers", everything(&house)).await.is(201);
    let path = format!("/customers/{}", added.id());
    let change =
        json!({ "name": "欧阳娜", "stage": "owner", "occupation": null, "birthday": null, "source": "转介绍" });
    let changed = boss.patch_from(1, &path, change.clone()).await.is(200);
    assert_eq!(changed.body["version"], 2);
    for (field, expected) in change.as_object().unwrap() {
        assert_eq!(&changed.body[field], expected, "{field}");
    }
    assert_eq!(changed.body["preferred_colour"], "白色");
    let entry = boss.get(&format!("{path}/timeline?limit=1")).await.is(200).body["items"][0].clone();
    assert_json_snapshot!((&entry["name"], &entry["body"]), @r#"
    [
      "customer.changed",
      {
        "fields": [
          {
            "field": "name",
            "from": "欧阳娜娜",
            "to": "欧阳娜"
          },
          {
            "field": "stage",
            "from": "intent",
            "to": "owner"
          },
          {
            "field": "birthday",
            "from": "1990-03-12",
            "to": null
          },
          {
            "field": "occupation",
            "from": "教师",
            "to": null
          },
          {
            "field": "source",
            "from": "车展",
            "to": "转介绍"
          }
        ]
      }
    ]
    "#);
    // The same again is no change, and no entry.
    boss.patch_from(2, &path, change).await.is(200);
    assert_eq!(boss.get(&path).await.body["version"], 2);
    let cleared = json!({
        "gender": null, "preferred_colour": null, "preferred_slot": null, "preferred_channel": null, "purpose": null,
        "use_scenario": null, "decision_style": null, "source": null,
    });
    let emptied = boss.patch(&path, cleared.clone()).await.is(200);
    assert!(cleared.as_object().unwrap().keys().all(|field| emptied.body[field].is_null()), "{}", emptied.body);
    assert_eq!(boss.patch(&path, json!({ "name": "" })).await.is(422).code(), "name.empty");
    assert_eq!(boss.patch(&path, json!({ "birthday": "1800-01-01" })).await.is(422).code(), "birthday.impossible");
    assert_eq!(boss.patch(&path, json!({ "id": added.id() })).await.is(422).code(), "field.wrong");
}

#[tokio::test]
async fn a_change_from_an_old_version_is_shown_the_new_one() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let path = format!("/customers/{}", boss.post("/customers", everything(&house)).await.is(201).id());
    boss.patch_from(1, &path, json!({ "source": "官网" })).await.is(200);
    let stale = boss.patch_from(1, &path, json!({ "source": "抖音" })).await.is(412);
    assert_eq!(
        (stale.code(), stale.text("/current/source"), stale.text("/current/version")),
        ("stale", "官网".into(), "2".into())
    );
    let gone = boss.call(http::Method::DELETE, &path, None, &[("if-match", "\"1\"")]).await.is(412);
    assert_eq!(gone.text("/current/version"), "2");
    boss.patch_from(2, &path, json!({ "source": "抖音" })).await.is(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_eight_changes_to_one_version_one_wins() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let path = format!("/customers/{}", boss.post("/customers", everything(&house)).await.is(201).id());
    let changes = (0..8).map(|number| {
        let (boss, path) = (boss.clone(), path.clone());
        tokio::spawn(async move { boss.patch_from(1, &path, json!({ "source": format!("来源 {number}") })).await })
    });
    let answers: Vec<Answer> = join_all(changes).await.into_iter().map(Result::unwrap).collect();
    let winners: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(winners.len(), 1);
    let kept = boss.get(&path).await.is(200);
    assert_eq!((kept.text("/source"), kept.text("/version")), (winners[0].text("/source"), "2".into()));
    for lost in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!((lost.status.as_u16(), lost.text("/current/source")), (412, kept.text("/source")), "{}", lost.body);
    }
    let id = path.rsplit('/').next().unwrap();
    assert_eq!(events(&boss, id).await.iter().filter(|name| *name == "customer.changed").count(), 1);
}

#[tokio::test]
async fn a_customer_is_given_to_others_by_those_who_may() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let seller = house.person("li", "李雷", "sales_consultant", Reach::Own).await;
    let wang = house.hire("wang", "王芳", "sales_consultant", Reach::Own).await;
    let form = json!({ "name": "赵先生", "consultant_id": seller.staff });
    let path = format!("/customers/{}", seller.post("/customers", form).await.is(201).id());
    let own = seller.patch(&path, json!({ "consultant_id": wang })).await.is(403);
    assert_eq!(own.text("/permission"), "assign_customers");
    let given = boss.patch_from(1, &path, json!({ "consultant_id": wang, "advisor_id": seller.staff })).await.is(200);
    assert_eq!((given.text("/consultant/name"), given.text("/advisor/name")), ("王芳".into(), "李雷".into()));
    assert_eq!(boss.patch(&path, json!({ "consultant_id": wang })).await.is(409).code(), "customer.same_consultants");
    let unknown = json!({ "advisor_id": "01900000-0000-7000-8000-000000000000" });
    assert_eq!(boss.patch(&path, unknown).await.is(422).code(), "staff.unknown");
    // Given away with a word about it in one step: two entries, and whoever gave it up sees it no more.
    let both = json!({ "advisor_id": null, "source": "转介绍" });
    assert!(boss.patch(&path, both).await.is(200).body["advisor"].is_null());
    let id = path.rsplit('/').next().unwrap();
    assert_eq!(
        events(&boss, id).await,
        ["customer.changed", "customer.assigned", "customer.assigned", "customer.created"]
    );
    seller.get(&path).await.is(404);
}

#[tokio::test]
async fn a_deleted_customer_rests_until_restored() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let path = format!("/customers/{}", boss.post("/customers", everything(&house)).await.is(201).id());
    boss.delete(&path).await.is(204);
    assert_eq!(boss.delete(&path).await.is(409).code(), "customer.deleted");
    assert_eq!(boss.patch(&path, json!({ "source": "x" })).await.is(409).code(), "customer.deleted");
    let note = json!({ "kind": "note", "text": "x" });
    assert_eq!(boss.post(&format!("{path}/notes"), note).await.is(409).code(), "customer.deleted");
    assert_eq!(boss.get(&path).await.is(200).body["can"], json!(["restore"]));
    assert_eq!(boss.get("/customers").await.names(), [""; 0]);
    assert_eq!(boss.get("/customers?deleted=true").await.names(), ["欧阳娜娜"]);
    assert_eq!(boss.get("/search?q=欧阳").await.body["hits"], json!([]));
    boss.put(&format!("{path}/restoration"), Value::Null).await.is(200);
    assert_eq!(boss.put(&format!("{path}/restoration"), Value::Null).await.is(409).code(), "customer.not_deleted");
    assert_eq!(boss.get("/customers").await.names(), ["欧阳娜娜"]);
    let id = path.rsplit('/').next().unwrap();
    assert_eq!(events(&boss, id).await[..2], ["customer.restored", "customer.deleted"]);
}
