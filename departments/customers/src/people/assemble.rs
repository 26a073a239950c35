//! Puts the view of one customer, or of a page of them, together from its parts: a fixed number of queries.

use std::collections::HashMap;

use kernel::{CustomerId, PermissionName, Result, time::Calendar};
use platform::{
    Db,
    database::paging::{Page, PageRequest},
    names::{self, Known},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    customer::{self, Customer},
    draft::masked,
    list::{self, Asked},
    view::{
        AddressView, ContactView, CustomerRow, CustomerView, HouseholdView, MemberView, address_view, contact_view,
        deeds, rows,
    },
};
use crate::{
    addresses::address,
    contacts::contact::{self, ContactKind},
    households::household,
    stars, tags,
};

const PARTS_MAX: u64 = 100;

/// The whole record of a customer, found inside the scope before.
pub async fn view(db: &Db<'_>, customer: Customer) -> Result<CustomerView> {
    let known = names::of(db, wanted([&customer])).await?;
    let tags = tags::store::of_customers(db, &[customer.id]).await?.remove(&customer.id).unwrap_or_default();
    let is_starred = !stars::store::starred(db, &[customer.id]).await?.is_empty();
    Ok(CustomerView {
        household: household_of(db, &customer).await?,
        contacts: contacts_of(db, &customer).await?,
        addresses: addresses_of(db, &customer).await?,
        id_number: id_number_of(db, &customer)?,
        can: deeds(db.scope(), &customer),
        store: known.store(customer.store_id),
        consultant: customer.consultant_id.map(|id| known.staff(id)),
        advisor: customer.advisor_id.map(|id| known.staff(id)),
        tags,
        is_starred,
        id: customer.id,
        number: customer.number,
        kind: customer.kind,
        name: customer.name,
        gender: customer.gender,
        birthday: customer.birthday,
        occupation: customer.occupation,
        stage: customer.stage,
        preferred_colour: customer.preferred_colour,
        preferred_slot: customer.preferred_slot,
        preferred_channel: customer.preferred_channel,
        purpose: customer.purpose,
        use_scenario: customer.use_scenario,
        decision_style: customer.decision_style,
        source: customer.source,
        created_at: customer.created_at,
        changed_at: customer.changed_at,
        deleted_at: customer.deleted_at,
        version: customer.version,
    })
}

/// A page of the list as views.
pub async fn page(db: &Db<'_>, asked: &Asked, request: &PageRequest, calendar: Calendar) -> Result<Page<CustomerRow>> {
    page_among(db, asked, None, request, calendar).await
}

/// A page of the list as views; with `among`, only of those.
pub async fn page_among(
    db: &Db<'_>,
    asked: &Asked,
    among: Option<&[CustomerId]>,
    request: &PageRequest,
    calendar: Calendar,
) -> Result<Page<CustomerRow>> {
    let found = list::read(db, asked, among, request, calendar).await?;
    let ids: Vec<CustomerId> = found.items.iter().map(|row| row.id).collect();
    let wanted = names::Wanted {
        staff: found.items.iter().flat_map(|row| [row.consultant_id, row.advisor_id]).flatten().collect(),
        stores: found.items.iter().map(|row| row.store_id).collect(),
        ..names::Wanted::default()
    };
    let known: Known = names::of(db, wanted).await?;
    let mut tags: HashMap<_, _> = tags::store::of_customers(db, &ids).await?;
    let starred = stars::store::starred(db, &ids).await?;
    Ok(Page { items: rows(db, found.items, &known, &mut tags, &starred)?, next: found.next })
}

async fn contacts_of(db: &Db<'_>, customer: &Customer) -> Result<Vec<ContactView>> {
    let select = db.select::<contact::Entity>().filter(contact::Column::CustomerId.eq(customer.id));
    let rows = db
        .all(select.order_by_desc(contact::Column::IsPrimary).order_by_asc(contact::Column::CreatedAt).limit(PARTS_MAX))
        .await?;
    rows.iter().map(|row| contact_view(row, customer, db.scope(), db.platform().keys())).collect()
}

async fn addresses_of(db: &Db<'_>, customer: &Customer) -> Result<Vec<AddressView>> {
    let select = db.select::<address::Entity>().filter(address::Column::CustomerId.eq(customer.id));
    let rows = db
        .all(select.order_by_desc(address::Column::IsPrimary).order_by_asc(address::Column::CreatedAt).limit(PARTS_MAX))
        .await?;
    rows.iter().map(|row| address_view(row, customer, db.scope(), db.platform().keys())).collect()
}

async fn household_of(db: &Db<'_>, customer: &Customer) -> Result<Option<HouseholdView>> {
    let Some(id) = customer.household_id else { return Ok(None) };
    let Some(household) = db.maybe(db.select::<household::Entity>().filter(household::Column::Id.eq(id))).await? else {
        return Ok(None);
    };
    let members = db
        .all(
            db.select::<customer::Entity>()
                .filter(customer::Column::HouseholdId.eq(id))
                .filter(customer::Column::Id.ne(customer.id))
                .filter(customer::Column::DeletedAt.is_null())
                .limit(PARTS_MAX),
        )
        .await?;
    let members =
        members.into_iter().map(|row| MemberView { id: row.id, name: row.name, relation: row.relation }).collect();
    Ok(Some(HouseholdView { id, name: household.name, members }))
}

/// The ID number, whole for who may see it.
pub(crate) fn id_number_of(db: &Db<'_>, customer: &Customer) -> Result<Option<String>> {
    let Some(sealed) = &customer.id_number_sealed else { return Ok(None) };
    let value = db.platform().keys().open(sealed, customer.id.0.as_bytes())?;
    let sees = db.scope().may_for(PermissionName::SeeIdNumber, customer.store_id, &customer.people());
    Ok(Some(if sees { value } else { masked(ContactKind::Wechat, &value) }))
}

fn wanted<'a>(customers: impl IntoIterator<Item = &'a Customer>) -> names::Wanted {
    let mut wanted = names::Wanted::default();
    for customer in customers {
        wanted.stores.insert(customer.store_id);
        wanted.staff.extend(customer.people().into_iter().flatten());
    }
    wanted
}
