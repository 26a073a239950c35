//! Where customers stand, case by case.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::PolicyId;
use uuid::Uuid;

use super::*;
use crate::consents::{LOCATION, MARKETING, PROFILING, SERVICE_CONTRACT, example::consent, shipped};

fn purpose(code: &str) -> Purpose {
    shipped().into_iter().find(|one| one.code == code).unwrap()
}

fn day(number: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_770_000_000, 0).unwrap() + TimeDelta::days(number)
}

fn said(code: &str, channel: ConsentChannel, answer: Answer, on: i64) -> Consent {
    consent(code, channel, answer, day(on))
}

fn verdict(code: &str, current: &[Consent], channel: ConsentChannel) -> Verdict {
    judge(&purpose(code), current, &Floors::new(), channel, day(100)).verdict
}

use ConsentChannel::{All, Email, Phone, Sms};

#[test]
fn silence_allows_what_the_contract_needs_and_no_marketing() {
    assert_eq!(verdict(SERVICE_CONTRACT, &[], All), Verdict::Lawful);
    assert_eq!(verdict(PROFILING, &[], All), Verdict::Lawful);
    assert_eq!(verdict(MARKETING, &[], Sms), Verdict::Missing);
}

#[test]
fn an_answer_for_the_channel_goes_before_one_for_all() {
    let all = said(MARKETING, All, Answer::Given, 1);
    let sms = said(MARKETING, Sms, Answer::Withdrawn, 2);
    assert_eq!(verdict(MARKETING, &[all.clone(), sms.clone()], Sms), Verdict::Withdrawn);
    assert_eq!(verdict(MARKETING, &[all, sms], Email), Verdict::Given);
}

#[test]
fn of_two_answers_a_merge_brought_together_the_no_holds() {
    let no = said(MARKETING, Phone, Answer::Refused, 1);
    let yes = said(MARKETING, Phone, Answer::Given, 9);
    assert_eq!(verdict(MARKETING, &[yes, no], Phone), Verdict::Refused);
}

#[test]
fn who_objects_is_profiled_no_more() {
    assert_eq!(verdict(PROFILING, &[said(PROFILING, All, Answer::Refused, 1)], All), Verdict::Refused);
    assert!(!Verdict::Refused.allows());
}

#[test]
fn a_consent_ends_with_its_time() {
    let place = purpose(LOCATION);
    let mut yes = said(LOCATION, All, Answer::Given, 1);
    yes.until = place.holds_until(yes.answered_at);
    assert_eq!(judge(&place, &[yes.clone()], &Floors::new(), All, day(300)).verdict, Verdict::Given);
    assert_eq!(judge(&place, &[yes], &Floors::new(), All, day(400)).verdict, Verdict::Expired);
}

#[test]
fn a_consent_to_an_old_text_no_longer_holds_when_the_new_one_demands_it() {
    let policy = PolicyId(Uuid::from_u128(7));
    let yes = Consent { policy_id: Some(policy), policy_version: Some(2), ..said(MARKETING, All, Answer::Given, 1) };
    let floors = Floors::from([(policy, 3)]);
    assert_eq!(judge(&purpose(MARKETING), &[yes], &floors, Sms, day(9)).verdict, Verdict::Outdated);
}

#[test]
fn after_a_no_one_waits_before_asking_again() {
    let standing = judge(&purpose(MARKETING), &[said(MARKETING, All, Answer::Refused, 1)], &Floors::new(), Sms, day(2));
    assert_eq!(standing.may_ask_from, Some(day(181)));
}

fn answer(channel: ConsentChannel, answer: Answer, on: Option<i64>) -> NewAnswer {
    NewAnswer {
        purpose: MARKETING.into(),
        channel,
        answer,
        answered_at: on.map(day),
        until: None,
        policy: None,
        how: Proof::Paper,
        proof: None,
    }
}

#[test]
fn an_answer_that_cannot_be_is_told_why() {
    let marketing = purpose(MARKETING);
    let now = day(50);
    let silent = judge(&marketing, &[], &Floors::new(), Sms, now);
    let later = said(MARKETING, Sms, Answer::Withdrawn, 40);
    let stood = judge(&marketing, std::slice::from_ref(&later), &Floors::new(), Sms, now);
    for (new, standing, replaced, refusal) in [
        (answer(Sms, Answer::Withdrawn, None), &silent, vec![], ConsentRefusal::NothingGiven),
        (answer(Sms, Answer::Given, Some(30)), &stood, vec![&later], ConsentRefusal::AnsweredLater),
    ] {
        assert_eq!(new.follows(&marketing, standing, &replaced, now), Err(refusal));
    }
    let nobody = purpose(SERVICE_CONTRACT);
    assert_eq!(answer(All, Answer::Refused, None).follows(&nobody, &silent, &[], now), Err(ConsentRefusal::NotAsked));
    let faults = NewAnswer { until: Some(day(1)), ..answer(Sms, Answer::Given, Some(60)) }.faults(&nobody, now);
    let codes: Vec<&str> = faults.iter().map(|fault| fault.code.as_str()).collect();
    assert_eq!(codes, ["consent.channel_unwanted", "date.in_future", "consent.ends_before"]);
}
