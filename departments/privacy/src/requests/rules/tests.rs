//! The allowed moves of a request, one by one.

use chrono::TimeDelta;
use kernel::{GroupId, IdentityCheckId, PersonRequestId, StoreId};
use sea_orm::prelude::Uuid;

use super::*;

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_773_626_400, 0).unwrap()
}

fn request(kind: RequestKind, asked_by: AskedBy) -> PersonRequest {
    PersonRequest {
        id: PersonRequestId(Uuid::nil()),
        group_id: GroupId(Uuid::nil()),
        store_id: StoreId(Uuid::nil()),
        number: "PR-SH01-26-000001".into(),
        kind,
        channel: AskedThrough::Desk,
        asked_by,
        customer_id: Some(CustomerId(Uuid::nil())),
        particulars_sealed: None,
        state: RequestState::Received,
        outcome: None,
        refusal_reason: None,
        answer_sealed: None,
        received_at: noon(),
        warn_at: noon() + TimeDelta::days(14),
        due_on: (noon() + TimeDelta::days(21)).date_naive(),
        due_at: noon() + TimeDelta::days(21),
        is_due_assumed: false,
        extended_at: None,
        extension_reason: None,
        assignee_id: None,
        created_by: None,
        answered_at: None,
        answered_by: None,
        closed_at: None,
        handed_over: None,
        letter_message_id: None,
        created_at: noon(),
        changed_at: noon(),
        version: 1,
    }
}

fn check(method: CheckMethod, result: CheckResult) -> IdentityCheck {
    IdentityCheck {
        id: IdentityCheckId(Uuid::nil()),
        group_id: GroupId(Uuid::nil()),
        request_id: PersonRequestId(Uuid::nil()),
        method,
        result,
        note_sealed: None,
        checked_by: None,
        checked_by_name: String::new(),
        checked_at: noon(),
    }
}

fn granted() -> Decision {
    Decision { outcome: Outcome::Granted, answer_sealed: None }
}

#[test]
fn nothing_is_done_before_who_asks_is_known() {
    let mut request = request(RequestKind::Copy, AskedBy::Person);
    assert_eq!(request.permits_work(&[RequestKind::Copy], &[]), Err(RequestRefusal::NotIdentified));
    assert_eq!(request.answer(granted(), &[], true, noon()), Err(RequestRefusal::NotIdentified));
    request.check_identity(&[], CheckMethod::IdCardSeen, CheckResult::Passed, noon()).unwrap();
    assert_eq!(request.state, RequestState::Identified);
    assert!(request.permits_work(&[RequestKind::Copy], &[]).is_ok());
    assert_eq!(request.permits_work(&[RequestKind::Delete], &[]), Err(RequestRefusal::WrongKind));
}

#[test]
fn one_who_comes_in_anothers_name_proves_both_who_they_are_and_their_right() {
    let mut request = request(RequestKind::Delete, AskedBy::Relative);
    request.check_identity(&[], CheckMethod::IdCardSeen, CheckResult::Passed, noon()).unwrap();
    assert_eq!(request.state, RequestState::Received);
    let seen = [check(CheckMethod::IdCardSeen, CheckResult::Passed)];
    let mandate = request.check_identity(&seen, CheckMethod::MandateSeen, CheckResult::Passed, noon());
    assert_eq!(mandate, Err(RequestRefusal::WrongProof));
    request.check_identity(&seen, CheckMethod::KinshipProven, CheckResult::Passed, noon()).unwrap();
    assert_eq!(request.state, RequestState::Identified);
}

#[test]
fn somebody_elses_data_is_never_given() {
    let mut request = request(RequestKind::Access, AskedBy::Person);
    request.check_identity(&[], CheckMethod::IdCardSeen, CheckResult::Passed, noon()).unwrap();
    let passed = check(CheckMethod::IdCardSeen, CheckResult::Passed);
    request
        .check_identity(std::slice::from_ref(&passed), CheckMethod::CalledBack, CheckResult::SomebodyElse, noon())
        .unwrap();
    let checks = [passed, check(CheckMethod::CalledBack, CheckResult::SomebodyElse)];
    let again = request.check_identity(&checks, CheckMethod::CodeTold, CheckResult::Passed, noon());
    assert_eq!(again, Err(RequestRefusal::SomebodyElse));
    assert_eq!(request.answer(granted(), &checks, true, noon()), Err(RequestRefusal::SomebodyElse));
    assert!(request.refuse(RefusalReason::SomebodyElse, None, false, noon()).is_ok());
}

#[test]
fn after_three_failed_checks_only_refusing_is_left() {
    let mut request = request(RequestKind::Access, AskedBy::Person);
    let failed = vec![check(CheckMethod::CalledBack, CheckResult::Failed); FAILED_CHECKS_MAX];
    let more = request.check_identity(&failed, CheckMethod::IdCardSeen, CheckResult::Passed, noon());
    assert_eq!(more, Err(RequestRefusal::ChecksUsedUp));
    assert_eq!(request.can(&failed, false, noon()), ["find_customer", "hand_over", "extend", "refuse"]);
}

#[test]
fn a_request_is_about_whom_it_was_identified_for_and_about_nobody_else_afterwards() {
    let somebody = CustomerId(Uuid::from_u128(7));
    let mut received = request(RequestKind::Delete, AskedBy::Person);
    received.find_customer(somebody, false, noon()).unwrap();
    received.find_customer(CustomerId(Uuid::from_u128(8)), false, noon()).unwrap();
    let mut identified = received.clone();
    identified.check_identity(&[], CheckMethod::IdCardSeen, CheckResult::Passed, noon()).unwrap();
    assert_eq!(identified.find_customer(somebody, false, noon()), Err(RequestRefusal::CustomerKnown));
    assert!(!identified.can(&[], false, noon()).contains(&"find_customer"));
    // Forgetting takes the customer from the request.
    let mut forgotten = PersonRequest { customer_id: None, ..identified };
    assert_eq!(forgotten.find_customer(somebody, true, noon()), Err(RequestRefusal::CustomerKnown));
    assert!(!forgotten.can(&[], true, noon()).contains(&"find_customer"));
}

#[test]
fn a_term_is_extended_once_and_only_before_it_ends() {
    let mut request = request(RequestKind::Access, AskedBy::Person);
    let later = noon() + TimeDelta::days(40);
    let term = Term { warn_at: later, due_on: later.date_naive(), due_at: later, is_assumed: false };
    assert_eq!(request.clone().extend(term, "x".into(), request.due_at), Err(RequestRefusal::TooLateToExtend));
    request.extend(term, "many files".into(), noon()).unwrap();
    assert_eq!(request.due_at, later);
    assert_eq!(request.extend(term, "x".into(), noon()), Err(RequestRefusal::AlreadyExtended));
}

#[test]
fn what_was_not_done_is_not_granted_and_the_refusal_says_what_is_missing() {
    let missing = [
        (RequestKind::Access, RequestRefusal::NoCopyMade),
        (RequestKind::Copy, RequestRefusal::NoCopyMade),
        (RequestKind::Transfer, RequestRefusal::NoCopyMade),
        (RequestKind::Delete, RequestRefusal::NotDeleted),
        (RequestKind::Restrict, RequestRefusal::NotRestricted),
        (RequestKind::Correct, RequestRefusal::NothingCorrected),
        (RequestKind::Withdraw, RequestRefusal::NothingWithdrawn),
        (RequestKind::Explain, RequestRefusal::NothingExplained),
    ];
    assert_eq!(missing.map(|(kind, _)| kind).len(), RequestKind::ALL.len());
    for (kind, refusal) in missing {
        let mut asked = request(kind, AskedBy::Person);
        asked.check_identity(&[], CheckMethod::IdCardSeen, CheckResult::Passed, noon()).unwrap();
        assert_eq!(asked.answer(granted(), &[], false, noon()), Err(refusal), "{kind:?}");
        assert!(asked.answer(granted(), &[], true, noon()).is_ok(), "{kind:?}");
    }
}

#[test]
fn a_deletion_that_was_done_is_granted() {
    let mut request = request(RequestKind::Delete, AskedBy::Person);
    request.check_identity(&[], CheckMethod::IdCardSeen, CheckResult::Passed, noon()).unwrap();
    request.answer(granted(), &[], true, noon()).unwrap();
    assert_eq!(request.answer(granted(), &[], true, noon()), Err(RequestRefusal::Decided));
}

#[test]
fn a_deletion_that_has_begun_can_be_refused_no_more() {
    let mut request = request(RequestKind::Delete, AskedBy::Person);
    for reason in [RefusalReason::Withdrawn, RefusalReason::LawForbids] {
        assert_eq!(request.refuse(reason, None, true, noon()), Err(RequestRefusal::Irrevocable));
    }
    assert!(!request.can(&[], true, noon()).contains(&"refuse"));
    assert!(request.is_open());
}

#[test]
fn a_request_is_closed_once_and_not_before_it_is_decided() {
    let mut request = request(RequestKind::Access, AskedBy::Person);
    assert_eq!(request.close(AskedThrough::Desk, noon()), Err(RequestRefusal::NotDecided));
    request.refuse(RefusalReason::Withdrawn, None, false, noon()).unwrap();
    assert_eq!(request.outcome, Some(Outcome::Withdrawn));
    request.close(AskedThrough::Desk, noon()).unwrap();
    assert_eq!(request.close(AskedThrough::Desk, noon()), Err(RequestRefusal::Closed));
    assert_eq!(request.can(&[], false, noon()), ["letter"]);
}
