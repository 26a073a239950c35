//! Lines that lawfully say something else than when they were sealed, as the journal tells.

use std::collections::HashMap;

use journal::{Event, entry, events::audit::AuditEvent, listen::Cursor, mark::Mark};
use kernel::{GroupId, Result};
use platform::Db;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

/// From each mark to those that took its place, in order.
#[derive(Debug, Default)]
pub struct Resealed {
    steps: HashMap<Mark, Vec<Step>>,
    reasons: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    at: Cursor,
    becomes: Mark,
    reason: usize,
}

const AT_ONCE: u64 = 200;

impl Resealed {
    /// Everything the journal tells of a group.
    pub async fn of(db: &Db<'_>, group: GroupId) -> Result<Self> {
        let mut resealed = Self::default();
        let mut after = 0;
        loop {
            let select = db
                .select::<entry::Entity>()
                .filter(entry::Column::GroupId.eq(group))
                .filter(entry::Column::Name.eq("audit.resealed"))
                .filter(entry::Column::Position.gt(after));
            let entries = db.all(select.order_by_asc(entry::Column::Position).limit(AT_ONCE)).await?;
            let Some(last) = entries.last() else { break };
            after = last.position;
            for entry in &entries {
                if let Some(AuditEvent::Resealed { reason, lines, .. }) = AuditEvent::read(entry) {
                    resealed.reasons.push(reason);
                    let marks = lines.iter().filter_map(journal::events::audit::Remarked::marks);
                    let (at, reason) = (Cursor::of(entry), resealed.reasons.len() - 1);
                    for (was, becomes) in marks {
                        resealed.steps.entry(was).or_default().push(Step { at, becomes, reason });
                    }
                }
            }
        }
        resealed.steps.values_mut().for_each(|steps| steps.sort_unstable_by_key(|step| step.at));
        Ok(resealed)
    }

    /// The mark a line must have now, and why it is another than was sealed. A line may go back and forth (merged, separated): each
    /// step is taken once, in order.
    pub fn now(&self, sealed: Mark) -> (Mark, Option<&str>) {
        let (mut mark, mut reason, mut after) = (sealed, None, Cursor::BEGINNING);
        while let Some(step) = self.steps.get(&mark).and_then(|steps| steps.iter().find(|step| step.at > after)) {
            (mark, reason, after) = (step.becomes, Some(step.reason), step.at);
        }
        (mark, reason.and_then(|index| self.reasons.get(index)).map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(position: i64, becomes: u8) -> Step {
        Step { at: Cursor { transaction_id: 0, position }, becomes: [becomes; 16], reason: 0 }
    }

    #[test]
    fn a_line_that_went_and_came_back_is_where_it_was() {
        let steps = HashMap::from([([1; 16], vec![step(5, 2)]), ([2; 16], vec![step(7, 1)])]);
        let resealed = Resealed { steps, reasons: vec!["merge".into()] };
        assert_eq!(resealed.now([1; 16]), ([1; 16], Some("merge")));
        assert_eq!(resealed.now([2; 16]), ([1; 16], Some("merge")), "sealed between");
        assert_eq!(resealed.now([3; 16]), ([3; 16], None));
    }

    #[test]
    fn each_step_is_taken_once_in_order() {
        let steps = HashMap::from([([1; 16], vec![step(5, 2), step(9, 2)]), ([2; 16], vec![step(7, 1)])]);
        let resealed = Resealed { steps, reasons: vec![String::new()] };
        assert_eq!(resealed.now([1; 16]).0, [2; 16]);
    }
}
