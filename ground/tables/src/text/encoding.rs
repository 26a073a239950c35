//! Which encoding a text file is in: told by its mark, by what decodes, and by what Chinese text looks like in bytes.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::str::FromStr;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};

/// The encodings that are read. GBK and GB2312 are read as GB18030, which contains them; Latin-1 as Windows-1252, likewise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Encoding {
    #[serde(rename = "UTF-8")]
    Utf8,
    #[serde(rename = "UTF-16LE")]
    Utf16Le,
    #[serde(rename = "UTF-16BE")]
    Utf16Be,
    #[serde(rename = "GB18030")]
    Gb18030,
    #[serde(rename = "Big5")]
    Big5,
    #[serde(rename = "Windows-1252")]
    Windows1252,
}

impl Encoding {
    pub const ALL: [Self; 6] = [Self::Utf8, Self::Gb18030, Self::Big5, Self::Utf16Le, Self::Utf16Be, Self::Windows1252];

    /// The registered name, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
            Self::Big5 => "Big5",
            Self::Windows1252 => "Windows-1252",
        }
    }

    pub(crate) fn codec(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
            Self::Big5 => BIG5,
            Self::Windows1252 => WINDOWS_1252,
        }
    }

    /// The encoding a byte order mark names, and the bytes of the mark.
    pub(crate) fn by_mark(head: &[u8]) -> Option<(Self, usize)> {
        match head {
            [0xEF, 0xBB, 0xBF, ..] => Some((Self::Utf8, 3)),
            [0xFF, 0xFE, ..] => Some((Self::Utf16Le, 2)),
            [0xFE, 0xFF, ..] => Some((Self::Utf16Be, 2)),
            _ => None,
        }
    }

    /// UTF-16 without a mark: the ASCII in it (delimiters, digits, line ends) leaves NULs on one side of the pairs only.
    pub(crate) fn unmarked_utf16(head: &[u8]) -> Option<Self> {
        let head = &head[..head.len().min(4096) & !1];
        let nuls = |side: usize| head.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
        let (first, second) = (nuls(0), nuls(1));
        let found = match (first, second) {
            (0, some) if some * 20 > head.len() => Self::Utf16Le,
            (some, 0) if some * 20 > head.len() => Self::Utf16Be,
            _ => return None,
        };
        let (text, had_errors) = found.codec().decode_without_bom_handling(head);
        // A pair may be cut at the end of the head, so an error there is no argument.
        let body = text.trim_end_matches('\u{FFFD}');
        // A stray NUL among single bytes makes no line end of two.
        let has_lines = body.contains(['\n', '\r']) || !head.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
        let is_text =
            has_lines && !body.contains(['\0', '\u{FFFD}']) && body.contains(['\n', '\r', ',', ';', '\t', '|']);
        (is_text && (!had_errors || body.len() + 3 >= text.len())).then_some(found)
    }
}

impl FromStr for Encoding {
    type Err = UnknownEncoding;

    /// Reads the name in any case, with the other names people use (`gbk`, `gb2312`, `latin1`, `utf8`).
    fn from_str(name: &str) -> Result<Self, UnknownEncoding> {
        let codec = encoding_rs::Encoding::for_label(name.trim().as_bytes()).ok_or(UnknownEncoding)?;
        let codec = if codec == encoding_rs::GBK { GB18030 } else { codec };
        Self::ALL.into_iter().find(|encoding| encoding.codec() == codec).ok_or(UnknownEncoding)
    }
}

/// The name of no encoding that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownEncoding;

impl std::fmt::Display for UnknownEncoding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("This encoding can't be read. Choose UTF-8, GB18030, Big5, UTF-16LE, UTF-16BE or Windows-1252.")
    }
}

impl std::error::Error for UnknownEncoding {}

/// What the whole file says about its encoding.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EncodingFound {
    pub encoding: Encoding,
    /// Bytes of the byte order mark, to be skipped.
    pub mark_bytes: usize,
}

/// Reads the whole file once (twice if it is not UTF-8) and decides. `chosen` overrules everything but the mark's length.
pub(crate) fn find_encoding(path: &Path, chosen: Option<Encoding>) -> std::io::Result<EncodingFound> {
    let mut head = Vec::new();
    File::open(path)?.take(CHUNK_BYTES as u64).read_to_end(&mut head)?;
    let marked = Encoding::by_mark(&head);
    if let Some(encoding) = chosen {
        let mark_bytes = marked.filter(|(named, _)| *named == encoding).map_or(0, |(_, bytes)| bytes);
        return Ok(EncodingFound { encoding, mark_bytes });
    }
    if let Some((encoding, mark_bytes)) = marked {
        return Ok(EncodingFound { encoding, mark_bytes });
    }
    if let Some(encoding) = Encoding::unmarked_utf16(&head) {
        return Ok(EncodingFound { encoding, mark_bytes: 0 });
    }
    let encoding = if is_utf8(path)? { Encoding::Utf8 } else { legacy_encoding(path)? };
    Ok(EncodingFound { encoding, mark_bytes: 0 })
}

const CHUNK_BYTES: usize = 256 << 10;
/// How much text with characters beyond ASCII is weighed. More does not change the answer.
const WEIGHED_BYTES: usize = 1 << 20;

/// A few broken characters among many good ones are damage in a UTF-8 file, not another encoding.
fn is_utf8(path: &Path) -> std::io::Result<bool> {
    let (mut good, mut broken) = (0_usize, 0_usize);
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let mut scratch = String::with_capacity(CHUNK_BYTES * 3 + 16);
    each_chunk(path, |chunk, is_last| {
        let mut at = 0;
        loop {
            scratch.clear();
            let (result, read) = decoder.decode_to_string_without_replacement(&chunk[at..], &mut scratch, is_last);
            at += read;
            if !scratch.is_ascii() {
                good += scratch.bytes().filter(|&byte| byte >= 0xC0).count();
            }
            match result {
                DecoderResult::Malformed(..) => broken += 1,
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
            }
        }
        // Far more broken than good can't turn round any more.
        broken > 10_000 && broken > good
    })?;
    Ok(broken == 0 || good >= broken * 10)
}

/// GB18030, Big5 or, as the last resort, Windows-1252.
fn legacy_encoding(path: &Path) -> std::io::Result<Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut pairs = Pairs::default();
    let mut weighed = 0;
    each_chunk(path, |chunk, is_last| {
        if !chunk.is_ascii() {
            detector.feed(chunk, is_last);
            pairs.count(chunk);
            weighed += chunk.len();
        }
        weighed >= WEIGHED_BYTES
    })?;
    let (simplified, traditional) = pairs.shares();
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    Ok(if simplified >= 0.8 {
        Encoding::Gb18030
    } else if traditional >= 0.9 && simplified < 0.6 {
        Encoding::Big5
    } else if guess == encoding_rs::GBK && simplified >= 0.3 {
        Encoding::Gb18030
    } else if guess == BIG5 && traditional >= 0.5 {
        Encoding::Big5
    } else {
        Encoding::Windows1252
    })
}

/// How the bytes beyond ASCII pair up. Accented Latin letters stand alone among ASCII; Chinese characters come as pairs, and the
/// common ones lie in a narrow part of the plane: B0A1–D7FE (GB 2312 level 1), A440–C67E (Big5 level 1).
#[derive(Default)]
struct Pairs {
    all: usize,
    simplified: usize,
    traditional: usize,
}

impl Pairs {
    fn count(&mut self, chunk: &[u8]) {
        let mut at = 0;
        while at < chunk.len() {
            let lead = chunk[at];
            if lead < 0x80 {
                at += 1;
                continue;
            }
            self.all += 1;
            let trail = chunk.get(at + 1).copied().unwrap_or(0);
            let is_mark = matches!(lead, 0xA1..=0xA3) && trail >= 0xA1;
            if is_mark || (matches!(lead, 0xB0..=0xD7) && trail >= 0xA1) {
                self.simplified += 1;
            }
            if matches!(lead, 0xA1..=0xC6) && matches!(trail, 0x40..=0x7E | 0xA1..=0xFE) {
                self.traditional += 1;
            }
            at += if trail >= 0x40 { 2 } else { 1 };
        }
    }

    fn shares(&self) -> (f64, f64) {
        let all = self.all.max(1) as f64;
        (self.simplified as f64 / all, self.traditional as f64 / all)
    }
}

/// Hands the file over in chunks until `see` says it has seen enough; the second argument says which is the last.
fn each_chunk(path: &Path, mut see: impl FnMut(&[u8], bool) -> bool) -> std::io::Result<()> {
    let mut file = File::open(path)?;
    let mut chunk = Vec::with_capacity(CHUNK_BYTES);
    loop {
        chunk.clear();
        file.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut chunk)?;
        let is_last = chunk.len() < CHUNK_BYTES;
        if see(&chunk, is_last) || is_last {
            return Ok(());
        }
    }
}
