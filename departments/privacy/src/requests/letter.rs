//! The letter in which the person reads what was decided: in Chinese or English, one paper per outcome.

use chrono::NaiveDate;
use kernel::Language;
use papers::Paper;

use super::request::{AskedThrough, Outcome, PersonRequest, RefusalReason, RequestKind};
use crate::forgetting::{area, paper::kept_in_words, proof::Proof};

/// What a letter says beside what stands in the request.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    pub request: &'a PersonRequest,
    /// The person's name, while it is known.
    pub name: Option<&'a str>,
    pub group: &'a str,
    pub store: &'a str,
    /// In the words of who decided.
    pub answer: Option<&'a str>,
    pub received_on: NaiveDate,
    pub decided_on: NaiveDate,
    /// What was corrected or taken back, with the day.
    pub done: Vec<(String, NaiveDate)>,
    /// What the proof of the deletion says, of a request to delete that was carried out.
    pub proof: Option<&'a Proof>,
}

/// The letter as a paper.
pub fn paper(letter: &Letter<'_>, language: Language) -> Paper {
    let request = letter.request;
    let title = language.pick("关于您个人信息请求的答复", "Our answer to your request about your personal data");
    let foot = format!("{} · {}", letter.group, request.number);
    let dear = match (letter.name, language) {
        (Some(name), Language::Zh) => format!("尊敬的{name}："),
        (Some(name), Language::En) => format!("Dear {name},"),
        (None, Language::Zh) => "尊敬的客户：".to_owned(),
        (None, Language::En) => "Dear customer,".to_owned(),
    };
    let mut paper = Paper::new(title, foot)
        .pairs([
            (language.pick("请求编号", "Request"), request.number.clone()),
            (language.pick("请求事项", "You asked for"), kind_in_words(request.kind, language).to_owned()),
            (language.pick("提出方式", "You asked"), channel_in_words(request.channel, language).to_owned()),
            (language.pick("收到日期", "Received on"), letter.received_on.to_string()),
            (language.pick("答复期限", "To be answered by"), request.due_on.to_string()),
            (language.pick("办理门店", "Store"), letter.store.to_owned()),
        ])
        .rule()
        .text(dear)
        .text(outcome_in_words(request, language));
    if let Some(reason) = request.refusal_reason.filter(|reason| *reason != RefusalReason::Withdrawn) {
        paper = paper.heading(language.pick("理由", "Why")).text(reason_in_words(reason, language));
    }
    if let Some(answer) = letter.answer {
        paper = paper.heading(language.pick("说明", "In detail")).text(answer);
    }
    if matches!(request.outcome, Some(Outcome::Granted | Outcome::Partly)) && !letter.done.is_empty() {
        let heading = match request.kind {
            RequestKind::Withdraw => language.pick("已撤回的同意", "Consents that were withdrawn"),
            _ => language.pick("已更正的内容", "What was corrected"),
        };
        let lines = letter.done.iter().map(|(what, day)| (what.clone(), day.to_string()));
        paper = paper.heading(heading).pairs(lines);
    }
    if request.kind == RequestKind::Delete && matches!(request.outcome, Some(Outcome::Granted | Outcome::Partly)) {
        paper = deletion_on(paper, letter.proof, language);
    }
    if let Some(reason) = request.extension_reason.as_deref() {
        let words = language.pick("答复期限曾延长一次，原因：", "The term was extended once, because: ");
        paper = paper.text(format!("{words}{reason}"));
    }
    paper
        .heading(language.pick("您的其他权利", "If you do not agree"))
        .text(language.pick(
            "如您对本答复有异议，可向本公司隐私负责人提出复核，也可向履行个人信息保护职责的部门投诉、举报，或依法向人民法院提起诉讼（《个人信息保护法》第五十条、第六十五条）。",
            "You may ask our privacy officer to look at this again, complain to the authority for the protection of personal \
             information, or go to court (Personal Information Protection Law, articles 50 and 65).",
        ))
        .right(letter.group)
        .right(letter.decided_on.to_string())
}

pub fn kind_in_words(kind: RequestKind, language: Language) -> &'static str {
    let (zh, en) = match kind {
        RequestKind::Access => ("查阅个人信息", "access to your personal data"),
        RequestKind::Copy => ("复制个人信息", "a copy of your personal data"),
        RequestKind::Correct => ("更正、补充个人信息", "a correction of your personal data"),
        RequestKind::Delete => ("删除个人信息", "the deletion of your personal data"),
        RequestKind::Restrict => ("限制处理个人信息", "a restriction of what is done with your personal data"),
        RequestKind::Withdraw => ("撤回同意", "your consent to be withdrawn"),
        RequestKind::Explain => ("解释说明自动化决策", "an explanation of an automated decision"),
        RequestKind::Transfer => ("转移个人信息", "a transfer of your personal data"),
    };
    language.pick(zh, en)
}

fn channel_in_words(channel: AskedThrough, language: Language) -> &'static str {
    let (zh, en) = match channel {
        AskedThrough::Desk => ("到店", "in the store"),
        AskedThrough::Phone => ("电话", "by phone"),
        AskedThrough::Letter => ("信函", "by letter"),
        AskedThrough::Mail => ("电子邮件", "by e-mail"),
        AskedThrough::App => ("应用内", "in the app"),
    };
    language.pick(zh, en)
}

fn outcome_in_words(request: &PersonRequest, language: Language) -> &'static str {
    let (zh, en) = match request.outcome {
        Some(Outcome::Granted) if request.kind == RequestKind::Explain => (
            "经核验您的身份，现就您询问的自动化处理结果说明如下。",
            "We have made sure who you are; this is how what you asked about was worked out.",
        ),
        Some(Outcome::Granted) if request.kind == RequestKind::Withdraw => (
            "经核验您的身份，您的同意已经撤回，自即日起我们不再为下列目的处理您的个人信息。",
            "We have made sure who you are. Your consent is withdrawn; from now on we no longer use your personal data for the purposes below.",
        ),
        Some(Outcome::Granted) => (
            "经核验您的身份，您的请求已经办理完毕。",
            "We have made sure who you are and have done what you asked for.",
        ),
        Some(Outcome::Partly) => (
            "经核验您的身份，您的请求已经部分办理，未能办理的部分及理由见下文。",
            "We have made sure who you are and have done part of what you asked for. What we could not do, and why, is said below.",
        ),
        Some(Outcome::NothingHeld) => (
            "经核验您的身份并检索，本公司未持有您的个人信息。",
            "We have made sure who you are, have searched, and hold no personal data about you.",
        ),
        Some(Outcome::Withdrawn) => {
            ("按照您的意愿，本请求已撤回，不再办理。", "As you wished, this request was taken back; nothing was done.")
        }
        Some(Outcome::Refused) | None => {
            ("很遗憾，我们不能办理您的请求。", "We are sorry that we cannot do what you asked for.")
        }
    };
    language.pick(zh, en)
}

fn reason_in_words(reason: RefusalReason, language: Language) -> &'static str {
    let (zh, en) = match reason {
        RefusalReason::NotIdentified => (
            "多次核验后仍无法确认请求人的身份。为保护个人信息，身份不明的请求不予办理；您可携带有效证件到店重新提出。",
            "We could not make sure who is asking. To protect personal data we act on no such request; you may ask again in the \
             store with a valid ID.",
        ),
        RefusalReason::SomebodyElse => (
            "所请求的个人信息属于他人，本公司不得向您提供或者代为处理。",
            "The data asked for is that of another person, which we may neither give to you nor change for you.",
        ),
        RefusalReason::NotEntitled => (
            "所提交的材料不能证明您有权代为行使该项权利（《个人信息保护法》第四十九条）。",
            "What was shown does not prove that you may ask for this in another's place (Personal Information Protection Law, \
             article 49).",
        ),
        RefusalReason::LawForbids => (
            "法律、行政法规规定的保存期限尚未届满，或者法律、行政法规规定应当保密（《个人信息保护法》第四十五条、第四十七条）。在此期间，除存储和必要的安全保护外，我们停止其他一切处理。",
            "The law still wants this data to be kept, or kept secret (Personal Information Protection Law, articles 45 and 47). \
             Meanwhile we do nothing with it but keep it and keep it safe.",
        ),
        RefusalReason::ContractGoesOn => (
            "该信息为履行尚未完成的合同所必需。合同履行完毕后您可再次提出。",
            "The data is needed for a contract that is not yet fulfilled. You may ask again when it is.",
        ),
        RefusalReason::HarmsOthers => {
            ("办理该请求将损害他人的合法权益。", "Doing this would harm the lawful interests of others.")
        }
        RefusalReason::Excessive => (
            "同一请求在合理期限内被多次重复提出，超出必要限度。",
            "The same was asked for again and again within a short time, beyond what is needed.",
        ),
        RefusalReason::Withdrawn => ("请求人撤回请求。", "The request was taken back."),
    };
    language.pick(zh, en)
}

/// What was deleted and what is kept, as the proof has it: the letter says nothing the proof denies.
fn deletion_on(paper: Paper, proof: Option<&Proof>, language: Language) -> Paper {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let mut paper = paper.heading(say("删除范围", "What was deleted"));
    let Some(proof) = proof else {
        return paper.text(say("您的个人信息已从业务系统中删除。", "Your personal data was deleted from our systems."));
    };
    let areas: Vec<&str> = area::areas(proof)
        .into_iter()
        .filter(|area| area.rows + area.mended > 0)
        .map(|area| area.area.words(language))
        .collect();
    paper = paper.text(match language {
        Language::Zh => format!("以下内容及其检索索引已从业务系统中删除：{}。", areas.join("；")),
        Language::En => {
            format!("This was deleted from our systems, with everything you could be found by: {}.", areas.join("; "))
        }
    });
    paper = paper.heading(say("依法保留的内容", "What the law makes us keep"));
    paper = if proof.kept.is_empty() {
        paper.text(say("没有依法需要继续保留的记录。", "There is nothing that the law wants kept."))
    } else {
        paper
            .text(say(
                "下列记录已单独封存，除存储和安全保护外不作任何处理，保存期届满后自动删除。",
                "These records were sealed apart: nothing is done with them but keeping them safe, and they are deleted when their time \
                 is over.",
            ))
            .pairs(kept_in_words(proof, language))
    };
    match (proof.backups_until, language) {
        (Some(until), Language::Zh) => paper.text(format!("更早的备份将在 {until} 前被覆盖。")),
        (Some(until), Language::En) => paper.text(format!("Older backups are overwritten by {until}.")),
        (None, _) => paper,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_and_kind_is_said_in_both_languages() {
        for kind in RequestKind::ALL {
            assert_ne!(kind_in_words(kind, Language::Zh), kind_in_words(kind, Language::En));
        }
        let reason = RefusalReason::HarmsOthers;
        assert!(reason_in_words(reason, Language::En).contains("harm"));
    }
}
