//! What the codes of choices are called in a sentence.

use conditions::Shape;
use kernel::Language;

use crate::{
    exports::words,
    people::customer::{CustomerKind, DecisionStyle, Gender, Purpose, Stage, UseScenario},
    quality::gap::{Doubt, MissingField},
    vehicles::{person::Role, vehicle::Energy},
};

/// What a value of a field is called; a value without a name, such as a city, is its own.
pub(super) fn choice(shape: &Shape, value: &str, language: Language) -> String {
    let word = match shape.name {
        "stage" => Stage::find(value).map(|stage| words::stage(stage, language)),
        "kind" => CustomerKind::find(value).map(|kind| words::kind(kind, language)),
        "gender" => Gender::find(value).map(|gender| words::gender(gender, language)),
        "energy" => Energy::find(value).map(|energy| words::energy(energy, language)),
        "purpose" => Purpose::find(value).map(|purpose| self::purpose(purpose, language)),
        "use_scenario" => UseScenario::find(value).map(|scenario| self::scenario(scenario, language)),
        "decision_style" => DecisionStyle::find(value).map(|style| self::style(style, language)),
        "car_role" => Role::find(value).map(|role| self::role(role, language)),
        "missing" => MissingField::find(value).map(|field| self::missing(field, language)),
        "doubtful" => Doubt::find(value).map(|doubt| self::doubt(doubt, language)),
        "source" => source(value, language),
        _ => None,
    };
    word.unwrap_or(value).to_owned()
}

fn purpose(purpose: Purpose, language: Language) -> &'static str {
    match purpose {
        Purpose::FirstCar => language.pick("首次购车", "first car"),
        Purpose::Replacement => language.pick("换购", "replacement"),
        Purpose::Additional => language.pick("增购", "additional car"),
        Purpose::Gift => language.pick("送礼", "gift"),
        Purpose::Business => language.pick("商务", "business"),
    }
}

fn scenario(scenario: UseScenario, language: Language) -> &'static str {
    match scenario {
        UseScenario::Commute => language.pick("通勤", "commuting"),
        UseScenario::Leisure => language.pick("休闲", "leisure"),
        UseScenario::Business => language.pick("商务", "business"),
        UseScenario::Family => language.pick("家庭", "family"),
    }
}

fn style(style: DecisionStyle, language: Language) -> &'static str {
    match style {
        DecisionStyle::Careful => language.pick("谨慎", "careful"),
        DecisionStyle::Decisive => language.pick("果断", "decisive"),
    }
}

fn role(role: Role, language: Language) -> &'static str {
    match role {
        Role::Owner => language.pick("车主", "owner"),
        Role::Driver => language.pick("使用人", "driver"),
        Role::Payer => language.pick("付款人", "payer"),
    }
}

fn missing(field: MissingField, language: Language) -> &'static str {
    match field {
        MissingField::Phone => language.pick("手机", "phone"),
        MissingField::Messenger => language.pick("微信或邮箱", "WeChat or e-mail"),
        MissingField::Gender => language.pick("性别", "gender"),
        MissingField::Birthday => language.pick("生日", "birthday"),
        MissingField::City => language.pick("城市", "city"),
        MissingField::Occupation => language.pick("职业", "occupation"),
        MissingField::Source => language.pick("来源", "source"),
        MissingField::Caretaker => language.pick("负责顾问", "consultant or advisor"),
        MissingField::Purpose => language.pick("购车目的或用车场景", "purpose or use"),
        MissingField::Vehicle => language.pick("车辆", "vehicle"),
    }
}

fn doubt(doubt: Doubt, language: Language) -> &'static str {
    match doubt {
        Doubt::PhonePlaceholder => language.pick("手机像随手填的", "phone looks made up"),
        Doubt::PhoneShared => language.pick("手机被多位客户共用", "phone on too many customers"),
        Doubt::PhoneWrong => language.pick("手机已确认打不通或是别人的", "phone found wrong"),
        Doubt::NamePlaceholder => language.pick("姓名像占位词", "name is a placeholder"),
        Doubt::NameIncomplete => language.pick("只知道姓", "only the surname is known"),
        Doubt::NameOdd => language.pick("姓名里有数字或只有一个字", "name with digits, or of one character"),
        Doubt::EmailDomain => language.pick("邮箱域名可疑", "doubtful mail domain"),
        Doubt::Birthday => language.pick("生日不合常理", "unlikely birthday"),
        Doubt::IdNumber => language.pick("证件号与生日或性别不符", "ID number says another birthday or sex"),
        Doubt::AddressWithoutCity => language.pick("地址里没有城市", "address without a city"),
        Doubt::VinCheck => language.pick("车架号校验位不符", "VIN check digit does not hold"),
        Doubt::PlateForm => language.pick("车牌格式不符", "plate of no known form"),
    }
}

fn source(code: &str, language: Language) -> Option<&'static str> {
    let (zh, en) = match code {
        "showroom" => ("自然到店", "showroom"),
        "phone" => ("电话", "phone"),
        "referral" => ("老客介绍", "referral"),
        "autohome" => ("汽车之家", "Autohome"),
        "dongchedi" => ("懂车帝", "Dongchedi"),
        "yiche" => ("易车", "Yiche"),
        "douyin" => ("抖音", "Douyin"),
        "kuaishou" => ("快手", "Kuaishou"),
        "xiaohongshu" => ("小红书", "Xiaohongshu"),
        "wechat" => ("微信", "WeChat"),
        "wecom" => ("企业微信", "WeCom"),
        "tencent_ads" => ("腾讯广告", "Tencent Ads"),
        "website" => ("官网", "website"),
        "exhibition" => ("车展", "exhibition"),
        "event" => ("市场活动", "event"),
        "manufacturer" => ("厂家", "manufacturer"),
        "after_sales" => ("售后", "after-sales"),
        "other" => ("其他", "other"),
        _ => return None,
    };
    Some(language.pick(zh, en))
}
