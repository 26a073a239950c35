//! What somebody who may be the same looks like from outside; of those the caller may not see, no more than that they are there.

use kernel::{CustomerId, Language, PermissionName, Result};
use platform::{
    Db,
    names::{self, Known as Names, StoreRef},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    field::MatchField,
    search::Candidate,
    verdict::{MatchBand, MatchCaution, MatchLevel, MatchReason, Verdict},
};
use crate::{contacts::contact::ContactKind, people::draft::masked};

/// A customer who is there already and might be meant. Of one outside the caller's reach only the store and the band are told.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Match {
    /// Null when the customer is not the caller's to see.
    pub id: Option<CustomerId>,
    pub number: Option<String>,
    pub name: Option<String>,
    /// Masked.
    pub phone: Option<String>,
    pub store: StoreRef,
    pub band: MatchBand,
    /// How likely it is the same, 0 to 100.
    pub percent: Option<f64>,
    /// Weightiest first.
    pub reasons: Vec<ReasonView>,
    pub caution: Option<CautionView>,
}

/// Why two may be the same, or not.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReasonView {
    pub field: MatchField,
    pub level: MatchLevel,
    /// In bits for, below 0 against: 1 doubles the odds.
    pub weight: f64,
    /// In the caller's language.
    pub words: String,
}

/// What keeps two from being taken for one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CautionView {
    pub code: MatchCaution,
    /// In the caller's language.
    pub words: String,
}

/// Candidates as the caller may see them.
pub async fn matches(db: &Db<'_>, candidates: Vec<Candidate>) -> Result<Vec<Match>> {
    let stores = candidates.iter().map(|one| one.known.store_id).collect();
    let names = names::of(db, names::Wanted { stores, ..Default::default() }).await?;
    candidates.into_iter().map(|one| view(db, one, &names)).collect()
}

fn view(db: &Db<'_>, candidate: Candidate, names: &Names) -> Result<Match> {
    let Candidate { known, verdict } = candidate;
    let store = names.store(known.store_id);
    if !db.scope().may_for(PermissionName::SeeCustomers, known.store_id, &known.people) {
        let (id, number, name, phone) = (None, None, None, None);
        let nothing = Match {
            id,
            number,
            name,
            phone,
            store,
            band: verdict.band,
            percent: None,
            reasons: Vec::new(),
            caution: None,
        };
        return Ok(nothing);
    }
    let phone = known.phone_sealed.as_deref();
    let phone = phone.map(|sealed| db.platform().keys().open(sealed, known.id.0.as_bytes())).transpose()?;
    let language = db.scope().language();
    Ok(Match {
        id: Some(known.id),
        number: Some(known.number),
        name: Some(known.particulars.name),
        phone: phone.map(|phone| masked(ContactKind::Phone, &phone)),
        store,
        band: verdict.band,
        percent: Some(percent(verdict.millionths)),
        reasons: reasons(&verdict.reasons, language),
        caution: caution_of(&verdict, language),
    })
}

/// With one decimal, and 100 only for what is certain.
pub fn percent(millionths: i32) -> f64 {
    f64::from(millionths / 1_000) / 10.0
}

pub fn reasons(reasons: &[MatchReason], language: Language) -> Vec<ReasonView> {
    let view = |reason: &MatchReason| ReasonView {
        field: reason.field,
        level: reason.level,
        weight: f64::from(reason.tenths) / 10.0,
        words: reason.words(language),
    };
    reasons.iter().map(view).collect()
}

pub fn caution(caution: Option<MatchCaution>, language: Language) -> Option<CautionView> {
    caution.map(|code| CautionView { code, words: code.words(language).to_owned() })
}

fn caution_of(verdict: &Verdict, language: Language) -> Option<CautionView> {
    caution(verdict.caution, language)
}
