//! The archive: a ZIP with `tables/<name>.copy`, `files/<path>`, if wanted `roadbook.key`, and last of all `manifest.json`, which says
//! what must be in it.

use std::{
    fs::{File, OpenOptions},
    io::{BufReader, BufWriter, ErrorKind, Read, Write},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use kernel::{Error, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::{sync::mpsc, task::JoinHandle};
use uuid::Uuid;
use zip::{CompressionMethod, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::{
    arrival,
    catalogue::{Column, Table},
    pour::{Given, Parcel, Taken},
    wire::{self, Cutter, END, HEAD, Tally},
};
use crate::crypto::hex;

/// What an archive says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// How the archive is laid out: 1.
    pub format: u32,
    pub id: Uuid,
    /// The version of the program that made it.
    pub roadbook: String,
    pub made_at: DateTime<Utc>,
    /// Where the rows came from; they go to either engine.
    pub engine: String,
    /// The steps of the schema that were taken.
    pub migrations: Vec<String>,
    /// Tells the key that opens what is sealed.
    pub key_fingerprint: String,
    pub has_key: bool,
    pub tables: Vec<TableLine>,
    pub files: Vec<FileLine>,
    /// What must be done with it so that people who were forgotten stay so.
    pub forgotten: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableLine {
    pub name: String,
    pub columns: Vec<Column>,
    #[serde(flatten)]
    pub tally: Tally,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    /// Below the folder of files, with forward slashes.
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
}

pub const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
const KEY: &str = "roadbook.key";
const CHUNK_BYTES: usize = 256 << 10;
/// Quick rather than small: the disk is waited for either way.
const COMPRESSION_LEVEL: i64 = 2;

/// An archive being made; nothing stands at its place before [`Packer::finish`].
pub struct Packer {
    orders: mpsc::Sender<Order>,
    work: JoinHandle<Result<()>>,
    place: PathBuf,
    part: PathBuf,
}

enum Order {
    Begin(String),
    Bytes(Vec<u8>),
    Finish,
}

/// An archive to be read.
#[derive(Clone, Debug)]
pub struct Archive {
    place: PathBuf,
    pub manifest: Manifest,
}

impl Manifest {
    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.tally.rows).sum()
    }
}

impl Packer {
    pub fn begin(place: &Path) -> Result<Self> {
        if place.exists() {
            return Err(Error::Refused {
                code: "backup.already_there",
                detail: format!("{} is there already; give another name.", place.display()),
            });
        }
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder).map_err(Error::internal)?;
        }
        let part = with_ending(place, ".part");
        let file = private(&part)?;
        let (orders, mut waiting) = mpsc::channel(8);
        let work = tokio::task::spawn_blocking(move || pack(file, &mut waiting));
        Ok(Self { orders, work, place: place.to_owned(), part })
    }

    /// Takes the rows of a table.
    pub async fn take(&mut self, table: &Table, mut rows: Taken) -> Result<()> {
        self.order(Order::Begin(table_name(&table.name))).await?;
        self.order(Order::Bytes(HEAD.to_vec())).await?;
        while let Some((parcel, _)) = rows.recv().await {
            match parcel {
                Parcel::Rows(rows) => self.order(Order::Bytes(rows)).await?,
                Parcel::End => return self.order(Order::Bytes(END.to_vec())).await,
            }
        }
        Err(wire::damaged())
    }

    /// Takes a file; nothing when it has gone since it was found.
    pub async fn take_file(&mut self, folder: &Path, path: &str) -> Result<Option<FileLine>> {
        let mut file = match File::open(folder.join(path)) {
            Ok(file) => file,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(Error::internal(format!("{path}: {cause}"))),
        };
        self.order(Order::Begin(format!("files/{path}"))).await?;
        let (mut digest, mut bytes) = (Sha256::new(), 0);
        loop {
            let mut chunk = vec![0; CHUNK_BYTES];
            let read = file.read(&mut chunk).map_err(|cause| Error::internal(format!("{path}: {cause}")))?;
            if read == 0 {
                break;
            }
            chunk.truncate(read);
            digest.update(&chunk);
            bytes += read as u64;
            self.order(Order::Bytes(chunk)).await?;
        }
        Ok(Some(FileLine { path: path.to_owned(), bytes, sha256: hex(&digest.finalize()) }))
    }

    pub async fn take_key(&mut self, key: Vec<u8>) -> Result<()> {
        self.order(Order::Begin(KEY.into())).await?;
        self.order(Order::Bytes(key)).await
    }

    /// Writes the manifest, flushes everything to disk and puts the archive in its place.
    pub async fn finish(mut self, manifest: &Manifest) -> Result<u64> {
        self.order(Order::Begin(MANIFEST.into())).await?;
        self.order(Order::Bytes(serde_json::to_vec_pretty(manifest)?)).await?;
        self.order(Order::Finish).await?;
        let Self { work, place, part, .. } = self;
        work.await.map_err(Error::internal)??;
        std::fs::rename(&part, &place).map_err(Error::internal)?;
        if let Some(folder) = place.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::internal)?;
        }
        Ok(std::fs::metadata(&place).map_err(Error::internal)?.len())
    }

    /// Leaves nothing behind.
    pub async fn give_up(self) {
        drop(self.orders);
        let _was_given_up = self.work.await;
        let _was_never_there = std::fs::remove_file(&self.part);
    }

    async fn order(&mut self, order: Order) -> Result<()> {
        if self.orders.send(order).await.is_ok() {
            return Ok(());
        }
        // The packer has gone, and says why.
        (&mut self.work).await.map_err(Error::internal)?.and(Err(Error::internal("the archive was closed early")))
    }
}

impl Archive {
    /// Opens an archive and reads what it says of itself; one whose end is missing is cut off.
    pub fn open(place: &Path) -> Result<Self> {
        let mut zip = unzip(place)?;
        let entry = zip.by_name(MANIFEST).map_err(|cause| cut_off(place, &cause))?;
        let manifest: Manifest = serde_json::from_reader(entry).map_err(|cause| cut_off(place, &cause))?;
        if manifest.format > FORMAT {
            return Err(Error::Refused {
                code: "backup.newer",
                detail: format!(
                    "This backup was made by Roadbook {}: restore it with that version.",
                    manifest.roadbook
                ),
            });
        }
        Ok(Self { place: place.to_owned(), manifest })
    }

    pub fn place(&self) -> &Path {
        &self.place
    }

    /// The rows of a table.
    pub async fn give(&self, table: &Table, to: Given) -> Result<()> {
        let (place, table) = (self.place.clone(), table.clone());
        let read = move || -> Result<()> {
            let mut zip = unzip(&place)?;
            let mut entry = zip.by_name(&table_name(&table.name)).map_err(|_| arrival::damaged(&table.name))?;
            let mut cutter = Cutter::new(table.columns.len());
            let mut chunk = vec![0; CHUNK_BYTES];
            loop {
                let read = entry.read(&mut chunk).map_err(|_| arrival::damaged(&table.name))?;
                if read == 0 {
                    break;
                }
                let rows = cutter.take(&chunk[..read]).map_err(|_| arrival::damaged(&table.name))?;
                if to.blocking_send(Parcel::Rows(rows)).is_err() {
                    return Ok(());
                }
            }
            cutter.end().map_err(|_| arrival::damaged(&table.name))?;
            let _taker_left = to.blocking_send(Parcel::End);
            Ok(())
        };
        tokio::task::spawn_blocking(read).await.map_err(Error::internal)?
    }

    /// Reads a file to its end and compares it with what the manifest says; writes it into a folder when one is given.
    pub async fn unpack(&self, line: &FileLine, folder: Option<&Path>) -> Result<()> {
        let (archive, line, folder) = (self.place.clone(), line.clone(), folder.map(Path::to_owned));
        tokio::task::spawn_blocking(move || unpack(&archive, &line, folder.as_deref()))
            .await
            .map_err(Error::internal)?
    }

    /// The key file, where the backup has it.
    pub fn key(&self) -> Result<Option<Vec<u8>>> {
        if !self.manifest.has_key {
            return Ok(None);
        }
        let mut key = Vec::new();
        let mut zip = unzip(&self.place)?;
        let mut entry = zip.by_name(KEY).map_err(|cause| cut_off(&self.place, &cause))?;
        entry.read_to_end(&mut key).map_err(|cause| cut_off(&self.place, &cause))?;
        Ok(Some(key))
    }
}

fn pack(file: File, orders: &mut mpsc::Receiver<Order>) -> Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(COMPRESSION_LEVEL))
        .large_file(true)
        .unix_permissions(0o600);
    let mut zip = ZipWriter::new(BufWriter::with_capacity(1 << 20, file));
    while let Some(order) = orders.blocking_recv() {
        match order {
            Order::Begin(name) => zip.start_file(name, options).map_err(Error::internal)?,
            Order::Bytes(bytes) => zip.write_all(&bytes).map_err(Error::internal)?,
            Order::Finish => {
                let file = zip.finish().map_err(Error::internal)?.into_inner().map_err(Error::internal)?;
                return file.sync_all().map_err(Error::internal);
            }
        }
    }
    Err(Error::internal("the archive was given up"))
}

fn unpack(archive: &Path, line: &FileLine, folder: Option<&Path>) -> Result<()> {
    let damaged = || Error::Refused {
        code: "backup.damaged",
        detail: format!("The file '{}' is damaged or cut off in this backup. Take another backup.", line.path),
    };
    let is_inside = Path::new(&line.path).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    let mut zip = unzip(archive)?;
    let mut entry = zip.by_name(&format!("files/{}", line.path)).map_err(|_| damaged())?;
    let mut out = match folder.map(|folder| folder.join(&line.path)).filter(|_| is_inside) {
        Some(place) => {
            std::fs::create_dir_all(place.parent().unwrap_or(&place)).map_err(Error::internal)?;
            Some(File::create(place).map_err(Error::internal)?)
        }
        None => None,
    };
    let (mut digest, mut bytes, mut chunk) = (Sha256::new(), 0, vec![0; CHUNK_BYTES]);
    loop {
        let read = entry.read(&mut chunk).map_err(|_| damaged())?;
        if read == 0 {
            break;
        }
        digest.update(&chunk[..read]);
        bytes += read as u64;
        if let Some(out) = &mut out {
            out.write_all(&chunk[..read]).map_err(Error::internal)?;
        }
    }
    if let Some(out) = out {
        out.sync_all().map_err(Error::internal)?;
    }
    if is_inside && bytes == line.bytes && hex(&digest.finalize()) == line.sha256 { Ok(()) } else { Err(damaged()) }
}

/// A new file that only its owner may read.
pub fn private(place: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(place).map_err(|cause| Error::internal(format!("{} can't be written: {cause}", place.display())))
}

/// The same name with more behind it.
pub fn with_ending(place: &Path, ending: &str) -> PathBuf {
    let mut name = place.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn unzip(place: &Path) -> Result<ZipArchive<BufReader<File>>> {
    let file = File::open(place)
        .map_err(|cause| Error::Unavailable { detail: format!("{} can't be read: {cause}", place.display()) })?;
    ZipArchive::new(BufReader::with_capacity(1 << 18, file)).map_err(|cause: ZipError| cut_off(place, &cause))
}

fn cut_off(place: &Path, cause: &impl std::fmt::Display) -> Error {
    let place = place.display();
    Error::Refused {
        code: "backup.damaged",
        detail: format!(
            "{place} is no whole backup: its list of contents is missing or damaged ({cause}). Take another backup."
        ),
    }
}

fn table_name(table: &str) -> String {
    format!("tables/{table}.copy")
}
