//! What every field of a car must meet, whether it comes with a new car or with a change; all faults are found at once.

use chrono::{Datelike, Days, NaiveDate};
use kernel::{Error, Fault, Result, brand::Brand, name, plate::Plate, text::TextFault, vin::Vin};

use crate::people::draft::checked_text;

/// Kilometres no passenger car reaches: what is above is a typing error.
pub const KM_LIMIT: i32 = 3_000_000;
/// A reminder or warranty further off than this is a typing error too.
const YEARS_AHEAD_MAX: i32 = 30;
const YEAR_MIN: i32 = 1950;

/// Collects what is wrong with the fields of one request.
#[derive(Debug, Default)]
pub struct Checks {
    /// `vehicle.` when the car comes inside another request, else empty.
    path: &'static str,
    faults: Vec<Fault>,
}

impl Checks {
    /// `path` is put before the name of every field.
    pub fn within(path: &'static str) -> Self {
        Self { path, faults: Vec::new() }
    }

    /// All faults at once, when there are any.
    pub fn finish(self) -> Result<()> {
        Error::unless_valid(self.faults)
    }

    pub fn fault(&mut self, field: &str, code: &str, message: impl Into<String>) {
        self.faults.push(Fault::new(format!("{}{field}", self.path), code, message));
    }

    /// A VIN in its normal form. One whose check digit fails is refused unless `confirmed`: European makers have none.
    pub fn vin(&mut self, raw: Option<&str>, confirmed: Confirmed) -> Option<Vin> {
        let raw = raw.map(str::trim).filter(|raw| !raw.is_empty())?;
        match Vin::parse(raw) {
            Ok(vin) if confirmed == Confirmed::Yes || vin.check_digit_holds() => Some(vin),
            Ok(vin) => {
                self.fault(
                    "vin",
                    "vin.check_digit",
                    format!(
                        "character 9 should be {} for this VIN, so a character is likely mistyped; send confirm_vin: true if the \
                         document says so",
                        vin.expected_check()
                    ),
                );
                None
            }
            Err(fault) => {
                let meant = Vin::suggestion(raw).map(|meant| format!(" Did you mean {meant}?")).unwrap_or_default();
                self.fault("vin", fault.code(), format!("{fault}{meant}"));
                None
            }
        }
    }

    /// A plate in its normal form; nothing for texts that say there is none yet.
    pub fn plate(&mut self, raw: Option<&str>) -> Option<Plate> {
        use kernel::plate::PlateFault;
        let raw = raw.map(str::trim).filter(|raw| !raw.is_empty())?;
        match Plate::parse(raw) {
            Ok(plate) => Some(plate),
            Err(PlateFault::Empty | PlateFault::NotPlated) => None,
            Err(fault) => {
                let meant = Plate::suggestion(raw)
                    .map(|meant| format!(" Did you mean {}?", meant.display()))
                    .unwrap_or_default();
                self.fault("plate", fault.code(), format!("{fault}{meant}"));
                None
            }
        }
    }

    /// Brand and series as [`understood`], each of which must be known.
    pub fn model(&mut self, brand: &str, series: &str, vin: Option<&Vin>) -> (String, String) {
        let (brand, series) = understood(brand, series, vin);
        (self.brand(&brand), self.series(&series))
    }

    /// A brand by its one name, or as written when we don't know it.
    pub fn brand(&mut self, raw: &str) -> String {
        let brand = Brand::find(raw).map_or_else(|| name::clean(raw), |known| known.chinese.to_owned());
        self.required("brand", &brand, "a car needs its brand, 大众");
        brand
    }

    pub fn series(&mut self, raw: &str) -> String {
        let series = name::clean(raw);
        self.required("series", &series, "a car needs its series, 朗逸");
        series
    }

    /// A text without blanks around it, nothing when it is empty.
    pub fn text(&mut self, field: &str, raw: Option<&str>) -> Option<String> {
        checked_text(&format!("{}{field}", self.path), raw, &mut self.faults)
    }

    /// A day on which something has happened.
    pub fn past_day(&mut self, field: &str, day: Option<NaiveDate>, today: NaiveDate) {
        let Some(day) = day else { return };
        if day > today {
            self.fault(field, "date.in_future", format!("{day} has not come yet"));
        } else if day.year() < YEAR_MIN {
            self.fault(field, "date.too_early", format!("no car we serve is older than {YEAR_MIN}"));
        }
    }

    /// A day on which something ends or falls due; it may have passed.
    pub fn due_day(&mut self, field: &str, day: Option<NaiveDate>, today: NaiveDate) {
        let Some(day) = day else { return };
        if day.year() < YEAR_MIN || day.year() > today.year() + YEARS_AHEAD_MAX {
            let (first, last) = (YEAR_MIN, today.year() + YEARS_AHEAD_MAX);
            self.fault(field, "date.implausible", format!("{day} is not between the years {first} and {last}"));
        }
    }

    /// Kilometres of an odometer.
    pub fn km(&mut self, field: &str, km: Option<i32>) {
        if km.is_some_and(|km| !(0..KM_LIMIT).contains(&km)) {
            self.fault(field, "mileage.implausible", format!("kilometres are from 0 to {}", KM_LIMIT - 1));
        }
    }

    /// A state of health.
    pub fn per_cent(&mut self, field: &str, share: Option<i32>) {
        if share.is_some_and(|share| !(0..=100).contains(&share)) {
            self.fault(field, "per_cent.out_of_range", "a state is from 0 to 100 per cent");
        }
    }

    /// A model year runs at most a year ahead of the calendar.
    pub fn model_year(&mut self, year: Option<i32>, today: NaiveDate) {
        let latest = today.checked_add_days(Days::new(366)).unwrap_or(today).year();
        if year.is_some_and(|year| !(YEAR_MIN..=latest).contains(&year)) {
            self.fault("model_year", "model_year.implausible", format!("a model year is from {YEAR_MIN} to {latest}"));
        }
    }

    /// A text that must be there.
    fn required(&mut self, field: &str, text: &str, remedy: &str) {
        if text.is_empty() {
            self.fault(field, &format!("{field}.empty"), remedy);
        } else {
            self.text(field, Some(text));
        }
    }
}

/// Brand and series: `大众 朗逸` written into one field taken apart, an empty brand read from the VIN; either may stay empty.
pub fn understood(brand: &str, series: &str, vin: Option<&Vin>) -> (String, String) {
    let mut brand = name::clean(brand);
    let mut series = name::clean(series);
    if brand.is_empty()
        && let Some(maker) = vin.and_then(Vin::maker)
    {
        maker.brand().clone_into(&mut brand);
    }
    if series.is_empty()
        && Brand::find(&brand).is_none()
        && let Some((known, rest)) = Brand::at_start_of(&brand)
    {
        known.chinese.clone_into(&mut brand);
        series = rest;
    }
    (brand, series)
}

/// Whether somebody looked at the document and says that the VIN is right as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    Yes,
    No,
}

impl From<bool> for Confirmed {
    fn from(confirmed: bool) -> Self {
        if confirmed { Self::Yes } else { Self::No }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(checks: Checks) -> Vec<String> {
        match checks.finish() {
            Err(Error::Invalid(faults)) => faults.into_iter().map(|fault| fault.code).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_vin_with_a_wrong_check_digit_is_kept_only_when_confirmed() {
        let mut checks = Checks::default();
        assert_eq!(checks.vin(Some("W0LPC6DB3CC123456"), Confirmed::No), None);
        assert_eq!(codes(checks), ["vin.check_digit"]);
        let mut checks = Checks::default();
        assert!(checks.vin(Some("W0LPC6DB3CC123456"), Confirmed::Yes).is_some());
        assert!(codes(checks).is_empty());
    }

    #[test]
    fn a_brand_is_brought_to_its_one_name() {
        let mut checks = Checks::default();
        assert_eq!(checks.model("VW", "朗逸", None), ("大众".into(), "朗逸".into()));
        assert_eq!(checks.model("比亚迪 汉EV", "", None), ("比亚迪".into(), "汉EV".into()));
        assert_eq!(checks.model("红岩金刚", "重卡", None), ("红岩金刚".into(), "重卡".into()));
        assert!(codes(checks).is_empty());
    }

    #[test]
    fn a_brand_left_out_is_read_from_the_vin() {
        let vin = Vin::parse("LSVAA4183E2000001").ok();
        let mut checks = Checks::default();
        assert_eq!(checks.model("", "帕萨特", vin.as_ref()).0, "大众");
        assert_eq!(checks.model("", "帕萨特", None).0, "");
        assert_eq!(codes(checks), ["brand.empty"]);
    }

    #[test]
    fn a_car_not_plated_yet_has_no_plate_and_no_fault() {
        let mut checks = Checks::default();
        assert_eq!(checks.plate(Some("未上牌")), None);
        assert!(codes(checks).is_empty());
    }
}
