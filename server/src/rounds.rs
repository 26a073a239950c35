//! The clock of the house: now and then it looks which rounds of the day are due, and what has grown.

use std::time::Duration;

use platform::{Platform, database::measure_grown};
use tokio::sync::watch;

use crate::keeping;

const LOOK_AGAIN: Duration = Duration::from_secs(300);

/// Looks for rounds that are due until `stop` says so.
pub async fn keep_until(platform: Platform, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        for begun in [
            customers::rounds::begin_due(&platform).await,
            keeping::begin_due(&platform).await,
            audit::begin_due(&platform).await,
            keeping::told::tell_of_findings(&platform).await,
        ] {
            if let Err(cause) = begun {
                tracing::error!(%cause, "the rounds of the day can't be begun");
            }
        }
        match measure_grown(&platform).await {
            Ok(tables) if tables.is_empty() => {}
            Ok(tables) => tracing::info!(?tables, "measured what has grown"),
            Err(cause) => tracing::warn!(%cause, "what has grown can't be measured"),
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
        }
    }
}
