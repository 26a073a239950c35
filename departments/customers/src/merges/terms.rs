//! Under what a merged customer is found: everything either record had.

use kernel::{CustomerId, Result};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter};

use super::{field::MergeField, merge::AllTaken};
use crate::{
    contacts::{self, contact::ContactKind},
    people::customer::Customer,
    search::{
        self,
        term::{Column, Entity, NIL, SearchTerm},
        terms,
    },
};

/// The names and numbers of the records that live on in this one, and the names it gave up for one of theirs, as its terms.
pub async fn of_absorbed(db: &Db<'_>, customer: &Customer) -> Result<Vec<SearchTerm>> {
    // Whichever store kept them: the terms lead to this customer, whom the caller found inside the scope.
    let absorbed: Vec<Absorbed> = db
        .fetch_text(
            "select name, number from customers where group_id = $1 and merged_into = $2",
            vec![customer.group_id.into(), customer.id.into()],
        )
        .await?;
    let former: Vec<Former> = db
        .fetch_text(
            "select taken from merges where undone_at is null
             and kept_id in (select id from customers where group_id = $1 and (id = $2 or merged_into = $2))",
            vec![customer.group_id.into(), customer.id.into()],
        )
        .await?;
    let mut names: Vec<(String, String)> = absorbed.into_iter().map(|row| (row.name, row.number)).collect();
    for row in former {
        let taken: AllTaken = serde_json::from_value(row.taken)?;
        let name = taken.0.into_iter().find(|taken| taken.field == MergeField::Name).and_then(|taken| taken.from);
        names.extend(name.map(|name| (name, customer.number.clone())));
    }
    let of_one = |(name, number): &(String, String)| terms::of_customer(customer.group_id, customer.id, name, number);
    Ok(names.iter().flat_map(of_one).collect())
}

platform::record! {
    struct Former { taken: serde_json::Value }
}

platform::record! {
    struct Absorbed { name: String, number: String }
}

/// Makes these customers findable by what their records now say. Terms of cars go with [`follow_owner`].
pub async fn rewrite(tx: &mut Tx, customers: &[&Customer]) -> Result<()> {
    let ids = customers.iter().map(|customer| customer.id);
    let select = tx.db().select::<Entity>().filter(Column::CustomerId.is_in(ids)).filter(Column::VehicleId.eq(NIL));
    let before = tx.db().all(select).await?;
    let mut after = Vec::new();
    for customer in customers.iter().filter(|customer| customer.merged_into.is_none()) {
        after.extend(of_record(&tx.db(), customer).await?);
    }
    search::store::replace(tx, before, after).await
}

/// Terms of cars lead to their owner: those of `owner`'s cars that led to `former` do so no more.
pub async fn follow_owner(tx: &mut Tx, owner: CustomerId, former: CustomerId) -> Result<()> {
    tx.execute_text(
        "update search_terms set customer_id = $1
         where customer_id = $2 and vehicle_id in (select id from vehicles where owner_id = $1)",
        vec![owner.into(), former.into()],
    )
    .await?;
    Ok(())
}

async fn of_record(db: &Db<'_>, customer: &Customer) -> Result<Vec<SearchTerm>> {
    let keys = db.platform().keys();
    let mut found = terms::of_customer(customer.group_id, customer.id, &customer.name, &customer.number);
    found.extend(of_absorbed(db, customer).await?);
    for contact in contacts::store::of_customer(db, customer.id).await?.0 {
        if contact.kind == ContactKind::Phone {
            let phone = contacts::store::open(&contact, keys)?;
            found.extend(terms::of_phone(customer.group_id, customer.id, &phone, keys));
        }
    }
    Ok(found)
}
