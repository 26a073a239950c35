//! A house to be broken: founded in an empty place, with a key that may do everything.

use std::path::{Path, PathBuf};

use bench::{
    Outcome,
    house::{House, Served},
    http::Connection,
};
use serde_json::Value;

pub struct Scene {
    pub house: House,
    pub engine: &'static str,
    pub key: String,
    /// Gone with the scene.
    _folder: Folder,
}

/// What came of one fault.
pub struct Verdict {
    pub fault: &'static str,
    pub engine: &'static str,
    pub done: String,
    pub found: String,
}

pub struct Folder(pub PathBuf);

const GROUP: &str = "故障";

impl Scene {
    pub fn in_a_file(roadbook: &Path, name: &str) -> Outcome<Self> {
        let folder = Folder::new(name)?;
        Self::in_folder(roadbook, folder)
    }

    pub fn in_folder(roadbook: &Path, folder: Folder) -> Outcome<Self> {
        let url = format!("sqlite://{}/house.sqlite", folder.0.display());
        Self::begin(House::at(roadbook, &url, folder.0.clone()), "SQLite", folder)
    }

    pub fn on_a_server(roadbook: &Path, url: &str) -> Outcome<Self> {
        let folder = Folder::new("server")?;
        Self::begin(House::at(roadbook, url, folder.0.clone()), "PostgreSQL", folder)
    }

    fn begin(house: House, engine: &'static str, folder: Folder) -> Outcome<Self> {
        house.run(&["found", GROUP, "--store", "FAULT", "--store-name", "故障店"])?;
        let key = house.make_key()?;
        Ok(Self { house, engine, key, _folder: folder })
    }

    /// Starts the server; answers it and the id of its store.
    pub async fn serve(&self) -> Outcome<(Served, String)> {
        let served = self.house.serve().await?;
        let mut connection = Connection::open(&served.address, &self.key).await?;
        let answer = connection.get("/api/v1/stores").await?;
        let stores: Value = serde_json::from_slice(&answer.body)?;
        let first = stores.pointer("/items/0/id").or_else(|| stores.pointer("/0/id")).and_then(Value::as_str);
        let store = first.ok_or_else(|| format!("no store: {stores}"))?.to_owned();
        Ok((served, store))
    }

    pub fn verdict(&self, fault: &'static str, done: String, found: String) -> Verdict {
        Verdict { fault, engine: self.engine, done, found }
    }
}

impl Folder {
    pub fn new(name: &str) -> Outcome<Self> {
        let folder = std::env::temp_dir().join(format!("roadbook-faults-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _was_never_there = std::fs::remove_dir_all(&self.0);
    }
}

/// Whether a server says it is ready; false when it says nothing.
pub async fn is_ready(address: &str) -> bool {
    let asked = async {
        let mut connection = Connection::open(address, "").await?;
        Outcome::Ok(connection.get("/readyz").await?.status == 200)
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), asked).await.is_ok_and(|ready| ready.unwrap_or(false))
}

/// Refuses with these words unless it holds.
pub fn must(holds: bool, words: impl FnOnce() -> String) -> Outcome<()> {
    if holds { Ok(()) } else { Err(words().into()) }
}
