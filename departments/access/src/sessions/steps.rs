//! Sign-ins halfway through: the password was right, or a provider vouched, the second factor is still to come. What the cookie of a step opens is the
//! second step and nothing else.

use chrono::{DateTime, TimeDelta, Utc};
use http::HeaderMap;
use kernel::{Error, GroupId, Result, StaffId};
use platform::{Db, Owned, Platform, Scope, SystemActor, Tx, crypto};
use sea_orm::{
    Condition, QueryFilter,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Session, cookie,
    sign_in::{Came, FactorShown},
};
use crate::{
    providers,
    staff::{self, Staff},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_steps")]
pub struct Model {
    /// SHA-256 of the cookie's token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    pub group_id: GroupId,
    pub staff_id: StaffId,
    pub wants: Wants,
    /// Wrong codes sent so far.
    pub tries: i32,
    pub expires_at: DateTime<Utc>,
}

pub type Step = Model;

/// What must come next.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, sea_orm::DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Wants {
    /// A code of the app, or a recovery code.
    #[sea_orm(string_value = "code")]
    Code,
    /// Setting up a second factor, because the group asks for one.
    #[sea_orm(string_value = "enrolment")]
    Enrolment,
}

/// Long enough to find the phone.
pub(crate) const LIFE_MAX: TimeDelta = TimeDelta::minutes(10);
const TRIES_MAX: i32 = 5;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    // Always picked by its digest.
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

/// Goes halfway; answers the token for the cookie.
pub(super) async fn begin(tx: &mut Tx, staff: &Staff, wants: Wants) -> Result<String> {
    let (now, token) = (tx.now(), crypto::random_token()?);
    let gone = Column::ExpiresAt.lt(now).or(Column::StaffId.eq(staff.id).and(Column::Tries.gte(TRIES_MAX)));
    tx.delete::<Entity>(gone).await?;
    let step = Step {
        digest: crypto::digest(&token),
        group_id: staff.group_id,
        staff_id: staff.id,
        wants,
        tries: 0,
        expires_at: now + LIFE_MAX,
    };
    tx.insert::<Entity>(step).await?;
    Ok(token)
}

/// The step this request goes on with, and whose it is.
pub(super) async fn present(platform: &Platform, headers: &HeaderMap, wants: Wants) -> Result<(Step, Staff)> {
    let token = cookie::STEP.token(headers).ok_or_else(missing)?;
    let (house, now) = (platform.house(SystemActor::SignIn), platform.clock().now());
    let db = house.read();
    let step = find(&db, &crypto::digest(token)).await?;
    let holds = |step: &Step| step.wants == wants && step.expires_at > now && step.tries < TRIES_MAX;
    let step = step.filter(holds).ok_or_else(missing)?;
    let staff = staff::store::find(&db, step.staff_id).await?;
    super::must_be_welcome(staff.is_active, staff.locked_at.is_some())?;
    Ok((step, staff))
}

/// What was shown at the first step.
pub(super) async fn came(db: &Db<'_>, step: &Step) -> Result<Came> {
    let is_vouched_for = providers::store::vouched_for(db, &step.digest).await?;
    Ok(if is_vouched_for { Came::ByProvider(FactorShown::Here) } else { Came::ByPassword })
}

/// Ends a step that came to its end, with the session it opened; of two requests at once only one does.
pub(super) async fn end(tx: &mut Tx, step: &Step, session: &Session) -> Result<()> {
    providers::store::hand_on(tx, &step.digest, session.id).await?;
    match tx.delete::<Entity>(Column::Digest.eq(step.digest.clone())).await? {
        0 => Err(missing()),
        _ => Ok(()),
    }
}

/// Counts a wrong code.
pub(super) async fn count_try(tx: &mut Tx, step: &Step) -> Result<()> {
    let update = tx
        .update::<Entity>()
        .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
        .filter(Column::Digest.eq(step.digest.clone()));
    tx.run(update).await?;
    Ok(())
}

async fn find(db: &Db<'_>, digest: &str) -> Result<Option<Step>> {
    db.maybe(db.select::<Entity>().filter(Column::Digest.eq(digest))).await
}

fn missing() -> Error {
    Error::Unauthenticated {
        code: "sign_in.step_missing",
        detail: "The sign-in took too long or was not begun here; begin again with login and password.".to_owned(),
    }
}
