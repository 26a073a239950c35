//! What a file says customers have agreed to: which column is which purpose and way, and the answers of a row for the ledger.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use kernel::{Error, Fault, PermissionName, Result, StoreId};
use messaging::consents::{
    Answer, Asks, CARE_SURVEY, ConsentChannel, MARKETING, OldAnswer, PROFILING, Purpose, SHARE_BANK, SHARE_INSURER,
    SHARE_OEM, VEHICLE_DATA,
};
use platform::{Db, Scope};

use super::{
    cell_fault::CellFault,
    import::Import,
    plan::Plan,
    targets::{Field, Line, nothing},
};
use crate::people::customer::Customer;

/// The answer of one column of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentDraft {
    pub purpose: String,
    pub channel: ConsentChannel,
    pub answer: Answer,
    /// The day in the store.
    pub on: Option<NaiveDate>,
    /// How the customer said so and to which text, as the file has it.
    pub told: String,
}

/// The fields that hold an answer, with the purpose and the way it is for.
pub const ANSWERS: [(Field, &str, ConsentChannel); 11] = [
    (Field::ConsentMarketing, MARKETING, ConsentChannel::All),
    (Field::ConsentMarketingSms, MARKETING, ConsentChannel::Sms),
    (Field::ConsentMarketingPhone, MARKETING, ConsentChannel::Phone),
    (Field::ConsentMarketingWecom, MARKETING, ConsentChannel::Wecom),
    (Field::ConsentMarketingEmail, MARKETING, ConsentChannel::Email),
    (Field::ConsentCare, CARE_SURVEY, ConsentChannel::All),
    (Field::ConsentProfiling, PROFILING, ConsentChannel::All),
    (Field::ConsentShareOem, SHARE_OEM, ConsentChannel::All),
    (Field::ConsentShareInsurer, SHARE_INSURER, ConsentChannel::All),
    (Field::ConsentShareBank, SHARE_BANK, ConsentChannel::All),
    (Field::ConsentVehicleData, VEHICLE_DATA, ConsentChannel::All),
];

pub fn is_answer(field: Field) -> bool {
    field == Field::ConsentPurpose || ANSWERS.iter().any(|(answer, ..)| *answer == field)
}

/// Whether a column of the import holds answers.
pub fn has_answers(import: &Import) -> bool {
    import.columns.0.iter().any(|column| column.field.is_some_and(is_answer))
}

/// The purposes customers are asked for that have no field of their own: a group's own, and the rarer shipped ones.
pub async fn asked_besides(db: &Db<'_>) -> Result<Vec<Purpose>> {
    let mut purposes = messaging::consents::purposes(db).await?;
    let has_field = |purpose: &Purpose| ANSWERS.iter().any(|(_, code, _)| *code == purpose.code);
    purposes.retain(|purpose| purpose.is_active && purpose.asks != Asks::Nobody && !has_field(purpose));
    Ok(purposes)
}

/// Who brings answers into the ledger must be allowed to record them: in the store of the import, or, where rows name theirs, in
/// any; each row is then judged by its own ([`forbidden`]).
pub fn may_bring(scope: &Scope, import: &Import) -> Result<()> {
    let needed = PermissionName::RecordConsents;
    let rows_name_theirs = import.columns.0.iter().any(|column| column.field == Some(Field::Store));
    let may = if rows_name_theirs { scope.may(needed) } else { scope.may_for(needed, import.store_id, &[]) };
    if !has_answers(import) || may { Ok(()) } else { Err(Error::Forbidden { permission: needed.name() }) }
}

/// What is wrong with the answers of a row about a customer of this store, when the importer may record none there.
pub fn forbidden(plan: &Plan, store: StoreId, drafts: &[ConsentDraft]) -> Option<CellFault> {
    if drafts.is_empty() || plan.places.may_record_consents(store) {
        return None;
    }
    let code = plan.places.code_of(store);
    let (english, chinese) = (code.unwrap_or("another store"), code.unwrap_or("其他门店"));
    let english = format!(
        "You may not record what customers of {english} agree to. Leave the answers out, or leave the row to somebody who may."
    );
    let chinese = format!("您没有记录 {chinese} 客户同意的权限。请去掉同意列，或交由有权限的同事导入。");
    Some(CellFault::new(plan.column_of_answers(), None, "consent.forbidden", english, chinese))
}

/// What everybody agreed to is nobody's own answer: it takes a column.
pub fn check_constants(constants: &BTreeMap<Field, String>) -> Vec<Fault> {
    let of_all = constants.keys().filter(|field| is_answer(**field));
    let message = "an answer is each customer's own: map a column to it instead of one value for all rows";
    of_all.map(|field| Fault::new(format!("constants.{}", field.word()), "mapping.consent_for_all", message)).collect()
}

/// Why the group does not take an answer for this purpose and way, in English and Chinese; nothing when it does.
pub fn obstacle(
    purposes: &HashMap<String, Purpose>,
    purpose: &str,
    channel: ConsentChannel,
    answer: Answer,
) -> Option<(&'static str, String, String)> {
    let Some(known) = purposes.get(purpose) else {
        let english = "There is no such purpose of consent.".to_owned();
        return Some(("consent.unknown_purpose", english, "没有这个同意用途。".to_owned()));
    };
    let (name, english_name) = (&known.name, known.title(kernel::Language::En));
    if known.asks == Asks::Nobody {
        let english =
            format!("Nobody is asked for “{english_name}”: it rests on the contract or the law. Leave the column out.");
        return Some(("consent.not_asked", english, format!("“{name}”依合同或法律进行，不需要同意。请不要导入该列。")));
    }
    if !known.is_active && answer == Answer::Given {
        let english = format!("The purpose “{english_name}” is no longer in use. Leave the column out.");
        return Some(("consent.purpose_closed", english, format!("同意用途“{name}”已停用。请不要导入该列。")));
    }
    if !known.by_channel && channel != ConsentChannel::All {
        let english = format!("“{english_name}” is not asked for by channel. Map the column to the purpose itself.");
        return Some((
            "consent.channel_unwanted",
            english,
            format!("“{name}”不按渠道征得同意。请把该列对应到用途本身。"),
        ));
    }
    None
}

/// The answers of a row as the ledger takes them, with the file as their proof.
pub fn old_answers(
    import: &Import,
    plan: &Plan,
    customer: &Customer,
    row: u64,
    drafts: &[ConsentDraft],
) -> Vec<OldAnswer> {
    let old = |draft: &ConsentDraft| OldAnswer {
        customer: customer.id,
        store: customer.store_id,
        purpose: draft.purpose.clone(),
        channel: draft.channel,
        answer: draft.answer,
        answered_at: draft.on.map(|day| plan.places.of(customer.store_id).calendar.start_of(day)),
        known_by: import.created_at,
        proof: proof(import, row, &draft.told),
    };
    drafts.iter().map(old).collect()
}

/// What people call these columns.
pub(super) const TARGETS: &[Line] = &[
    (
        Field::ConsentMarketing,
        &["同意营销", "营销同意", "是否同意营销", "接受营销", "营销授权", "marketing consent", "marketing opt in"],
        nothing,
    ),
    (
        Field::ConsentMarketingSms,
        &["同意短信营销", "短信营销", "短信同意", "是否同意短信", "接受短信", "短信授权", "sms consent", "sms opt in"],
        nothing,
    ),
    (
        Field::ConsentMarketingPhone,
        &["同意电话营销", "电话营销", "电话同意", "是否同意电话", "接受电话", "call consent", "phone opt in"],
        nothing,
    ),
    (
        Field::ConsentMarketingWecom,
        &["同意企微营销", "企微营销", "同意微信营销", "微信营销", "接受微信", "wecom consent", "wechat consent"],
        nothing,
    ),
    (
        Field::ConsentMarketingEmail,
        &["同意邮件营销", "邮件营销", "邮件同意", "接受邮件", "email consent", "email opt in"],
        nothing,
    ),
    (
        Field::ConsentCare,
        &["同意回访", "回访同意", "接受回访", "是否同意回访", "survey consent", "care consent"],
        nothing,
    ),
    (
        Field::ConsentProfiling,
        &["同意个性化推荐", "个性化推荐", "自动化决策", "profiling consent", "personalisation consent"],
        nothing,
    ),
    (
        Field::ConsentShareOem,
        &["同意向厂商提供", "同意向厂家提供", "厂家共享同意", "share with maker", "oem sharing consent"],
        nothing,
    ),
    (
        Field::ConsentShareInsurer,
        &["同意向保险公司提供", "保险共享同意", "share with insurer", "insurer sharing consent"],
        nothing,
    ),
    (
        Field::ConsentShareBank,
        &["同意向金融机构提供", "同意向银行提供", "金融共享同意", "share with bank", "bank sharing consent"],
        nothing,
    ),
    (Field::ConsentVehicleData, &["同意车辆数据", "车辆数据同意", "车联网数据同意", "vehicle data consent"], nothing),
    // Told by what the group calls its purposes.
    (Field::ConsentPurpose, &[], nothing),
    (
        Field::ConsentOn,
        &["同意日期", "同意时间", "授权日期", "授权时间", "consent date", "consented on", "opt in date"],
        nothing,
    ),
    (Field::ConsentHow, &["同意方式", "同意来源", "授权方式", "授权来源", "consent source", "consent method"], nothing),
    (
        Field::ConsentText,
        &["同意文本", "授权书版本", "隐私政策版本", "政策版本", "consent text", "policy version"],
        nothing,
    ),
];

const FILE_NAME_CHARACTERS_MAX: usize = 120;

/// `IM-2026-000007 客户.csv #12 · 门店签字 · 隐私政策 v3`.
fn proof(import: &Import, row: u64, told: &str) -> String {
    let file: String = import.file_name.chars().take(FILE_NAME_CHARACTERS_MAX).collect();
    let place = format!("{} {file} #{row}", import.number);
    if told.is_empty() { place } else { format!("{place} · {told}") }
}
