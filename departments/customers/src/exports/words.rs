//! The words of exported files in both languages, as the pages say them.

use kernel::Language;
use messaging::consents::Answer;
use worklist::{Priority, TaskKind, TaskState};

use super::export::ExportAbout;
use crate::{
    people::customer::{CustomerKind, DecisionStyle, Gender, Purpose, Stage, UseScenario},
    recalls::cars::recall_car::RecallCarState,
    vehicles::vehicle::Energy,
};

pub(crate) fn stage(stage: Stage, language: Language) -> &'static str {
    match stage {
        Stage::Lead => language.pick("线索", "Lead"),
        Stage::Intent => language.pick("意向", "Intent"),
        Stage::Owner => language.pick("车主", "Owner"),
        Stage::Loyal => language.pick("忠诚", "Loyal"),
        Stage::AtRisk => language.pick("流失风险", "At risk"),
        Stage::Lost => language.pick("已流失", "Lost"),
    }
}

pub(crate) fn kind(kind: CustomerKind, language: Language) -> &'static str {
    match kind {
        CustomerKind::Person => language.pick("个人", "Person"),
        CustomerKind::Company => language.pick("单位", "Company"),
    }
}

pub(crate) fn gender(gender: Gender, language: Language) -> &'static str {
    match gender {
        Gender::Female => language.pick("女", "Female"),
        Gender::Male => language.pick("男", "Male"),
    }
}

pub(crate) fn energy(energy: Energy, language: Language) -> &'static str {
    match energy {
        Energy::Petrol => language.pick("汽油", "Petrol"),
        Energy::Diesel => language.pick("柴油", "Diesel"),
        Energy::Hybrid => language.pick("油电混动", "Hybrid"),
        Energy::PlugIn => language.pick("插电混动", "Plug-in hybrid"),
        Energy::Electric => language.pick("纯电", "Electric"),
        Energy::RangeExtended => language.pick("增程", "Range extended"),
        Energy::Hydrogen => language.pick("氢燃料", "Hydrogen"),
    }
}

pub(crate) fn purpose(purpose: Purpose, language: Language) -> &'static str {
    match purpose {
        Purpose::FirstCar => language.pick("首次购车", "First car"),
        Purpose::Replacement => language.pick("置换", "Replacement"),
        Purpose::Additional => language.pick("增购", "Additional car"),
        Purpose::Gift => language.pick("赠予", "Gift"),
        Purpose::Business => language.pick("商用", "Business"),
    }
}

pub(crate) fn use_scenario(used: UseScenario, language: Language) -> &'static str {
    match used {
        UseScenario::Commute => language.pick("通勤代步", "Commuting"),
        UseScenario::Leisure => language.pick("休闲出游", "Leisure"),
        UseScenario::Business => language.pick("商务接待", "Business"),
        UseScenario::Family => language.pick("家庭用车", "Family"),
    }
}

pub(crate) fn decision_style(style: DecisionStyle, language: Language) -> &'static str {
    match style {
        DecisionStyle::Careful => language.pick("谨慎比较型", "Careful"),
        DecisionStyle::Decisive => language.pick("果断型", "Decisive"),
    }
}

pub(crate) fn answer(answer: Answer, language: Language) -> &'static str {
    match answer {
        Answer::Given => language.pick("同意", "Agreed"),
        Answer::Refused => language.pick("拒绝", "Refused"),
        Answer::Withdrawn => language.pick("撤回", "Withdrawn"),
    }
}

pub(super) fn recall_state(state: RecallCarState, language: Language) -> &'static str {
    match state {
        RecallCarState::Open => language.pick("待通知", "To be told"),
        RecallCarState::Notified => language.pick("已通知", "Told"),
        RecallCarState::Booked => language.pick("已预约", "Booked"),
        RecallCarState::Done => language.pick("已完成", "Done"),
        RecallCarState::NotAffected => language.pick("不涉及", "Not affected"),
        RecallCarState::Refused => language.pick("客户拒绝", "Refused"),
    }
}

pub(super) fn task_kind(kind: TaskKind, language: Language) -> &'static str {
    match kind {
        TaskKind::Call => language.pick("电话", "Call"),
        TaskKind::Visit => language.pick("到店 / 上门", "Visit"),
        TaskKind::Message => language.pick("消息", "Message"),
        TaskKind::Verify => language.pick("核实", "Verify"),
        TaskKind::ConfirmData => language.pick("资料确认", "Confirm details"),
        TaskKind::FollowUp => language.pick("跟进", "Follow up"),
        TaskKind::Other => language.pick("其他", "Other"),
    }
}

pub(super) fn task_state(state: TaskState, language: Language) -> &'static str {
    match state {
        TaskState::Open => language.pick("待办", "Open"),
        TaskState::Done => language.pick("已完成", "Done"),
        TaskState::Cancelled => language.pick("已取消", "Cancelled"),
    }
}

/// What came of a task; a code nobody gave words to stands as it is.
pub(super) fn outcome(code: &str, language: Language) -> &str {
    match code {
        "reached" => language.pick("已联系上", "Reached"),
        "no_answer" => language.pick("未接通", "No answer"),
        "interested" => language.pick("有意向", "Interested"),
        "not_interested" => language.pick("暂无意向", "Not interested"),
        "booked" => language.pick("已预约", "Booked"),
        "wrong_number" => language.pick("号码有误", "Wrong number"),
        "none" => language.pick("直接完成", "Just done"),
        other => other,
    }
}

pub(super) fn priority(priority: Priority, language: Language) -> &'static str {
    match priority {
        Priority::Low => language.pick("低", "Low"),
        Priority::Normal => language.pick("普通", "Normal"),
        Priority::High => language.pick("高", "High"),
    }
}

/// The name of the sheet, and the beginning of the file's name.
pub(super) fn about(about: ExportAbout, language: Language) -> &'static str {
    match about {
        ExportAbout::Customers => language.pick("客户", "Customers"),
        ExportAbout::Vehicles => language.pick("车辆", "Vehicles"),
        ExportAbout::Tasks => language.pick("任务", "Tasks"),
        ExportAbout::RecallCars => language.pick("召回车辆", "Recalled cars"),
    }
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
