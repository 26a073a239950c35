//! Terms of a bulk load into an empty database: laid down as they come, then put in order in one go, because a place in the
//! middle of millions costs a page each.

use kernel::Result;
use platform::Tx;

use super::term::SearchTerm;

const COLUMNS: &str = "group_id, term, kind, customer_id, vehicle_id";

/// Opens the place where terms are laid down.
pub async fn begin(tx: &mut Tx) -> Result<()> {
    tx.execute_text(
        "create table search_terms_staged (group_id {uuid}, term {term}, kind text, customer_id {uuid}, vehicle_id {uuid})",
        vec![],
    )
    .await?;
    Ok(())
}

/// Lays terms down; a term may come twice.
pub async fn add(tx: &mut Tx, terms: Vec<SearchTerm>) -> Result<()> {
    let values = terms
        .into_iter()
        .flat_map(|term| {
            [term.group_id.into(), term.term.into(), term.kind.into(), term.customer_id.into(), term.vehicle_id.into()]
        })
        .collect();
    tx.insert_values(&format!("search_terms_staged ({COLUMNS})"), "", 5, values).await
}

/// Makes findable what was laid down.
pub async fn settle(tx: &mut Tx) -> Result<()> {
    tx.execute_text(
        &format!(
            "insert into search_terms ({COLUMNS}) select distinct {COLUMNS} from search_terms_staged order by {COLUMNS}"
        ),
        vec![],
    )
    .await?;
    tx.execute_text("drop table search_terms_staged", vec![]).await?;
    Ok(())
}
