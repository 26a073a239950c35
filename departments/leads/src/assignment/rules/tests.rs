//! Rules of assignment, told in tables.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::*;
use crate::clock::hours::DayHours;

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(&format!("{text}:00+08:00")).unwrap().with_timezone(&Utc)
}

fn people(weights: &[i64]) -> Vec<Contender> {
    let now = at("2026-03-16T10:00");
    let of = |(index, weight): (usize, &i64)| Contender {
        staff: StaffId::new(now + TimeDelta::seconds(i64::try_from(index).unwrap())),
        weight: *weight,
        turn: 0,
        passed_over: None,
    };
    weights.iter().enumerate().map(of).collect()
}

fn count(contenders: &mut [Contender], rounds: usize) -> Vec<usize> {
    let mut counts: HashMap<StaffId, usize> = HashMap::new();
    for _ in 0..rounds {
        *counts.entry(choose(contenders).unwrap()).or_default() += 1;
    }
    contenders.iter().map(|one| counts.get(&one.staff).copied().unwrap_or_default()).collect()
}

#[test]
fn each_gets_exactly_their_share_in_every_round() {
    for weights in [vec![1, 1, 1], vec![5, 1, 1], vec![3, 2, 2, 1], vec![100, 1], vec![7]] {
        let total = usize::try_from(weights.iter().sum::<i64>()).unwrap();
        let mut contenders = people(&weights);
        for round in 0..4 {
            let expected: Vec<usize> = weights.iter().map(|one| usize::try_from(*one).unwrap()).collect();
            assert_eq!(count(&mut contenders, total), expected, "round {round} of {weights:?}");
        }
        assert!(contenders.iter().all(|one| one.turn == 0), "after a round all stand where they began");
    }
}

#[test]
fn shares_are_spread_and_not_handed_out_in_a_row() {
    let mut contenders = people(&[5, 1, 1]);
    let order: Vec<usize> = (0..7)
        .map(|_| {
            let next = choose(&mut contenders).unwrap();
            contenders.iter().position(|one| one.staff == next).unwrap()
        })
        .collect();
    assert_eq!(order, [0, 0, 1, 0, 2, 0, 0]);
}

#[test]
fn who_is_passed_over_gets_nothing_and_catches_nothing_up() {
    let mut contenders = people(&[1, 1, 1]);
    contenders[1].passed_over = Some(PassedOver::Away);
    assert_eq!(count(&mut contenders, 10), [5, 0, 5]);
    contenders[1].passed_over = None;
    assert_eq!(count(&mut contenders, 9), [3, 3, 3]);
    for one in &mut contenders {
        one.passed_over = Some(PassedOver::Full);
    }
    assert_eq!(choose(&mut contenders), None);
}

#[test]
fn a_rule_is_for_what_all_its_conditions_say() {
    let question =
        Question { channel: LeadChannel::Douyin, brand: Some("大众"), series: Some("ID.3"), horizon: None };
    let holds = |conditions: Conditions| conditions.hold(&question);
    assert!(holds(Conditions::default()));
    assert!(holds(Conditions { channels: vec![LeadChannel::Phone, LeadChannel::Douyin], ..Conditions::default() }));
    assert!(!holds(Conditions { channels: vec![LeadChannel::Phone], ..Conditions::default() }));
    assert!(holds(Conditions { brands: vec!["大众".into()], series: vec!["id. 3".into()], ..Conditions::default() }));
    assert!(!holds(Conditions { brands: vec!["奥迪".into()], ..Conditions::default() }));
    assert!(!holds(Conditions { horizons: vec![Horizon::Week], ..Conditions::default() }), "nobody said when");
}

#[test]
fn the_first_reason_somebody_is_passed_over_is_told() {
    let now = at("2026-03-16T10:00");
    let (group, store, staff) = (kernel::GroupId::new(now), kernel::StoreId::new(now), StaffId::new(now));
    let hours = WeekHours(vec![DayHours { weekday: 1, from_minute: 540, until_minute: 720 }]);
    let free = LeadTaker { capacity: Some(2), ..LeadTaker::unset(group, store, staff, now) };
    let paused = LeadTaker { paused_on: Some(Calendar::default().day(now)), ..free.clone() };
    let early = LeadTaker {
        hours: Some(WeekHours(vec![DayHours { weekday: 1, from_minute: 420, until_minute: 560 }])),
        ..free.clone()
    };
    let why = |is_able, is_away, taker, open_leads, now| {
        let standing = Standing { is_able, is_away, taker, open_leads };
        passed_over(standing, Some(&hours), Calendar::default(), now)
    };
    let noon = at("2026-03-16T12:00");
    assert_eq!(why(true, false, Some(&free), 1, now), None);
    assert_eq!(why(true, false, None, 9_999, now), None, "of whom nothing is set has no bound");
    assert_eq!(why(false, true, Some(&free), 1, now), Some(PassedOver::NotAble));
    assert_eq!(why(true, true, Some(&paused), 1, now), Some(PassedOver::Away));
    assert_eq!(why(true, false, Some(&paused), 1, now), Some(PassedOver::Paused));
    assert_eq!(why(true, false, Some(&paused), 1, now + TimeDelta::days(7)), None, "only on that day");
    assert_eq!(why(true, false, Some(&free), 2, noon), Some(PassedOver::OffShift));
    assert_eq!(
        why(true, false, Some(&early), 0, now),
        Some(PassedOver::OffShift),
        "their own hours go before the store's"
    );
    assert_eq!(why(true, false, Some(&free), 2, now), Some(PassedOver::Full));
    let next = next_at_work(Some(&early), Some(&hours), Calendar::default(), now);
    assert_eq!(next, at("2026-03-23T07:00"));
}
