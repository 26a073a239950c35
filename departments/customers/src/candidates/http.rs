//! Requests in, views out: who might be the same as somebody being typed or changed.

use chrono::NaiveDate;
use kernel::{
    CustomerId, Result,
    email::Email,
    name,
    permission::{AddCustomers, EditCustomers},
    phone::Phone,
    plate::Plate,
    resident_id::ResidentId,
};
use platform::{
    Allowed, Db, Platform,
    http::{Json, Path, ProblemView, Query, Reply},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    particulars::Particulars,
    reading, search,
    view::{Match, matches},
};
use crate::{
    contacts::contact::ContactKind,
    people::{self, customer::Gender},
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(find_matches)).routes(routes!(find_matches_of_customer))
}

/// What is known of somebody so far; parts that can't be read yet are left out.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct MatchQuery {
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub wechat: Option<String>,
    /// `1985-03-07`.
    pub birthday: Option<String>,
    /// `female` or `male`.
    pub gender: Option<String>,
    /// One line, province or city first.
    pub address: Option<String>,
    pub id_number: Option<String>,
    pub plate: Option<String>,
    pub vin: Option<String>,
}

const MATCHES_MAX: usize = 20;
/// A name alone says something only when it is whole.
const NAME_CHARACTERS_MIN: usize = 2;
/// Longer texts are no names and no addresses.
const TEXT_CHARACTERS_MAX: usize = 200;
const VIN_CHARACTERS_MIN: usize = 6;

/// Who might be the same person or company, while somebody is typing a new one. Customers of stores the caller does not see are told of
/// without saying who they are.
#[utoipa::path(get, path = "/api/v1/customers/matches", tag = "customers", params(MatchQuery),
    responses((status = 200, body = Vec<Match>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_matches(allowed: Allowed<AddCustomers>, Query(query): Query<MatchQuery>) -> Reply<Json<Vec<Match>>> {
    Ok(Json(answer(&allowed.read(), &query.overlaid(Particulars::default()), None).await?))
}

/// Who else might be the same as a customer, with what is being changed in place of what is there.
#[utoipa::path(get, path = "/api/v1/customers/{id}/matches", tag = "customers", params(("id" = CustomerId, Path), MatchQuery),
    responses((status = 200, body = Vec<Match>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn find_matches_of_customer(
    allowed: Allowed<EditCustomers>,
    Path(id): Path<CustomerId>,
    Query(query): Query<MatchQuery>,
) -> Reply<Json<Vec<Match>>> {
    let db = allowed.read();
    people::store::find(&db, id).await?;
    let known = reading::these(&db, &[id]).await?.pop();
    let particulars = known.map(|known| known.particulars).unwrap_or_default();
    Ok(Json(answer(&db, &query.overlaid(particulars), Some(id)).await?))
}

async fn answer(db: &Db<'_>, wanted: &Particulars, except: Option<CustomerId>) -> Result<Vec<Match>> {
    matches(db, search::find(db, wanted, except, MATCHES_MAX).await?).await
}

impl MatchQuery {
    /// What is given in place of what is known; a contact that is given stands beside those that are there.
    fn overlaid(&self, known: Particulars) -> Particulars {
        let mut wanted = known;
        let name = text(&self.name).map(|raw| name::clean(&raw));
        if let Some(name) = name.filter(|name| name.chars().count() >= NAME_CHARACTERS_MIN) {
            wanted.name = name;
        }
        let mut add =
            |kind: ContactKind, value: Option<String>| wanted.contacts.extend(value.map(|value| (kind, value)));
        add(
            ContactKind::Phone,
            self.phone.as_deref().and_then(|raw| Phone::parse(raw).ok()).map(|phone| phone.to_string()),
        );
        add(
            ContactKind::Email,
            self.email.as_deref().and_then(|raw| Email::parse(raw).ok()).map(|email| email.to_string()),
        );
        add(ContactKind::Wechat, text(&self.wechat).map(|raw| name::clean(&raw)).filter(|account| !account.is_empty()));
        wanted.birthday = self.birthday.as_deref().and_then(|day| day.parse::<NaiveDate>().ok()).or(wanted.birthday);
        wanted.gender = self.gender.as_deref().and_then(Gender::find).or(wanted.gender);
        wanted.addresses.extend(text(&self.address));
        let number = self.id_number.as_deref().and_then(|raw| ResidentId::parse(raw).ok());
        wanted.id_number = number.map(|number| number.reveal().to_owned()).or(wanted.id_number);
        wanted
            .plates
            .extend(self.plate.as_deref().and_then(|raw| Plate::parse(raw).ok()).map(|plate| plate.to_string()));
        let vin = text(&self.vin).map(|raw| raw.trim().to_uppercase());
        wanted.vins.extend(
            vin.filter(|vin| vin.len() >= VIN_CHARACTERS_MIN && vin.bytes().all(|byte| byte.is_ascii_alphanumeric())),
        );
        wanted
    }
}

fn text(raw: &Option<String>) -> Option<String> {
    let text: String = raw.as_deref()?.trim().chars().take(TEXT_CHARACTERS_MAX).collect();
    (!text.is_empty()).then_some(text)
}
