//! Room on the disks, and how large the log of a database that is a file has grown.

use std::path::{Path, PathBuf};

use platform::{Platform, keeping};

use super::{Finding, Plan};

const FREE_BYTES_MIN: u64 = 1 << 30;
/// Below this share of a disk a warning is due.
const FREE_PERCENT_MIN: u64 = 10;
const LOG_BYTES_MAX: u64 = 512 << 20;

/// What of each disk is free, and the log.
pub fn look(platform: &Platform, plan: &Plan) -> Vec<Finding> {
    let file = keeping::file_of(platform.database());
    let beside = file.as_deref().map(|file| folder_of(file).to_owned());
    let mut folders: Vec<PathBuf> = beside.into_iter().chain([plan.folder.clone()]).collect();
    folders.extend(plan.backups.folder.clone());
    folders.dedup();
    let mut findings: Vec<Finding> = folders.iter().map(|folder| of_room(folder)).collect();
    findings.extend(file.map(|file| of_log(&file)));
    findings
}

#[cfg(unix)]
fn of_room(folder: &Path) -> Finding {
    let Ok(disk) = rustix::fs::statvfs(folder) else {
        return Finding::warning("disk", format!("{} is not there", folder.display()), "it is made when it is needed");
    };
    let (free, all) = (disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize);
    let found = format!("{} free of {} for {}", size(free), size(all), folder.display());
    let remedy = "make room, or move the folder to a larger disk";
    if free < FREE_BYTES_MIN {
        Finding::wrong("disk", found, remedy)
    } else if free * 100 < all * FREE_PERCENT_MIN {
        Finding::warning("disk", found, remedy)
    } else {
        Finding::well("disk", found)
    }
}

#[cfg(not(unix))]
fn of_room(folder: &Path) -> Finding {
    Finding::warning("disk", format!("{}: this system does not say what is free", folder.display()), "look yourself")
}

fn of_log(file: &Path) -> Finding {
    let log = PathBuf::from(format!("{}-wal", file.display()));
    let bytes = std::fs::metadata(log).map_or(0, |log| log.len());
    let found = format!("the database's log holds {}", size(bytes));
    if bytes > LOG_BYTES_MAX {
        let remedy =
            "a long read or a first load keeps it; it is cut by itself, else by stopping and starting the server";
        Finding::warning("log", found, remedy)
    } else {
        Finding::well("log", found)
    }
}

/// The folder a file lies in.
pub fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What is free on the disk of a folder; nothing when that can't be said.
#[cfg(unix)]
pub fn free_bytes(folder: &Path) -> Option<u64> {
    rustix::fs::statvfs(folder).ok().map(|disk| disk.f_bavail * disk.f_frsize)
}

#[cfg(not(unix))]
pub fn free_bytes(_: &Path) -> Option<u64> {
    None
}

fn size(bytes: u64) -> String {
    match bytes >> 20 {
        megabytes if megabytes >= 10_240 => format!("{} GB", megabytes >> 10),
        megabytes => format!("{megabytes} MB"),
    }
}
