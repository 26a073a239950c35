//! Kinds of personal data in words, for letters and reports.

use kernel::Language;
use messaging::consents::PersonalKind;

/// 姓名等身份信息、联系方式 …
pub fn kinds(kinds: &[PersonalKind], language: Language) -> String {
    let words: Vec<&str> = kinds.iter().map(|one| kind(*one, language)).collect();
    words.join(language.pick("、", ", "))
}

fn kind(kind: PersonalKind, language: Language) -> &'static str {
    match kind {
        PersonalKind::Identity => language.pick("姓名等身份信息", "name and identity"),
        PersonalKind::Contact => language.pick("联系方式", "contact details"),
        PersonalKind::IdNumber => language.pick("证件号码", "ID number"),
        PersonalKind::Address => language.pick("地址", "address"),
        PersonalKind::Household => language.pick("家庭信息", "household"),
        PersonalKind::Vehicle => language.pick("车辆信息", "car"),
        PersonalKind::Purchases => language.pick("购车记录", "purchases"),
        PersonalKind::Workshop => language.pick("维修记录", "workshop records"),
        PersonalKind::Finance => language.pick("金融账户信息", "financial details"),
        PersonalKind::Conversations => language.pick("沟通记录", "conversations"),
        PersonalKind::Behaviour => language.pick("行为记录", "behaviour"),
        PersonalKind::Scores => language.pick("评分", "scores"),
        PersonalKind::VehicleSignals => language.pick("车辆运行数据", "vehicle signals"),
        PersonalKind::Whereabouts => language.pick("行踪轨迹", "whereabouts"),
        PersonalKind::AudioVideo => language.pick("音视频", "audio and video"),
        PersonalKind::Biometrics => language.pick("生物识别信息", "biometrics"),
    }
}
