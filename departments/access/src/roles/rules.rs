//! What makes a role well-formed, and how it changes.

use chrono::{DateTime, Utc};
use journal::events::access::AccessEvent;
use kernel::{Error, Fault, PermissionName, Refusal, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Role;
use crate::text::{clearable, optional, required};

/// A role to be added.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// 2 to 40 small letters, digits and underscores, unique in the group; made from the name when not given.
    pub code: Option<String>,
    pub name: String,
    pub name_english: Option<String>,
    /// Names of permissions, see `GET /permissions`.
    #[serde(default)]
    pub permissions: Vec<String>,
}

/// Fields to change; absent ones stay, null clears. `permissions` replaces all of them.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RoleChange {
    pub name: Option<String>,
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<String>)]
    pub name_english: Option<Option<String>>,
    pub permissions: Option<Vec<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleRefusal {
    BuiltIn,
    CodeTaken,
    InUse { holders: i64 },
}

impl Refusal for RoleRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::BuiltIn => "role.built_in",
            Self::CodeTaken => "role.code_taken",
            Self::InUse { .. } => "role.in_use",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::BuiltIn => "Built-in roles stay; change what they permit, or give people another role.".to_owned(),
            Self::CodeTaken => "Another role of the group has this code; take another.".to_owned(),
            Self::InUse { holders } => {
                format!("{holders} people or keys act with this role; give them another role first.")
            }
        }
    }
}

const NAME_CHARS_MAX: usize = 40;
const CODE_CHARS_MAX: usize = 40;

/// What a role is called and permits, trimmed, measured and known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Terms {
    pub name: String,
    pub name_english: Option<String>,
    pub permissions: Vec<PermissionName>,
}

impl NewRole {
    pub(crate) fn terms(&self) -> Result<Terms> {
        checked(&self.name, self.name_english.as_deref(), permissions(&self.permissions))
    }

    /// The code asked for, or one made from the English name; none when there is nothing to make it from.
    pub(crate) fn wanted_code(&self) -> Result<Option<String>> {
        let Some(code) = self.code.as_deref().map(str::trim).filter(|code| !code.is_empty()) else {
            return Ok(self.name_english.as_deref().or(Some(&self.name)).map(code_from).filter(|code| code.len() >= 2));
        };
        let is_plain = code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !(2..=CODE_CHARS_MAX).contains(&code.len()) || !is_plain {
            let message = "a code is 2 to 40 small letters, digits and underscores";
            return Err(Error::invalid("code", "role.bad_code", message));
        }
        Ok(Some(code.to_owned()))
    }
}

impl Role {
    /// Terms with a change laid over them.
    pub(crate) fn changed(&self, permits: &[PermissionName], change: &RoleChange) -> Result<Terms> {
        let name = change.name.as_deref().unwrap_or(&self.name);
        let name_english = change.name_english.as_ref().unwrap_or(&self.name_english);
        let permitted = match &change.permissions {
            Some(names) => permissions(names),
            None => (permits.to_vec(), Vec::new()),
        };
        checked(name, name_english.as_deref(), permitted)
    }

    /// Takes new terms on; answers the event, or nothing when all stays as it was.
    pub(crate) fn change(
        &mut self,
        permits: &[PermissionName],
        terms: &Terms,
        now: DateTime<Utc>,
    ) -> Option<AccessEvent> {
        let only_in = |these: &[PermissionName], those: &[PermissionName]| -> Vec<String> {
            these.iter().filter(|one| !those.contains(one)).map(|one| one.name().to_owned()).collect()
        };
        let (added, removed) = (only_in(&terms.permissions, permits), only_in(permits, &terms.permissions));
        let is_renamed = self.name != terms.name || self.name_english != terms.name_english;
        if !is_renamed && added.is_empty() && removed.is_empty() {
            return None;
        }
        self.name.clone_from(&terms.name);
        self.name_english.clone_from(&terms.name_english);
        self.changed_at = now;
        Some(AccessEvent::RoleChanged { role: self.id, title: self.name.clone(), added, removed })
    }

    /// Whether it may be removed.
    pub(crate) fn remove(&self, holders: i64) -> Result<(), RoleRefusal> {
        if self.is_built_in {
            return Err(RoleRefusal::BuiltIn);
        }
        if holders > 0 {
            return Err(RoleRefusal::InUse { holders });
        }
        Ok(())
    }
}

fn checked(
    name: &str,
    name_english: Option<&str>,
    (permissions, mut faults): (Vec<PermissionName>, Vec<Fault>),
) -> Result<Terms> {
    let name = required("name", name, NAME_CHARS_MAX, &mut faults);
    let name_english = optional("name_english", name_english, NAME_CHARS_MAX, &mut faults);
    Error::unless_valid(faults)?;
    Ok(Terms { name, name_english, permissions })
}

fn permissions(names: &[String]) -> (Vec<PermissionName>, Vec<Fault>) {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for name in names {
        match PermissionName::find(name) {
            Some(permission) if !found.contains(&permission) => found.push(permission),
            Some(_) => {}
            None => {
                let message = format!("there is no permission '{name}'; see GET /permissions");
                faults.push(Fault::new("permissions", "permission.unknown", message));
            }
        }
    }
    found.sort_unstable();
    (found, faults)
}

fn code_from(name: &str) -> String {
    let mut code = String::new();
    for char in name.chars().take(CODE_CHARS_MAX) {
        if char.is_ascii_alphanumeric() {
            code.push(char.to_ascii_lowercase());
        } else if !code.is_empty() && !code.ends_with('_') {
            code.push('_');
        }
    }
    code.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{GroupId, RoleId};
    use uuid::Uuid;

    fn role(is_built_in: bool) -> Role {
        Role {
            id: RoleId(Uuid::nil()),
            group_id: GroupId(Uuid::nil()),
            code: "tele_sales".into(),
            name: "电销".into(),
            name_english: None,
            is_built_in,
            created_at: DateTime::UNIX_EPOCH,
            changed_at: DateTime::UNIX_EPOCH,
            version: 1,
        }
    }

    fn new(code: Option<&str>, name: &str) -> NewRole {
        NewRole { code: code.map(Into::into), name: name.into(), name_english: None, permissions: Vec::new() }
    }

    #[test]
    fn built_in_roles_and_roles_in_use_stay() {
        assert_eq!(role(true).remove(0), Err(RoleRefusal::BuiltIn));
        assert_eq!(role(false).remove(2), Err(RoleRefusal::InUse { holders: 2 }));
        assert_eq!(role(false).remove(0), Ok(()));
    }

    #[test]
    fn a_change_tells_which_permissions_came_and_went() {
        let permits = [PermissionName::SeeCustomers, PermissionName::SeeTasks];
        let change = RoleChange {
            permissions: Some(vec!["see_tasks".into(), "write_notes".into(), "write_notes".into()]),
            ..RoleChange::default()
        };
        let mut role = role(false);
        let terms = role.changed(&permits, &change).expect("good terms");
        let event = role.change(&permits, &terms, DateTime::UNIX_EPOCH);
        let Some(AccessEvent::RoleChanged { added, removed, .. }) = event else { panic!("it changed") };
        assert_eq!((added, removed), (vec!["write_notes".to_owned()], vec!["see_customers".to_owned()]));
        let same = role.changed(&terms.permissions, &RoleChange::default()).expect("good terms");
        assert!(role.change(&terms.permissions, &same, DateTime::UNIX_EPOCH).is_none());
    }

    #[test]
    fn an_unknown_permission_is_named() {
        let change = RoleChange { permissions: Some(vec!["fly".into()]), ..RoleChange::default() };
        let Err(Error::Invalid(faults)) = role(false).changed(&[], &change) else { panic!("it is refused") };
        assert_eq!(faults[0].code, "permission.unknown");
    }

    #[test]
    fn a_code_comes_from_the_name_when_none_is_given() {
        assert_eq!(new(None, "Tele sales (night)").wanted_code().expect("a code").as_deref(), Some("tele_sales_night"));
        assert_eq!(new(None, "电销").wanted_code().expect("no code"), None);
        assert_eq!(new(Some("tele_2"), "电销").wanted_code().expect("a code").as_deref(), Some("tele_2"));
        assert!(new(Some("Tele Sales"), "电销").wanted_code().is_err());
    }
}
