//! The clock of the house: now and then it looks which rounds of the day are due.

use std::time::Duration;

use platform::Platform;
use tokio::sync::watch;

const LOOK_AGAIN: Duration = Duration::from_secs(300);

/// Looks for rounds that are due until `stop` says so.
pub async fn keep_until(platform: Platform, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(cause) = customers::rounds::begin_due(&platform).await {
            tracing::error!(%cause, "the rounds of the day can't be begun");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
        }
    }
}
