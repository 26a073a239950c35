//! What a command prints: to standard output, as long as somebody reads it.

use std::{fmt, io::Write};

/// Prints a line like `println!`, which panics when the reader has gone: `roadbook store list | head -1`.
macro_rules! say {
    ($($text:tt)*) => { $crate::commands::say::line(format_args!($($text)*)) };
}

pub(super) fn line(text: fmt::Arguments<'_>) {
    let _nobody_reads = writeln!(std::io::stdout().lock(), "{text}");
}
