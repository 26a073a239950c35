//! A pasted notice of holidays: its days lie in their year, each once, in order.
#![no_main]

use chrono::Datelike;
use customers::holidays::reading;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let read = reading::read(text, 2027);
    assert!(read.days.iter().all(|one| one.day.year() == 2027));
    assert!(read.days.windows(2).all(|two| two[0].day < two[1].day));
});
