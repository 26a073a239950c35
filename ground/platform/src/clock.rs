//! The only place that asks what time it is; tests bring their own.

use std::sync::Arc;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// Milliseconds are kept, so that an instant reads back from either engine as it was written.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place where time comes from")]
    pub fn of_the_machine() -> Self {
        Self(Arc::new(Utc::now))
    }

    /// The machine's, and so much ahead: for trying what happens when a clock jumps.
    #[expect(clippy::disallowed_methods, reason = "the one place where time comes from")]
    pub fn ahead_of_the_machine(ahead: TimeDelta) -> Self {
        Self(Arc::new(move || Utc::now() + ahead))
    }

    /// A clock under the hand of a test or of a simulation.
    pub fn by_hand(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub fn now(&self) -> DateTime<Utc> {
        (self.0)().trunc_subsecs(3)
    }
}
