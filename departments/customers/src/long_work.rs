//! What bulk changes and exports share as work that outlives its request: what failed for good, and how it is told.

use kernel::Error;

/// Whether trying again later could help.
pub(crate) fn may_pass(error: &Error) -> bool {
    matches!(error, Error::Internal(_) | Error::StorageFull | Error::Unavailable { .. } | Error::Stale { .. })
}

/// The work took its runner down with it, again and again.
pub(crate) fn stopped() -> Error {
    Error::Unavailable { detail: "The program stopped several times while it was at this; it was given up.".into() }
}

/// A failure in words for who asked; faults of ours are told without their cause, which stands in the log.
pub(crate) fn in_words(error: &Error) -> String {
    match error {
        Error::Refused { detail, .. } | Error::Unavailable { detail } => detail.clone(),
        Error::Invalid(faults) => faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("; "),
        Error::Forbidden { permission } => format!("The permission '{permission}' is missing."),
        Error::NotFound => "Something this needs is no longer there.".to_owned(),
        Error::StorageFull => "The disk of the data is full; make room, then try again.".to_owned(),
        _ => "Something failed on our side; try again.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_ours_is_told_without_its_cause() {
        let fault = Error::internal("disk /dev/sda1 is full");
        assert!(may_pass(&fault));
        assert!(!in_words(&fault).contains("sda1"));
    }

    #[test]
    fn what_was_refused_stays_refused() {
        assert!(!may_pass(&Error::NotFound));
        assert!(!may_pass(&Error::invalid("filter", "filter.unknown_field", "no such field")));
    }
}
