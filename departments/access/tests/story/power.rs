//! Who can see what and why, and that nobody rises above themselves.

use access::power::CustomerCount;
use platform::database::paging::Count;
use serde_json::{Value, json};

use crate::{answer::Answer, house::House};

fn line<'a>(view: &'a Answer, permission: &str) -> &'a Value {
    let lines = view.body["lines"].as_array().unwrap();
    lines.iter().find(|line| line["permission"] == permission).unwrap_or(&Value::Null)
}

#[tokio::test]
async fn the_power_of_a_person_is_shown_with_its_reasons() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let leader = boss.get(&format!("/api/v1/staff/{}/power", house.id_of("leader").await)).await;
    assert_eq!(leader.status, 200);
    assert_eq!(leader.body["staff"]["name"], "leader 先生");
    let sees = line(&leader, "see_customers");
    assert_eq!(sees["reach"], "team");
    assert_eq!(sees["department"], "customers");
    assert_eq!(sees["stores"][0]["code"], "SH01");
    assert_eq!(sees["because"], json!([{ "role": "销售经理", "reach": "team", "store": "上海浦东店" }]));
    assert!(line(&leader, "manage_staff").is_null());
    let phone = &leader.body["masks"][0];
    assert_eq!((&phone["field"], &phone["sees"], &phone["because"]), (&json!("phone"), &json!(false), &json!([])));

    let manager = boss.get(&format!("/api/v1/staff/{}/power", house.id_of("manager").await)).await;
    assert_eq!(manager.body["masks"][0]["because"], json!(["店总经理"]));
    let own = boss.get(&format!("/api/v1/staff/{}/power", house.id_of("boss").await)).await;
    assert_eq!(line(&own, "see_customers")["stores"].as_array().unwrap().len(), 2);
    assert_eq!(line(&own, "see_customers")["because"][0]["store"], Value::Null);
}

#[tokio::test]
async fn records_are_counted_as_the_person_would_see_them() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let path = |id| format!("/api/v1/staff/{id}/power");
    let seller = house.id_of("seller").await;
    assert_eq!(boss.get(&path(seller)).await.body["records"], Value::Null);
    // Stands in for customers: as many as there are people whose records the reader sees.
    house
        .platform
        .provide(CustomerCount(|db| Box::pin(async move { Ok(Count::exact(db.scope().span().people.len() as u64)) })));
    let counted = async |id| boss.get(&path(id)).await.body["records"]["customers"]["count"].clone();
    assert_eq!(counted(seller).await, 1);
    assert_eq!(counted(house.id_of("leader").await).await, 2);
    let grants = json!({ "grants": [{ "role_id": house.role_id("technician").await, "reach": "store" }] });
    assert_eq!(boss.patch(&format!("/api/v1/staff/{seller}"), 1, grants).await.status, 200);
    assert_eq!(counted(seller).await, 0);
}

#[tokio::test]
async fn two_grants_of_one_permission_are_two_reasons_and_the_farthest_counts() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let seller = house.id_of("seller").await;
    let grants = json!([
        { "role_id": house.role_id("sales_consultant").await, "reach": "own" },
        { "role_id": house.role_id("data_clerk").await, "reach": "store", "store_id": house.suzhou },
    ]);
    assert_eq!(boss.patch(&format!("/api/v1/staff/{seller}"), 1, json!({ "grants": grants })).await.status, 200);
    let view = boss.get(&format!("/api/v1/staff/{seller}/power")).await;
    let sees = line(&view, "see_customers");
    assert_eq!(sees["reach"], "store");
    assert_eq!(sees["because"].as_array().unwrap().len(), 2);
    assert_eq!(sees["stores"].as_array().unwrap().len(), 2);
    assert_eq!(line(&view, "import_customers")["stores"][0]["code"], "SZ01");
}

#[tokio::test]
async fn power_is_seen_only_within_reach() {
    let house = House::open().await;
    let manager = house.signed_in("manager").await;
    let path = |id| format!("/api/v1/staff/{id}/power");
    assert_eq!(manager.get(&path(house.id_of("seller").await)).await.status, 200);
    assert_eq!(manager.get(&path(house.id_of("far_manager").await)).await.says(), (404, "not_found"));
    assert_eq!(manager.get(&path(house.id_of("neighbour").await)).await.says(), (404, "not_found"));
    let leader = house.signed_in("leader").await;
    assert_eq!(leader.get(&path(house.id_of("seller").await)).await.status, 200);
    assert_eq!(leader.get(&path(house.id_of("advisor").await)).await.says(), (404, "not_found"));
    let seller = house.signed_in("seller").await;
    assert_eq!(seller.get(&path(house.id_of("seller").await)).await.says(), (403, "permission.missing"));
}

#[tokio::test]
async fn nobody_gives_a_role_or_reach_beyond_their_own() {
    let house = House::open().await;
    let manager = house.signed_in("manager").await;
    let seller = format!("/api/v1/staff/{}", house.id_of("seller").await);
    let grant = |role: &str, reach: &str, store: Value| json!({ "grants": [{ "role_id": role, "reach": reach, "store_id": store }] });
    let (consultant, it) = (house.role_id("sales_consultant").await, house.role_id("it_admin").await);
    for beyond in [
        grant(&consultant, "group", Value::Null),
        grant(&consultant, "store", json!(house.suzhou)),
        grant(&consultant, "own", json!(house.suzhou)),
        grant(&it, "own", Value::Null),
    ] {
        let refused = manager.patch(&seller, 1, beyond.clone()).await;
        assert_eq!(refused.says(), (409, "role.beyond_own_power"), "{beyond}");
    }
    let neighbours = manager.patch(&seller, 1, grant(&consultant, "own", json!(house.next_door))).await;
    assert_eq!(neighbours.says(), (422, "store.unknown"));
    assert_eq!(manager.patch(&seller, 1, grant(&consultant, "store", Value::Null)).await.status, 200);
}

#[tokio::test]
async fn nobody_takes_over_the_account_of_somebody_more_powerful() {
    let house = House::open().await;
    let manager = house.signed_in("manager").await;
    let boss = format!("/api/v1/staff/{}", house.id_of("boss").await);
    let seen = manager.get(&boss).await;
    assert_eq!(seen.status, 200);
    assert_eq!(seen.body["can"], json!(["see_power"]));
    let new = json!({ "new": "a better password" });
    assert_eq!(manager.put(&format!("{boss}/password"), new).await.says(), (409, "role.beyond_own_power"));
    assert_eq!(manager.put(&format!("{boss}/lock"), json!({})).await.says(), (409, "role.beyond_own_power"));
    let renamed = manager.patch(&boss, 1, json!({ "login": "mine", "grants": [] })).await;
    assert_eq!(renamed.says(), (409, "role.beyond_own_power"));
    assert_eq!(house.signed_in("boss").await.get("/api/v1/session").await.status, 200);
}

#[tokio::test]
async fn nobody_grows_by_leading_a_department_either() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    // A role that may arrange departments, and looks after customers of a team only.
    let permissions = json!(["use_roadbook", "manage_stores"]);
    let role = boss.post("/api/v1/roles", json!({ "name": "排班", "permissions": permissions })).await;
    let advisor = house.id_of("advisor").await;
    let grants = json!({ "grants": [
        { "role_id": role.body["id"], "reach": "store" },
        { "role_id": house.role_id("sales_consultant").await, "reach": "team" },
    ] });
    assert_eq!(boss.patch(&format!("/api/v1/staff/{advisor}"), 1, grants).await.status, 200);
    let planner = house.signed_in("advisor").await;
    let path = format!("/api/v1/departments/{}", house.sales);
    let refused = planner.patch(&path, 1, json!({ "head_id": advisor })).await;
    assert_eq!(refused.says(), (409, "role.beyond_own_power"));
    assert_eq!(planner.patch(&path, 1, json!({ "name": "新车销售部" })).await.status, 200);
}

#[tokio::test]
async fn the_last_administrator_of_a_group_stays() {
    let house = House::open().await;
    let boss = house.signed_in("boss").await;
    let (boss_id, admin) = (house.id_of("boss").await, house.id_of("admin").await);
    assert_eq!(boss.put(&format!("/api/v1/staff/{admin}/lock"), json!({})).await.status, 200);
    let itself = boss.patch(&format!("/api/v1/staff/{boss_id}"), 1, json!({ "grants": [] })).await;
    assert_eq!(itself.says(), (409, "staff.last_administrator"));
    let role = house.role_id("group_manager").await;
    let weaker = json!({ "permissions": ["use_roadbook", "manage_staff"] });
    assert_eq!(boss.patch(&format!("/api/v1/roles/{role}"), 1, weaker).await.says(), (409, "staff.last_administrator"));
    for oneself in [
        boss.patch(&format!("/api/v1/staff/{boss_id}"), 1, json!({ "is_active": false })).await,
        boss.put(&format!("/api/v1/staff/{boss_id}/lock"), json!({})).await,
    ] {
        assert_eq!(oneself.says(), (409, "staff.oneself"));
    }
    assert_eq!(boss.delete(&format!("/api/v1/staff/{admin}/lock")).await.status, 200);
    assert_eq!(boss.patch(&format!("/api/v1/staff/{boss_id}"), 1, json!({ "grants": [] })).await.status, 200);
    assert_eq!(boss.get("/api/v1/session").await.says(), (403, "permission.missing"));
}
