//! Whom a rule chooses: the tables, the memory and a plain look at every record give the same answer, on either engine.

mod plain;

use chrono::TimeDelta;
use conditions::{FieldKind, Operator, Rule};
use customers::{
    choosing, columns,
    listing::Place as _,
    people::{
        customer,
        fields::{Filter, Place},
    },
    tags::tag_rules,
};
use kernel::{CustomerId, GroupId, time::Calendar};
use messaging::consents::{self, Answer, ConsentChannel, NewAnswer, Proof};
use platform::{Door, SystemActor};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sea_orm::{Condition, QuerySelect};
use testkit::House;

use self::plain::World;

/// A small demo world, and its records as they stand.
async fn world(house: &House) -> (Door, World) {
    let today = Calendar::default().day(house.platform.clock().now());
    server::demo::load_as_of(&house.platform, 11, 300, today).await.unwrap();
    let groups = access::list_groups(&house.platform.house(SystemActor::Command).read()).await.unwrap();
    let known: [GroupId; 2] = [house.group, house.neighbours];
    let group = groups.iter().find(|group| !known.contains(&group.id)).unwrap().id;
    let door = house.platform.system(SystemActor::Command, group);
    answer(&door).await;
    let world = World::read(&door.read()).await;
    (door, world)
}

/// Some customers are asked what they allow, and say all that can be said.
async fn answer(door: &Door) {
    let customers = door.read().all(door.read().select::<customer::Entity>().limit(60)).await.unwrap();
    let asked = [
        (consents::MARKETING, ConsentChannel::All, Answer::Given, None),
        (consents::MARKETING, ConsentChannel::Sms, Answer::Refused, None),
        (consents::MARKETING, ConsentChannel::Phone, Answer::Given, None),
        (consents::MARKETING, ConsentChannel::Wecom, Answer::Given, Some(90)),
        (consents::MARKETING, ConsentChannel::All, Answer::Refused, None),
    ];
    door.write(async |tx| {
        for (customer, turn) in customers.iter().zip(0..) {
            let said = asked.iter().enumerate().filter(|(place, _)| (turn >> place) & 1 == 1);
            for (_, (purpose, channel, answer, days)) in said {
                let new = NewAnswer {
                    purpose: (*purpose).into(),
                    channel: *channel,
                    answer: *answer,
                    answered_at: None,
                    until: days.map(|days| tx.now() + TimeDelta::days(days)),
                    policy: None,
                    how: Proof::Spoken,
                    proof: None,
                };
                // Who said no before may not be asked again so soon, and stays as they are.
                let _refused = consents::record(tx, customer.store_id, customer.id, new).await;
            }
        }
        Ok(())
    })
    .await
    .unwrap();
}

async fn by_tables(door: &Door, rule: &Rule<Filter>) -> Vec<CustomerId> {
    let db = door.read();
    let moment = choosing::moment(&db, Calendar::default());
    tag_rules::store::met(&db, rule, Condition::all(), moment).await.unwrap().into_iter().collect()
}

async fn by_memory(door: &Door, rule: &Rule<Filter>) -> Vec<CustomerId> {
    let db = door.read();
    let moment = choosing::moment(&db, Calendar::default());
    let chosen = columns::count(&db, rule, moment, usize::MAX).await.unwrap();
    let mut ids = chosen.some;
    assert_eq!(chosen.count, ids.len() as u64);
    ids.sort();
    ids
}

/// Every operator of a field, with values that occur and one that doesn't.
fn filters_of(name: &str, world: &World) -> Vec<Filter> {
    let definition = Place::FIELDS.iter().find(|known| known.name == name).unwrap();
    let mut filters = Vec::new();
    for operator in definition.operators() {
        let samples = world.samples(definition);
        // An age of sixty thousand years is refused.
        let asked = values_for(definition.kind, *operator, &samples).into_iter();
        filters.extend(asked.filter_map(|values| Filter::new(name, operator.name(), values).ok()));
    }
    filters
}

fn values_for(kind: FieldKind, operator: Operator, samples: &[String]) -> Vec<Vec<String>> {
    let texts = |values: &[&str]| values.iter().map(|value| vec![(*value).to_owned()]).collect::<Vec<_>>();
    match (operator, kind) {
        _ if operator.is_bare() => vec![Vec::new()],
        (_, FieldKind::Happenings) => {
            ["1,365", "2,3650", "0,30"].map(|pair| pair.split(',').map(str::to_owned).collect()).to_vec()
        }
        (Operator::WithinDays | Operator::LastDays | Operator::OlderThanDays, _) => texts(&["0", "45", "400", "3000"]),
        (Operator::Before | Operator::After, _) => texts(&["2024-02-29", "2026-03-16", "1985-06-01"]),
        (_, FieldKind::Number) => texts(&["0", "1", "3", "40", "60000"]),
        (_, FieldKind::Money) => texts(&["0", "5000", "200000"]),
        (Operator::Contains, _) => {
            samples.iter().take(2).map(|sample| vec![sample.chars().take(1).collect()]).collect()
        }
        (Operator::AnyOf | Operator::NoneOf, _) => vec![samples.to_vec()],
        _ => samples.iter().map(|sample| vec![sample.clone()]).collect(),
    }
}

fn asked_fields() -> impl Iterator<Item = &'static str> {
    Place::FIELDS
        .iter()
        .filter(|definition| definition.filtered && definition.in_rules)
        .map(|definition| definition.name)
}

#[tokio::test]
async fn every_operator_of_every_field_is_answered_alike_by_tables_memory_and_a_plain_look() {
    let house = House::new().await;
    let (door, world) = world(&house).await;
    let (mut asked, mut divided) = (0, 0);
    for filter in asked_fields().flat_map(|name| filters_of(name, &world)) {
        for filter in [filter.clone(), filter.turned()] {
            let rule = Rule::One(filter.clone());
            let plain = world.met(&rule);
            let said = format!("{:?} {}", filter.condition, filter.is_turned);
            assert_eq!(by_tables(&door, &rule).await, plain, "by the tables: {said}");
            assert_eq!(by_memory(&door, &rule).await, plain, "by memory: {said}");
            asked += 1;
            divided += usize::from(!plain.is_empty() && plain.len() < world.customers());
        }
    }
    assert!(asked > 300, "only {asked} were asked");
    assert!(divided * 3 > asked, "only {divided} of {asked} divide the base");
}

#[tokio::test]
async fn any_tree_of_conditions_is_answered_alike() {
    let house = House::new().await;
    let (door, world) = world(&house).await;
    let filters: Vec<Filter> = asked_fields().flat_map(|name| filters_of(name, &world)).collect();
    let one = prop::sample::select(filters).prop_map(Rule::One);
    let trees = one.prop_recursive(4, 12, 4, |inner| {
        let some = prop::collection::vec(inner, 1..4);
        prop_oneof![some.clone().prop_map(Rule::All), some.clone().prop_map(Rule::Any), some.prop_map(Rule::None)]
    });
    let mut runner = TestRunner::deterministic();
    for _ in 0..60 {
        let rule = trees.new_tree(&mut runner).unwrap().current();
        let plain = world.met(&rule);
        let said = rule.to_json(&|filter| filter.to_json()).to_string();
        assert_eq!(by_tables(&door, &rule).await, plain, "by the tables: {said}");
        assert_eq!(by_memory(&door, &rule).await, plain, "by memory: {said}");
    }
}
