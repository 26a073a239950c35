//! What is asked in a verifying call, and what work is called, in the language of whoever set it up.

use kernel::Language;

use crate::quality::gap::Gaps;

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
    let missing: Vec<&str> = gaps.missing().map(|field| field.called(language)).collect();
    let doubts: Vec<&str> = gaps.doubts().map(|doubt| doubt.called(language)).collect();
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
