//! From a login and a password to a session, to the second step, or to the same refusal whatever was wrong.

use chrono::{DateTime, Utc};
use kernel::{Error, PermissionName, Result, SessionId};
use platform::{Db, Door, Platform, Span, SystemActor, Tx, crypto};

use super::{
    Session, SignIn,
    attempts::Attempt,
    client::Client,
    devices, guessable, password, session,
    steps::{self, Wants},
    store,
};
use crate::{
    factors, power,
    settings::{self, policy::Policy},
    staff::{self, Staff, login_of},
};

/// Longer ones are no passwords of ours, and not worth the work.
const PASSWORD_BYTES_MAX: usize = 4 * guessable::CHARS_MAX;
const LOGIN_CHARS_MAX: usize = 64;

/// What came of a right password.
pub(crate) enum SignedIn {
    Wholly(Box<Opened>),
    Halfway(Halfway),
}

/// Goes on with the second step.
pub(crate) struct Halfway {
    /// For the cookie of the step.
    pub token: String,
    pub wants: Wants,
}

/// A session just opened, with the tokens for its cookies.
pub(crate) struct Opened {
    pub session: Session,
    pub token: String,
    pub device_token: String,
}

/// Opens a session or goes halfway to one.
pub(super) async fn sign_in(platform: &Platform, form: &SignIn, client: &Client) -> Result<SignedIn> {
    let login: String = login_of(&form.login).chars().take(LOGIN_CHARS_MAX).collect();
    let attempt = Attempt::of(platform, &login, client).await?;
    let staff = check_password(platform, &attempt, &form.password).await?;
    super::must_be_welcome(staff.is_active, staff.locked_at.is_some())?;
    let door = platform.system(SystemActor::SignIn, staff.group_id);
    let (policy, _) = settings::store::find(&door.read()).await?;
    must_come_this_way(&door.read(), &policy, &staff).await?;
    must_still_hold(&staff, platform.clock().now())?;
    door.write(async |tx| {
        // Guesses under way when the lock fell are refused too, even the one that hit.
        attempt.must_be_open(&tx.db(), Some(&staff)).await?;
        go_on(tx, &staff, client, &attempt).await
    })
    .await
}

/// The person with this login and password, or the one refusal for all else. Failures are counted.
pub(super) async fn check_password(platform: &Platform, attempt: &Attempt, password: &str) -> Result<Staff> {
    attempt.wait_in_line(platform).await?;
    let house = platform.house(SystemActor::SignIn);
    let staff = staff::store::find_by_login(&house.read(), &attempt.login).await?;
    attempt.must_be_open(&house.read(), staff.as_ref()).await?;
    let kept = staff.as_ref().and_then(|staff| staff.password_hash.clone());
    let is_right = password.len() <= PASSWORD_BYTES_MAX && password::verify(password, kept).await?;
    match staff {
        Some(staff) if is_right => Ok(staff),
        staff => {
            attempt.count_failure(platform, staff.as_ref()).await?;
            Err(Error::Unauthenticated {
                code: "sign_in.wrong",
                detail: "The login or the password is wrong.".to_owned(),
            })
        }
    }
}

/// Where people come in by identity providers alone, a password opens to those who may change that: for the day the provider is down.
async fn must_come_this_way(db: &Db<'_>, policy: &Policy, staff: &Staff) -> Result<()> {
    if !policy.providers_only {
        return Ok(());
    }
    let spans = power::store::spans_of(&power::store::reasons_of(db, staff).await?);
    if spans.get(&PermissionName::ManageSignIn).is_some_and(Span::is_whole) {
        tracing::warn!(staff = %staff.id, "signed in by a password, where providers alone are the rule");
        return Ok(());
    }
    Err(Error::Unauthenticated {
        code: "sign_in.provider_only",
        detail: "People of this group sign in with its identity provider: use the button for it on the sign-in page."
            .to_owned(),
    })
}

/// A first password that its owner has not replaced in time opens nothing any more; said only to who knows it.
fn must_still_hold(staff: &Staff, now: DateTime<Utc>) -> Result<()> {
    if staff.password_until.is_none_or(|until| now < until) {
        return Ok(());
    }
    Err(Error::Unauthenticated {
        code: "sign_in.password_expired",
        detail: "This first password has expired; ask who manages the staff for another one.".to_owned(),
    })
}

/// Refuses under `field` unless this is the password of whoever the attempt is by; they are signed in already.
pub(crate) async fn must_be_own_password(door: &Door, attempt: &Attempt, field: &str, password: &str) -> Result<()> {
    let checked = check_password(door.platform(), attempt, password).await;
    checked.map(drop).map_err(|error| match error {
        Error::Unauthenticated { .. } => Error::invalid(field, "password.wrong", "this is not your password of now"),
        other => other,
    })
}

/// Opens a session for who came the whole way.
pub(crate) async fn open(tx: &mut Tx, staff: &Staff, client: &Client, attempt: &Attempt, came: Came) -> Result<Opened> {
    let policy = match came {
        Came::ByProvider(_) => settings::store::find(&tx.db()).await?.0,
        Came::ByPassword => {
            // The rule may have come between the password and here.
            let policy = settings::store::find_held(tx).await?;
            must_come_this_way(&tx.db(), &policy, staff).await?;
            policy
        }
    };
    let due = match came {
        Came::ByProvider(FactorShown::Elsewhere) => None,
        _ if factors::store::is_on(&tx.db(), staff.id).await? => None,
        _ => settings::store::factor_due(&tx.db(), &policy, staff).await?,
    };
    let password_until = if came == Came::ByPassword { staff.password_until } else { None };
    attempt.forget_failures(tx).await?;
    let device_token = devices::remember(tx, staff, client).await?;
    let token = crypto::random_token()?;
    let session = Session { password_until, ..new_session(tx, staff, client, &policy, &[due, password_until], &token) };
    store::open(tx, session.clone(), staff).await?;
    Ok(Opened { session, token, device_token })
}

/// What somebody showed first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    ByPassword,
    ByProvider(FactorShown),
}

/// Who asks for the second factor, where one is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FactorShown {
    Here,
    /// An identity provider that the group trusts with it.
    Elsewhere,
}

/// What must come after the first step, if anything.
pub(crate) async fn second_step_of(tx: &Tx, staff: &Staff) -> Result<Option<Wants>> {
    if factors::store::is_on(&tx.db(), staff.id).await? {
        return Ok(Some(Wants::Code));
    }
    let (policy, _) = settings::store::find(&tx.db()).await?;
    let due = settings::store::factor_due(&tx.db(), &policy, staff).await?;
    Ok(due.is_some_and(|due| due <= tx.now()).then_some(Wants::Enrolment))
}

/// Goes halfway to a session.
pub(crate) async fn go_halfway(tx: &mut Tx, staff: &Staff, wants: Wants) -> Result<Halfway> {
    Ok(Halfway { token: steps::begin(tx, staff, wants).await?, wants })
}

/// After the password: the second step where there is or must be a factor, else a session.
async fn go_on(tx: &mut Tx, staff: &Staff, client: &Client, attempt: &Attempt) -> Result<SignedIn> {
    match second_step_of(tx, staff).await? {
        Some(wants) => Ok(SignedIn::Halfway(go_halfway(tx, staff, wants).await?)),
        None => Ok(SignedIn::Wholly(Box::new(open(tx, staff, client, attempt, Came::ByPassword).await?))),
    }
}

/// A session of who proved just now who they are; it ends at the first of these ends, if not before.
fn new_session(
    tx: &Tx,
    staff: &Staff,
    client: &Client,
    policy: &Policy,
    ends: &[Option<DateTime<Utc>>],
    token: &str,
) -> Session {
    let now = tx.now();
    let whole = now + policy.life_max();
    let ends_by = ends.iter().flatten().fold(whole, |first, end| first.min(*end));
    Session {
        id: SessionId::new(now),
        group_id: staff.group_id,
        staff_id: staff.id,
        digest: crypto::digest(token),
        device: client.device.clone(),
        address: client.address_text(),
        created_at: now,
        seen_at: now,
        expires_at: session::end_of(ends_by, policy.idle_hours, now),
        revoked_at: None,
        proven_at: Some(now),
        ends_by: Some(ends_by),
        idle_hours: Some(policy.idle_hours),
        password_until: None,
    }
}
