//! What is compared to find one person twice: equal texts are equal, and either order says the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use matching::{Kind, compare, normalise};

fuzz_target!(|both: (&str, &str)| {
    for kind in Kind::all() {
        let (left, right) = (normalise(kind, both.0), normalise(kind, both.1));
        for one in &left {
            for other in &right {
                assert_eq!(compare(kind, one, other), compare(kind, other, one), "{kind:?}");
            }
        }
    }
});
