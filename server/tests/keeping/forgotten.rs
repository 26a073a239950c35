//! Whoever was forgotten stays so when an older backup comes back.

use std::path::Path;

use kernel::CustomerId;
use platform::{
    Clock, Database, Files, Platform, SystemActor,
    keeping::{self as kept, Archive},
};
use privacy::forgetting::again::{ForgottenRecord, forget_again};
use serde_json::json;
use server::{
    config::BackupConfig,
    house,
    keeping::{self, LIST, Plan},
    master::MasterPlace,
};
use testkit::House;

const NAME: &str = "欧阳明轩";

fn plan(folder: &Path) -> Plan {
    let backups = BackupConfig {
        folder: Some(folder.join("backups")),
        hour: 3,
        daily: 7,
        weekly: 4,
        monthly: 0,
        with_keys: false,
    };
    Plan {
        backups,
        files: folder.join("files"),
        master: MasterPlace::File(folder.join("key")),
        folder: folder.to_owned(),
    }
}

#[tokio::test]
async fn a_restored_backup_forgets_again_whoever_was_forgotten_since() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let form = json!({ "name": NAME, "store_id": house.store.id, "phones": ["13800005678"] });
    let person = boss.post("/customers", form).await.is(201).id();
    let other = json!({ "name": "张三", "store_id": house.store.id, "phones": ["13900001111"] });
    boss.post("/customers", other).await.is(201);
    house.settle().await;
    let (plan, place) = (plan(house.folder()), house.folder().join("backups/before.zip"));
    keeping::make(&house.platform, &plan, false, &place).await.unwrap();
    assert!(!keeping::ready::is_backup_overdue(&house.platform).await.unwrap());

    let record = ForgottenRecord {
        group: house.group,
        record: CustomerId(person.parse().unwrap()),
        forgotten_at: house.clock.now(),
    };
    assert_eq!(forget_again(&house.platform, std::slice::from_ref(&record)).await.unwrap(), 1);
    assert_eq!(forget_again(&house.platform, &[record]).await.unwrap(), 0, "once is enough");
    keeping::keep_list(&house.platform, &plan).await.unwrap();

    let archive = Archive::open(&place).unwrap();
    let there = house.folder().join("there");
    let restored = open(&there, &house).await;
    kept::restore(&restored, &archive, &there.join("files"), &house::migrations()).await.unwrap();
    restored.database().close().await.unwrap();
    let restored = house::open(
        database(&there).await,
        Clock::of_the_machine(),
        house.platform.keys().clone(),
        Files::in_folder(there.join("files")),
    )
    .await
    .unwrap();
    assert_eq!(names(&restored).await, ["张三", NAME]);
    let list = house.folder().join("backups").join(LIST);
    assert_eq!(keeping::forget_again(&restored, &list).await.unwrap(), 1);
    assert_eq!(names(&restored).await, ["张三"]);
    let verified = audit::verify(&restored, house.group, &[]).await.unwrap();
    assert_eq!((verified.findings, verified.resealed.len()), (vec![], 1), "the audit says what was forgotten");
    restored.database().close().await.unwrap();
}

async fn database(folder: &Path) -> Database {
    Database::open(&format!("sqlite://{}/there.sqlite", folder.display())).await.unwrap()
}

async fn open(folder: &Path, house: &House) -> Platform {
    let files = Files::in_folder(folder.join("files"));
    Platform::new(database(folder).await, Clock::of_the_machine(), house.platform.keys().clone(), files)
}

platform::record! {
    struct Named { name: String }
}

async fn names(platform: &Platform) -> Vec<String> {
    let house = platform.house(SystemActor::Command);
    let sql = "select name from customers where name <> '' order by created_at, name desc";
    let found: Vec<Named> = house.read().fetch_text(sql, vec![]).await.unwrap();
    let mut names: Vec<String> =
        found.into_iter().map(|row| row.name).filter(|name| name == NAME || name == "张三").collect();
    names.sort();
    names
}
