//! Names of people and companies compared.

use kernel::text::is_han;

use super::text::{is_near, is_similar};
use crate::level::Level;
use crate::normal::{COMPANY, Look, PART, latin, name::is_surname_only, variants};

/// Shorter names hold too little to be a part of another.
const CORE_CHARACTERS_MIN: usize = 2;

pub(super) fn whole(a: Look<'_>, b: Look<'_>) -> Level {
    match (a.text.starts_with(COMPANY), b.text.starts_with(COMPANY)) {
        (true, true) => return company(a, b),
        (false, false) => {}
        (true, false) => return company_by_another_name(a, b),
        (false, true) => return company_by_another_name(b, a),
    }
    match (a.text.contains(PART), b.text.contains(PART)) {
        (true, true) => chinese(a, b),
        (false, false) if !a.text.chars().any(is_han) && !b.text.chars().any(is_han) => words(a.text, b.text),
        _ => across_scripts(a, b),
    }
}

pub(super) fn given(a: Look<'_>, b: Look<'_>) -> Level {
    simple(a, b)
}

pub(super) fn surname(a: Look<'_>, b: Look<'_>) -> Level {
    simple(a, b)
}

/// `core ␟ place ␟ branch`.
pub(super) fn company(a: Look<'_>, b: Look<'_>) -> Level {
    let [core_a, place_a, branch_a] = a.parts();
    let [core_b, place_b, branch_b] = b.parts();
    let is_elsewhere = (!place_a.is_empty() && !place_b.is_empty() && place_a != place_b) || branch_a != branch_b;
    if core_a == core_b {
        // A branch, or one of the same name in another city.
        return if is_elsewhere { Level::Partial } else { Level::Alike };
    }
    let (long, short) = if count(core_a) >= count(core_b) { (core_a, core_b) } else { (core_b, core_a) };
    let short = short.trim_start_matches(COMPANY);
    let is_part = short.chars().count() >= CORE_CHARACTERS_MIN && long.contains(short);
    if is_elsewhere {
        return if is_part { Level::Kin } else { Level::Different };
    }
    let enough = short.chars().count() >= 4;
    if (a.sound == b.sound && short.chars().count() >= 2)
        || (enough && (is_near(core_a, core_b) || is_similar(core_a, core_b, 0.8)))
    {
        Level::Near
    } else if is_part {
        Level::Partial
    } else {
        Level::Different
    }
}

fn count(text: &str) -> usize {
    text.chars().count()
}

/// A company, and what may be its name without a legal form.
fn company_by_another_name(company: Look<'_>, other: Look<'_>) -> Level {
    let [core, ..] = company.parts::<1>();
    let core = core.trim_start_matches(COMPANY);
    let other = other.text.replace(PART, "");
    match () {
        () if core == other => Level::Alike,
        () if core.chars().count() >= 3
            && other.chars().count() >= 3
            && (core.contains(&other) || other.contains(core)) =>
        {
            Level::Partial
        }
        () => Level::Different,
    }
}

fn chinese(a: Look<'_>, b: Look<'_>) -> Level {
    let [surname_a, given_a] = a.parts();
    let [surname_b, given_b] = b.parts();
    let same_surname = surname_a == surname_b || first_sound(a) == first_sound(b) || is_mixed_up(surname_a, surname_b);
    if is_surname_only(a.text) || is_surname_only(b.text) {
        return if same_surname { Level::Partial } else { Level::Different };
    }
    if !same_surname {
        return if given_a == given_b && given_a.chars().count() >= 2 { Level::Near } else { Level::Different };
    }
    match () {
        () if a.sound == b.sound || mixed_up_by_place(a, b) => Level::Alike,
        () if surname_a == surname_b => beyond_surname(given_a, given_b),
        () => Level::Different,
    }
}

/// A character dropped or two swapped is a slip; one of two in common is what brothers and sisters have.
fn beyond_surname(given_a: &str, given_b: &str) -> Level {
    let (count_a, count_b) = (given_a.chars().count(), given_b.chars().count());
    let is_dropped = count_a != count_b && (given_a.contains(given_b) || given_b.contains(given_a));
    let is_swapped = count_a == 2 && given_a.chars().rev().eq(given_b.chars());
    if is_dropped || is_swapped { Level::Near } else { Level::Kin }
}

/// Each character the same, of the same sound, or of the same look.
fn mixed_up_by_place(a: Look<'_>, b: Look<'_>) -> bool {
    let characters = |look: Look<'_>| look.text.chars().filter(|c| *c != PART).collect::<Vec<_>>();
    let (of_a, of_b) = (characters(a), characters(b));
    let (sounds_a, sounds_b): (Vec<&str>, Vec<&str>) = (a.sound.split(' ').collect(), b.sound.split(' ').collect());
    let each_has_its_sound = sounds_a.len() == of_a.len() && sounds_b.len() == of_b.len();
    of_a.len() == of_b.len()
        && (0..of_a.len()).all(|place| {
            variants::look_alike(of_a[place], of_b[place]) || (each_has_its_sound && sounds_a[place] == sounds_b[place])
        })
}

fn is_mixed_up(a: &str, b: &str) -> bool {
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).all(|(a, b)| variants::look_alike(a, b))
}

fn first_sound(look: Look<'_>) -> Option<&str> {
    look.sound.split(' ').next().filter(|sound| !sound.is_empty())
}

/// One field of a name, Latin or Chinese.
fn simple(a: Look<'_>, b: Look<'_>) -> Level {
    let is_chinese = a.text.chars().any(is_han);
    if is_chinese != b.text.chars().any(is_han) {
        return Level::Different;
    }
    if is_chinese {
        return match () {
            () if a.sound == b.sound || is_mixed_up(a.text, b.text) => Level::Alike,
            () if a.text.contains(b.text) || b.text.contains(a.text) => Level::Near,
            () => Level::Different,
        };
    }
    if latin::is_short_form(a.text, b.text) || is_same_but_for_spaces(a.text, b.text) {
        Level::Alike
    } else if is_near(a.text, b.text) {
        Level::Near
    } else if is_beginning(a.text, b.text) || (a.sound == b.sound && is_similar(a.text, b.text, 0.6)) {
        Level::Partial
    } else {
        Level::Different
    }
}

/// Names of several words in any order.
fn words(a: &str, b: &str) -> Level {
    let (mut of_a, mut of_b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let (last_a, last_b) = (of_a.last().copied(), of_b.last().copied());
    of_a.sort_unstable();
    of_b.sort_unstable();
    if of_a == of_b || is_same_but_for_spaces(a, b) {
        return Level::Alike;
    }
    if is_near(a, b) {
        return Level::Near;
    }
    // Of equally many words each must fit, whichever side it stands on: `Ann Ann` is not `Ann Bob`.
    let few = of_a.len().min(of_b.len());
    let fit = (of_a.len() > few || all_fit(&of_a, &of_b)) && (of_b.len() > few || all_fit(&of_b, &of_a));
    let has_a_word = |words: &[&str]| words.len() > few || words.iter().any(|word| word.len() > 1);
    if fit && few >= 2 {
        Level::Near
    } else if fit && has_a_word(&of_a) && has_a_word(&of_b) {
        Level::Partial
    } else if last_a == last_b {
        Level::Kin
    } else {
        Level::Different
    }
}

fn all_fit(words: &[&str], among: &[&str]) -> bool {
    words.iter().all(|word| among.iter().any(|other| word_fits(word, other)))
}

fn word_fits(a: &str, b: &str) -> bool {
    a == b || is_near(a, b) || latin::is_short_form(a, b) || is_beginning(a, b)
}

/// `J` or `Jon` for `Jonathan`.
fn is_beginning(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    (short.len() == 1 || short.len() >= 3) && long.starts_with(short)
}

/// 张伟 and Zhang Wei or Wei Zhang.
fn across_scripts(a: Look<'_>, b: Look<'_>) -> Level {
    let (chinese, latin) = if a.text.chars().any(is_han) { (a, b) } else { (b, a) };
    if latin.text.chars().any(is_han) {
        // Neither can be taken apart for sure: compared by sound and slips.
        let whole = |look: Look<'_>| look.text.replace(PART, "");
        return match () {
            () if a.sound == b.sound => Level::Alike,
            () if is_near(&whole(a), &whole(b)) => Level::Near,
            () => Level::Different,
        };
    }
    let said = kernel::name::pinyin_of(&chinese.text.replace(PART, ""));
    let spelt = latin.text.replace(' ', "");
    let forwards = said.concat();
    let surname_last = said.iter().skip(1).chain(said.first()).map(String::as_str).collect::<String>();
    if spelt == forwards || spelt == surname_last { Level::Alike } else { Level::Different }
}

fn is_same_but_for_spaces(a: &str, b: &str) -> bool {
    a.len() != b.len() && a.chars().filter(|c| *c != ' ').eq(b.chars().filter(|c| *c != ' '))
}

#[cfg(test)]
mod tests {
    use crate::{Kind, Level, compare, normalise};

    fn level(kind: Kind, a: &str, b: &str) -> Level {
        let [a, b] = [a, b].map(|raw| normalise(kind, raw).remove(0));
        assert_eq!(compare(kind, &a, &b), compare(kind, &b, &a));
        compare(kind, &a, &b)
    }

    #[test]
    fn chinese_names_are_alike_by_sound_and_by_look() {
        for (a, b) in [
            ("陈静", "陈婧"),
            ("王伟", "王玮"),
            ("程磊", "陈磊"),
            ("李未", "李末"),
            ("张小明", "章晓铭"),
            ("欧阳娜", "歐陽哪"),
        ] {
            assert_eq!(level(Kind::Name, a, b), Level::Alike, "{a} {b}");
        }
    }

    #[test]
    fn other_chinese_names_are_near_kin_or_different() {
        for (a, b, expected) in [
            ("王小明", "王明", Level::Near),
            ("王小明", "王明小", Level::Near),
            ("王小明", "王小红", Level::Kin),
            ("王小明", "王建国", Level::Kin),
            ("王女士", "王小红", Level::Partial),
            ("王小明", "李建国", Level::Different),
            ("王女士", "李小红", Level::Different),
            ("周小明", "王小明", Level::Near),
            ("张伟", "zhang wei", Level::Alike),
            ("张伟", "Wei Zhang", Level::Alike),
            ("张伟", "John Smith", Level::Different),
        ] {
            assert_eq!(level(Kind::Name, a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn latin_names_forgive_order_slips_and_short_forms() {
        for (a, b, expected) in [
            ("John Smith", "Smith, John", Level::Alike),
            ("John Smith", "Jon Smith", Level::Near),
            ("John Smith", "John Edward Smith", Level::Near),
            ("Bill Gates", "William Gates", Level::Near),
            ("J Smith", "John Smith", Level::Near),
            ("Art's Deli", "Art's Delicatessen", Level::Near),
            ("Mary Smith", "John Smith", Level::Kin),
            ("Mary Jones", "John Smith", Level::Different),
        ] {
            assert_eq!(level(Kind::Name, a, b), expected, "{a} {b}");
        }
        for (a, b, expected) in [
            ("mitchell", "mitchel", Level::Near),
            ("william", "bill", Level::Alike),
            ("mary ann", "maryann", Level::Alike),
            ("j", "john", Level::Partial),
            ("mary", "john", Level::Different),
        ] {
            assert_eq!(level(Kind::GivenName, a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn a_company_is_not_its_branch_and_not_its_namesake() {
        for (a, b, expected) in [
            ("上海永达汽车有限公司", "上海永达汽车公司", Level::Exact(crate::Rarity::Rare)),
            ("上海永达汽车有限公司", "永达汽车有限公司", Level::Alike),
            ("上海永达汽车有限公司", "上海永达汽车有限公司浦东分公司", Level::Partial),
            ("上海永达汽车有限公司", "北京永达汽车有限公司", Level::Partial),
            ("上海永达汽车销售服务有限公司", "上海永达汽车销售服物有限公司", Level::Near),
            ("上海永达汽车有限公司", "王小明", Level::Different),
        ] {
            assert_eq!(level(Kind::Name, a, b), expected, "{a} {b}");
        }
    }
}
