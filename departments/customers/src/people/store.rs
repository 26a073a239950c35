//! Customers in and out of the database: the only file of this noun that builds queries.

use std::collections::BTreeSet;

use chrono::Datelike;
use journal::{About, Event};
use kernel::{CustomerId, Error, PermissionName, Result, number::Numbered};
use platform::{Db, Tx, database::next_number, names};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Condition};

use super::{
    arrival::Arrival,
    customer::{Column, Customer, Entity},
    draft::CustomerDraft,
};
use crate::{
    addresses::address,
    candidates::keys,
    contacts::contact,
    duplicates,
    facts::{self, fact},
    merges, quality, search,
};

/// One customer inside the scope, deleted or not; [`Error::Gone`] when the record lives on in another.
pub async fn find(db: &Db<'_>, id: CustomerId) -> Result<Customer> {
    let customer = find_even_merged(db, id).await?;
    match customer.merged_into {
        Some(kept) => Err(lives_on(db, kept).await?),
        None => Ok(customer),
    }
}

/// One customer inside the scope, also one that was merged into another.
pub async fn find_even_merged(db: &Db<'_>, id: CustomerId) -> Result<Customer> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// These customers inside the scope, in no order.
pub async fn find_all(db: &Db<'_>, ids: impl IntoIterator<Item = CustomerId>) -> Result<Vec<Customer>> {
    let ids: BTreeSet<CustomerId> = ids.into_iter().collect();
    db.all(db.select::<Entity>().filter(Column::Id.is_in(ids))).await
}

/// A new customer: takes a number, writes all rows and the journal entry.
pub async fn add(tx: &mut Tx, draft: CustomerDraft) -> Result<Customer> {
    check_staff(tx, &draft).await?;
    let store = draft.store_id;
    let known = names::within_reach(&tx.db(), names::Wanted { stores: [store].into(), ..Default::default() }).await?;
    let Some(named) = known.stores.get(&store) else {
        return Err(Error::invalid("store_id", "store.unknown", "there is no such open store in your reach"));
    };
    let year = named.calendar.day(tx.now()).year();
    let number = next_number(tx, Numbered::Customer, store, &named.code, year).await?;
    let arrival = Arrival::new(draft, tx.scope().group(), number, tx.now(), tx.platform().keys())?;
    let customer = arrival.customer.clone();
    add_all(tx, vec![arrival]).await?;
    Ok(customer)
}

/// Writes the rows of many arrivals, table by table.
pub async fn add_all(tx: &mut Tx, arrivals: Vec<Arrival>) -> Result<()> {
    let (mut customers, mut contacts, mut addresses) = (Vec::new(), Vec::new(), Vec::new());
    let (mut facts, mut terms, mut events, mut match_keys) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let weights = quality::settings::store::find(&tx.db()).await?.weights();
    for mut arrival in arrivals {
        arrival.facts.weigh(&weights);
        customers.push(arrival.customer);
        contacts.extend(arrival.contacts);
        addresses.extend(arrival.address);
        facts.push(arrival.facts);
        terms.extend(arrival.terms);
        match_keys.extend(arrival.match_keys);
        events.push(arrival.event);
    }
    tx.insert_all::<Entity>(customers).await.map_err(in_words)?;
    tx.insert_all::<contact::Entity>(contacts).await?;
    tx.insert_all::<address::Entity>(addresses).await?;
    tx.insert_all::<fact::Entity>(facts).await?;
    search::store::add(tx, terms).await?;
    keys::add(tx, match_keys).await?;
    journal::record_all(tx, events).await?;
    Ok(())
}

/// Saves a customer together with what happened to it; there is no way to save one without the other.
pub async fn save<E: Event>(tx: &mut Tx, customer: Customer, event: E) -> Result<Customer> {
    let before = find_even_merged(&tx.db(), customer.id).await?;
    let customer = tx.replace::<Entity>(customer).await?;
    if before.name != customer.name {
        let terms = |row: &Customer| search::terms::of_customer(row.group_id, row.id, &row.name, &row.number);
        match merges::terms::of_absorbed(&tx.db(), &customer).await?.is_empty() {
            true => search::store::replace(tx, terms(&before), terms(&customer)).await?,
            false => merges::terms::rewrite(tx, &[&customer]).await?,
        }
    }
    keys::follow(tx, &before, &customer).await?;
    duplicates::store::follow(tx, &before, &customer).await?;
    if (before.stage, before.store_id) != (customer.stage, customer.store_id) {
        facts::store::keep_in_step(tx, &customer).await?;
    }
    if before.people() != customer.people() {
        follow_owner(tx, &customer).await?;
    }
    journal::record(tx, About::customer(customer.store_id, customer.id), event).await?;
    Ok(customer)
}

/// Customers who have this contact, by its blind index: those of the first `most` contacts.
pub async fn with_contact(db: &Db<'_>, blind: &str, most: u64) -> Result<BTreeSet<CustomerId>> {
    use sea_orm::QuerySelect;
    let select = db
        .select::<contact::Entity>()
        .filter(contact::Column::GroupId.eq(db.scope().group()))
        .filter(contact::Column::Blind.eq(blind));
    Ok(db.all(select.limit(most)).await?.into_iter().map(|contact| contact.customer_id).collect())
}

/// Cars are seen by whoever looks after their owner: the copy on the car follows.
pub(crate) async fn follow_owner(tx: &mut Tx, owner: &Customer) -> Result<()> {
    use crate::vehicles::vehicle::{Column as Vehicle, Entity as Vehicles};
    let update = tx
        .update::<Vehicles>()
        .col_expr(Vehicle::ConsultantId, sea_orm::sea_query::Expr::val(owner.consultant_id))
        .col_expr(Vehicle::AdvisorId, sea_orm::sea_query::Expr::val(owner.advisor_id))
        .filter(Condition::all().add(Vehicle::OwnerId.eq(owner.id)));
    tx.run(update).await?;
    Ok(())
}

/// Says where a merged record lives on, to those who may see it there.
async fn lives_on(db: &Db<'_>, kept: CustomerId) -> Result<Error> {
    let seen = db.under(PermissionName::SeeCustomers);
    let kept = seen.maybe(seen.select::<Entity>().filter(Column::Id.eq(kept))).await?;
    let detail = match &kept {
        Some(kept) => format!("This record was merged into {}; go on there.", kept.number),
        None => "This record was merged into one that is not yours to see; ask whoever merges duplicates.".into(),
    };
    Ok(Error::Gone { code: "customer.merged", detail, kept: kept.map(|kept| kept.id.0) })
}

async fn check_staff(tx: &Tx, draft: &CustomerDraft) -> Result<()> {
    let staff: BTreeSet<_> = [draft.consultant_id, draft.advisor_id].into_iter().flatten().collect();
    let known = names::within_reach(&tx.db(), names::Wanted { staff: staff.clone(), ..Default::default() }).await?;
    for (field, id) in [("consultant_id", draft.consultant_id), ("advisor_id", draft.advisor_id)] {
        if id.is_some_and(|id| !known.staff.contains_key(&id)) {
            return Err(Error::invalid(field, "staff.unknown", "there is no such person, or they no longer work here"));
        }
    }
    Ok(())
}

/// A number or external id that is there already is the caller's to mend, not ours.
fn in_words(error: Error) -> Error {
    let is_taken = matches!(&error, Error::Internal(cause)
        if cause.downcast_ref::<sea_orm::DbErr>().is_some_and(|cause| matches!(cause.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))));
    if is_taken {
        return Error::Refused {
            code: "customer.exists",
            detail: "A customer with this external_id is there already; change that one instead.".into(),
        };
    }
    error
}
