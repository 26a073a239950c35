//! Going through every table after a person was taken out: what others wrote of them is mended, what is left is counted.

use kernel::{CustomerId, GroupId, Result};
use platform::{Db, Door, SystemActor, traces::Traces};

use super::{
    look::{self, Looked},
    needles::Needles,
    proof::{Proof, TableProof},
    store,
    texts::Texts,
};

/// What is looked for, and for whom.
pub struct Sought<'a> {
    /// All records of the person.
    pub records: &'a [CustomerId],
    pub needles: &'a Needles,
    /// Why lines of the audit say something else now.
    pub reason: &'a str,
}

/// What came of going through the rows of one table.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    mended: u64,
    found: u64,
    namesakes: u64,
}

/// Every table, mended where others wrote of the person and looked through again. Those of the group whose data is restricted lie
/// apart, and are gone through too.
pub async fn through(door: &Door, sought: &Sought<'_>, proof: &mut Proof) -> Result<()> {
    let traces = door.platform().provided::<Traces>()?;
    let group = door.scope().group();
    let db = door.read();
    let apart = store::has_restricted(&db).await?.then(|| group.vault());
    for (name, columns) in look::catalogue(&db).await? {
        let table = Looked::of(&db, &name, &columns, &traces.0);
        let mut seen = rows_of(door, &table, group, sought).await?;
        if let Some(apart) = apart.filter(|_| table.is_divided()) {
            let more = rows_of(door, &table, apart, sought).await?;
            seen.mended += more.mended;
            seen.found += more.found;
            seen.namesakes += more.namesakes;
        }
        let line = line_of(proof, &table);
        line.mended += seen.mended;
        (line.found, line.namesakes) = (seen.found, seen.namesakes);
    }
    Ok(())
}

/// The same person may be a customer of another group in this installation; what that group holds is not ours to touch.
pub async fn is_held_by_another_group(door: &Door, forms: &Texts) -> Result<bool> {
    let traces = door.platform().provided::<Traces>()?;
    let group = door.scope().group();
    let house = door.platform().house(SystemActor::Jobs);
    let db = house.read();
    for (name, columns) in look::catalogue(&db).await? {
        let table = Looked::of(&db, &name, &columns, &traces.0);
        let everywhere = look::count(&db, &table.anywhere(), group, forms).await?;
        if everywhere > 0 && everywhere > ours(&db, &table, group, forms).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn ours(db: &Db<'_>, table: &Looked<'_>, group: GroupId, forms: &Texts) -> Result<u64> {
    if !table.is_divided() {
        return Ok(0);
    }
    let apart = look::count(db, table, group.vault(), forms).await?;
    Ok(look::count(db, table, group, forms).await? + apart)
}

async fn rows_of(door: &Door, table: &Looked<'_>, group: GroupId, sought: &Sought<'_>) -> Result<Seen> {
    let (forms, written) = (sought.needles.forms(), sought.needles.written());
    let is_of_the_house = table.is_not_about_customers();
    let worth_mending = if table.is_written_in() { &written } else { &forms };
    let found = look::count(&door.read(), table, group, worth_mending).await?;
    let is_mended = found > 0 && (table.is_written_in() || !is_of_the_house);
    let mended = if is_mended { mend(door, table, group, sought).await? } else { 0 };
    let db = door.read();
    let left = if is_mended { look::count(&db, table, group, &forms).await? } else { found };
    if !is_of_the_house {
        return Ok(Seen { mended, found: left, namesakes: 0 });
    }
    // Rows of no group at all tell of nobody.
    let found = match left {
        1.. if table.is_divided() => look::count(&db, table, group, &sought.needles.unmistakable()).await?,
        _ => 0,
    };
    Ok(Seen { mended, found, namesakes: left.saturating_sub(found) })
}

async fn mend(door: &Door, table: &Looked<'_>, group: GroupId, sought: &Sought<'_>) -> Result<u64> {
    let forms = sought.needles.forms();
    door.write(async |tx| match table.name {
        "journal" => look::mend_journal(tx, group, &forms, sought.reason).await,
        "idempotency_keys" | "jobs" => {
            let (answers, jobs) = store::clear_machines(tx, sought.records, &forms).await?;
            Ok(answers + jobs)
        }
        "import_rows" => look::mend_import_rows(tx, group, &forms).await,
        _ => look::mend(tx, table, group, &sought.needles.written()).await,
    })
    .await
}

fn line_of<'a>(proof: &'a mut Proof, table: &Looked<'_>) -> &'a mut TableProof {
    let known = proof.tables.iter().position(|line| line.table == table.name);
    let at = known.unwrap_or_else(|| {
        proof.tables.push(TableProof {
            table: table.name.to_owned(),
            is_not_about_customers: table.is_not_about_customers(),
            ..TableProof::default()
        });
        proof.tables.len() - 1
    });
    &mut proof.tables[at]
}
