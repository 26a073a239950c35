//! Texts of messages: measured in parts and characters, whatever stands in them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use messaging::{
    ChannelKind,
    templates::{Wording, measured},
};

fuzz_target!(|text: &str| {
    let _measure = (measured(ChannelKind::Sms, Some("澄岚汽车"), text), measured(ChannelKind::Email, None, text));
    if let Ok(wording) = serde_json::from_str::<Wording>(text) {
        let _words = wording.each().count();
    }
});
