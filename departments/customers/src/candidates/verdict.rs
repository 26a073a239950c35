//! How sure it is that two are the same, and why, in words of both languages. Pure.

use kernel::Language;
use matching::{Caution, Level, SAME_FROM, Score};
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use super::field::MatchField;
use crate::words::words;

words! {
    /// What is to be done with two who may be the same: nothing, ask a person, take them for one.
    MatchBand { Different "different", Ask "ask", Same "same" }
}
words! {
    /// How far two values agree.
    MatchLevel { Same "same", Alike "alike", Near "near", Partial "partial", Kin "kin", Different "different" }
}
words! {
    /// What forbids more, whatever agrees: two ID numbers, names, birthdays or genders that differ, nothing of the person known to
    /// agree, or nothing but the name, or but a name that many have and the birthday, or nothing to the letter that tells one person.
    MatchCaution {
        TwoIdNumbers "two_id_numbers", OtherName "other_name", OtherBirthDate "other_birth_date", OtherGender "other_gender",
        ContactAlone "contact_alone", NameAlone "name_alone", NameAndBirthDate "name_and_birth_date",
        NothingWhole "nothing_whole",
    }
}

/// How likely two are the same, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub band: MatchBand,
    /// 0 to 1,000,000.
    pub millionths: i32,
    /// The weightiest first.
    pub reasons: Vec<MatchReason>,
    pub caution: Option<MatchCaution>,
}

/// What one field says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatchReason {
    pub field: MatchField,
    pub level: MatchLevel,
    /// Tenths of a bit for, below 0 against: 10 doubles the odds.
    pub tenths: i32,
}

/// The reasons of a pair, as they are kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct MatchReasons(pub Vec<MatchReason>);

/// From here on two are the same, in millionths.
pub const SAME_MILLIONTHS: i32 = (SAME_FROM * MILLION) as i32;
/// From here on a person is asked.
pub const ASK_MILLIONTHS: i32 = (matching::ASK_FROM * MILLION) as i32;
const MILLION: f64 = 1_000_000.0;
/// Held below a band, a verdict is this much below its edge.
const BELOW: i32 = 1_000;

impl Verdict {
    pub fn of(score: &Score) -> Self {
        let reasons: Vec<MatchReason> = score.reasons.iter().filter_map(reason).collect();
        let mut caution = score.caution.map(caution);
        // Down, so that rounding never lifts anybody over an edge.
        let mut millionths = (score.probability * MILLION).floor() as i32;
        if millionths >= SAME_MILLIONTHS && !tells_one_person(&reasons) {
            (millionths, caution) = (SAME_MILLIONTHS - BELOW, Some(MatchCaution::NothingWhole));
        }
        if caution == Some(MatchCaution::NothingWhole) && !reasons.iter().any(says_more_than_the_name) {
            caution = Some(MatchCaution::NameAlone);
        }
        Self { band: band_of(millionths), millionths, reasons, caution }
    }

    /// Whether a phone, car or other number is the same on both.
    pub fn shares_a_number(&self) -> bool {
        self.reasons.iter().any(|reason| reason.field.is_number() && reason.level == MatchLevel::Same)
    }

    pub fn shares_the_name(&self) -> bool {
        self.reasons.iter().any(|reason| reason.field == MatchField::Name && reason.level == MatchLevel::Same)
    }
}

/// Whether a number agrees to the letter, or two of the name, the birthday and the address. The model's own guard asks the same of
/// tables of any shape; this one holds whatever the model.
fn tells_one_person(reasons: &[MatchReason]) -> bool {
    let whole: Vec<MatchField> =
        reasons.iter().filter(|reason| reason.level == MatchLevel::Same).map(|reason| reason.field).collect();
    let of_few = |field: &&MatchField| matches!(field, MatchField::Name | MatchField::Birthday | MatchField::Address);
    whole.iter().any(|field| field.is_number()) || whole.iter().filter(of_few).count() >= 2
}

fn says_more_than_the_name(reason: &MatchReason) -> bool {
    let is_of_many = matches!(reason.field, MatchField::Name | MatchField::Gender | MatchField::City);
    !is_of_many && matches!(reason.level, MatchLevel::Same | MatchLevel::Alike | MatchLevel::Near)
}

pub fn band_of(millionths: i32) -> MatchBand {
    match millionths {
        SAME_MILLIONTHS.. => MatchBand::Same,
        ASK_MILLIONTHS.. => MatchBand::Ask,
        _ => MatchBand::Different,
    }
}

fn reason(reason: &matching::Reason) -> Option<MatchReason> {
    let level = match reason.level {
        Level::Missing => return None,
        Level::Exact(_) => MatchLevel::Same,
        Level::Alike => MatchLevel::Alike,
        Level::Near => MatchLevel::Near,
        Level::Partial => MatchLevel::Partial,
        Level::Kin => MatchLevel::Kin,
        Level::Different => MatchLevel::Different,
    };
    Some(MatchReason {
        field: MatchField::find(&reason.field)?,
        level,
        tenths: (reason.weight * 10.0).round().clamp(-9_999.0, 9_999.0) as i32,
    })
}

fn caution(caution: Caution) -> MatchCaution {
    match caution {
        Caution::TwoIdNumbers => MatchCaution::TwoIdNumbers,
        Caution::OtherName => MatchCaution::OtherName,
        Caution::OtherBirthDate => MatchCaution::OtherBirthDate,
        Caution::OtherGender => MatchCaution::OtherGender,
        Caution::ContactAlone => MatchCaution::ContactAlone,
        Caution::NameAndBirthDate => MatchCaution::NameAndBirthDate,
        Caution::NothingWhole => MatchCaution::NothingWhole,
    }
}

impl MatchReason {
    /// "手机号相同", "names sound alike": what a page shows.
    pub fn words(&self, language: Language) -> String {
        let field = self.field.title(language);
        let level = match (self.field, self.level) {
            (_, MatchLevel::Same) => language.pick("相同", "the same"),
            (MatchField::Name, MatchLevel::Alike) => language.pick("读音或字形相近", "sounds or looks alike"),
            (MatchField::Birthday, MatchLevel::Alike) => language.pick("日月颠倒", "day and month swapped"),
            (_, MatchLevel::Alike) => language.pick("相近", "alike"),
            (_, MatchLevel::Near) => language.pick("只差一处", "one slip apart"),
            (MatchField::Name, MatchLevel::Partial) => language.pick("可能是简称或称呼", "may be a short form"),
            (_, MatchLevel::Partial) => language.pick("部分相同", "partly the same"),
            (MatchField::Name, MatchLevel::Kin) => language.pick("同姓不同名", "only the surname is the same"),
            (MatchField::Birthday, MatchLevel::Kin) => language.pick("只有年份相同", "only the year is the same"),
            (_, MatchLevel::Kin) => language.pick("只有一部分相同", "only a part is the same"),
            (_, MatchLevel::Different) => language.pick("不同", "different"),
        };
        language.pick(&format!("{field}{level}"), &format!("{field} {level}")).to_owned()
    }
}

impl MatchField {
    /// What it is called on pages.
    pub fn title(self, language: Language) -> &'static str {
        match self {
            Self::Name => language.pick("姓名", "Name"),
            Self::Phone => language.pick("手机号", "Phone"),
            Self::Email => language.pick("邮箱", "E-mail"),
            Self::Wechat => language.pick("微信", "WeChat"),
            Self::Wecom => language.pick("企业微信", "WeCom"),
            Self::Birthday => language.pick("生日", "Birthday"),
            Self::Gender => language.pick("性别", "Gender"),
            Self::Address => language.pick("地址", "Address"),
            Self::City => language.pick("城市", "City"),
            Self::Plate => language.pick("车牌", "Plate"),
            Self::Vin => language.pick("车架号", "VIN"),
            Self::IdNumber => language.pick("证件号", "ID number"),
        }
    }
}

impl MatchCaution {
    /// What it says to a person.
    pub fn words(self, language: Language) -> &'static str {
        match self {
            Self::TwoIdNumbers => language.pick("两个不同的有效证件号", "Two valid ID numbers that differ"),
            Self::OtherName => language.pick("姓名不同，可能是家人", "The names differ: perhaps a household"),
            Self::OtherBirthDate => language.pick("生日不同", "The birthdays differ"),
            Self::OtherGender => language.pick("性别不同", "The genders differ"),
            Self::ContactAlone => {
                language.pick("只有联系方式或车辆相同", "Only contacts or cars agree, nothing of the person")
            }
            Self::NameAlone => language.pick("只有姓名相同", "Only the name agrees"),
            Self::NameAndBirthDate => {
                language.pick("只有常见姓名和生日相同", "Only a common name and the birthday agree")
            }
            Self::NothingWhole => {
                language.pick("没有能认定为同一人的信息完全一致", "Nothing that tells one person agrees to the letter")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use matching::{Model, Rarity, score};

    use super::*;
    use crate::{
        candidates::{field::schema, particulars::Particulars},
        contacts::contact::ContactKind,
    };

    fn somebody(name: &str, phone: &str) -> Particulars {
        let contacts = (!phone.is_empty()).then(|| (ContactKind::Phone, phone.to_owned())).into_iter().collect();
        Particulars { name: name.into(), contacts, ..Particulars::default() }
    }

    fn verdict(records: u32, a: &Particulars, b: &Particulars) -> Verdict {
        Verdict::of(&score(&Model::unlearned(schema().clone(), records), &a.record(), &b.record()))
    }

    #[test]
    fn a_name_alone_makes_nobody_the_same_however_sure_the_model_is() {
        let reason = |field: &str, level| matching::Reason { field: field.into(), level, weight: 12.0 };
        let sure = |reasons| {
            let score =
                Score { weight: 20.0, probability: 0.999_99, band: matching::Band::Same, reasons, caution: None };
            let verdict = Verdict::of(&score);
            (verdict.band, verdict.caution)
        };
        let name = reason("name", Level::Exact(Rarity::Rare));
        let other_phone = reason("phone", Level::Different);
        assert_eq!(sure(vec![name.clone(), other_phone]), (MatchBand::Ask, Some(MatchCaution::NameAlone)));
        assert_eq!(sure(vec![name, reason("birthday", Level::Exact(Rarity::Common))]), (MatchBand::Same, None));
    }

    #[test]
    fn much_that_is_only_alike_makes_nobody_the_same_however_sure_the_model_is() {
        let reason = |field: &str, level| matching::Reason { field: field.into(), level, weight: 12.0 };
        let rare = Level::Exact(Rarity::Rare);
        let judged = |fields: &[(&str, Level)]| {
            let reasons = fields.iter().map(|(field, level)| reason(field, *level)).collect();
            let score =
                Score { weight: 30.0, probability: 0.999_999, band: matching::Band::Same, reasons, caution: None };
            let verdict = Verdict::of(&score);
            (verdict.band, verdict.caution)
        };
        let asked = (MatchBand::Ask, Some(MatchCaution::NothingWhole));
        for only_alike in [
            &[("name", rare), ("phone", Level::Near)][..],
            &[("name", rare), ("phone", Level::Near), ("email", Level::Near), ("plate", Level::Near)],
            &[("name", rare), ("birthday", Level::Near), ("gender", rare), ("city", rare)],
            &[("name", Level::Alike), ("birthday", rare), ("address", Level::Near)],
            &[("address", rare), ("phone", Level::Partial), ("name", Level::Near)],
        ] {
            assert_eq!(judged(only_alike), asked, "{only_alike:?}");
        }
        for whole in [
            &[("name", Level::Near), ("phone", rare)][..],
            &[("name", Level::Alike), ("vin", rare)],
            &[("name", rare), ("birthday", rare)],
            &[("name", rare), ("address", rare)],
            &[("name", Level::Near), ("birthday", rare), ("address", rare)],
        ] {
            assert_eq!(judged(whole), (MatchBand::Same, None), "{whole:?}");
        }
    }

    #[test]
    fn a_common_name_with_a_phone_one_digit_off_is_asked_about() {
        for name in ["王小明", "张伟", "百里奚然"] {
            let judged = verdict(50_000, &somebody(name, "13812345678"), &somebody(name, "13812345679"));
            assert_ne!(judged.band, MatchBand::Same, "{name}: {judged:?}");
            assert!(!judged.shares_a_number());
        }
    }

    #[test]
    fn name_and_phone_are_the_same_and_a_household_is_not() {
        let one = somebody("王小明", "13812345678");
        let same = verdict(50_000, &one, &somebody("王小明", "138 1234 5678"));
        assert_eq!(same.band, MatchBand::Same);
        assert_eq!(same.reasons[0].field, MatchField::Phone);
        let wife = verdict(50_000, &one, &somebody("李红", "13812345678"));
        assert_eq!(wife.band, MatchBand::Different);
        assert!(wife.shares_a_number());
    }

    #[test]
    fn namesakes_born_on_one_day_are_asked_about() {
        let born = |day: &str, phone: &str| Particulars { birthday: day.parse().ok(), ..somebody("李娜", phone) };
        let [one, other] = ["13812345678", "13987654321"].map(|phone| born("1988-04-12", phone));
        assert_ne!(verdict(50_000, &one, &other).band, MatchBand::Same);
        let bare = verdict(50_000, &born("1988-04-12", ""), &born("1988-04-12", ""));
        assert_eq!((bare.band, bare.caution), (MatchBand::Ask, Some(MatchCaution::NameAndBirthDate)));
        let filled_in = verdict(50_000, &born("1900-01-01", ""), &born("1900-01-01", ""));
        assert!(filled_in.reasons.iter().all(|reason| reason.field != MatchField::Birthday));
    }

    #[test]
    fn a_household_with_one_phone_and_an_account_named_after_it_stays_two() {
        let member = |name: &str| Particulars {
            contacts: vec![
                (ContactKind::Phone, "17501623971".into()),
                (ContactKind::Wechat, "17501623971".into()),
                (ContactKind::Email, "home@example.com".into()),
            ],
            ..somebody(name, "")
        };
        assert_ne!(verdict(50_000, &member("张涵"), &member("任欣妍")).band, MatchBand::Same);
    }

    #[test]
    fn every_reason_has_words_in_both_languages() {
        for field in MatchField::ALL {
            for level in [MatchLevel::Same, MatchLevel::Alike, MatchLevel::Near, MatchLevel::Kin, MatchLevel::Different]
            {
                let reason = MatchReason { field, level, tenths: 0 };
                assert!(reason.words(Language::En).is_ascii());
                assert!(!reason.words(Language::Zh).is_empty());
            }
        }
    }
}
