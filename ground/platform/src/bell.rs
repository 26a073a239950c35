//! The bell that rings after a commit somebody may have waited for: listeners, runners of jobs, live feeds.

use std::time::Duration;

use tokio::{sync::watch, time::Instant};

/// Whoever waits for the bell looks again at most so often: when many write, each look finds more, instead of more looks finding less.
const LOOKS_EVERY: Duration = Duration::from_millis(20);

/// One who waits for the bell.
#[derive(Debug)]
pub struct Bell {
    rings: watch::Receiver<u64>,
    heard_at: Option<Instant>,
}

impl Bell {
    pub(crate) fn of(rings: watch::Receiver<u64>) -> Self {
        Self { rings, heard_at: None }
    }

    /// Returns when it has rung since this last returned: at once after a silence, else a moment later. Given up in the middle it has
    /// heard nothing.
    pub async fn rung(&mut self) {
        if let Some(heard_at) = self.heard_at {
            tokio::time::sleep_until(heard_at + LOOKS_EVERY).await;
        }
        if self.rings.changed().await.is_err() {
            // The platform is gone: it never rings again.
            std::future::pending::<()>().await;
        }
        self.heard_at = Some(Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_bell_that_rings_all_the_time_is_heard_now_and_then_and_its_last_ring_is_not_missed() {
        let ringing = watch::Sender::new(0_u64);
        let mut bell = Bell::of(ringing.subscribe());
        let (begun, mut heard) = (Instant::now(), 0);
        while heard < 5 {
            ringing.send_modify(|count| *count += 1);
            let rung = tokio::time::timeout(Duration::from_millis(1), bell.rung()).await;
            heard += u32::from(rung.is_ok());
        }
        assert!(begun.elapsed() >= LOOKS_EVERY * 4, "heard at once and then four times");
        ringing.send_modify(|count| *count += 1);
        bell.rung().await;
        assert!(tokio::time::timeout(LOOKS_EVERY * 3, bell.rung()).await.is_err(), "it rang once");
    }
}
