//! The templates every group begins with: what the house itself sends. They can be reworded, not removed.

use kernel::Language;

use super::{
    template::Template,
    wording::{Wording, Words},
};
use crate::message::{
    ChannelKind::{self, Email, Sms, Wecom},
    Purpose::{self, Care, Code, Marketing, Notice},
};

#[derive(Debug)]
pub struct Shipped {
    pub code: &'static str,
    /// In Chinese and in English.
    pub names: [&'static str; 2],
    pub channel: ChannelKind,
    pub purpose: Purpose,
    subjects: [&'static str; 2],
    texts: [&'static str; 2],
}

/// The name of a template in this language: of one that still has the name it was shipped with, in either.
pub fn title(template: &Template, language: Language) -> String {
    let is_it =
        |shipped: &&Shipped| template.is_shipped && shipped.code == template.code && shipped.names[0] == template.name;
    let shipped = SHIPPED.iter().find(is_it);
    shipped
        .map_or_else(|| template.name.clone(), |shipped| language.pick(shipped.names[0], shipped.names[1]).to_owned())
}

impl Shipped {
    pub fn wording(&self) -> Wording {
        let words = |at: usize| Words {
            subject: Some(self.subjects[at].to_owned()).filter(|subject| !subject.is_empty()),
            text: self.texts[at].to_owned(),
            provider: None,
        };
        Wording { zh: Some(words(0)), en: Some(words(1)) }
    }
}

const fn short(
    code: &'static str,
    names: [&'static str; 2],
    channel: ChannelKind,
    purpose: Purpose,
    texts: [&'static str; 2],
) -> Shipped {
    Shipped { code, names, channel, purpose, subjects: ["", ""], texts }
}

pub const SHIPPED: &[Shipped] = &[
    short(
        "code.verify",
        ["验证码", "Code"],
        Sms,
        Code,
        [
            "您的验证码是{{code}}，{{code.minutes}}分钟内有效。请勿告诉任何人，包括门店员工。",
            "Your code is {{code}}. It holds for {{code.minutes}} minutes. Tell it to nobody, not even our staff.",
        ],
    ),
    Shipped {
        code: "code.verify",
        names: ["验证码（邮件）", "Code (e-mail)"],
        channel: Email,
        purpose: Code,
        subjects: ["您的验证码", "Your code"],
        texts: [
            "{{customer.greeting}}：\n\n您的验证码是 {{code}}，{{code.minutes}} 分钟内有效。如果不是您本人操作，请不要理会，并告诉我们。\n\n{{store.name}}",
            "Dear {{customer.greeting}},\n\nYour code is {{code}}. It holds for {{code.minutes}} minutes. If it was not you who asked for it, ignore it and tell us.\n\n{{store.name}}",
        ],
    },
    short(
        "change.code",
        ["资料变更验证码", "Code for a change"],
        Sms,
        Code,
        [
            "您在{{store.name}}登记的{{change.what}}将变更，验证码 {{code}}，{{code.minutes}} 分钟内有效。请只告知为您办理的顾问；如非本人要求，请勿告知任何人。",
            "{{store.name}} was asked to change your {{change.what}}. The code is {{code}}, good for {{code.minutes}} minutes. Tell it only to the consultant who serves you; if you did not ask for this, tell it to nobody.",
        ],
    ),
    Shipped {
        code: "change.code",
        names: ["资料变更验证码（邮件）", "Code for a change (e-mail)"],
        channel: Email,
        purpose: Code,
        subjects: ["资料变更验证码", "Code for a change of your record"],
        texts: [
            "{{customer.greeting}}：\n\n您在{{store.name}}登记的{{change.what}}将变更，验证码 {{code}}，{{code.minutes}} 分钟内有效。\n\n请只告知为您办理的顾问；如非本人要求，请勿告知任何人，并致电门店。\n\n{{store.name}}",
            "Dear {{customer.greeting}},\n\n{{store.name}} was asked to change your {{change.what}}. The code is {{code}}, good for {{code.minutes}} minutes.\n\nTell it only to the consultant who serves you. If you did not ask for this, tell it to nobody and call us.\n\n{{store.name}}",
        ],
    },
    short(
        "appointment.confirmed",
        ["预约确认", "Appointment confirmed"],
        Sms,
        Notice,
        [
            "{{customer.greeting}}，您已预约{{appointment.day}}{{appointment.time}}到{{store.name}}。如需改期请致电{{store.phone}}。",
            "{{customer.greeting}}, your appointment at {{store.name}} is on {{appointment.day}} at {{appointment.time}}. To change it call {{store.phone}}.",
        ],
    ),
    short(
        "vehicle.ready",
        ["车辆完工", "Car ready"],
        Sms,
        Notice,
        [
            "{{customer.greeting}}，您的{{vehicle.plate}}已完工，可随时到{{store.name}}取车。电话{{store.phone}}。",
            "{{customer.greeting}}, your car {{vehicle.plate}} is ready at {{store.name}}. Phone {{store.phone}}.",
        ],
    ),
    short(
        "maintenance.due",
        ["保养提醒", "Maintenance due"],
        Sms,
        Care,
        [
            "{{customer.greeting}}，您的{{vehicle.plate}}预计{{maintenance.due}}需要保养，欢迎致电{{store.name}} {{store.phone}}预约。拒收请回复R",
            "{{customer.greeting}}, your car {{vehicle.plate}} is due for maintenance on {{maintenance.due}}. Book at {{store.name}}, {{store.phone}}. Reply R to stop.",
        ],
    ),
    short(
        "inspection.due",
        ["年检提醒", "Inspection due"],
        Sms,
        Care,
        [
            "{{customer.greeting}}，您的{{vehicle.plate}}年检有效期至{{inspection.due}}，{{store.name}}可以代办，电话{{store.phone}}。拒收请回复R",
            "{{customer.greeting}}, the inspection of {{vehicle.plate}} ends on {{inspection.due}}. {{store.name}} can see to it, {{store.phone}}. Reply R to stop.",
        ],
    ),
    short(
        "insurance.due",
        ["续保提醒", "Insurance due"],
        Sms,
        Care,
        [
            "{{customer.greeting}}，您的{{vehicle.plate}}保险将于{{insurance.due}}到期，{{store.name}}可为您报价，电话{{store.phone}}。拒收请回复R",
            "{{customer.greeting}}, the insurance of {{vehicle.plate}} ends on {{insurance.due}}. Ask {{store.name}} for an offer, {{store.phone}}. Reply R to stop.",
        ],
    ),
    short(
        "contact.confirm",
        ["资料确认", "Confirm your details"],
        Sms,
        Notice,
        [
            "{{customer.greeting}}，请确认您在{{store.name}}的联系资料是否正确：{{link}}（{{link.days}}天内有效）。",
            "{{customer.greeting}}, please confirm the contact details {{store.name}} has of you: {{link}} (valid for {{link.days}} days).",
        ],
    ),
    Shipped {
        code: "contact.confirm",
        names: ["资料确认（邮件）", "Confirm your details (e-mail)"],
        channel: Email,
        purpose: Notice,
        subjects: ["请确认您的联系资料", "Please confirm your contact details"],
        texts: [
            "{{customer.greeting}}：\n\n请打开下面的链接，确认您在{{store.name}}的联系资料是否正确，{{link.days}} 天内有效：\n\n{{link}}\n\n如有疑问请致电 {{store.phone}}。\n\n{{store.name}}",
            "Dear {{customer.greeting}},\n\nPlease open this link and confirm the contact details {{store.name}} has of you. It is valid for {{link.days}} days:\n\n{{link}}\n\nIf you have a question call {{store.phone}}.\n\n{{store.name}}",
        ],
    },
    short(
        "request.received",
        ["个人信息申请已收到", "Privacy request received"],
        Sms,
        Notice,
        [
            "{{customer.greeting}}，您的申请{{request.number}}已收到，我们将在{{request.due}}前答复。{{store.name}}",
            "{{customer.greeting}}, we have received your request {{request.number}} and answer it by {{request.due}}. {{store.name}}",
        ],
    ),
    short(
        "request.answered",
        ["个人信息申请已答复", "Privacy request answered"],
        Sms,
        Notice,
        [
            "{{customer.greeting}}，您的申请{{request.number}}已答复，请查看：{{link}}。{{store.name}}",
            "{{customer.greeting}}, your request {{request.number}} is answered: {{link}}. {{store.name}}",
        ],
    ),
    Shipped {
        code: "request.received",
        names: ["个人信息申请已收到（邮件）", "Privacy request received (e-mail)"],
        channel: Email,
        purpose: Notice,
        subjects: ["您的个人信息申请已收到", "We have received your request"],
        texts: [
            "{{customer.greeting}}：\n\n您的个人信息申请 {{request.number}} 已收到，我们将在 {{request.due}} 前答复。如果不是您本人提出，请致电 {{store.phone}} 告诉我们。\n\n{{store.name}}",
            "Dear {{customer.greeting}},\n\nWe have received your request {{request.number}} about your personal data and answer it by {{request.due}}. If it was not you who asked, call us: {{store.phone}}.\n\n{{store.name}}",
        ],
    },
    Shipped {
        code: "request.answered",
        names: ["个人信息申请已答复（邮件）", "Privacy request answered (e-mail)"],
        channel: Email,
        purpose: Notice,
        subjects: ["您的个人信息申请已答复", "Your request is answered"],
        texts: [
            "{{customer.greeting}}：\n\n您的个人信息申请 {{request.number}} 已答复。请在 {{link.days}} 天内打开下面的链接查看答复：\n\n{{link}}\n\n{{store.name}}",
            "Dear {{customer.greeting}},\n\nYour request {{request.number}} is answered. Please read our letter within {{link.days}} days:\n\n{{link}}\n\n{{store.name}}",
        ],
    },
    short(
        "request.code",
        ["个人信息申请验证码", "Code for a privacy request"],
        Sms,
        Code,
        [
            "您的个人信息申请{{request.number}}需核验身份，验证码 {{code}}，{{code.minutes}} 分钟内有效。请只告知为您办理的工作人员；如非本人申请，请勿告知任何人。",
            "To prove that request {{request.number}} is yours, tell the code {{code}} only to the person who serves you. It holds for {{code.minutes}} minutes. If you did not ask, tell it to nobody.",
        ],
    ),
    Shipped {
        code: "request.code",
        names: ["个人信息申请验证码（邮件）", "Code for a privacy request (e-mail)"],
        channel: Email,
        purpose: Code,
        subjects: ["个人信息申请验证码", "Code for your request"],
        texts: [
            "{{customer.greeting}}：\n\n您的个人信息申请 {{request.number}} 需要核验身份，验证码 {{code}}，{{code.minutes}} 分钟内有效。\n\n请只告知为您办理的工作人员；如非本人申请，请勿告知任何人。\n\n{{store.name}}",
            "Dear {{customer.greeting}},\n\nTo prove that request {{request.number}} is yours, tell the code {{code}} only to the person who serves you. It holds for {{code.minutes}} minutes.\n\nIf you did not ask, tell it to nobody.\n\n{{store.name}}",
        ],
    },
    short(
        "breach.notice",
        ["个人信息安全事件告知", "Notice of a data incident"],
        Sms,
        Notice,
        [
            "{{customer.greeting}}，我们发现您的{{notice.kinds}}因{{notice.cause}}可能泄露、篡改或丢失。可能的影响：{{notice.harm}}。措施和建议：{{notice.measures}}。咨询：{{notice.contact}}。{{store.name}}",
            "{{customer.greeting}}, your {{notice.kinds}} may have been leaked, changed or lost because of {{notice.cause}}. Possible harm: {{notice.harm}}. Measures: {{notice.measures}}. Ask: {{notice.contact}}. {{store.name}}",
        ],
    ),
    Shipped {
        code: "breach.notice",
        names: ["个人信息安全事件告知（邮件）", "Notice of a data incident (e-mail)"],
        channel: Email,
        purpose: Notice,
        subjects: ["关于您个人信息安全的重要告知", "Important notice about your personal data"],
        texts: [
            "{{customer.greeting}}：\n\n我们发现您的{{notice.kinds}}因{{notice.cause}}可能泄露、篡改或丢失。\n\n可能的影响：{{notice.harm}}\n\n我们已采取及建议您采取的措施：{{notice.measures}}\n\n咨询方式：{{notice.contact}}\n\n{{store.name}}",
            "Dear {{customer.greeting}},\n\nYour {{notice.kinds}} may have been leaked, changed or lost because of {{notice.cause}}.\n\nHarm that may come of it: {{notice.harm}}\n\nWhat we did and what you can do: {{notice.measures}}\n\nWhom to ask: {{notice.contact}}\n\n{{store.name}}",
        ],
    },
    short(
        "offer.plain",
        ["活动邀请", "Invitation"],
        Sms,
        Marketing,
        [
            "{{customer.greeting}}，{{store.name}}诚邀您参加本店活动，详情致电{{store.phone}}。拒收请回复R",
            "{{customer.greeting}}, {{store.name}} invites you to an event. Details: {{store.phone}}. Reply R to stop.",
        ],
    ),
    short(
        "greeting.plain",
        ["企业微信问候", "WeCom greeting"],
        Wecom,
        Care,
        [
            "{{customer.greeting}}，您好！我是{{store.name}}的{{staff.name}}，用车有任何问题都可以找我。",
            "Hello {{customer.greeting}}, this is {{staff.name}} of {{store.name}}. Ask me anything about your car.",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{channel::Catalogue, templates::rules::publication_faults};

    #[test]
    fn every_shipped_template_could_be_published() {
        for shipped in SHIPPED {
            let wording = shipped.wording();
            let faults = publication_faults(shipped.channel, shipped.purpose, &wording, &Catalogue::default());
            assert!(faults.is_empty(), "{} {:?}: {faults:?}", shipped.code, shipped.channel);
        }
    }
}
