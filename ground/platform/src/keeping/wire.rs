//! How rows travel from one engine to another and lie in an archive: PostgreSQL's binary COPY format (its manual, "COPY", File
//! Formats), whichever engine they come from. Each field is a length and its bytes, so rows are cut and counted without knowing them.

use kernel::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::catalogue::Kind;

/// What stands before the first row.
pub const HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What stands after the last.
pub const END: &[u8] = b"\xff\xff";
/// What `jsonb` has before its text.
pub const JSON_VERSION: u8 = 1;
/// Instants and days count from the first of January 2000.
pub const EPOCH_SECONDS: i64 = 946_684_800;

/// Rows and their checksum, the same on either engine and in any order: the sum of the rows' digests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub rows: u64,
    #[serde(with = "hexadecimal")]
    pub checksum: u128,
}

/// Cuts a stream of bytes into whole rows.
pub struct Cutter {
    columns: usize,
    rest: Vec<u8>,
    has_begun: bool,
    has_ended: bool,
}

impl Tally {
    /// Counts whole rows in.
    pub fn add(&mut self, mut rows: &[u8], kinds: &[Kind]) -> Result<()> {
        let mut plain = Vec::new();
        while !rows.is_empty() {
            let length = row_length(rows, kinds.len())?.ok_or_else(damaged)?;
            let (row, rest) = rows.split_at(length);
            let digest = if kinds.contains(&Kind::Json) {
                plain.clear();
                for (field, kind) in fields(row).zip(kinds) {
                    push_plain(&mut plain, field, *kind)?;
                }
                Sha256::digest(&plain)
            } else {
                Sha256::digest(&row[2..])
            };
            let (half, _) = digest.split_at(16);
            let half: [u8; 16] = half.try_into().map_err(|_| damaged())?;
            self.checksum = self.checksum.wrapping_add(u128::from_be_bytes(half));
            self.rows += 1;
            rows = rest;
        }
        Ok(())
    }

    pub fn checksum_text(&self) -> String {
        format!("{:032x}", self.checksum)
    }
}

impl Cutter {
    pub fn new(columns: usize) -> Self {
        Self { columns, rest: Vec::new(), has_begun: false, has_ended: false }
    }

    /// Takes more bytes; answers the rows that are whole by now.
    pub fn take(&mut self, bytes: &[u8]) -> Result<Vec<u8>> {
        self.rest.extend_from_slice(bytes);
        let mut at = 0;
        if !self.has_begun {
            if self.rest.len() < HEAD.len() {
                return Ok(Vec::new());
            }
            if !self.rest.starts_with(HEAD) {
                return Err(damaged());
            }
            (self.has_begun, at) = (true, HEAD.len());
        }
        let begun = at;
        while !self.has_ended {
            if self.rest[at..].starts_with(END) {
                self.has_ended = true;
            } else if let Some(length) = row_length(&self.rest[at..], self.columns)? {
                at += length;
            } else {
                break;
            }
        }
        let left = self.rest.split_off(at);
        let mut rows = std::mem::replace(&mut self.rest, left);
        rows.drain(..begun);
        Ok(rows)
    }

    /// Refuses a stream that stopped in the middle.
    pub fn end(&self) -> Result<()> {
        if self.has_ended && self.rest == END { Ok(()) } else { Err(damaged()) }
    }
}

/// The fields of one whole row; none where there is no value.
pub fn fields(row: &[u8]) -> impl Iterator<Item = Option<&[u8]>> {
    let mut rest = row.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let Ok(length) = usize::try_from(i32::from_be_bytes(*length)) else {
            rest = after;
            return Some(None);
        };
        let (field, after) = after.split_at_checked(length)?;
        rest = after;
        Some(Some(field))
    })
}

/// How long the first row is; nothing when more bytes are needed to know.
pub fn row_length(bytes: &[u8], columns: usize) -> Result<Option<usize>> {
    let Some((count, _)) = bytes.split_first_chunk::<2>() else { return Ok(None) };
    if usize::try_from(i16::from_be_bytes(*count)) != Ok(columns) {
        return Err(damaged());
    }
    let mut at = 2;
    for _ in 0..columns {
        let Some((length, _)) = bytes.get(at..).and_then(|rest| rest.split_first_chunk::<4>()) else { return Ok(None) };
        at += 4;
        match i32::from_be_bytes(*length) {
            -1 => {}
            length => at += usize::try_from(length).map_err(|_| damaged())?,
        }
    }
    Ok((at <= bytes.len()).then_some(at))
}

/// Begins a row of so many fields.
pub fn push_row(buffer: &mut Vec<u8>, columns: usize) {
    buffer.extend_from_slice(&i16::try_from(columns).unwrap_or(i16::MAX).to_be_bytes());
}

pub fn push_field(buffer: &mut Vec<u8>, field: Option<&[u8]>) {
    match field {
        None => buffer.extend_from_slice(&(-1_i32).to_be_bytes()),
        Some(bytes) => {
            buffer.extend_from_slice(&i32::try_from(bytes.len()).unwrap_or(i32::MAX).to_be_bytes());
            buffer.extend_from_slice(bytes);
        }
    }
}

pub fn damaged() -> Error {
    Error::Refused { code: "backup.damaged", detail: "The rows are cut off or damaged.".into() }
}

/// One engine keeps JSON as it was written, the other sorts it and writes numbers its own way: what is meant is counted.
fn push_plain(buffer: &mut Vec<u8>, field: Option<&[u8]>, kind: Kind) -> Result<()> {
    match (field, kind) {
        (Some(field), Kind::Json) => {
            let json: Value = serde_json::from_slice(field.get(1..).unwrap_or_default()).map_err(|_| damaged())?;
            let mut text = Vec::with_capacity(field.len());
            write_plain(&mut text, &json);
            push_field(buffer, Some(&text));
        }
        _ => push_field(buffer, field),
    }
    Ok(())
}

fn write_plain(text: &mut Vec<u8>, json: &Value) {
    match json {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| *name);
            text.push(b'{');
            for (name, value) in fields {
                write_plain(text, &Value::String(name.clone()));
                write_plain(text, value);
            }
            text.push(b'}');
        }
        Value::Array(items) => {
            text.push(b'[');
            items.iter().for_each(|item| write_plain(text, item));
            text.push(b']');
        }
        // Twelve digits: the last ones depend on who wrote the number down.
        Value::Number(number) if number.is_f64() => {
            text.extend_from_slice(format!("{:.12e}", number.as_f64().unwrap_or_default()).as_bytes());
        }
        other => text.extend_from_slice(other.to_string().as_bytes()),
    }
    text.push(b',');
}

mod hexadecimal {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(number: &u128, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{number:032x}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u128, D::Error> {
        u128::from_str_radix(&String::deserialize(deserializer)?, 16).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(fields: &[Option<&[u8]>]) -> Vec<u8> {
        let mut row = Vec::new();
        push_row(&mut row, fields.len());
        fields.iter().for_each(|field| push_field(&mut row, *field));
        row
    }

    #[test]
    fn rows_come_out_whole_wherever_the_stream_is_cut() {
        let rows = [row(&[Some(b"one"), None]), row(&[Some(b""), Some(b"two")])].concat();
        let stream = [HEAD, &rows, END].concat();
        for size in 1..stream.len() {
            let mut cutter = Cutter::new(2);
            let whole: Vec<u8> = stream.chunks(size).flat_map(|some| cutter.take(some).expect("rows")).collect();
            cutter.end().expect("the end");
            assert_eq!(whole, rows);
        }
        let mut cutter = Cutter::new(2);
        cutter.take(&stream[..stream.len() - 1]).expect("rows");
        assert!(cutter.end().is_err());
        assert!(Cutter::new(3).take(&stream).is_err());
    }

    #[test]
    fn the_checksum_knows_neither_order_nor_the_way_json_is_written() {
        let kinds = [Kind::Text, Kind::Json];
        let tally = |rows: &[Vec<u8>]| {
            let mut tally = Tally::default();
            tally.add(&rows.concat(), &kinds).expect("counted");
            tally
        };
        let one = row(&[Some(b"a"), Some(b"\x01{\"b\":1,\"a\":[1.50,null]}")]);
        let same = row(&[Some(b"a"), Some(b"\x01{\"a\": [1.5, null], \"b\": 1}")]);
        let two = row(&[Some(b"b"), None]);
        assert_eq!(tally(&[one.clone(), two.clone()]), tally(&[two.clone(), same]));
        assert_ne!(tally(&[one.clone(), two.clone()]), tally(&[one.clone(), one]));
        assert_ne!(tally(&[row(&[Some(b"b"), Some(b"\x01null")])]), tally(&[two]));
    }
}
