//! Two recalls of the demo world, of no real maker's making: one by a list of VINs, one by model, a part of their cars mended.

use chrono::{Days, NaiveDate};
use customers::{
    recalls::{
        campaign::{
            self,
            draft::NewRecall,
            recall::{Recall, RecallKind},
            rules::Aim,
        },
        cars::{
            arrivals::mark,
            found::{Candidate, write_down},
            recall_car::{Column, Entity, FoundBy, RecallCarState},
            rules::Step,
            store,
        },
        criteria::{self, draft::NewCriterion, store::Reached},
        vins::{self, reading},
    },
    vehicles::{
        self,
        vehicle::{self, Energy, Vehicle},
    },
};
use kernel::{Result, StaffId, time::Calendar, vin::Vin};
use platform::{Tx, names};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

/// Cars of the list.
const LISTED: u64 = 40;
/// Serial numbers of the list without a car in the base.
const UNKNOWN: [&str; 3] = ["990001", "990002", "990003"];
/// Cars of a model that are written down at once.
const BATCH: u64 = 500;
/// Cars whose story is told.
const TOLD: u64 = 120;

/// Writes them down, as of that day. A world without such cars has no such recall.
pub async fn announce(tx: &mut Tx, today: NaiveDate) -> Result<()> {
    if let Some(model) = most_frequent(tx, ago(today, 1_400), None).await? {
        let recall = opened(tx, &braking(today, &model.brand), &[], &model, today).await?;
        let cars = listed(tx, &recall, &model, today).await?;
        tell(tx, &recall, &cars, today).await?;
    }
    if let Some(model) = most_frequent(tx, ago(today, 900), Some(Energy::Electric)).await? {
        let criterion = NewCriterion {
            brand: Some(model.brand.clone()),
            series: Some(model.series.clone()),
            registered_from: Some(ago(today, 900)),
            registered_to: Some(ago(today, 200)),
            ..NewCriterion::default()
        };
        let recall = opened(tx, &charging(today, &model.brand), &[criterion], &model, today).await?;
        found(tx, &recall).await?;
        let of_recall = tx.db().select::<Entity>().filter(Column::RecallId.eq(recall.id));
        let told = tx.db().all(of_recall.order_by_asc(Column::VehicleId).limit(TOLD)).await?;
        let cars = vehicles::store::find_all(&tx.db(), told.iter().map(|car| car.vehicle_id)).await?;
        tell(tx, &recall, &cars, today).await?;
    }
    Ok(())
}

platform::record! {
    struct Model { brand: String, series: String, cars: i64 }
}

async fn most_frequent(tx: &Tx, since: NaiveDate, energy: Option<Energy>) -> Result<Option<Model>> {
    let of_energy = if energy.is_some() { "and energy = $3" } else { "" };
    let text = format!(
        "select brand, series, count(*) as cars from vehicles
         where group_id = $1 and deleted_at is null and vin is not null and purchased_on >= $2 {of_energy}
         group by brand, series order by cars desc, brand, series limit 1"
    );
    let mut values = vec![tx.scope().group().into(), since.into()];
    values.extend(energy.map(|energy| energy.word().into()));
    let models: Vec<Model> = tx.db().fetch_text(&text, values).await?;
    Ok(models.into_iter().find(|model| model.cars > 0))
}

async fn opened(
    tx: &mut Tx,
    form: &NewRecall,
    criteria: &[NewCriterion],
    model: &Model,
    today: NaiveDate,
) -> Result<Recall> {
    let form = NewRecall { title: form.title.replace("{}", &model.series), ..form.clone() };
    let mut recall = campaign::store::add(tx, form.draft(tx.scope().group(), today, tx.now())?).await?;
    for criterion in criteria {
        let criterion = criterion.draft(&recall, today, tx.now())?;
        criteria::store::add(tx, &recall, criterion).await?;
    }
    let opened = recall.open(Aim::Cars, tx.now())?;
    campaign::store::save(tx, recall, opened).await
}

/// The maker's list: cars of the model bought in one half year, and some that nobody knows yet.
async fn listed(tx: &mut Tx, recall: &Recall, model: &Model, today: NaiveDate) -> Result<Vec<Vehicle>> {
    use vehicle::Column as Car;
    let select = tx.db().select::<vehicle::Entity>().filter(Car::DeletedAt.is_null()).filter(Car::Vin.is_not_null());
    let of_model = select.filter(Car::Brand.eq(model.brand.as_str())).filter(Car::Series.eq(model.series.as_str()));
    let bought = of_model.filter(Car::PurchasedOn.gte(ago(today, 1_400)));
    let cars = tx.db().all(bought.order_by_asc(Car::Id).limit(LISTED)).await?;
    let known: Vec<String> = cars.iter().filter_map(|car| car.vin.clone()).collect();
    let unknown = known.first().into_iter().flat_map(|vin| UNKNOWN.map(|serial| sibling(vin, serial))).flatten();
    let numbers: Vec<String> = known.iter().cloned().chain(unknown).collect();
    let list = reading::of_text(&numbers.join("\n"));
    let added = vins::store::add(tx, recall, &list.vins).await?;
    vins::store::tell_added(tx, recall, added).await?;
    let candidates: Vec<Candidate> = cars
        .iter()
        .map(|car| Candidate {
            vehicle_id: car.id,
            store_id: car.store_id,
            owner_id: car.owner_id,
            vin: car.vin.clone(),
        })
        .collect();
    write_down(tx, recall, &candidates, FoundBy::VinList, None).await?;
    mark(tx, recall, &candidates).await?;
    Ok(cars)
}

/// The VIN of another car of the same kind, with its check digit.
fn sibling(vin: &str, serial: &str) -> Option<String> {
    let (head, tail) = (vin.get(..8)?, vin.get(9..11)?);
    let check = Vin::parse(&format!("{head}0{tail}{serial}")).ok()?.expected_check();
    Some(format!("{head}{check}{tail}{serial}"))
}

async fn found(tx: &mut Tx, recall: &Recall) -> Result<()> {
    for criterion in criteria::store::of_recall(&tx.db(), recall.id).await? {
        let mut last: Option<Reached> = None;
        loop {
            let cars = criteria::store::cars_after(&tx.db(), &criterion, last.as_ref(), BATCH).await?;
            let Some(reached) = cars.last() else { break };
            last = Some(Reached::at(&criterion, reached));
            write_down(tx, recall, &cars, FoundBy::Criterion, None).await?;
        }
    }
    Ok(())
}

/// Four of ten are mended, others told or booked, one in twenty refused.
async fn tell(tx: &mut Tx, recall: &Recall, cars: &[Vehicle], today: NaiveDate) -> Result<()> {
    let staff = cars.iter().flat_map(Vehicle::people).flatten().collect();
    let known = names::of(&tx.db(), names::Wanted { staff, ..names::Wanted::default() }).await?;
    let days = u64::try_from((today - recall.begins_on).num_days()).unwrap_or_default().max(1);
    let mut moved = Vec::new();
    for (place, vehicle) in (0_u64..).zip(cars) {
        let to = match (place % 10, place % 20) {
            (0..=3, _) => RecallCarState::Done,
            (4, _) => RecallCarState::Booked,
            (5 | 6, _) => RecallCarState::Notified,
            (7, 7) => RecallCarState::Refused,
            _ => continue,
        };
        let mut car = store::find(&tx.db(), recall.id, vehicle.id).await?;
        let by: Option<StaffId> = vehicle.advisor_id.or(vehicle.consultant_id);
        let Some(by) = by.map(|by| known.staff(by)) else { continue };
        let on = ago(today, (place * 7) % days);
        let step = Step {
            to,
            on,
            mileage_km: vehicle.mileage_km.filter(|_| to == RecallCarState::Done),
            note: None,
            actor_id: by.id,
            actor_name: by.name.clone(),
        };
        let event = car.move_on(recall, step, tx.now())?;
        moved.push((store::about(vehicle, Calendar::default(), on, tx.now()), car, event));
    }
    store::save_all(tx, moved).await
}

fn braking(today: NaiveDate, brand: &str) -> NewRecall {
    NewRecall {
        number: "DEMO-R-01".into(),
        title: "{} 制动真空管接头可能松脱".into(),
        brand: brand.to_owned(),
        kind: RecallKind::Recall,
        defect: Some("制动助力真空管的卡箍预紧力不足，长期振动后接头可能松脱。（演示数据）".into()),
        consequence: Some("制动助力减弱，踩踏制动踏板需要更大的力，存在安全隐患。".into()),
        remedy: "免费检查真空管接头，更换加强型卡箍；接头已变形的同时更换真空管。".into(),
        is_stop_sale: true,
        published_on: Some(ago(today, 80)),
        begins_on: ago(today, 60),
        ends_on: None,
        labour_minutes: Some(40),
        operations: vec!["DEMO-4510 检查真空管".into(), "DEMO-4511 更换卡箍".into()],
        parts: vec!["DEMO-611-931 卡箍".into(), "DEMO-611-930 真空管".into()],
        source_url: None,
    }
}

fn charging(today: NaiveDate, brand: &str) -> NewRecall {
    NewRecall {
        number: "DEMO-S-02".into(),
        title: "{} 充电口盖软件升级服务活动".into(),
        brand: brand.to_owned(),
        kind: RecallKind::ServiceCampaign,
        defect: Some("低温下充电口盖偶尔不能自动关闭。（演示数据）".into()),
        consequence: None,
        remedy: "升级车身控制器软件，约 30 分钟。".into(),
        is_stop_sale: false,
        published_on: Some(ago(today, 45)),
        begins_on: ago(today, 40),
        ends_on: today.checked_add_days(Days::new(320)),
        labour_minutes: Some(30),
        operations: vec!["DEMO-9720 软件升级".into()],
        parts: Vec::new(),
        source_url: None,
    }
}

fn ago(today: NaiveDate, days: u64) -> NaiveDate {
    today.checked_sub_days(Days::new(days)).unwrap_or(today)
}
