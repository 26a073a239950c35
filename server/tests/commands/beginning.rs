//! The first commands of a new house: founding a group, importing its customers.

use std::{path::Path, process::Output};

use super::roadbook;

fn found(folder: &Path, login: &str) -> Output {
    roadbook(folder, &["found", "我的集团", "--store", "SH01", "--store-name", "上海一店", "--login", login])
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_group_is_founded_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let refused = found(folder.path(), "a");
    assert!(!refused.status.success() && said(&refused).contains("login"), "{}", said(&refused));
    assert!(roadbook(folder.path(), &["store", "list"]).stdout.is_empty(), "nothing of it was left behind");
    assert!(found(folder.path(), "admin").status.success());
    let again = found(folder.path(), "admin2");
    assert!(!again.status.success() && said(&again).contains("group.name_taken"), "{}", said(&again));
}

#[test]
fn a_file_without_names_is_refused_with_what_was_seen_of_it() {
    let folder = tempfile::tempdir().unwrap();
    assert!(found(folder.path(), "admin").status.success());
    std::fs::write(folder.path().join("numbers.csv"), "alpha,beta\n1,2\n3,4\n").unwrap();
    let refused = roadbook(folder.path(), &["import", "customers", "numbers.csv", "--store", "SH01"]);
    let words = said(&refused);
    assert!(!refused.status.success());
    for told in ["map a column to 'name'", "alpha | beta", "--mapping"] {
        assert!(words.contains(told), "{told} is missing in {words}");
    }
}
