//! Bytes into text: what they say they are written in, else UTF-8, else the Chinese encoding older systems send.

use base64::{Engine, engine::general_purpose::STANDARD};
use encoding_rs::{Encoding, GB18030, UTF_8};
use kernel::Fault;

/// Says that what is kept are the bytes themselves, for they are no text.
const BYTES: &str = "base64:";
/// An XML declaration stands within so many bytes.
const DECLARATION_BYTES: usize = 200;

/// The text of a body. `kind` is its `Content-Type`.
pub fn text_of(body: &[u8], kind: Option<&str>) -> Result<String, Fault> {
    let said = kind.and_then(charset).or_else(|| declared(body));
    // Whatever was said: a text that is UTF-8 throughout is hardly ever anything else.
    let tried = [Some(UTF_8), said, Some(GB18030)];
    for encoding in tried.into_iter().flatten() {
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(body) {
            return Ok(text.trim_start_matches('\u{feff}').replace('\0', ""));
        }
    }
    Err(Fault::new("", "payload.encoding", "these bytes are no text in UTF-8 or GB18030; send UTF-8"))
}

/// How a body is kept: as it came, down to the last byte.
pub fn kept(body: &[u8]) -> String {
    match std::str::from_utf8(body) {
        Ok(text) if !text.starts_with(BYTES) => text.to_owned(),
        _ => format!("{BYTES}{}", STANDARD.encode(body)),
    }
}

/// The body out of how it was kept.
pub fn opened(kept: &str) -> Vec<u8> {
    let bytes = kept.strip_prefix(BYTES).and_then(|text| STANDARD.decode(text).ok());
    bytes.unwrap_or_else(|| kept.as_bytes().to_vec())
}

fn charset(kind: &str) -> Option<&'static Encoding> {
    let said = kind.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    })?;
    Encoding::for_label(said.as_bytes())
}

/// `<?xml version="1.0" encoding="GBK"?>`
fn declared(body: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&body[..body.len().min(DECLARATION_BYTES)]).to_ascii_lowercase();
    let (_, rest) = head.split_once("<?xml")?.1.split("?>").next()?.split_once("encoding")?;
    let label = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = label.find(['"', '\'', ' ']).unwrap_or(label.len());
    Encoding::for_label(&label.as_bytes()[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_read_in_whatever_it_was_written() {
        let (gbk, ..) = encoding_rs::GBK.encode("王小明");
        assert_eq!(text_of(&gbk, None).unwrap(), "王小明");
        assert_eq!(text_of(&gbk, Some("text/plain; charset=GBK")).unwrap(), "王小明");
        assert_eq!(text_of("王小明".as_bytes(), Some("text/plain; charset=gb2312")).unwrap(), "王小明");
        let xml = [b"<?xml version='1.0' encoding='gb2312'?><a>".as_slice(), gbk.as_ref(), b"</a>"].concat();
        assert!(text_of(&xml, None).unwrap().contains("王小明"));
        let (big5, ..) = encoding_rs::BIG5.encode("車");
        assert_eq!(text_of(&big5, Some("text/plain; charset=big5")).unwrap(), "車");
    }

    #[test]
    fn what_is_no_text_says_so_and_is_kept_to_the_last_byte() {
        let body = [0xff, 0xfe, 0x00, 0xff];
        assert_eq!(text_of(&body, None).unwrap_err().code, "payload.encoding");
        assert_eq!(opened(&kept(&body)), body);
        assert_eq!(opened(&kept("base64:no".as_bytes())), b"base64:no");
        assert_eq!(kept(b"{}"), "{}");
    }
}
