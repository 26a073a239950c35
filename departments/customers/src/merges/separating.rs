//! One record becomes two again, in one transaction. What came with the absorbed record goes back with it; what came since
//! stays with the kept one, but for what is about a car that goes back or speaks of a row that does.

use std::collections::BTreeMap;

use journal::{Entry, Event, Lawful, events::merges::MergesEvent, filing};
use kernel::{CustomerId, MergeId, Result};
use platform::Tx;
use sea_orm::prelude::Uuid;

use super::{
    cars,
    field::MergeField,
    follow::{self, Returned},
    merge::Merge,
    parts,
    rules::Standing,
    store, terms,
};
use crate::{
    caller,
    candidates::keys,
    duplicates, households,
    people::{self, customer::Customer},
    vehicle_merges,
};

/// Takes a merge back, or says why not; nothing is half done.
pub async fn separate(tx: &mut Tx, id: MergeId) -> Result<Merge> {
    let merge = store::find(&tx.db(), id).await?;
    store::hold(tx, merge.kept_id, merge.absorbed_id).await?;
    // Whoever held them before may have taken it back.
    let mut merge = store::find(&tx.db(), id).await?;
    let kept = people::store::find_even_merged(&tx.db(), merge.kept_id).await?;
    let absorbed = people::store::find_even_merged(&tx.db(), merge.absorbed_id).await?;
    merge.may_be_undone(&standing(tx, &merge, &kept).await?)?;
    let filed = Lawful::about(tx, &[kept.id], &[]).await?;
    cars::part(tx, &merge).await?;
    let returned = follow::take_back(tx, &merge).await?;
    file_later(tx, &merge, &returned).await?;
    parts::take_back(tx, merge.id, kept.id, absorbed.id).await?;
    let (kept, absorbed) = write_both(tx, &merge, kept, absorbed).await?;
    (merge.undone_at, merge.undone_by) = (Some(tx.now()), Some(caller::name(tx.scope())));
    let merge = store::save(tx, merge).await?;
    store::lead_back(tx, absorbed.id).await?;
    follow::cars_follow(tx, &kept).await?;
    follow::cars_follow(tx, &absorbed).await?;
    terms::rewrite(tx, &[&kept, &absorbed]).await?;
    for customer in [&kept, &absorbed] {
        keys::renew(tx, customer).await?;
    }
    duplicates::merged::reopen(tx, merge.id).await?;
    filed.end(tx, &format!("separation {}", merge.id)).await?;
    Ok(merge)
}

/// What holds now that could keep both from coming out as they were.
async fn standing(tx: &Tx, merge: &Merge, kept: &Customer) -> Result<Standing> {
    let db = tx.db();
    let later = store::later_than(&db, merge).await?;
    let folded = store::folded_into(&db, merge).await?;
    let ids = later.iter().map(|later| later.absorbed_id).chain(folded);
    let numbers: BTreeMap<CustomerId, String> =
        people::store::find_all(&db, ids).await?.into_iter().map(|row| (row.id, row.number)).collect();
    let number_of = |id: CustomerId| numbers.get(&id).cloned().unwrap_or_default();
    Ok(Standing {
        kept_was_merged: kept.merged_into.is_some(),
        folded_into_this: folded.map(number_of).or(vehicle_merges::store::builds_on(&db, merge).await?),
        later: later
            .into_iter()
            .map(|later| (later.absorbed_id, later))
            .map(|(id, later)| (later, number_of(id)))
            .collect(),
    })
}

/// Entries since then that are about a car that returns, or speak of a row that does.
async fn file_later(tx: &mut Tx, merge: &Merge, returned: &Returned) -> Result<()> {
    let mut entries = filing::filed_after(&tx.db(), merge.kept_id, merge.merged_at).await?;
    entries.retain(|entry| MergesEvent::read(entry).is_none() && goes_back(entry, returned));
    filing::file_under(tx, &entries, merge.absorbed_id).await
}

fn goes_back(entry: &Entry, returned: &Returned) -> bool {
    let about_car = entry.vehicle_id.is_some_and(|car| returned.cars.contains(&car));
    let texts = entry.body.as_object().into_iter().flat_map(|body| body.values()).filter_map(|value| value.as_str());
    let mut ids = texts.filter_map(|text| text.parse::<Uuid>().ok());
    about_car || ids.any(|id| returned.rows.contains(&id))
}

/// Writes both records with what happened to each. Fields changed since the merge stay as they are.
async fn write_both(
    tx: &mut Tx,
    merge: &Merge,
    mut kept: Customer,
    mut absorbed: Customer,
) -> Result<(Customer, Customer)> {
    let mut back: Vec<(MergeField, Option<String>)> =
        merge.to_give_back(&kept).map(|taken| (taken.field, taken.from.clone())).collect();
    if household_is_gone(tx, &back).await? {
        back.retain(|(field, _)| !matches!(field, MergeField::Household | MergeField::Relation));
        (kept.household_id, kept.relation) = (None, None);
    }
    for (field, from) in back {
        field.put(&mut kept, from.as_deref());
        if field == MergeField::IdNumber {
            kept.id_number_sealed.clone_from(&merge.id_number_sealed);
        }
    }
    (absorbed.merged_into, absorbed.deleted_at) = (None, None);
    for customer in [&mut kept, &mut absorbed] {
        parts::copy_primaries(tx, customer).await?;
        customer.changed_at = tx.now();
    }
    let told = |other: &Customer| MergesEvent::Separated {
        merge: merge.id,
        other: other.id,
        title: other.name.clone(),
        number: other.number.clone(),
    };
    let (of_kept, of_absorbed) = (told(&absorbed), told(&kept));
    let absorbed = people::store::save(tx, absorbed, of_absorbed).await?;
    let kept = people::store::save(tx, kept, of_kept).await?;
    Ok((kept, absorbed))
}

/// A household whose last member left meanwhile is no more.
async fn household_is_gone(tx: &Tx, back: &[(MergeField, Option<String>)]) -> Result<bool> {
    let household = back.iter().find(|(field, _)| *field == MergeField::Household);
    let Some(id) = household.and_then(|(_, from)| from.as_ref()?.parse().ok()) else { return Ok(false) };
    match households::store::find(&tx.db(), id).await {
        Ok(_) => Ok(false),
        Err(kernel::Error::NotFound) => Ok(true),
        Err(other) => Err(other),
    }
}
