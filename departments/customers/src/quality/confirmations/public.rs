//! What the customer sees behind the link, without signing in, and what they answer.

use axum::{extract::State, http::StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use journal::{About, events::quality::QualityEvent};
use kernel::{Error, Fault, Language, Result};
use messaging::{AddressBook, ChannelKind};
use platform::{
    Platform, SystemActor, Tx,
    http::{Json, Path, ProblemView, Reply},
    names::{self, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use worklist::{Draft, Priority, TaskKind};

use super::{
    ask,
    confirmation::{Answer, Confirmation, ConfirmationRefusal},
    link, store,
};
use crate::{
    contacts::address_book::CustomerAddresses,
    people::{self, customer::Customer},
    quality::calls::script,
    vehicles,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(show_confirmation)).routes(routes!(answer_confirmation))
}

/// What the house has of the customer, masked: whoever holds the link may be somebody else.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfirmationPage {
    pub store: String,
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// Brand, series and a masked plate of each car.
    pub vehicles: Vec<String>,
    pub until: DateTime<Utc>,
    /// What was answered before.
    pub answer: Option<Answer>,
}

/// Request body of `PUT /public/confirmations/{token}/answer`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmationAnswerForm {
    pub answer: Answer,
    /// What has changed, at most 500 characters.
    pub words: Option<String>,
}

const WORDS_CHARS_MAX: usize = 500;
const ANSWER_HOURS: i64 = 24;

/// What a customer is asked to confirm: public, by the secret link they were sent.
#[utoipa::path(get, path = "/api/v1/public/confirmations/{token}", tag = "quality", security(()), params(("token" = String, Path)),
    responses((status = 200, body = ConfirmationPage), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn show_confirmation(
    State(platform): State<Platform>,
    Path(token): Path<String>,
) -> Reply<Json<ConfirmationPage>> {
    let asked = link::behind(&platform, &token).await?;
    let door = platform.system(SystemActor::Jobs, asked.group_id);
    let db = door.read();
    let customer = people::store::find(&db, asked.customer_id).await?;
    customer.must_be_there().map_err(|_| Error::NotFound)?;
    let known = names::of(&db, Wanted { stores: [asked.store_id].into(), ..Wanted::default() }).await?;
    let mut masked = Vec::new();
    for channel in [ChannelKind::Sms, ChannelKind::Email] {
        masked.push(CustomerAddresses.find(&db, customer.id, channel).await?.map(|address| address.masked));
    }
    let email = masked.pop().flatten();
    let cars = vehicles::store::owned_by(&db, customer.id).await?;
    Ok(Json(ConfirmationPage {
        store: known.store(asked.store_id).name,
        name: hidden(&customer.name, 1),
        phone: masked.pop().flatten(),
        email,
        vehicles: cars
            .iter()
            .map(|car| {
                let plate = car.plate.as_deref().map(|plate| hidden(plate, 2)).unwrap_or_default();
                format!("{} {} {plate}", car.brand, car.series).trim_end().to_owned()
            })
            .collect(),
        until: asked.until,
        answer: asked.answer,
    }))
}

/// The customer's answer: all is right, or something has changed and the store gets in touch.
#[utoipa::path(put, path = "/api/v1/public/confirmations/{token}/answer", tag = "quality", security(()), params(("token" = String, Path)),
    request_body = ConfirmationAnswerForm,
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn answer_confirmation(
    State(platform): State<Platform>,
    Path(token): Path<String>,
    Json(form): Json<ConfirmationAnswerForm>,
) -> Reply<StatusCode> {
    let asked = link::behind(&platform, &token).await?;
    let words = form.words.as_deref().map(str::trim).filter(|words| !words.is_empty());
    if words.is_some_and(|words| words.chars().count() > WORDS_CHARS_MAX) {
        let message = format!("at most {WORDS_CHARS_MAX} characters fit here");
        return Err(Error::Invalid(vec![Fault::new("words", "text.too_long", message)]).into());
    }
    let door = platform.system(SystemActor::Jobs, asked.group_id);
    door.write(async |tx| take(tx, asked.clone(), form.answer, words).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn take(tx: &mut Tx, mut asked: Confirmation, answer: Answer, words: Option<&str>) -> Result<()> {
    let customer = people::store::find(&tx.db(), asked.customer_id).await?;
    customer.must_be_there().map_err(|_| Error::NotFound)?;
    asked.take(answer, tx.now())?;
    if !store::save_answer(tx, &asked).await? {
        return Err(ConfirmationRefusal::Answered.into());
    }
    let about = About::customer(customer.store_id, customer.id);
    match answer {
        Answer::Right => {
            let event = QualityEvent::RecordConfirmed { way: "link".into(), corrected: false };
            journal::record(tx, about, event).await?;
        }
        Answer::Changed => {
            journal::record(tx, about, QualityEvent::ChangeReported {}).await?;
            let draft = to_put_right(&customer, words, tx.now());
            worklist::add_once(tx, &format!("{}:answer", ask::key(customer.id, asked.id)), draft).await?;
        }
    }
    Ok(())
}

fn to_put_right(customer: &Customer, words: Option<&str>, now: DateTime<Utc>) -> Draft {
    let language = Language::default();
    Draft {
        store: customer.store_id,
        department: "customers",
        title: script::changed_title(language, &customer.name),
        kind: TaskKind::ConfirmData,
        due_at: now + TimeDelta::hours(ANSWER_HOURS),
        priority: Priority::Normal,
        customer: Some(customer.id),
        vehicle: None,
        assignee: customer.advisor_id.or(customer.consultant_id),
        note: words.map(str::to_owned),
    }
}

/// The first characters, and stars for the rest.
fn hidden(text: &str, shown: usize) -> String {
    let (head, rest): (String, usize) = (text.chars().take(shown).collect(), text.chars().skip(shown).count());
    format!("{head}{}", "*".repeat(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_shows_its_first_character() {
        assert_eq!(hidden("王小明", 1), "王**");
        assert_eq!(hidden("沪A12345", 2), "沪A*****");
        assert_eq!(hidden("", 1), "");
    }
}
