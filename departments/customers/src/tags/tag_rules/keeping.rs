//! Keeping tags true: following customers who changed, and beginning a pass through the whole base.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Days, TimeDelta, Utc};
use conditions::Moment;
use kernel::{CustomerId, GroupId, Result, TagId, time::Calendar};
use platform::{Db, Platform, SystemActor, Tx, jobs::enqueue_at};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Condition};

use super::{
    pass::{KeepTag, KeepTagsNightly},
    store,
    tag_rule::{RuleState, TagRule},
};
use crate::{
    people::customer,
    tags::{customer_tag, tag},
};

/// Asks the rules of the group of customers who have just changed, in the transaction that keeps their facts.
pub async fn follow(tx: &mut Tx, customers: &BTreeSet<CustomerId>) -> Result<()> {
    let rules: Vec<TagRule> = store::all(&tx.db()).await?.into_iter().filter(TagRule::is_in_force).collect();
    if rules.is_empty() {
        return Ok(());
    }
    store::hold(tx, None).await?;
    let tags = tags_of(&tx.db(), &rules).await?;
    let moment = moment(&tx.db()).await?;
    let customers: Vec<CustomerId> = customers.iter().copied().collect();
    for some in customers.chunks(500) {
        let standing = store::standing(&tx.db(), some).await?;
        for rule in &rules {
            let Some(tag) = tags.get(&rule.tag_id) else { continue };
            let Difference { on, off } = difference(&tx.db(), rule, Among::These(some), moment).await?;
            store::move_tag(tx, tag.id, &on, &off).await?;
            store::tell(tx, tag, &standing, &on, &off).await?;
        }
    }
    Ok(())
}

/// Begins a pass through the base for this rule, which is saved with it.
pub async fn ask_everyone(tx: &mut Tx, mut rule: TagRule, is_new: bool) -> Result<()> {
    rule.pass += 1;
    rule.is_new = is_new;
    rule.state = RuleState::Running;
    (rule.walked, rule.added, rule.removed, rule.last_id, rule.fault) = (0, 0, 0, None, None);
    let job = KeepTag { tag: rule.tag_id, pass: rule.pass };
    let now = tx.now();
    enqueue_at(tx, &job, &format!("{}:{}", rule.tag_id, rule.pass), now).await?;
    store::put(tx, rule).await
}

/// Begins a pass for every rule of every group: after facts were counted anew.
pub async fn ask_everywhere(platform: &Platform) -> Result<()> {
    let rules = store::all(&platform.house(SystemActor::Command).read()).await?;
    let mut of_groups: BTreeMap<GroupId, Vec<TagRule>> = BTreeMap::new();
    for rule in rules {
        of_groups.entry(rule.group_id).or_default().push(rule);
    }
    for (group, rules) in of_groups {
        let door = platform.system(SystemActor::Command, group);
        door.write(async |tx| {
            for rule in rules {
                ask_everyone(tx, rule, false).await?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// Begins a pass for every rule of the group that asks for one of these fields: they changed without an entry per customer.
pub async fn ask_about(tx: &mut Tx, fields: &[&str]) -> Result<()> {
    for rule in store::all(&tx.db()).await? {
        let asks = store::read(&rule)?.conditions().iter().any(|filter| fields.contains(&filter.definition.name));
        if asks {
            // One whose first pass is under way tells of it as a whole, however often it begins again.
            let is_new = rule.is_new && rule.state == RuleState::Running;
            ask_everyone(tx, rule, is_new).await?;
        }
    }
    Ok(())
}

/// Leaves the pass of the coming night, in which rules that speak of days are asked again.
pub async fn ask_at_night(tx: &mut Tx) -> Result<()> {
    let Moment { now, calendar } = moment(&tx.db()).await?;
    let at = next_night(now, calendar);
    let key = format!("{}:{}", tx.scope().group(), calendar.day(at));
    enqueue_at(tx, &KeepTagsNightly {}, &key, at).await
}

/// Whom the rule puts its tag on, and whom it takes it off.
#[derive(Debug, Default)]
pub(super) struct Difference {
    pub on: BTreeSet<CustomerId>,
    pub off: BTreeSet<CustomerId>,
}

/// The part of the base a rule is asked of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Among<'a> {
    These(&'a [CustomerId]),
    /// In the order of ids, the first of them left out.
    Between(Option<CustomerId>, CustomerId),
}

pub(super) async fn difference(db: &Db<'_>, rule: &TagRule, among: Among<'_>, moment: Moment) -> Result<Difference> {
    let met = store::met(db, &store::read(rule)?, among.part(customer::Column::Id), moment).await?;
    let carrying = store::carrying(db, rule.tag_id, among.part(customer_tag::Column::CustomerId)).await?;
    Ok(Difference { on: &met - &carrying, off: &carrying - &met })
}

impl Among<'_> {
    fn part(self, id: impl ColumnTrait) -> Condition {
        match self {
            Self::These(customers) => Condition::all().add(id.is_in(customers.iter().copied())),
            Self::Between(after, to) => Condition::all().add_option(after.map(|after| id.gt(after))).add(id.lte(to)),
        }
    }
}

/// Now, by the calendar of the group's first store: a rule has one day for all.
pub(super) async fn moment(db: &Db<'_>) -> Result<Moment> {
    let sql = "select time_zone from stores where group_id = $1 order by created_at, id limit 1";
    let zones: Vec<Zone> = db.fetch_text(sql, vec![db.scope().group().into()]).await?;
    let calendar = zones.first().and_then(|row| Calendar::in_zone(&row.zone)).unwrap_or_default();
    Ok(Moment { now: db.platform().clock().now(), calendar })
}

platform::record! {
    struct Zone { zone: String }
}

async fn tags_of(db: &Db<'_>, rules: &[TagRule]) -> Result<HashMap<TagId, tag::Tag>> {
    let ids = rules.iter().map(|rule| rule.tag_id);
    let tags = db.all(db.select::<tag::Entity>().filter(tag::Column::Id.is_in(ids))).await?;
    Ok(tags.into_iter().map(|tag| (tag.id, tag)).collect())
}

/// Half past two in the coming night.
fn next_night(now: DateTime<Utc>, calendar: Calendar) -> DateTime<Utc> {
    let at = |day| calendar.start_of(day) + TimeDelta::minutes(150);
    let today = calendar.day(now);
    let night = at(today);
    if night > now { night } else { today.checked_add_days(Days::new(1)).map_or(night, at) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_night_is_the_stores_own() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let next = |now: &str| next_night(at(now), Calendar::default());
        assert_eq!(next("2026-03-01T10:00:00Z"), at("2026-03-01T18:30:00Z"));
        assert_eq!(next("2026-03-01T18:00:00Z"), at("2026-03-01T18:30:00Z"));
        assert_eq!(next("2026-03-01T18:30:00Z"), at("2026-03-02T18:30:00Z"));
    }
}
