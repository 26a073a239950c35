//! Whether the house has done what a request asks it to do itself.

use kernel::{Language, Result};
use platform::Db;

use super::{
    evidence,
    request::{PersonRequest, RequestKind},
};
use crate::{
    copies::{self, copy::CopyState},
    forgetting::{self, deletion::DeletionState},
};

/// Whether something was begun that can't be taken back: a deletion.
pub async fn is_irrevocable(db: &Db<'_>, request: &PersonRequest) -> Result<bool> {
    Ok(request.kind == RequestKind::Delete && forgetting::store::of_request(db, request.id).await?.is_some())
}

/// A copy of what is held is ready (access is given by it too), a deletion proven, a restriction in force, something in the record was changed, a consent taken back. An
/// explanation is the answer itself.
pub async fn is_done(db: &Db<'_>, request: &PersonRequest) -> Result<bool> {
    Ok(match request.kind {
        RequestKind::Delete => {
            let deletion = forgetting::store::of_request(db, request.id).await?;
            deletion.is_some_and(|deletion| deletion.state == DeletionState::Proven)
        }
        RequestKind::Restrict => forgetting::store::restriction_of(db, request.id).await?.is_some(),
        RequestKind::Access | RequestKind::Copy | RequestKind::Transfer => {
            let copy = copies::store::of_request(db, request.id).await?;
            copy.is_some_and(|copy| copy.state == CopyState::Ready)
        }
        RequestKind::Correct | RequestKind::Withdraw => {
            !evidence::of(db, request, Language::default()).await?.is_empty()
        }
        RequestKind::Explain => true,
    })
}
