//! `roadbook store`.

use clap::Subcommand;
use kernel::Result;
use platform::{Platform, SystemActor};

#[derive(Debug, Subcommand)]
pub enum StoreDeed {
    /// List all stores: code and name.
    List,
}

pub async fn run(platform: &Platform, deed: StoreDeed) -> Result<()> {
    let StoreDeed::List = deed;
    for group in access::list_groups(&platform.house(SystemActor::Command).read()).await? {
        say!("{}", group.name);
        let door = platform.system(SystemActor::Command, group.id);
        for store in access::directory(&door.read()).await?.stores(|_| true) {
            say!("  {:<12} {}", store.code, store.name);
        }
    }
    Ok(())
}
