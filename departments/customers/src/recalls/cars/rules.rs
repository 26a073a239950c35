//! What may happen to a car of a recall: pure, an event or a refusal.

use chrono::{DateTime, NaiveDate, Utc};
use journal::events::recalls::RecallsEvent;
use kernel::Refusal;
use uuid::Uuid;

use super::recall_car::{Before, RecallCar, RecallCarState};
use crate::recalls::campaign::recall::Recall;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecallCarRefusal {
    SameState,
    NothingToTakeBack,
}

impl Refusal for RecallCarRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::SameState => "recall_car.same_state",
            Self::NothingToTakeBack => "recall_car.nothing_to_take_back",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::SameState => "The car is in this state already; take the last move back first to say it differently.",
            Self::NothingToTakeBack => "There is no move to take back; move the car to the state it should be in.",
        }
        .into()
    }
}

/// A move to another state.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub to: RecallCarState,
    pub on: NaiveDate,
    pub mileage_km: Option<i32>,
    pub note: Option<String>,
    pub actor_id: Uuid,
    pub actor_name: String,
}

impl RecallCar {
    /// It comes to another state; the recall is open.
    pub fn move_on(
        &mut self,
        recall: &Recall,
        step: Step,
        now: DateTime<Utc>,
    ) -> Result<RecallsEvent, RecallCarRefusal> {
        let from = self.state;
        if from == step.to {
            return Err(RecallCarRefusal::SameState);
        }
        let Step { to, on, mileage_km, note, actor_id, actor_name } = step;
        self.before = Some(Before {
            state: from,
            state_on: self.state_on,
            mileage_km: self.mileage_km,
            note: self.note.take(),
            actor_id: self.actor_id,
            actor_name: std::mem::replace(&mut self.actor_name, actor_name),
        });
        self.state = to;
        self.state_on = on;
        self.mileage_km = mileage_km.or(self.mileage_km);
        self.note.clone_from(&note);
        self.actor_id = actor_id;
        self.changed_at = now;
        let (recall, number, title) = recall.named();
        let (from, to) = (from.word().to_owned(), to.word().to_owned());
        Ok(RecallsEvent::CarMoved { recall, number, title, from, to, on, mileage_km, note })
    }

    /// The last move was a mistake: everything is as it was before.
    pub fn take_back(&mut self, recall: &Recall, now: DateTime<Utc>) -> Result<RecallsEvent, RecallCarRefusal> {
        let before = self.before.take().ok_or(RecallCarRefusal::NothingToTakeBack)?;
        let from = self.state.word().to_owned();
        let to = before.state.word().to_owned();
        self.state = before.state;
        self.state_on = before.state_on;
        self.mileage_km = before.mileage_km;
        self.note = before.note;
        self.actor_id = before.actor_id;
        self.actor_name = before.actor_name;
        self.changed_at = now;
        let (recall, number, title) = recall.named();
        Ok(RecallsEvent::CarTakenBack { recall, number, title, from, to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recalls::{campaign::example::recall, cars::recall_car::FoundBy};
    use crate::vehicles::example::{day, instant, uuid};
    use kernel::{GroupId, RecallCarId, RecallId, VehicleId};

    fn car() -> RecallCar {
        RecallCar {
            id: RecallCarId(uuid(50)),
            group_id: GroupId(uuid(1)),
            recall_id: RecallId(uuid(30)),
            vehicle_id: VehicleId(uuid(10)),
            found_by: FoundBy::VinList,
            state: RecallCarState::Open,
            state_on: day("2026-03-01"),
            mileage_km: None,
            note: None,
            actor_id: uuid(0),
            actor_name: "jobs".into(),
            before: None,
            task_key: None,
            created_at: instant("2026-03-01"),
            changed_at: instant("2026-03-01"),
            version: 1,
        }
    }

    fn step(to: RecallCarState, note: Option<&str>) -> Step {
        Step {
            to,
            on: day("2026-03-10"),
            mileage_km: Some(12_000),
            note: note.map(str::to_owned),
            actor_id: uuid(5),
            actor_name: "周顾问".into(),
        }
    }

    #[test]
    fn a_move_is_taken_back_whole_and_once() {
        let now = instant("2026-03-10");
        let mut one = car();
        one.move_on(&recall(), step(RecallCarState::Done, Some("换左前")), now).unwrap();
        assert_eq!(
            (one.state, one.mileage_km, one.note.as_deref()),
            (RecallCarState::Done, Some(12_000), Some("换左前"))
        );
        one.take_back(&recall(), now).unwrap();
        assert_eq!(RecallCar { changed_at: car().changed_at, ..one.clone() }, car());
        assert_eq!(one.take_back(&recall(), now), Err(RecallCarRefusal::NothingToTakeBack));
    }

    #[test]
    fn a_car_moves_to_every_state_but_the_one_it_is_in() {
        for from in [RecallCarState::Open, RecallCarState::Booked, RecallCarState::Refused] {
            for to in [RecallCarState::Open, RecallCarState::Notified, RecallCarState::Done, RecallCarState::Refused] {
                let mut one = RecallCar { state: from, ..car() };
                let moved = one.move_on(&recall(), step(to, None), instant("2026-03-10"));
                assert_eq!(moved.is_ok(), from != to, "{from:?} {to:?}");
            }
        }
    }

    #[test]
    fn a_car_whose_owner_refused_is_not_waited_for_and_not_mended_either() {
        assert!(!RecallCarState::Refused.is_waiting() && RecallCarState::Refused.is_unfixed());
        assert!(!RecallCarState::NotAffected.is_unfixed() && !RecallCarState::Done.is_unfixed());
        let words: Vec<&str> = RecallCarState::WORDS
            .iter()
            .copied()
            .filter(|word| RecallCarState::UNFIXED.contains(&format!("'{word}'")))
            .collect();
        assert_eq!(words, ["open", "notified", "booked", "refused"]);
    }
}
