//! Terms in and out of the table.

use kernel::{CustomerId, PermissionName, Result, VehicleId};
use platform::{Db, Tx};
use sea_orm::{
    ColumnTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Condition, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr},
};

use super::{
    term::{Column, Entity, NIL, SearchTerm, TermKind},
    terms::Wanted,
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
    remove(tx, before.iter().filter(|term| !after.contains(term)).cloned().collect()).await?;
    add(tx, after.into_iter().filter(|term| !before.contains(term)).collect()).await
}

platform::record! {
    /// A term that matched, and what it leads to.
    #[derive(Clone, Debug)]
    pub struct Match { pub kind: TermKind, pub customer_id: CustomerId, pub vehicle_id: VehicleId }
}

/// Terms looked at for the few hits shown.
const LOOKED_AT: u64 = 5_000;

/// Customers inside the scope that match, by their own terms; at most `most`.
pub async fn customers(db: &Db<'_>, wanted: &Wanted, most: u64) -> Result<Vec<Match>> {
    let db = db.under(PermissionName::SeeCustomers);
    let select = matches(&db, wanted)
        .and_where(Column::VehicleId.eq(NIL))
        .cond_where(visible::<customer::Entity>(
            &db,
            Column::CustomerId,
            customer::Column::Id,
            customer::Column::DeletedAt,
        ))
        .limit(most)
        .to_owned();
    db.fetch(&select).await
}

/// Cars inside the scope that match; at most `most`.
pub async fn vehicles(db: &Db<'_>, wanted: &Wanted, most: u64) -> Result<Vec<Match>> {
    let db = db.under(PermissionName::SeeVehicles);
    let select = matches(&db, wanted)
        .and_where(Column::VehicleId.ne(NIL))
        .cond_where(visible::<vehicle::Entity>(&db, Column::VehicleId, vehicle::Column::Id, vehicle::Column::DeletedAt))
        .limit(most)
        .to_owned();
    db.fetch(&select).await
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

/// The first terms that match: what comes after thousands of them is found by typing on.
fn matches(db: &Db<'_>, wanted: &Wanted) -> SelectStatement {
    let mut first = db
        .select::<Entity>()
        .select_only()
        .columns([Column::Kind, Column::CustomerId, Column::VehicleId])
        .filter(is_wanted(wanted))
        .into_query();
    let mut matches = Query::select();
    matches
        .columns([Column::Kind, Column::CustomerId, Column::VehicleId])
        .from_subquery(first.limit(LOOKED_AT).to_owned(), Entity);
    matches
}

/// A prefix is a range, which both engines seek in the key; `like` would not be on PostgreSQL.
fn is_wanted(wanted: &Wanted) -> Condition {
    match wanted {
        Wanted::Exact(term) => Condition::all().add(Column::Term.eq(term.as_str())),
        Wanted::Prefix(start) => {
            Condition::all().add(Column::Term.gte(start.as_str())).add(Column::Term.lt(format!("{start}\u{10FFFF}")))
        }
    }
}

/// The row a term leads to exists inside the scope and is not deleted.
fn visible<E: platform::Owned>(db: &Db<'_>, term: Column, key: E::Column, deleted: E::Column) -> Condition {
    let rows = db
        .select::<E>()
        .select_only()
        .expr(Expr::val(1))
        .filter(Expr::col((E::default(), key)).equals((Entity, term)))
        .filter(Expr::col((E::default(), deleted)).is_null())
        .into_query();
    Condition::all().add(Expr::exists(rows))
}
