//! Rules over customers as JSON: read, or refused with the node that is wrong; what was read becomes a condition.
#![no_main]

use chrono::DateTime;
use conditions::Moment;
use customers::choosing;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(written) = serde_json::from_str(text) else { return };
    match choosing::read(&written, "rule") {
        Ok(rule) => {
            let _condition = choosing::condition(
                &rule,
                Moment { now: DateTime::UNIX_EPOCH, calendar: kernel::time::Calendar::default() },
            );
        }
        Err(kernel::Error::Invalid(faults)) => assert!(faults.iter().all(|fault| fault.field.starts_with("rule"))),
        Err(other) => panic!("{other}"),
    }
});
