//! Terms in and out of the table.

use std::collections::HashSet;

use kernel::{CustomerId, PermissionName, Result, VehicleId};
use platform::{Db, Tx};
use sea_orm::{
    ColumnTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{
        Alias, Condition, Expr, ExprTrait, Func, Order, Query, SelectStatement, SimpleExpr, SubQueryStatement,
    },
};

use super::{
    term::{Column, Entity, NIL, SearchTerm, TermKind},
    wanted::{Matching, Wanted},
};
use crate::{people::customer, vehicles::vehicle};

/// Makes terms findable; those already there stay.
pub async fn add(tx: &mut Tx, mut terms: Vec<SearchTerm>) -> Result<()> {
    terms.sort_unstable();
    terms.dedup();
    tx.insert_all::<Entity>(terms).await
}

/// Makes terms findable no more.
pub async fn remove(tx: &mut Tx, terms: Vec<SearchTerm>) -> Result<()> {
    tx.remove_all::<Entity>(terms).await
}

/// Replaces the terms of a record whose name, plate or phone changed: only what differs is written.
pub async fn replace(tx: &mut Tx, before: Vec<SearchTerm>, after: Vec<SearchTerm>) -> Result<()> {
    let (before, after): (HashSet<SearchTerm>, HashSet<SearchTerm>) =
        (before.into_iter().collect(), after.into_iter().collect());
    remove(tx, before.difference(&after).cloned().collect()).await?;
    add(tx, after.difference(&before).cloned().collect()).await
}

platform::record! {
    /// A term that matched, and what it leads to.
    #[derive(Clone, Debug)]
    pub struct Match {
        pub kind: TermKind,
        pub customer_id: CustomerId,
        pub vehicle_id: VehicleId,
        pub term: String,
        /// What orders those whom the same term leads to: the pinyin of a customer's name, the number of a car.
        pub name: String,
    }
}

/// Terms looked at for the few hits shown.
const LOOKED_AT: u64 = 5_000;

/// Customers inside the scope that match, by their own terms; at most `most`, in the same order on every engine.
pub async fn customers(db: &Db<'_>, wanted: &Wanted, most: u64) -> Result<Vec<Match>> {
    use customer::Column as Of;
    let db = db.under(PermissionName::SeeCustomers);
    let of = |column| at_hand::<customer::Entity>(&db, column, Of::Id, Column::CustomerId, Of::DeletedAt);
    let select = matches(&db, wanted)
        .expr(of(Of::NamePinyin))
        .and_where(Column::VehicleId.eq(NIL))
        .and_where(of(Of::Id).is_not_null())
        .limit(most)
        .to_owned();
    Ok(in_order(db.fetch(&select).await?))
}

/// Cars inside the scope that match; at most `most`, in the same order on every engine.
pub async fn vehicles(db: &Db<'_>, wanted: &Wanted, most: u64) -> Result<Vec<Match>> {
    use vehicle::Column as Of;
    if wanted.is_of_people {
        return Ok(Vec::new());
    }
    let db = db.under(PermissionName::SeeVehicles);
    let of = |column| at_hand::<vehicle::Entity>(&db, column, Of::Id, Column::VehicleId, Of::DeletedAt);
    let select = matches(&db, wanted)
        .expr(of(Of::Number))
        .and_where(Column::VehicleId.ne(NIL))
        .and_where(of(Of::Id).is_not_null())
        .limit(most)
        .to_owned();
    Ok(in_order(db.fetch(&select).await?))
}

/// The ids of customers that match by their own terms or by those of a car they own, for the search box of a list.
pub fn customer_ids(db: &Db<'_>, wanted: &[Wanted]) -> SelectStatement {
    let any = wanted.iter().fold(Condition::any(), |any, one| any.add(is_wanted(one)));
    db.select::<Entity>().select_only().column(Column::CustomerId).filter(any).into_query()
}

/// A row for each term of the customer at hand, or of a car they own, that matches: to be asked of one customer after another.
pub fn terms_of_customer(wanted: &[Wanted]) -> SelectStatement {
    let customer = Expr::col((customer::Entity, customer::Column::Id));
    of_one(wanted, Expr::col((Entity, Column::CustomerId)).eq(customer))
}

/// A row for each term of the car at hand, or of its owner, that matches: to be asked of one car after another.
pub fn terms_of_vehicle(wanted: &[Wanted]) -> SelectStatement {
    let owner = Expr::col((vehicle::Entity, vehicle::Column::OwnerId));
    let car = Expr::col((vehicle::Entity, vehicle::Column::Id));
    let of_owner = Expr::col((Entity, Column::CustomerId)).eq(Func::coalesce([owner, Expr::val(NIL)]));
    let of_car = Expr::col((Entity, Column::VehicleId)).eq(car).or(Column::VehicleId.eq(NIL));
    of_one(wanted, of_owner.and(of_car))
}

/// Not asked of the group: the row at hand lies inside the scope, and its own terms are few.
fn of_one(wanted: &[Wanted], whose: SimpleExpr) -> SelectStatement {
    let any = wanted.iter().fold(Condition::any(), |any, one| any.add(is_wanted(one)));
    Query::select().expr(Expr::val(1)).from(Entity).and_where(whose).cond_where(any).to_owned()
}

/// The ids of cars that match, for the search box of the cars' list.
pub fn vehicle_ids(db: &Db<'_>, wanted: &[Wanted]) -> SelectStatement {
    let any = wanted.iter().fold(Condition::any(), |any, one| any.add(is_wanted(one)));
    db.select::<Entity>().select_only().column(Column::VehicleId).filter(any).into_query()
}

/// The first terms that match, in the order of their index: what comes after thousands of them is found by typing on.
fn matches(db: &Db<'_>, wanted: &Wanted) -> SelectStatement {
    const SHOWN: [Column; 4] = [Column::Kind, Column::CustomerId, Column::VehicleId, Column::Term];
    let mut first = db.select::<Entity>().select_only().columns(SHOWN).filter(is_wanted(wanted)).into_query();
    for column in [Column::Term, Column::Kind, Column::CustomerId, Column::VehicleId] {
        first.order_by((Entity, column), Order::Asc);
    }
    let mut matches = Query::select();
    matches.columns(SHOWN).from_subquery(first.limit(LOOKED_AT).to_owned(), Entity);
    matches
}

/// Those whom the same term leads to by name, then by age.
fn in_order(mut matches: Vec<Match>) -> Vec<Match> {
    matches.sort_by(|one, other| {
        let key = |found: &Match| (found.kind, found.customer_id, found.vehicle_id);
        (&one.term, &one.name, key(one)).cmp(&(&other.term, &other.name, key(other)))
    });
    matches
}

fn is_wanted(wanted: &Wanted) -> Condition {
    let mut condition = Condition::all().add(holds(|| Expr::col((Entity, Column::Term)), &wanted.term));
    if wanted.is_of_people {
        condition = condition.add(Column::VehicleId.eq(NIL));
    }
    if let Some((kind, term)) = &wanted.beside {
        let beside = Alias::new("beside");
        let column = |column: Column| Expr::col((beside.clone(), column));
        let other = Query::select()
            .expr(Expr::cust("1"))
            .from_as(Entity, beside.clone())
            .and_where(column(Column::CustomerId).equals((Entity, Column::CustomerId)))
            .and_where(column(Column::VehicleId).equals((Entity, Column::VehicleId)))
            .and_where(column(Column::Kind).eq(kind.word()))
            .and_where(holds(|| column(Column::Term), term))
            .to_owned();
        condition = condition.add(Expr::exists(other));
    }
    condition
}

/// A prefix is a range, which both engines seek in the key; `like` would not be on PostgreSQL.
fn holds(term: impl Fn() -> Expr, matching: &Matching) -> Expr {
    match matching {
        Matching::Is(whole) => term().eq(whole.as_str()),
        Matching::Begins(start) => term().gte(start.as_str()).and(term().lt(format!("{start}\u{10FFFF}"))),
        Matching::GoesOn(start) => term().gt(start.as_str()).and(term().lt(format!("{start}\u{10FFFF}"))),
        Matching::Ends(end) => term().like(format!("%{end}")),
    }
}

/// A column of the row a term leads to; null when that is deleted or outside the scope. Looked up term after term, so that
/// these stay in their order and no more are looked at than are shown: a join would promise neither.
fn at_hand<E: platform::Owned>(
    db: &Db<'_>,
    column: E::Column,
    key: E::Column,
    term: Column,
    deleted: E::Column,
) -> Expr {
    let row = db
        .select::<E>()
        .select_only()
        .column(column)
        .filter(Expr::col((E::default(), key)).equals((Entity, term)))
        .filter(Expr::col((E::default(), deleted)).is_null())
        .into_query();
    Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(row)))
}
