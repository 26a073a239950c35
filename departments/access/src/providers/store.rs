//! Finding, saving and removing providers, visits, and the accounts people have there.

use journal::{About, events::sign_in::SignInEvent};
use kernel::{Error, IdentityId, IdentityProviderId, IdentityVisitId, Result, SessionId, StaffId};
use platform::{Db, Platform, SystemActor, Tx};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use super::{
    Identity, Provider, Visit,
    exchange::Account,
    identity, provider,
    rules::{Form, IdentityRefusal},
    visit,
};
use crate::{
    changes::Changes,
    settings,
    staff::{self, Staff, member},
    taken::refused_when_taken,
};

/// A group has one or two of them.
const PROVIDERS_MAX: u64 = 50;
const LOGIN_CHARS_MAX: usize = 48;

platform::record! {
    struct Taken { _login: String }
}

platform::record! {
    struct Kept { id: IdentityId, provider_id: IdentityProviderId, id_token: Vec<u8> }
}

/// The provider, or [`Error::NotFound`].
pub(crate) async fn find(db: &Db<'_>, id: IdentityProviderId) -> Result<Provider> {
    db.one(db.select::<provider::Entity>().filter(provider::Column::Id.eq(id))).await
}

/// All of the group, by name.
pub(crate) async fn list(db: &Db<'_>) -> Result<Vec<Provider>> {
    let select = db.select::<provider::Entity>().order_by_asc(provider::Column::Name);
    db.all(select.limit(PROVIDERS_MAX)).await
}

/// Those the sign-in page shows.
pub(crate) async fn offered(db: &Db<'_>) -> Result<Vec<Provider>> {
    let select = db.select::<provider::Entity>().filter(provider::Column::IsOn.eq(true));
    db.all(select.order_by_asc(provider::Column::Name).limit(PROVIDERS_MAX)).await
}

/// Refuses unless the group has a provider that is on, other than this one: where people come in by providers alone, there must be one.
pub(crate) async fn must_offer_one(tx: &Tx, but: Option<IdentityProviderId>) -> Result<()> {
    let others = offered(&tx.db()).await?.into_iter().any(|provider| Some(provider.id) != but);
    if others { Ok(()) } else { Err(IdentityRefusal::NoneOn.into()) }
}

/// The same for one about to be switched off or removed, where it matters.
async fn must_leave_one(tx: &Tx, provider: IdentityProviderId) -> Result<()> {
    let (policy, _) = settings::store::find(&tx.db()).await?;
    if policy.providers_only { must_offer_one(tx, Some(provider)).await } else { Ok(()) }
}

pub(crate) async fn add(tx: &mut Tx, form: Form, secret: Option<&str>) -> Result<Provider> {
    let (now, id) = (tx.now(), IdentityProviderId::new(tx.now()));
    let provider = Provider {
        id,
        group_id: tx.scope().group(),
        name: form.name,
        issuer: form.issuer,
        client_id: form.client_id,
        client_secret: sealed(tx, id, secret)?,
        matching: form.matching,
        login_claim: form.login_claim,
        is_on: form.is_on,
        factor: form.factor,
        factor_levels: form.factor_levels,
        joining_role_id: form.joining_role_id,
        joining_store_id: form.joining_store_id,
        created_at: now,
        changed_at: now,
        version: 1,
    };
    let added = tx.insert::<provider::Entity>(provider.clone()).await;
    added.map_err(refused_when_taken(IdentityRefusal::NameTaken))?;
    let event = SignInEvent::ProviderAdded { provider: id, title: provider.name.clone() };
    journal::record(tx, About::default(), event).await?;
    Ok(provider)
}

/// Saves a changed provider; `secret` is a new one, or none from now on.
pub(crate) async fn save(
    tx: &mut Tx,
    mut provider: Provider,
    mut changes: Changes,
    secret: Option<Option<String>>,
) -> Result<Provider> {
    if let Some(secret) = secret {
        provider.client_secret = sealed(tx, provider.id, secret.as_deref())?;
        changes.secretly("client_secret");
    }
    if changes.has("is_on") && !provider.is_on {
        must_leave_one(tx, provider.id).await?;
    }
    // An account of another issuer is another account, whatever it is called there.
    if changes.has("issuer") {
        tx.delete::<identity::Entity>(identity::Column::ProviderId.eq(provider.id)).await?;
    }
    let fields: Vec<String> = changes.into_fields().into_iter().map(|change| change.field).collect();
    if fields.is_empty() {
        return Ok(provider);
    }
    provider.changed_at = tx.now();
    let saved = tx.replace::<provider::Entity>(provider).await;
    let provider = saved.map_err(refused_when_taken(IdentityRefusal::NameTaken))?;
    let title = provider.name.clone();
    let event = SignInEvent::ProviderChanged { provider: provider.id, title, fields };
    journal::record(tx, About::default(), event).await?;
    Ok(provider)
}

/// Removes a provider with all links to it.
pub(crate) async fn remove(tx: &mut Tx, provider: Provider) -> Result<()> {
    if provider.is_on {
        must_leave_one(tx, provider.id).await?;
    }
    tx.execute_text("delete from logout_tokens where provider_id = $1", vec![provider.id.into()]).await?;
    tx.execute_text("delete from session_identities where provider_id = $1", vec![provider.id.into()]).await?;
    tx.delete::<visit::Entity>(visit::Column::ProviderId.eq(provider.id)).await?;
    tx.delete::<identity::Entity>(identity::Column::ProviderId.eq(provider.id)).await?;
    tx.delete::<provider::Entity>(provider::Column::Id.eq(provider.id)).await?;
    let event = SignInEvent::ProviderRemoved { provider: provider.id, title: provider.name };
    journal::record(tx, About::default(), event).await?;
    Ok(())
}

/// The secret of a client in plain text.
pub(super) fn client_secret(platform: &Platform, provider: &Provider) -> Result<Option<String>> {
    let open = |sealed: &Vec<u8>| platform.keys().open(sealed, &secret_context(provider.id));
    provider.client_secret.as_ref().map(open).transpose()
}

/// Writes down that a browser leaves; visits that came to nothing are forgotten.
pub(super) async fn depart(tx: &mut Tx, leaving: Visit) -> Result<()> {
    let forgotten = tx.now() - visit::LIFE_MAX;
    tx.delete::<visit::Entity>(visit::Column::BeganAt.lt(forgotten)).await?;
    tx.insert::<visit::Entity>(leaving).await
}

/// The visit with this state, used up: of two who come back with it only one finds it.
pub(super) async fn take_visit(platform: &Platform, digest: &str) -> Result<Option<Visit>> {
    let house = platform.house(SystemActor::SignIn);
    house
        .write(async |tx| {
            let db = tx.db();
            let found = db.maybe(db.select::<visit::Entity>().filter(visit::Column::Digest.eq(digest))).await?;
            let taken = tx.delete::<visit::Entity>(visit::Column::Digest.eq(digest)).await?;
            Ok(found.filter(|_| taken == 1))
        })
        .await
}

pub(super) fn verifier_context(id: IdentityVisitId) -> Vec<u8> {
    format!("identity_visits.verifier/{id}").into_bytes()
}

/// Whose account at the provider this is.
pub(super) async fn by_subject(db: &Db<'_>, provider: &Provider, subject: &str) -> Result<Option<Identity>> {
    let of_provider = db.select::<identity::Entity>().filter(identity::Column::ProviderId.eq(provider.id));
    db.maybe(of_provider.filter(identity::Column::Subject.eq(subject))).await
}

/// The accounts this person has linked.
pub(crate) async fn of_staff(db: &Db<'_>, staff: StaffId) -> Result<Vec<Identity>> {
    let own = db.select::<identity::Entity>().filter(identity::Column::StaffId.eq(staff));
    db.all(own.order_by_asc(identity::Column::Id).limit(PROVIDERS_MAX)).await
}

/// Links an account; one that somebody took in the same moment is refused.
pub(super) async fn link(tx: &mut Tx, linked: Identity) -> Result<()> {
    tx.insert::<identity::Entity>(linked).await.map_err(refused_when_taken(IdentityRefusal::Taken))
}

/// Lets go of the account this person had at the provider, if any.
pub(super) async fn unlink_from(tx: &mut Tx, provider: &Provider, staff: &Staff) -> Result<()> {
    let theirs = identity::Column::ProviderId.eq(provider.id).and(identity::Column::StaffId.eq(staff.id));
    tx.delete::<identity::Entity>(theirs).await?;
    Ok(())
}

/// Unlinks one of this person's accounts; [`Error::NotFound`] when it is not theirs.
pub(super) async fn unlink(tx: &mut Tx, staff: &Staff, id: IdentityId) -> Result<()> {
    let linked = of_staff(&tx.db(), staff.id).await?;
    let gone = linked.iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    if linked.len() == 1 && staff.password_hash.is_none() {
        return Err(IdentityRefusal::OnlyWay.into());
    }
    let provider = find(&tx.db(), gone.provider_id).await?;
    tx.delete::<identity::Entity>(identity::Column::Id.eq(id)).await?;
    let event = SignInEvent::IdentityUnlinked { staff: staff.id, provider: provider.id, title: provider.name };
    journal::record(tx, About::store(staff.store_id), event).await?;
    Ok(())
}

pub(super) async fn write_use(tx: &mut Tx, known: &Identity) -> Result<()> {
    let now = tx.now();
    let update = tx
        .update::<identity::Entity>()
        .col_expr(identity::Column::SeenAt, Expr::val(now))
        .filter(identity::Column::Id.eq(known.id));
    tx.run(update).await?;
    Ok(())
}

/// What an ID token is kept for.
#[derive(Clone, Copy, Debug)]
pub(super) enum KeptFor<'a> {
    Session(SessionId),
    /// A step that becomes a session, by its digest.
    Step(&'a str),
}

/// Keeps the ID token, sealed, so that the provider's session can end with ours, and the name of that session, so that ours can end
/// with it.
pub(super) async fn keep_token(
    tx: &mut Tx,
    kept_for: KeptFor<'_>,
    provider: &Provider,
    account: &Account,
) -> Result<()> {
    let id = IdentityId::new(tx.now());
    let sealed = tx.platform().keys().seal(&account.id_token, &token_context(id))?;
    let (session, step) = match kept_for {
        KeptFor::Session(session) => (Some(session.0), None),
        KeptFor::Step(digest) => (None, Some(digest.to_owned())),
    };
    tx.execute_text(
        "insert into session_identities (id, session_id, step, provider_id, id_token, sid) values ($1, $2, $3, $4, $5, $6)",
        vec![id.into(), session.into(), step.into(), provider.id.into(), sealed.into(), account.sid().into()],
    )
    .await?;
    Ok(())
}

/// Lets go of sign-ins halfway that a provider vouched for and vouches for no more.
pub(super) async fn forget_steps(
    tx: &mut Tx,
    provider: &Provider,
    sid: Option<&str>,
    subject: Option<&str>,
) -> Result<()> {
    tx.execute_text(
        "delete from sign_in_steps where digest in (select k.step from session_identities k
             join sign_in_steps p on p.digest = k.step
             left join identities i on i.provider_id = k.provider_id and i.staff_id = p.staff_id
             where k.provider_id = $1
               and ((k.sid = $2 and ($3 is null or i.subject = $3)) or (($2 is null or k.sid is null) and i.subject = $3)))",
        vec![provider.id.into(), sid.into(), subject.into()],
    )
    .await?;
    Ok(())
}

/// Whether a provider vouched for whoever is at this step.
pub(crate) async fn vouched_for(db: &Db<'_>, step: &str) -> Result<bool> {
    let text = "select id, provider_id, id_token from session_identities where step = $1";
    Ok(!db.fetch_text::<Kept>(text, vec![step.into()]).await?.is_empty())
}

/// A step became a session: what was kept for the one is kept for the other.
pub(crate) async fn hand_on(tx: &mut Tx, step: &str, session: SessionId) -> Result<()> {
    let sql = "update session_identities set session_id = $1, step = null where step = $2";
    tx.execute_text(sql, vec![session.into(), step.into()]).await?;
    Ok(())
}

/// The provider and the ID token by which this session was opened, if it was.
pub(crate) async fn token_of(db: &Db<'_>, session: SessionId) -> Result<Option<(Provider, String)>> {
    let text = "select id, provider_id, id_token from session_identities where session_id = $1";
    let kept: Vec<Kept> = db.fetch_text(text, vec![session.into()]).await?;
    let Some(kept) = kept.into_iter().next() else { return Ok(None) };
    let token = db.platform().keys().open(&kept.id_token, &token_context(kept.id))?;
    Ok(Some((find(db, kept.provider_id).await?, token)))
}

pub(super) async fn active_with_login(db: &Db<'_>, login: &str) -> Result<Vec<Staff>> {
    let select = db.select::<member::Entity>().filter(member::Column::Login.eq(login));
    db.all(select.filter(member::Column::IsActive.eq(true)).limit(2)).await
}

/// The active people whose phone and e-mail fit. Both are sealed, so all of the group are opened, once per account and never again:
/// it is linked from then on.
pub(super) async fn active_with(db: &Db<'_>, fits: impl Fn(Option<&str>, Option<&str>) -> bool) -> Result<Vec<Staff>> {
    const AT_ONCE: u64 = 500;
    let (mut fitting, mut last) = (Vec::new(), None::<StaffId>);
    loop {
        let holding =
            Condition::any().add(member::Column::Phone.is_not_null()).add(member::Column::Email.is_not_null());
        let mut select = db.select::<member::Entity>().filter(member::Column::IsActive.eq(true)).filter(holding);
        if let Some(last) = last {
            select = select.filter(member::Column::Id.gt(last));
        }
        let people = db.all(select.order_by_asc(member::Column::Id).limit(AT_ONCE)).await?;
        let Some(end) = people.last().map(|one| one.id) else { return Ok(fitting) };
        last = Some(end);
        for one in people {
            let (phone, email) = staff::store::opened(db, &one)?;
            if fits(phone.as_deref(), email.map(|email| email.to_lowercase()).as_deref()) {
                fitting.push(one);
            }
        }
    }
}

/// A login nobody has, out of what the provider calls somebody.
pub(super) async fn free_login(db: &Db<'_>, wanted: &str) -> Result<String> {
    let plain: String = staff::login_of(wanted)
        .chars()
        .filter(|char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_' | '@'))
        .take(LOGIN_CHARS_MAX)
        .collect();
    let plain = if plain.len() < 2 { "member".to_owned() } else { plain };
    for number in 1..=1_000 {
        let login = if number == 1 { plain.clone() } else { format!("{plain}.{number}") };
        let taken: Vec<Taken> =
            db.fetch_text("select login from staff where login = $1", vec![login.clone().into()]).await?;
        if taken.is_empty() {
            return Ok(login);
        }
    }
    Err(IdentityRefusal::Ambiguous.into())
}

fn sealed(tx: &Tx, id: IdentityProviderId, secret: Option<&str>) -> Result<Option<Vec<u8>>> {
    let secret = secret.map(str::trim).filter(|secret| !secret.is_empty());
    secret.map(|secret| tx.platform().keys().seal(secret, &secret_context(id))).transpose()
}

fn secret_context(id: IdentityProviderId) -> Vec<u8> {
    format!("identity_providers.client_secret/{id}").into_bytes()
}

fn token_context(id: IdentityId) -> Vec<u8> {
    format!("session_identities.id_token/{id}").into_bytes()
}
