//! Work over the whole base reads from a replica while it follows, and from the database itself when it doesn't.

use kernel::Error;
use platform::{Platform, SystemActor};
use sea_orm::ConnectionTrait;

use crate::house::{GROUP, on_each_engine};

fn is_a_server(url: &str) -> bool {
    url.starts_with("postgres://")
}

async fn parcels_aside(platform: &Platform) -> usize {
    let door = platform.system(SystemActor::Command, GROUP);
    let db = door.read_aside();
    db.all(db.select::<crate::parcel::Entity>()).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replica_that_follows_is_read_from_and_never_written_to() {
    on_each_engine(async |house| {
        if !is_a_server(&house.url) {
            return;
        }
        house.add("轮胎").await.unwrap();
        // To the house, the same server by another way is a replica that is never behind.
        let platform = house.with_replica(&house.url).await.unwrap();
        assert_eq!(platform.database().replica_serves(), Some(false));
        assert_eq!(platform.database().look_at_replica().await, Some(false));
        assert_eq!(platform.database().look_at_replica().await, Some(true));
        assert_eq!(parcels_aside(&platform).await, 1);
        let door = platform.system(SystemActor::Command, GROUP);
        let refused = door.read_aside().execute_unprepared("delete from parcels").await.unwrap_err();
        assert!(refused.to_string().contains("read-only"), "{refused}");
        platform.database().close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_replica_is_away_the_database_itself_is_read() {
    on_each_engine(async |house| {
        if !is_a_server(&house.url) {
            return;
        }
        house.add("轮胎").await.unwrap();
        let platform = house.with_replica("postgres://nobody@127.0.0.1:1/nothing").await.unwrap();
        for _ in 0..2 {
            assert_eq!(platform.database().look_at_replica().await, Some(false));
        }
        assert_eq!(parcels_aside(&platform).await, 1);
        platform.database().close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_has_no_replica() {
    on_each_engine(async |house| {
        let refused = house.with_replica("sqlite://copy.sqlite").await.err();
        assert!(matches!(refused, Some(Error::Invalid(faults)) if faults[0].field == "replica"));
        assert_eq!(house.platform.database().look_at_replica().await, None);
    })
    .await;
}
