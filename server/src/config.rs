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
/// Stands for a secret where people read.
const DOTS: &str = "••••••";

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
            public_address: flags.public_address.or(file.public_address),
            carriers: file.carriers,
            folder,
        })
    }

    /// As it may be shown on a screen or sent with a question: without passwords.
    pub fn to_be_shown(&self) -> Self {
        Self { database: without_password(&self.database), ..self.clone() }
    }
}

/// The address of a database without the password in it, wherever it stands.
fn without_password(url: &str) -> String {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let mut shown = match address.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?))) {
        Some((scheme, (who, place))) => match who.split_once(':') {
            Some((user, _)) => format!("{scheme}://{user}:{DOTS}@{place}"),
            None => address.to_owned(),
        },
        None => address.to_owned(),
    };
    for (place, pair) in query.split('&').filter(|pair| !pair.is_empty()).enumerate() {
        shown.push(if place == 0 { '?' } else { '&' });
        match pair.strip_prefix("password=") {
            Some(_) => shown.push_str(&format!("password={DOTS}")),
            None => shown.push_str(pair),
        }
    }
    shown
}

fn read_file() -> Result<Settings> {
    match std::fs::read_to_string(FILE) {
        Ok(text) => toml::from_str(&text).map_err(|cause| Error::invalid(FILE, "config.malformed", cause.to_string())),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(Settings::default()),
        Err(cause) => Err(Error::internal(format!("{FILE} can't be read: {cause}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_of_a_database_is_not_shown() {
        for (given, shown) in [
            (
                "postgres://roadbook:s3:cr@t@db.example.com/roadbook",
                "postgres://roadbook:••••••@db.example.com/roadbook",
            ),
            ("postgres://roadbook@localhost/roadbook", "postgres://roadbook@localhost/roadbook"),
            ("postgres://db/roadbook?user=a&password=s3cret", "postgres://db/roadbook?user=a&password=••••••"),
            ("sqlite://data/roadbook.sqlite", "sqlite://data/roadbook.sqlite"),
        ] {
            assert_eq!(without_password(given), shown);
        }
    }
}
