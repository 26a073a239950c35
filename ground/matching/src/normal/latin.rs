//! Words in Latin letters: parting them, how they sound, and short forms of given names.

use std::collections::HashMap;
use std::sync::LazyLock;

use kernel::name::pinyin_of;
use kernel::text::is_han;

use super::variants::blurred;

/// Letters, digits and Chinese characters; everything else parts words.
pub(crate) fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut is_apart = false;
    for c in text.chars().filter(|c| !matches!(c, '\'' | '’' | '`')) {
        if c.is_alphanumeric() || is_han(c) {
            let joins_chinese = is_han(c) && words.chars().next_back().is_some_and(is_han);
            if is_apart && !words.is_empty() && !joins_chinese {
                words.push(' ');
            }
            words.push(plain_letter(c));
        }
        is_apart = !(c.is_alphanumeric() || is_han(c));
    }
    words
}

/// How a text sounds: a blurred syllable for each Chinese character, a Soundex code for each Latin word, digits as they are.
pub(crate) fn sound(words: &str) -> String {
    let pieces: Vec<String> = if words.chars().any(is_han) {
        pinyin_of(words).iter().map(|syllable| blurred(syllable)).collect()
    } else {
        words.split(' ').map(soundex).collect()
    };
    pieces.join(" ")
}

/// The Soundex code of a word (Russell, Odell 1918; the form of the US National Archives); words without letters stay.
pub(crate) fn soundex(word: &str) -> String {
    let mut letters = word.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase());
    let Some(first) = letters.next() else { return word.to_owned() };
    let mut code = String::from(first);
    let mut before = digit(first);
    for letter in letters {
        let here = digit(letter);
        if let Some(sounded) = here.filter(|_| here != before) {
            code.push(sounded);
        }
        if !matches!(letter, 'h' | 'w') {
            before = here;
        }
        if code.len() == 4 {
            break;
        }
    }
    while code.len() < 4 {
        code.push('0');
    }
    code
}

/// Whether one is a common short form of the other: `bill` and `william`.
pub(crate) fn is_short_form(a: &str, b: &str) -> bool {
    let is_short_of = |short, long| LONG_FORMS.get(short).is_some_and(|forms| forms.contains(&long));
    is_short_of(a, b) || is_short_of(b, a)
}

fn digit(letter: char) -> Option<char> {
    match letter {
        'b' | 'f' | 'p' | 'v' => Some('1'),
        'c' | 'g' | 'j' | 'k' | 'q' | 's' | 'x' | 'z' => Some('2'),
        'd' | 't' => Some('3'),
        'l' => Some('4'),
        'm' | 'n' => Some('5'),
        'r' => Some('6'),
        _ => None,
    }
}

/// Letters without their accents, as far as Western names have them.
fn plain_letter(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        'ý' | 'ÿ' => 'y',
        c => c,
    }
}

static LONG_FORMS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut forms: HashMap<&str, Vec<&str>> = HashMap::new();
    SHORT_FORMS.iter().for_each(|(long, short)| forms.entry(short).or_default().push(long));
    forms
});

const SHORT_FORMS: &[(&str, &str)] = &[
    ("alexander", "alex"),
    ("alexandra", "alex"),
    ("andrew", "andy"),
    ("anthony", "tony"),
    ("benjamin", "ben"),
    ("catherine", "kate"),
    ("charles", "charlie"),
    ("christine", "chris"),
    ("christopher", "chris"),
    ("daniel", "dan"),
    ("david", "dave"),
    ("edward", "ted"),
    ("elizabeth", "liz"),
    ("elizabeth", "beth"),
    ("frederick", "fred"),
    ("gregory", "greg"),
    ("james", "jim"),
    ("jennifer", "jen"),
    ("jessica", "jess"),
    ("john", "jack"),
    ("jonathan", "jon"),
    ("joseph", "joe"),
    ("joshua", "josh"),
    ("katherine", "kate"),
    ("kenneth", "ken"),
    ("lawrence", "larry"),
    ("margaret", "peggy"),
    ("margaret", "maggie"),
    ("matthew", "matt"),
    ("michael", "mike"),
    ("nicholas", "nick"),
    ("patricia", "pat"),
    ("patrick", "pat"),
    ("peter", "pete"),
    ("philip", "phil"),
    ("rebecca", "becky"),
    ("richard", "dick"),
    ("richard", "rick"),
    ("robert", "bob"),
    ("robert", "rob"),
    ("ronald", "ron"),
    ("samantha", "sam"),
    ("samuel", "sam"),
    ("stephen", "steve"),
    ("steven", "steve"),
    ("susan", "sue"),
    ("theodore", "ted"),
    ("thomas", "tom"),
    ("timothy", "tim"),
    ("victoria", "vicky"),
    ("william", "bill"),
    ("william", "will"),
    ("zachary", "zac"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_where_they_are_parted() {
        assert_eq!(words("o'brien-smith,  jr."), "obrien smith jr");
        assert_eq!(words("沪a 张 三"), "沪a 张三");
        assert_eq!(words("müller"), "muller");
    }

    #[test]
    fn the_codes_of_the_national_archives_hold() {
        for (word, code) in [
            ("washington", "w252"),
            ("lee", "l000"),
            ("gutierrez", "g362"),
            ("pfister", "p236"),
            ("jackson", "j250"),
            ("tymczak", "t522"),
            ("ashcraft", "a261"),
            ("vandeusen", "v532"),
        ] {
            assert_eq!(soundex(word), code, "{word}");
        }
        assert_eq!(soundex("42"), "42");
    }

    #[test]
    fn chinese_sounds_by_its_pinyin() {
        assert_eq!(sound("陈静"), sound("程婧"));
        assert_ne!(sound("陈静"), sound("陈军"));
    }

    #[test]
    fn short_forms_are_known_both_ways() {
        assert!(is_short_form("bill", "william") && is_short_form("william", "bill"));
        assert!(!is_short_form("bill", "robert"));
    }
}
