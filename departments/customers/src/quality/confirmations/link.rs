//! The link in a customer's message: signed, so that nobody answers for others.

use kernel::{ConfirmationId, Error, Result};
use messaging::PublicAddress;
use platform::{KeyRing, Platform, SystemActor};

use super::{confirmation::Confirmation, store};

/// Where the customer answers; none while nobody said under which address this server is reached.
pub fn link(platform: &Platform, asked: &Confirmation) -> Option<String> {
    let base = platform.provided::<PublicAddress>().ok()?;
    Some(format!("{}/confirm/{}", base.0.trim_end_matches('/'), token(platform.keys(), asked)))
}

/// What a link belongs to; [`Error::NotFound`] for a link the house never wrote.
pub async fn behind(platform: &Platform, given: &str) -> Result<Confirmation> {
    let id = given.split_once('.').and_then(|(id, _)| id.parse().ok()).map(ConfirmationId).ok_or(Error::NotFound)?;
    let asked = store::find(&platform.house(SystemActor::Jobs).read(), id).await?;
    if token(platform.keys(), &asked) == given { Ok(asked) } else { Err(Error::NotFound) }
}

/// What stands in a link behind the last slash. The blind part is a keyed digest, so comparing it tells nothing of the key.
fn token(keys: &KeyRing, asked: &Confirmation) -> String {
    let signed = keys.blind("customers.confirmation", asked.group_id, &asked.id.to_string());
    format!("{}.{signed}", asked.id.0.simple())
}
