//! `roadbook backup`, `restore`, `move-to`, `doctor`: run as a person runs them.

use std::{fs, path::Path};

use serde_json::Value;

use crate::commands::roadbook;

fn well(folder: &Path, arguments: &[&str]) -> String {
    let output = roadbook(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = roadbook(folder, arguments);
    assert!(!output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn found(folder: &Path) {
    well(folder, &["found", "我的集团", "--store", "SH01", "--store-name", "上海一店"]);
}

#[test]
fn a_house_is_backed_up_looked_through_and_restored_elsewhere() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    found(here.path());
    fs::create_dir_all(here.path().join("data/files/imports")).unwrap();
    fs::write(here.path().join("data/files/imports/one"), "姓名\n张伟\n").unwrap();
    let backup = there.path().join("backup.zip");
    let backup = backup.to_str().unwrap();
    let said = well(here.path(), &["backup", backup]);
    assert!(said.contains("NOT in it") && said.contains("mine.sqlite.key"), "{said}");
    assert!(refused(here.path(), &["backup", backup]).contains("backup.already_there"));
    assert!(well(here.path(), &["backup", "verify", backup]).contains("is whole"));
    let without_key = refused(there.path(), &["restore", backup]);
    assert!(without_key.contains("key.missing") && !there.path().join("mine.sqlite").exists(), "{without_key}");
    fs::copy(here.path().join("mine.sqlite.key"), there.path().join("mine.sqlite.key")).unwrap();
    let said = well(there.path(), &["restore", backup]);
    assert!(said.contains("1 files") && said.contains("forgotten"), "{said}");
    assert_eq!(well(there.path(), &["store", "list"]), well(here.path(), &["store", "list"]));
    assert_eq!(fs::read_to_string(there.path().join("data/files/imports/one")).unwrap(), "姓名\n张伟\n");
    assert!(refused(there.path(), &["restore", backup]).contains("database.not_empty"));
}

#[test]
fn a_backup_with_the_key_in_it_needs_no_other() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    found(here.path());
    let backup = there.path().join("backup.zip");
    let said = well(here.path(), &["backup", backup.to_str().unwrap(), "--with-keys"]);
    assert!(said.contains("can read everything"), "{said}");
    well(there.path(), &["restore", backup.to_str().unwrap()]);
    let key = |folder: &Path| fs::read_to_string(folder.join("mine.sqlite.key")).unwrap();
    assert_eq!(key(here.path()), key(there.path()));
}

#[test]
fn a_lost_key_and_a_wrong_key_are_clear_refusals_to_open() {
    let folder = tempfile::tempdir().unwrap();
    found(folder.path());
    let key = folder.path().join("mine.sqlite.key");
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let said = refused(folder.path(), &["store", "list"]);
    assert!(said.contains("key.missing") && !key.exists(), "no other key is made: {said}");
    fs::write(&key, "bm90IHRoZSByaWdodCBvbmUsIG5vdCBhdCBhbGwhISE=").unwrap();
    assert!(refused(folder.path(), &["store", "list"]).contains("key.other"));
    fs::write(&key, kept).unwrap();
    well(folder.path(), &["store", "list"]);
}

#[test]
fn the_master_key_is_changed_and_older_backups_want_the_former() {
    let (folder, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    found(folder.path());
    let backup = there.path().join("backup.zip");
    well(folder.path(), &["backup", backup.to_str().unwrap()]);
    let key = folder.path().join("mine.sqlite.key");
    let former = fs::read_to_string(&key).unwrap();
    let said = well(folder.path(), &["master-key", "change"]);
    assert!(said.contains("mine.sqlite.key.until-"), "{said}");
    assert_ne!(fs::read_to_string(&key).unwrap(), former);
    well(folder.path(), &["store", "list"]);
    fs::copy(&key, there.path().join("mine.sqlite.key")).unwrap();
    assert!(refused(there.path(), &["restore", backup.to_str().unwrap()]).contains("key.other"));
    fs::write(there.path().join("mine.sqlite.key"), &former).unwrap();
    well(there.path(), &["restore", backup.to_str().unwrap()]);
    fs::write(&key, former).unwrap();
    assert!(refused(folder.path(), &["store", "list"]).contains("key.other"), "the former opens no more");
}

#[test]
fn a_change_of_the_master_key_that_was_cut_off_is_brought_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    found(folder.path());
    let key = folder.path().join("mine.sqlite.key");
    let former = fs::read(&key).unwrap();
    well(folder.path(), &["master-key", "change"]);
    // As if it had been killed before the files changed places.
    fs::rename(&key, folder.path().join("mine.sqlite.key.new")).unwrap();
    fs::write(&key, former).unwrap();
    well(folder.path(), &["store", "list"]);
    assert!(!folder.path().join("mine.sqlite.key.new").exists());
}

#[test]
fn the_master_key_may_come_from_the_environment_or_a_command() {
    let folder = tempfile::tempdir().unwrap();
    let master = well(folder.path(), &["master-key", "new"]);
    let vault = folder.path().join("vault");
    fs::write(&vault, &master).unwrap();
    let command = format!("cat {}", vault.display());
    let by_command = |deed: &[&str]| {
        let arguments = [&["--key-command", command.as_str()], deed].concat();
        roadbook(folder.path(), &arguments)
    };
    let founding = ["found", "我的集团", "--store", "SH01", "--store-name", "上海一店"];
    assert!(by_command(&founding).status.success());
    assert!(!folder.path().join("mine.sqlite.key").exists());
    let said = refused(folder.path(), &["store", "list"]);
    assert!(said.contains("key.missing"), "{said}");
    let in_environment = |key: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_roadbook"));
        command.current_dir(folder.path()).env("ROADBOOK_DATABASE", "sqlite://mine.sqlite").env("ROADBOOK_KEY", key);
        command.args(["store", "list"]).output().unwrap()
    };
    assert!(in_environment(&master).status.success());
    let short = in_environment("c2hvcnQ=");
    assert!(String::from_utf8_lossy(&short.stderr).contains("key.malformed"), "{short:?}");
    let next = folder.path().join("next");
    fs::write(&next, well(folder.path(), &["master-key", "new"])).unwrap();
    assert!(!by_command(&["master-key", "change"]).status.success(), "which one shall it be?");
    assert!(by_command(&["master-key", "change", "--to", next.to_str().unwrap()]).status.success());
    assert!(String::from_utf8_lossy(&by_command(&["store", "list"]).stderr).contains("key.other"));
    fs::copy(&next, &vault).unwrap();
    assert!(by_command(&["store", "list"]).status.success());
    let silent = roadbook(folder.path(), &["--key-command", "false", "store", "list"]);
    assert!(String::from_utf8_lossy(&silent.stderr).contains("key.command_failed"), "{silent:?}");
}

#[test]
fn a_seal_key_is_made_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    found(folder.path());
    let said = well(folder.path(), &["seal-key", "renew"]);
    assert!(said.contains("Seal key 2 is made"), "{said}");
    assert!(refused(folder.path(), &["seal-key", "renew"]).contains("seal_key.not_yet_in_force"));
    let said = well(folder.path(), &["seal-key", "list"]);
    assert!(said.contains("seal 1") && said.contains("seals from") && said.contains("blind"), "{said}");
}

#[test]
fn a_house_moves_into_another_file_and_is_opened_there() {
    let folder = tempfile::tempdir().unwrap();
    found(folder.path());
    let said = well(folder.path(), &["move-to", "sqlite://other.sqlite"]);
    assert!(said.contains("roadbook serve --database sqlite://other.sqlite"), "{said}");
    let there = well(folder.path(), &["store", "list", "--database", "sqlite://other.sqlite"]);
    assert_eq!(there, well(folder.path(), &["store", "list"]));
    assert!(refused(folder.path(), &["move-to", "sqlite://other.sqlite"]).contains("database.not_empty"));
}

#[test]
fn the_doctor_says_what_is_wrong_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    assert!(refused(folder.path(), &["doctor"]).contains("doctor.found"));
    assert!(!folder.path().join("mine.sqlite").exists(), "looking makes nothing");
    found(folder.path());
    let findings: Vec<Value> = serde_json::from_str(&well(folder.path(), &["doctor", "--json"])).unwrap();
    let state = |check: &str| {
        let finding = findings.iter().find(|finding| finding["check"] == check);
        finding.unwrap_or_else(|| panic!("{check} is not looked at"))["state"].clone()
    };
    for check in ["schema", "folder", "disk", "log", "key", "seal_keys", "clock", "connection", "jobs", "listeners"] {
        assert_ne!(state(check), "wrong", "{check}: {findings:?}");
    }
    assert_eq!(state("backup"), "warning", "none is planned");
    let planned = roadbook(folder.path(), &["doctor", "--backup-folder", "backups"]);
    assert!(planned.status.success(), "a house of today needs no backup of yesterday");
    fs::write(folder.path().join("mine.sqlite.key"), "bm90IHRoZSByaWdodCBvbmUsIG5vdCBhdCBhbGwhISE=").unwrap();
    let output = roadbook(folder.path(), &["doctor"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success() && said.contains("WRONG    key"), "{said}");
}

#[test]
fn what_is_said_of_backups_in_the_file_of_settings_is_in_force() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("roadbook.toml"), "[backups]\nfolder = \"/mnt/backups\"\nhour = 1\nweekly = 8\n")
        .unwrap();
    let said = well(folder.path(), &["config", "--backup-hour", "2"]);
    for line in ["folder = \"/mnt/backups\"", "hour = 2", "daily = 7", "weekly = 8", "with_keys = false"] {
        assert!(said.contains(line), "{line} is missing in {said}");
    }
}
