//! `roadbook rebuild`.

use clap::Subcommand;
use customers::facts;
use kernel::Result;
use platform::Platform;

#[derive(Debug, Subcommand)]
pub enum Rebuild {
    /// The facts of all customers, from the whole journal.
    Facts,
}

pub async fn run(platform: &Platform, what: Rebuild) -> Result<()> {
    let Rebuild::Facts = what;
    let heard = facts::rebuild(platform).await?;
    say!("The facts are computed anew from {heard} journal entries.");
    Ok(())
}
