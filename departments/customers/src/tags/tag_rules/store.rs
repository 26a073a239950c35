//! Rules of tags in and out of the database, and whom they put their tag on.

use std::collections::{BTreeSet, HashMap};

use conditions::Moment;
use journal::{About, Draft, events::customers::CustomersEvent};
use kernel::{CustomerId, Result, StoreId, TagId};
use platform::{Db, Tx};
use sea_orm::{
    ColumnTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Condition, Expr, ExprTrait},
};

use super::tag_rule::{Column, Entity, RuleState, TagRule};
use crate::{
    choosing::{self, CustomerRule},
    facts::fact,
    people::customer,
    tags::{customer_tag, tag::Tag, view::TagRuleView},
};

platform::record! {
    struct Met { id: CustomerId }
}

platform::record! {
    /// A customer and where the journal writes of them.
    pub struct Standing { pub id: CustomerId, pub store: StoreId }
}

/// All rules of the group, as the library shows them.
pub async fn views(db: &Db<'_>) -> Result<HashMap<TagId, TagRuleView>> {
    let rules = db.all(db.select::<Entity>()).await?;
    let read: Vec<CustomerRule> = rules.iter().map(read).collect::<Result<_>>()?;
    let sentences = choosing::sentences(db, &read.iter().collect::<Vec<_>>()).await?;
    let views = rules.into_iter().zip(sentences).map(|(rule, sentence)| {
        let view = TagRuleView {
            rule: rule.rule,
            sentence,
            state: rule.state,
            walked: rule.walked,
            total: rule.total,
            added: rule.added,
            removed: rule.removed,
            changed_at: rule.changed_at,
            passed_at: rule.passed_at,
            error: rule.fault,
        };
        (rule.tag_id, view)
    });
    Ok(views.collect())
}

/// These tags' rules in words.
pub async fn sentences(db: &Db<'_>, tags: &BTreeSet<TagId>) -> Result<HashMap<TagId, String>> {
    if tags.is_empty() {
        return Ok(HashMap::new());
    }
    let rules = db.all(db.select::<Entity>().filter(Column::TagId.is_in(tags.iter().copied()))).await?;
    let read: Vec<CustomerRule> = rules.iter().map(read).collect::<Result<_>>()?;
    let sentences = choosing::sentences(db, &read.iter().collect::<Vec<_>>()).await?;
    Ok(rules.into_iter().map(|rule| rule.tag_id).zip(sentences).collect())
}

/// The rule as it was checked when it was given.
pub fn read(rule: &TagRule) -> Result<CustomerRule> {
    choosing::read(&rule.rule.0, "rule")
}

/// All rules of the scope, in one order for whoever holds several.
pub async fn all(db: &Db<'_>) -> Result<Vec<TagRule>> {
    db.all(db.select::<Entity>().order_by_asc(Column::TagId)).await
}

pub async fn find(db: &Db<'_>, tag: TagId) -> Result<Option<TagRule>> {
    db.maybe(db.select::<Entity>().filter(Column::TagId.eq(tag))).await
}

/// Holds these rules until the transaction ends: who else asks one of somebody waits, and sees what was done.
pub async fn hold(tx: &mut Tx, tag: Option<TagId>) -> Result<()> {
    let group = tx.scope().group();
    let (sql, mut values) = ("select tag_id from tag_rules where group_id = $1", vec![group.into()]);
    let only = tag.map_or("", |_| " and tag_id = $2");
    values.extend(tag.map(sea_orm::Value::from));
    let _held: Vec<HeldTag> = tx.db().fetch_text(&format!("{sql}{only} order by tag_id {{hold}}"), values).await?;
    Ok(())
}

platform::record! {
    struct HeldTag { _id: TagId }
}

/// Writes a rule, new or as it now is.
pub async fn put(tx: &mut Tx, rule: TagRule) -> Result<()> {
    forget(tx, rule.tag_id).await?;
    tx.insert::<Entity>(rule).await
}

pub async fn forget(tx: &mut Tx, tag: TagId) -> Result<()> {
    tx.delete::<Entity>(Column::TagId.eq(tag)).await?;
    Ok(())
}

/// Follows nobody until [`super::keeping::ask_everywhere`].
pub async fn pause_all(tx: &mut Tx) -> Result<()> {
    let pause = tx.update::<Entity>().col_expr(Column::State, Expr::val(RuleState::Waiting));
    tx.run(pause).await?;
    Ok(())
}

/// The customers of a part of the base who meet a rule; deleted ones meet none.
pub async fn met(db: &Db<'_>, rule: &CustomerRule, part: Condition, moment: Moment) -> Result<BTreeSet<CustomerId>> {
    use customer::Column as C;
    let on_facts = Expr::col((fact::Entity, fact::Column::CustomerId)).equals((customer::Entity, C::Id));
    let mut select = db
        .select::<customer::Entity>()
        .filter(C::DeletedAt.is_null())
        .filter(part)
        .filter(choosing::condition(rule, moment))
        .select_only()
        .column(C::Id);
    QuerySelect::query(&mut select).join(JoinType::InnerJoin, fact::Entity, on_facts);
    let met: Vec<Met> = db.fetch(&select.into_query()).await?;
    Ok(met.into_iter().map(|row| row.id).collect())
}

/// The customers of a part of the base who carry a tag.
pub async fn carrying(db: &Db<'_>, tag: TagId, part: Condition) -> Result<BTreeSet<CustomerId>> {
    let select = sea_orm::sea_query::Query::select()
        .column(customer_tag::Column::CustomerId)
        .from(customer_tag::Entity)
        .and_where(customer_tag::Column::TagId.eq(tag))
        .cond_where(part)
        .to_owned();
    let met: Vec<Met> = db.fetch(&select).await?;
    Ok(met.into_iter().map(|row| row.id).collect())
}

/// The next customers in the order of ids, deleted ones too.
pub async fn next(db: &Db<'_>, after: Option<CustomerId>, most: u64) -> Result<Vec<Standing>> {
    use customer::Column as C;
    let select = db.select::<customer::Entity>().order_by_asc(C::Id).limit(most);
    let select = if let Some(after) = after { select.filter(C::Id.gt(after)) } else { select };
    db.fetch(&select.select_only().columns([C::Id, C::StoreId]).into_query()).await
}

/// Where these customers stand.
pub async fn standing(db: &Db<'_>, customers: &[CustomerId]) -> Result<Vec<Standing>> {
    use customer::Column as C;
    let select = db.select::<customer::Entity>().filter(C::Id.is_in(customers.iter().copied()));
    db.fetch(&select.select_only().columns([C::Id, C::StoreId]).into_query()).await
}

/// Puts the tag on some and takes it off others, whom the rule decided on.
pub async fn move_tag(tx: &mut Tx, tag: TagId, on: &BTreeSet<CustomerId>, off: &BTreeSet<CustomerId>) -> Result<()> {
    let off: Vec<CustomerId> = off.iter().copied().collect();
    for some in off.chunks(1_000) {
        let these = customer_tag::Column::CustomerId.is_in(some.iter().copied());
        tx.delete::<customer_tag::Entity>(customer_tag::Column::TagId.eq(tag).and(these)).await?;
    }
    let added_at = tx.now();
    let rows = on.iter().map(|customer_id| customer_tag::Model {
        customer_id: *customer_id,
        tag_id: tag,
        added_at,
        added_by: None,
    });
    tx.insert_all::<customer_tag::Entity>(rows.collect()).await
}

/// Writes into each customer's timeline what the rule did.
pub async fn tell(
    tx: &mut Tx,
    tag: &Tag,
    customers: &[Standing],
    on: &BTreeSet<CustomerId>,
    off: &BTreeSet<CustomerId>,
) -> Result<()> {
    let (id, title) = (tag.id, &tag.name);
    let drafts = customers.iter().filter_map(|customer| {
        let event = if on.contains(&customer.id) {
            CustomersEvent::TagAdded { tag: id, title: title.clone(), by_rule: true }
        } else if off.contains(&customer.id) {
            CustomersEvent::TagRemoved { tag: id, title: title.clone(), by_rule: true }
        } else {
            return None;
        };
        Some(Draft { about: About::customer(customer.store, customer.id), event, actor: None })
    });
    journal::record_all(tx, drafts.collect()).await?;
    Ok(())
}
