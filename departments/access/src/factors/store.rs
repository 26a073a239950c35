//! Setting up, asking for and removing second factors.

use std::collections::HashSet;

use journal::{About, events::sign_in::SignInEvent};
use kernel::{Result, StaffId};
use platform::{Db, Tx, crypto};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};

use super::{
    Factor,
    codes::{self, RECOVERY_BYTES, RECOVERY_CODES, SECRET_BYTES},
    factor::{Column, Entity},
    rules::{CodeVerdict, FactorRefusal, is_pending},
};
use crate::staff::Staff;

platform::record! {
    struct Counted { count: i64 }
}

platform::record! {
    struct Holder { id: StaffId }
}

/// The row of this person, with or without a factor in force.
pub(crate) async fn find(db: &Db<'_>, staff: StaffId) -> Result<Option<Factor>> {
    db.maybe(db.select::<Entity>().filter(Column::StaffId.eq(staff))).await
}

pub(crate) async fn is_on(db: &Db<'_>, staff: StaffId) -> Result<bool> {
    Ok(find(db, staff).await?.is_some_and(|factor| factor.is_on()))
}

/// Which of these people have a factor in force.
pub(crate) async fn holders(db: &Db<'_>, ids: &[StaffId]) -> Result<HashSet<StaffId>> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let text =
        format!("select staff_id from second_factors where secret is not null and staff_id in ({})", places.join(", "));
    let holders: Vec<Holder> = db.fetch_text(&text, ids.iter().map(|id| (*id).into()).collect()).await?;
    Ok(holders.into_iter().map(|line| line.id).collect())
}

/// How many recovery codes are not used up.
pub(crate) async fn codes_left(db: &Db<'_>, staff: StaffId) -> Result<u32> {
    let text = "select count(*) from recovery_codes where staff_id = $1 and used_at is null";
    let counted: Vec<Counted> = db.fetch_text(text, vec![staff.into()]).await?;
    Ok(counted.first().map_or(0, |line| u32::try_from(line.count).unwrap_or_default()))
}

/// Makes a secret to be confirmed; one in force stays so until then.
pub(crate) async fn begin(tx: &mut Tx, staff: &Staff) -> Result<[u8; SECRET_BYTES]> {
    let secret = crypto::random::<SECRET_BYTES>()?;
    let sealed = tx.platform().keys().seal_bytes(&secret, &context(staff.id))?;
    let now = tx.now();
    tx.execute_text(
        "insert into second_factors (staff_id, group_id, last_step, pending_secret, pending_at) values ($1, $2, 0, $3, $4)
         on conflict (staff_id) do update set pending_secret = $3, pending_at = $4",
        vec![staff.id.into(), staff.group_id.into(), sealed.into(), now.into()],
    )
    .await?;
    Ok(secret)
}

/// Puts the secret shown last in force when `code` is one of its codes, and answers new recovery codes; nothing when it is not.
pub(crate) async fn confirm(tx: &mut Tx, staff: &Staff, code: &str) -> Result<Option<Vec<String>>> {
    let now = tx.now();
    let factor = find(&tx.db(), staff.id).await?;
    let pending = factor.and_then(|factor| Some((factor.pending_secret?, factor.pending_at?)));
    let (sealed, _) = pending.filter(|(_, since)| is_pending(*since, now)).ok_or(FactorRefusal::NotBegun)?;
    let secret = tx.platform().keys().open_bytes(&sealed, &context(staff.id))?;
    let Some(step) = codes::step_of(&secret, code, now) else { return Ok(None) };
    let update = tx
        .update::<Entity>()
        .col_expr(Column::Secret, Expr::val(sealed))
        .col_expr(Column::EnrolledAt, Expr::val(now))
        .col_expr(Column::LastStep, Expr::val(step))
        .col_expr(Column::PendingSecret, Expr::val(Option::<Vec<u8>>::None))
        .col_expr(Column::PendingAt, Expr::val(Option::<chrono::DateTime<chrono::Utc>>::None))
        .filter(Column::StaffId.eq(staff.id));
    tx.run(update).await?;
    let codes = replace_codes(tx, staff).await?;
    record(tx, staff, SignInEvent::FactorEnrolled { staff: staff.id }).await?;
    Ok(Some(codes))
}

/// Asks a code of the app, or a recovery code, and uses it up: of two who send the same only one gets in.
pub(crate) async fn verify(tx: &mut Tx, staff: &Staff, code: &str) -> Result<CodeVerdict> {
    match codes::plain_recovery_code(code) {
        Some(plain) => verify_recovery(tx, staff, &plain).await,
        None => verify_step(tx, staff, code).await,
    }
}

/// Makes new recovery codes in place of all before.
pub(crate) async fn make_codes(tx: &mut Tx, staff: &Staff) -> Result<Vec<String>> {
    if !is_on(&tx.db(), staff.id).await? {
        return Err(FactorRefusal::None.into());
    }
    let codes = replace_codes(tx, staff).await?;
    record(tx, staff, SignInEvent::FactorCodesMade { staff: staff.id }).await?;
    Ok(codes)
}

/// Removes the factor with its recovery codes, and records what happened.
pub(crate) async fn remove(tx: &mut Tx, staff: &Staff, event: SignInEvent) -> Result<()> {
    if !is_on(&tx.db(), staff.id).await? {
        return Err(FactorRefusal::None.into());
    }
    tx.delete::<Entity>(Column::StaffId.eq(staff.id)).await?;
    tx.execute_text("delete from recovery_codes where staff_id = $1", vec![staff.id.into()]).await?;
    record(tx, staff, event).await
}

async fn verify_step(tx: &mut Tx, staff: &Staff, code: &str) -> Result<CodeVerdict> {
    let factor = find(&tx.db(), staff.id).await?;
    let Some(sealed) = factor.and_then(|factor| factor.secret) else { return Ok(CodeVerdict::Wrong) };
    let secret = tx.platform().keys().open_bytes(&sealed, &context(staff.id))?;
    let Some(step) = codes::step_of(&secret, code, tx.now()) else { return Ok(CodeVerdict::Wrong) };
    let update = tx
        .update::<Entity>()
        .col_expr(Column::LastStep, Expr::val(step))
        .filter(Column::StaffId.eq(staff.id))
        .filter(Column::LastStep.lt(step));
    Ok(if tx.run(update).await? == 0 { CodeVerdict::Used } else { CodeVerdict::Right })
}

async fn verify_recovery(tx: &mut Tx, staff: &Staff, plain: &str) -> Result<CodeVerdict> {
    if !is_on(&tx.db(), staff.id).await? {
        return Ok(CodeVerdict::Wrong);
    }
    let (now, digest) = (tx.now(), digest_of(tx, staff, plain));
    let used = tx
        .execute_text(
            "update recovery_codes set used_at = $3 where staff_id = $1 and digest = $2 and used_at is null",
            vec![staff.id.into(), digest.into(), now.into()],
        )
        .await?;
    if used == 0 {
        return Ok(CodeVerdict::Wrong);
    }
    let left = codes_left(&tx.db(), staff.id).await?;
    record(tx, staff, SignInEvent::FactorRecovered { staff: staff.id, left }).await?;
    Ok(CodeVerdict::Recovery { left })
}

async fn replace_codes(tx: &mut Tx, staff: &Staff) -> Result<Vec<String>> {
    tx.execute_text("delete from recovery_codes where staff_id = $1", vec![staff.id.into()]).await?;
    let mut shown = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let code = codes::recovery_code(&crypto::random::<RECOVERY_BYTES>()?);
        let plain = codes::plain_recovery_code(&code).unwrap_or_default();
        let digest = digest_of(tx, staff, &plain);
        tx.execute_text(
            "insert into recovery_codes (staff_id, digest) values ($1, $2)",
            vec![staff.id.into(), digest.into()],
        )
        .await?;
        shown.push(code);
    }
    Ok(shown)
}

/// Keyed, so that a stolen file is nothing to guess on.
fn digest_of(tx: &Tx, staff: &Staff, plain: &str) -> String {
    tx.platform().keys().blind("recovery_code", staff.group_id, &format!("{}/{plain}", staff.id))
}

async fn record(tx: &mut Tx, staff: &Staff, event: SignInEvent) -> Result<()> {
    journal::record(tx, About::store(staff.store_id), event).await.map(drop)
}

fn context(staff: StaffId) -> Vec<u8> {
    format!("second_factors.secret/{staff}").into_bytes()
}
