//! What `roadbook` can be told to do.

#[macro_use]
mod say;

mod audit;
mod duplicates;
mod found;
mod import;
mod keeping;
mod key;
mod rebuild;
mod sealing;
mod seed;
mod serve;
mod store;
mod user;

use std::path::Path;

use access::BreachedPasswords;
use chrono::TimeDelta;
use clap::{Parser, Subcommand};
use kernel::{Error, GroupId, Result};
use messaging::{ConfiguredCarriers, PublicAddress};
use platform::{
    Clock, Database, Files, KeyRing, Platform, SystemActor,
    crypto::Master,
    database::migrate,
    files::make_private_folder,
    keeping::{copy_before_migrating, key_of},
    outside::{Hosts, Targets},
};

use crate::{
    config::{Config, LogFormat, Settings},
    house,
    keeping::Plan,
    master::{MasterPlace, VARIABLE},
    open_api,
    seeing::traces::Traces,
};

/// Roadbook 路书: the customer-lifecycle system of a car dealer.
#[derive(Debug, Parser)]
#[command(name = "roadbook", version, about)]
pub struct Roadbook {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve pages and API until told to stop.
    Serve {
        /// Load the demo world when the database is empty, and show its logins.
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database's schema up to date.
    Migrate,
    /// Write everything into one file, while a server may go on serving.
    Backup(keeping::BackupDeed),
    /// Put a backup into an empty place.
    Restore(keeping::Restoring),
    /// Copy everything into an empty database of another engine, to serve from there.
    MoveTo {
        /// `postgres://USER@HOST/NAME` or `sqlite://FILE`.
        target: String,
    },
    /// Look the installation over: what is well, what is not, and what to do.
    Doctor {
        /// As JSON, for machines.
        #[arg(long)]
        json: bool,
    },
    /// Found a dealer group with its first store and administrator.
    Found(found::Founding),
    /// Load the demo world, always the same from a seed.
    Seed(seed::Seeding),
    /// Import a file.
    Import {
        #[command(subcommand)]
        what: import::Import,
    },
    /// Find records that are the same person.
    Duplicates {
        #[command(subcommand)]
        what: duplicates::Duplicates,
    },
    /// Compute derived rows anew from the journal.
    Rebuild {
        #[command(subcommand)]
        what: rebuild::Rebuild,
    },
    /// Who saw and who changed what, in a chain of seals.
    Audit {
        #[command(subcommand)]
        deed: audit::AuditDeed,
    },
    /// Keys of machines.
    Key {
        #[command(subcommand)]
        deed: key::KeyDeed,
    },
    /// What everything is sealed under.
    SealKey {
        #[command(subcommand)]
        deed: sealing::SealKeyDeed,
    },
    /// What the seal keys lie under.
    MasterKey {
        #[command(subcommand)]
        deed: sealing::MasterKeyDeed,
    },
    /// Stores.
    Store {
        #[command(subcommand)]
        deed: store::StoreDeed,
    },
    /// People who sign in.
    User {
        #[command(subcommand)]
        deed: user::UserDeed,
    },
    /// Print the OpenAPI document.
    Openapi,
    /// Print the configuration in force.
    Config,
}

/// Runs one command.
pub async fn run(roadbook: Roadbook) -> Result<()> {
    let config = Config::read(roadbook.settings)?;
    match roadbook.command {
        Command::Openapi => {
            say!("{}", serde_json::to_string_pretty(&open_api::document())?);
            return Ok(());
        }
        Command::Config => {
            say!("{}", toml::to_string_pretty(&config.to_be_shown()).map_err(Error::internal)?);
            return Ok(());
        }
        Command::Duplicates { what } => return duplicates::run(what).await,
        _ => {}
    }
    let _sent_until_the_end = begin_log(&config)?;
    // These open the database their own way: it may be empty, older, or full of what must not be touched.
    match roadbook.command {
        Command::Backup(deed) => return keeping::back_up(&config, deed).await,
        Command::Restore(restoring) => return keeping::restore(&config, restoring).await,
        Command::MoveTo { target } => return keeping::move_to(&config, &target).await,
        Command::Doctor { json } => return keeping::doctor(&config, json).await,
        Command::MasterKey { deed: sealing::MasterKeyDeed::New } => return sealing::new_master(),
        _ => {}
    }
    let platform = open(&config).await?;
    if !matches!(roadbook.command, Command::Serve { .. } | Command::Audit { .. } | Command::Migrate) {
        ::audit::seal_what_was_left(&platform).await?;
    }
    match roadbook.command {
        Command::Serve { demo } => serve::run(platform, &config, demo).await,
        Command::Migrate => {
            let applied = migrate(&platform, &house::migrations()).await?;
            say!("The schema is up to date ({} steps, {} of them new).", house::migrations().len(), applied.len());
            Ok(())
        }
        Command::Found(founding) => found::run(&platform, founding).await,
        Command::Seed(seeding) => seed::run(&platform, seeding).await,
        Command::Import { what } => import::run(&platform, what).await,
        Command::Rebuild { what } => rebuild::run(&platform, what).await,
        Command::Audit { deed } => audit::run(&platform, deed).await,
        Command::Key { deed } => key::run(&platform, deed).await,
        Command::SealKey { deed } => sealing::of_data(&platform, deed).await,
        Command::MasterKey { deed } => sealing::change_master(&platform, &master_place(&config), deed).await,
        Command::Store { deed } => store::run(&platform, deed).await,
        Command::User { deed } => user::run(&platform, deed).await,
        _ => Ok(()),
    }
}

async fn open(config: &Config) -> Result<Platform> {
    make_private_folder(&config.folder)?;
    let plan = plan(config);
    must_be_writable(&config.database)?;
    let keys = KeyRing::new(own_master(config, &plan.master).await?);
    if config.copy_before_migrating
        && let Some(copy) = copy_before_migrating(&config.database, &house::migrations()).await?
    {
        tracing::info!(copy = %copy.display(), "the schema changes; the database was copied first");
    }
    let opened = house::open(open_database(config).await?, clock(), keys, Files::in_folder(&plan.files)).await;
    let platform = opened.map_err(|cause| naming_the_place(cause, &plan.master))?;
    platform.provide(plan);
    if let Some(address) = &config.public_address {
        platform.provide(PublicAddress(address.clone()));
    }
    let made = config.carriers.iter().map(|one| messaging::configure(&platform, one.settings.clone(), one.secret()?));
    let carriers = made.collect::<Result<_>>()?;
    platform.provide(ConfiguredCarriers(carriers));
    let targets = targets(config)?;
    if let Some(address) = &config.breached_passwords {
        platform.provide(BreachedPasswords::at(address, &targets)?);
    }
    platform.provide(targets);
    Ok(platform)
}

/// A refusal of the master key says where that key came from.
fn naming_the_place(cause: Error, place: &MasterPlace) -> Error {
    match cause {
        Error::Refused { code: "key.other", detail } => Error::Refused {
            code: "key.other",
            detail: detail.strip_prefix("The master key").map_or(detail.clone(), |rest| format!("{place}{rest}")),
        },
        other => other,
    }
}

async fn open_database(config: &Config) -> Result<Database> {
    let database = Database::open(&config.database).await?;
    match &config.replica {
        Some(replica) => database.with_replica(replica),
        None => Ok(database),
    }
}

/// What typed addresses may point at.
fn targets(config: &Config) -> Result<Targets> {
    if config.allow_private_targets {
        return Ok(Targets::Private);
    }
    if config.allow_private_hosts.is_empty() {
        return Ok(Targets::Public);
    }
    let hosts = Hosts::parse(&config.allow_private_hosts, "allow_private_hosts");
    hosts.map(Targets::Also).map_err(|fault| Error::Invalid(vec![fault]))
}

/// Seconds by which the clock is wrong on purpose, for `bench/faults`.
const CLOCK_AHEAD: &str = "ROADBOOK_CLOCK_AHEAD_SECONDS";

fn clock() -> Clock {
    match std::env::var(CLOCK_AHEAD).ok().and_then(|ahead| ahead.parse().ok()) {
        Some(ahead) => {
            tracing::warn!(ahead, "the clock is wrong on purpose");
            Clock::ahead_of_the_machine(TimeDelta::seconds(ahead))
        }
        None => Clock::of_the_machine(),
    }
}

/// The master key of this installation; made when there is neither a key nor a database sealed under one.
async fn own_master(config: &Config, place: &MasterPlace) -> Result<Master> {
    let (own, wanted) = (place.read().await?, key_of(&config.database).await?);
    match (own, wanted) {
        (Some(own), Some(wanted)) if own.fingerprint() != wanted => match waiting(place).await? {
            Some(waiting) if waiting.fingerprint() == wanted => {
                tracing::warn!("a change of the master key was cut off; it is brought to its end");
                place.change_over(clock().now())?;
                Ok(waiting)
            }
            // Refused with both fingerprints once the schema is there to say them.
            _ => Ok(own),
        },
        (Some(own), _) => Ok(own),
        (None, None) => {
            let master = Master::new()?;
            match place.put(&master) {
                Ok(()) => Ok(master),
                // Another node that begins on the same folder was a moment faster.
                Err(cause) => place.read().await?.ok_or(cause),
            }
        }
        (None, Some(wanted)) => Err(Error::Refused {
            code: "key.missing",
            detail: format!(
                "{place} is missing, and this database is sealed under one (fingerprint {wanted}). Put it back."
            ),
        }),
    }
}

async fn waiting(place: &MasterPlace) -> Result<Option<Master>> {
    match place.waiting() {
        Some(file) => MasterPlace::File(file).read().await,
        None => Ok(None),
    }
}

/// How this installation keeps what it was given.
fn plan(config: &Config) -> Plan {
    Plan {
        backups: config.backups.clone(),
        files: config.folder.join("files"),
        master: master_place(config),
        folder: config.folder.clone(),
    }
}

/// Says so in plain words when the file of a database that is there takes nothing.
fn must_be_writable(database: &str) -> Result<()> {
    let Some(file) = database.strip_prefix("sqlite://").map(Path::new).filter(|file| file.exists()) else {
        return Ok(());
    };
    std::fs::OpenOptions::new().append(true).open(file).map(drop).map_err(|cause| Error::Unavailable {
        detail: format!("The database {} can't be written: {cause}. Mend that, and start again.", file.display()),
    })
}

/// Where the master key is. As shipped it stands beside the database it belongs to: another file, another key.
fn master_place(config: &Config) -> MasterPlace {
    if let Some(command) = &config.key_command {
        return MasterPlace::Command(command.clone());
    }
    if std::env::var_os(VARIABLE).is_some() {
        return MasterPlace::Environment;
    }
    let beside = || match config.database.strip_prefix("sqlite://") {
        Some(file) => format!("{}.key", file.split('?').next().unwrap_or(file)).into(),
        None => config.folder.join("roadbook.key"),
    };
    MasterPlace::File(config.key_file.clone().unwrap_or_else(beside))
}

/// The log goes to standard error; traces go where they are collected.
fn begin_log(config: &Config) -> Result<Option<Traces>> {
    use tracing_subscriber::{EnvFilter, Layer, filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt};
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = fmt::layer().with_writer(std::io::stderr);
    let lines = match config.log_format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let traces = Traces::begin()?;
    // Spans of our own only, queries too; what libraries tell is for the log.
    let ours = Targets::new().with_targets(["server", "platform", "journal"].map(|name| (name, tracing::Level::DEBUG)));
    let sent = traces.as_ref().map(|traces| {
        let layer = tracing_opentelemetry::layer().with_tracer(traces.tracer()).with_location(false);
        layer.with_filter(ours)
    });
    let _already_logging = tracing_subscriber::registry().with(lines.with_filter(filter)).with(sent).try_init();
    Ok(traces)
}

/// The group a command works in: the only one, or the one named.
pub(crate) async fn group(platform: &Platform, named: Option<&str>) -> Result<GroupId> {
    let groups = access::list_groups(&platform.house(SystemActor::Command).read()).await?;
    let found = match named {
        Some(name) => groups.iter().find(|group| group.name == name || group.id.to_string() == name),
        None if groups.len() > 1 => {
            let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
            return Err(Error::invalid(
                "group",
                "group.ambiguous",
                format!("say which with --group: {}", names.join(", ")),
            ));
        }
        None => groups.first(),
    };
    found.map(|group| group.id).ok_or_else(|| {
        Error::invalid(
            "group",
            "group.unknown",
            "there is no such group; found one with `roadbook found` or load the demo with `roadbook seed`",
        )
    })
}
