//! Decoded text into rows: RFC 4180 with any one-character delimiter, strict about quotes, and never losing more than one line
//! to a quote that is wrong.

use super::Decoded;
use crate::rows::{RawKind, RawRow, is_garbled};
use crate::{CellDoubt, Doubt, RowReason};

/// Whether `"` is a quote or a character like others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    Double,
    Off,
}

/// Rows of a text file in order; each physical line belongs to exactly one of them.
pub(crate) struct TextRows {
    text: Decoded,
    splitter: Splitter,
    line: u64,
    /// After this line a quoted line break is believed only if the row then has this many cells.
    expected: Option<(u64, usize)>,
    has_ended: bool,
}

impl TextRows {
    pub(crate) fn new(text: Decoded, delimiter: u8, quoting: Quoting) -> Self {
        Self { text, splitter: Splitter::new(delimiter, quoting), line: 1, expected: None, has_ended: false }
    }

    /// Tells how many cells the rows after the header have.
    pub(crate) fn expect(&mut self, header_line: u64, columns: usize) {
        self.expected = Some((header_line, columns));
    }

    pub(crate) fn bytes_read(&self) -> u64 {
        self.text.bytes_read()
    }

    fn read(&mut self) -> std::io::Result<Option<RawRow>> {
        loop {
            let window = self.text.window();
            if window.is_empty() && self.text.is_at_end() {
                return Ok(None);
            }
            match self.splitter.cut(window, self.text.is_at_end()) {
                Cut::NeedsMore if window.len() > RowReason::BYTES_MAX => return self.skip_line().map(Some),
                Cut::NeedsMore => self.text.extend()?,
                Cut::Row { bytes, lines, cells } => {
                    return Ok(Some(match self.swallowed_lines(lines, &cells) {
                        true => self.broken_line(RowReason::UnclosedQuote),
                        false => self.take(bytes, lines, cells, None),
                    }));
                }
                Cut::Stray => return Ok(Some(self.broken_line(RowReason::StrayQuote))),
                Cut::Unclosed => return Ok(Some(self.broken_line(RowReason::UnclosedQuote))),
            }
        }
    }

    /// A row over several lines with the wrong number of cells has most likely a quote too few and swallowed its successors.
    fn swallowed_lines(&self, lines: u64, cells: &[String]) -> bool {
        let Some((header_line, columns)) = self.expected else { return false };
        let is_fitting = cells.len() >= columns && cells[columns..].iter().all(String::is_empty);
        lines > 1 && self.line > header_line && !is_fitting
    }

    fn take(&mut self, bytes: usize, lines: u64, cells: Vec<String>, reason: Option<RowReason>) -> RawRow {
        let source = &self.text.window()[..bytes];
        let kind = match source.bytes().all(|byte| matches!(byte, b' ' | b'\r' | b'\n')) {
            true => RawKind::Blank,
            false if self.line == 1 && is_separator_line(source) => RawKind::Directive,
            false => RawKind::Row,
        };
        let reason = reason
            .or_else(|| self.text.has_undecodable(bytes).then_some(RowReason::Undecodable))
            .or_else(|| source.as_bytes().contains(&0).then_some(RowReason::NullByte));
        let doubts = match source.contains([char::REPLACEMENT_CHARACTER, '锟']) || source.contains("??") {
            true => garbled_cells(&cells),
            false => Vec::new(),
        };
        let row = RawRow { number: self.line, kind, cells, reason, doubts };
        self.line += lines;
        self.text.consume(bytes);
        row
    }

    /// Gives up the first line of the row only, so that reading goes on with the second.
    fn broken_line(&mut self, reason: RowReason) -> RawRow {
        let window = self.text.window();
        let end = window.find(['\r', '\n']).unwrap_or(window.len());
        let bytes = end + line_break_bytes(&window.as_bytes()[end..]);
        let cells = self.splitter.rough_cells(&window[..end]);
        self.take(bytes, 1, cells, Some(reason))
    }

    /// Passes over a line that is too long to hold.
    fn skip_line(&mut self) -> std::io::Result<RawRow> {
        let shown: String = self.text.window().chars().take(200).collect();
        let row = RawRow {
            number: self.line,
            kind: RawKind::Row,
            cells: vec![shown],
            reason: Some(RowReason::TooLong),
            doubts: Vec::new(),
        };
        self.line += 1;
        loop {
            let window = self.text.window();
            if let Some(end) = window.find(['\r', '\n']) {
                let after = &window.as_bytes()[end..];
                if after.len() > 1 || self.text.is_at_end() {
                    let bytes = end + line_break_bytes(after);
                    self.text.consume(bytes);
                    return Ok(row);
                }
                self.text.consume(end);
            } else {
                self.text.consume(window.len());
                if self.text.is_at_end() {
                    return Ok(row);
                }
            }
            self.text.extend()?;
        }
    }
}

impl Iterator for TextRows {
    type Item = RawRow;

    fn next(&mut self) -> Option<RawRow> {
        if self.has_ended {
            return None;
        }
        match self.read() {
            Ok(Some(row)) => Some(row),
            Ok(None) => {
                self.has_ended = true;
                None
            }
            Err(reason) => {
                self.has_ended = true;
                Some(RawRow {
                    number: self.line,
                    kind: RawKind::Row,
                    cells: Vec::new(),
                    reason: Some(RowReason::Unreadable(reason.to_string())),
                    doubts: Vec::new(),
                })
            }
        }
    }
}

/// The cells of the first rows of a text, none for a row whose quotes are wrong. Blank lines are left out.
pub(crate) fn sample_rows(text: &str, is_whole: bool, delimiter: u8, quoting: Quoting) -> Vec<Option<Vec<String>>> {
    let mut splitter = Splitter::new(delimiter, quoting);
    let mut rows = Vec::new();
    let mut rest = text;
    while !rest.is_empty() && rows.len() < SAMPLED_ROWS {
        let (bytes, cells) = match splitter.cut(rest, is_whole) {
            Cut::Row { bytes, cells, .. } => (bytes, Some(cells)),
            Cut::Stray | Cut::Unclosed => {
                let end = rest.find(['\r', '\n']).unwrap_or(rest.len());
                (end + line_break_bytes(&rest.as_bytes()[end..]), None)
            }
            Cut::NeedsMore => break,
        };
        if !rest[..bytes].trim().is_empty() {
            rows.push(cells);
        }
        rest = &rest[bytes..];
    }
    rows
}

const SAMPLED_ROWS: usize = 300;

/// What the beginning of the window is.
enum Cut {
    Row {
        bytes: usize,
        lines: u64,
        cells: Vec<String>,
    },
    /// A quote in the wrong place on the first line, which is whole in the window.
    Stray,
    /// A quote that stays open, or that closes on a later line in the wrong place.
    Unclosed,
    NeedsMore,
}

struct Splitter {
    delimiter: u8,
    quoting: Quoting,
    /// The bytes that end a run of ordinary characters.
    stops: [bool; 256],
    /// Of the last row: the next is likely to have as many.
    cells_before: usize,
}

/// Excel holds 32,767 characters in a cell; a quoted cell that is longer and has line breaks is an unclosed quote.
const QUOTED_BYTES_MAX: usize = 32_767 * 4;

impl Splitter {
    fn new(delimiter: u8, quoting: Quoting) -> Self {
        let mut stops = [false; 256];
        for stop in [delimiter, b'\r', b'\n'] {
            stops[usize::from(stop)] = true;
        }
        stops[usize::from(b'"')] = quoting == Quoting::Double;
        Self { delimiter, quoting, stops, cells_before: 8 }
    }

    fn cut(&mut self, window: &str, is_at_end: bool) -> Cut {
        let bytes = window.as_bytes();
        let mut cells = Vec::with_capacity(self.cells_before);
        let (mut at, mut lines) = (0, 1);
        loop {
            let cell = match self.opening_quote(bytes, at) {
                Some(open) => self.quoted(window, open, is_at_end),
                None => self.plain(window, at),
            };
            let (end, breaks, text) = match cell {
                Piece::Cell { end, breaks, text } => (end, breaks, text),
                Piece::Stray if lines > 1 => return Cut::Unclosed,
                Piece::Stray if is_at_end || has_whole_line(bytes) => return Cut::Stray,
                Piece::Stray => return Cut::NeedsMore,
                Piece::Unclosed => return Cut::Unclosed,
                Piece::NeedsMore => return Cut::NeedsMore,
            };
            lines += breaks;
            cells.push(text);
            match bytes.get(end) {
                Some(&byte) if byte == self.delimiter => at = end + 1,
                None if !is_at_end => return Cut::NeedsMore,
                Some(b'\r') if end + 1 == bytes.len() && !is_at_end => return Cut::NeedsMore,
                _ => {
                    let bytes = end + line_break_bytes(&bytes[end..]);
                    self.cells_before = cells.len();
                    return Cut::Row { bytes, lines, cells };
                }
            }
        }
    }

    /// Where the quote is that opens the cell; spaces may stand before it.
    fn opening_quote(&self, bytes: &[u8], at: usize) -> Option<usize> {
        if self.quoting == Quoting::Off {
            return None;
        }
        let spaces = bytes[at..].iter().take_while(|&&byte| byte == b' ').count();
        (bytes.get(at + spaces) == Some(&b'"')).then_some(at + spaces)
    }

    fn plain(&self, window: &str, at: usize) -> Piece {
        let bytes = window.as_bytes();
        let run = bytes[at..].iter().position(|&byte| self.stops[usize::from(byte)]).unwrap_or(bytes.len() - at);
        let end = at + run;
        match bytes.get(end) {
            Some(b'"') if self.quoting == Quoting::Double => Piece::Stray,
            _ => Piece::Cell { end, breaks: 0, text: window[at..end].to_owned() },
        }
    }

    fn quoted(&self, window: &str, open: usize, is_at_end: bool) -> Piece {
        let bytes = window.as_bytes();
        let mut text = String::new();
        let mut from = open + 1;
        loop {
            let Some(run) = window[from..].find('"') else {
                let is_too_long = bytes.len() - open > QUOTED_BYTES_MAX && window[open..].contains(['\n', '\r']);
                return if is_at_end || is_too_long { Piece::Unclosed } else { Piece::NeedsMore };
            };
            let quote = from + run;
            text.push_str(&window[from..quote]);
            match bytes.get(quote + 1) {
                Some(b'"') => {
                    text.push('"');
                    from = quote + 2;
                }
                None if !is_at_end => return Piece::NeedsMore,
                _ => return self.closed(bytes, quote + 1, text),
            }
        }
    }

    /// After the closing quote: spaces, then the delimiter or the end of the row.
    fn closed(&self, bytes: &[u8], after: usize, text: String) -> Piece {
        let spaces = bytes[after..].iter().take_while(|&&byte| byte == b' ').count();
        let breaks = line_breaks(&text);
        let end = after + spaces;
        let is_clean = bytes.get(end).is_none_or(|&byte| byte == self.delimiter || matches!(byte, b'\r' | b'\n'));
        match is_clean {
            true if breaks > 0 && text.len() > QUOTED_BYTES_MAX => Piece::Unclosed,
            true => Piece::Cell { end, breaks, text },
            false if breaks > 0 => Piece::Unclosed,
            false => Piece::Stray,
        }
    }

    /// The cells of a line whose quotes can't be trusted, for showing.
    fn rough_cells(&self, line: &str) -> Vec<String> {
        line.split(char::from(self.delimiter)).map(|cell| cell.trim_matches('"').to_owned()).collect()
    }
}

enum Piece {
    /// `end` is where the cell's delimiter or line end stands; `breaks` counts the line breaks inside.
    Cell {
        end: usize,
        breaks: u64,
        text: String,
    },
    Stray,
    Unclosed,
    NeedsMore,
}

/// Whether the first line's end is in the window, and it is known whether a `\n` follows its `\r`.
fn has_whole_line(bytes: &[u8]) -> bool {
    let end = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
    end.is_some_and(|end| bytes[end] == b'\n' || end + 1 < bytes.len())
}

/// `\r\n`, `\n` and a lone `\r` (old Macintosh) each end a line.
fn line_break_bytes(rest: &[u8]) -> usize {
    match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

fn line_breaks(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let lone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    (0..bytes.len()).filter(|&at| bytes[at] == b'\n' || lone(at)).count() as u64
}

fn garbled_cells(cells: &[String]) -> Vec<CellDoubt> {
    let garbled = cells.iter().enumerate().filter(|(_, cell)| is_garbled(cell));
    garbled.map(|(column, _)| CellDoubt { column, doubt: Doubt::Garbled }).collect()
}

/// `sep=;` on the first line is Excel's own note about the delimiter.
fn is_separator_line(line: &str) -> bool {
    let line = line.trim_end_matches(['\r', '\n']);
    line.len() == 5 && line.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("sep="))
}
