//! Where settings come from: flags, then the environment (`ROADBOOK_…`), then `roadbook.toml`, then defaults.

use std::path::PathBuf;

use kernel::{Error, Result};
use messaging::CarrierSettings;
use serde::{Deserialize, Serialize};

use crate::master;

/// What may be set; absent values fall to the next source.
#[derive(Clone, Debug, Default, Deserialize, clap::Args)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `sqlite://FILE` or `postgres://USER@HOST/NAME`.
    #[arg(long, env = "ROADBOOK_DATABASE", global = true)]
    pub database: Option<String>,
    /// A replica of a PostgreSQL database, `postgres://USER@HOST/NAME`, where exports, searches for duplicates and figures read while
    /// it follows within seconds.
    #[arg(long, env = "ROADBOOK_REPLICA", global = true)]
    pub replica: Option<String>,
    /// The address to serve on.
    #[arg(long, env = "ROADBOOK_LISTEN", global = true)]
    pub listen: Option<String>,
    /// The folder for the key file, uploads and exports.
    #[arg(long, env = "ROADBOOK_FOLDER", global = true)]
    pub folder: Option<PathBuf>,
    /// The file of the master key; beside the database when not given. The variable `ROADBOOK_KEY` can hold the key itself instead.
    #[arg(long, env = "ROADBOOK_KEY_FILE", global = true)]
    pub key_file: Option<PathBuf>,
    /// A command that prints the master key, for key services: `vault kv get -field=key secret/roadbook`.
    #[arg(long, env = "ROADBOOK_KEY_COMMAND", global = true)]
    pub key_command: Option<String>,
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
    /// Proxies that say for whom they ask (`X-Forwarded-For`), as addresses or networks, `172.30.0.0/24`; several with commas. This
    /// machine is always believed, nobody else.
    #[arg(long, env = "ROADBOOK_TRUSTED_PROXIES", value_delimiter = ',', global = true)]
    pub trusted_proxies: Option<Vec<String>>,
    /// `text`, or `json` for whoever collects the log.
    #[arg(long, env = "ROADBOOK_LOG_FORMAT", global = true)]
    pub log_format: Option<LogFormat>,
    /// A service that knows passwords from breaches and is asked about each new one by five signs of its digest,
    /// `https://api.pwnedpasswords.com`; the list that is built in is asked always.
    #[arg(long, env = "ROADBOOK_BREACHED_PASSWORDS", global = true)]
    pub breached_passwords: Option<String>,
    /// Hosts of your own network that webhooks, carriers and identity providers may be at, `keycloak.lan:8443`, by plain HTTP if need be;
    /// several with commas. Everything else must be public and speak HTTPS.
    #[arg(long, env = "ROADBOOK_ALLOW_PRIVATE_HOSTS", value_delimiter = ',', global = true)]
    pub allow_private_hosts: Option<Vec<String>>,
    /// Let webhooks, carriers and identity providers be at any private address and speak plain HTTP: for development.
    #[arg(long, env = "ROADBOOK_ALLOW_PRIVATE_TARGETS", global = true)]
    pub allow_private_targets: Option<bool>,
    /// `info`, `debug`, or a filter such as `info,sqlx=debug`.
    #[arg(long, env = "ROADBOOK_LOG", global = true)]
    pub log: Option<String>,
    /// Whether a database that is a file is copied beside itself before its schema changes; yes when not given.
    #[arg(long, env = "ROADBOOK_COPY_BEFORE_MIGRATING", global = true, help_heading = "Backups")]
    pub copy_before_migrating: Option<bool>,
    #[command(flatten)]
    pub backups: BackupSettings,
    /// Carriers of messages for groups that set none of their own; in the file only.
    #[arg(skip)]
    pub carriers: Vec<Carrier>,
}

/// When backups are made and how long they stay; `[backups]` in the file.
#[derive(Clone, Debug, Default, Deserialize, clap::Args)]
#[serde(deny_unknown_fields, default)]
#[command(next_help_heading = "Backups")]
pub struct BackupSettings {
    /// Where a backup is put every night; none is made when not given. Best on another disk.
    #[arg(id = "backup_folder", long = "backup-folder", env = "ROADBOOK_BACKUP_FOLDER", global = true)]
    pub folder: Option<PathBuf>,
    /// The hour of the day at which it begins; 3 when not given.
    #[arg(id = "backup_hour", long = "backup-hour", env = "ROADBOOK_BACKUP_HOUR", global = true,
        value_parser = clap::value_parser!(u8).range(0..24))]
    pub hour: Option<u8>,
    /// How many of the last days keep one; 7 when not given.
    #[arg(id = "backup_daily", long = "backup-daily", env = "ROADBOOK_BACKUP_DAILY", global = true)]
    pub daily: Option<usize>,
    /// How many of the last weeks keep one; 4 when not given.
    #[arg(id = "backup_weekly", long = "backup-weekly", env = "ROADBOOK_BACKUP_WEEKLY", global = true)]
    pub weekly: Option<usize>,
    /// How many of the last months keep one; none when not given.
    #[arg(id = "backup_monthly", long = "backup-monthly", env = "ROADBOOK_BACKUP_MONTHLY", global = true)]
    pub monthly: Option<usize>,
    /// Whether the key lies in them too: whoever has such a file can read everything. No when not given.
    #[arg(id = "backup_with_keys", long = "backup-with-keys", env = "ROADBOOK_BACKUP_WITH_KEYS", global = true)]
    pub with_keys: Option<bool>,
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
    pub replica: Option<String>,
    pub listen: String,
    pub folder: PathBuf,
    pub key_file: Option<PathBuf>,
    pub key_command: Option<String>,
    pub public_address: Option<String>,
    pub breached_passwords: Option<String>,
    pub allow_private_targets: bool,
    pub allow_private_hosts: Vec<String>,
    pub trusted_proxies: Vec<String>,
    pub log: String,
    pub log_format: LogFormat,
    pub requests_of_nobody: u32,
    pub requests_of_person: u32,
    pub requests_of_key: u32,
    pub copy_before_migrating: bool,
    pub backups: BackupConfig,
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

/// Backups as they are in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackupConfig {
    pub folder: Option<PathBuf>,
    pub hour: u8,
    pub daily: usize,
    pub weekly: usize,
    pub monthly: usize,
    pub with_keys: bool,
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
            replica: flags.replica.or(file.replica),
            listen: flags.listen.or(file.listen).unwrap_or_else(|| "127.0.0.1:8080".into()),
            log: flags.log.or(file.log).unwrap_or_else(|| "info,sqlx=warn,sea_orm=warn".into()),
            log_format: flags.log_format.or(file.log_format).unwrap_or_default(),
            requests_of_nobody: flags.requests_of_nobody.or(file.requests_of_nobody).unwrap_or(50),
            requests_of_person: flags.requests_of_person.or(file.requests_of_person).unwrap_or(2_000),
            requests_of_key: flags.requests_of_key.or(file.requests_of_key).unwrap_or(10_000),
            breached_passwords: flags.breached_passwords.or(file.breached_passwords),
            allow_private_hosts: private_hosts(flags.allow_private_hosts.or(file.allow_private_hosts)),
            trusted_proxies: flags.trusted_proxies.or(file.trusted_proxies).unwrap_or_default(),
            allow_private_targets: flags.allow_private_targets.or(file.allow_private_targets).unwrap_or_default(),
            key_file: flags.key_file.or(file.key_file),
            key_command: flags.key_command.or(file.key_command),
            public_address: flags.public_address.or(file.public_address),
            copy_before_migrating: flags.copy_before_migrating.or(file.copy_before_migrating).unwrap_or(true),
            backups: BackupConfig::of(flags.backups, file.backups),
            carriers: file.carriers,
            folder,
        })
    }

    /// As it may be shown on a screen or sent with a question: without passwords.
    pub fn to_be_shown(&self) -> Self {
        let replica = self.replica.as_deref().map(without_password);
        let key_command = self.key_command.as_deref().map(master::shown);
        Self { database: without_password(&self.database), replica, key_command, ..self.clone() }
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

impl BackupConfig {
    fn of(flags: BackupSettings, file: BackupSettings) -> Self {
        Self {
            folder: flags.folder.or(file.folder),
            hour: flags.hour.or(file.hour).unwrap_or(3).min(23),
            daily: flags.daily.or(file.daily).unwrap_or(7),
            weekly: flags.weekly.or(file.weekly).unwrap_or(4),
            monthly: flags.monthly.or(file.monthly).unwrap_or(0),
            with_keys: flags.with_keys.or(file.with_keys).unwrap_or(false),
        }
    }
}

/// A variable of the environment that is empty names no host.
fn private_hosts(given: Option<Vec<String>>) -> Vec<String> {
    given.into_iter().flatten().filter(|host| !host.trim().is_empty()).collect()
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
