//! Signed out there, signed out here: providers tell us in the back channel whose sessions they ended (OpenID Connect Back-Channel
//! Logout 1.0).

use axum::{
    Form,
    extract::{State, rejection::FormRejection},
    response::{AppendHeaders, IntoResponse, Response},
};
use http::{StatusCode, header};
use kernel::{Result, SessionId, StaffId};
use platform::{
    Db, Platform, SystemActor, Tx, crypto,
    http::{ProblemView, Reply, problem},
};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Provider,
    logout_token::{self, Leaving},
    provider,
    rules::IdentityRefusal,
    store,
    token::TokenFault,
};
use crate::{
    memory::{Memory, changing},
    sessions, staff,
};

/// What a provider sends.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LogoutNotice {
    pub logout_token: String,
}

/// Below our own address; register it at the provider.
pub(super) const BACK_CHANNEL: &str = "/api/v1/sign-in/backchannel-logout";
const TOKEN_BYTES_MAX: usize = 16 * 1024;

platform::record! {
    struct Begun { session: SessionId, staff: StaffId }
}

pub(super) fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(sign_out_by_provider))
}

/// Where identity providers say that somebody signed out there: the sessions begun with that account end here too.
#[utoipa::path(post, path = "/api/v1/sign-in/backchannel-logout", tag = "access", security(()),
    request_body(content = LogoutNotice, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "what was begun there has ended here"),
        (status = 400, description = "identity.token_invalid, identity.keys_unavailable: nothing has ended",
            body = ProblemView, content_type = "application/problem+json")))]
async fn sign_out_by_provider(
    State(platform): State<Platform>,
    form: Result<Form<LogoutNotice>, FormRejection>,
) -> Reply<Response> {
    let no_store = AppendHeaders([(header::CACHE_CONTROL, "no-store")]);
    let Ok(Form(notice)) = form else {
        return Ok((no_store, refused(&Unheeded::Token(TokenFault::Malformed))).into_response());
    };
    match take(&platform, &notice.logout_token).await? {
        Ok(()) => Ok((no_store, StatusCode::OK).into_response()),
        Err(why) => Ok((no_store, refused(&why)).into_response()),
    }
}

/// Why a notice ended nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unheeded {
    Token(TokenFault),
    /// The provider's own document or keys, without which no token can be judged, could not be had.
    Keys(IdentityRefusal),
}

impl From<TokenFault> for Unheeded {
    fn from(fault: TokenFault) -> Self {
        Self::Token(fault)
    }
}

impl From<IdentityRefusal> for Unheeded {
    fn from(refusal: IdentityRefusal) -> Self {
        Self::Keys(refusal)
    }
}

/// As the specification wants it (§2.8): 400, whatever was wrong.
fn refused(why: &Unheeded) -> Response {
    tracing::warn!(?why, "a logout notice ended nothing");
    let (code, detail) = match why {
        Unheeded::Token(_) => {
            ("identity.token_invalid", "This is no logout token that holds here; the log says why. Nothing has ended.")
        }
        Unheeded::Keys(_) => (
            "identity.keys_unavailable",
            "The token could not be checked: your discovery document or your keys could not be read; the log says why. \
             Nothing has ended; send it again when they can be read.",
        ),
    };
    problem::with_status(StatusCode::BAD_REQUEST, code, detail)
}

async fn take(platform: &Platform, token: &str) -> Result<Result<(), Unheeded>> {
    if token.len() > TOKEN_BYTES_MAX {
        return Ok(Err(TokenFault::Malformed.into()));
    }
    let sender = match logout_token::sender(token) {
        Ok(sender) => sender,
        Err(fault) => return Ok(Err(fault.into())),
    };
    // Nobody is asked for keys whom no group has set.
    let known: Vec<Provider> = named(&platform.house(SystemActor::SignIn).read(), &sender).await?;
    let Some(first) = known.first() else { return Ok(Err(TokenFault::Issuer.into())) };
    let leaving = match leaving(platform, token, first).await {
        Ok(leaving) => leaving,
        Err(why) => return Ok(Err(why)),
    };
    let mut was_new = false;
    for provider in &known {
        let door = platform.system(SystemActor::SignIn, provider.group_id);
        was_new |= changing(&door, async |tx| end(tx, provider, &leaving).await).await?;
    }
    Ok(if was_new { Ok(()) } else { Err(TokenFault::Number.into()) })
}

/// The providers that groups have switched on with this issuer and one of these clients; several groups may share a client.
async fn named(db: &Db<'_>, sender: &logout_token::Sender) -> Result<Vec<Provider>> {
    let select = db
        .select::<provider::Entity>()
        .filter(provider::Column::Issuer.eq(sender.issuer.as_str()))
        .filter(provider::Column::IsOn.eq(true));
    let of_issuer = db.all(select).await?;
    let client = of_issuer.iter().map(|one| &one.client_id).find(|client| sender.clients.contains(client)).cloned();
    Ok(of_issuer.into_iter().filter(|one| Some(&one.client_id) == client.as_ref()).collect())
}

/// Believes the token, with the keys read anew when its own is not among them.
async fn leaving(platform: &Platform, token: &str, provider: &Provider) -> Result<Leaving, Unheeded> {
    let known = &Memory::of(platform).providers;
    let metadata = known.document(platform, &provider.issuer).await?;
    let verified =
        |keys: &_| logout_token::verified(token, keys, &provider.issuer, &provider.client_id, platform.clock().now());
    let checked = verified(&*known.keys(platform, &metadata).await?);
    Ok(match checked {
        Err(TokenFault::UnknownKey | TokenFault::Signature) => verified(&*known.keys_anew(platform, &metadata).await?)?,
        checked => checked?,
    })
}

/// Ends what was begun there; answers whether the token was new.
async fn end(tx: &mut Tx, provider: &Provider, leaving: &Leaving) -> Result<bool> {
    let now = tx.now();
    tx.execute_text("delete from logout_tokens where expires_at < $1", vec![now.into()]).await?;
    let noted = tx
        .execute_text(
            "insert into logout_tokens (provider_id, digest, expires_at) values ($1, $2, $3) on conflict do nothing",
            vec![provider.id.into(), crypto::digest(&leaving.number).into(), leaving.counts_until.into()],
        )
        .await?;
    if noted == 0 {
        return Ok(false);
    }
    store::forget_steps(tx, provider, leaving.sid.as_deref(), leaving.subject.as_deref()).await?;
    for (person, begun) in begun(&tx.db(), provider, leaving).await? {
        let staff = staff::store::find(&tx.db(), person).await?;
        sessions::store::revoke_these(tx, &staff, begun).await?;
    }
    Ok(true)
}

/// The open sessions meant, by person. One whose name there nobody told us is meant by its account.
async fn begun(db: &Db<'_>, provider: &Provider, leaving: &Leaving) -> Result<Vec<(StaffId, Vec<SessionId>)>> {
    let lines: Vec<Begun> = db
        .fetch_text(
            "select s.id, s.staff_id from session_identities k join sessions s on s.id = k.session_id
             left join identities i on i.provider_id = k.provider_id and i.staff_id = s.staff_id
             where k.provider_id = $1 and s.revoked_at is null and s.expires_at > $2
               and ((k.sid = $3 and ($4 is null or i.subject = $4)) or (($3 is null or k.sid is null) and i.subject = $4))
             order by s.staff_id, s.id",
            vec![
                provider.id.into(),
                db.platform().clock().now().into(),
                leaving.sid.clone().into(),
                leaving.subject.clone().into(),
            ],
        )
        .await?;
    let mut people: Vec<(StaffId, Vec<SessionId>)> = Vec::new();
    for Begun { session, staff } in lines {
        match people.last_mut() {
            Some((person, sessions)) if *person == staff => sessions.push(session),
            _ => people.push((staff, vec![session])),
        }
    }
    Ok(people)
}
