//! What was done about a request since it came in, as the journal and the ledger of consents tell it: an answer says no more than that.

use chrono::{DateTime, Utc};
use kernel::{Language, Result};
use messaging::consents::{self, Purpose};
use platform::Db;
use serde::Serialize;
use utoipa::ToSchema;

use super::request::{PersonRequest, RequestKind};

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RequestDeed)]
pub struct DeedLine {
    /// In words of the caller's language.
    pub what: String,
    pub at: DateTime<Utc>,
}

platform::record! {
    struct Change { name: String, happened_at: DateTime<Utc> }
}

platform::record! {
    struct Withdrawal { purpose: String, channel: String, recorded_at: DateTime<Utc> }
}

/// Nobody reads more of them in a letter.
const LINES_MAX: usize = 100;

/// What was changed in the record of who asks for a correction, or which consents were taken back since they asked; empty of other kinds.
pub async fn of(db: &Db<'_>, request: &PersonRequest, language: Language) -> Result<Vec<DeedLine>> {
    match request.kind {
        RequestKind::Correct => corrections(db, request, language).await,
        RequestKind::Withdraw => withdrawals(db, request, language).await,
        _ => Ok(Vec::new()),
    }
}

async fn corrections(db: &Db<'_>, request: &PersonRequest, language: Language) -> Result<Vec<DeedLine>> {
    let Some(customer) = request.customer_id else { return Ok(Vec::new()) };
    let names = CORRECTIONS.map(|(name, _, _)| format!("'{name}'")).join(", ");
    let text = format!(
        "select name, happened_at from journal where customer_id = $1 and happened_at >= $2 and group_id = $3 and name in ({names})
         order by happened_at, position limit {LINES_MAX}"
    );
    let values = vec![customer.into(), request.received_at.into(), request.group_id.into()];
    let changes: Vec<Change> = db.fetch_text(&text, values).await?;
    let mut lines: Vec<DeedLine> = Vec::new();
    for change in changes {
        let Some((_, zh, en)) = CORRECTIONS.iter().find(|(name, _, _)| *name == change.name) else { continue };
        let line = DeedLine { what: language.pick(zh, en).to_owned(), at: change.happened_at };
        let is_told = lines.iter().any(|told| told.what == line.what && told.at.date_naive() == line.at.date_naive());
        if !is_told {
            lines.push(line);
        }
    }
    Ok(lines)
}

async fn withdrawals(db: &Db<'_>, request: &PersonRequest, language: Language) -> Result<Vec<DeedLine>> {
    let Some(customer) = request.customer_id else { return Ok(Vec::new()) };
    let text = format!(
        "select purpose, channel, recorded_at from consents
         where customer_id = $1 and recorded_at >= $2 and group_id = $3 and answer in ('withdrawn', 'refused')
         order by recorded_at, id limit {LINES_MAX}"
    );
    let values = vec![customer.into(), request.received_at.into(), request.group_id.into()];
    let rows: Vec<Withdrawal> = db.fetch_text(&text, values).await?;
    let purposes = consents::purposes(db).await?;
    let line = |row: Withdrawal| {
        let purpose = purposes.iter().find(|purpose: &&Purpose| purpose.code == row.purpose);
        let title = purpose.map_or_else(|| row.purpose.clone(), |purpose| purpose.title(language).to_owned());
        let way = channel_in_words(&row.channel, language);
        let what = match (way, language) {
            (Some(way), Language::Zh) => format!("{title}（{way}）"),
            (Some(way), Language::En) => format!("{title} ({way})"),
            (None, _) => title,
        };
        DeedLine { what, at: row.recorded_at }
    };
    Ok(rows.into_iter().map(line).collect())
}

fn channel_in_words(channel: &str, language: Language) -> Option<&'static str> {
    let (zh, en) = match channel {
        "sms" => ("短信", "SMS"),
        "phone" => ("电话", "phone calls"),
        "wecom" => ("企业微信", "WeCom"),
        "email" => ("邮件", "e-mail"),
        "push" => ("应用通知", "app notices"),
        _ => return None,
    };
    Some(language.pick(zh, en))
}

/// Events by which something known of a person became something else.
const CORRECTIONS: [(&str, &str, &str); 22] = [
    ("customer.changed", "档案内容已更正", "your record was corrected"),
    ("contact.added", "联系方式已更正", "your contacts were corrected"),
    ("contact.changed", "联系方式已更正", "your contacts were corrected"),
    ("contact.removed", "联系方式已更正", "your contacts were corrected"),
    ("change.confirmed", "电话、邮箱或证件号码已更正", "your phone, mailbox or ID number was corrected"),
    ("change.overridden", "电话、邮箱或证件号码已更正", "your phone, mailbox or ID number was corrected"),
    ("address.added", "地址已更正", "your addresses were corrected"),
    ("address.changed", "地址已更正", "your addresses were corrected"),
    ("address.removed", "地址已更正", "your addresses were corrected"),
    ("household.joined", "家庭关系已更正", "your household was corrected"),
    ("household.left", "家庭关系已更正", "your household was corrected"),
    ("person.linked", "车辆关系已更正", "whose car it is was corrected"),
    ("person.unlinked", "车辆关系已更正", "whose car it is was corrected"),
    ("vehicle.changed", "车辆信息已更正", "your car's record was corrected"),
    ("vehicle.deleted", "车辆信息已更正", "your car's record was corrected"),
    ("plate.changed", "车辆信息已更正", "your car's record was corrected"),
    ("mileage.read", "车辆里程已更正", "the mileage of your car was corrected"),
    ("tag.removed", "标签已更正", "tags were corrected"),
    ("note.changed", "跟进记录已更正", "notes were corrected"),
    ("note.deleted", "跟进记录已更正", "notes were corrected"),
    ("history.recorded", "业务记录已更正", "records of past business were corrected"),
    ("history.removed", "业务记录已更正", "records of past business were corrected"),
];
