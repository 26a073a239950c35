//! The job that scores a whole base anew: records never judged by the present rules first, then phones of too many, then the
//! weights, one statement for each combination of gaps.

use std::collections::BTreeSet;

use journal::{About, events::quality::QualityEvent};
use kernel::{CustomerId, Result};
use platform::{
    Door, Tx,
    jobs::{Job, Work, enqueue},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde::{Deserialize, Serialize};

use super::{figures::jobs::CountQuality, gap::Gaps, settings, shared, weights::Weights};
use crate::{
    facts,
    people::{customer, list::IdRow},
    tags::tag_rules,
};

/// Raised whenever the rules find something else than before, so that records judged by older ones are judged again.
pub const RULES: i32 = 2;
/// The fields it changes without a word of each customer.
pub const FIELDS: &[&str] = &["completeness", "validity", "quality", "missing", "doubtful"];
/// Records judged in one transaction.
const BATCH: u64 = 500;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Recount {}

impl Job for Recount {
    const NAME: &'static str = "customers.quality_recount";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door();
        let standing = settings::store::find(&door.read()).await?;
        if standing.rules_checked < RULES {
            judge_all(&door, &work, standing.walked_to).await?;
        }
        shared::mark(&door, standing.settings.customers_per_phone_max).await?;
        weigh_all(&door, &work, &standing.weights()).await?;
        let key = work.job.to_string();
        door.write(async |tx| {
            journal::record(tx, About::default(), QualityEvent::Recounted {}).await?;
            tag_rules::keeping::ask_about(tx, FIELDS).await?;
            enqueue(tx, &CountQuality {}, &key).await
        })
        .await
    }
}

async fn judge_all(door: &Door, work: &Work, from: Option<CustomerId>) -> Result<()> {
    let mut reached = from;
    loop {
        let next = next_after(door, reached).await?;
        let Some(last) = next.last().copied() else { break };
        let may_go_on = door
            .write(async |tx| {
                facts::store::read_anew(tx, &next).await?;
                settings::store::walked(tx, Some(last), None).await?;
                work.renew(tx).await
            })
            .await?;
        if !may_go_on {
            return Ok(());
        }
        reached = Some(last);
    }
    door.write(async |tx| settings::store::walked(tx, None, Some(RULES)).await).await
}

async fn next_after(door: &Door, reached: Option<CustomerId>) -> Result<BTreeSet<CustomerId>> {
    let db = door.read();
    let mut ids = db.select::<customer::Entity>().select_only().column(customer::Column::Id);
    if let Some(reached) = reached {
        ids = ids.filter(customer::Column::Id.gt(reached));
    }
    let ids = ids.order_by_asc(customer::Column::Id).limit(BATCH);
    let rows: Vec<IdRow> = db.fetch(&ids.into_query()).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

platform::record! {
    struct Combination { missing: i64, doubts: i64 }
}

/// Equal gaps score alike, so that each combination is one statement; at a million records there are some hundreds.
async fn weigh_all(door: &Door, work: &Work, weights: &Weights) -> Result<()> {
    let sql = "select distinct missing, doubts from customer_facts where group_id = $1";
    let combinations: Vec<Combination> = door.read().fetch_text(sql, vec![door.scope().group().into()]).await?;
    for Combination { missing, doubts } in combinations {
        let gaps = Gaps { missing, doubts };
        if !door.write(async |tx| weigh(tx, work, gaps, weights).await).await? {
            break;
        }
    }
    Ok(())
}

async fn weigh(tx: &mut Tx, work: &Work, gaps: Gaps, weights: &Weights) -> Result<bool> {
    let scores = weights.scores(gaps);
    let values = vec![
        tx.scope().group().into(),
        gaps.missing.into(),
        gaps.doubts.into(),
        scores.completeness.into(),
        scores.validity.into(),
        scores.quality.into(),
    ];
    tx.execute_text(
        "update customer_facts set completeness = $4, validity = $5, quality = $6
         where group_id = $1 and missing = $2 and doubts = $3
           and (completeness <> $4 or validity <> $5 or quality <> $6)",
        values,
    )
    .await?;
    work.renew(tx).await
}
