//! The closed lists of what may be missing and what may be doubtful, and both as bits of a number, so that a million records are
//! counted and filtered by one column each.

use kernel::Language;

use crate::words::words;

words! {
    /// A field that should be filled and is not.
    MissingField {
        Phone "phone", Messenger "messenger", Gender "gender", Birthday "birthday", City "city", Occupation "occupation",
        Source "source", Caretaker "caretaker", Purpose "purpose", Vehicle "vehicle",
    }
}
words! {
    /// A field that is filled and can hardly be right.
    Doubt {
        PhonePlaceholder "phone_placeholder", PhoneShared "phone_shared", PhoneWrong "phone_wrong",
        NamePlaceholder "name_placeholder", NameIncomplete "name_incomplete", NameOdd "name_odd",
        EmailDomain "email_domain", Birthday "birthday", IdNumber "id_number", AddressWithoutCity "address_without_city",
        VinCheck "vin_check", PlateForm "plate_form", PlateShared "plate_shared",
    }
}

impl MissingField {
    pub const ALL: [Self; 10] = [
        Self::Phone,
        Self::Messenger,
        Self::Gender,
        Self::Birthday,
        Self::City,
        Self::Occupation,
        Self::Source,
        Self::Caretaker,
        Self::Purpose,
        Self::Vehicle,
    ];

    /// Its place in `customer_facts.missing`; kept in the database, so it never changes.
    pub fn bit(self) -> i64 {
        1 << (self as u32)
    }

    /// What it is called in a sentence.
    pub fn called(self, language: Language) -> &'static str {
        match self {
            Self::Phone => language.pick("手机", "phone"),
            Self::Messenger => language.pick("微信或邮箱", "WeChat or e-mail"),
            Self::Gender => language.pick("性别", "gender"),
            Self::Birthday => language.pick("生日", "birthday"),
            Self::City => language.pick("城市", "city"),
            Self::Occupation => language.pick("职业", "occupation"),
            Self::Source => language.pick("来源", "source"),
            Self::Caretaker => language.pick("负责顾问", "consultant or advisor"),
            Self::Purpose => language.pick("购车目的或用车场景", "purpose or use"),
            Self::Vehicle => language.pick("车辆", "vehicle"),
        }
    }
}

impl Doubt {
    pub const ALL: [Self; 13] = [
        Self::PhonePlaceholder,
        Self::PhoneShared,
        Self::PhoneWrong,
        Self::NamePlaceholder,
        Self::NameIncomplete,
        Self::NameOdd,
        Self::EmailDomain,
        Self::Birthday,
        Self::IdNumber,
        Self::AddressWithoutCity,
        Self::VinCheck,
        Self::PlateForm,
        Self::PlateShared,
    ];

    /// Its place in `customer_facts.doubts`; kept in the database, so it never changes.
    pub fn bit(self) -> i64 {
        1 << (self as u32)
    }

    /// What it is called in a sentence.
    pub fn called(self, language: Language) -> &'static str {
        match self {
            Self::PhonePlaceholder => language.pick("手机像随手填的", "phone looks made up"),
            Self::PhoneShared => language.pick("手机被多位客户共用", "phone on too many customers"),
            Self::PhoneWrong => language.pick("手机已确认打不通或是别人的", "phone found wrong"),
            Self::NamePlaceholder => language.pick("姓名像占位词", "name is a placeholder"),
            Self::NameIncomplete => language.pick("只知道姓", "only the surname is known"),
            Self::NameOdd => language.pick("姓名里有数字或只有一个字", "name with digits, or of one character"),
            Self::EmailDomain => language.pick("邮箱域名可疑", "doubtful mail domain"),
            Self::Birthday => language.pick("生日不合常理", "unlikely birthday"),
            Self::IdNumber => language.pick("证件号与生日或性别不符", "ID number says another birthday or sex"),
            Self::AddressWithoutCity => language.pick("地址里没有城市", "address without a city"),
            Self::VinCheck => language.pick("车架号校验位不符", "VIN check digit does not hold"),
            Self::PlateForm => language.pick("车牌格式不符", "plate of no known form"),
            Self::PlateShared => language.pick("车牌同时登记在另一辆车上", "plate on another car too"),
        }
    }
}

/// What is wrong with one record, as its facts keep it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Gaps {
    pub missing: i64,
    pub doubts: i64,
}

impl Gaps {
    pub fn missing(self) -> impl Iterator<Item = MissingField> {
        MissingField::ALL.into_iter().filter(move |field| self.missing & field.bit() != 0)
    }

    pub fn doubts(self) -> impl Iterator<Item = Doubt> {
        Doubt::ALL.into_iter().filter(move |doubt| self.doubts & doubt.bit() != 0)
    }
}

/// The bits of some doubts.
pub fn bits(doubts: impl IntoIterator<Item = Doubt>) -> i64 {
    doubts.into_iter().fold(0, |bits, doubt| bits | doubt.bit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_bit_of_its_own() {
        let fields = MissingField::ALL.iter().fold(0, |bits, field| bits | field.bit());
        assert_eq!((fields.count_ones() as usize, MissingField::WORDS.len()), (10, 10));
        assert_eq!((bits(Doubt::ALL).count_ones() as usize, Doubt::WORDS.len()), (13, 13));
    }

    #[test]
    fn bits_are_read_back_as_the_words_they_stand_for() {
        let gaps = Gaps { missing: MissingField::City.bit(), doubts: Doubt::PlateForm.bit() | Doubt::VinCheck.bit() };
        assert_eq!(gaps.missing().collect::<Vec<_>>(), [MissingField::City]);
        assert_eq!(gaps.doubts().collect::<Vec<_>>(), [Doubt::VinCheck, Doubt::PlateForm]);
    }
}
