//! `roadbook key`.

use access::NewKey;
use clap::Subcommand;
use kernel::{Reach, Result};
use platform::{Platform, SystemActor};

#[derive(Debug, Subcommand)]
pub enum KeyDeed {
    /// Make a key bound to a role and print it, alone, once.
    Create {
        /// The code of the role: `integrator`, `store_manager` …
        #[arg(long)]
        role: String,
        /// Only for this store; for the whole group when not given.
        #[arg(long)]
        store: Option<String>,
        /// Which machine it is for.
        #[arg(long, default_value = "command line")]
        name: String,
        /// The dealer group, when there are several.
        #[arg(long)]
        group: Option<String>,
    },
}

pub async fn run(platform: &Platform, deed: KeyDeed) -> Result<()> {
    let KeyDeed::Create { role, store, name, group } = deed;
    let group = super::group(platform, group.as_deref()).await?;
    let door = platform.system(SystemActor::Command, group);
    let role_id = access::find_role(&door.read(), &role).await?.id;
    let store_id = match store {
        Some(code) => Some(access::find_store_by_code(&door.read(), &code).await?.id),
        None => None,
    };
    let reach = if store_id.is_some() { Reach::Store } else { Reach::Group };
    let (_, secret) = access::create_key(&door, NewKey { name, role_id, reach, store_id, expires_at: None }).await?;
    say!("{secret}");
    Ok(())
}
