//! What may happen to a lead, in tables.

use kernel::{CustomerId, GroupId, LeadId, StoreId};
use sea_orm::prelude::Uuid;

use super::*;
use crate::words::LeadChannel;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_773_626_400, 0).unwrap()
}

fn somebody(number: u128) -> StaffName {
    StaffName { id: StaffId(Uuid::from_u128(number)), name: "李雷".into() }
}

fn lead(state: LeadState) -> Lead {
    let consultant_id = (state != LeadState::Unassigned).then(|| somebody(1).id);
    Lead {
        id: LeadId(Uuid::from_u128(1)),
        group_id: GroupId(Uuid::nil()),
        store_id: StoreId(Uuid::nil()),
        number: "LE-SH01-26-000001".into(),
        customer_id: CustomerId(Uuid::nil()),
        consultant_id,
        state,
        grade: Grade::N,
        is_grade_set: false,
        channel: LeadChannel::WalkIn,
        source: None,
        brand: None,
        series: None,
        model: None,
        budget_min: None,
        budget_max: None,
        horizon: None,
        comment: None,
        enquiries: 1,
        enquired_at: now(),
        last_enquired_at: now(),
        assigned_at: None,
        respond_by: now() + TimeDelta::minutes(RESPONSE_MINUTES_MAX),
        rule_id: None,
        rule_title: None,
        held_back: 0,
        wall_by: None,
        responded_at: None,
        recorded_at: None,
        invited_at: None,
        arrived_at: None,
        driven_at: None,
        ordered_at: None,
        sold_at: None,
        delivered_at: None,
        lost_at: None,
        followed_at: None,
        due_at: Some(now() + TimeDelta::minutes(RESPONSE_MINUTES_MAX)),
        steps: 1,
        created_by: None,
        created_at: now(),
        changed_at: now(),
        version: 1,
    }
}

fn tried(way: NoteKind, outcome: Outcome) -> FollowUp {
    FollowUp { way, outcome, happened_at: now(), next_at: Some(now() + TimeDelta::days(1)) }
}

#[test]
fn each_state_permits_its_own_deeds_and_no_others() {
    use Deed::*;
    let table: [(LeadState, &[Deed]); 10] = [
        (LeadState::Unassigned, &[Edit, Claim, Give]),
        (LeadState::Unanswered, &[Edit, FollowUp, Give, Release, Advance, AskLoss]),
        (LeadState::Recorded, &[Edit, FollowUp, Give, Release, Advance, AskLoss]),
        (LeadState::Invited, &[Edit, FollowUp, Give, Release, Advance, AskLoss]),
        (LeadState::Following, &[Edit, FollowUp, Give, Release, Advance, AskLoss]),
        (LeadState::Ordered, &[Edit, FollowUp, Give, Advance]),
        (LeadState::Won, &[Edit, Advance]),
        (LeadState::Finished, &[]),
        (LeadState::LossAsked, &[Edit, DecideLoss]),
        (LeadState::Lost, &[Revive]),
    ];
    for (state, permitted) in table {
        let lead = lead(state);
        let deeds: Vec<Deed> = Deed::ALL.into_iter().filter(|deed| lead.permits(*deed).is_ok()).collect();
        assert_eq!(deeds, permitted, "{state:?}");
    }
}

#[test]
fn a_follow_up_carries_a_lead_forward_and_never_back() {
    use LeadState::*;
    let table = [
        (Unanswered, NoteKind::Call, Outcome::NoAnswer, Unanswered),
        (Unanswered, NoteKind::Call, Outcome::WrongNumber, Unanswered),
        (Unanswered, NoteKind::Message, Outcome::Reached, Recorded),
        (Unanswered, NoteKind::Call, Outcome::Booked, Invited),
        (Unanswered, NoteKind::Visit, Outcome::Interested, Following),
        (Invited, NoteKind::Call, Outcome::Reached, Invited),
        (Invited, NoteKind::Visit, Outcome::NoAnswer, Invited),
        (Following, NoteKind::Call, Outcome::Booked, Following),
        (Ordered, NoteKind::Visit, Outcome::Reached, Ordered),
    ];
    for (before, way, outcome, after) in table {
        let mut lead = lead(before);
        lead.follow_up(tried(way, outcome), now()).unwrap();
        assert_eq!(lead.state, after, "{before:?} {way:?} {outcome:?}");
        assert_eq!(lead.responded_at, Some(now()), "a try answers, whoever was reached");
    }
}

#[test]
fn the_grade_goes_by_when_the_customer_means_to_buy_once_somebody_spoke_with_them() {
    let mut lead = lead(LeadState::Unanswered);
    lead.horizon = Some(Horizon::Week);
    lead.follow_up(tried(NoteKind::Call, Outcome::NoAnswer), now()).unwrap();
    assert_eq!(lead.grade, Grade::N);
    lead.follow_up(tried(NoteKind::Call, Outcome::Interested), now()).unwrap();
    assert_eq!(lead.grade, Grade::H);
    let graded = [(Horizon::Month, Grade::A, 1), (Horizon::Quarter, Grade::B, 3), (Horizon::Later, Grade::C, 7)];
    for (horizon, grade, days) in graded {
        assert_eq!((grade_of(Some(horizon), true), rhythm_days(grade)), (grade, days));
    }
}

#[test]
fn a_grade_set_by_hand_stays() {
    let mut lead = Lead { is_grade_set: true, grade: Grade::B, ..lead(LeadState::Unanswered) };
    lead.follow_up(tried(NoteKind::Call, Outcome::Reached), now()).unwrap();
    assert_eq!(lead.grade, Grade::B);
}

#[test]
fn the_next_follow_up_lies_ahead_and_not_too_far() {
    let mut lead = lead(LeadState::Recorded);
    let at = |next| FollowUp { next_at: Some(next), ..tried(NoteKind::Call, Outcome::Reached) };
    assert_eq!(lead.follow_up(at(now()), now()), Err(LeadRefusal::NextInPast));
    assert_eq!(lead.follow_up(at(now() + TimeDelta::days(181)), now()), Err(LeadRefusal::NextTooFar));
    assert!(lead.follow_up(at(now() + TimeDelta::days(180)), now()).is_ok());
}

#[test]
fn whoever_gets_a_lead_goes_on_where_it_had_come() {
    let mut lead = Lead { invited_at: Some(now()), ..lead(LeadState::Invited) };
    lead.release(somebody(1), "休假".into(), now()).unwrap();
    assert_eq!((lead.state, lead.consultant_id), (LeadState::Unassigned, None));
    lead.claim(somebody(2), now()).unwrap();
    assert_eq!((lead.state, lead.consultant_id), (LeadState::Invited, Some(somebody(2).id)));
    assert_eq!(lead.give(None, somebody(2), None, now()), Err(LeadRefusal::SameConsultant));
    assert_eq!(lead.claim(somebody(3), now()), Err(LeadRefusal::Taken));
}

#[test]
fn a_loss_that_is_refused_leaves_the_lead_where_it_stood() {
    let giving = Giving { reason: LossReason::Price, competitor: None, remark: None, by: None };
    let mut lead = lead(LeadState::Following);
    let (mut loss, _) = lead.ask_loss(LossId(Uuid::nil()), giving, now()).unwrap();
    assert_eq!((lead.state, lead.due_at), (LeadState::LossAsked, None));
    lead.decide_loss(&mut loss, LossDecision::Refused, None, now()).unwrap();
    assert_eq!((lead.state, lead.lost_at), (LeadState::Following, None));
    assert_eq!(lead.due_at, Some(now() + TimeDelta::days(1)));
    let again = lead.decide_loss(&mut loss, LossDecision::Approved, None, now());
    assert_eq!(again, Err(LeadRefusal::NoLossAsked));
}

#[test]
fn a_milestone_happens_once_and_a_sale_leaves_nothing_to_do() {
    let mut lead = lead(LeadState::Recorded);
    lead.advance(Milestone::TestDrive, now(), now()).unwrap();
    assert_eq!(lead.state, LeadState::Following);
    assert_eq!(lead.advance(Milestone::TestDrive, now(), now()), Err(LeadRefusal::AlreadyThere));
    lead.advance(Milestone::Sale, now(), now()).unwrap();
    assert_eq!((lead.state, lead.due_at), (LeadState::Won, None));
    lead.advance(Milestone::Delivery, now(), now()).unwrap();
    assert_eq!(lead.state, LeadState::Finished);
}

#[test]
fn a_revived_lead_goes_to_somebody_or_into_the_pool() {
    let mut lead = Lead { lost_at: Some(now()), recorded_at: Some(now()), ..lead(LeadState::Lost) };
    lead.revive(None, now()).unwrap();
    assert_eq!((lead.state, lead.consultant_id, lead.lost_at), (LeadState::Unassigned, None, None));
    let mut lead = Lead { recorded_at: Some(now()), ..self::lead(LeadState::Lost) };
    lead.revive(Some(somebody(2)), now()).unwrap();
    assert_eq!((lead.state, lead.consultant_id), (LeadState::Recorded, Some(somebody(2).id)));
}
