//! From a login and a password to a session, or to the same refusal whatever was wrong.

use chrono::{DateTime, Utc};
use journal::{About, events::access::AccessEvent};
use kernel::{Error, Result, SessionId};
use platform::{Db, Platform, SystemActor, Tx, crypto};

use super::{
    Session, SignIn,
    attempts::{ANYWHERE, FORGOTTEN_AFTER, FROM_ANYWHERE, FROM_HERE, Patience, locked},
    client::Client,
    password, session, store,
};
use crate::{
    memory::Memory,
    staff::{self, Staff, login_of},
};

/// Longer ones are no passwords of ours, and not worth the work.
const PASSWORD_BYTES_MAX: usize = 4 * password::CHARS_MAX;
const LOGIN_CHARS_MAX: usize = 64;

/// Opens a session; answers it with the token for the cookie.
pub(super) async fn sign_in(platform: &Platform, form: &SignIn, client: &Client) -> Result<(Session, String)> {
    let (memory, now) = (Memory::of(platform), platform.clock().now());
    memory.buckets.take(client.address, now)?;
    let login: String = login_of(&form.login).chars().take(LOGIN_CHARS_MAX).collect();
    let staff = check_password(platform, &login, &form.password, client).await?;
    super::must_be_welcome(staff.is_active, staff.locked_at.is_some())?;
    let opened = platform
        .system(SystemActor::SignIn, staff.group_id)
        .write(async |tx| {
            // Guesses under way when the lock fell are refused too, even the one that hit.
            must_be_open(&tx.db(), &login, Some(&staff), client, now).await?;
            forget_failures(tx, &login, Some(&client.neighbourhood())).await?;
            open(tx, &staff, client).await
        })
        .await?;
    memory.buckets.give_back(client.address);
    Ok(opened)
}

/// The person with this login and password, or the one refusal for all else. Failures are counted.
pub(super) async fn check_password(platform: &Platform, login: &str, password: &str, client: &Client) -> Result<Staff> {
    let (house, now) = (platform.house(SystemActor::SignIn), platform.clock().now());
    let staff = staff::store::find_by_login(&house.read(), login).await?;
    must_be_open(&house.read(), login, staff.as_ref(), client, now).await?;
    let kept = staff.as_ref().and_then(|staff| staff.password_hash.clone());
    let is_right = password.len() <= PASSWORD_BYTES_MAX && password::verify(password, kept).await?;
    match staff {
        Some(staff) if is_right => Ok(staff),
        staff => {
            count_failure(platform, login, staff.as_ref(), client).await?;
            Err(Error::Unauthenticated {
                code: "sign_in.wrong",
                detail: "The login or the password is wrong.".to_owned(),
            })
        }
    }
}

/// Forgets the failures of a login, from one neighbourhood or from all.
pub(crate) async fn forget_failures(tx: &mut Tx, login: &str, neighbourhood: Option<&str>) -> Result<()> {
    match neighbourhood {
        Some(neighbourhood) => {
            tx.execute_text(
                "delete from sign_in_failures where login = $1 and neighbourhood = $2",
                vec![login.into(), neighbourhood.into()],
            )
            .await?
        }
        None => tx.execute_text("delete from sign_in_failures where login = $1", vec![login.into()]).await?,
    };
    Ok(())
}

/// Which of these logins are locked just now, from anywhere.
pub(crate) async fn locked_logins<'a>(db: &Db<'_>, logins: impl Iterator<Item = &'a str>) -> Result<Vec<String>> {
    let mut values: Vec<sea_orm::Value> = vec![db.platform().clock().now().into()];
    values.extend(logins.map(sea_orm::Value::from));
    if values.len() == 1 {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (2..=values.len()).map(|place| format!("${place}")).collect();
    let text = format!(
        "select distinct login from sign_in_failures where locked_until > $1 and login in ({})",
        places.join(", ")
    );
    let locked: Vec<Locked> = db.fetch_text(&text, values).await?;
    Ok(locked.into_iter().map(|line| line.login).collect())
}

platform::record! {
    struct Locked { login: String }
}

platform::record! {
    struct Failures { neighbourhood: String, failures: i32, locked_until: Option<DateTime<Utc>> }
}

platform::record! {
    struct Before { address: String }
}

async fn must_be_open(
    db: &Db<'_>,
    login: &str,
    staff: Option<&Staff>,
    client: &Client,
    now: DateTime<Utc>,
) -> Result<()> {
    let here = client.neighbourhood();
    for count in failures_of(db, login, &here).await? {
        let Some(until) = count.locked_until.filter(|until| *until > now) else { continue };
        if count.neighbourhood == here || !has_been_here(db, staff, client).await? {
            return Err(locked(until, now));
        }
    }
    Ok(())
}

async fn failures_of(db: &Db<'_>, login: &str, here: &str) -> Result<Vec<Failures>> {
    db.fetch_text(
        "select neighbourhood, failures, locked_until from sign_in_failures
         where login = $1 and neighbourhood in ($2, $3)",
        vec![login.into(), here.into(), ANYWHERE.into()],
    )
    .await
}

/// Whether this person had a session from the neighbourhood before.
async fn has_been_here(db: &Db<'_>, staff: Option<&Staff>, client: &Client) -> Result<bool> {
    let Some(staff) = staff else { return Ok(false) };
    let addresses: Vec<Before> =
        db.fetch_text("select distinct address from sessions where staff_id = $1", vec![staff.id.into()]).await?;
    let here = client.neighbourhood();
    Ok(addresses.into_iter().any(|before| {
        let address = before.address.parse().ok();
        address.is_some() && Client { address, device: String::new() }.neighbourhood() == here
    }))
}

async fn count_failure(platform: &Platform, login: &str, staff: Option<&Staff>, client: &Client) -> Result<()> {
    let door = match staff {
        Some(staff) => platform.system(SystemActor::SignIn, staff.group_id),
        None => platform.house(SystemActor::SignIn),
    };
    let here = client.neighbourhood();
    door.write(async |tx| {
        let is_locked = add_failure(tx, login, &here, FROM_HERE).await?;
        let is_locked_anywhere = add_failure(tx, login, ANYWHERE, FROM_ANYWHERE).await?;
        if let (Some(staff), true) = (staff, is_locked || is_locked_anywhere) {
            let event = AccessEvent::SignInLocked { staff: staff.id };
            journal::record(tx, About::store(staff.store_id), event).await?;
        }
        let forgotten = tx.now() - FORGOTTEN_AFTER;
        tx.execute_text("delete from sign_in_failures where last_failed_at < $1", vec![forgotten.into()]).await?;
        Ok(())
    })
    .await
}

/// Adds one failure; answers whether it locks.
async fn add_failure(tx: &mut Tx, login: &str, place: &str, patience: Patience) -> Result<bool> {
    let now = tx.now();
    tx.execute_text(
        "insert into sign_in_failures (login, neighbourhood, failures, last_failed_at) values ($1, $2, 1, $3)
         on conflict (login, neighbourhood) do update set failures = sign_in_failures.failures + 1, last_failed_at = $3",
        vec![login.into(), place.into(), now.into()],
    )
    .await?;
    let counted = failures_of(&tx.db(), login, place).await?;
    let failures = counted.iter().find(|one| one.neighbourhood == place).map_or(0, |one| one.failures);
    let Some(until) = patience.lock_after(failures, now) else { return Ok(false) };
    tx.execute_text(
        "update sign_in_failures set locked_until = $3 where login = $1 and neighbourhood = $2",
        vec![login.into(), place.into(), until.into()],
    )
    .await?;
    Ok(true)
}

async fn open(tx: &mut Tx, staff: &Staff, client: &Client) -> Result<(Session, String)> {
    let (now, token) = (tx.now(), crypto::random_token()?);
    let opened = Session {
        id: SessionId::new(now),
        group_id: staff.group_id,
        staff_id: staff.id,
        digest: crypto::digest(&token),
        device: client.device.clone(),
        address: client.address_text(),
        created_at: now,
        seen_at: now,
        expires_at: session::end_of(now, now),
        revoked_at: None,
    };
    store::open(tx, opened.clone(), staff).await?;
    Ok((opened, token))
}
