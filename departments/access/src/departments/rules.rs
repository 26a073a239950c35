//! What makes a department well-formed, and how it changes.

use chrono::{DateTime, Utc};
use journal::events::access::AccessEvent;
use kernel::{Error, Refusal, Result, StaffId, StoreId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Department, DepartmentKind};
use crate::text::{clearable, required};

/// A department to be added.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDepartment {
    pub store_id: StoreId,
    pub name: String,
    pub kind: DepartmentKind,
    pub head_id: Option<StaffId>,
}

/// Fields to change; absent ones stay, null clears.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DepartmentChange {
    pub name: Option<String>,
    pub kind: Option<DepartmentKind>,
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<StaffId>)]
    pub head_id: Option<Option<StaffId>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DepartmentRefusal {
    NameTaken,
    InUse { people: i64 },
}

impl Refusal for DepartmentRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NameTaken => "department.name_taken",
            Self::InUse { .. } => "department.in_use",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::NameTaken => "The store has a department of this name; take another.".to_owned(),
            Self::InUse { people } => format!("{people} people belong to this department; move them first."),
        }
    }
}

const NAME_CHARS_MAX: usize = 60;

/// The name trimmed and measured.
pub(crate) fn checked_name(raw: &str) -> Result<String> {
    let mut faults = Vec::new();
    let name = required("name", raw, NAME_CHARS_MAX, &mut faults);
    Error::unless_valid(faults)?;
    Ok(name)
}

impl Department {
    /// Changes fields; answers the event, or nothing when all stays as it was.
    pub(crate) fn change(&mut self, change: &DepartmentChange, now: DateTime<Utc>) -> Result<Option<AccessEvent>> {
        let before = self.clone();
        if let Some(name) = &change.name {
            self.name = checked_name(name)?;
        }
        self.kind = change.kind.unwrap_or(self.kind);
        self.head_id = change.head_id.unwrap_or(self.head_id);
        if *self == before {
            return Ok(None);
        }
        self.changed_at = now;
        Ok(Some(AccessEvent::DepartmentChanged { title: self.name.clone() }))
    }

    /// Whether it may be removed.
    pub(crate) fn remove(&self, people: i64) -> Result<AccessEvent, DepartmentRefusal> {
        if people > 0 {
            return Err(DepartmentRefusal::InUse { people });
        }
        Ok(AccessEvent::DepartmentRemoved { title: self.name.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn department() -> Department {
        Department {
            id: kernel::DepartmentId(Uuid::nil()),
            group_id: kernel::GroupId(Uuid::nil()),
            store_id: StoreId(Uuid::nil()),
            name: "销售部".into(),
            kind: DepartmentKind::Sales,
            head_id: Some(StaffId(Uuid::nil())),
            created_at: DateTime::UNIX_EPOCH,
            changed_at: DateTime::UNIX_EPOCH,
            version: 1,
        }
    }

    #[test]
    fn a_department_with_people_can_not_be_removed() {
        assert_eq!(department().remove(3), Err(DepartmentRefusal::InUse { people: 3 }));
        assert!(department().remove(0).is_ok());
    }

    #[test]
    fn nothing_happens_when_nothing_changes() {
        let mut department = department();
        let same = DepartmentChange { name: Some(" 销售部 ".into()), ..DepartmentChange::default() };
        assert!(department.change(&same, DateTime::UNIX_EPOCH).expect("a good change").is_none());
        let leaderless = DepartmentChange { head_id: Some(None), ..DepartmentChange::default() };
        assert!(department.change(&leaderless, DateTime::UNIX_EPOCH).expect("a good change").is_some());
        assert_eq!(department.head_id, None);
    }
}
