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
        "missing" => MissingField::find(value).map(|field| field.called(language)),
        "doubtful" => Doubt::find(value).map(|doubt| doubt.called(language)),
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
