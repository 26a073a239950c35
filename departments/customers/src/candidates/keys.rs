//! The keys of customers: made from what they are compared by, kept in the transaction that changes it.
//!
//! Contacts, cars and ID numbers have indexes of their own; kept here is what these don't find: the sound of the whole name,
//! the birth date with a part of the name, the address. Two to five rows for a customer of whom much is known.

use kernel::{CustomerId, GroupId, Result};
use matching::{Pass, Record, blocking_keys};
use platform::{KeyRing, Platform, SystemActor, Tx, database::bulk::Staged};

use super::{
    field::schema,
    match_key::{Entity, MatchKey},
    particulars::Particulars,
    reading,
};
use crate::{addresses, people::customer::Customer};

/// The keys of what is known of somebody, those that most surely lead to the same person first.
pub fn of_record(record: &Record, group: GroupId, keys: &KeyRing) -> Vec<i64> {
    blocking_keys(schema(), record)
        .into_iter()
        .filter(|key| matches!(key.pass(), Pass::NameBorn | Pass::WholeName | Pass::Home))
        .map(|key| keys.blind_number("match key", group, key.number()))
        .collect()
}

/// Laid beside the table in a first load. A key left over from before a change only leads to a customer who is compared as they are.
pub const STAGED: Staged = Staged { table: "match_keys", columns: "customer_id, key" };

/// The rows of a customer.
pub fn of(particulars: &Particulars, customer: CustomerId, group: GroupId, keys: &KeyRing) -> Vec<MatchKey> {
    let keys = of_record(&particulars.record(), group, keys);
    keys.into_iter().map(|key| MatchKey { key, customer_id: customer }).collect()
}

/// Writes the keys of new customers.
pub async fn add(tx: &mut Tx, mut rows: Vec<MatchKey>) -> Result<()> {
    rows.sort_unstable();
    rows.dedup();
    tx.insert_all::<Entity>(rows).await
}

/// Makes the keys of a customer anew from what is now written down: for whoever changes name, birthday or addresses.
pub async fn renew(tx: &mut Tx, customer: &Customer) -> Result<()> {
    let keys = tx.platform().keys().clone();
    let mut particulars =
        Particulars { name: customer.name.clone(), birthday: customer.birthday, ..Particulars::default() };
    for address in &addresses::store::of_customer(&tx.db(), customer.id).await?.0 {
        particulars.addresses.push(reading::written_address(address, &keys)?);
    }
    drop_of(tx, customer.id).await?;
    add(tx, of(&particulars, customer.id, customer.group_id, &keys)).await
}

/// Takes the keys of a customer who is not to be found by them any more.
pub async fn drop_of(tx: &mut Tx, customer: CustomerId) -> Result<()> {
    tx.execute_text("delete from match_keys where customer_id = $1", vec![customer.into()]).await?;
    Ok(())
}

/// Keeps the keys true when the record itself changed; its addresses are as they were.
pub async fn follow(tx: &mut Tx, before: &Customer, after: &Customer) -> Result<()> {
    let is_same = (&before.name, before.birthday) == (&after.name, after.birthday);
    if is_same { Ok(()) } else { renew(tx, after).await }
}

platform::record! {
    struct GroupLine { group_id: GroupId }
}

/// Customers whose keys are written in one transaction.
const REBUILT_AT_ONCE: usize = 2_000;

/// Makes the keys of all customers anew, for a base from before there were any; answers how many customers have theirs.
pub async fn rebuild(platform: &Platform) -> Result<u64> {
    let house = platform.house(SystemActor::Command);
    let groups: Vec<GroupLine> =
        house.read().fetch_text("select distinct group_id from customers order by group_id", vec![]).await?;
    let mut count = 0;
    for GroupLine { group_id } in groups {
        count += platform.database().with_room(rebuild_group(platform, group_id)).await?;
    }
    Ok(count)
}

async fn rebuild_group(platform: &Platform, group: GroupId) -> Result<u64> {
    let door = platform.system(SystemActor::Command, group);
    let (mut last, mut count) = (None, 0);
    loop {
        let known = reading::after(&door.read(), last, REBUILT_AT_ONCE, reading::Deleted::Too).await?;
        let Some(reached) = known.last().map(|one| one.id) else { return Ok(count) };
        let keys = platform.keys();
        let rows: Vec<MatchKey> = known.iter().flat_map(|one| of(&one.particulars, one.id, group, keys)).collect();
        door.write(async |tx| {
            for one in &known {
                tx.execute_text("delete from match_keys where customer_id = $1", vec![one.id.into()]).await?;
            }
            add(tx, rows).await
        })
        .await?;
        count += known.len() as u64;
        last = Some(reached);
    }
}
