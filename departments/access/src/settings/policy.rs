//! The rules a group sets for signing in. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Fault, RoleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is in force; the defaults hold where nothing was ever set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Policy {
    /// Since when everybody must have a second factor.
    pub everyone_since: Option<DateTime<Utc>>,
    /// Holders of which roles must have one, and since when.
    pub roles: Vec<NeedingRole>,
    /// So long people may still come in without, counted from when the rule or they themselves began.
    pub grace_days: i32,
    /// A proof of who one is suffices for so long for what a device left alone must not do.
    pub step_up_minutes: i32,
    /// A session nobody uses ends after so long,
    pub idle_hours: i32,
    /// and any session after so long.
    pub session_days: i32,
    /// People come in by an identity provider of the group; by a password those alone who may change this.
    pub providers_only: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct NeedingRole {
    pub role: RoleId,
    pub since: DateTime<Utc>,
}

/// Request body of `PATCH /sign-in/settings`: any subset.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SignInSettingsChange {
    pub everyone: Option<bool>,
    /// All of them, in place of those before.
    pub roles: Option<Vec<RoleId>>,
    /// 0 to 90.
    pub grace_days: Option<i32>,
    /// 1 to 480.
    pub step_up_minutes: Option<i32>,
    /// 1 to 720.
    pub idle_hours: Option<i32>,
    /// 1 to 90; holds for sessions opened from now on.
    pub session_days: Option<i32>,
    /// Needs an identity provider that is on.
    pub providers_only: Option<bool>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            everyone_since: None,
            roles: Vec::new(),
            grace_days: 7,
            step_up_minutes: 15,
            idle_hours: 7 * 24,
            session_days: 30,
            providers_only: false,
        }
    }
}

impl Policy {
    /// Until when somebody with these roles, here since `joined`, may come in without a second factor; nothing when they never
    /// need one.
    pub fn factor_due(&self, roles: &[RoleId], joined: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let of_roles = self.roles.iter().filter(|one| roles.contains(&one.role)).map(|one| one.since);
        let since = of_roles.chain(self.everyone_since).min()?;
        Some(since.max(joined) + TimeDelta::days(i64::from(self.grace_days)))
    }

    pub fn proof_max(&self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.step_up_minutes))
    }

    pub fn life_max(&self) -> TimeDelta {
        TimeDelta::days(i64::from(self.session_days))
    }

    /// With a change laid over it, or what is wrong with the change.
    pub fn changed(&self, change: &SignInSettingsChange, now: DateTime<Utc>) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut within = |field: &str, value: Option<i32>, least: i32, most: i32| {
            if value.is_some_and(|value| !(least..=most).contains(&value)) {
                let words = format!("give a whole number from {least} to {most}");
                faults.push(Fault::new(field, "sign_in.out_of_range", words));
            }
        };
        within("grace_days", change.grace_days, 0, 90);
        within("step_up_minutes", change.step_up_minutes, 1, 480);
        within("idle_hours", change.idle_hours, 1, 30 * 24);
        within("session_days", change.session_days, 1, 90);
        if change.roles.as_ref().is_some_and(|roles| roles.len() > ROLES_MAX) {
            faults.push(Fault::new("roles", "sign_in.too_many_roles", format!("name at most {ROLES_MAX} roles")));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let everyone_since = match change.everyone {
            Some(true) => self.everyone_since.or(Some(now)),
            Some(false) => None,
            None => self.everyone_since,
        };
        Ok(Self {
            everyone_since,
            roles: change.roles.as_ref().map_or_else(|| self.roles.clone(), |roles| self.needing(roles, now)),
            grace_days: change.grace_days.unwrap_or(self.grace_days),
            step_up_minutes: change.step_up_minutes.unwrap_or(self.step_up_minutes),
            idle_hours: change.idle_hours.unwrap_or(self.idle_hours),
            session_days: change.session_days.unwrap_or(self.session_days),
            providers_only: change.providers_only.unwrap_or(self.providers_only),
        })
    }

    /// The roles wanted, those that were there before with their day.
    fn needing(&self, wanted: &[RoleId], now: DateTime<Utc>) -> Vec<NeedingRole> {
        let mut roles: Vec<NeedingRole> = Vec::new();
        for role in wanted {
            let before = self.roles.iter().find(|one| one.role == *role).map(|one| one.since);
            if roles.iter().all(|one| one.role != *role) {
                roles.push(NeedingRole { role: *role, since: before.unwrap_or(now) });
            }
        }
        roles
    }
}

const ROLES_MAX: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const SELLER: RoleId = RoleId(Uuid::from_u128(1));
    const BOSS: RoleId = RoleId(Uuid::from_u128(2));

    fn day(number: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(number)
    }

    #[test]
    fn grace_is_counted_from_when_the_rule_or_the_person_began() {
        let change = SignInSettingsChange { roles: Some(vec![BOSS, BOSS]), ..Default::default() };
        let policy = Policy::default().changed(&change, day(100)).expect("a good change");
        assert_eq!(policy.roles.len(), 1);
        assert_eq!(policy.factor_due(&[SELLER], day(0)), None);
        assert_eq!(policy.factor_due(&[SELLER, BOSS], day(0)), Some(day(107)));
        assert_eq!(policy.factor_due(&[BOSS], day(200)), Some(day(207)));
    }

    #[test]
    fn a_rule_that_stays_keeps_its_day() {
        let everyone = SignInSettingsChange { everyone: Some(true), roles: Some(vec![BOSS]), ..Default::default() };
        let first = Policy::default().changed(&everyone, day(1)).expect("a good change");
        let wider = SignInSettingsChange { roles: Some(vec![BOSS, SELLER]), ..everyone };
        let second = first.changed(&wider, day(50)).expect("a good change");
        assert_eq!(second.everyone_since, Some(day(1)));
        assert_eq!(second.roles.iter().map(|one| one.since).collect::<Vec<_>>(), [day(1), day(50)]);
    }

    #[test]
    fn numbers_out_of_range_are_all_named() {
        let change = SignInSettingsChange {
            grace_days: Some(-1),
            step_up_minutes: Some(0),
            idle_hours: Some(0),
            session_days: Some(91),
            ..Default::default()
        };
        let faults = Policy::default().changed(&change, day(0)).expect_err("it is refused");
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["grace_days", "step_up_minutes", "idle_hours", "session_days"]);
    }
}
