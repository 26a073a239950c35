//! Commands, run as a person runs them.

mod beginning;
mod duplicates;
mod traces;

use std::{
    path::Path,
    process::{Command, Output},
};

/// Runs a command in this folder, over a file of its own there.
pub fn roadbook(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_roadbook"))
        .current_dir(folder)
        .env("ROADBOOK_DATABASE", "sqlite://mine.sqlite")
        .args(arguments)
        .output()
        .unwrap()
}
