//! `roadbook user`.

use clap::Subcommand;
use kernel::Result;
use platform::{Platform, SystemActor, crypto};

#[derive(Debug, Subcommand)]
pub enum UserDeed {
    /// Give somebody a new password for 72 hours, for when nobody can sign in any more; they choose one of their own with it.
    Password {
        login: String,
        /// At least 15 characters, 8 beside a second factor; one is made and printed when not given.
        #[arg(long, env = "ROADBOOK_NEW_PASSWORD")]
        new: Option<String>,
        /// The dealer group, when there are several.
        #[arg(long)]
        group: Option<String>,
    },
}

pub async fn run(platform: &Platform, deed: UserDeed) -> Result<()> {
    let UserDeed::Password { login, new, group } = deed;
    let group = super::group(platform, group.as_deref()).await?;
    let is_made = new.is_none();
    let password = match new {
        Some(password) => password,
        None => crypto::random_token()?.chars().take(16).collect(),
    };
    access::set_password_by_hand(&platform.system(SystemActor::Command, group), &login, &password).await?;
    if is_made {
        say!("{password}");
    }
    Ok(())
}
