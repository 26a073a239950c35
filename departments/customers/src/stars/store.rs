//! Stars in and out of the database.

use kernel::{CustomerId, Result, StaffId};
use platform::{Db, Tx};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::ExprTrait};

use super::star::{Column, Entity};
use crate::people::customer::Customer;

/// Which of these customers the caller starred.
pub async fn starred(db: &Db<'_>, customers: &[CustomerId]) -> Result<Vec<CustomerId>> {
    let Some(staff) = db.scope().staff().filter(|_| !customers.is_empty()) else { return Ok(Vec::new()) };
    let rows = db
        .all(
            db.select::<Entity>()
                .filter(Column::StaffId.eq(staff))
                .filter(Column::CustomerId.is_in(customers.iter().copied())),
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.customer_id).collect())
}

/// Stars a customer found inside the scope; one starred already stays so.
pub async fn put_on(tx: &mut Tx, person: StaffId, customer: &Customer) -> Result<()> {
    tx.execute_text(
        "insert into stars (staff_id, customer_id, starred_at) values ($1, $2, $3) on conflict do nothing",
        vec![person.into(), customer.id.into(), tx.now().into()],
    )
    .await?;
    Ok(())
}

pub async fn take_off(tx: &mut Tx, person: StaffId, customer: &Customer) -> Result<()> {
    tx.delete::<Entity>(Column::StaffId.eq(person).and(Column::CustomerId.eq(customer.id))).await?;
    Ok(())
}
