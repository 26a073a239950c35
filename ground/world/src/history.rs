//! Six years with a customer: from the first inquiry through purchase and workshop to the latest call.

mod care;
mod sales;
mod workshop;

pub(crate) use workshop::interval_days;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::World;
use crate::dice::{Dice, Topic};
use crate::garage::{Garage, Holding};
use crate::person::Person;
use crate::season::{self, later};
use crate::story::{CarRef, Deed, Happening, MileageReading, Resolution, Text};
use crate::words::{HistoryKind, NoteKind, Outcome, Source, Stage};

/// What happened, and what the records now know because of it.
pub(crate) struct History {
    pub happenings: Vec<Happening>,
    pub created_at: DateTime<Utc>,
    /// The source as it turned out: people first met in the workshop come from there.
    pub source: Source,
    /// Last visit of each holding to the workshop.
    pub last_visit: Vec<Option<NaiveDate>>,
    pub has_test_drive: bool,
    pub has_accident: bool,
    pub complaint: Option<Complaint>,
    pub visits: u32,
}

/// The one complaint a customer may have made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Complaint {
    Open,
    Resolved,
}

/// Tells the history of this customer with these cars.
pub(crate) fn tell(world: &World, person: &Person, garage: &Garage) -> History {
    let mut chronicle = Chronicle {
        dice: Dice::new(world.seed(), Topic::History, person.index),
        today: world.today(),
        person,
        happenings: Vec::with_capacity(16),
        last_visit: vec![None; garage.holdings.len()],
        has_test_drive: false,
        has_accident: false,
        complaint: None,
        visits: 0,
    };
    let (first_day, source) = match garage.main {
        None => chronicle.prospect(garage.holdings.first()),
        Some(main) => chronicle.customer(garage, main),
    };
    let Chronicle { mut happenings, last_visit, has_test_drive, has_accident, complaint, visits, mut dice, .. } =
        chronicle;
    happenings.sort_by_key(|happening| happening.at);
    let opened = season::working_hour(&mut dice, first_day);
    let created_at = happenings.first().map_or(opened, |first| first.at.min(opened));
    History { happenings, created_at, source, last_visit, has_test_drive, has_accident, complaint, visits }
}

/// The readings of the odometer that come from these happenings, for one car.
pub(crate) fn readings(happenings: &[Happening], car: CarRef) -> Vec<MileageReading> {
    use crate::words::MileageSource::{Sale, Workshop};
    happenings
        .iter()
        .filter(|happening| happening.car == Some(car))
        .filter_map(|happening| match happening.deed {
            Deed::History { kind, mileage_km: Some(km), .. } => Some(MileageReading {
                km,
                read_at: happening.at,
                source: if kind == HistoryKind::Purchase { Sale } else { Workshop },
            }),
            _ => None,
        })
        .collect()
}

/// A history while it is being told.
struct Chronicle<'a> {
    dice: Dice,
    today: NaiveDate,
    person: &'a Person,
    happenings: Vec<Happening>,
    last_visit: Vec<Option<NaiveDate>>,
    has_test_drive: bool,
    has_accident: bool,
    complaint: Option<Complaint>,
    visits: u32,
}

impl Chronicle<'_> {
    /// Someone who has not bought here. Returns the first day and the source.
    fn prospect(&mut self, own: Option<&Holding>) -> (NaiveDate, Source) {
        let newest =
            if self.person.stage == Stage::Lead { self.dice.between(0, 80) } else { self.dice.between(3, 150) };
        let age = if self.person.stage == Stage::Lost { self.dice.between(70, 1900) } else { newest };
        let first = season::open_day(later(self.today, -age));
        match self.person.stage {
            Stage::Lead => self.lead(first, own),
            Stage::Intent => self.intent(first, own),
            _ => self.defeat(first, own),
        }
        (first, self.person.source)
    }

    /// Someone with cars. Returns the first day on record and the source.
    fn customer(&mut self, garage: &Garage, main: usize) -> (NaiveDate, Source) {
        let horizon = self.horizon();
        for (at, held) in garage.holdings.iter().enumerate() {
            if held.is_bought_here && held.since > later(self.today, -2190) {
                let how = sales::Purchase { is_used: held.in_service != held.since, is_main: at == main };
                self.purchase(held, &how);
            }
            if held.comes_to_workshop {
                let last = held.until.map_or(horizon, |until| until.min(horizon));
                self.last_visit[at] = self.visits_of(held, last);
            }
        }
        self.care(garage, main);
        if self.happenings.is_empty() {
            let day = later(self.today, -self.dice.between(6, 400));
            let text =
                self.say(&["来店咨询保养套餐，留下车辆信息", "来电询问保养价格，登记车辆", "朋友介绍，加微信咨询保险"]);
            self.fact(HistoryKind::Contact, day, self.person.advisor, None, text, None);
        }
        let first = self.happenings.iter().min_by_key(|happening| happening.at);
        let first_day = first.map_or(self.today, |first| first.at.date_naive());
        let came_to_sales = first.is_some_and(|first| first.staff == self.person.consultant);
        (first_day, if came_to_sales { self.person.source } else { Source::AfterSales })
    }

    /// The day after which this customer was not seen in the workshop any more.
    fn horizon(&mut self) -> NaiveDate {
        let days = match self.person.stage {
            Stage::AtRisk => self.dice.between(250, 560),
            Stage::Lost => self.dice.between(740, 1400),
            _ => 1,
        };
        later(self.today, -days)
    }

    /// Writes down a fact, unless its day is not over yet.
    fn fact(
        &mut self,
        kind: HistoryKind,
        day: NaiveDate,
        staff: usize,
        car: Option<(CarRef, i64)>,
        summary: Text,
        yuan: Option<i64>,
    ) {
        let day = season::open_day(day);
        if day >= self.today {
            return;
        }
        let at = season::working_hour(&mut self.dice, day);
        let deed = Deed::History {
            kind,
            summary,
            amount: yuan.map(|yuan| yuan * 100),
            mileage_km: car.map(|(_, km)| km),
            resolution: None,
        };
        self.happenings.push(Happening { at, store: self.person.store, staff, car: car.map(|(car, _)| car), deed });
    }

    /// Writes down a note, unless its day is not over yet.
    fn note(&mut self, kind: NoteKind, day: NaiveDate, staff: usize, text: Text, outcome: Option<Outcome>) {
        let day = season::open_day(day);
        if day >= self.today {
            return;
        }
        let at = season::working_hour(&mut self.dice, day);
        let deed = Deed::Note { kind, text, outcome };
        self.happenings.push(Happening { at, store: self.person.store, staff, car: None, deed });
    }

    /// Writes down a complaint; `end` is the day and the words of its resolution.
    fn complain(&mut self, day: NaiveDate, car: CarRef, summary: Text, end: Option<(NaiveDate, Text)>) {
        let day = season::open_day(day);
        if day >= self.today {
            return;
        }
        let agent = self.person.care_agent;
        self.complaint = Some(if end.is_some() { Complaint::Resolved } else { Complaint::Open });
        let at = season::working_hour(&mut self.dice, day);
        let resolution = end.map(|(day, text)| Resolution {
            at: season::working_hour(&mut self.dice, day).max(at + TimeDelta::minutes(50)),
            staff: agent,
            text,
        });
        let deed = Deed::History { kind: HistoryKind::Complaint, summary, amount: None, mileage_km: None, resolution };
        self.happenings.push(Happening { at, store: self.person.store, staff: agent, car: Some(car), deed });
    }

    /// The moment some minutes after what was written down last.
    fn minutes_after_last(&self, minutes: i64) -> Option<DateTime<Utc>> {
        self.happenings.last().map(|last| last.at + TimeDelta::minutes(minutes))
    }

    fn say(&mut self, choices: &[&'static str]) -> Text {
        Text::Borrowed(self.dice.pick(choices))
    }
}
