//! What makes a store well-formed, and how it changes.

use chrono::{DateTime, Utc};
use journal::events::access::AccessEvent;
use kernel::{Error, Fault, Refusal, Result, time::Calendar};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Brands, Store};
use crate::{
    changes::Changes,
    text::{clearable, optional, required},
};

/// A store to be added.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStore {
    /// 2 to 12 capital letters, digits and dashes, unique in the group and fixed: it is part of human numbers.
    pub code: String,
    pub name: String,
    pub short_name: Option<String>,
    pub city: Option<String>,
    pub address: Option<String>,
    pub phone: Option<String>,
    /// IANA name; `Asia/Shanghai` when not given.
    pub time_zone: Option<String>,
    #[serde(default)]
    pub brands: Vec<String>,
}

/// Fields to change; absent ones stay, null clears.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StoreChange {
    pub name: Option<String>,
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<String>)]
    pub short_name: Option<Option<String>>,
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<String>)]
    pub city: Option<Option<String>>,
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<String>)]
    pub address: Option<Option<String>>,
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<String>)]
    pub phone: Option<Option<String>>,
    pub time_zone: Option<String>,
    pub brands: Option<Vec<String>>,
    pub is_open: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreRefusal {
    CodeTaken,
}

impl Refusal for StoreRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::CodeTaken => "store.code_taken",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::CodeTaken => "Another store of the group has this code; take another.".to_owned(),
        }
    }
}

const NAME_CHARS_MAX: usize = 60;
const ADDRESS_CHARS_MAX: usize = 200;
const PHONE_CHARS_MAX: usize = 40;
const BRANDS_MAX: usize = 60;
const TIME_ZONE: &str = "Asia/Shanghai";

impl NewStore {
    /// The same, trimmed and measured, or all that is wrong with it.
    pub(crate) fn checked(&self) -> Result<Self> {
        let mut faults = Vec::new();
        let code = self.code.trim().to_uppercase();
        let is_plain = code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
        if !(2..=12).contains(&code.len()) || !is_plain {
            faults.push(Fault::new("code", "store.bad_code", "a code is 2 to 12 letters A-Z, digits and dashes"));
        }
        let checked = Self {
            code,
            name: required("name", &self.name, NAME_CHARS_MAX, &mut faults),
            short_name: optional("short_name", self.short_name.as_deref(), NAME_CHARS_MAX, &mut faults),
            city: optional("city", self.city.as_deref(), NAME_CHARS_MAX, &mut faults),
            address: optional("address", self.address.as_deref(), ADDRESS_CHARS_MAX, &mut faults),
            phone: optional("phone", self.phone.as_deref(), PHONE_CHARS_MAX, &mut faults),
            time_zone: Some(time_zone(self.time_zone.as_deref(), &mut faults)),
            brands: brands(&self.brands, &mut faults),
        };
        Error::unless_valid(faults)?;
        Ok(checked)
    }

    /// The fields of a store with a change laid over them.
    fn changed(store: &Store, change: &StoreChange) -> Self {
        let or = |new: &Option<Option<String>>, old: &Option<String>| new.clone().unwrap_or_else(|| old.clone());
        Self {
            code: store.code.clone(),
            name: change.name.clone().unwrap_or_else(|| store.name.clone()),
            short_name: or(&change.short_name, &store.short_name),
            city: or(&change.city, &store.city),
            address: or(&change.address, &store.address),
            phone: or(&change.phone, &store.phone),
            time_zone: Some(change.time_zone.clone().unwrap_or_else(|| store.time_zone.clone())),
            brands: change.brands.clone().unwrap_or_else(|| store.brands.0.clone()),
        }
    }
}

impl Store {
    /// Changes fields; answers what changed, or nothing when all stays as it was.
    pub(crate) fn change(&mut self, change: &StoreChange, now: DateTime<Utc>) -> Result<Option<AccessEvent>> {
        let new = NewStore::changed(self, change).checked()?;
        let mut changes = Changes::default();
        changes.text("name", &mut self.name, new.name);
        changes.optional("short_name", &mut self.short_name, new.short_name);
        changes.optional("city", &mut self.city, new.city);
        changes.optional("address", &mut self.address, new.address);
        changes.optional("phone", &mut self.phone, new.phone);
        changes.text("time_zone", &mut self.time_zone, new.time_zone.unwrap_or_default());
        changes.set("brands", &mut self.brands, Brands(new.brands), |brands| Some(brands.0.join(", ")));
        let is_open = change.is_open.unwrap_or(self.is_open);
        changes.flag("is_open", &mut self.is_open, is_open);
        let fields = changes.into_fields();
        if fields.is_empty() {
            return Ok(None);
        }
        self.changed_at = now;
        Ok(Some(AccessEvent::StoreChanged { code: self.code.clone(), fields }))
    }
}

fn time_zone(raw: Option<&str>, faults: &mut Vec<Fault>) -> String {
    let zone = raw.map(str::trim).filter(|zone| !zone.is_empty()).unwrap_or(TIME_ZONE);
    if Calendar::in_zone(zone).is_none() {
        faults.push(Fault::new("time_zone", "store.no_such_zone", "give an IANA time zone such as Asia/Shanghai"));
    }
    zone.to_owned()
}

fn brands(raw: &[String], faults: &mut Vec<Fault>) -> Vec<String> {
    if raw.len() > BRANDS_MAX {
        faults.push(Fault::new("brands", "store.too_many_brands", format!("at most {BRANDS_MAX} brands fit here")));
    }
    let mut brands: Vec<String> = Vec::new();
    for brand in raw.iter().take(BRANDS_MAX) {
        let brand = required("brands", brand, NAME_CHARS_MAX, faults);
        if !brands.contains(&brand) {
            brands.push(brand);
        }
    }
    brands
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new() -> NewStore {
        NewStore {
            code: " sh01 ".into(),
            name: "澄岚汽车上海浦东店".into(),
            short_name: Some("  ".into()),
            city: None,
            address: None,
            phone: None,
            time_zone: None,
            brands: vec!["大众".into(), "大众".into(), "奥迪".into()],
        }
    }

    #[test]
    fn a_new_store_is_trimmed_and_gets_its_defaults() {
        let checked = new().checked().expect("a good store");
        assert_eq!(checked.code, "SH01");
        assert_eq!(checked.short_name, None);
        assert_eq!(checked.time_zone.as_deref(), Some("Asia/Shanghai"));
        assert_eq!(checked.brands, ["大众", "奥迪"]);
    }

    #[test]
    fn all_faults_of_a_store_are_named_at_once() {
        let bad = NewStore { code: "店1".into(), name: " ".into(), time_zone: Some("Moon/Base".into()), ..new() };
        let Err(Error::Invalid(faults)) = bad.checked() else { panic!("it is refused") };
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code.as_str()).collect();
        assert_eq!(codes, ["store.bad_code", "required", "store.no_such_zone"]);
    }
}
