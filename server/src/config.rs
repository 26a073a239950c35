//! Where settings come from: flags, then the environment (`ROADBOOK_…`), then `roadbook.toml`, then defaults.

use std::path::PathBuf;

use kernel::{Error, Result};
use messaging::CarrierSettings;
use serde::{Deserialize, Serialize};

/// What may be set; absent values fall to the next source.
#[derive(Clone, Debug, Default, Deserialize, clap::Args)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `sqlite://FILE` or `postgres://USER@HOST/NAME`.
    #[arg(long, env = "ROADBOOK_DATABASE", global = true)]
    pub database: Option<String>,
    /// The address to serve on.
    #[arg(long, env = "ROADBOOK_LISTEN", global = true)]
    pub listen: Option<String>,
    /// The folder for the key file, uploads and exports.
    #[arg(long, env = "ROADBOOK_FOLDER", global = true)]
    pub folder: Option<PathBuf>,
    /// Under which address the outside reaches this server, `https://crm.example.com`: links in messages begin with it.
    #[arg(long, env = "ROADBOOK_PUBLIC_ADDRESS", global = true)]
    pub public_address: Option<String>,
    /// Requests a second of one address that has not signed in, five times as many at once; 0 is without limit.
    #[arg(long, env = "ROADBOOK_REQUESTS_OF_NOBODY", global = true)]
    pub requests_of_nobody: Option<u32>,
    /// Requests a second of one session.
    #[arg(long, env = "ROADBOOK_REQUESTS_OF_PERSON", global = true)]
    pub requests_of_person: Option<u32>,
    /// Requests a second of one API key.
    #[arg(long, env = "ROADBOOK_REQUESTS_OF_KEY", global = true)]
    pub requests_of_key: Option<u32>,
    /// `text`, or `json` for whoever collects the log.
    #[arg(long, env = "ROADBOOK_LOG_FORMAT", global = true)]
    pub log_format: Option<LogFormat>,
    /// Let webhooks call private networks and speak plain HTTP: for development, and where other systems stand beside this one.
    #[arg(long, env = "ROADBOOK_ALLOW_PRIVATE_TARGETS", global = true)]
    pub allow_private_targets: Option<bool>,
    /// `info`, `debug`, or a filter such as `info,sqlx=debug`.
    #[arg(long, env = "ROADBOOK_LOG", global = true)]
    pub log: Option<String>,
    /// Carriers of messages for groups that set none of their own; in the file only.
    #[arg(skip)]
    pub carriers: Vec<Carrier>,
}

/// One carrier of messages: `[[carriers]]` with `settings = { carrier = "smtp", host = … }`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carrier {
    /// As the API has them.
    pub settings: CarrierSettings,
    /// Password or key.
    #[serde(default, skip_serializing)]
    secret: Option<Secret>,
    /// A file that holds it instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret_file: Option<PathBuf>,
}

/// Told to nobody: neither printed nor logged.
#[derive(Clone, Deserialize)]
struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl Carrier {
    /// Password or key in the clear.
    pub fn secret(&self) -> Result<Option<String>> {
        match (&self.secret, &self.secret_file) {
            (Some(secret), _) => Ok(Some(secret.0.clone())),
            (None, Some(file)) => match std::fs::read_to_string(file) {
                Ok(text) => Ok(Some(text.trim().to_owned())),
                Err(cause) => {
                    let message = format!("{} can't be read: {cause}", file.display());
                    Err(Error::invalid("carriers.secret_file", "config.malformed", message))
                }
            },
            (None, None) => Ok(None),
        }
    }
}

/// What is in force.
#[derive(Clone, Debug, Serialize)]
pub struct Config {
    pub database: String,
    pub listen: String,
    pub folder: PathBuf,
    pub public_address: Option<String>,
    pub allow_private_targets: bool,
    pub log: String,
    pub log_format: LogFormat,
    pub requests_of_nobody: u32,
    pub requests_of_person: u32,
    pub requests_of_key: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub carriers: Vec<Carrier>,
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

const FILE: &str = "roadbook.toml";

impl Config {
    /// Puts the sources together; `flags` holds flags and environment already.
    pub fn read(flags: Settings) -> Result<Self> {
        let file = read_file()?;
        let folder = flags.folder.or(file.folder).unwrap_or_else(|| PathBuf::from("data"));
        let database = flags.database.or(file.database);
        Ok(Self {
            database: database.unwrap_or_else(|| format!("sqlite://{}", folder.join("roadbook.sqlite").display())),
            listen: flags.listen.or(file.listen).unwrap_or_else(|| "127.0.0.1:8080".into()),
            log: flags.log.or(file.log).unwrap_or_else(|| "info,sqlx=warn,sea_orm=warn".into()),
            log_format: flags.log_format.or(file.log_format).unwrap_or_default(),
            requests_of_nobody: flags.requests_of_nobody.or(file.requests_of_nobody).unwrap_or(50),
            requests_of_person: flags.requests_of_person.or(file.requests_of_person).unwrap_or(2_000),
            requests_of_key: flags.requests_of_key.or(file.requests_of_key).unwrap_or(10_000),
            allow_private_targets: flags.allow_private_targets.or(file.allow_private_targets).unwrap_or_default(),
            public_address: flags.public_address.or(file.public_address),
            carriers: file.carriers,
            folder,
        })
    }
}

fn read_file() -> Result<Settings> {
    match std::fs::read_to_string(FILE) {
        Ok(text) => toml::from_str(&text).map_err(|cause| Error::invalid(FILE, "config.malformed", cause.to_string())),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(Settings::default()),
        Err(cause) => Err(Error::internal(format!("{FILE} can't be read: {cause}"))),
    }
}
