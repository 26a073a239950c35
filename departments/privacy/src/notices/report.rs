//! The report of an incident to the authority, as a paper (PIPL article 57).

use chrono::{DateTime, Utc};
use kernel::{Language, time::Calendar};
use papers::Paper;

use super::{notice::BreachNotice, words};
use crate::books::pages::Incident;

/// What the report says beside the page of the incident.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    pub group: &'a str,
    pub incident: &'a Incident,
    pub notice: Option<&'a BreachNotice>,
    /// Customers the filters of the incident mean now.
    pub affected: u64,
    pub made_at: DateTime<Utc>,
}

pub fn paper(report: &Report<'_>, language: Language) -> Paper {
    let calendar = Calendar::default();
    let Report { incident, .. } = report;
    let day = |at: DateTime<Utc>| calendar.day(at).to_string();
    let unknown = || language.pick("尚未查明", "not known yet").to_owned();
    let told = told_in_words(report, language);
    Paper::new(
        language.pick("个人信息安全事件报告", "Report of a personal data incident"),
        format!("{} · {}", report.group, day(report.made_at)),
    )
    .text(language.pick(
        "依据《中华人民共和国个人信息保护法》第五十七条，现将事件情况报告如下。",
        "As article 57 of the Personal Information Protection Law demands, we report the following incident.",
    ))
    .pairs([
        (language.pick("报告单位", "Reported by"), report.group.to_owned()),
        (language.pick("事件名称", "Incident"), incident.name.clone()),
        (language.pick("发生日期", "Happened on"), incident.happened_at.map_or_else(unknown, day)),
        (language.pick("发现日期", "Found on"), day(incident.found_at)),
        (language.pick("涉及信息种类", "Kinds of data"), words::kinds(&incident.kinds, language)),
        (language.pick("涉及人数", "Persons concerned"), report.affected.to_string()),
        (language.pick("告知个人", "Persons told"), told),
        (language.pick("联系方式", "Contact"), incident.contact.clone()),
    ])
    .rule()
    .heading(language.pick("原因", "Cause"))
    .text(incident.cause.clone())
    .heading(language.pick("可能造成的危害", "Harm that may come of it"))
    .text(incident.harm.clone())
    .heading(language.pick("已采取的补救措施及个人可采取的减轻危害的措施", "What was done, and what persons can do"))
    .text(incident.measures.clone())
    .right(report.group)
    .right(day(report.made_at))
}

fn told_in_words(report: &Report<'_>, language: Language) -> String {
    if let Some(notice) = report.notice {
        let (told, unreached) = (notice.told, notice.unreached);
        return match language {
            Language::Zh => format!("已发送 {told} 人，无法送达 {unreached} 人"),
            Language::En => format!("{told} sent, {unreached} out of reach"),
        };
    }
    match (report.incident.persons_told_at, report.incident.why_not_told.as_deref()) {
        (Some(at), _) => Calendar::default().day(at).to_string(),
        (None, Some(why)) => why.to_owned(),
        (None, None) => language.pick("尚未告知", "not yet").to_owned(),
    }
}
