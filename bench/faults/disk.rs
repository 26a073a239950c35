//! A disk that is full, and one that takes nothing. Needs root, to have small disks of its own.

use std::{
    fs::File,
    io::Write,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use bench::Outcome;

use crate::{
    ledger,
    load::Writers,
    scene::{Folder, Scene, Verdict, is_ready, must},
};

/// The log has room of its own, which must be used up first.
const RED_WITHIN: Duration = Duration::from_secs(120);
const READY_AGAIN_WITHIN: Duration = Duration::from_secs(20);

/// A mounted disk; unmounted when it is dropped.
struct Disk(Folder);

pub async fn full(roadbook: &Path) -> Outcome<Verdict> {
    const FAULT: &str = "disk full";
    let Some(disk) = Disk::mount("full", &["-t", "tmpfs", "-o", "size=256m", "tmpfs"])? else {
        return Ok(skipped(FAULT));
    };
    let scene = Scene::in_folder(roadbook, Folder(disk.0.0.join("house")))?;
    let (served, store) = scene.serve().await?;
    let ballast = disk.0.0.join("ballast");
    fill(&ballast)?;
    let writers = Writers::begin(&served.address, &scene.key, &store);
    let mut was_red = false;
    let begun = Instant::now();
    while !was_red && begun.elapsed() < RED_WITHIN {
        tokio::time::sleep(Duration::from_millis(300)).await;
        was_red = !is_ready(&served.address).await;
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let promised = writers.end().await?;
    must(was_red, || "readiness stays green on a full disk".into())?;
    let is_clear = |refusal: &String| refusal.starts_with("507") || refusal.starts_with("503");
    must(!promised.refused.is_empty() && promised.refused.keys().all(is_clear), || {
        format!("refused: {:?}", promised.refused)
    })?;
    std::fs::remove_file(&ballast)?;
    let begun = Instant::now();
    while !is_ready(&served.address).await {
        must(begun.elapsed() < READY_AGAIN_WITHIN, || "not ready again after there was room".into())?;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let again = begun.elapsed();
    let writers = Writers::begin(&served.address, &scene.key, &store);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut all = writers.end().await?;
    must(all.refused.is_empty() && all.writes() > 0, || format!("refused with room: {:?}", all.refused))?;
    let refusals = promised.refusals();
    let words: Vec<String> = promised.refused.keys().cloned().collect();
    all.join(promised);
    served.kill()?;
    ledger::check(scene.house.database(), &all).await?;
    Ok(scene.verdict(
        FAULT,
        "a disk of 256 MB filled up under load, then emptied".into(),
        format!(
            "{refusals} writes refused ({}), /readyz red; ready again {} ms after there was room; {} acknowledged writes all there",
            words.join(", "),
            again.as_millis(),
            all.writes()
        ),
    ))
}

pub async fn read_only(roadbook: &Path) -> Outcome<Verdict> {
    const FAULT: &str = "read-only disk";
    let Some(disk) = Disk::mount("read-only", &["-t", "tmpfs", "-o", "size=64m", "tmpfs"])? else {
        return Ok(skipped(FAULT));
    };
    let scene = Scene::in_folder(roadbook, Folder(disk.0.0.join("house")))?;
    disk.remount("ro")?;
    let refused = scene.house.run(&["serve", "--listen", "127.0.0.1:0"]).err().map(|cause| cause.to_string());
    disk.remount("rw")?;
    let refused = refused.ok_or("it serves from a disk that takes nothing")?;
    let line = refused.lines().last().unwrap_or_default().trim().to_owned();
    must(line.contains("can't be written"), || format!("unclear: {line}"))?;
    let (served, _) = scene.serve().await?;
    served.stop()?;
    Ok(scene.verdict(
        FAULT,
        "started on one".into(),
        "a clear refusal to start; starts when the disk can be written".into(),
    ))
}

/// Closes the file: an open one would keep its room when it is removed.
fn fill(ballast: &Path) -> Outcome<()> {
    let mut file = File::create(ballast)?;
    while file.write_all(&[0; 1 << 16]).is_ok() {}
    Ok(())
}

fn skipped(fault: &'static str) -> Verdict {
    Verdict { fault, engine: "SQLite", done: "nothing: needs root".into(), found: "skipped".into() }
}

impl Disk {
    /// Nothing without the right to mount.
    fn mount(name: &str, arguments: &[&str]) -> Outcome<Option<Self>> {
        let folder = Folder::new(name)?;
        let is_mounted =
            Command::new("mount").args(arguments).arg(&folder.0).output().is_ok_and(|done| done.status.success());
        Ok(is_mounted.then_some(Self(folder)))
    }

    fn remount(&self, how: &str) -> Outcome<()> {
        let done = Command::new("mount").arg("-o").arg(format!("remount,{how}")).arg(&self.0.0).output()?;
        must(done.status.success(), || String::from_utf8_lossy(&done.stderr).into_owned())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _still_in_use = Command::new("umount").arg(&self.0.0).output();
    }
}
