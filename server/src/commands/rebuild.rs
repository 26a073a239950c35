//! `roadbook rebuild`.

use clap::Subcommand;
use customers::{candidates, facts, search};
use kernel::Result;
use platform::Platform;

#[derive(Debug, Subcommand)]
pub enum Rebuild {
    /// The facts of all customers, from the whole journal.
    Facts,
    /// The keys by which customers who may be the same are found.
    MatchKeys,
    /// The terms under which customers and cars are found.
    SearchTerms,
}

pub async fn run(platform: &Platform, what: Rebuild) -> Result<()> {
    match what {
        Rebuild::Facts => {
            let heard = facts::rebuild(platform).await?;
            say!("The facts are computed anew from {heard} journal entries.");
        }
        Rebuild::MatchKeys => {
            let customers = candidates::keys::rebuild(platform).await?;
            say!("The keys of {customers} customers are made anew.");
        }
        Rebuild::SearchTerms => {
            let (customers, cars) = search::rebuild(platform).await?;
            say!("The search terms of {customers} customers and {cars} cars are made anew.");
        }
    }
    Ok(())
}
