//! A plain look: every record of a small world, and what each field of a customer is worth, one by one.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use conditions::{FieldKind, Moment, Question, Rule, Worth};
use customers::{
    facts::fact::{self, NEVER, NO_DAY},
    history::past_record,
    listing::Definition,
    people::{
        customer,
        fields::{Filter, Place},
    },
    quality::gap::Gaps,
    tags::customer_tag,
    vehicles::{person, vehicle},
};
use kernel::{CustomerId, time::Calendar};
use messaging::consents::{Answer, Consent, ConsentChannel, ConsentEntity};
use platform::Db;
use sea_orm::{ModelTrait, Value};

/// All records of a group.
pub struct World {
    moment: Moment,
    people: Vec<Person>,
}

struct Person {
    customer: customer::Model,
    facts: fact::Model,
    cars: Vec<vehicle::Model>,
    links: Vec<person::Model>,
    tags: Vec<customer_tag::Model>,
    records: Vec<past_record::Model>,
    /// Those that hold.
    answers: Vec<Consent>,
}

impl World {
    pub async fn read(db: &Db<'_>) -> Self {
        let moment = Moment { now: db.platform().clock().now(), calendar: Calendar::default() };
        let mut facts: BTreeMap<CustomerId, fact::Model> = BTreeMap::new();
        for row in db.all(db.select::<fact::Entity>()).await.unwrap() {
            facts.insert(row.customer_id, row);
        }
        let (cars, links) = (db.all(db.select::<vehicle::Entity>()), db.all(db.select::<person::Entity>()));
        let (cars, links) = (cars.await.unwrap(), links.await.unwrap());
        let tags = db.all(db.select::<customer_tag::Entity>()).await.unwrap();
        let records = db.all(db.select::<past_record::Entity>()).await.unwrap();
        let answers = db.all(db.select::<ConsentEntity>()).await.unwrap();
        let customers = db.all(db.select::<customer::Entity>()).await.unwrap();
        let people = customers.into_iter().filter(|row| row.deleted_at.is_none()).map(|customer| {
            let id = customer.id;
            Person {
                facts: facts.remove(&id).unwrap(),
                cars: cars.iter().filter(|car| car.owner_id == Some(id) && car.deleted_at.is_none()).cloned().collect(),
                links: links.iter().filter(|link| link.customer_id == id && link.until.is_none()).cloned().collect(),
                tags: tags.iter().filter(|tag| tag.customer_id == id).cloned().collect(),
                records: records.iter().filter(|record| record.customer_id == id).cloned().collect(),
                answers: answers
                    .iter()
                    .filter(|one| one.customer_id == id && one.replaced_at.is_none())
                    .cloned()
                    .collect(),
                customer,
            }
        });
        Self { moment, people: people.collect() }
    }

    pub fn customers(&self) -> usize {
        self.people.len()
    }

    /// The customers for whom a rule holds, in the order of ids.
    pub fn met(&self, rule: &Rule<Filter>) -> Vec<CustomerId> {
        let is_met = |person: &Person| rule.holds(&|filter| self.is_met(person, filter));
        let mut ids: Vec<CustomerId> =
            self.people.iter().filter(|person| is_met(person)).map(|person| person.customer.id).collect();
        ids.sort();
        ids
    }

    /// A few values of a field that occur, and one that doesn't.
    pub fn samples(&self, definition: &Definition<Place>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for value in self.people.iter().flat_map(|person| values(person, definition.place, self.moment.now)) {
            let text = match value {
                Value::String(Some(text)) => text.to_string(),
                Value::Uuid(Some(id)) => id.to_string(),
                _ => continue,
            };
            if !found.contains(&text) && found.len() < 2 {
                found.push(text);
            }
        }
        match definition.kind {
            FieldKind::Text => found.push("没有这样的".to_owned()),
            FieldKind::Choice => found.extend(definition.options.iter().rev().take(1).map(|word| (*word).to_owned())),
            _ => found.push("0190f4a0-0000-7000-8000-000000000001".to_owned()),
        }
        found
    }

    fn is_met(&self, person: &Person, filter: &Filter) -> bool {
        let question = filter.as_kept().question(self.moment);
        let any = values(person, filter.definition.place, self.moment.now)
            .into_iter()
            .any(|value| self.answers(&question, value));
        let counted = match (&question, filter.definition.place) {
            (Question::Counted(since, ..), Place::Happened(kinds)) => {
                let times =
                    person.records.iter().filter(|it| kinds.contains(&it.kind) && it.happened_on >= *since).count();
                question.is_met_by(Worth::Number(times.try_into().unwrap()))
            }
            _ => false,
        };
        (any || counted) != filter.is_negative()
    }

    fn answers(&self, question: &Question, value: Value) -> bool {
        match value {
            Value::String(Some(text)) => question.is_met_by(Worth::Word(&text)),
            Value::Uuid(Some(id)) => question.is_met_by(Worth::Word(&id.to_string())),
            Value::Int(Some(number)) => question.is_met_by(Worth::Number(number.into())),
            Value::BigInt(Some(number)) => question.is_met_by(Worth::Number(number)),
            Value::ChronoDate(Some(day)) if day != NO_DAY => question.is_met_by(Worth::Day(day)),
            Value::ChronoDateTimeUtc(Some(at)) if at != NEVER => {
                question.is_met_by(Worth::Day(self.moment.calendar.day(at)))
            }
            _ => false,
        }
    }
}

impl Person {
    /// On which ways they say yes now: by an answer for the way, else by one for all.
    fn ways(&self, purpose: &str, now: DateTime<Utc>) -> Vec<String> {
        let of = |way| self.answers.iter().find(|one| one.purpose == purpose && one.channel == way);
        let says_yes = |way: &ConsentChannel| {
            let answer = of(*way).or_else(|| of(ConsentChannel::All));
            answer.is_some_and(|one| one.answer == Answer::Given && one.until.is_none_or(|until| until > now))
        };
        ConsentChannel::WAYS.into_iter().filter(says_yes).map(ConsentChannel::code).collect()
    }
}

/// The values of a field that a customer has.
fn values(person: &Person, place: Place, now: DateTime<Utc>) -> Vec<Value> {
    match place {
        Place::Customer(customer::Column::NamePinyin) => vec![person.customer.get(customer::Column::Name)],
        Place::Customer(column) => vec![person.customer.get(column)],
        Place::Fact(column) => vec![person.facts.get(column)],
        Place::Car(column) => person.cars.iter().map(|car| car.get(column)).collect(),
        Place::Role => person.links.iter().map(|link| link.get(person::Column::Role)).collect(),
        Place::Tag => person.tags.iter().map(|tag| tag.get(customer_tag::Column::TagId)).collect(),
        Place::Missing => gaps(person).missing().map(|field| field.word().into()).collect(),
        Place::Doubt => gaps(person).doubts().map(|doubt| doubt.word().into()).collect(),
        Place::Consent(purpose) => person.ways(purpose, now).into_iter().map(Value::from).collect(),
        Place::Happened(_) | Place::Shown => Vec::new(),
    }
}

fn gaps(person: &Person) -> Gaps {
    Gaps { missing: person.facts.missing, doubts: person.facts.doubts }
}
