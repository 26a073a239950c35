//! The link in a customer's message: signed, so that nobody answers for others.

use kernel::{ConfirmationId, Error, Result};
use messaging::PublicAddress;
use platform::{KeyRing, Platform, SystemActor};

use super::{confirmation::Confirmation, store};

/// What is signed in these links.
const KIND: &str = "customers.confirmation";

/// Where the customer answers; none while nobody said under which address this server is reached.
pub fn link(platform: &Platform, asked: &Confirmation) -> Option<String> {
    let base = platform.provided::<PublicAddress>().ok()?;
    Some(base.followed_by(&format!("/confirm/{}", platform.keys().sign(KIND, asked.group_id, asked.id.0))))
}

/// What a link belongs to; [`Error::NotFound`] for a link the house never wrote.
pub async fn behind(platform: &Platform, given: &str) -> Result<Confirmation> {
    let id = KeyRing::named_in(given).map(ConfirmationId).ok_or(Error::NotFound)?;
    let asked = store::find(&platform.house(SystemActor::Jobs).read(), id).await?;
    let is_ours = platform.keys().has_signed(KIND, asked.group_id, asked.id.0, given);
    if is_ours { Ok(asked) } else { Err(Error::NotFound) }
}
