//! Two records become one, in one transaction.

use std::collections::BTreeMap;

use journal::{Lawful, events::merges::MergesEvent};
use kernel::{CustomerId, Error, MergeId, MergeRunId, PermissionName, Result};
use platform::Tx;

use super::{
    cars,
    field::{MergeField, Taken},
    follow,
    merge::{AllTaken, Merge, Moved},
    parts,
    record::{self, Record},
    rules::{self, Caution, Choice, MergeRefusal, Side},
    store, terms,
};
use crate::{
    caller,
    candidates::keys,
    duplicates,
    people::{self, assemble, customer::Customer},
};

/// What is to become one, and how.
#[derive(Clone, Debug)]
pub struct Wish {
    pub keep: CustomerId,
    pub absorb: CustomerId,
    /// The versions the caller has seen; any when not given.
    pub keep_version: Option<i32>,
    pub absorb_version: Option<i32>,
    /// Whose value wins; what is proposed where it says nothing.
    pub choices: BTreeMap<MergeField, Side>,
    /// The run it belongs to: then nothing is merged that takes a person to decide.
    pub run: Option<MergeRunId>,
    pub keeps: Keeps,
}

/// Which of the two goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    AsNamed,
    /// The one that knows more.
    Better,
}

/// Merges, or says why not; nothing is half done.
pub async fn merge(tx: &mut Tx, wish: Wish) -> Result<Merge> {
    let merged = merge_unless_doubtful(tx, wish).await?;
    merged.map_err(|caution| MergeRefusal::NotSurelySame(caution).into())
}

/// The same; of a run, what leaves the two to a person is handed over, and nothing was written.
pub async fn merge_unless_doubtful(tx: &mut Tx, wish: Wish) -> Result<std::result::Result<Merge, Caution>> {
    if wish.keep == wish.absorb {
        return Err(MergeRefusal::SameRecord.into());
    }
    store::hold(tx, wish.keep, wish.absorb).await?;
    let db = tx.db();
    let kept = people::store::find_even_merged(&db, wish.keep).await?;
    let absorbed = people::store::find_even_merged(&db, wish.absorb).await?;
    rules::may_merge(&kept, &absorbed)?;
    check_versions(tx, &wish, &kept, &absorbed).await?;
    let (one, other) = (record::read(&db, kept).await?, record::read(&db, absorbed).await?);
    if wish.run.is_some()
        && let Some(caution) = rules::for_a_person(&one, &other)
    {
        return Ok(Err(caution));
    }
    if wish.run.is_some() && duplicates::store::is_set_apart(&db, wish.keep, wish.absorb).await? {
        return Err(MergeRefusal::SetApart.into());
    }
    let swaps = wish.keeps == Keeps::Better && rules::better_kept(&one, &other);
    let (one, other) = if swaps { (other, one) } else { (one, other) };
    let choices = rules::choices(&one, &other);
    let (kept, absorbed) = (one.customer, other.customer);
    drop(db);
    let mut merge = begun(tx, &wish, (&kept, &absorbed), taken(&choices, &wish, &kept, &absorbed));
    store::add(tx, merge.clone()).await?;
    let filed = Lawful::about(tx, &[absorbed.id], &[]).await?;
    follow::bring_over(tx, merge.id, absorbed.id, kept.id).await?;
    parts::bring_over(tx, merge.id, absorbed.id, kept.id).await?;
    merge.moved = store::moved(&tx.db(), merge.id).await?;
    let (kept, absorbed) = write_both(tx, &merge, kept, absorbed).await?;
    store::lead_on(tx, absorbed.id, kept.id).await?;
    follow::cars_follow(tx, &kept).await?;
    cars::join(tx, &merge, &kept).await?;
    terms::rewrite(tx, &[&kept, &absorbed]).await?;
    keys::renew(tx, &kept).await?;
    keys::drop_of(tx, absorbed.id).await?;
    duplicates::merged::close(tx, merge.id, &kept, &absorbed).await?;
    filed.end(tx, &format!("merge {}", merge.id)).await?;
    Ok(Ok(store::save(tx, merge).await?))
}

async fn check_versions(tx: &Tx, wish: &Wish, kept: &Customer, absorbed: &Customer) -> Result<()> {
    let is_seen = |seen: Option<i32>, row: &Customer| seen.is_none_or(|seen| seen == row.version);
    if is_seen(wish.keep_version, kept) && is_seen(wish.absorb_version, absorbed) {
        return Ok(());
    }
    let db = tx.db().under(PermissionName::SeeCustomers);
    let current = serde_json::json!({
        "kept": assemble::view(&db, kept.clone()).await?,
        "absorbed": assemble::view(&db, absorbed.clone()).await?,
    });
    Err(Error::Stale { current })
}

/// The values the kept record takes. What somebody is in a household comes with the household.
fn taken(choices: &[Choice], wish: &Wish, kept: &Customer, absorbed: &Customer) -> AllTaken {
    let mut taken = Vec::new();
    for choice in choices {
        let side = wish.choices.get(&choice.field).copied().unwrap_or(choice.proposed);
        if side == Side::Kept || choice.kept == choice.absorbed {
            continue;
        }
        taken.push(Taken { field: choice.field, from: choice.kept.clone(), to: choice.absorbed.clone() });
        if choice.field == MergeField::Household {
            let (from, to) = (kept.relation.clone(), absorbed.relation.clone());
            taken.push(Taken { field: MergeField::Relation, from, to });
        }
    }
    AllTaken(taken)
}

fn begun(tx: &Tx, wish: &Wish, (kept, absorbed): (&Customer, &Customer), taken: AllTaken) -> Merge {
    let takes_number = taken.0.iter().any(|taken| taken.field == MergeField::IdNumber);
    Merge {
        id: MergeId::new(tx.now()),
        group_id: kept.group_id,
        kept_id: kept.id,
        absorbed_id: absorbed.id,
        taken,
        id_number_sealed: kept.id_number_sealed.clone().filter(|_| takes_number),
        moved: Moved::default(),
        run_id: wish.run,
        actor_id: caller::id(tx.scope()),
        actor_name: caller::name(tx.scope()),
        merged_at: tx.now(),
        undone_at: None,
        undone_by: None,
        version: 1,
    }
}

/// Writes both records with what happened to each.
async fn write_both(
    tx: &mut Tx,
    merge: &Merge,
    mut kept: Customer,
    mut absorbed: Customer,
) -> Result<(Customer, Customer)> {
    for taken in &merge.taken.0 {
        taken.field.put(&mut kept, taken.to.as_deref());
        if taken.field == MergeField::IdNumber {
            kept.id_number_sealed = sealed_anew(tx, &absorbed, kept.id)?;
        }
    }
    parts::copy_primaries(tx, &mut kept).await?;
    kept.changed_at = tx.now();
    let words = merge.taken.0.iter().map(|taken| taken.field.word().to_owned()).collect();
    let told = MergesEvent::Merged {
        merge: merge.id,
        other: absorbed.id,
        title: absorbed.name.clone(),
        number: absorbed.number.clone(),
        taken: words,
        moved: merge.moved.total(),
    };
    // The absorbed one first: a value the kept one takes may move that one out of the caller's reach, not this one.
    (absorbed.merged_into, absorbed.deleted_at, absorbed.changed_at) = (Some(kept.id), Some(tx.now()), tx.now());
    let (title, number) = (kept.name.clone(), kept.number.clone());
    let gone = MergesEvent::Absorbed { merge: merge.id, other: kept.id, title, number };
    let absorbed = people::store::save(tx, absorbed, gone).await?;
    let kept = people::store::save(tx, kept, told).await?;
    Ok((kept, absorbed))
}

fn sealed_anew(tx: &Tx, from: &Customer, to: CustomerId) -> Result<Option<Vec<u8>>> {
    let keys = tx.platform().keys();
    let Some(sealed) = &from.id_number_sealed else { return Ok(None) };
    let number = keys.open(sealed, from.id.0.as_bytes())?;
    Ok(Some(keys.seal(&number, to.0.as_bytes())?))
}

/// Both records as the rules know them, for a look before.
pub async fn look(db: &platform::Db<'_>, keep: CustomerId, absorb: CustomerId) -> Result<(Record, Record)> {
    if keep == absorb {
        return Err(MergeRefusal::SameRecord.into());
    }
    let kept = people::store::find(db, keep).await?;
    let absorbed = people::store::find(db, absorb).await?;
    rules::may_merge(&kept, &absorbed)?;
    Ok((record::read(db, kept).await?, record::read(db, absorbed).await?))
}
