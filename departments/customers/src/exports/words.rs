//! The words of exported files in both languages, as the pages say them.

use kernel::Language;

use crate::people::customer::{CustomerKind, Gender, Stage};

pub(super) fn stage(stage: Stage, language: Language) -> &'static str {
    match stage {
        Stage::Lead => language.pick("线索", "Lead"),
        Stage::Intent => language.pick("意向", "Intent"),
        Stage::Owner => language.pick("车主", "Owner"),
        Stage::Loyal => language.pick("忠诚", "Loyal"),
        Stage::AtRisk => language.pick("流失预警", "At risk"),
        Stage::Lost => language.pick("已流失", "Lost"),
    }
}

pub(super) fn kind(kind: CustomerKind, language: Language) -> &'static str {
    match kind {
        CustomerKind::Person => language.pick("个人", "Person"),
        CustomerKind::Company => language.pick("单位", "Company"),
    }
}

pub(super) fn gender(gender: Gender, language: Language) -> &'static str {
    match gender {
        Gender::Female => language.pick("女", "Female"),
        Gender::Male => language.pick("男", "Male"),
    }
}

/// The name of the sheet, and the beginning of the file's name.
pub(super) fn customers(language: Language) -> &'static str {
    language.pick("客户", "Customers")
}

/// The last line of a workbook: who took it home when, and what for.
pub(super) fn footer(who: &str, when: &str, reason: Option<&str>, language: Language) -> String {
    let reason = reason.map(|reason| match language {
        Language::Zh => format!("；用途：{reason}"),
        Language::En => format!("; reason: {reason}"),
    });
    let begin = match language {
        Language::Zh => format!("{who} 于 {when} 导出"),
        Language::En => format!("Exported by {who} on {when}"),
    };
    begin + &reason.unwrap_or_default()
}
