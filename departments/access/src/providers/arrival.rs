//! Who comes in with an account that a provider vouches for: known by a link, known again by a claim, or added as new.

use journal::{About, events::sign_in::SignInEvent};
use kernel::{IdentityId, Language, Reach, Result, email::Email, phone::Phone};
use platform::{Door, Tx, crypto};
use serde_json::{Map, Value};

use super::{
    FactorRule, Identity, Matching, Provider, Visit,
    exchange::Account,
    rules::{IdentityRefusal, is_factor_shown},
    store::{self, KeptFor},
    visit::Purpose,
};
use crate::{
    sessions::{self, Came, FactorShown, Halfway, Opened, attempts::Attempt, client::Client},
    staff::{self, NewGrant, NewStaff, Staff},
};

pub(super) enum Arrived {
    SignedIn(Box<Opened>),
    Halfway(Halfway),
    /// Linked, or proven.
    Done,
}

/// Does what the visit was for.
pub(super) async fn of(
    door: &Door,
    client: &Client,
    provider: &Provider,
    visit: &Visit,
    account: Account,
) -> Result<Arrived> {
    match visit.purpose {
        Purpose::SignIn => sign_in(door, client, provider, &account).await,
        Purpose::Link => link_own(door, provider, visit, &account).await,
        Purpose::Prove => prove(door, provider, visit, &account).await,
    }
}

async fn sign_in(door: &Door, client: &Client, provider: &Provider, account: &Account) -> Result<Arrived> {
    let staff = door
        .write(async |tx| match store::by_subject(&tx.db(), provider, &account.subject).await? {
            Some(known) => {
                store::write_use(tx, &known).await?;
                staff::store::find(&tx.db(), known.staff_id).await
            }
            None => first_time(tx, provider, account).await,
        })
        .await?;
    sessions::must_be_welcome(staff.is_active, staff.locked_at.is_some())?;
    let attempt = Attempt::of(door.platform(), &staff.login, client).await?;
    door.write(async |tx| {
        let shown = factor_of(provider, account);
        if shown == FactorShown::Here
            && let Some(wants) = sessions::second_step_of(tx, &staff).await?
        {
            let halfway = sessions::go_halfway(tx, &staff, wants).await?;
            let step = crypto::digest(&halfway.token);
            store::keep_token(tx, KeptFor::Step(&step), provider, account).await?;
            return Ok(Arrived::Halfway(halfway));
        }
        let opened = sessions::open(tx, &staff, client, &attempt, Came::ByProvider(shown)).await?;
        store::keep_token(tx, KeptFor::Session(opened.session.id), provider, account).await?;
        Ok(Arrived::SignedIn(Box::new(opened)))
    })
    .await
}

/// Who has asked for the second factor, or is still to ask.
fn factor_of(provider: &Provider, account: &Account) -> FactorShown {
    match provider.factor {
        FactorRule::Theirs => FactorShown::Elsewhere,
        FactorRule::Shown if is_factor_shown(provider, &account.claims) => FactorShown::Elsewhere,
        FactorRule::Ours | FactorRule::Shown => FactorShown::Here,
    }
}

/// Somebody whose account was never seen: known again by a claim the provider stands for, or added.
async fn first_time(tx: &mut Tx, provider: &Provider, account: &Account) -> Result<Staff> {
    let found = matched(tx, provider, &account.claims).await;
    let staff = match found {
        Ok(staff) => staff,
        Err(error) if !is_unknown(&error) || provider.joining_role_id.is_none() => return Err(error),
        Err(_) => join(tx, provider, account).await?,
    };
    link(tx, provider, &staff, &account.subject).await?;
    Ok(staff)
}

fn is_unknown(error: &kernel::Error) -> bool {
    use kernel::Refusal;
    matches!(error, kernel::Error::Refused { code, .. } if *code == IdentityRefusal::Unknown.code())
}

/// The one active person of the group whom the claim names.
async fn matched(tx: &Tx, provider: &Provider, claims: &Map<String, Value>) -> Result<Staff> {
    let said = |name: &str| claims.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let is_verified = |name: &str| match claims.get(name) {
        Some(Value::Bool(is_verified)) => *is_verified,
        // Some providers write it as a text.
        Some(Value::String(text)) => text == "true",
        _ => false,
    };
    let mut fitting = match provider.matching {
        Matching::Nothing => Vec::new(),
        Matching::Login => match said(&provider.login_claim) {
            Some(login) => store::active_with_login(&tx.db(), &staff::login_of(login)).await?,
            None => Vec::new(),
        },
        Matching::Email => match said("email").and_then(|text| Email::parse(text).ok()).map(String::from) {
            Some(_) if !is_verified("email_verified") => return Err(IdentityRefusal::NotVerified.into()),
            Some(email) => store::active_with(&tx.db(), |_, mail| mail == Some(email.as_str())).await?,
            None => Vec::new(),
        },
        Matching::Phone => match said("phone_number").and_then(|text| Phone::parse(text).ok()) {
            Some(_) if !is_verified("phone_number_verified") => return Err(IdentityRefusal::NotVerified.into()),
            Some(phone) => {
                let phone = phone.display();
                store::active_with(&tx.db(), |number, _| number == Some(phone.as_str())).await?
            }
            None => Vec::new(),
        },
    };
    match (fitting.pop(), fitting.is_empty()) {
        (Some(staff), true) => Ok(staff),
        (Some(_), false) => Err(IdentityRefusal::Ambiguous.into()),
        (None, _) => Err(IdentityRefusal::Unknown.into()),
    }
}

/// Adds whoever is unknown, with the role and in the store the group chose for them; they have no password.
async fn join(tx: &mut Tx, provider: &Provider, account: &Account) -> Result<Staff> {
    let (Some(role_id), Some(store_id)) = (provider.joining_role_id, provider.joining_store_id) else {
        return Err(IdentityRefusal::Unknown.into());
    };
    let said = |name: &str| account.claims.get(name).and_then(Value::as_str).map(str::to_owned);
    let wanted = said(&provider.login_claim).or_else(|| said("email")).unwrap_or_else(|| account.subject.clone());
    let login = store::free_login(&tx.db(), &wanted).await?;
    let new = NewStaff {
        name: said("name").filter(|name| !name.trim().is_empty()).unwrap_or_else(|| login.clone()),
        login,
        title: None,
        phone: None,
        email: said("email").filter(|email| Email::parse(email).is_ok()),
        store_id,
        department_id: None,
        grants: vec![NewGrant { role_id, reach: Reach::Own, store_id: None }],
        language: Language::default(),
        password: None,
    };
    staff::add_staff(tx, &new, None).await
}

async fn link(tx: &mut Tx, provider: &Provider, staff: &Staff, subject: &str) -> Result<()> {
    let now = tx.now();
    let identity = Identity {
        id: IdentityId::new(now),
        group_id: provider.group_id,
        provider_id: provider.id,
        staff_id: staff.id,
        subject: subject.to_owned(),
        linked_at: now,
        seen_at: now,
    };
    store::link(tx, identity).await?;
    let event = SignInEvent::IdentityLinked { staff: staff.id, provider: provider.id, title: provider.name.clone() };
    journal::record(tx, About::store(staff.store_id), event).await?;
    Ok(())
}

/// Links the account with whoever began the visit signed in.
async fn link_own(door: &Door, provider: &Provider, visit: &Visit, account: &Account) -> Result<Arrived> {
    door.write(async |tx| {
        let staff = sessions::holder_of(&tx.db(), visit.session_id).await?;
        match store::by_subject(&tx.db(), provider, &account.subject).await? {
            Some(known) if known.staff_id == staff.id => Ok(Arrived::Done),
            Some(_) => Err(IdentityRefusal::Taken.into()),
            None => {
                store::unlink_from(tx, provider, &staff).await?;
                link(tx, provider, &staff, &account.subject).await?;
                Ok(Arrived::Done)
            }
        }
    })
    .await
}

/// Counts as a proof when it is the account of whoever began the visit.
async fn prove(door: &Door, provider: &Provider, visit: &Visit, account: &Account) -> Result<Arrived> {
    door.write(async |tx| {
        let staff = sessions::holder_of(&tx.db(), visit.session_id).await?;
        let known = store::by_subject(&tx.db(), provider, &account.subject).await?;
        if known.is_none_or(|known| known.staff_id != staff.id) {
            return Err(IdentityRefusal::OtherPerson.into());
        }
        let session = visit.session_id.ok_or(IdentityRefusal::VisitGone)?;
        sessions::store::write_proof(tx, session).await?;
        journal::record(tx, About::store(staff.store_id), SignInEvent::SessionProven { staff: staff.id }).await?;
        Ok(Arrived::Done)
    })
    .await
}
