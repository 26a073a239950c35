//! `roadbook found`: the first group, store and administrator of a new installation.

use access::{NewGrant, NewStaff, NewStore, PasswordHash};
use kernel::{Language, Reach, Result};
use platform::{Platform, SystemActor, crypto};

/// What a new installation begins with.
#[derive(Debug, clap::Args)]
pub struct Founding {
    /// The name of the dealer group.
    group: String,
    /// The code of its first store, part of human numbers: SH01.
    #[arg(long)]
    store: String,
    /// The name of its first store.
    #[arg(long)]
    store_name: String,
    /// The sign-in name of the administrator.
    #[arg(long, default_value = "admin")]
    login: String,
    /// The administrator's password, at least 15 characters; one is made and printed when not given.
    #[arg(long, env = "ROADBOOK_ADMIN_PASSWORD")]
    password: Option<String>,
}

pub async fn run(platform: &Platform, founding: Founding) -> Result<()> {
    let is_made = founding.password.is_none();
    let password = match founding.password {
        Some(password) => password,
        None => crypto::random_token()?.chars().take(16).collect(),
    };
    let hash = PasswordHash::of_founder(platform, &password, &founding.login, &founding.group).await?;
    let hash = if is_made { hash.as_first() } else { hash };
    let store = NewStore { code: founding.store, name: founding.store_name, ..NewStore::default() };
    access::found_group_with(platform, SystemActor::Command, &founding.group, async |tx| {
        let store = access::add_store(tx, &store).await?;
        let role = access::find_role(&tx.db(), "it_admin").await?;
        let manager = access::find_role(&tx.db(), "group_manager").await?;
        let grant = |role: &access::Role| NewGrant { role_id: role.id, reach: Reach::Group, store_id: None };
        let staff = NewStaff {
            login: founding.login.clone(),
            name: founding.login.clone(),
            title: None,
            phone: None,
            email: None,
            store_id: store.id,
            department_id: None,
            grants: vec![grant(&role), grant(&manager)],
            language: Language::Zh,
            password: None,
        };
        access::add_staff(tx, &staff, Some(hash)).await.map(drop)
    })
    .await?;
    say!("'{}' is founded. Sign in as '{}' with the password {password}", founding.group, founding.login);
    if is_made {
        say!("It holds for 72 hours; choose one of your own at the first sign-in");
    }
    Ok(())
}
