//! `roadbook import`.

use std::path::PathBuf;

use clap::Subcommand;
use kernel::Result;
use platform::{Platform, SystemActor};

#[derive(Debug, Subcommand)]
pub enum Import {
    /// Customers with their cars, purchases and visits, from CSV or Excel. Prints a summary as JSON.
    Customers {
        file: PathBuf,
        /// The code of the store they come to.
        #[arg(long)]
        store: String,
        /// Which column is what; guessed when not given.
        #[arg(long)]
        mapping: Option<PathBuf>,
        /// Only say what would happen.
        #[arg(long)]
        dry_run: bool,
        /// The dealer group, when there are several.
        #[arg(long)]
        group: Option<String>,
    },
}

pub async fn run(platform: &Platform, what: Import) -> Result<()> {
    let Import::Customers { file, store, mapping, dry_run, group } = what;
    let group = super::group(platform, group.as_deref()).await?;
    let door = platform.system(SystemActor::Import, group);
    let store = access::find_store_by_code(&door.read(), &store).await?;
    let summary = customers::imports::command::import_file(&door, store.id, &file, mapping.as_deref(), dry_run).await?;
    say!("{}", serde_json::to_string_pretty(&summary)?);
    Ok(())
}
