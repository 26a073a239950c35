//! `roadbook seed`.

use kernel::{Error, Result};
use platform::Platform;

use crate::demo;

/// The size of the world, and which of all possible ones.
#[derive(Debug, clap::Args)]
pub struct Seeding {
    #[arg(long, default_value_t = 2_000)]
    customers: u64,
    #[arg(long, default_value_t = 7)]
    seed: u64,
}

pub async fn run(platform: &Platform, seeding: Seeding) -> Result<()> {
    if !demo::is_empty(platform).await? {
        return Err(Error::Refused {
            code: "seed.not_empty",
            detail: "The demo world is loaded into an empty database only; give another --database.".into(),
        });
    }
    let begun = std::time::Instant::now();
    let loaded = demo::load(platform, seeding.seed, seeding.customers).await?;
    say!(
        "{} customers, {} cars and {} journal entries in {:.1} s",
        loaded.customers,
        loaded.vehicles,
        loaded.entries,
        begun.elapsed().as_secs_f64()
    );
    for login in demo::logins(platform).await? {
        say!("  {:<16} password {}   {}", login.login, login.password, login.role_name);
    }
    Ok(())
}
