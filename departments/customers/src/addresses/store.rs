//! Addresses in and out of the database, with the city on the customer that follows the primary one.

use journal::events::customers::CustomersEvent;
use kernel::{CustomerId, Result};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, sea_query::Expr};

use super::{
    address::{Address, Column, Entity},
    rules::Addresses,
};
use crate::{
    candidates::keys,
    people::{self, customer::Customer},
};

/// All addresses of a customer inside the scope, oldest first.
pub async fn of_customer(db: &Db<'_>, customer: CustomerId) -> Result<Addresses> {
    let select = db.select::<Entity>().filter(Column::CustomerId.eq(customer));
    Ok(Addresses(db.all(select.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id)).await?))
}

/// Saves the addresses of a customer together with what happened to them; only rows that differ are written.
pub async fn save(
    tx: &mut Tx,
    mut customer: Customer,
    before: &Addresses,
    after: &Addresses,
    event: CustomersEvent,
) -> Result<Customer> {
    for gone in before.0.iter().filter(|old| after.find(old.id).is_err()) {
        tx.delete::<Entity>(Column::Id.eq(gone.id)).await?;
    }
    for address in &after.0 {
        match before.find(address.id) {
            Ok(old) if old == address => {}
            Ok(_) => write_over(tx, address).await?,
            Err(_) => tx.insert::<Entity>(address.clone()).await?,
        }
    }
    keys::renew(tx, &customer).await?;
    customer.city = after.primary().and_then(|address| address.city.clone());
    customer.changed_at = tx.now();
    people::store::save(tx, customer, event).await
}

async fn write_over(tx: &mut Tx, address: &Address) -> Result<()> {
    let update = tx
        .update::<Entity>()
        .col_expr(Column::Label, Expr::val(address.label.clone()))
        .col_expr(Column::Province, Expr::val(address.province.clone()))
        .col_expr(Column::City, Expr::val(address.city.clone()))
        .col_expr(Column::District, Expr::val(address.district.clone()))
        .col_expr(Column::DetailSealed, Expr::val(address.detail_sealed.clone()))
        .col_expr(Column::IsPrimary, Expr::val(address.is_primary))
        .filter(Column::Id.eq(address.id));
    tx.run(update).await?;
    Ok(())
}
