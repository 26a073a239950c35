//! Nobody rises above themselves: what one gives, takes or edits must lie inside one's own power.

use kernel::{PermissionName, Reach, Refusal, StaffId, StoreId};
use platform::Span;

/// Power about to be given or taken: permissions, how far, and for whom.
#[derive(Clone, Debug)]
pub(crate) struct Gift<'a> {
    pub permissions: &'a [PermissionName],
    pub reach: Reach,
    pub store: Option<StoreId>,
    /// Whose records an own or team reach would open.
    pub people: &'a [StaffId],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PowerRefusal {
    /// The giver lacks this permission, or has it on a shorter reach.
    BeyondOwnPower { permission: PermissionName },
    /// Nobody would be left to manage staff and roles of the whole group.
    LastAdministrator,
}

impl Refusal for PowerRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::BeyondOwnPower { .. } => "role.beyond_own_power",
            Self::LastAdministrator => "staff.last_administrator",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::BeyondOwnPower { permission } => format!(
                "This would touch the permission '{}' farther than you hold it yourself; ask somebody who does.",
                permission.name()
            ),
            Self::LastAdministrator => "Nobody would be left who manages staff and roles of the whole group; \
                                        give somebody else that power first."
                .to_owned(),
        }
    }
}

/// Whether somebody who holds `own` may give or take this.
pub(crate) fn may_give<'s>(
    own: impl Fn(PermissionName) -> Option<&'s Span>,
    gift: &Gift<'_>,
) -> Result<(), PowerRefusal> {
    for permission in gift.permissions {
        if !own(*permission).is_some_and(|span| covers(span, gift)) {
            return Err(PowerRefusal::BeyondOwnPower { permission: *permission });
        }
    }
    Ok(())
}

fn covers(own: &Span, gift: &Gift<'_>) -> bool {
    if own.is_whole() {
        return true;
    }
    let has_store_whole = gift.store.is_some_and(|store| own.stores.contains(&store));
    let has_people = gift.store.is_some_and(|store| own.homes.contains(&store))
        && gift.people.iter().all(|person| own.people.contains(person));
    match gift.reach {
        Reach::Group => false,
        Reach::Store => has_store_whole,
        Reach::Team | Reach::Own => has_store_whole || has_people,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const HERE: StoreId = StoreId(Uuid::from_u128(1));
    const THERE: StoreId = StoreId(Uuid::from_u128(2));
    const ME: StaffId = StaffId(Uuid::from_u128(3));
    const OTHER: StaffId = StaffId(Uuid::from_u128(4));
    const SEE: &[PermissionName] = &[PermissionName::SeeCustomers];

    fn gift(reach: Reach, store: Option<StoreId>, people: &[StaffId]) -> Gift<'_> {
        Gift { permissions: SEE, reach, store, people }
    }

    fn allows(own: &Span, gift: &Gift<'_>) -> bool {
        may_give(|_| Some(own), gift).is_ok()
    }

    #[test]
    fn who_holds_the_group_may_give_any_reach() {
        let own = Span { group: true, ..Span::default() };
        for reach in [Reach::Own, Reach::Team, Reach::Store, Reach::Group] {
            assert!(allows(&own, &gift(reach, Some(HERE), &[OTHER])));
        }
    }

    #[test]
    fn who_holds_a_store_gives_nothing_beyond_it() {
        let own = Span { stores: vec![HERE], ..Span::default() };
        assert!(allows(&own, &gift(Reach::Store, Some(HERE), &[])));
        assert!(allows(&own, &gift(Reach::Own, Some(HERE), &[OTHER])));
        assert!(!allows(&own, &gift(Reach::Store, Some(THERE), &[])));
        assert!(!allows(&own, &gift(Reach::Group, None, &[])));
    }

    #[test]
    fn who_holds_a_team_gives_only_what_its_people_see() {
        let own = Span { people: vec![ME, OTHER], homes: vec![HERE], ..Span::default() };
        assert!(allows(&own, &gift(Reach::Own, Some(HERE), &[OTHER])));
        assert!(!allows(&own, &gift(Reach::Own, Some(THERE), &[OTHER])));
        assert!(!allows(&own, &gift(Reach::Store, Some(HERE), &[OTHER])));
    }

    #[test]
    fn a_permission_one_lacks_is_named_in_the_refusal() {
        let refused = may_give(|_| None, &gift(Reach::Own, Some(HERE), &[ME]));
        assert_eq!(refused, Err(PowerRefusal::BeyondOwnPower { permission: PermissionName::SeeCustomers }));
    }
}
