//! Guessing made hopeless, without letting a stranger lock people out of their work. All counts are rows, so they hold on every
//! node:
//!
//! * A browser that signed in before carries a cookie that says so ([`super::devices`]): its failures are counted for itself, and
//!   no failure of anybody else shuts it out.
//! * Everybody else is counted per login and neighbourhood of the address: five failures lock the login *from there* for 15
//!   minutes, doubling with every five more. Somebody elsewhere is not locked out by it.
//! * Per login over all neighbourhoods: fifty failures lock it for whoever comes from where the person never signed in.
//! * Per address over all logins: behind it may be a whole store, so nothing shuts it. After twenty failures every try from there
//!   waits, longer with every ten more ([`super::slowly`]); one failure is forgiven every ten minutes.
//!
//! Logins that do not exist are counted alike, so that neither a lock nor a wait tells anybody which ones do.

use chrono::{DateTime, TimeDelta, Utc};
use journal::{About, events::access::AccessEvent};
use kernel::{Error, Result};
use platform::{Db, Platform, SystemActor, Tx};

use super::{
    client::Client,
    devices,
    patience::{self, FROM_ANYWHERE, FROM_HERE, Patience},
};
use crate::{memory::Memory, staff::Staff};

/// Stands in place of a neighbourhood for the count over all of them, and in place of a login for that over all logins.
const ANY: &str = "*";
/// A count without new failures is forgotten after so long.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::days(2);

/// One try to prove who one is: by which login and from where.
pub(crate) struct Attempt {
    pub login: String,
    place: Place,
    client: Client,
}

enum Place {
    /// This browser signed in with this login before.
    Known(String),
    Strange,
}

platform::record! {
    struct Failures {
        place: String,
        failures: i32,
        last_failed_at: DateTime<Utc>,
        locked_until: Option<DateTime<Utc>>,
    }
}

platform::record! {
    struct Locked { login: String }
}

platform::record! {
    struct Before { address: String }
}

impl Attempt {
    pub async fn of(platform: &Platform, login: &str, client: &Client) -> Result<Self> {
        let house = platform.house(SystemActor::SignIn);
        let place = match devices::known(&house.read(), login, client).await? {
            Some(digest) => Place::Known(format!("device:{digest}")),
            None => Place::Strange,
        };
        Ok(Self { login: login.to_owned(), place, client: client.clone() })
    }

    fn place(&self) -> String {
        match &self.place {
            Place::Known(device) => device.clone(),
            Place::Strange => self.client.neighbourhood(),
        }
    }

    /// Waits as long as who comes from this address must before their password is looked at; never in a transaction. A browser
    /// that signed in with this login before waits for nobody.
    pub async fn wait_in_line(&self, platform: &Platform) -> Result<()> {
        let (Place::Strange, Some(address)) = (&self.place, self.client.subscriber()) else { return Ok(()) };
        let house = platform.house(SystemActor::SignIn);
        let Some(count) = count_of(&house.read(), ANY, &address).await? else { return Ok(()) };
        let wait = patience::wait_after(left_of(&count, platform.clock().now()));
        Memory::of(platform).line.wait(&address, wait).await
    }

    /// Refuses while the door is shut for this try; `staff` is the person of the login, when there is one.
    pub async fn must_be_open(&self, db: &Db<'_>, staff: Option<&Staff>) -> Result<()> {
        let now = db.platform().clock().now();
        let place = self.place();
        for count in failures_of(db, &self.login, &place).await? {
            let Some(until) = count.locked_until.filter(|until| *until > now) else { continue };
            match &self.place {
                Place::Known(_) if count.place != place => {}
                Place::Strange if count.place != place && has_been_here(db, staff, &self.client).await? => {}
                _ => return Err(shut(until, now)),
            }
        }
        Ok(())
    }

    /// Writes one failure down; the journal hears when it locks somebody's login.
    pub async fn count_failure(&self, platform: &Platform, staff: Option<&Staff>) -> Result<()> {
        let door = match staff {
            Some(staff) => platform.system(SystemActor::SignIn, staff.group_id),
            None => platform.house(SystemActor::SignIn),
        };
        door.write(async |tx| {
            let mut is_locked = add_failure(tx, &self.login, &self.place(), FROM_HERE).await?;
            if let Place::Strange = self.place {
                is_locked |= add_failure(tx, &self.login, ANY, FROM_ANYWHERE).await?;
                if let Some(address) = self.client.subscriber() {
                    forgive(tx, ANY, &address).await?;
                    add_one(tx, ANY, &address).await?;
                }
            }
            if let (Some(staff), true) = (staff, is_locked) {
                let event = AccessEvent::SignInLocked { staff: staff.id };
                journal::record(tx, About::store(staff.store_id), event).await?;
            }
            let forgotten = tx.now() - FORGOTTEN_AFTER;
            tx.execute_text("delete from sign_in_failures where last_failed_at < $1", vec![forgotten.into()]).await?;
            Ok(())
        })
        .await
    }

    /// Forgets the failures of this login from this place, after it succeeded.
    pub async fn forget_failures(&self, tx: &mut Tx) -> Result<()> {
        tx.execute_text(
            "delete from sign_in_failures where login = $1 and neighbourhood = $2",
            vec![self.login.clone().into(), self.place().into()],
        )
        .await?;
        Ok(())
    }
}

/// Forgets the failures of a login from everywhere.
pub(crate) async fn forget_failures(tx: &mut Tx, login: &str) -> Result<()> {
    tx.execute_text("delete from sign_in_failures where login = $1", vec![login.into()]).await?;
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

fn shut(until: DateTime<Utc>, now: DateTime<Utc>) -> Error {
    let seconds = (until - now).num_seconds().max(1);
    Error::TooMany { code: "sign_in.locked", retry_after_seconds: u64::try_from(seconds).unwrap_or(1) }
}

/// The counts that may shut the door: of the login from this place and from all.
async fn failures_of(db: &Db<'_>, login: &str, place: &str) -> Result<Vec<Failures>> {
    db.fetch_text(
        "select neighbourhood, failures, last_failed_at, locked_until from sign_in_failures
         where login = $1 and neighbourhood in ($2, $3)",
        vec![login.into(), place.into(), ANY.into()],
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
        address.is_some() && Client { address, ..Client::default() }.neighbourhood() == here
    }))
}

/// Adds one failure; answers whether it locks.
async fn add_failure(tx: &mut Tx, login: &str, place: &str, patience: Patience) -> Result<bool> {
    add_one(tx, login, place).await?;
    let Some(count) = count_of(&tx.db(), login, place).await? else { return Ok(false) };
    let Some(until) = patience.lock_after(count.failures, tx.now()) else { return Ok(false) };
    tx.execute_text(
        "update sign_in_failures set locked_until = $3 where login = $1 and neighbourhood = $2",
        vec![login.into(), place.into(), until.into()],
    )
    .await?;
    Ok(true)
}

async fn add_one(tx: &mut Tx, login: &str, place: &str) -> Result<()> {
    let now = tx.now();
    tx.execute_text(
        "insert into sign_in_failures (login, neighbourhood, failures, last_failed_at) values ($1, $2, 1, $3)
         on conflict (login, neighbourhood) do update set failures = sign_in_failures.failures + 1, last_failed_at = $3",
        vec![login.into(), place.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Takes off what time has forgiven; of two who come at once only the first does.
async fn forgive(tx: &mut Tx, login: &str, place: &str) -> Result<()> {
    let Some(count) = count_of(&tx.db(), login, place).await? else { return Ok(()) };
    let left = left_of(&count, tx.now());
    if left < count.failures {
        tx.execute_text(
            "update sign_in_failures set failures = $3 where login = $1 and neighbourhood = $2 and last_failed_at = $4",
            vec![login.into(), place.into(), left.into(), count.last_failed_at.into()],
        )
        .await?;
    }
    Ok(())
}

fn left_of(count: &Failures, now: DateTime<Utc>) -> i32 {
    count.failures.saturating_sub(patience::forgiven(count.last_failed_at, now)).max(0)
}

async fn count_of(db: &Db<'_>, login: &str, place: &str) -> Result<Option<Failures>> {
    let counted: Vec<Failures> = db
        .fetch_text(
            "select neighbourhood, failures, last_failed_at, locked_until from sign_in_failures
             where login = $1 and neighbourhood = $2",
            vec![login.into(), place.into()],
        )
        .await?;
    Ok(counted.into_iter().next())
}
