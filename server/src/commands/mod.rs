//! What `roadbook` can be told to do.

#[macro_use]
mod say;

mod duplicates;
mod found;
mod import;
mod key;
mod rebuild;
mod seed;
mod serve;
mod store;
mod user;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use kernel::{Error, GroupId, Result};
use messaging::{ConfiguredCarriers, PublicAddress};
use platform::{Clock, Database, Files, KeyRing, Platform, SystemActor, database::migrate, files::make_private_folder};

use crate::{
    config::{Config, LogFormat, Settings},
    house, open_api,
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
    /// Keys of machines.
    Key {
        #[command(subcommand)]
        deed: key::KeyDeed,
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
        _ => log_to_stderr(&config),
    }
    let platform = open(&config).await?;
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
        Command::Key { deed } => key::run(&platform, deed).await,
        Command::Store { deed } => store::run(&platform, deed).await,
        Command::User { deed } => user::run(&platform, deed).await,
        Command::Openapi | Command::Config | Command::Duplicates { .. } => Ok(()),
    }
}

async fn open(config: &Config) -> Result<Platform> {
    make_private_folder(&config.folder)?;
    let keys = KeyRing::from_file(&key_file(config))?;
    let database = Database::open(&config.database).await?;
    let platform =
        house::open(database, Clock::of_the_machine(), keys, Files::in_folder(config.folder.join("files"))).await?;
    if let Some(address) = &config.public_address {
        platform.provide(PublicAddress(address.clone()));
    }
    let made = config.carriers.iter().map(|one| messaging::configure(&platform, one.settings.clone(), one.secret()?));
    let carriers = made.collect::<Result<_>>()?;
    platform.provide(ConfiguredCarriers(carriers));
    Ok(platform)
}

/// The key stands beside the database it belongs to: another file, another key.
fn key_file(config: &Config) -> PathBuf {
    match config.database.strip_prefix("sqlite://") {
        Some(file) => PathBuf::from(format!("{}.key", file.split('?').next().unwrap_or(file))),
        None => config.folder.join("roadbook.key"),
    }
}

fn log_to_stderr(config: &Config) {
    use tracing_subscriber::{EnvFilter, fmt};
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let _already_logging = match config.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
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
