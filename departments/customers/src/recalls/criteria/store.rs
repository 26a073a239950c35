//! Criteria in and out of the database, and the cars they hold for.

use journal::{About, events::recalls::RecallsEvent};
use kernel::{RecallCriterionId, RecallId, Result, VehicleId};
use platform::{Db, Tx};
use sea_orm::{
    ColumnTrait, Condition, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr},
};

use super::{
    criterion::{Column, Criterion, Entity},
    rules::{CRITERIA_MAX, CriterionRefusal},
};
use crate::{
    recalls::{
        campaign::recall::Recall,
        cars::{found::Candidate, recall_car},
    },
    vehicles::vehicle,
};

/// The criteria of a recall, in the order they were written down.
pub async fn of_recall(db: &Db<'_>, recall: RecallId) -> Result<Vec<Criterion>> {
    let select = db.select::<Entity>().filter(Column::RecallId.eq(recall));
    db.all(select.order_by_asc(Column::Id).limit(CRITERIA_MAX as u64)).await
}

/// Those of many recalls.
pub async fn of_recalls(db: &Db<'_>, recalls: &[RecallId]) -> Result<Vec<Criterion>> {
    if recalls.is_empty() {
        return Ok(Vec::new());
    }
    db.all(db.select::<Entity>().filter(Column::RecallId.is_in(recalls.iter().copied()))).await
}

pub async fn find(db: &Db<'_>, recall: RecallId, id: RecallCriterionId) -> Result<Criterion> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id)).filter(Column::RecallId.eq(recall))).await
}

pub async fn add(tx: &mut Tx, recall: &Recall, criterion: Criterion) -> Result<Criterion> {
    recall.must_not_be_closed()?;
    let others = of_recall(&tx.db(), recall.id).await?;
    if others.len() >= CRITERIA_MAX {
        return Err(CriterionRefusal::TooMany.into());
    }
    if others.iter().any(|other| criterion.is_same(other)) {
        return Err(CriterionRefusal::AlreadyThere.into());
    }
    tx.insert::<Entity>(criterion.clone()).await?;
    let (recall, number, title) = recall.named();
    let event = RecallsEvent::CriterionAdded { recall, number, title, criterion: criterion.words() };
    journal::record(tx, About::default(), event).await?;
    Ok(criterion)
}

/// Cars found by it stay; it finds no more.
pub async fn remove(tx: &mut Tx, recall: &Recall, criterion: &Criterion) -> Result<()> {
    recall.must_not_be_closed()?;
    tx.delete::<Entity>(Column::Id.eq(criterion.id)).await?;
    let (recall, number, title) = recall.named();
    let event = RecallsEvent::CriterionRemoved { recall, number, title, criterion: criterion.words() };
    journal::record(tx, About::default(), event).await?;
    Ok(())
}

/// Where a search among the cars of a criterion has come to: each is walked through in the order of its index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reached {
    Vin(String),
    Car(VehicleId),
}

/// The next cars the criterion holds for and the recall does not have yet.
pub async fn cars_after(
    db: &Db<'_>,
    criterion: &Criterion,
    after: Option<&Reached>,
    most: u64,
) -> Result<Vec<Candidate>> {
    use vehicle::Column as Car;
    let mut select = db.select::<vehicle::Entity>().filter(Car::DeletedAt.is_null()).filter(condition(criterion));
    select = match after {
        Some(Reached::Vin(vin)) => select.filter(Car::Vin.gt(vin.as_str())),
        Some(Reached::Car(id)) => select.filter(Car::Id.gt(*id)),
        None => select,
    };
    select = match criterion.vin_head {
        Some(_) => select.order_by_asc(Car::Vin),
        None => select.order_by_asc(Car::Id),
    };
    let known = known(criterion.recall_id);
    let columns = [Car::Id, Car::StoreId, Car::OwnerId, Car::Vin];
    let statement = select.filter(Expr::exists(known).not()).select_only().columns(columns).limit(most).into_query();
    db.fetch(&statement).await
}

impl Reached {
    /// The place of a car in the walk of this criterion.
    pub fn at(criterion: &Criterion, car: &Candidate) -> Self {
        match (&criterion.vin_head, &car.vin) {
            (Some(_), Some(vin)) => Self::Vin(vin.clone()),
            _ => Self::Car(car.vehicle_id),
        }
    }
}

/// The recall has the car at hand already.
fn known(recall: RecallId) -> SelectStatement {
    use recall_car::Column as Known;
    let same = Expr::col((recall_car::Entity, Known::VehicleId)).equals((vehicle::Entity, vehicle::Column::Id));
    Query::select()
        .expr(Expr::val(1))
        .from(recall_car::Entity)
        .and_where(Known::RecallId.eq(recall))
        .and_where(same)
        .to_owned()
}

/// What [`Criterion::holds_for`] says, as a condition on cars.
fn condition(criterion: &Criterion) -> Condition {
    use vehicle::Column as Car;
    let mut all = Condition::all();
    if let Some(head) = &criterion.vin_head {
        // Between the head itself and the head filled up with the last letter, whatever the collation.
        let last = format!("{head:Z<17}");
        all = all.add(Car::Vin.gte(head.as_str())).add(Car::Vin.lte(last));
        let part = |from: i32, length: usize| -> SimpleExpr {
            let length = i32::try_from(length).unwrap_or_default();
            Func::cust(Alias::new("substr"))
                .args([Car::Vin.into_simple_expr(), Expr::val(from), Expr::val(length)])
                .into()
        };
        all = all.add_option(criterion.vin_tail.as_ref().map(|tail| part(10, tail.len()).eq(tail.as_str())));
        all = all.add_option(criterion.sequence_from.as_ref().map(|from| part(12, 6).gte(from.as_str())));
        return all.add_option(criterion.sequence_to.as_ref().map(|to| part(12, 6).lte(to.as_str())));
    }
    let registered = || -> SimpleExpr {
        Func::coalesce([Car::InServiceOn.into_simple_expr(), Car::PurchasedOn.into_simple_expr()]).into()
    };
    all.add(Car::Brand.eq(criterion.brand.as_deref().unwrap_or_default()))
        .add_option(criterion.series.as_ref().map(|series| Car::Series.eq(series.as_str())))
        .add_option(criterion.registered_from.map(|from| registered().gte(from)))
        .add_option(criterion.registered_to.map(|to| registered().lte(to)))
}
