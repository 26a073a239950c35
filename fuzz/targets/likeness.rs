//! What is compared to find one person twice: equal texts are equal, and either order says the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use matching::{Kind, compare, normalise};

const KINDS: [Kind; 17] = [
    Kind::Name,
    Kind::GivenName,
    Kind::Surname,
    Kind::Company,
    Kind::Phone,
    Kind::Email,
    Kind::Plate,
    Kind::Vin,
    Kind::IdNumber,
    Kind::Identifier,
    Kind::BirthDate,
    Kind::Gender,
    Kind::Address,
    Kind::HouseNumber,
    Kind::Place,
    Kind::Postcode,
    Kind::Text,
];

fuzz_target!(|both: (&str, &str)| {
    for kind in KINDS {
        let (left, right) = (normalise(kind, both.0), normalise(kind, both.1));
        for one in &left {
            for other in &right {
                assert_eq!(compare(kind, one, other), compare(kind, other, one), "{kind:?}");
            }
        }
    }
});
