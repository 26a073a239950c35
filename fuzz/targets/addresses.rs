//! Addresses of other systems: none that is kept leads into the own network by its own words.
#![no_main]

use libfuzzer_sys::fuzz_target;
use platform::outside::{Targets, TypedAddress};

fuzz_target!(|typed: &str| {
    if let Ok(address) = TypedAddress::parse(typed, "url", &Targets::Public) {
        let kept = address.to_string();
        assert!(kept.starts_with("https://"), "{kept}");
        assert!(TypedAddress::parse(&kept, "url", &Targets::Public).is_ok(), "{kept}");
        assert!(
            !["localhost", "127.0.0.1", "[::1]", "169.254."].iter().any(|inside| kept[8..].starts_with(inside)),
            "{kept}"
        );
    }
    let _private = TypedAddress::parse(typed, "url", &Targets::Private);
});
