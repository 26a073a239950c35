//! Whose wish it is: the customer an enquiry comes from, found among all of the group or made.

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use customers::{
    candidates::{particulars::Particulars, search},
    people,
};
use kernel::{CustomerId, Error, PermissionName, Result, StaffId, StoreId, time::Calendar};
use platform::Tx;

use crate::draft::{Asker, Enquiry, new_customer};

/// Who asks, as the house knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub customer: CustomerId,
    /// Who looks after them already.
    pub consultant: Option<StaffId>,
    pub is_new: bool,
}

/// So many records that might be meant are looked at.
const CANDIDATES_MAX: usize = 20;
/// Two enquiries of one number, of one id where they come from, and of one customer come one after the other: each takes the turn of
/// its place.
const PLACES: u64 = 128;
const FIRST_OF_CUSTOMERS: i32 = 128;

/// Finds who asks, or makes a record of them. Of several who share a number the one of that name is meant, then one of the store.
pub async fn customer_of(tx: &mut Tx, enquiry: &Enquiry, calendar: Calendar) -> Result<Known> {
    let (group, asker) = (tx.scope().group(), &enquiry.asker);
    let mut places: BTreeSet<i32> = asker.telling().iter().map(|(_, value)| place_of(&(group, value))).collect();
    places.extend(enquiry.external_id.as_ref().map(|id| place_of(&(group, enquiry.channel.word(), id))));
    take_turns(tx, places).await?;
    let known = match asker {
        Asker::Known(id) => pointed_at(tx, *id).await?,
        Asker::Reached { name, new, .. } => match reached_by(tx, asker, name.as_deref(), enquiry.store).await? {
            Some(known) => known,
            None => {
                let draft = new_customer(new, calendar.day(tx.now()))?;
                let customer = people::store::add(tx, draft).await?;
                Known { customer: customer.id, consultant: None, is_new: true }
            }
        },
    };
    take_turns(tx, [FIRST_OF_CUSTOMERS + place_of(&known.customer)].into()).await?;
    Ok(known)
}

async fn pointed_at(tx: &Tx, id: CustomerId) -> Result<Known> {
    let db = tx.db();
    let found = people::store::find(&db.under(PermissionName::SeeCustomers), id).await;
    let customer = found.map_err(|error| match error {
        Error::NotFound => {
            Error::invalid("customer_id", "customer.unknown", "there is no such customer, or it is not yours to see")
        }
        other => other,
    })?;
    customer.must_be_there()?;
    Ok(Known { customer: id, consultant: customer.consultant_id, is_new: false })
}

async fn reached_by(tx: &Tx, asker: &Asker, name: Option<&str>, store: StoreId) -> Result<Option<Known>> {
    let contacts = asker.telling();
    if contacts.is_empty() {
        return Ok(None);
    }
    let wanted = Particulars { contacts: contacts.clone(), ..Particulars::default() };
    let mut found = search::find(&tx.db(), &wanted, None, CANDIDATES_MAX).await?;
    found.retain(|one| one.known.particulars.contacts.iter().any(|contact| contacts.contains(contact)));
    let best = found.into_iter().min_by_key(|one| {
        let is_other_name = name.is_some_and(|name| one.known.particulars.name != name);
        (is_other_name, one.known.store_id != store)
    });
    Ok(best.map(|one| Known { customer: one.known.id, consultant: one.known.people[0], is_new: false }))
}

/// Waits until whoever came before at these places has gone, and keeps them until the transaction ends. Always in one order, so that
/// no two wait for each other.
async fn take_turns(tx: &mut Tx, places: BTreeSet<i32>) -> Result<()> {
    for place in places {
        tx.execute_text("update enquiry_turns set taken = 1 - taken where place = $1", vec![place.into()]).await?;
    }
    Ok(())
}

fn place_of(one: &impl Hash) -> i32 {
    let mut hasher = DefaultHasher::new();
    one.hash(&mut hasher);
    i32::try_from(hasher.finish() % PLACES).unwrap_or_default()
}
