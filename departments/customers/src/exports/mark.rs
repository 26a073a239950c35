//! The mark of a file: ten letters that say which export it is, written so that people read them and, a second time, so that
//! nobody sees them. Pure.

const BYTES: usize = 7;
const LETTERS: usize = 10;
const BITS_PER_LETTER: u32 = 5;
/// Crockford's alphabet: no I, L, O and U, which are misread.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PREFIX: &str = "RB-";
/// Two signs without width stand for the bits, a third around them says where they begin and end.
const ZERO: char = '\u{200B}';
const ONE: char = '\u{200C}';
const EDGE: char = '\u{2060}';

/// A mark out of random bytes: `RB-7KQ2M9XWTD`.
pub fn of(random: [u8; BYTES]) -> String {
    let bits = random.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
    let letters = (0..LETTERS).map(|place| {
        let shift = BITS_PER_LETTER * u32::try_from(place).unwrap_or_default();
        char::from(ALPHABET[usize::try_from((bits >> shift) & 31).unwrap_or_default()])
    });
    format!("{PREFIX}{}", letters.collect::<String>())
}

/// The same mark in signs that take no room.
pub fn invisible(mark: &str) -> String {
    let letters = mark.strip_prefix(PREFIX).unwrap_or_default().bytes();
    let bits = letters.flat_map(|letter| {
        let value = ALPHABET.iter().position(|known| *known == letter).unwrap_or_default();
        (0..BITS_PER_LETTER).rev().map(move |bit| if value >> bit & 1 == 1 { ONE } else { ZERO })
    });
    [EDGE].into_iter().chain(bits).chain([EDGE]).collect()
}

/// All marks in a text, seen or not, each once.
pub fn find(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text
        .match_indices(PREFIX)
        .filter_map(|(at, _)| {
            let letters: String = text[at + PREFIX.len()..].chars().take(LETTERS).collect();
            let is_mark = letters.len() == LETTERS && letters.bytes().all(|letter| ALPHABET.contains(&letter));
            is_mark.then(|| format!("{PREFIX}{letters}"))
        })
        .collect();
    for hidden in text.split(EDGE) {
        found.extend(read(hidden));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a sign is one of those nobody sees.
pub fn is_unseen(sign: char) -> bool {
    matches!(sign, ZERO | ONE | EDGE)
}

/// The mark between two edges, when nothing but its bits stands there.
fn read(hidden: &str) -> Option<String> {
    let bits: Vec<u8> = hidden
        .chars()
        .map(|sign| match sign {
            ZERO => Some(0),
            ONE => Some(1),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let per_letter = usize::try_from(BITS_PER_LETTER).unwrap_or(1);
    if bits.len() != LETTERS * per_letter {
        return None;
    }
    let letters = bits.chunks(per_letter).map(|chunk| {
        let value = chunk.iter().fold(0_usize, |value, bit| value << 1 | usize::from(*bit));
        char::from(ALPHABET[value])
    });
    Some(format!("{PREFIX}{}", letters.collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_seen_or_unseen_whatever_stands_around_it() {
        let (one, other) = (of([1, 2, 3, 4, 5, 6, 7]), of([255; 7]));
        assert_eq!((one.len(), other.as_str()), (13, "RB-ZZZZZZZZZZ"));
        let text = format!("客户{},手机\r\n张三 {other} 李四", invisible(&one));
        let mut both = vec![one.clone(), other];
        both.sort_unstable();
        assert_eq!(find(&text), both);
        assert_eq!(find(&format!("{one} {}", invisible(&one))), [one]);
    }

    #[test]
    fn what_only_looks_like_a_mark_is_none() {
        for text in ["", "RB-", "RB-12345", "RB-IIIIIIIIII", "\u{2060}\u{200B}\u{2060}", "\u{200B}\u{200C}"] {
            assert_eq!(find(text), [""; 0], "{text:?}");
        }
    }
}
