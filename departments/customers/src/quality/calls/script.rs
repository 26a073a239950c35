//! What is asked in a verifying call, and what work is called, in the language of whoever set it up.

use kernel::Language;

use crate::quality::gap::{Doubt, Gaps, MissingField};

/// The questions of a verifying call, as they stand in the task.
pub fn questions(language: Language) -> &'static str {
    language.pick(
        "1. 车还在您名下、还是您在开吗？\n2. 这个手机号以后还能联系到您吗？\n3. 您搬家或换城市了吗？\n4. 微信、邮箱有变化吗？\n完成后请在客户资料页“核实结果”记录。",
        "1. Is the car still yours, and do you still drive it?\n2. Can we go on reaching you on this phone?\n3. Have you moved?\n4. Have WeChat or e-mail changed?\nThen write down the outcome on the profile.",
    )
}

pub fn call_title(language: Language, name: &str) -> String {
    language.pick("核实电话：{name}", "Verifying call: {name}").replace("{name}", name)
}

/// The yearly question, where no message can go.
pub fn confirm_title(language: Language, name: &str) -> String {
    language.pick("请客户确认资料：{name}", "Ask whether the record is right: {name}").replace("{name}", name)
}

/// What somebody said behind the link of the yearly question.
pub fn changed_title(language: Language, name: &str) -> String {
    language.pick("客户反馈资料有变：{name}", "Customer says the record has changed: {name}").replace("{name}", name)
}

pub fn audit_title(language: Language, name: &str) -> String {
    language.pick("完善资料：{name}", "Complete the record: {name}").replace("{name}", name)
}

/// What an audit's task asks to be mended.
pub fn to_mend(language: Language, gaps: Gaps) -> String {
    let missing: Vec<&str> = gaps.missing().map(|field| missing_word(language, field)).collect();
    let doubts: Vec<&str> = gaps.doubts().map(|doubt| doubt_word(language, doubt)).collect();
    let mut lines = Vec::new();
    if !missing.is_empty() {
        lines.push(format!("{}{}", language.pick("待补充：", "Missing: "), missing.join(language.pick("、", ", "))));
    }
    if !doubts.is_empty() {
        lines.push(format!(
            "{}{}",
            language.pick("待核对：", "To be checked: "),
            doubts.join(language.pick("、", ", "))
        ));
    }
    lines.join("\n")
}

fn missing_word(language: Language, field: MissingField) -> &'static str {
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

fn doubt_word(language: Language, doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::PhonePlaceholder => language.pick("手机像随手填的", "phone looks made up"),
        Doubt::PhoneShared => language.pick("手机被多位客户共用", "phone on too many customers"),
        Doubt::PhoneWrong => language.pick("手机已确认错误", "phone found wrong"),
        Doubt::NamePlaceholder => language.pick("姓名像占位词", "name is a placeholder"),
        Doubt::NameIncomplete => language.pick("只知道姓", "only the surname is known"),
        Doubt::NameOdd => language.pick("姓名不合常理", "odd name"),
        Doubt::EmailDomain => language.pick("邮箱域名可疑", "doubtful mail domain"),
        Doubt::Birthday => language.pick("生日不合常理", "unlikely birthday"),
        Doubt::IdNumber => language.pick("证件号与生日或性别不符", "ID number says another birthday or sex"),
        Doubt::AddressWithoutCity => language.pick("地址里没有城市", "address without a city"),
        Doubt::VinCheck => language.pick("车架号校验位不符", "VIN check digit does not hold"),
        Doubt::PlateForm => language.pick("车牌格式不符", "plate of no known form"),
    }
}
