//! Names of people as they really occur: surnames by frequency, given names by gender and decade of birth.

mod given;

use crate::dice::Dice;
use crate::words::Gender;

/// Surnames with their share, somewhat weighted to the lower Yangtze (public name reports of the Ministry of Public
/// Security give the national order).
const SURNAMES: &[(&str, u32)] = &[
    ("王", 640),
    ("张", 590),
    ("李", 560),
    ("陈", 500),
    ("刘", 380),
    ("徐", 260),
    ("朱", 250),
    ("沈", 230),
    ("周", 300),
    ("吴", 300),
    ("陆", 170),
    ("黄", 220),
    ("杨", 250),
    ("赵", 200),
    ("孙", 200),
    ("顾", 150),
    ("钱", 110),
    ("胡", 160),
    ("郭", 110),
    ("何", 120),
    ("高", 120),
    ("林", 120),
    ("罗", 80),
    ("郑", 100),
    ("梁", 60),
    ("谢", 80),
    ("宋", 90),
    ("唐", 100),
    ("许", 110),
    ("韩", 80),
    ("冯", 75),
    ("邓", 60),
    ("曹", 90),
    ("彭", 60),
    ("曾", 55),
    ("肖", 60),
    ("田", 55),
    ("董", 70),
    ("潘", 90),
    ("袁", 70),
    ("蔡", 70),
    ("蒋", 100),
    ("余", 70),
    ("于", 60),
    ("杜", 60),
    ("叶", 90),
    ("程", 80),
    ("魏", 65),
    ("苏", 55),
    ("吕", 60),
    ("丁", 90),
    ("任", 55),
    ("姚", 80),
    ("卢", 50),
    ("傅", 45),
    ("钟", 55),
    ("姜", 60),
    ("崔", 45),
    ("谭", 45),
    ("廖", 40),
    ("范", 65),
    ("汪", 80),
    ("石", 45),
    ("金", 80),
    ("戴", 60),
    ("贾", 35),
    ("韦", 20),
    ("夏", 60),
    ("邱", 55),
    ("方", 70),
    ("侯", 35),
    ("邹", 45),
    ("熊", 35),
    ("孟", 35),
    ("秦", 50),
    ("白", 35),
    ("江", 45),
    ("阎", 15),
    ("薛", 45),
    ("尹", 30),
    ("段", 25),
    ("雷", 30),
    ("史", 35),
    ("陶", 45),
    ("俞", 55),
    ("施", 60),
    ("章", 50),
    ("严", 45),
    ("翁", 25),
    ("费", 18),
    ("龚", 40),
    ("倪", 40),
    ("殷", 30),
    ("毛", 40),
    ("缪", 18),
    ("瞿", 15),
    ("季", 25),
    ("吉", 14),
    ("欧阳", 12),
    ("诸葛", 4),
    ("司马", 3),
    ("上官", 2),
    ("万", 30),
    ("祝", 18),
    ("葛", 35),
    ("管", 18),
    ("华", 22),
    ("奚", 10),
];

const UYGHUR_MEN: &[&str] =
    &["艾力", "买买提", "阿卜杜拉", "吐尔逊", "艾尔肯", "依明", "库尔班", "阿迪力", "穆拉提", "帕尔哈提"];
const UYGHUR_WOMEN: &[&str] =
    &["古丽娜尔", "阿依古丽", "迪丽娜尔", "热依罕", "米热古丽", "阿依努尔", "祖丽胡玛", "帕丽达"];
const UYGHUR_FATHERS: &[&str] =
    &["买买提", "艾山", "吐尔逊", "阿布都热合曼", "依明", "卡德尔", "肉孜", "玉素甫", "艾合买提"];
const FOREIGN_MEN: &[&str] = &["Michael", "David", "Daniel", "Thomas", "James", "Marco", "Stefan", "Kevin"];
const FOREIGN_WOMEN: &[&str] = &["Anna", "Emily", "Julia", "Sophie", "Laura", "Grace", "Rachel"];
const FOREIGN_FAMILIES: &[&str] =
    &["Chen", "Miller", "Schneider", "Wong", "Brown", "Rossi", "Tanaka", "Lee", "Fischer", "Martin"];

/// A surname, as often as it occurs.
pub(crate) fn surname(dice: &mut Dice) -> &'static str {
    dice.weighed(SURNAMES)
}

/// A full name of someone born in that year: mostly surname and given name, rarely a Uyghur or a foreign name.
pub(crate) fn full(dice: &mut Dice, surname: &str, gender: Gender, birth_year: i32, may_be_foreign: Foreign) -> String {
    if may_be_foreign == Foreign::Possible {
        match dice.below(1000) {
            0..=6 => return uyghur(dice, gender),
            7..=12 if birth_year >= 1970 => return foreign(dice, gender),
            _ => {}
        }
    }
    let (first, second) = given_name(dice, gender, birth_year);
    let mut name = String::with_capacity(surname.len() + 6);
    for part in [surname, first, second] {
        name.push_str(part);
    }
    name
}

/// Whether a name may come from another naming tradition; not so for relatives whose surname is fixed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Foreign {
    Possible,
    Excluded,
}

/// The two halves of a given name; the second is empty for names of one character.
fn given_name(dice: &mut Dice, gender: Gender, birth_year: i32) -> (&'static str, &'static str) {
    let style = given::style(gender, birth_year);
    let draw = dice.below(100);
    if draw < style.single_percent {
        return (dice.pick(style.single), "");
    }
    if draw < style.single_percent + 30 {
        return (dice.pick(style.whole), "");
    }
    let first = dice.pick(style.first);
    let second = dice.pick(style.second);
    if first == second { (first, style.second[0]) } else { (first, second) }
}

fn uyghur(dice: &mut Dice, gender: Gender) -> String {
    let own = dice.pick(if gender == Gender::Male { UYGHUR_MEN } else { UYGHUR_WOMEN });
    let father = dice.pick(UYGHUR_FATHERS);
    if own == father { format!("{own}·艾山") } else { format!("{own}·{father}") }
}

fn foreign(dice: &mut Dice, gender: Gender) -> String {
    let own = dice.pick(if gender == Gender::Male { FOREIGN_MEN } else { FOREIGN_WOMEN });
    format!("{own} {}", dice.pick(FOREIGN_FAMILIES))
}
