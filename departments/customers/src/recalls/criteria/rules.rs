//! Whether a criterion holds for a car: pure.

use chrono::NaiveDate;
use kernel::Refusal;

use super::criterion::Criterion;
use crate::vehicles::vehicle::Vehicle;

/// More are a list of VINs.
pub const CRITERIA_MAX: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CriterionRefusal {
    TooMany,
    AlreadyThere,
}

impl Refusal for CriterionRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::TooMany => "recall_criterion.too_many",
            Self::AlreadyThere => "recall_criterion.already_there",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::TooMany => format!("A recall has at most {CRITERIA_MAX} criteria; for more, bring a list of VINs."),
            Self::AlreadyThere => "This recall has the same criterion already.".into(),
        }
    }
}

impl Criterion {
    /// Whether it is about this car.
    pub fn holds_for(&self, car: &Vehicle) -> bool {
        match &self.vin_head {
            Some(head) => car.vin.as_deref().is_some_and(|vin| self.has_vin(head, vin)),
            None => self.has_model(car),
        }
    }

    /// The car was registered, or else bought, on this day.
    pub fn registered_on(car: &Vehicle) -> Option<NaiveDate> {
        car.in_service_on.or(car.purchased_on)
    }

    /// Whether both name the same cars.
    pub fn is_same(&self, other: &Self) -> bool {
        Self { id: other.id, created_at: other.created_at, ..self.clone() } == *other
    }

    /// In few words, as the journal keeps it: `LSVAA418·E2 000001–009999`, `大众 朗逸 2024-01-01–2024-06-30`.
    pub fn words(&self) -> String {
        let until = |from: &Option<String>, to: &Option<String>| match (from, to) {
            (None, None) => String::new(),
            (from, to) => format!(" {}–{}", from.as_deref().unwrap_or_default(), to.as_deref().unwrap_or_default()),
        };
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        match &self.vin_head {
            Some(head) => {
                let tail = self.vin_tail.as_ref().map(|tail| format!("·{tail}")).unwrap_or_default();
                format!("{head}{tail}{}", until(&self.sequence_from, &self.sequence_to))
            }
            None => {
                let model = [self.brand.as_deref(), self.series.as_deref()];
                let model = model.into_iter().flatten().collect::<Vec<_>>().join(" ");
                format!("{model}{}", until(&day(self.registered_from), &day(self.registered_to)))
            }
        }
    }

    // Position 9 is the check digit, which differs from car to car of one range.
    fn has_vin(&self, head: &str, vin: &str) -> bool {
        let serial = vin.get(11..).unwrap_or_default();
        vin.starts_with(head)
            && self.vin_tail.as_deref().is_none_or(|tail| vin.get(9..).is_some_and(|rest| rest.starts_with(tail)))
            && self.sequence_from.as_deref().is_none_or(|from| from <= serial)
            && self.sequence_to.as_deref().is_none_or(|to| serial <= to)
    }

    fn has_model(&self, car: &Vehicle) -> bool {
        let day = Self::registered_on(car);
        self.brand.as_deref() == Some(car.brand.as_str())
            && self.series.as_deref().is_none_or(|series| series == car.series)
            && self.registered_from.is_none_or(|from| day.is_some_and(|day| from <= day))
            && self.registered_to.is_none_or(|to| day.is_some_and(|day| day <= to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::{day, instant, uuid, vehicle};
    use kernel::{GroupId, RecallCriterionId, RecallId};

    fn criterion() -> Criterion {
        Criterion {
            id: RecallCriterionId(uuid(40)),
            group_id: GroupId(uuid(1)),
            recall_id: RecallId(uuid(30)),
            vin_head: None,
            vin_tail: None,
            sequence_from: None,
            sequence_to: None,
            brand: None,
            series: None,
            registered_from: None,
            registered_to: None,
            created_at: instant("2026-03-01"),
        }
    }

    #[test]
    fn a_range_of_vins_passes_over_the_check_digit() {
        let range = Criterion {
            vin_head: Some("LSVAA418".into()),
            vin_tail: Some("E2".into()),
            sequence_from: Some("000001".into()),
            sequence_to: Some("000100".into()),
            ..criterion()
        };
        let holds = |vin: &str| range.holds_for(&Vehicle { vin: Some(vin.into()), ..vehicle() });
        assert!(holds("LSVAA4183E2000001") && holds("LSVAA418XE2000100"));
        assert!(!holds("LSVAA4183E2000101"), "built later");
        assert!(!holds("LSVAA4183F2000001"), "another model year");
        assert!(!holds("LSVAB4183E2000001"), "another model");
        assert!(!range.holds_for(&vehicle()), "nobody knows its VIN");
        assert_eq!(range.words(), "LSVAA418·E2 000001–000100");
    }

    #[test]
    fn a_model_is_narrowed_by_the_days_of_registration() {
        let model = Criterion {
            brand: Some("大众".into()),
            series: Some("朗逸".into()),
            registered_from: Some(day("2024-01-01")),
            registered_to: Some(day("2024-06-30")),
            ..criterion()
        };
        let holds = |purchased: Option<&str>, in_service: Option<&str>| {
            let car = Vehicle { purchased_on: purchased.map(day), in_service_on: in_service.map(day), ..vehicle() };
            model.holds_for(&car)
        };
        assert!(holds(Some("2023-12-28"), Some("2024-01-01")) && holds(Some("2024-06-30"), None));
        assert!(!holds(Some("2024-07-01"), None) && !holds(None, None));
        assert!(!model.holds_for(&Vehicle { series: "帕萨特".into(), ..vehicle() }));
        let all = Criterion { brand: Some("大众".into()), ..criterion() };
        assert!(all.holds_for(&vehicle()), "without days a car of unknown age counts too");
        assert_eq!(model.words(), "大众 朗逸 2024-01-01–2024-06-30");
    }
}
