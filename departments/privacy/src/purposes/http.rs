//! Requests in, views out: the purposes.

use kernel::{
    Error, PermissionName,
    permission::{KeepPrivacy, SeeCustomers},
};
use messaging::consents::{self, Asks, Basis, PersonalKind, Purpose};
use platform::{
    Allowed, Platform, Scope,
    http::{Fresh, IfMatch, Json, Path, ProblemView, Reply},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::rules::{PURPOSES_MAX, PurposeForm, PurposeRefusal};

pub(crate) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_purposes)).routes(routes!(shape_purpose))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PurposeView {
    /// Never changed: answers know it by this.
    pub code: String,
    pub name: String,
    pub name_english: String,
    /// The name in the language of the request.
    pub title: String,
    pub basis: Basis,
    pub asks: Asks,
    pub kinds: Vec<PersonalKind>,
    pub is_separate: bool,
    pub by_channel: bool,
    pub months: Option<i32>,
    pub ask_again_days: i32,
    pub is_active: bool,
    /// 0 as long as it is as shipped.
    pub version: i32,
    /// `edit`.
    pub can: Vec<&'static str>,
}

platform::has_version!(PurposeView);

/// What personal data is used for: the shipped purposes as the group shaped them, then its own.
#[utoipa::path(get, path = "/api/v1/consent-purposes", tag = "privacy", responses((status = 200, body = Vec<PurposeView>)))]
async fn list_purposes(allowed: Allowed<SeeCustomers>) -> Reply<Json<Vec<PurposeView>>> {
    let purposes = consents::purposes(&allowed.read()).await?;
    Ok(Json(purposes.into_iter().map(|purpose| view(purpose, allowed.scope())).collect()))
}

/// Shape a purpose, or add one under a new code. Answers that were given stay as they are.
#[utoipa::path(put, path = "/api/v1/consent-purposes/{code}", tag = "privacy", params(("code" = String, Path)), request_body = PurposeForm,
    responses((status = 200, body = PurposeView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn shape_purpose(
    allowed: Allowed<KeepPrivacy>,
    Path(code): Path<String>,
    version: IfMatch,
    Json(form): Json<PurposeForm>,
) -> Reply<Fresh<PurposeView>> {
    let purpose = allowed
        .write(async |tx| {
            let all = consents::purposes(&tx.db()).await?;
            let present = all.iter().find(|one| one.code == code);
            if let Some(present) = present {
                version.check(present.version, || view(present.clone(), tx.scope()))?;
            } else if all.len() >= PURPOSES_MAX {
                return Err(PurposeRefusal::TooMany.into());
            }
            let purpose = form.purpose(&code, present).map_err(Error::Invalid)?;
            consents::save_purpose(tx, purpose).await
        })
        .await?;
    Ok(Fresh(view(purpose, allowed.scope())))
}

fn view(purpose: Purpose, scope: &Scope) -> PurposeView {
    PurposeView {
        title: purpose.title(scope.language()).to_owned(),
        code: purpose.code,
        name: purpose.name,
        name_english: purpose.name_english,
        basis: purpose.basis,
        asks: purpose.asks,
        kinds: purpose.kinds.0,
        is_separate: purpose.is_separate,
        by_channel: purpose.by_channel,
        months: purpose.months,
        ask_again_days: purpose.ask_again_days,
        is_active: purpose.is_active,
        version: purpose.version,
        can: if scope.may(PermissionName::KeepPrivacy) { vec!["edit"] } else { vec![] },
    }
}
