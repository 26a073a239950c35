//! A text file as a window of decoded characters that moves along, with the places that did not decode remembered.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use encoding_rs::{Decoder, DecoderResult};

use super::EncodingFound;

/// The decoded text from the current row on. Memory stays at a few chunks, or the longest row.
pub(crate) struct Decoded {
    file: File,
    decoder: Decoder,
    raw: Vec<u8>,
    text: String,
    /// Where the window begins in `text`.
    start: usize,
    /// Characters dropped before `text`, in bytes of UTF-8: turns places in `text` into places in the file.
    dropped: u64,
    /// Places of replaced bytes, counted like `dropped`.
    undecodable: VecDeque<u64>,
    bytes_read: u64,
    is_at_end: bool,
}

impl Decoded {
    pub(crate) fn open(path: &Path, found: EncodingFound) -> std::io::Result<Self> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(found.mark_bytes as u64))?;
        Ok(Self {
            file,
            decoder: found.encoding.codec().new_decoder_without_bom_handling(),
            raw: Vec::new(),
            text: String::new(),
            start: 0,
            dropped: 0,
            undecodable: VecDeque::new(),
            bytes_read: found.mark_bytes as u64,
            is_at_end: false,
        })
    }

    /// What is decoded and not yet consumed.
    pub(crate) fn window(&self) -> &str {
        &self.text[self.start..]
    }

    /// Whether nothing follows the window.
    pub(crate) fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// Bytes of the file read so far.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// Whether one of the next `bytes` of the window stands for bytes that did not decode.
    pub(crate) fn has_undecodable(&self, bytes: usize) -> bool {
        self.undecodable.front().is_some_and(|&place| place < self.dropped + (self.start + bytes) as u64)
    }

    /// Moves the window's beginning on.
    pub(crate) fn consume(&mut self, bytes: usize) {
        self.start += bytes;
        let passed = self.dropped + self.start as u64;
        while self.undecodable.front().is_some_and(|&place| place < passed) {
            self.undecodable.pop_front();
        }
    }

    /// Makes the window longer: by a chunk, or to twice its length, so that a long row is not scanned again and again.
    pub(crate) fn extend(&mut self) -> std::io::Result<()> {
        self.text.drain(..self.start);
        self.dropped += self.start as u64;
        self.start = 0;
        let wanted = CHUNK_BYTES.max(self.text.len());
        self.raw.clear();
        self.file.by_ref().take(wanted as u64).read_to_end(&mut self.raw)?;
        self.bytes_read += self.raw.len() as u64;
        self.is_at_end = self.raw.len() < wanted;
        self.decode();
        Ok(())
    }

    fn decode(&mut self) {
        let mut at = 0;
        loop {
            let rest = &self.raw[at..];
            let needed = self.decoder.max_utf8_buffer_length_without_replacement(rest.len());
            self.text.reserve(needed.unwrap_or(rest.len().saturating_mul(3)));
            let (result, read) =
                self.decoder.decode_to_string_without_replacement(rest, &mut self.text, self.is_at_end);
            at += read;
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.undecodable.push_back(self.dropped + self.text.len() as u64);
                    self.text.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
    }
}

const CHUNK_BYTES: usize = 128 << 10;
