//! A new enquiry as it comes in, read and put in order: pages, the API and the demo world all pass through here.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use customers::{
    contacts::contact::ContactKind,
    people::{
        customer::Gender,
        draft::{CustomerDraft, NewCustomer, checked_text, contact_value},
    },
};
use kernel::{CustomerId, Error, Fault, Result, StaffId, StoreId, brand::Brand, phone::Phone};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::words::{Horizon, LeadChannel};

/// Request body of `POST /leads`: who asks, by which way, and for what. Say who by `customer_id`, or by a phone or WeChat account;
/// a name is needed when nobody is known by it yet.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLead {
    /// The caller's own store when not given.
    pub store_id: Option<StoreId>,
    pub customer_id: Option<CustomerId>,
    pub name: Option<String>,
    pub gender: Option<Gender>,
    pub phone: Option<String>,
    pub wechat: Option<String>,
    pub channel: LeadChannel,
    /// More about the channel: the campaign, the article, who sent them.
    pub source: Option<String>,
    /// The enquiry's id where it comes from: one that came before is not taken again.
    pub external_id: Option<String>,
    pub brand: Option<String>,
    pub series: Option<String>,
    pub model: Option<String>,
    /// In fen.
    #[schema(minimum = 0)]
    pub budget_min: Option<i64>,
    /// In fen.
    #[schema(minimum = 0)]
    pub budget_max: Option<i64>,
    pub horizon: Option<Horizon>,
    /// The wish in the customer's words; at most 2,000 characters.
    pub comment: Option<String>,
    /// Who shall work on it. When not given, whoever looks after the customer in this store, else nobody: it lies in the pool.
    pub consultant_id: Option<StaffId>,
    /// When the customer asked; now, when not given.
    pub enquired_at: Option<DateTime<Utc>>,
}

/// An enquiry whose every field is in order.
#[derive(Clone, Debug)]
pub struct Enquiry {
    pub store: StoreId,
    pub asker: Asker,
    pub channel: LeadChannel,
    pub source: Option<String>,
    pub external_id: Option<String>,
    pub brand: Option<String>,
    pub series: Option<String>,
    pub model: Option<String>,
    pub budget_min: Option<i64>,
    pub budget_max: Option<i64>,
    pub horizon: Option<Horizon>,
    pub comment: Option<String>,
    pub consultant: Option<StaffId>,
    pub enquired_at: DateTime<Utc>,
}

/// Who asks.
#[derive(Clone, Debug)]
pub enum Asker {
    Known(CustomerId),
    /// By these ways to reach them; `new` is what a record of them would say, a fault of it counts only when one is to be made.
    Reached {
        ways: Vec<(ContactKind, String)>,
        name: Option<String>,
        new: Box<NewCustomer>,
    },
}

const COMMENT_CHARACTERS_MAX: usize = 2_000;
const EXTERNAL_CHARACTERS_MAX: usize = 100;
/// A hundred million.
const BUDGET_MAX: i64 = 10_000_000_000;
const AHEAD_MAX: TimeDelta = TimeDelta::minutes(5);
const BACK_MAX: TimeDelta = TimeDelta::days(366);

impl NewLead {
    /// Puts every field in order, or says what is wrong with each at once.
    pub fn enquiry(self, store: Option<StoreId>, now: DateTime<Utc>) -> Result<Enquiry> {
        let mut faults = Vec::new();
        if store.is_none() {
            faults.push(Fault::new("store_id", "store.missing", "say in which store the customer asks"));
        }
        let asker = self.asker(store, &mut faults);
        let mut text = |field: &str, value: &Option<String>| checked_text(field, value.as_deref(), &mut faults);
        let (source, series, model) =
            (text("source", &self.source), text("series", &self.series), text("model", &self.model));
        let brand = checked_brand(self.brand.as_deref(), &mut faults);
        let comment = checked_comment(self.comment.as_deref(), &mut faults);
        let external_id = checked_text("external_id", self.external_id.as_deref(), &mut faults);
        if external_id.as_ref().is_some_and(|id| id.chars().count() > EXTERNAL_CHARACTERS_MAX) {
            let message = format!("at most {EXTERNAL_CHARACTERS_MAX} characters");
            faults.push(Fault::new("external_id", "text.too_long", message));
        }
        checked_budget(self.budget_min, self.budget_max, &mut faults);
        let enquired_at = self.enquired_at.unwrap_or(now);
        if enquired_at > now + AHEAD_MAX || enquired_at < now - BACK_MAX {
            let message = "a customer asked in the past year, not ahead of time";
            faults.push(Fault::new("enquired_at", "enquired_at.out_of_range", message));
        }
        Error::unless_valid(faults)?;
        let (Some(store), Some(asker)) = (store, asker) else { return Err(Error::NotFound) };
        Ok(Enquiry {
            store,
            asker,
            channel: self.channel,
            source,
            external_id,
            brand,
            series,
            model,
            budget_min: self.budget_min,
            budget_max: self.budget_max,
            horizon: self.horizon,
            comment,
            consultant: self.consultant_id,
            enquired_at,
        })
    }

    fn asker(&self, store: Option<StoreId>, faults: &mut Vec<Fault>) -> Option<Asker> {
        if let Some(customer) = self.customer_id {
            return Some(Asker::Known(customer));
        }
        let mut ways = Vec::new();
        for (field, kind, raw) in
            [("phone", ContactKind::Phone, &self.phone), ("wechat", ContactKind::Wechat, &self.wechat)]
        {
            let Some(raw) = raw.as_deref().filter(|raw| !raw.trim().is_empty()) else { continue };
            match contact_value(kind, raw, field) {
                Ok(value) => ways.push((kind, value)),
                Err(fault) => faults.push(fault),
            }
        }
        if ways.is_empty() && faults.iter().all(|fault| !matches!(fault.field.as_str(), "phone" | "wechat")) {
            let message = "nobody can answer without a phone number or a WeChat account";
            faults.push(Fault::new("phone", "lead.contact_missing", message));
        }
        let name = checked_text("name", self.name.as_deref(), faults);
        let new = NewCustomer {
            store_id: store,
            name: name.clone().unwrap_or_default(),
            gender: self.gender,
            phones: self.phone.iter().cloned().collect(),
            wechat: self.wechat.clone(),
            source: Some(self.channel.source().to_owned()),
            ..NewCustomer::default()
        };
        Some(Asker::Reached { ways, name, new: Box::new(new) })
    }
}

impl Asker {
    /// As they call themselves, where the enquiry says.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Reached { name, .. } => name.as_deref(),
            Self::Known(_) => None,
        }
    }

    /// The ways that tell who somebody is: relay numbers change hands within days.
    pub fn telling(&self) -> Vec<(ContactKind, String)> {
        let Self::Reached { ways, .. } = self else { return Vec::new() };
        let tells = |way: &&(ContactKind, String)| {
            way.0 != ContactKind::Phone || Phone::parse(&way.1).is_ok_and(|phone| phone.extension().is_none())
        };
        ways.iter().filter(tells).cloned().collect()
    }
}

/// The record of somebody nobody knows yet.
pub fn new_customer(new: &NewCustomer, today: NaiveDate) -> Result<CustomerDraft> {
    new.draft(new.store_id, today).map_err(|error| match error {
        Error::Invalid(faults) => Error::Invalid(faults.into_iter().map(under_own_name).collect()),
        other => other,
    })
}

/// A brand by its one name, where the house knows it.
pub fn checked_brand(raw: Option<&str>, faults: &mut Vec<Fault>) -> Option<String> {
    let text = checked_text("brand", raw, faults)?;
    Some(Brand::find(&text).map_or(text, |brand| brand.chinese.to_owned()))
}

/// What the customer said, without blanks around it.
pub fn checked_comment(raw: Option<&str>, faults: &mut Vec<Fault>) -> Option<String> {
    let text = raw?.trim();
    if text.chars().count() > COMMENT_CHARACTERS_MAX {
        let message = format!("at most {COMMENT_CHARACTERS_MAX} characters");
        faults.push(Fault::new("comment", "text.too_long", message));
    }
    (!text.is_empty()).then(|| text.to_owned())
}

/// A budget is not below nothing, and its end not below its beginning.
pub fn checked_budget(min: Option<i64>, max: Option<i64>, faults: &mut Vec<Fault>) {
    for (field, amount) in [("budget_min", min), ("budget_max", max)] {
        if amount.is_some_and(|fen| !(0..=BUDGET_MAX).contains(&fen)) {
            let message = "a budget is given in fen, from 0 to a hundred million yuan";
            faults.push(Fault::new(field, "budget.out_of_range", message));
        }
    }
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        faults.push(Fault::new("budget_max", "budget.reversed", "the budget ends below where it begins"));
    }
}

fn under_own_name(fault: Fault) -> Fault {
    let field = if fault.field.starts_with("phones") { "phone".to_owned() } else { fault.field };
    Fault { field, ..fault }
}
