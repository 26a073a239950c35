//! Who may come in: reads the session cookie or the bearer key, and says where each permission of its holder holds.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use http::{HeaderMap, header::AUTHORIZATION};
use kernel::{ApiKeyId, Error, Result, SessionId};
use platform::{Admission, Platform, Scope, SystemActor, crypto};

use crate::{
    keys,
    memory::Memory,
    sessions::{self, cookie, proof},
};

/// Stands at the door of every handler; put there with [`Platform::guard_with`].
pub struct Gatekeeper;

/// Somebody who came in, as remembered for a moment.
pub(crate) struct Admitted {
    pub admission: Arc<Admission>,
    pub pass: Pass,
    pub expires_at: Option<DateTime<Utc>>,
    /// Milliseconds since 1970: when it was last written down that the pass was used.
    seen_at: AtomicI64,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Pass {
    Session { id: SessionId, last_end: DateTime<Utc>, idle_hours: i32 },
    Key { id: ApiKeyId },
}

const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

impl platform::Gatekeeper for Gatekeeper {
    fn admit<'a>(&'a self, platform: &'a Platform, headers: &'a HeaderMap) -> BoxFuture<'a, Result<Arc<Admission>>> {
        Box::pin(async move {
            let now = platform.clock().now();
            let admitted = admitted(platform, headers, now).await?;
            admitted.note_use(platform, now);
            Ok(Arc::clone(&admitted.admission))
        })
    }

    fn look_again<'a>(
        &'a self,
        platform: &'a Platform,
        headers: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<Arc<Admission>>> {
        Box::pin(async move {
            let admitted = admitted(platform, headers, platform.clock().now()).await?;
            Ok(Arc::clone(&admitted.admission))
        })
    }

    fn must_be_proven<'a>(&'a self, platform: &'a Platform, scope: &'a Scope) -> BoxFuture<'a, Result<()>> {
        Box::pin(proof::must_be_proven(platform, scope))
    }
}

async fn admitted(platform: &Platform, headers: &HeaderMap, now: DateTime<Utc>) -> Result<Arc<Admitted>> {
    let memory = Memory::of(platform);
    let presented = Presented::in_headers(headers)?;
    let digest = crypto::digest(presented.secret());
    let admitted = match memory.admitted(&digest, now) {
        Some(admitted) => admitted,
        None => {
            let epoch = memory.epoch();
            let admitted = Arc::new(presented.look_up(platform, &digest).await?);
            memory.remember_admitted(digest, epoch, now, Arc::clone(&admitted));
            admitted
        }
    };
    if admitted.expires_at.is_some_and(|end| end <= now) {
        return Err(admitted.pass.expired());
    }
    Ok(admitted)
}

/// Whether what a request shows was good lately: for counting, not for letting in.
pub fn is_known(platform: &Platform, headers: &HeaderMap) -> bool {
    let Ok(presented) = Presented::in_headers(headers) else { return false };
    Memory::of(platform).was_admitted(&crypto::digest(presented.secret()), platform.clock().now())
}

/// What a request shows at the door. A key in the header goes before a cookie.
enum Presented<'a> {
    Key(&'a str),
    Cookie(&'a str),
}

impl<'a> Presented<'a> {
    fn in_headers(headers: &'a HeaderMap) -> Result<Self> {
        if let Some(header) = headers.get(AUTHORIZATION) {
            return header.to_str().ok().and_then(bearer).map(Self::Key).ok_or_else(keys::unknown);
        }
        cookie::SESSION.token(headers).map(Self::Cookie).ok_or_else(sessions::missing)
    }

    fn secret(&self) -> &str {
        match self {
            Self::Key(secret) | Self::Cookie(secret) => secret,
        }
    }

    async fn look_up(&self, platform: &Platform, digest: &str) -> Result<Admitted> {
        let house = platform.house(SystemActor::SignIn);
        match self {
            Self::Key(_) => keys::store::admit(&house.read(), digest).await,
            Self::Cookie(_) => sessions::store::admit(&house.read(), digest).await,
        }
    }
}

/// The key of an `Authorization` header, whatever the case of `Bearer` and the spaces around.
fn bearer(header: &str) -> Option<&str> {
    let (scheme, secret) = header.trim().split_once(char::is_whitespace)?;
    let secret = secret.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !secret.is_empty()).then_some(secret)
}

impl Admitted {
    pub fn new(
        admission: Admission,
        pass: Pass,
        expires_at: Option<DateTime<Utc>>,
        seen_at: Option<DateTime<Utc>>,
    ) -> Self {
        let seen_at = AtomicI64::new(seen_at.map_or(i64::MIN, |at| at.timestamp_millis()));
        Self { admission: Arc::new(admission), pass, expires_at, seen_at }
    }

    /// Writes down once a minute that the pass is in use, beside the request and not before its answer.
    fn note_use(&self, platform: &Platform, now: DateTime<Utc>) {
        let (seen, now_millis) = (self.seen_at.load(Ordering::Relaxed), now.timestamp_millis());
        let is_due = now_millis.saturating_sub(seen) >= SEEN_EVERY.num_milliseconds();
        if !is_due || self.seen_at.compare_exchange(seen, now_millis, Ordering::Relaxed, Ordering::Relaxed).is_err() {
            return;
        }
        let (platform, pass) = (platform.clone(), self.pass);
        tokio::spawn(async move {
            if let Err(cause) = pass.write_use(&platform, now).await {
                tracing::warn!(%cause, "the use of a session or key can't be written down");
            }
        });
    }
}

impl Pass {
    fn expired(self) -> Error {
        match self {
            Self::Session { .. } => sessions::expired(),
            Self::Key { .. } => keys::expired(),
        }
    }

    async fn write_use(self, platform: &Platform, now: DateTime<Utc>) -> Result<()> {
        let house = platform.house(SystemActor::SignIn);
        house
            .write(async |tx| match self {
                Self::Session { id, last_end, idle_hours } => {
                    sessions::store::write_use(tx, id, last_end, idle_hours, now).await
                }
                Self::Key { id } => keys::store::write_use(tx, id, now).await,
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bearer_key_is_read_in_any_case_and_with_spaces_around() {
        for header in ["Bearer rb_1", "bearer rb_1", " BEARER   rb_1 "] {
            assert_eq!(bearer(header), Some("rb_1"), "{header}");
        }
        for header in ["rb_1", "Basic rb_1", "Bearer", "Bearer  "] {
            assert_eq!(bearer(header), None, "{header}");
        }
    }
}
