//! Households in and out of the database.

use std::collections::HashMap;

use journal::events::customers::CustomersEvent;
use kernel::{HouseholdId, PermissionName, Result};
use platform::{
    Db, Tx,
    database::paging::{Page, PageRequest, page, row_after},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::household::{Column, Entity, Household};
use crate::people::{
    self,
    customer::{self, Customer},
};

/// Members shown of one household.
const MEMBERS_MAX: u64 = 10;

pub async fn find(db: &Db<'_>, id: HouseholdId) -> Result<Household> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// Households whose name holds this, by name.
pub async fn list(db: &Db<'_>, q: &str, request: &PageRequest) -> Result<Page<Household>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>();
    if !q.is_empty() {
        select = select.filter(Column::Name.contains(q));
    }
    if let Some((name, id)) = request.after::<(String, HouseholdId)>()? {
        select = select.filter(row_after([Expr::col(Column::Name), Expr::col(Column::Id)], [name.into(), id.into()]));
    }
    let rows = db.all(select.order_by_asc(Column::Name).order_by_asc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |row| (row.name.clone(), row.id))
}

/// The members of these households whom the caller sees, a few of each.
pub async fn members(db: &Db<'_>, households: &[HouseholdId]) -> Result<HashMap<HouseholdId, Vec<Customer>>> {
    let mut members: HashMap<HouseholdId, Vec<Customer>> = HashMap::new();
    if households.is_empty() {
        return Ok(members);
    }
    let db = db.under(PermissionName::SeeCustomers);
    let select = db
        .select::<customer::Entity>()
        .filter(customer::Column::HouseholdId.is_in(households.iter().copied()))
        .filter(customer::Column::DeletedAt.is_null())
        .order_by_asc(customer::Column::Id)
        .limit(MEMBERS_MAX * households.len() as u64);
    for row in db.all(select).await? {
        if let Some(household) = row.household_id {
            members.entry(household).or_default().push(row);
        }
    }
    Ok(members)
}

/// A new household in the store of its first member.
pub async fn found(tx: &mut Tx, first: &Customer, name: String) -> Result<Household> {
    let household = Household {
        id: HouseholdId::new(tx.now()),
        group_id: first.group_id,
        store_id: first.store_id,
        name,
        created_at: tx.now(),
    };
    tx.insert::<Entity>(household.clone()).await?;
    Ok(household)
}

/// Saves a customer who joined or left; a household that lost its last member goes with them.
pub async fn save(
    tx: &mut Tx,
    customer: Customer,
    left: Option<HouseholdId>,
    event: CustomersEvent,
) -> Result<Customer> {
    let customer = people::store::save(tx, customer, event).await?;
    if let Some(left) = left.filter(|left| customer.household_id != Some(*left)) {
        tx.execute_text(
            "delete from households where id = $1 and not exists (select 1 from customers where household_id = $1)",
            vec![left.into()],
        )
        .await?;
    }
    Ok(customer)
}
