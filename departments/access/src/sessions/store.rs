//! Finding, opening and ending sessions.

use chrono::{DateTime, TimeDelta, Utc};
use journal::{About, Draft, events::access::AccessEvent};
use kernel::{PermissionName, Result, SessionId, StaffId, StoreId};
use platform::{Actor, Db, Tx};
use sea_orm::{ColumnTrait, ExprTrait, QueryFilter, QueryOrder, Value, sea_query::Expr};

use super::{
    Session,
    session::{Column, Entity, end_of},
};
use crate::{
    factors,
    gatekeeper::{Admitted, Pass},
    power,
    settings::{self, policy::Policy},
    staff::{self, Staff},
};

platform::record! {
    struct Signed { id: StaffId, store_id: StoreId }
}

const DRAFTS_AT_ONCE: usize = 500;

/// Ended sessions are kept this long, for the question "who was that".
const KEPT_AFTER_END: TimeDelta = TimeDelta::days(90);

/// Who holds the session with this digest, and where each permission holds.
pub(crate) async fn admit(db: &Db<'_>, digest: &str) -> Result<Admitted> {
    let session = db.maybe(db.select::<Entity>().filter(Column::Digest.eq(digest))).await?;
    // A token nobody was given reads like no token: there is nothing to learn from guessing.
    let session = session.ok_or_else(super::missing)?;
    let staff = staff::store::find(db, session.staff_id).await?;
    super::must_be_welcome(staff.is_active, staff.locked_at.is_some())?;
    if session.revoked_at.is_some() {
        return Err(super::revoked());
    }
    let reasons = power::store::reasons_of(db, &staff).await?;
    let mut admission = power::store::admission(db, &staff, &reasons, Some(session.id)).await?;
    admission.duty = session.password_until.map(|_| super::OWN_PASSWORD);
    let pass = Pass::Session { id: session.id, last_end: session.last_end(), idle_hours: session.idle_max() };
    Ok(Admitted::new(admission, pass, Some(session.expires_at), Some(session.seen_at)))
}

/// The session of the caller.
pub(crate) async fn current(db: &Db<'_>) -> Result<Session> {
    let id = db.scope().session().ok_or(kernel::Error::NotFound)?;
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// Sessions of this person that still hold, the last used first.
pub(crate) async fn open_sessions(db: &Db<'_>, staff: StaffId, now: DateTime<Utc>) -> Result<Vec<Session>> {
    let holding = db
        .select::<Entity>()
        .filter(Column::StaffId.eq(staff))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now));
    db.all(holding.order_by_desc(Column::SeenAt).order_by_desc(Column::Id)).await
}

/// Opens a session, and lets go of this person's long ended ones.
pub(crate) async fn open(tx: &mut Tx, session: Session, staff: &Staff) -> Result<()> {
    let forgotten = tx.now() - KEPT_AFTER_END;
    tx.delete::<Entity>(Column::StaffId.eq(staff.id).and(Column::ExpiresAt.lt(forgotten))).await?;
    tx.insert::<Entity>(session).await?;
    let actor = Some(Actor::Staff { id: staff.id, name: staff.name.clone() });
    let (about, event) = (About::store(staff.store_id), AccessEvent::SessionOpened { staff: staff.id });
    journal::record_all(tx, vec![Draft { about, event, actor }]).await?;
    Ok(())
}

/// Ends one session of this person; [`kernel::Error::NotFound`] when there is none that holds.
pub(crate) async fn revoke(tx: &mut Tx, staff: &Staff, id: SessionId) -> Result<()> {
    match end(tx, staff, Column::Id.eq(id)).await? {
        0 => Err(kernel::Error::NotFound),
        _ => Ok(()),
    }
}

/// Ends all sessions of this person but the one given; answers how many.
pub(crate) async fn revoke_all(tx: &mut Tx, staff: &Staff, but: Option<SessionId>) -> Result<u64> {
    match but {
        Some(id) => end(tx, staff, Column::Id.ne(id)).await,
        None => end(tx, staff, Expr::val(1).eq(1)).await,
    }
}

/// Ends these sessions of this person; answers how many still held.
pub(crate) async fn revoke_these(tx: &mut Tx, staff: &Staff, ids: Vec<SessionId>) -> Result<u64> {
    end(tx, staff, Column::Id.is_in(ids)).await
}

/// Ends all sessions of the group that no provider of it vouched for, but of those whom a password still lets in; answers whose.
pub(crate) async fn end_those_by_password(tx: &mut Tx) -> Result<Vec<StaffId>> {
    const MEANT: &str = "group_id = $1 and revoked_at is null and expires_at > $2
         and not exists (select 1 from session_identities k where k.session_id = sessions.id)
         and not exists (select 1 from grants g join role_permissions p on p.role_id = g.role_id
             where g.staff_id = sessions.staff_id and g.reach = 'group' and p.permission = $3)";
    let values = || -> Vec<Value> {
        vec![tx.scope().group().into(), tx.now().into(), PermissionName::ManageSignIn.name().into()]
    };
    let whose =
        format!("select id, store_id from staff where id in (select staff_id from sessions where {MEANT}) order by id");
    let people: Vec<Signed> = tx.db().fetch_text(&whose, values()).await?;
    let values = values();
    tx.execute_text(&format!("update sessions set revoked_at = $2 where {MEANT}"), values).await?;
    for part in people.chunks(DRAFTS_AT_ONCE) {
        let draft = |one: &Signed| Draft {
            about: About::store(one.store_id),
            event: AccessEvent::SessionClosed { staff: one.id },
            actor: None,
        };
        journal::record_all(tx, part.iter().map(draft).collect()).await?;
    }
    Ok(people.into_iter().map(|one| one.id).collect())
}

/// Writes down that a session is in use, which moves its end on, but never beyond its last one.
pub(crate) async fn write_use(
    tx: &mut Tx,
    id: SessionId,
    last_end: DateTime<Utc>,
    idle_hours: i32,
    now: DateTime<Utc>,
) -> Result<()> {
    let update = tx
        .update::<Entity>()
        .col_expr(Column::SeenAt, Expr::val(now))
        .col_expr(Column::ExpiresAt, Expr::val(end_of(last_end, idle_hours, now)))
        .filter(Column::Id.eq(id))
        .filter(Column::RevokedAt.is_null());
    tx.run(update).await?;
    Ok(())
}

/// Writes down that its holder proved just now who they are.
pub(crate) async fn write_proof(tx: &mut Tx, id: SessionId) -> Result<()> {
    let now = tx.now();
    let update = tx.update::<Entity>().col_expr(Column::ProvenAt, Expr::val(now)).filter(Column::Id.eq(id));
    tx.run(update).await?;
    Ok(())
}

/// Lets a session that would have ended with the grace of its holder go on, now that there is a second factor.
pub(crate) async fn lift_grace(tx: &mut Tx, id: SessionId) -> Result<()> {
    let db = tx.db();
    let session = db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await?;
    let (policy, _) = settings::store::find(&db).await?;
    let ends_by = new_end(&session, &policy, session.password_until);
    set_end(tx, Session { ends_by: Some(ends_by), ..session }).await
}

/// Lets a session that was good for choosing a password alone go on with everything, now that its holder has chosen one.
pub(crate) async fn lift_duty(tx: &mut Tx, staff: &Staff, id: SessionId) -> Result<()> {
    let db = tx.db();
    let session = db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await?;
    if session.password_until.is_none() {
        return Ok(());
    }
    let (policy, _) = settings::store::find(&db).await?;
    let due = match factors::store::is_on(&db, staff.id).await? {
        true => None,
        false => settings::store::factor_due(&db, &policy, staff).await?,
    };
    let ends_by = new_end(&session, &policy, due);
    set_end(tx, Session { ends_by: Some(ends_by), password_until: None, ..session }).await
}

fn new_end(session: &Session, policy: &Policy, bound: Option<DateTime<Utc>>) -> DateTime<Utc> {
    let whole = session.created_at + policy.life_max();
    bound.map_or(whole, |bound| std::cmp::min(bound, whole))
}

async fn set_end(tx: &mut Tx, session: Session) -> Result<()> {
    let update = tx
        .update::<Entity>()
        .col_expr(Column::EndsBy, Expr::val(session.ends_by))
        .col_expr(Column::PasswordUntil, Expr::val(session.password_until))
        .col_expr(Column::ExpiresAt, Expr::val(end_of(session.last_end(), session.idle_max(), tx.now())))
        .filter(Column::Id.eq(session.id));
    tx.run(update).await?;
    Ok(())
}

async fn end(tx: &mut Tx, staff: &Staff, which: sea_orm::sea_query::SimpleExpr) -> Result<u64> {
    let now = tx.now();
    let update = tx
        .update::<Entity>()
        .col_expr(Column::RevokedAt, Expr::val(now))
        .filter(Column::StaffId.eq(staff.id))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .filter(which);
    let ended = tx.run(update).await?;
    if ended > 0 {
        journal::record(tx, About::store(staff.store_id), AccessEvent::SessionClosed { staff: staff.id }).await?;
    }
    Ok(ended)
}
