//! Tags in and out of the database.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use journal::{About, events::customers::CustomersEvent};
use kernel::{CustomerId, Error, PermissionName, Result, TagGroupId, TagId};
use platform::{
    Db, Tx,
    database::paging::{COUNT_MAX, Count},
};
use sea_orm::{
    ColumnTrait, DbErr, QueryFilter, QueryOrder, QuerySelect, QueryTrait, SqlErr,
    sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement},
};

use super::{
    customer_tag,
    rules::TagRefusal,
    tag::{self, Tag},
    tag_group::{self, TagGroup},
    tag_rules,
    view::{TagGroupView, TagReason, TagRef, TagView},
};
use crate::people::customer::{self, Customer};

platform::record! {
    struct Tagged {
        customer_id: CustomerId,
        since: DateTime<Utc>,
        id: TagId,
        name: String,
        colour: String,
        is_ruled: bool,
        group: String,
    }
}

platform::record! {
    struct Carried { tag: TagId, customers: i64 }
}

platform::record! {
    struct Number { number: i64 }
}

/// The tags of these customers, which the caller found inside the scope before.
pub async fn of_customers(db: &Db<'_>, customers: &[CustomerId]) -> Result<HashMap<CustomerId, Vec<TagRef>>> {
    let mut found: HashMap<CustomerId, Vec<TagRef>> = HashMap::new();
    if customers.is_empty() {
        return Ok(found);
    }
    let on_tag = Expr::col((tag::Entity, tag::Column::Id)).equals((customer_tag::Entity, customer_tag::Column::TagId));
    let on_group = Expr::col((tag_group::Entity, tag_group::Column::Id)).equals((tag::Entity, tag::Column::TagGroupId));
    let statement = Query::select()
        .column((customer_tag::Entity, customer_tag::Column::CustomerId))
        .column((customer_tag::Entity, customer_tag::Column::AddedAt))
        .columns([
            (tag::Entity, tag::Column::Id),
            (tag::Entity, tag::Column::Name),
            (tag::Entity, tag::Column::Colour),
            (tag::Entity, tag::Column::IsRuled),
        ])
        .column((tag_group::Entity, tag_group::Column::Name))
        .from(customer_tag::Entity)
        .inner_join(tag::Entity, on_tag)
        .inner_join(tag_group::Entity, on_group)
        .and_where(customer_tag::Column::CustomerId.is_in(customers.iter().copied()))
        .order_by((tag_group::Entity, tag_group::Column::Position), sea_orm::Order::Asc)
        .order_by((tag::Entity, tag::Column::Position), sea_orm::Order::Asc)
        .to_owned();
    let rows: Vec<Tagged> = db.fetch(&statement).await?;
    let ruled: BTreeSet<TagId> = rows.iter().filter(|row| row.is_ruled).map(|row| row.id).collect();
    let sentences = tag_rules::store::sentences(db, &ruled).await?;
    for row in rows {
        let rule = sentences.get(&row.id).map(|sentence| TagReason { sentence: sentence.clone(), since: row.since });
        let tag = TagRef { id: row.id, name: row.name, colour: row.colour, group: row.group, rule };
        found.entry(row.customer_id).or_default().push(tag);
    }
    Ok(found)
}

/// All groups with their tags, and how many of the caller's customers carry each.
pub async fn library(db: &Db<'_>) -> Result<Vec<TagGroupView>> {
    use tag_group::Column as Group;
    let groups = db.select::<tag_group::Entity>().order_by_asc(Group::Position).order_by_asc(Group::Id);
    let tags = db.select::<tag::Entity>().order_by_asc(tag::Column::Position).order_by_asc(tag::Column::Id);
    let (groups, tags) = (db.all(groups).await?, db.all(tags).await?);
    let carried: Vec<Carried> = db.fetch(&carried(db)).await?;
    let counts: HashMap<TagId, Count> = carried.into_iter().map(|row| (row.tag, counted(row.customers))).collect();
    let mut rules = tag_rules::store::views(db).await?;
    let mut views: HashMap<TagGroupId, Vec<TagView>> = HashMap::new();
    for tag in tags {
        let customers = counts.get(&tag.id).copied().unwrap_or(Count::exact(0));
        let rule = rules.remove(&tag.id);
        views.entry(tag.tag_group_id).or_default().push(TagView::new(tag, customers, rule));
    }
    Ok(groups
        .into_iter()
        .map(|group| {
            let tags = views.remove(&group.id).unwrap_or_default();
            TagGroupView::new(group, tags)
        })
        .collect())
}

/// One group with its tags.
pub async fn group_view(db: &Db<'_>, id: TagGroupId) -> Result<TagGroupView> {
    library(db).await?.into_iter().find(|group| group.id == id).ok_or(Error::NotFound)
}

/// One tag as the library shows it.
pub async fn tag_view(db: &Db<'_>, id: TagId) -> Result<TagView> {
    let tag = find(db, id).await?;
    let carried: Vec<Number> = db.fetch(&carriers(db).and_where(customer_tag::Column::TagId.eq(id)).to_owned()).await?;
    let customers = i64::try_from(carried.len()).unwrap_or(i64::MAX);
    let rule = tag_rules::store::views(db).await?.remove(&id);
    Ok(TagView::new(tag, counted(customers), rule))
}

pub async fn find(db: &Db<'_>, id: TagId) -> Result<Tag> {
    db.one(db.select::<tag::Entity>().filter(tag::Column::Id.eq(id))).await
}

pub async fn find_group(db: &Db<'_>, id: TagGroupId) -> Result<TagGroup> {
    db.one(db.select::<tag_group::Entity>().filter(tag_group::Column::Id.eq(id))).await
}

pub async fn add_group(tx: &mut Tx, name: String) -> Result<TagGroup> {
    must_be_free_for_group(&tx.db(), &name, None).await?;
    let group = TagGroup {
        id: TagGroupId::new(tx.now()),
        group_id: tx.scope().group(),
        name,
        position: next_place(&tx.db(), None).await?,
        version: 1,
    };
    tx.insert::<tag_group::Entity>(group.clone()).await.map_err(refused_when_taken(TagRefusal::GroupNameTaken))?;
    let event = CustomersEvent::TagGroupCreated { group: group.id, title: group.name.clone() };
    journal::record(tx, About::default(), event).await?;
    Ok(group)
}

/// Saves a group of tags together with what happened to it.
pub async fn save_group(tx: &mut Tx, group: TagGroup, event: CustomersEvent) -> Result<TagGroup> {
    must_be_free_for_group(&tx.db(), &group.name, Some(group.id)).await?;
    let group = tx.replace::<tag_group::Entity>(group).await.map_err(refused_when_taken(TagRefusal::GroupNameTaken))?;
    journal::record(tx, About::default(), event).await?;
    Ok(group)
}

/// Deletes a group that has no tags.
pub async fn delete_group(tx: &mut Tx, group: &TagGroup) -> Result<()> {
    let tags = tx.db().select::<tag::Entity>().filter(tag::Column::TagGroupId.eq(group.id));
    let event = group.delete(tx.db().count_up_to(tags, u64::from(u32::MAX)).await?)?;
    tx.delete::<tag_group::Entity>(tag_group::Column::Id.eq(group.id)).await?;
    journal::record(tx, About::default(), event).await?;
    Ok(())
}

pub async fn add(tx: &mut Tx, group: TagGroupId, name: String, colour: String) -> Result<Tag> {
    let group = find_group(&tx.db(), group).await?;
    must_be_free(&tx.db(), group.id, &name, None).await?;
    let tag = Tag {
        id: TagId::new(tx.now()),
        group_id: tx.scope().group(),
        tag_group_id: group.id,
        name,
        colour,
        position: next_place(&tx.db(), Some(group.id)).await?,
        is_ruled: false,
        version: 1,
    };
    tx.insert::<tag::Entity>(tag.clone()).await.map_err(refused_when_taken(TagRefusal::NameTaken))?;
    let event = CustomersEvent::TagCreated { tag: tag.id, title: tag.name.clone(), group: group.name };
    journal::record(tx, About::default(), event).await?;
    Ok(tag)
}

/// Saves a tag together with what happened to it.
pub async fn save(tx: &mut Tx, tag: Tag, event: CustomersEvent) -> Result<Tag> {
    find_group(&tx.db(), tag.tag_group_id).await?;
    must_be_free(&tx.db(), tag.tag_group_id, &tag.name, Some(tag.id)).await?;
    let tag = tx.replace::<tag::Entity>(tag).await.map_err(refused_when_taken(TagRefusal::NameTaken))?;
    journal::record(tx, About::default(), event).await?;
    Ok(tag)
}

/// Deletes a tag that nobody carries, counted over the whole group whatever the caller sees.
pub async fn delete(tx: &mut Tx, tag: &Tag) -> Result<()> {
    let carriers: Vec<Number> =
        tx.db().fetch_text("select count(*) from customer_tags where tag_id = $1", vec![tag.id.into()]).await?;
    let customers = carriers.first().map_or(0, |row| u64::try_from(row.number).unwrap_or_default());
    let event = tag.delete(customers)?;
    tag_rules::store::forget(tx, tag.id).await?;
    tx.execute_text("delete from customer_tags where tag_id = $1", vec![tag.id.into()]).await?;
    tx.delete::<tag::Entity>(tag::Column::Id.eq(tag.id)).await?;
    journal::record(tx, About::default(), event).await?;
    Ok(())
}

/// Puts a tag on a customer found inside the scope; answers false when it was there already.
pub async fn put_on(tx: &mut Tx, customer: &Customer, tag: &Tag) -> Result<bool> {
    tag.must_be_kept_by_hand()?;
    let added = tx
        .execute_text(
            "insert into customer_tags (customer_id, tag_id, added_at, added_by) values ($1, $2, $3, $4) on conflict do nothing",
            vec![customer.id.into(), tag.id.into(), tx.now().into(), tx.scope().staff().into()],
        )
        .await?;
    if added == 0 {
        return Ok(false);
    }
    let event = CustomersEvent::TagAdded { tag: tag.id, title: tag.name.clone(), by_rule: false };
    journal::record(tx, About::customer(customer.store_id, customer.id), event).await?;
    Ok(true)
}

/// Takes a tag off a customer found inside the scope; answers false when it was not there.
pub async fn take_off(tx: &mut Tx, customer: &Customer, tag: &Tag) -> Result<bool> {
    tag.must_be_kept_by_hand()?;
    let this = customer_tag::Column::CustomerId.eq(customer.id).and(customer_tag::Column::TagId.eq(tag.id));
    if tx.delete::<customer_tag::Entity>(this).await? == 0 {
        return Ok(false);
    }
    let event = CustomersEvent::TagRemoved { tag: tag.id, title: tag.name.clone(), by_rule: false };
    journal::record(tx, About::customer(customer.store_id, customer.id), event).await?;
    Ok(true)
}

/// For each tag, how many of the caller's customers carry it; counting stops just above [`COUNT_MAX`].
fn carried(db: &Db<'_>) -> SelectStatement {
    let this_tag =
        Expr::col((customer_tag::Entity, customer_tag::Column::TagId)).equals((tag::Entity, tag::Column::Id));
    let some = carriers(db).and_where(this_tag).to_owned();
    let number = Query::select().expr(Func::count(Expr::val(1))).from_subquery(some, Alias::new("carriers")).to_owned();
    let mut tags = db.select::<tag::Entity>().select_only().column(tag::Column::Id).into_query();
    tags.expr(Expr::SubQuery(None, Box::new(number.into()))).to_owned()
}

/// A row for each customer inside the scope who carries a tag, at most one more than is counted.
fn carriers(db: &Db<'_>) -> SelectStatement {
    let carrier = Expr::col((customer_tag::Entity, customer_tag::Column::CustomerId));
    let seen = db
        .under(PermissionName::SeeCustomers)
        .select::<customer::Entity>()
        .select_only()
        .expr(Expr::val(1))
        .filter(Expr::col((customer::Entity, customer::Column::Id)).eq(carrier))
        .filter(customer::Column::DeletedAt.is_null())
        .into_query();
    Query::select()
        .expr_as(Expr::val(1_i64), Alias::new("one"))
        .from(customer_tag::Entity)
        .and_where(Expr::exists(seen))
        .limit(COUNT_MAX + 1)
        .to_owned()
}

fn counted(customers: i64) -> Count {
    Count::capped(u64::try_from(customers).unwrap_or_default())
}

async fn must_be_free(db: &Db<'_>, group: TagGroupId, name: &str, but: Option<TagId>) -> Result<()> {
    let same = db.select::<tag::Entity>().filter(tag::Column::TagGroupId.eq(group)).filter(tag::Column::Name.eq(name));
    match db.maybe(same).await? {
        Some(found) if Some(found.id) != but => Err(TagRefusal::NameTaken.into()),
        _ => Ok(()),
    }
}

async fn must_be_free_for_group(db: &Db<'_>, name: &str, but: Option<TagGroupId>) -> Result<()> {
    match db.maybe(db.select::<tag_group::Entity>().filter(tag_group::Column::Name.eq(name))).await? {
        Some(found) if Some(found.id) != but => Err(TagRefusal::GroupNameTaken.into()),
        _ => Ok(()),
    }
}

/// The place after the last: of a group of tags, or of a tag in its group.
async fn next_place(db: &Db<'_>, group: Option<TagGroupId>) -> Result<i32> {
    let last = match group {
        None => {
            let last = db.select::<tag_group::Entity>().order_by_desc(tag_group::Column::Position).limit(1);
            db.maybe(last).await?.map(|row| row.position)
        }
        Some(group) => {
            let last = db.select::<tag::Entity>().filter(tag::Column::TagGroupId.eq(group));
            db.maybe(last.order_by_desc(tag::Column::Position).limit(1)).await?.map(|row| row.position)
        }
    };
    Ok(last.map_or(0, |position| position.saturating_add(1)))
}

/// Two who take the same name in the same moment: one gets it, the other the refusal a look before would have given.
fn refused_when_taken(refusal: TagRefusal) -> impl FnOnce(Error) -> Error {
    move |error| {
        let is_taken = matches!(&error, Error::Internal(cause)
            if cause.downcast_ref::<DbErr>().is_some_and(|cause| matches!(cause.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))));
        if is_taken { refusal.into() } else { error }
    }
}
