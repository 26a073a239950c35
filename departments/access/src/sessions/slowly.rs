//! Where tries wait that come from an address with many failures: a few of them at a time on each node, so that they wait and don't pile up.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use kernel::{Error, Result};

/// How many tries wait, by address.
#[derive(Default)]
pub(crate) struct Line(Mutex<HashMap<String, usize>>);

/// More from one address are asked to come back when these are through: together with the wait this bounds how fast one address
/// guesses, whatever it does.
const AT_ONCE_MAX: usize = 8;

impl Line {
    /// Returns after the wait; [`Error::TooMany`] when too many from this address wait already.
    pub async fn wait(&self, address: &str, wait: Duration) -> Result<()> {
        if wait.is_zero() {
            return Ok(());
        }
        let _place = self
            .stand(address)
            .ok_or(Error::TooMany { code: "sign_in.too_many", retry_after_seconds: wait.as_secs().max(1) })?;
        tokio::time::sleep(wait).await;
        Ok(())
    }

    fn stand<'a>(&'a self, address: &'a str) -> Option<Place<'a>> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = waiting.entry(address.to_owned()).or_default();
        if *count >= AT_ONCE_MAX {
            return None;
        }
        *count += 1;
        Some(Place { line: self, address })
    }
}

/// Somebody waiting; who hangs up leaves the line too.
struct Place<'a> {
    line: &'a Line,
    address: &'a str,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut waiting = self.line.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = waiting.get_mut(self.address) {
            *count -= 1;
            if *count == 0 {
                waiting.remove(self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn eight_wait_at_once_from_one_address_and_who_hangs_up_makes_room() {
        let line = Line::default();
        let mut waiting: Vec<Place<'_>> =
            (0..AT_ONCE_MAX).map(|_| line.stand("203.0.113.9").expect("there is room")).collect();
        let ninth = line.wait("203.0.113.9", Duration::from_secs(2)).await;
        assert!(matches!(ninth, Err(Error::TooMany { code: "sign_in.too_many", retry_after_seconds: 2 })));
        assert!(line.wait("203.0.113.9", Duration::ZERO).await.is_ok(), "who need not wait does not stand in line");
        assert!(line.stand("198.51.100.7").is_some());
        waiting.pop();
        assert!(line.stand("203.0.113.9").is_some());
        drop(waiting);
        assert!(line.0.lock().expect("a line").is_empty(), "nobody is remembered who left");
    }
}
