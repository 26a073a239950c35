//! What makes a password one that others would guess (NIST SP 800-63B-4 §3.1.1.2): length counts, mixtures of signs don't; what
//! every guessing list begins with is refused, and so is what stands around its owner. Pure.

use std::{collections::HashSet, sync::OnceLock};

use kernel::Fault;
use unicode_normalization::UnicodeNormalization;

/// With a second factor beside it.
pub(crate) const CHARS_MIN: usize = 8;
/// When it is all that is asked for.
pub(crate) const CHARS_MIN_ALONE: usize = 15;
pub(crate) const CHARS_MAX: usize = 256;

/// Whose password it will be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surroundings {
    pub login: String,
    /// Of the person, the group and the like.
    pub names: Vec<String>,
    pub has_second_factor: bool,
}

/// Words, names and numbers that guessing lists begin with: our own collection of plain facts (most used words and names in
/// Chinese and English, car makes, rows of the keyboard, lucky numbers), one in a line.
const COMMON: &str = include_str!("common.txt");
/// Passwords of at least eight signs among the 30,000 commonest of breached collections, as the password meter zxcvbn carries them
/// (Mark Burnett's ten million; MIT), one in a line.
const BREACHED: &str = include_str!("breached.txt");
/// What anyone would try here.
const OURS: [&str; 2] = ["roadbook", "路书"];
/// So many known pieces in a row are still a guess.
const PIECES_MAX: usize = 3;
const NAME_CHARS_MIN: usize = 2;
const WORD_CHARS_MAX: usize = 16;
/// Rows and columns of the keyboard, which fingers walk along.
const WALKS: [&str; 14] = [
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz",
    "2wsx",
    "3edc",
    "4rfv",
    "5tgb",
    "6yhn",
    "7ujm",
    "!@#$%^&*()",
    "qazwsxedcrfvtgb",
    "1qaz2wsx3edc4rfv5tgb",
];

/// The same password however a keyboard composed it (NFKC); what is hashed and measured.
pub(crate) fn normal(password: &str) -> String {
    password.nfkc().collect()
}

/// Whether it is long enough to be all that is asked for.
pub(crate) fn can_stand_alone(password: &str) -> bool {
    normal(password).chars().count() >= CHARS_MIN_ALONE
}

/// What speaks against a new password, under the field it came in.
pub(crate) fn faults_of(field: &str, password: &str, around: &Surroundings) -> Vec<Fault> {
    let fault = |code, message: String| vec![Fault::new(field, code, message)];
    let folded = normal(password).to_lowercase();
    let chars_min = if around.has_second_factor { CHARS_MIN } else { CHARS_MIN_ALONE };
    let length = folded.chars().count();
    if length < chars_min {
        let code = if around.has_second_factor { "password.too_short" } else { "password.too_short_alone" };
        return fault(code, format!("a password here has at least {chars_min} characters; a sentence does well"));
    }
    if length > CHARS_MAX {
        return fault("password.too_long", format!("a password has at most {CHARS_MAX} characters"));
    }
    if !around.login.is_empty() && folded.contains(&normal(&around.login).to_lowercase()) {
        return fault("password.has_login", "the password must not contain the login name".to_owned());
    }
    if names_of(around).iter().any(|name| folded.contains(name)) {
        let words = "the password must not contain the name of its owner, the group or Roadbook";
        return fault("password.has_name", words.to_owned());
    }
    if is_common(&folded) {
        let words = "this password is made of what anyone would guess first; take another";
        return fault("password.common", words.to_owned());
    }
    if is_lost(&folded) {
        let words = "this password, or what it is made of, was found in breaches of others; take another";
        return fault("password.breached", words.to_owned());
    }
    Vec::new()
}

fn names_of(around: &Surroundings) -> Vec<String> {
    let whole = around.names.iter().map(|name| normal(name).to_lowercase());
    let parts = whole.flat_map(|name| {
        let parts: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
        std::iter::once(name.clone()).chain(parts)
    });
    // One Chinese sign or two Latin letters stand in too many sentences.
    let says = |name: &String| {
        let length = name.chars().count();
        length > NAME_CHARS_MIN || (length == NAME_CHARS_MIN && !name.is_ascii())
    };
    parts.chain(OURS.map(str::to_owned)).filter(says).collect()
}

/// Whether it is one of breached collections, one again and again, two in a row, or one beside a number or run.
fn is_lost(folded: &str) -> bool {
    let known = |chars: &[char]| breached().contains(chars.iter().collect::<String>().as_str());
    let is_lost = |chars: &[char]| {
        let halves = |at: usize| {
            let (before, after) = chars.split_at(at);
            let pads = |piece: &[char]| {
                piece.len() < 3 && piece.iter().all(|char| !char.is_alphabetic()) || is_number(piece) || is_run(piece)
            };
            (known(before) && (pads(after) || known(after))) || (pads(before) && known(after))
        };
        known(chars)
            || (1..=chars.len() / 2)
                .any(|unit| (unit..chars.len()).all(|at| chars[at] == chars[at - unit]) && known(&chars[..unit]))
            || (1..chars.len()).any(halves)
    };
    let typed: Vec<char> = folded.chars().collect();
    let bare: Vec<char> = folded.chars().filter(|char| char.is_alphanumeric()).collect();
    is_lost(&typed) || is_lost(&bare)
}

/// Whether it is made of a few known pieces, also with digits in place of letters, or repeats a short one.
fn is_common(folded: &str) -> bool {
    let variants = [folded.to_owned(), unmasked(folded, 'i'), unmasked(folded, 'l')];
    variants.iter().any(|text| {
        let chars: Vec<char> =
            text.chars().filter(|char| char.is_alphanumeric() || "!@#$%^&*()".contains(*char)).collect();
        let letters: Vec<char> = chars.iter().copied().filter(|char| char.is_alphanumeric()).collect();
        [chars, letters].iter().any(|chars| is_repetition(chars) || is_few_pieces(chars))
    })
}

/// Letters back in place of the signs that are put for them.
fn unmasked(text: &str, one: char) -> String {
    let unmask = |char| match char {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => one,
        '3' => 'e',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    text.chars().map(unmask).collect()
}

fn is_repetition(chars: &[char]) -> bool {
    let units = (1..=chars.len() / 2).filter(|unit| (*unit..chars.len()).all(|at| chars[at] == chars[at - unit]));
    units.take(1).any(|unit| unit <= 4 || is_few_pieces(&chars[..unit]))
}

/// Whether at most so many known pieces cover it without a gap.
fn is_few_pieces(chars: &[char]) -> bool {
    let mut fewest = vec![usize::MAX; chars.len() + 1];
    fewest[0] = 0;
    for start in 0..chars.len() {
        if fewest[start] >= PIECES_MAX {
            continue;
        }
        for end in start + 1..=chars.len() {
            if fewest[end] > fewest[start] + 1 && is_piece(&chars[start..end]) {
                fewest[end] = fewest[start] + 1;
            }
        }
    }
    !chars.is_empty() && fewest[chars.len()] <= PIECES_MAX
}

fn is_piece(piece: &[char]) -> bool {
    is_run(piece)
        || is_number(piece)
        || (2..=WORD_CHARS_MAX).contains(&piece.len()) && {
            let text: String = piece.iter().collect();
            common().contains(text.as_str()) || piece.len() >= 3 && is_walk(&text)
        }
}

/// One sign again and again, or neighbours: `aaaa`, `4567`, `dcba`.
fn is_run(piece: &[char]) -> bool {
    let points: Vec<i64> = piece.iter().map(|char| i64::from(u32::from(*char))).collect();
    let steps_by = |step: i64| points.windows(2).all(|pair| pair[1] - pair[0] == step);
    piece.len() >= 3 && [0, 1, -1].into_iter().any(steps_by)
}

fn is_walk(text: &str) -> bool {
    let back: String = text.chars().rev().collect();
    WALKS.iter().any(|walk| walk.contains(text) || walk.contains(&back))
}

/// A year, a day, a short number or a mobile number.
fn is_number(piece: &[char]) -> bool {
    if !piece.iter().all(char::is_ascii_digit) {
        return false;
    }
    let part = |from: usize, to: usize| piece[from..to].iter().collect::<String>().parse::<u32>().unwrap_or_default();
    match piece.len() {
        1..=4 => true,
        6 => (1..=12).contains(&part(2, 4)) && (1..=31).contains(&part(4, 6)),
        8 => (1900..=2100).contains(&part(0, 4)) && (1..=12).contains(&part(4, 6)) && (1..=31).contains(&part(6, 8)),
        11 => piece[0] == '1' && ('3'..='9').contains(&piece[1]),
        _ => false,
    }
}

fn breached() -> &'static HashSet<&'static str> {
    static PASSWORDS: OnceLock<HashSet<&str>> = OnceLock::new();
    PASSWORDS.get_or_init(|| BREACHED.lines().collect())
}

fn common() -> &'static HashSet<&'static str> {
    static WORDS: OnceLock<HashSet<&str>> = OnceLock::new();
    WORDS.get_or_init(|| COMMON.lines().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(has_second_factor: bool) -> Surroundings {
        let names = ["林晓月", "Zhang Wei", "澄岚汽车集团"].map(str::to_owned).to_vec();
        Surroundings { login: "linxiaoyue".into(), names, has_second_factor }
    }

    fn code(password: &str) -> Option<String> {
        faults_of("new", password, &around(false)).into_iter().next().map(|fault| fault.code)
    }

    fn code_beside_a_factor(password: &str) -> Option<String> {
        faults_of("new", password, &around(true)).into_iter().next().map(|fault| fault.code)
    }

    #[test]
    fn length_counts_in_characters_and_variety_does_not() {
        assert_eq!(code("fourteen signs").as_deref(), Some("password.too_short_alone"));
        assert_eq!(code("fifteen letters"), None);
        assert_eq!(code_beside_a_factor("vier 8er"), None);
        assert_eq!(code_beside_a_factor("short 7").as_deref(), Some("password.too_short"));
        assert_eq!(code("今天下午三点在店门口等我一起去吃面"), None);
        assert_eq!(code(&"walk the dog at dawn ".repeat(12)), None);
        assert_eq!(code(&"walk the dog at dawn ".repeat(13)).as_deref(), Some("password.too_long"));
    }

    #[test]
    fn what_everyone_would_guess_is_refused() {
        for guess in [
            "passwordpassword",
            "P@ssw0rdP@ssw0rd",
            "password123456789",
            "qwertyuiopasdfghjkl",
            "1qaz2wsx3edc4rfv",
            "woaini1314520woaini",
            "Admin@2026123456",
            "iloveyou20260101",
            "13800138000woaini",
            "abababababababab",
            "111111111111111",
            "123456789987654321",
            "Welcome-2026-2026!",
            "长长长长长长长长长长长长长长长长",
        ] {
            assert_eq!(code(guess).as_deref(), Some("password.common"), "{guess}");
        }
        for guess in ["Password1", "88888888", "23456789", "WoAiNi1314", "a1b2c3d4", "qq123456"] {
            assert_eq!(code_beside_a_factor(guess).as_deref(), Some("password.common"), "{guess}");
        }
        for good in [
            "correct horse battery",
            "xiaomao zai chuang shang",
            "k7#mQ2!vLp9$xR4t",
            "abcd-efgh-ijkm-npqr",
            "green tea at noon",
        ] {
            assert_eq!(code(good), None, "{good}");
        }
    }

    #[test]
    fn what_others_lost_is_refused() {
        for lost in ["liverpoo", "Samantha", "Marlboro1", "2026steelers", "p030710p$E4o5!"] {
            assert_eq!(code_beside_a_factor(lost).as_deref(), Some("password.breached"), "{lost}");
        }
        for lost in ["MailCreated5240", "steelers-steelers", "samanthamaverick", "hardcore20260101"] {
            assert_eq!(code(lost).as_deref(), Some("password.breached"), "{lost}");
        }
        let shipped: Vec<&str> = BREACHED.lines().collect();
        assert!(shipped.len() > 10_000 && shipped.is_sorted() && shipped.iter().all(|one| one.len() >= CHARS_MIN));
    }

    #[test]
    fn what_stands_around_its_owner_is_refused() {
        assert_eq!(code("my-LinXiaoYue-is-nice").as_deref(), Some("password.has_login"));
        for guess in [
            "今天林晓月在店门口等我一起去吃面",
            "zhang keeps the keys",
            "我在澄岚汽车集团工作了很多年啦啦啦",
            "the roadbook is open",
        ] {
            assert_eq!(code(guess).as_deref(), Some("password.has_name"), "{guess}");
        }
    }

    /// Full-width letters and composed signs, as different keyboards send them.
    #[test]
    fn one_password_has_one_form() {
        assert_eq!(normal("Ｃafe\u{301} ﬁne"), "Café fine");
    }
}
