//! Seal keys: learned by every node before one of them uses them, everything sealed anew under the newest, laid under another master.

use chrono::TimeDelta;
use kernel::Error;
use platform::{
    Clock, Database, Files, KeyRing, Platform, SystemActor,
    crypto::Master,
    jobs,
    jobs::JobKind,
    keeping, seal_keys,
    traces::{Seal, SealedUnder, Trace, Traces},
};
use uuid::Uuid;

use crate::house::{GROUP, House, NORTH, on_each_engine};
use crate::parcel;

const SEALED: &[Trace] =
    &[Trace::nobody("parcels", "for tests").sealed(&[Seal::new("seal", SealedUnder::Word("parcels"))])];

platform::record! {
    struct Parcel { id: Uuid, seal: Vec<u8> }
}

async fn add(house: &House, title: &str) {
    let mut row = parcel::parcel(GROUP, NORTH, None, title);
    let context = format!("parcels/{}", row.id.0);
    row.seal = Some(house.platform.keys().seal(title, context.as_bytes()).unwrap());
    house.door().write(async |tx| tx.insert::<parcel::Entity>(row).await).await.unwrap();
}

/// What each parcel is sealed under, and what it says.
async fn read(platform: &Platform) -> Vec<(u8, String)> {
    let house = platform.house(SystemActor::Command);
    let sql = "select id, seal from parcels order by id";
    let parcels: Vec<Parcel> = house.read().fetch_text(sql, vec![]).await.unwrap();
    let opened = |Parcel { id, seal }| {
        let said = platform.keys().open(&seal, format!("parcels/{id}").as_bytes()).unwrap();
        (seal[0], said)
    };
    parcels.into_iter().map(opened).collect()
}

async fn run_jobs(house: &House) {
    house.platform.provide(Traces(SEALED.to_vec()));
    jobs::run_due(&house.platform, &[JobKind::of::<seal_keys::Reseal>()]).await.unwrap();
}

fn code_of(refused: &Error) -> &'static str {
    let Error::Refused { code, .. } = refused else { panic!("{refused}") };
    code
}

#[tokio::test]
async fn a_new_key_seals_once_every_node_knows_it_and_then_everything_is_sealed_anew() {
    on_each_engine(async |house| {
        seal_keys::hold(&house.platform, true).await.unwrap();
        for number in 0..1_203 {
            add(&house, &format!("parcel {number}")).await;
        }
        let other = house.another_node().await;
        seal_keys::hold(&other.platform, false).await.unwrap();
        let (version, from) = seal_keys::renew(&house.platform).await.unwrap();
        assert_eq!((version, house.platform.keys().newest(), other.platform.keys().newest()), (2, 1, 1));
        assert!(from > house.platform.clock().now());
        assert_eq!(code_of(&seal_keys::renew(&other.platform).await.unwrap_err()), "seal_key.not_yet_in_force");
        run_jobs(&house).await;
        assert!(read(&other.platform).await.iter().all(|(key, _)| *key == 1), "nothing before its time");
        house.wait(TimeDelta::minutes(4));
        run_jobs(&house).await;
        add(&house, "the last").await;
        seal_keys::hold(&other.platform, false).await.unwrap();
        let parcels = read(&other.platform).await;
        assert_eq!(parcels.len(), 1_204);
        assert!(parcels.iter().all(|(key, _)| *key == 2));
        assert!(parcels.iter().enumerate().take(1_203).all(|(at, (_, said))| *said == format!("parcel {at}")));
        let lines = seal_keys::list(&house.platform).await.unwrap();
        let idle: Vec<&str> =
            lines.iter().filter(|line| line.idle_since.is_some()).map(|line| line.name.as_str()).collect();
        assert_eq!((lines.len(), idle), (3, vec!["seal 1"]));
    })
    .await;
}

#[tokio::test]
async fn keys_are_laid_under_another_master_and_open_under_no_other() {
    on_each_engine(async |house| {
        keeping::hold_key(&house.platform).await.unwrap();
        seal_keys::hold(&house.platform, true).await.unwrap();
        add(&house, "letters").await;
        let master = Master::new().unwrap();
        seal_keys::lay_under(&house.platform, &master).await.unwrap();
        assert_eq!(read(&house.platform).await, [(1, "letters".to_owned())], "who serves goes on");
        assert_eq!(code_of(&seal_keys::lay_under(&house.platform, &master).await.unwrap_err()), "key.other");
        let opened = async |master| {
            let database = Database::open(&house.url).await.unwrap();
            let files = Files::in_folder(std::env::temp_dir());
            Platform::new(database, Clock::of_the_machine(), KeyRing::new(master), files)
        };
        let former = opened(Master::from_secret(b"machines")).await;
        assert_eq!(code_of(&keeping::hold_key(&former).await.unwrap_err()), "key.other");
        assert_eq!(code_of(&seal_keys::hold(&former, false).await.unwrap_err()), "key.other");
        let new = opened(master).await;
        keeping::hold_key(&new).await.unwrap();
        seal_keys::hold(&new, false).await.unwrap();
        assert_eq!(read(&new).await, [(1, "letters".to_owned())]);
    })
    .await;
}

/// The key in its place, as a node reads it.
fn place(master: &Master) -> impl Fn() -> std::future::Ready<kernel::Result<Option<Master>>> + Send + Sync {
    let text = master.text();
    move || std::future::ready(Ok(Master::of_text(&text)))
}

#[tokio::test]
async fn a_node_that_serves_goes_on_under_a_new_master_in_whatever_order_it_learns_of_it() {
    on_each_engine(async |house| {
        keeping::hold_key(&house.platform).await.unwrap();
        seal_keys::hold(&house.platform, true).await.unwrap();
        let (quick, late) = (house.another_node().await, house.another_node().await);
        let (quick, late) = (&quick.platform, &late.platform);
        for node in [quick, late] {
            seal_keys::hold(node, false).await.unwrap();
        }
        let (former, master) = (Master::from_secret(b"machines of the tests, long enough"), Master::new().unwrap());
        seal_keys::lay_under(&house.platform, &master).await.unwrap();
        // One finds the new master before a seal key is made under it, the other only sees what it can't open.
        seal_keys::follow(quick, &place(&master)).await.unwrap();
        assert_eq!(quick.keys().fingerprint(), master.fingerprint());
        seal_keys::renew(quick).await.unwrap();
        assert_eq!(code_of(&seal_keys::follow(late, &place(&former)).await.unwrap_err()), "key.other");
        assert!(!late.keys().is_whole());
        seal_keys::follow(late, &place(&master)).await.unwrap();
        assert!(late.keys().is_whole());
        house.wait(TimeDelta::minutes(3));
        for node in [quick, late] {
            seal_keys::follow(node, &place(&master)).await.unwrap();
            assert_eq!((node.keys().newest(), node.keys().fingerprint()), (2, master.fingerprint()));
        }
        let sealed = quick.keys().seal("letters", b"x").unwrap();
        assert_eq!(late.keys().open(&sealed, b"x").unwrap(), "letters");
    })
    .await;
}

#[tokio::test]
async fn a_house_from_before_goes_on_with_the_keys_its_master_derives() {
    on_each_engine(async |house| {
        add(&house, "from before").await;
        let blind = house.platform.keys().blind("phone", GROUP, "13800001111");
        seal_keys::hold(&house.platform, false).await.unwrap();
        let other = house.another_node().await;
        seal_keys::hold(&other.platform, false).await.unwrap();
        assert_eq!(read(&other.platform).await, [(1, "from before".to_owned())]);
        assert_eq!(other.platform.keys().blind("phone", GROUP, "13800001111"), blind);
    })
    .await;
}
