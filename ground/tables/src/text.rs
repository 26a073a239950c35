//! Bytes of a text file into characters: which encoding, and decoding it piece by piece.

mod decode;
mod encoding;
mod split;

pub(crate) use decode::Decoded;
pub use encoding::{Encoding, UnknownEncoding};
pub(crate) use encoding::{EncodingFound, find_encoding};
pub(crate) use split::{Quoting, TextRows, sample_rows};
