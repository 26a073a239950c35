//! How names and texts are read aloud in pinyin without tones, as typed on a keyboard.

use pinyin::ToPinyin;

use super::surnames;
use super::{PersonName, clean, split};
use crate::text::is_han;

/// The syllables of a text, small and without tones, `ü` written `v` as on a keyboard. A surname is read as one: 单 `shan`,
/// 尉迟 `yu chi`. Latin words and digits stand as one piece each; other characters fall away.
///
/// ```
/// use kernel::name::pinyin_of;
/// assert_eq!(pinyin_of("曾小贤"), ["zeng", "xiao", "xian"]);
/// assert_eq!(pinyin_of("吕布"), ["lv", "bu"]);
/// assert_eq!(pinyin_of("重庆BMW中心"), ["chong", "qing", "bmw", "zhong", "xin"]);
/// ```
pub fn pinyin_of(text: &str) -> Vec<String> {
    pieces(text).into_iter().map(|piece| piece.reading.unwrap_or(piece.text)).collect()
}

/// The first letter of every syllable and word: `wxm` for 王小明, `js` for John Smith.
pub fn initials(text: &str) -> String {
    pinyin_of(text).iter().filter_map(|syllable| syllable.chars().next()).collect()
}

/// One Chinese character with its reading, or one word without.
pub(super) struct Piece {
    /// In small letters.
    pub text: String,
    pub reading: Option<String>,
    /// Where in the text the part after an apostrophe begins: `brien` of O'Brien.
    pub tail_at: Option<usize>,
}

impl Piece {
    fn of(text: String, reading: Option<String>) -> Self {
        Self { text, reading, tail_at: None }
    }

    /// The part after an apostrophe by which the word may be called, too; a single letter is none.
    pub fn tail(&self) -> Option<&str> {
        self.tail_at.and_then(|at| self.text.get(at..)).filter(|tail| tail.chars().nth(1).is_some())
    }
}

pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let text = clean(text);
    let mut pieces = characters_and_words(&text);
    read_phrases(&mut pieces);
    if let Some(readings) = surname_readings(&text) {
        for (piece, reading) in pieces.iter_mut().zip(readings) {
            piece.reading = Some((*reading).to_owned());
        }
    }
    pieces
}

/// How a surname may be read: in each way its syllables together and their first letters.
pub(super) fn surname_sounds(surname: &str) -> Vec<(String, String)> {
    let as_surname = surnames::reading(surname).map(|reading| reading.iter().map(|s| (*s).to_owned()).collect());
    let everyday: Option<Vec<String>> = surname.chars().map(everyday_reading).collect();
    let mut sounds: Vec<(String, String)> = [as_surname, everyday]
        .into_iter()
        .flatten()
        .map(|syllables: Vec<String>| (syllables.concat(), syllables.iter().filter_map(|s| s.chars().next()).collect()))
        .collect();
    sounds.dedup();
    sounds
}

/// The other way the first character may be read: an everyday reading where it was taken for a surname, and the reverse.
/// Whoever searches may not know better.
pub(super) fn other_reading(first: &Piece) -> Option<String> {
    let everyday = first.text.chars().next().and_then(everyday_reading)?;
    let as_surname = surnames::reading(&first.text).and_then(|reading| reading.first())?;
    let other = if first.reading.as_deref() == Some(everyday.as_str()) { (*as_surname).to_owned() } else { everyday };
    (first.reading.as_ref() != Some(&other)).then_some(other)
}

/// Four characters with a simple surname are more often a company than a person: 解放汽车.
fn surname_readings(text: &str) -> Option<&'static [&'static str]> {
    let PersonName { surname, given, .. } = split(text)?;
    let is_person = surname.chars().count() > 1 || given.chars().count() <= 2;
    surnames::reading(&surname).filter(|_| is_person)
}

fn characters_and_words(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut word_is_open, mut is_after_apostrophe) = (false, false);
    for c in text.chars() {
        let is_word = c.is_alphanumeric() && !is_han(c);
        if is_han(c) {
            pieces.push(Piece::of(c.to_string(), Some(everyday_reading(c).unwrap_or_else(|| c.to_string()))));
        } else if is_word {
            match pieces.last_mut().filter(|_| word_is_open) {
                Some(word) => {
                    word.tail_at = if is_after_apostrophe { Some(word.text.len()) } else { word.tail_at };
                    word.text.extend(c.to_lowercase());
                }
                None => pieces.push(Piece::of(c.to_lowercase().collect(), None)),
            }
        }
        // O'Brien and Mary's stay one word.
        is_after_apostrophe = matches!(c, '\'' | '’');
        word_is_open = is_word || (word_is_open && is_after_apostrophe);
    }
    pieces
}

fn read_phrases(pieces: &mut [Piece]) {
    for start in 0..pieces.len().saturating_sub(1) {
        let pair = format!("{}{}", pieces[start].text, pieces[start + 1].text);
        if let Some((_, readings)) = PHRASES.iter().find(|(phrase, _)| *phrase == pair) {
            for (piece, reading) in pieces[start..].iter_mut().zip(readings) {
                piece.reading = Some((*reading).to_owned());
            }
        }
    }
}

fn everyday_reading(c: char) -> Option<String> {
    Some(match c {
        // In names and places, the library's first reading is the rarer one.
        '长' => "chang".to_owned(),
        '都' => "du".to_owned(),
        c => c.to_pinyin()?.plain().replace('ü', "v"),
    })
}

/// Pairs in which a character is read otherwise than alone, as far as names, places and the trade need them.
const PHRASES: &[(&str, [&str; 2])] = &[
    ("重庆", ["chong", "qing"]),
    ("厦门", ["xia", "men"]),
    ("六安", ["lu", "an"]),
    ("西藏", ["xi", "zang"]),
    ("东莞", ["dong", "guan"]),
    ("番禺", ["pan", "yu"]),
    ("蚌埠", ["beng", "bu"]),
    ("黄陂", ["huang", "pi"]),
    ("喀什", ["ka", "shi"]),
    ("佛山", ["fo", "shan"]),
    ("荥阳", ["xing", "yang"]),
    ("乐清", ["yue", "qing"]),
    ("银行", ["yin", "hang"]),
    ("车行", ["che", "hang"]),
    ("商行", ["shang", "hang"]),
    ("行业", ["hang", "ye"]),
    ("会计", ["kuai", "ji"]),
    ("店长", ["dian", "zhang"]),
    ("校长", ["xiao", "zhang"]),
    ("会长", ["hui", "zhang"]),
    ("院长", ["yuan", "zhang"]),
    ("部长", ["bu", "zhang"]),
    ("局长", ["ju", "zhang"]),
    ("事长", ["shi", "zhang"]),
    ("成长", ["cheng", "zhang"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        pinyin_of(text).join(" ")
    }

    #[test]
    fn surnames_are_read_as_surnames() {
        for (name, reading) in [
            ("曾国藩", "zeng guo fan"),
            ("单田芳", "shan tian fang"),
            ("解晓东", "xie xiao dong"),
            ("仇英", "qiu ying"),
            ("查良镛", "zha liang yong"),
            ("区伟", "ou wei"),
            ("任静", "ren jing"),
            ("华罗", "hua luo"),
            ("朴树", "piao shu"),
            ("盖聂", "ge nie"),
            ("翟天", "zhai tian"),
            ("尉迟恭", "yu chi gong"),
            ("万俟卨", "mo qi xie"),
            ("长孙无忌", "zhang sun wu ji"),
            ("单先生", "shan xian sheng"),
        ] {
            assert_eq!(read(name), reading, "{name}");
        }
    }

    #[test]
    fn the_same_characters_elsewhere_are_read_as_ever() {
        assert_eq!(read("张单"), "zhang dan");
        assert_eq!(read("解放汽车"), "jie fang qi che");
        assert_eq!(read("长安汽车"), "chang an qi che");
        assert_eq!(read("中国银行重庆分行"), "zhong guo yin hang chong qing fen xing");
    }

    #[test]
    fn initials_are_one_letter_each() {
        assert_eq!(initials("王小明"), "wxm");
        assert_eq!(initials("John O'Brien"), "jo");
        assert_eq!(initials("2号车间"), "2hcj");
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "\\PC{0,24}|[\u{3400}-\u{9fff}]{0,6}") {
            for syllable in pinyin_of(&text) {
                prop_assert!(!syllable.is_empty());
            }
        }
    }
}
