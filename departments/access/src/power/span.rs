//! From a grant to where it holds.

use kernel::{Reach, StaffId, StoreId};
use platform::{Scope, Span};
use sea_orm::{ColumnTrait, Condition};

/// Where a grant holds for somebody: `me` is nobody for a machine, `team` are the people of the same department.
pub(crate) fn span_of(reach: Reach, store: Option<StoreId>, me: Option<StaffId>, team: &[StaffId]) -> Span {
    let store: Vec<StoreId> = store.into_iter().collect();
    match reach {
        Reach::Group => Span { group: true, ..Span::default() },
        Reach::Store => Span { stores: store, ..Span::default() },
        Reach::Team => {
            let mut people: Vec<StaffId> = me.into_iter().collect();
            people.extend(team.iter().copied().filter(|one| Some(*one) != me));
            Span { people, homes: store, ..Span::default() }
        }
        Reach::Own => Span { people: me.into_iter().collect(), homes: store, ..Span::default() },
    }
}

/// A reach by the word it has in the API and the database.
pub(crate) fn reach_word(reach: Reach) -> &'static str {
    match reach {
        Reach::Own => "own",
        Reach::Team => "team",
        Reach::Store => "store",
        Reach::Group => "group",
    }
}

/// The condition that keeps places inside the scope: stores where one works count, however short the reach.
pub(crate) fn places<C: ColumnTrait>(scope: &Scope, group: C, store: C) -> Condition {
    let span = scope.span();
    if span.everywhere {
        return Condition::all();
    }
    let in_group = Condition::all().add(group.eq(scope.group()));
    if span.group {
        return in_group;
    }
    in_group.add(store.is_in(span.stores.iter().chain(&span.homes).copied()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const STORE: StoreId = StoreId(Uuid::from_u128(1));
    const ME: StaffId = StaffId(Uuid::from_u128(2));
    const OTHER: StaffId = StaffId(Uuid::from_u128(3));

    #[test]
    fn an_own_grant_covers_what_the_person_looks_after_and_lets_them_add_at_home() {
        let span = span_of(Reach::Own, Some(STORE), Some(ME), &[OTHER]);
        assert!(span.covers(STORE, &[Some(ME)]));
        assert!(!span.covers(STORE, &[Some(OTHER), None]));
        assert!(span.welcomes(STORE));
    }

    #[test]
    fn a_team_grant_covers_the_people_of_the_department_each_once() {
        let span = span_of(Reach::Team, Some(STORE), Some(ME), &[OTHER, ME]);
        assert_eq!(span.people, vec![ME, OTHER]);
        assert!(!span.covers(STORE, &[]));
    }

    #[test]
    fn a_store_grant_covers_the_whole_store_and_no_other() {
        let span = span_of(Reach::Store, Some(STORE), Some(ME), &[]);
        assert!(span.covers(STORE, &[]));
        assert!(!span.covers(StoreId(Uuid::from_u128(9)), &[Some(ME)]));
    }

    #[test]
    fn a_grant_over_the_group_covers_every_store() {
        let span = span_of(Reach::Group, None, None, &[]);
        assert!(span.covers(STORE, &[]) && span.welcomes(STORE));
    }

    #[test]
    fn a_machine_with_an_own_reach_sees_nothing() {
        assert_eq!(span_of(Reach::Own, None, None, &[OTHER]), Span::default());
    }
}
