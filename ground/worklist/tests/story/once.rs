//! What departments and listeners call.

use chrono::TimeDelta;
use kernel::permission::{Permission, SeeTasks};
use platform::SystemActor;
use worklist::{Draft, Priority, TaskKind, Whose};

use crate::house::{CAR, GROUP, House, LI, NORTH, SOUTH, ZHAO, on_each_engine};

fn draft(house: &House) -> Draft {
    Draft {
        store: NORTH,
        department: "customers",
        title: "Verify the phone number".into(),
        kind: TaskKind::Verify,
        due_at: house.now() - TimeDelta::hours(1),
        priority: Priority::High,
        customer: Some(ZHAO),
        vehicle: Some(CAR),
        assignee: Some(LI),
        note: None,
    }
}

#[tokio::test]
async fn a_listener_that_hears_twice_adds_one_task() {
    on_each_engine(async |house| {
        for round in 0..2 {
            let draft = draft(&house);
            let door = house.listener();
            let added = door
                .write(async |tx| {
                    tx.enter(GROUP);
                    worklist::add_once(tx, "customers.verify:1", draft).await
                })
                .await
                .unwrap();
            assert_eq!(added.is_some(), round == 0);
        }
        assert_eq!(house.titles("li", "/tasks").await.len(), 1);
        let journal = house.journal().await;
        assert_eq!((journal.len(), journal[0].group_id, journal[0].customer_id), (1, GROUP, Some(ZHAO)));
        assert_eq!(journal[0].body["assignee"]["name"], "Li");
    })
    .await;
}

#[tokio::test]
async fn profiles_and_managers_find_the_tasks_they_ask_for() {
    on_each_engine(async |house| {
        let draft = draft(&house);
        let door = house.platform.system(SystemActor::Jobs, GROUP).under(SeeTasks::NAME);
        door.write(async |tx| worklist::add(tx, draft).await).await.unwrap();
        let db = door.read();
        for found in [
            worklist::of_customer(&db, ZHAO, 10).await.unwrap(),
            worklist::of_vehicle(&db, CAR, 10).await.unwrap(),
            worklist::next_due(&db, None, 10).await.unwrap(),
            worklist::overdue(&db, Whose::Assigned(LI), 10).await.unwrap(),
            worklist::overdue(&db, Whose::OfStore(NORTH), 10).await.unwrap(),
        ] {
            assert_eq!((found.len(), found[0].title.as_str()), (1, "Verify the phone number"));
            assert_eq!(found[0].customer.as_ref().unwrap().name, "Zhao");
        }
        assert!(worklist::overdue(&db, Whose::Unassigned, 10).await.unwrap().is_empty());
        let summary = worklist::summary(&db, Whose::Anyones, Some(NORTH)).await.unwrap();
        assert_eq!((summary.open, summary.overdue, summary.by_assignee.len()), (1, 1, 1));
        let elsewhere = worklist::summary(&db, Whose::Anyones, Some(SOUTH)).await.unwrap();
        assert_eq!((elsewhere.open, elsewhere.overdue), (0, 0));
        assert!(worklist::next_due(&db, Some(SOUTH), 10).await.unwrap().is_empty());
    })
    .await;
}
