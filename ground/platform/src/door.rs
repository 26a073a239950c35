//! The door: the only way from a request, a job or a listener to the database.

use std::sync::Arc;

use futures::future::BoxFuture;
use http::HeaderMap;
use kernel::{Error, PermissionName, Result};
use tracing::Instrument;

use crate::{Admission, Db, Platform, Scope, Tx, http::idempotency::IdempotencyClaim};

/// Decides who may come in. The access department is the one that does.
pub trait Gatekeeper: Send + Sync {
    /// Reads the session cookie or the bearer key of a request; [`kernel::Error::Unauthenticated`] when there is none that holds.
    fn admit<'a>(&'a self, platform: &'a Platform, headers: &'a HeaderMap) -> BoxFuture<'a, Result<Arc<Admission>>>;

    /// The same for an answer that stays open: looking again does not count as use, else a session would never grow old.
    fn look_again<'a>(
        &'a self,
        platform: &'a Platform,
        headers: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<Arc<Admission>>>;

    /// Whether whoever holds this session proved lately who they are; the refusal `session.step_up` when not.
    fn must_be_proven<'a>(&'a self, platform: &'a Platform, scope: &'a Scope) -> BoxFuture<'a, Result<()>>;
}

/// A scope with a way to the database: read many, or write all of it or nothing.
#[derive(Clone)]
pub struct Door {
    platform: Platform,
    scope: Scope,
    claim: Option<IdempotencyClaim>,
}

impl Door {
    pub(crate) fn new(platform: Platform, scope: Scope) -> Self {
        Self { platform, scope, claim: None }
    }

    pub(crate) fn claiming(mut self, claim: Option<IdempotencyClaim>) -> Self {
        self.claim = claim;
        self
    }

    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// A reader inside the scope.
    pub fn read(&self) -> Db<'_> {
        Db::of_readers(&self.platform, &self.scope)
    }

    /// A reader for work over the whole base that may be some seconds behind: it reads from a replica that follows closely, where
    /// there is one.
    pub fn read_aside(&self) -> Db<'_> {
        Db::aside(&self.platform, &self.scope)
    }

    /// A reader for what another permission of the same caller covers.
    #[must_use]
    pub fn under(&self, permission: PermissionName) -> Self {
        Self { platform: self.platform.clone(), scope: self.scope.under(permission), claim: self.claim.clone() }
    }

    /// For deeds that a device left alone must not be enough for: whoever is signed in must have proved lately who they are, else
    /// the refusal `session.step_up`. Keys and the house itself sign in nowhere: their permission is their proof.
    pub async fn must_be_proven_lately(&self) -> Result<()> {
        match (self.scope.session(), self.platform.gatekeeper()) {
            (None, _) => Ok(()),
            (Some(_), Some(gatekeeper)) => gatekeeper.must_be_proven(&self.platform, &self.scope).await,
            (Some(_), None) => Err(Error::internal("no gatekeeper stands at the door")),
        }
    }

    /// Whether whoever came in with these headers would still come in, with the same power. For answers that stay open.
    pub async fn still_holds(&self, headers: &HeaderMap) -> bool {
        let Some(gatekeeper) = self.platform.gatekeeper() else { return false };
        match gatekeeper.look_again(&self.platform, headers).await {
            Ok(admission) => self.scope.is_of(&admission),
            Err(Error::Unauthenticated { .. }) => false,
            // The database is away: nothing new comes from it either.
            Err(_) => true,
        }
    }

    /// Runs `work` in one transaction: all of it happens, or none.
    pub async fn write<T>(&self, work: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        let written = async {
            let mut tx = Tx::begin(&self.platform, self.scope.clone()).await?;
            match self.work(&mut tx, work).await {
                Ok(value) => tx.commit().await.map(|()| value),
                Err(refusal) => {
                    tx.give_up().await;
                    Err(refusal)
                }
            }
        };
        written.instrument(tracing::debug_span!("transaction")).await
    }

    async fn work<T>(&self, tx: &mut Tx, work: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        if let Some(claim) = &self.claim {
            claim.take(tx).await?;
        }
        work(tx).await
    }
}
