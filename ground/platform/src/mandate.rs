//! Power lent to a job: what somebody asked for runs later, in their name and as far as they could go when they asked.

use std::{collections::BTreeMap, sync::Arc};

use kernel::{Error, GroupId, Language, PermissionName, Result, StoreId};
use serde::{Deserialize, Serialize};

use crate::{Actor, Admission, Desk, Scope, Span};

/// Who asked, and where the permissions the work needs held for them at that time. It is made from the scope of a request by
/// [`Scope::mandate`], travels in the body of a job, and opens a door only through [`Work::door_for`](crate::jobs::Work::door_for).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    actor: Actor,
    language: Language,
    home: Option<StoreId>,
    #[serde(default)]
    desk: Desk,
    spans: BTreeMap<PermissionName, Span>,
}

impl Scope {
    /// Lends these permissions as far as the caller has them, and no others.
    pub fn mandate(&self, permissions: &[PermissionName]) -> Mandate {
        let held = permissions.iter().filter_map(|name| Some((*name, self.span_of(*name)?.clone())));
        Mandate {
            actor: self.actor().clone(),
            language: self.language(),
            home: self.home(),
            desk: self.desk(),
            spans: held.collect(),
        }
    }
}

impl Mandate {
    /// The scope of who asked, inside a group; [`Error::Forbidden`] when the permission was not lent.
    pub(crate) fn scope(&self, group: GroupId, permission: PermissionName) -> Result<Scope> {
        let admission = Admission {
            group,
            actor: self.actor.clone(),
            language: self.language,
            spans: Arc::new(self.spans.clone()),
            session: None,
            home: self.home,
            desk: self.desk,
            duty: None,
        };
        Scope::new(Arc::new(admission), permission, self.language)
            .ok_or(Error::Forbidden { permission: permission.name() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemActor;
    use PermissionName::{DeleteCustomers, SeeCustomers};

    const GROUP: GroupId = GroupId(uuid::Uuid::from_u128(1));

    #[test]
    fn a_mandate_lends_only_what_was_named() {
        let mandate = Scope::system(SystemActor::Command, GROUP).mandate(&[SeeCustomers]);
        let scope = mandate.scope(GROUP, SeeCustomers).expect("lent");
        assert!(scope.span().group);
        assert!(!scope.may(DeleteCustomers));
        assert!(matches!(mandate.scope(GROUP, DeleteCustomers), Err(Error::Forbidden { .. })));
    }

    #[test]
    fn a_mandate_is_the_same_after_its_journey_in_a_job() {
        let mandate = Scope::system(SystemActor::Command, GROUP).mandate(&[SeeCustomers, DeleteCustomers]);
        let body = serde_json::to_value(&mandate).expect("written");
        assert_eq!(serde_json::from_value::<Mandate>(body).expect("read"), mandate);
    }
}
