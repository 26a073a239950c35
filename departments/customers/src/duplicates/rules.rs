//! What may happen to a pair: pure, a change or a refusal.

use chrono::{DateTime, Utc};
use kernel::Refusal;
use uuid::Uuid;

use super::pair::{DuplicatePair, PairState};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairRefusal {
    Merged,
    AlreadyDifferent,
    AlreadyOpen,
}

impl Refusal for PairRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Merged => "pair.merged",
            Self::AlreadyDifferent => "pair.already_different",
            Self::AlreadyOpen => "pair.already_open",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Merged => "These two were merged into one; undo the merge first.",
            Self::AlreadyDifferent => "Somebody has said already that these are two people.",
            Self::AlreadyOpen => "Nobody has decided about this pair yet.",
        }
        .into()
    }
}

impl DuplicatePair {
    /// Two people after all: the pair is not asked about again.
    pub fn set_apart(
        &mut self,
        by: Uuid,
        by_name: String,
        reason: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<(), PairRefusal> {
        match self.state {
            PairState::Open => {}
            PairState::Different => return Err(PairRefusal::AlreadyDifferent),
            PairState::Merged => return Err(PairRefusal::Merged),
        }
        self.state = PairState::Different;
        (self.settled_at, self.settled_by, self.settled_by_name) = (Some(now), Some(by), Some(by_name));
        self.settled_reason = reason;
        Ok(())
    }

    /// Takes the decision back: the pair is asked about again.
    pub fn reopen(&mut self) -> Result<(), PairRefusal> {
        match self.state {
            PairState::Different => {}
            PairState::Open => return Err(PairRefusal::AlreadyOpen),
            PairState::Merged => return Err(PairRefusal::Merged),
        }
        self.state = PairState::Open;
        (self.settled_at, self.settled_by, self.settled_by_name) = (None, None, None);
        self.settled_reason = None;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use kernel::{CustomerId, DuplicatePairId, GroupId, StoreId};

    use super::*;
    use crate::{candidates::verdict::MatchBand, duplicates::pair::PairOrigin, merges::rules::Caution};

    fn pair(state: PairState) -> DuplicatePair {
        DuplicatePair {
            id: DuplicatePairId(Uuid::nil()),
            group_id: GroupId(Uuid::nil()),
            left_id: CustomerId(Uuid::nil()),
            right_id: CustomerId(Uuid::max()),
            left_store_id: StoreId(Uuid::nil()),
            right_store_id: StoreId(Uuid::nil()),
            millionths: 700_000,
            reasons: Default::default(),
            caution: None,
            origin: PairOrigin::Scan,
            state,
            found_at: DateTime::UNIX_EPOCH,
            weighed_at: DateTime::UNIX_EPOCH,
            settled_at: None,
            settled_by: None,
            settled_by_name: None,
            settled_reason: None,
            closed_by: None,
            held_back: None,
            held_at: None,
            version: 1,
        }
    }

    #[test]
    fn a_decision_is_made_once_and_can_be_taken_back_once() {
        let mut pair = pair(PairState::Open);
        assert_eq!(pair.reopen(), Err(PairRefusal::AlreadyOpen));
        pair.set_apart(Uuid::nil(), "李雷".into(), Some("父子".into()), DateTime::UNIX_EPOCH).unwrap();
        assert_eq!((pair.state, pair.settled_by_name.as_deref()), (PairState::Different, Some("李雷")));
        assert_eq!(
            pair.set_apart(Uuid::nil(), String::new(), None, DateTime::UNIX_EPOCH),
            Err(PairRefusal::AlreadyDifferent)
        );
        pair.reopen().unwrap();
        assert_eq!((pair.state, pair.settled_at, pair.settled_reason), (PairState::Open, None, None));
    }

    #[test]
    fn a_pair_left_to_a_person_is_never_surely_the_same() {
        let sure = DuplicatePair { millionths: 999_999, ..pair(PairState::Open) };
        assert_eq!(sure.band(), MatchBand::Same);
        assert_eq!(DuplicatePair { held_back: Some(Caution::SameHousehold), ..sure }.band(), MatchBand::Ask);
        let doubtful =
            DuplicatePair { held_back: Some(Caution::SameHousehold), millionths: 0, ..pair(PairState::Open) };
        assert_eq!(doubtful.band(), MatchBand::Different);
    }

    #[test]
    fn what_was_merged_is_undone_by_undoing_the_merge() {
        let mut pair = pair(PairState::Merged);
        assert_eq!(pair.reopen(), Err(PairRefusal::Merged));
        assert_eq!(pair.set_apart(Uuid::nil(), String::new(), None, DateTime::UNIX_EPOCH), Err(PairRefusal::Merged));
    }
}
