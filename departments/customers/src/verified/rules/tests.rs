//! Every way a pending change can go, and those it can't.

use kernel::{CustomerId, GroupId, PendingChangeId, StaffId};
use uuid::Uuid;

use super::*;
use crate::verified::pending_change::{ChangeDeed, ChangeOrigin, KeyField};

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

fn person(number: u128) -> StaffName {
    StaffName { id: StaffId(Uuid::from_u128(number)), name: "赵经理".into() }
}

fn waiting() -> PendingChange {
    PendingChange {
        id: PendingChangeId(Uuid::nil()),
        group_id: GroupId(Uuid::nil()),
        customer_id: CustomerId(Uuid::nil()),
        field: KeyField::Phone,
        deed: ChangeDeed::Replace,
        contact_id: None,
        old_blind: None,
        old_masked: None,
        new_sealed: None,
        new_masked: None,
        origin: ChangeOrigin::Staff,
        state: ChangeState::Waiting,
        asked_by: Some(person(1).id),
        asked_name: "李销售".into(),
        asked_at: at(0),
        expires_at: at(600),
        code_digest: None,
        code_way: None,
        code_to: None,
        code_sent_at: None,
        code_expires_at: None,
        attempts: 0,
        sends: 0,
        proved_at: None,
        approved_by: None,
        approved_name: None,
        reason: None,
        settled_way: None,
        settled_at: None,
        version: 1,
    }
}

fn sent(way: CodeWay) -> PendingChange {
    let mut change = waiting();
    change.send(way, "138****1111".into(), "digest".into(), at(0)).unwrap();
    change
}

#[test]
fn a_right_code_from_the_old_contact_passes_at_once() {
    let mut change = sent(CodeWay::Old);
    assert!(matches!(change.guess(true, at(9)), Ok(Guess::Passed(_))));
    assert_eq!((change.state, change.settled_way), (ChangeState::Applied, Some(SettledWay::OldContact)));
    assert_eq!(change.guess(true, at(9)), Err(ChangeRefusal::Settled), "a code is good once");
}

#[test]
fn a_right_code_from_the_new_contact_waits_for_a_manager_who_is_somebody_else() {
    let mut change = sent(CodeWay::New);
    assert!(matches!(change.guess(true, at(1)), Ok(Guess::Proved(_))));
    assert_eq!(change.state, ChangeState::Waiting);
    assert_eq!(change.guess(true, at(1)), Err(ChangeRefusal::NoCode));
    assert_eq!(change.approve(person(1), at(2)), Err(ChangeRefusal::OwnApproval));
    assert!(change.approve(person(2), at(2)).unwrap().1);
    assert_eq!(change.settled_way, Some(SettledWay::NewContact));
}

#[test]
fn an_approval_given_before_the_code_counts_when_the_code_comes() {
    let mut change = sent(CodeWay::New);
    assert!(!change.approve(person(2), at(1)).unwrap().1);
    assert!(matches!(change.guess(true, at(2)), Ok(Guess::Passed(_))));
}

#[test]
fn five_wrong_guesses_use_a_code_up_and_a_new_one_begins_anew() {
    let mut change = sent(CodeWay::Old);
    for left in (0..5).rev() {
        assert_eq!(change.guess(false, at(1)), Ok(Guess::Wrong(left)));
    }
    assert_eq!(change.guess(true, at(1)), Err(ChangeRefusal::CodeUsedUp));
    change.send(CodeWay::Old, "138****1111".into(), "digest".into(), at(2)).unwrap();
    assert!(matches!(change.guess(true, at(3)), Ok(Guess::Passed(_))));
}

#[test]
fn a_code_is_too_old_after_ten_minutes() {
    assert_eq!(sent(CodeWay::Old).guess(true, at(10)), Err(ChangeRefusal::CodeExpired));
    assert_eq!(waiting().guess(true, at(0)), Err(ChangeRefusal::NoCode));
}

#[test]
fn the_next_code_waits_a_minute_and_the_sixth_never_goes_out() {
    let mut change = sent(CodeWay::Old);
    let soon = change.may_send(at(0) + TimeDelta::seconds(18)).unwrap_err();
    assert!(matches!(soon, Error::TooMany { code: "code.too_soon", retry_after_seconds: 42 }));
    for minute in 1..5 {
        change.send(CodeWay::Old, String::new(), String::new(), at(minute)).unwrap();
    }
    assert!(matches!(change.may_send(at(9)), Err(Error::Refused { code: "code.too_many_sent", .. })));
}

#[test]
fn what_is_over_stays_over() {
    let mut change = waiting();
    assert_eq!(change.expire(at(599)), None);
    assert!(change.expire(at(600)).is_some());
    assert_eq!(change.cancel(at(601)), Err(ChangeRefusal::Expired));
    let mut change = waiting();
    change.cancel(at(1)).unwrap();
    assert_eq!(change.let_pass(None, "x".into(), at(2)), Err(ChangeRefusal::Settled));
    assert_eq!(change.expire(at(601)), None);
    assert_eq!(waiting().cancel(at(600)), Err(ChangeRefusal::Expired), "also before anybody noticed");
}

#[test]
fn an_override_says_why_and_who() {
    let mut change = waiting();
    let event = change.let_pass(Some(person(1)), "本人到店出示身份证".into(), at(1)).unwrap();
    assert!(matches!(event, VerifiedEvent::Overridden { reason, .. } if reason.contains("身份证")));
    assert_eq!((change.approved_by, change.settled_way), (Some(person(1).id), Some(SettledWay::Override)));
}
