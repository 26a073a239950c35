//! A backup somebody hands over: whole, or refused.
#![no_main]

use std::io::Write;

use libfuzzer_sys::fuzz_target;
use platform::keeping::{Archive, verify};

fuzz_target!(|bytes: &[u8]| {
    let mut file = tempfile::NamedTempFile::new_in("/dev/shm").expect("a file in memory");
    file.write_all(bytes).expect("written");
    let Ok(archive) = Archive::open(file.path()) else { return };
    let _key = archive.key();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let _verdict = runtime.block_on(verify(&archive));
});
