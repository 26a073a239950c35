//! How far recalls have come, as far as the caller sees their cars: counted by state and store.

use std::collections::BTreeMap;

use kernel::{RecallId, Result, StoreId};
use platform::{
    Db,
    names::{self, StoreRef, Wanted},
};
use sea_orm::{
    ColumnTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, JoinType, SelectStatement},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    recalls::cars::{
        list::is_its_car,
        recall_car::{Column, Entity, RecallCarState},
    },
    vehicles::vehicle,
};

/// How many cars there are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecallFigures {
    /// Cars in the base it is about: all but those that turned out not to be.
    pub affected: i64,
    pub open: i64,
    pub notified: i64,
    pub booked: i64,
    pub done: i64,
    pub refused: i64,
    pub not_affected: i64,
    /// Told of it, or further: notified, booked, done and refused.
    pub reached: i64,
    /// `reached` of `affected`, in hundredths of a per cent, rounded down; null without cars.
    pub reach_rate: Option<i64>,
    /// `done` of `affected`, in hundredths of a per cent, rounded down; null without cars.
    pub completion_rate: Option<i64>,
}

/// The figures of one store.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecallStoreFigures {
    pub store: StoreRef,
    pub figures: RecallFigures,
}

platform::record! {
    struct OfRecall { recall_id: RecallId, state: RecallCarState, count: i64 }
}

platform::record! {
    struct OfStore { store_id: StoreId, state: RecallCarState, count: i64 }
}

/// The figures of several recalls; one without cars is missing.
pub async fn of_all(db: &Db<'_>, recalls: &[RecallId]) -> Result<BTreeMap<RecallId, RecallFigures>> {
    if recalls.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut statement = cars(db, recalls);
    statement.column((Entity, Column::RecallId)).column((Entity, Column::State)).expr(Expr::val(1).count());
    statement.add_group_by([Expr::col((Entity, Column::RecallId)), Expr::col((Entity, Column::State))]);
    let rows: Vec<OfRecall> = db.fetch(&statement).await?;
    Ok(gathered(rows.into_iter().map(|row| (row.recall_id, row.state, row.count))))
}

/// The figures of a recall in each store, the store with most cars to see to first.
pub async fn by_store(db: &Db<'_>, recall: RecallId) -> Result<Vec<RecallStoreFigures>> {
    let mut statement = cars(db, &[recall]);
    let store = (vehicle::Entity, vehicle::Column::StoreId);
    statement.column(store).column((Entity, Column::State)).expr(Expr::val(1).count());
    statement.add_group_by([Expr::col(store), Expr::col((Entity, Column::State))]);
    let rows: Vec<OfStore> = db.fetch(&statement).await?;
    let by_store = gathered(rows.into_iter().map(|row| (row.store_id, row.state, row.count)));
    let known = names::of(db, Wanted { stores: by_store.keys().copied().collect(), ..Wanted::default() }).await?;
    let mut all: Vec<RecallStoreFigures> = by_store
        .into_iter()
        .map(|(store, figures)| RecallStoreFigures { store: known.store(store), figures })
        .collect();
    all.sort_by(|one, two| (two.figures.unfixed(), &one.store.code).cmp(&(one.figures.unfixed(), &two.store.code)));
    Ok(all)
}

/// All stores together.
pub fn total(stores: &[RecallStoreFigures]) -> RecallFigures {
    let mut total = RecallFigures::default();
    for RecallStoreFigures { figures, .. } in stores {
        let cars = [
            (RecallCarState::Open, figures.open),
            (RecallCarState::Notified, figures.notified),
            (RecallCarState::Booked, figures.booked),
            (RecallCarState::Done, figures.done),
            (RecallCarState::Refused, figures.refused),
            (RecallCarState::NotAffected, figures.not_affected),
        ];
        for (state, cars) in cars {
            total.count(state, cars);
        }
    }
    total
}

impl RecallFigures {
    fn count(&mut self, state: RecallCarState, cars: i64) {
        match state {
            RecallCarState::Open => self.open += cars,
            RecallCarState::Notified => self.notified += cars,
            RecallCarState::Booked => self.booked += cars,
            RecallCarState::Done => self.done += cars,
            RecallCarState::Refused => self.refused += cars,
            RecallCarState::NotAffected => self.not_affected += cars,
        }
        self.reached = self.notified + self.booked + self.done + self.refused;
        self.affected = self.open + self.reached;
        let share = |part: i64| (self.affected > 0).then(|| part * 10_000 / self.affected);
        (self.reach_rate, self.completion_rate) = (share(self.reached), share(self.done));
    }

    fn unfixed(&self) -> i64 {
        self.affected - self.done
    }
}

fn gathered<K: Ord>(rows: impl Iterator<Item = (K, RecallCarState, i64)>) -> BTreeMap<K, RecallFigures> {
    let mut all: BTreeMap<K, RecallFigures> = BTreeMap::new();
    for (key, state, cars) in rows {
        all.entry(key).or_default().count(state, cars);
    }
    all
}

fn cars(db: &Db<'_>, recalls: &[RecallId]) -> SelectStatement {
    let there = db.select::<vehicle::Entity>().filter(vehicle::Column::DeletedAt.is_null());
    let mut statement = there.select_only().into_query();
    statement
        .join(JoinType::InnerJoin, Entity, is_its_car())
        .and_where(Expr::col((Entity, Column::RecallId)).is_in(recalls.iter().copied()));
    statement
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_car_that_is_not_affected_counts_in_no_rate() {
        let mut figures = RecallFigures::default();
        figures.count(RecallCarState::NotAffected, 4);
        assert_eq!((figures.affected, figures.reach_rate), (0, None));
        figures.count(RecallCarState::Open, 1);
        figures.count(RecallCarState::Refused, 1);
        figures.count(RecallCarState::Done, 1);
        assert_eq!((figures.affected, figures.reached), (3, 2));
        assert_eq!((figures.reach_rate, figures.completion_rate), (Some(6_666), Some(3_333)));
    }
}
