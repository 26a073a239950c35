//! What the outbox does with a message.

use chrono::TimeDelta;
use messaging::{ChannelKind, NewMessage, Undelivered};
use platform::{SystemActor, jobs};
use serde_json::{Value, json};

use crate::house::{GROUP, House, LI, NORTH, PHONE, ZHAO, on_each_engine};

async fn written(house: &House) -> String {
    let answer = house.post("li", json!({"customer_id": ZHAO, "channel": "sms", "text": "Your car is ready."})).await;
    format!("/messages/{}", answer.id())
}

#[tokio::test]
async fn a_message_reaches_its_address_once_and_the_journal_says_so() {
    on_each_engine(async |house| {
        let path = written(&house).await;
        assert_eq!(house.run_jobs().await, 1);
        assert_eq!(house.run_jobs().await, 0);
        let carried = house.carrier.carried.lock().unwrap().clone();
        assert_eq!(carried.len(), 1);
        assert_eq!((carried[0].1.as_str(), carried[0].2.as_str()), (PHONE, "Your car is ready."));

        let sent = house.get("li", &path).await.body;
        assert_eq!((&sent["state"], &sent["attempts"]), (&json!("sent"), &json!(1)));
        assert_eq!((&sent["sent_at"], &sent["error"]), (&json!("2026-03-02T01:00:00Z"), &Value::Null));

        let journal = house.journal().await;
        assert_eq!((journal.len(), journal[0].name.as_str()), (1, "message.sent"));
        assert_eq!(
            (journal[0].customer_id, journal[0].store_id, journal[0].group_id),
            (Some(ZHAO), Some(NORTH), GROUP)
        );
        assert_eq!((journal[0].actor_id, journal[0].actor_name.as_str()), (Some(LI.0), "Li"));
        assert_eq!(
            (&journal[0].body["channel"], &journal[0].body["text"]),
            (&json!("sms"), &json!("Your car is ready."))
        );
        assert!(!journal[0].body.to_string().contains("1234"), "the journal holds no address");
    })
    .await;
}

#[tokio::test]
async fn a_message_waits_while_the_channel_is_busy_and_then_goes() {
    on_each_engine(async |house| {
        let path = written(&house).await;
        house.carrier.moods.lock().unwrap().push_back(Undelivered::Later("the quota is used up".into()));
        assert_eq!(house.run_jobs().await, 1);
        let held = house.get("li", &path).await.body;
        assert_eq!(
            (&held["state"], &held["error"], &held["attempts"]),
            (&json!("waiting"), &json!("the quota is used up"), &json!(1))
        );
        assert_eq!(house.run_jobs().await, 0, "not before its time");

        house.wait(TimeDelta::seconds(10));
        assert_eq!(house.run_jobs().await, 1);
        let sent = house.get("li", &path).await.body;
        assert_eq!((&sent["state"], &sent["error"], &sent["attempts"]), (&json!("sent"), &Value::Null, &json!(2)));
        assert_eq!(house.journal().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_message_that_can_never_arrive_is_given_up_at_once() {
    on_each_engine(async |house| {
        let path = written(&house).await;
        house.carrier.moods.lock().unwrap().push_back(Undelivered::Never("the number is not in use".into()));
        house.run_jobs().await;
        house.wait(TimeDelta::hours(2));
        assert_eq!(house.run_jobs().await, 0);
        let failed = house.get("li", &path).await.body;
        assert_eq!((&failed["state"], &failed["error"]), (&json!("failed"), &json!("the number is not in use")));
        let journal = house.journal().await;
        assert_eq!((journal.len(), journal[0].name.as_str()), (1, "message.failed"));
        assert_eq!(journal[0].body["cause"], "the number is not in use");
    })
    .await;
}

#[tokio::test]
async fn a_channel_that_stays_busy_is_given_up_after_eight_tries() {
    on_each_engine(async |house| {
        let path = written(&house).await;
        house.carrier.moods.lock().unwrap().extend((0..20).map(|_| Undelivered::Later("no line".into())));
        for _ in 0..20 {
            house.run_jobs().await;
            house.wait(TimeDelta::hours(1));
        }
        let failed = house.get("li", &path).await.body;
        assert_eq!((&failed["state"], &failed["attempts"]), (&json!("failed"), &json!(8)));
        assert_eq!(house.journal().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_message_of_a_rolled_back_change_is_never_sent() {
    on_each_engine(async |house| {
        let door = house.platform.system(SystemActor::Command, GROUP);
        let message = || NewMessage {
            customer_id: ZHAO,
            channel: ChannelKind::Sms,
            subject: None,
            text: "From the house.".into(),
            purpose: messaging::Purpose::Notice,
        };
        let outcome: kernel::Result<()> = door
            .write(async |tx| {
                messaging::write(tx, message()).await?;
                Err(kernel::Error::NotFound)
            })
            .await;
        assert!(outcome.is_err());
        assert_eq!(house.run_jobs().await, 0);

        door.write(async |tx| messaging::write(tx, message()).await).await.unwrap();
        assert_eq!(house.run_jobs().await, 1);
        let journal = house.journal().await;
        assert_eq!((journal.len(), journal[0].actor_kind.as_str()), (1, "system"));
    })
    .await;
}

#[tokio::test]
async fn what_no_carrier_takes_is_shown_by_the_stand_in() {
    on_each_engine(async |house| {
        let email = json!({"customer_id": ZHAO, "channel": "email", "subject": "Ready", "text": "Your car is ready."});
        let written = house.post("li", email).await;
        assert_eq!((&written.body["via"], &written.body["to"]), (&json!("stand-in"), &json!("z***@example.com")));
        assert_eq!(jobs::run_due(&house.platform, &messaging::jobs()).await.unwrap(), 1);
        let sent = house.get("li", &format!("/messages/{}", written.id())).await.body;
        assert_eq!((&sent["state"], &sent["subject"]), (&json!("sent"), &json!("Ready")));
        assert_eq!(house.journal().await[0].body["subject"], "Ready");
        assert!(house.carrier.carried.lock().unwrap().is_empty());
    })
    .await;
}
