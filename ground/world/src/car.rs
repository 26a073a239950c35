//! A car as the records know it today: mileage, due dates, health, plates and people.

use chrono::{Datelike, NaiveDate};

use crate::World;
use crate::dice::Dice;
use crate::garage::{Garage, Holding, companion};
use crate::history::{self, History};
use crate::person::Person;
use crate::season::{self, later};
use crate::story::{CarPerson, CarStory, MileageReading, PlatePeriod};
use crate::words::{Energy, HoldingRole, MileageSource, Stage};

const INSURERS: &[(&str, u32)] = &[
    ("人保财险", 34),
    ("平安产险", 27),
    ("太平洋产险", 20),
    ("中国人寿财险", 8),
    ("阳光产险", 5),
    ("中华联合", 4),
    ("大地保险", 2),
];

/// Describes the cars that belong into this customer's story.
pub(crate) fn describe(
    world: &World,
    person: &Person,
    garage: &Garage,
    history: &History,
    dice: &mut Dice,
) -> Vec<CarStory> {
    garage
        .holdings
        .iter()
        .enumerate()
        .filter(|(_, held)| held.car.story == person.index)
        .map(|(at, held)| {
            let before = garage.before.as_ref().filter(|_| at == 0);
            Clerk { world, person, held, before, last_visit: history.last_visit.get(at).copied().flatten(), dice }
                .write(history)
        })
        .collect()
}

struct Clerk<'a> {
    world: &'a World,
    person: &'a Person,
    held: &'a Holding,
    before: Option<&'a Holding>,
    last_visit: Option<NaiveDate>,
    dice: &'a mut Dice,
}

impl Clerk<'_> {
    fn write(&mut self, history: &History) -> CarStory {
        let held = self.held;
        let is_known = self.last_visit.is_some() || held.is_bought_here;
        let is_here = held.until.is_none();
        let mut readings = history::readings(&history.happenings, held.car);
        self.report_by_telematics(&mut readings);
        let last = readings.last();
        let (mileage_km, mileage_at) = (last.map(|reading| reading.km), last.map(|reading| reading.read_at));
        let (years, warranty_km) = held.model.warranty();
        let registered_on = if held.is_bought_here { held.since } else { history.created_at.date_naive() };
        let registered_at =
            season::working_hour(self.dice, registered_on.max(history.created_at.date_naive())).max(history.created_at);
        let (service_on, service_km) =
            if is_here && self.is_expected_in_workshop() { self.next_service(mileage_km) } else { (None, None) };
        let insurance_until = (is_here && (is_known || self.dice.chance(30))).then(|| self.insurance_until());
        let [battery, tyres, brakes] = if is_known && is_here { self.health().map(Some) } else { [None; 3] };
        let has_vin = is_known || self.dice.chance(35);
        CarStory {
            store: self.person.store,
            vin: has_vin.then(|| held.vin.clone()),
            plates: self.plates(),
            brand: held.model.brand,
            series: held.model.series,
            trim: (is_known || self.dice.chance(30)).then_some(held.trim),
            model_year: (is_known || self.dice.chance(50)).then_some(held.model_year),
            energy: held.model.energy,
            colour: (is_known || self.dice.chance(40)).then_some(held.colour),
            list_price: i64::from(held.model.price_of(held.trim)) * 100,
            purchased_on: is_known.then_some(held.since),
            in_service_on: is_known.then_some(held.in_service),
            mileage_km,
            mileage_at,
            readings,
            warranty_until: is_known.then(|| season::months_later(held.in_service, years * 12)),
            warranty_km: is_known.then_some(warranty_km),
            insurer: insurance_until.map(|_| self.dice.weighed(INSURERS)),
            insurance_until,
            inspection_until: (is_known && is_here).then(|| self.inspection_until()),
            next_service_on: service_on,
            next_service_km: service_km,
            battery_health: battery,
            tyre_health: tyres,
            brake_health: brakes,
            people: self.people(),
            registered_at,
        }
    }

    /// Connected cars have told their mileage a few days ago.
    fn report_by_telematics(&mut self, readings: &mut Vec<MileageReading>) {
        let held = self.held;
        let is_connected = held.is_bought_here && held.model.energy.is_new_energy() && held.until.is_none();
        let day = later(self.world.today(), -self.dice.between(1, 6));
        if is_connected && day > held.since && self.dice.chance(60) {
            let read_at = season::working_hour(self.dice, day);
            if readings.last().is_none_or(|last| last.read_at < read_at) {
                readings.push(MileageReading { km: held.km_on(day), read_at, source: MileageSource::Telematics });
            }
        }
    }

    /// Whether a service is still to be expected here: not of cars that have been looked after elsewhere for a year.
    fn is_expected_in_workshop(&self) -> bool {
        let is_young = self.held.is_bought_here && self.held.since > later(self.world.today(), -400);
        self.last_visit.is_some() || is_young
    }

    /// From the last visit, or the first service after the purchase; may well be in the past.
    fn next_service(&self, mileage_km: Option<i64>) -> (Option<NaiveDate>, Option<i64>) {
        let held = self.held;
        let interval = crate::history::interval_days(held);
        let is_new = held.is_bought_here && held.in_service == held.since;
        let (from, days) = match self.last_visit {
            Some(visit) => (visit, interval),
            None if is_new => (held.since, 180.min(interval)),
            None => (held.since, interval),
        };
        let on = later(from, days);
        let km =
            held.km_on(from) + if self.last_visit.is_none() && is_new { 5_000 } else { held.km_per_year * days / 365 };
        (Some(on), mileage_km.map(|_| (km + 499) / 500 * 500))
    }

    /// The next anniversary of the policy; some let it lapse, and those who left are not known to have renewed.
    fn insurance_until(&mut self) -> NaiveDate {
        let today = self.world.today();
        let months = season::months_later(self.held.since, 12 * (today.year() - self.held.since.year()));
        let next = if months <= today { season::months_later(months, 12) } else { months };
        let lapsed = match self.person.stage {
            Stage::Lost => 70,
            Stage::AtRisk => 35,
            _ => 5,
        };
        let last_term = season::months_later(next, -12);
        if self.dice.chance(lapsed) && last_term > later(self.held.since, 300) { last_term } else { next }
    }

    /// Private cars: a sticker every second year up to the tenth, then every year (公安部 rules since 2022).
    fn inspection_until(&mut self) -> NaiveDate {
        let years = (self.held.months_on(self.world.today()) / 12) as i32;
        let term = if years < 10 { years / 2 * 2 + 2 } else { years + 1 };
        let until = season::months_later(self.held.in_service, term * 12);
        if years >= 2 && self.dice.chance(3) { later(self.world.today(), -self.dice.between(3, 70)) } else { until }
    }

    /// Battery, tyres and brakes in percent.
    fn health(&mut self) -> [u8; 3] {
        let today = self.world.today();
        let (km, months) = (self.held.km_on(today), self.held.months_on(today));
        let battery = match self.held.model.energy {
            Energy::Electric | Energy::PlugIn | Energy::RangeExtended => 100 - months / 9 - km / 30_000,
            // A starter battery lasts about four years.
            _ => 100 - (months + self.dice.between(0, 6)) % 52,
        };
        let brake_life = if self.held.model.energy.is_new_energy() { 90_000 } else { 58_000 };
        let tyres = 100 - (km % 56_000) * 88 / 56_000;
        let brakes = 100 - (km % brake_life) * 86 / brake_life;
        [battery, tyres, brakes].map(|health| (health - self.dice.between(0, 3)).clamp(12, 100) as u8)
    }

    fn plates(&self) -> Vec<PlatePeriod> {
        let held = self.held;
        let handed =
            self.before.map(|before| (before.plate.clone(), before.since, Some(before.until.unwrap_or(held.since))));
        handed
            .into_iter()
            .chain([(held.plate.clone(), held.since, held.until)])
            .map(|(plate, since, until)| PlatePeriod { plate, since, until })
            .collect()
    }

    fn people(&mut self) -> Vec<CarPerson> {
        let held = self.held;
        let mut people = Vec::with_capacity(2);
        if let (Some(before), Some(customer)) = (self.before, self.person.place.inherits_from) {
            people.push(CarPerson { customer, role: HoldingRole::Owner, since: before.since, until: before.until });
        }
        people.push(CarPerson {
            customer: self.person.index,
            role: HoldingRole::Owner,
            since: held.since,
            until: held.until,
        });
        if held.until.is_none()
            && let Some((customer, role)) = companion(self.dice, self.world, self.person)
        {
            people.push(CarPerson { customer, role, since: held.since, until: None });
        }
        people
    }
}
