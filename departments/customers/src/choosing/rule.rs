//! A rule over customers: read, checked against what there is, said in words, and as one condition on the tables.

use std::collections::{BTreeSet, HashMap};

use conditions::{FieldKind, Moment, Part, Rule, Shape, Together, Wrong};
use kernel::{Error, Fault, Language, Result, StaffId, StoreId, TagId, time::Calendar};
use platform::{
    Db,
    names::{self, Wanted},
};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Condition};
use serde_json::Value;

use super::words;
use crate::{people::fields::Filter, tags::tag};

/// Conditions on the fields of customers, put together.
pub type CustomerRule = Rule<Filter>;

/// Reads a rule as it is written in JSON; faults name the path of the node, which begins with `path`.
pub fn read(written: &Value, path: &str) -> Result<CustomerRule> {
    conditions::read(written, path, |field, operator, values| {
        let filter = Filter::new(field, operator, values)?;
        match filter.definition.in_rules {
            true => Ok(filter),
            false => {
                let message = format!("lists can be filtered by '{field}', rules can't ask for it");
                Err(Wrong::new(Part::Field, "rule.not_for_rules", message))
            }
        }
    })
}

/// The moment a rule is asked: now, by the calendar of a store.
pub fn moment(db: &Db<'_>, calendar: Calendar) -> Moment {
    Moment { now: db.platform().clock().now(), calendar }
}

/// The rule as one condition on customers joined with their facts.
pub fn condition(rule: &CustomerRule, moment: Moment) -> Condition {
    let mut one = |filter: &Filter, is_turned: bool| -> Result<Condition, std::convert::Infallible> {
        Ok(if is_turned { filter.turned().condition(moment) } else { filter.condition(moment) })
    };
    let mut together = |how: Together, parts: Vec<Condition>| {
        let group = match how {
            Together::All => Condition::all(),
            Together::Any => Condition::any(),
        };
        parts.into_iter().fold(group, Condition::add)
    };
    let Ok(condition) = rule.fold(false, &mut one, &mut together);
    condition
}

/// Refuses a rule that speaks of a person, a store or a tag the group does not have.
pub async fn check_known(db: &Db<'_>, rule: &CustomerRule, path: &str) -> Result<()> {
    let known = Known::of(db, &[rule]).await?;
    let missing = rule.conditions().into_iter().flat_map(|filter| {
        let unknown = filter.values.iter().filter(|value| known.is_missing(&filter.shape, value));
        unknown.map(|value| {
            let message = format!("'{}' knows no {value}; it may have been deleted", filter.definition.name);
            Fault::new(path, "rule.unknown_value", message)
        })
    });
    Error::unless_valid(missing.collect())
}

/// The rule in one sentence, in the language of the caller.
pub async fn sentence(db: &Db<'_>, rule: &CustomerRule) -> Result<String> {
    sentence_in(db, rule, db.scope().language()).await
}

/// The rule in one sentence of this language.
pub async fn sentence_in(db: &Db<'_>, rule: &CustomerRule, language: Language) -> Result<String> {
    Ok(spoken(db, &[rule], language).await?.pop().unwrap_or_default())
}

/// Several rules in the language of the caller, with one look at the names they speak of.
pub async fn sentences(db: &Db<'_>, rules: &[&CustomerRule]) -> Result<Vec<String>> {
    spoken(db, rules, db.scope().language()).await
}

async fn spoken(db: &Db<'_>, rules: &[&CustomerRule], language: Language) -> Result<Vec<String>> {
    let known = Known::of(db, rules).await?;
    let name_of = |shape: &Shape, value: &str| {
        known.names.get(value).cloned().unwrap_or_else(|| words::choice(shape, value, language))
    };
    Ok(rules.iter().map(|rule| rule.sentence(language, &name_of)).collect())
}

/// What ids of a rule are called.
struct Known {
    names: HashMap<String, String>,
}

impl Known {
    async fn of(db: &Db<'_>, rules: &[&CustomerRule]) -> Result<Self> {
        let (mut wanted, mut tags) = (Wanted::default(), BTreeSet::new());
        for filter in rules.iter().flat_map(|rule| rule.conditions()) {
            match filter.definition.kind {
                FieldKind::Staff => wanted.staff.extend(filter.ids::<StaffId>()),
                FieldKind::Store => wanted.stores.extend(filter.ids::<StoreId>()),
                FieldKind::Tag => tags.extend(filter.ids::<TagId>()),
                _ => {}
            }
        }
        let known = names::of(db, wanted).await?;
        let mut found: HashMap<String, String> = HashMap::new();
        found.extend(known.staff.into_iter().map(|(id, named)| (id.to_string(), named.name)));
        found.extend(known.stores.into_iter().map(|(id, named)| (id.to_string(), named.name)));
        if !tags.is_empty() {
            let tags = db.all(db.select::<tag::Entity>().filter(tag::Column::Id.is_in(tags))).await?;
            found.extend(tags.into_iter().map(|tag| (tag.id.to_string(), tag.name)));
        }
        Ok(Self { names: found })
    }

    fn is_missing(&self, shape: &Shape, value: &str) -> bool {
        let is_named = matches!(shape.kind, FieldKind::Staff | FieldKind::Store | FieldKind::Tag);
        is_named && !self.names.contains_key(&value.to_lowercase())
    }
}
