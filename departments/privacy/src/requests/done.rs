//! Whether the house has done what a request asks it to do itself.

use kernel::Result;
use platform::Db;

use super::request::{PersonRequest, RequestKind};
use crate::{
    copies::{self, copy::CopyState},
    forgetting::{self, deletion::DeletionState},
};

/// Whether something was begun that can't be taken back: a deletion.
pub async fn is_irrevocable(db: &Db<'_>, request: &PersonRequest) -> Result<bool> {
    Ok(request.kind == RequestKind::Delete && forgetting::store::of_request(db, request.id).await?.is_some())
}

/// A copy is ready, a deletion proven, a restriction in force. A correction or an explanation is people's work, of which the one
/// who answers is the judge.
pub async fn is_done(db: &Db<'_>, request: &PersonRequest) -> Result<bool> {
    Ok(match request.kind {
        RequestKind::Delete => {
            let deletion = forgetting::store::of_request(db, request.id).await?;
            deletion.is_some_and(|deletion| deletion.state == DeletionState::Proven)
        }
        RequestKind::Restrict => forgetting::store::restriction_of(db, request.id).await?.is_some(),
        RequestKind::Copy | RequestKind::Transfer => {
            let copy = copies::store::of_request(db, request.id).await?;
            copy.is_some_and(|copy| copy.state == CopyState::Ready)
        }
        RequestKind::Access | RequestKind::Correct | RequestKind::Withdraw | RequestKind::Explain => true,
    })
}
