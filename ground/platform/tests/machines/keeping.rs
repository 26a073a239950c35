//! Backups and moves: everything is there again, on either engine, or nothing is served.

use std::{
    fs,
    path::{Path, PathBuf},
};

use kernel::Error;
use platform::{
    database::migrate,
    keeping::{self, Archive, Backup, Manifest, Schema},
};

use crate::{
    house::{GROUP, House, migrations, on_each_empty_place, on_each_engine, on_sqlite},
    mark::{self, mark},
};

/// A folder that is gone when this is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("roadbook-keeping-{}", sea_orm::prelude::Uuid::now_v7()));
        fs::create_dir_all(folder.join("files/imports")).unwrap();
        Self(folder)
    }

    fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _was_never_there = fs::remove_dir_all(&self.0);
    }
}

async fn fill(house: &House, folder: &Folder) {
    for title in ["一号包裹", "two", "three\t\"quoted\"\n"] {
        house.add(title).await.unwrap();
    }
    let marks = (0..1_000).map(|number| mark(GROUP, number, &format!("词{number}"))).collect();
    house.door().write(async |tx| tx.insert_all::<mark::Entity>(marks).await).await.unwrap();
    fs::write(folder.join("files/imports/one"), b"name\n\xd5\xc5\xce\xb0\n").unwrap();
}

async fn back_up(house: &House, folder: &Folder, name: &str) -> (Archive, Manifest) {
    let (known, files) = (migrations(), folder.join("files"));
    let backup = Backup {
        url: &house.url,
        migrations: &known,
        files: &files,
        key_fingerprint: house.platform.keys().fingerprint(),
        key: None,
        roadbook: "test",
        at: house.platform.clock().now(),
    };
    let place = folder.join(name);
    let (manifest, _) = keeping::back_up(&backup, &place).await.unwrap();
    (Archive::open(&place).unwrap(), manifest)
}

fn code_of(refused: Error) -> &'static str {
    match refused {
        Error::Refused { code, .. } => code,
        other => panic!("{other}"),
    }
}

fn tallies(manifest: &Manifest) -> Vec<(String, keeping::Tally)> {
    manifest.tables.iter().map(|table| (table.name.clone(), table.tally)).collect()
}

#[tokio::test]
async fn what_was_backed_up_is_there_again_on_either_engine() {
    on_each_engine(async |from| {
        let folder = Folder::new();
        fill(&from, &folder).await;
        let (archive, manifest) = back_up(&from, &folder, "one.zip").await;
        keeping::verify(&archive).await.unwrap();
        assert_eq!((manifest.rows(), manifest.files.len()), (1_003, 1));
        // What comes after is not in it.
        from.add("four").await.unwrap();
        on_each_empty_place(async |to| {
            let restored = Folder::new();
            let files = restored.join("files");
            keeping::restore(&to.platform, &archive, &files, &migrations()).await.unwrap();
            assert_eq!(
                keeping::schema(&to.platform, &migrations()).await.unwrap(),
                Schema::Current { steps: migrations().len() }
            );
            migrate(&to.platform, &migrations()).await.unwrap();
            assert_eq!(to.titles().await, ["three\t\"quoted\"\n", "two", "一号包裹"]);
            assert_eq!(fs::read(files.join("imports/one")).unwrap(), b"name\n\xd5\xc5\xce\xb0\n");
            let (_, again) = back_up(&to, &restored, "again.zip").await;
            assert_eq!(tallies(&again), tallies(&manifest));
            to.add("works").await.unwrap();
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_damaged_backup_says_what_is_damaged_and_is_served_by_nobody() {
    on_each_engine(async |from| {
        let folder = Folder::new();
        fill(&from, &folder).await;
        let (archive, _) = back_up(&from, &folder, "whole.zip").await;
        let damaged = damage(archive.place(), &folder.join("damaged.zip"), "tables/parcel_marks.copy");
        let refused = keeping::verify(&damaged).await.unwrap_err();
        assert!(refused.to_string().contains("parcel_marks"), "{refused}");
        let bytes = fs::read(archive.place()).unwrap();
        fs::write(folder.join("cut.zip"), &bytes[..bytes.len() / 2]).unwrap();
        assert_eq!(code_of(Archive::open(&folder.join("cut.zip")).unwrap_err()), "backup.damaged");
        on_each_empty_place(async |to| {
            let restored = Folder::new();
            let files = restored.join("files");
            let refused = keeping::restore(&to.platform, &damaged, &files, &migrations()).await.unwrap_err();
            assert!(refused.to_string().contains("parcel_marks"), "{refused}");
            assert_eq!(code_of(migrate(&to.platform, &migrations()).await.unwrap_err()), "database.half_arrived");
            // The same backup, whole this time: it goes on.
            keeping::restore(&to.platform, &archive, &files, &migrations()).await.unwrap();
            migrate(&to.platform, &migrations()).await.unwrap();
            assert_eq!(to.titles().await.len(), 3);
            let refused = keeping::restore(&to.platform, &archive, &files, &migrations()).await.unwrap_err();
            assert_eq!(code_of(refused), "database.not_empty");
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_place_where_one_backup_broke_off_takes_another_from_the_beginning() {
    on_each_engine(async |from| {
        let folder = Folder::new();
        fill(&from, &folder).await;
        let (older, _) = back_up(&from, &folder, "older.zip").await;
        let broken = damage(older.place(), &folder.join("broken.zip"), "tables/parcels.copy");
        from.add("later").await.unwrap();
        let (newer, _) = back_up(&from, &folder, "newer.zip").await;
        on_each_empty_place(async |to| {
            let files = Folder::new().join("files");
            keeping::restore(&to.platform, &broken, &files, &migrations()).await.unwrap_err();
            keeping::restore(&to.platform, &newer, &files, &migrations()).await.unwrap();
            assert_eq!(to.titles().await.len(), 4);
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn everything_moves_to_another_database_and_what_was_there_stays() {
    on_each_engine(async |from| {
        let folder = Folder::new();
        fill(&from, &folder).await;
        on_each_empty_place(async |to| {
            let refused = keeping::move_to(&to.platform, &from.url, &migrations(), |_, _| {}).await;
            assert_eq!(code_of(refused.unwrap_err()), "database.in_use");
        })
        .await;
        from.platform.database().close().await.unwrap();
        on_each_empty_place(async |to| {
            let mut told = 0;
            let moved = keeping::move_to(&to.platform, &from.url, &migrations(), |_, _| told += 1).await.unwrap();
            assert_eq!(moved.values().map(|tally| tally.rows).sum::<u64>(), 1_003);
            assert_eq!(told, moved.len());
            migrate(&to.platform, &migrations()).await.unwrap();
            assert_eq!(to.titles().await.len(), 3);
        })
        .await;
        assert_eq!(from.another_node().await.titles().await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_backup_of_a_newer_schema_is_refused() {
    on_each_engine(async |from| {
        let folder = Folder::new();
        let (archive, _) = back_up(&from, &folder, "newer.zip").await;
        on_each_empty_place(async |to| {
            let files = folder.join("restored");
            let older = &migrations()[..3];
            let refused = keeping::restore(&to.platform, &archive, &files, older).await.unwrap_err();
            assert_eq!(code_of(refused), "database.newer");
            assert_eq!(keeping::schema(&to.platform, older).await.unwrap(), Schema::Empty);
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn another_key_than_that_of_the_data_is_refused() {
    on_each_engine(async |house| {
        keeping::hold_key(&house.platform).await.unwrap();
        keeping::hold_key(&house.another_node().await.platform).await.unwrap();
        let stranger = platform::Platform::new(
            platform::Database::open(&house.url).await.unwrap(),
            house.platform.clock().clone(),
            platform::KeyRing::from_secret(b"another"),
            platform::Files::in_folder(std::env::temp_dir()),
        );
        assert_eq!(code_of(keeping::hold_key(&stranger).await.unwrap_err()), "key.other");
        assert_eq!(keeping::key_of(&house.url).await.unwrap(), Some(house.platform.keys().fingerprint()));
    })
    .await;
}

#[tokio::test]
async fn a_file_is_copied_before_its_schema_changes() {
    on_sqlite(async |house| {
        house.add("kept").await.unwrap();
        let later =
            platform::database::Migration { name: "tests.003_later", sql: "alter table parcels add column late text;" };
        assert_eq!(keeping::copy_before_migrating(&house.url, &migrations()).await.unwrap(), None);
        let known = [migrations(), vec![later]].concat();
        let copy = keeping::copy_before_migrating(&house.url, &known).await.unwrap().unwrap();
        migrate(&house.platform, &known).await.unwrap();
        let refused = migrate(&house.platform, &migrations()).await.unwrap_err();
        assert_eq!(code_of(refused), "database.newer");
        let before = platform::Database::open(&format!("sqlite://{}", copy.display())).await.unwrap();
        let clock = house.platform.clock().clone();
        let files = platform::Files::in_folder(std::env::temp_dir());
        let before = platform::Platform::new(before, clock, platform::KeyRing::from_secret(b"machines"), files);
        migrate(&before, &migrations()).await.unwrap();
        let titles = crate::house::titles(&before.system(platform::SystemActor::Command, GROUP)).await;
        assert_eq!(titles, ["kept"]);
    })
    .await;
}

#[tokio::test]
async fn a_log_that_grew_beside_a_long_read_is_cut_again() {
    on_sqlite(async |house| {
        let log = || fs::metadata(format!("{}-wal", house.url.trim_start_matches("sqlite://"))).unwrap().len();
        let reader = rusqlite::Connection::open(house.url.trim_start_matches("sqlite://")).unwrap();
        reader.execute_batch("begin; select count(*) from parcel_marks").unwrap();
        let long = "长".repeat(2_000);
        for round in 0..16 {
            let marks =
                (0..1_000).map(|number| mark(GROUP, round * 1_000 + number, &format!("{number}{long}"))).collect();
            house.door().write(async |tx| tx.insert_all::<mark::Entity>(marks).await).await.unwrap();
        }
        assert!(log() > 100 << 20, "{} bytes while somebody reads", log());
        reader.execute_batch("commit").unwrap();
        for number in 0..4 {
            house.add(&format!("{number}")).await.unwrap();
        }
        assert!(log() <= 64 << 20, "{} bytes when nobody reads any more", log());
    })
    .await;
}

/// The same archive with one entry cut short, its manifest as it was.
fn damage(whole: &Path, place: &Path, entry: &str) -> Archive {
    use std::io::{Read, Write};
    let mut from = zip::ZipArchive::new(fs::File::open(whole).unwrap()).unwrap();
    let mut to = zip::ZipWriter::new(fs::File::create(place).unwrap());
    for at in 0..from.len() {
        let mut file = from.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name == entry {
            bytes.truncate(bytes.len() - 10);
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap();
    Archive::open(place).unwrap()
}
