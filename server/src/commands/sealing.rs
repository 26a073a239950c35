//! `roadbook seal-key` and `roadbook master-key`: what seals, and what that lies under, renewed while serving.

use std::path::PathBuf;

use clap::Subcommand;
use kernel::{Error, Result};
use platform::{Platform, crypto::Master, seal_keys};

use crate::master::{MasterPlace, write_private};

#[derive(Debug, Subcommand)]
pub enum SealKeyDeed {
    /// All seal keys: since when they seal, and which are idle.
    List,
    /// Make a new one; everything is sealed anew under it, by the servers that run.
    Renew,
}

#[derive(Debug, Subcommand)]
pub enum MasterKeyDeed {
    /// Print a new one, for the environment or a key service. Nothing is changed by it.
    New,
    /// Lay the seal keys under another master key. Servers that run go on, and take it up from where theirs came from.
    Change {
        /// A file with the new key. Not needed where the key is a file: a new one is made then.
        #[arg(long)]
        to: Option<PathBuf>,
    },
}

pub async fn of_data(platform: &Platform, deed: SealKeyDeed) -> Result<()> {
    match deed {
        SealKeyDeed::List => {
            for line in seal_keys::list(platform).await? {
                let state = match line.idle_since {
                    Some(since) => format!("nothing is sealed under it since {}", since.to_rfc3339()),
                    None if line.in_force_from > platform.clock().now() => {
                        format!("seals from {}", line.in_force_from.to_rfc3339())
                    }
                    None => "in use".to_owned(),
                };
                say!("{:<8} made {}  {state}", line.name, line.made_at.to_rfc3339());
            }
            Ok(())
        }
        SealKeyDeed::Renew => {
            let (version, from) = seal_keys::renew(platform).await?;
            say!("Seal key {version} is made. It seals from {} on, when every server knows it;", from.to_rfc3339());
            say!("then a server seals everything anew under it. `roadbook seal-key list` says when that is done.");
            Ok(())
        }
    }
}

pub fn new_master() -> Result<()> {
    say!("{}", Master::new()?.text());
    Ok(())
}

pub async fn change_master(platform: &Platform, place: &MasterPlace, deed: MasterKeyDeed) -> Result<()> {
    let MasterKeyDeed::Change { to } = deed else { return new_master() };
    let given = match to {
        Some(file) => Some(MasterPlace::File(file).must_read().await?),
        None => None,
    };
    let former = match (given, place.waiting()) {
        (given, Some(waiting)) => {
            let master = given.map_or_else(Master::new, Ok)?;
            write_private(&waiting, &master.text())?;
            seal_keys::lay_under(platform, &master).await?;
            place.change_over(platform.clock().now())?
        }
        (Some(master), None) => {
            seal_keys::lay_under(platform, &master).await?;
            None
        }
        (None, None) => {
            return Err(Error::Refused {
                code: "key.missing",
                detail: "Say with --to FILE which key it shall be; `roadbook master-key new` prints one.".into(),
            });
        }
    };
    say!("The seal keys lie under the new master key.");
    match former {
        Some(former) => say!("The former one is {}: older backups open with it alone.", former.display()),
        None => {
            say!("Put it where the former one came from now, and keep the former: older backups open with it alone.")
        }
    }
    say!(
        "Servers that run take it up within half a minute of its being there; one whose key comes from the environment when it is"
    );
    say!("started anew, and until then it learns no newer seal key.");
    Ok(())
}
