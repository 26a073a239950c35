//! Where the master key of an installation is: in a file, in the environment, or with a key service that a command asks.

use std::{
    fmt,
    io::Write,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use chrono::{DateTime, Utc};
use kernel::{Error, Result};
use platform::{crypto::Master, files::make_private_folder};

/// One of the places a master key can be in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MasterPlace {
    /// One line of base64, readable by its owner only.
    File(PathBuf),
    /// The same in the variable [`VARIABLE`].
    Environment,
    /// The same as what this command prints.
    Command(String),
}

pub const VARIABLE: &str = "ROADBOOK_KEY";
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

impl MasterPlace {
    /// The master key that is there; nothing when the file or the variable is not.
    pub async fn read(&self) -> Result<Option<Master>> {
        let text = match self {
            Self::File(file) => read(file)?,
            Self::Environment => std::env::var(VARIABLE).ok(),
            Self::Command(command) => Some(printed_by(command).await?),
        };
        text.map(|text| Master::of_text(&text).ok_or_else(|| self.is_none())).transpose()
    }

    /// The same; where there is none, the refusal `key.missing`.
    pub async fn must_read(&self) -> Result<Master> {
        self.read().await?.ok_or_else(|| {
            refused("key.missing", format!("{self} is missing: put the key that belongs to this data there first."))
        })
    }

    /// Puts one where none is. What stands in the environment or with a key service is for its keeper to change.
    pub fn put(&self, master: &Master) -> Result<()> {
        match self {
            Self::File(file) => write_private(file, &master.text()),
            Self::Environment | Self::Command(_) => {
                Err(refused("key.missing", format!("{self} is missing, and only you can put it there.")))
            }
        }
    }

    /// Where a new key waits while the seal keys are laid under it.
    pub fn waiting(&self) -> Option<PathBuf> {
        match self {
            Self::File(file) => Some(PathBuf::from(format!("{}.new", file.display()))),
            Self::Environment | Self::Command(_) => None,
        }
    }

    /// Puts the key that waits into its place; the one before it stays beside it under the name of the day. Answers where.
    pub fn change_over(&self, now: DateTime<Utc>) -> Result<Option<PathBuf>> {
        let (Self::File(file), Some(waiting)) = (self, self.waiting()) else { return Ok(None) };
        let former = PathBuf::from(format!("{}.until-{}", file.display(), now.format("%Y-%m-%dT%H%M%SZ")));
        std::fs::rename(file, &former).map_err(Error::internal)?;
        std::fs::rename(waiting, file).map_err(Error::internal)?;
        Ok(Some(former))
    }

    fn is_none(&self) -> Error {
        refused("key.malformed", format!("{self} is no key: one line of base64 is wanted, of 32 bytes or more."))
    }
}

impl fmt::Display for MasterPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => write!(f, "The key file {}", file.display()),
            Self::Environment => write!(f, "The key in the variable {VARIABLE}"),
            Self::Command(command) => write!(f, "The key that `{}` prints", shown(command)),
        }
    }
}

/// A command as people may see it: its program. What follows may hold a token.
pub fn shown(command: &str) -> String {
    match command.trim().split_once(char::is_whitespace) {
        Some((program, _)) => format!("{program} …"),
        None => command.trim().to_owned(),
    }
}

fn read(file: &Path) -> Result<Option<String>> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::internal(format!("{} can't be read: {cause}", file.display()))),
    }
}

/// What it says on its standard error goes to ours; what it prints is told to nobody.
async fn printed_by(command: &str) -> Result<String> {
    let mut shell = tokio::process::Command::new(if cfg!(windows) { "cmd" } else { "sh" });
    shell.args([if cfg!(windows) { "/C" } else { "-c" }, command]).stdin(Stdio::null()).stderr(Stdio::inherit());
    let failed =
        |why: String| refused("key.command_failed", format!("The command for the key, `{}`, {why}.", shown(command)));
    let told = tokio::time::timeout(ANSWER_WITHIN, shell.kill_on_drop(true).output()).await;
    let told = told
        .map_err(|_| failed(format!("did not end within {} seconds", ANSWER_WITHIN.as_secs())))?
        .map_err(|cause| failed(format!("can't be run: {cause}")))?;
    if !told.status.success() {
        return Err(failed(format!("ended with {}", told.status)));
    }
    String::from_utf8(told.stdout).map_err(|_| failed("printed something that is no text".into()))
}

/// Writes a file that must not be there yet, readable by its owner only; whoever finds it finds all of it.
pub fn write_private(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        make_private_folder(folder)?;
    }
    let mut part = path.as_os_str().to_owned();
    part.push(format!(".{}.part", std::process::id()));
    let part = PathBuf::from(part);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&part).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    // A link, unlike a rename, never takes the place of what is there.
    let placed = written.and_then(|()| std::fs::hard_link(&part, path));
    let _was_never_there = std::fs::remove_file(&part);
    placed.map_err(|cause| Error::internal(format!("{}: {cause}", path.display())))
}

fn refused(code: &'static str, detail: String) -> Error {
    Error::Refused { code, detail }
}
