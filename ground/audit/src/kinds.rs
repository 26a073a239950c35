//! The kinds of lines people look for, by what happened.

use kernel::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AuditKind)]
pub enum Kind {
    /// Somebody was shown something: looks, and contacts and sealed records that were opened in full.
    Saw,
    /// Something was changed: all that is none of the others.
    Changed,
    /// Something left the house as a file or a copy.
    Exported,
    /// Signing in and out, passwords, second factors.
    SignedIn,
}

const OPENED: &[&str] = &["contact.revealed", "person.kept_opened"];
const EXPORTED: &[&str] = &[
    "customers.exported",
    "export.asked",
    "export.approved",
    "export.refused",
    "export.fetched",
    "export.lapsed",
    "person.copied",
    "person.copy_fetched",
    "audit.exported",
];
const SIGNED_IN: &[&str] = &[
    "session.opened",
    "session.closed",
    "session.proven",
    "sign_in.locked",
    "password.changed",
    "factor.enrolled",
    "factor.recovered",
    "factor.removed",
    "factor.taken_off",
    "factor.codes_made",
];

/// Names of events, each in one kind.
pub const NAMED: [(Kind, &[&str]); 3] = [(Kind::Saw, OPENED), (Kind::Exported, EXPORTED), (Kind::SignedIn, SIGNED_IN)];

impl Kind {
    /// The kind of an event of the journal.
    pub fn of(name: &str) -> Self {
        NAMED.iter().find(|(_, names)| names.contains(&name)).map_or(Self::Changed, |(kind, _)| *kind)
    }

    /// The events of this kind; none of [`Kind::Changed`], which is all the others.
    pub fn names(self) -> &'static [&'static str] {
        NAMED.iter().find(|(kind, _)| *kind == self).map_or(&[], |(_, names)| names)
    }

    pub fn title(self, language: Language) -> &'static str {
        match self {
            Self::Saw => language.pick("查看", "Saw"),
            Self::Changed => language.pick("修改", "Changed"),
            Self::Exported => language.pick("导出", "Exported"),
            Self::SignedIn => language.pick("登录", "Signed in"),
        }
    }
}

/// How each look is called.
pub const LOOKS: &[(&str, &str, &str)] = &[
    ("customer.seen", "查看客户", "Saw a customer"),
    ("vehicle.seen", "查看车辆", "Saw a car"),
    ("person_request.seen", "查看个人信息请求", "Saw a request about personal data"),
    ("message.seen", "查看消息", "Saw a message"),
    ("pair.seen", "查看疑似重复", "Saw a pair of duplicates"),
    ("merge.seen", "查看合并记录", "Saw a merge"),
    ("change.seen", "查看关键信息变更", "Saw a change of key data"),
    ("import.seen", "查看导入", "Saw an import"),
    ("export.seen", "查看导出", "Saw an export"),
    ("recall.seen", "查看召回", "Saw a recall"),
    ("lead.seen", "查看线索", "Saw a lead"),
    ("payload.seen", "查看接入报文", "Saw what a connector brought"),
    ("staff.seen", "查看员工", "Saw a colleague"),
    ("customers.searched", "查询客户", "Searched customers"),
    ("vehicles.searched", "查询车辆", "Searched cars"),
    ("all.searched", "全局搜索", "Searched everything"),
    ("households.searched", "查询家庭", "Searched households"),
    ("messages.searched", "查询消息", "Searched messages"),
    ("person_requests.searched", "查询个人信息请求", "Searched requests about personal data"),
    ("leads.searched", "查询线索", "Searched leads"),
    ("pairs.searched", "查询疑似重复", "Searched duplicates"),
    ("changes.searched", "查询关键信息变更", "Searched changes of key data"),
    ("staff.searched", "查询员工", "Searched colleagues"),
    ("audit.searched", "查询审计", "Searched the audit"),
];

/// What a look is called; its bare name when it is not here.
pub fn look_title(name: &str, language: Language) -> String {
    let known = LOOKS.iter().find(|(known, ..)| *known == name);
    known.map_or(name, |(_, zh, en)| language.pick(zh, en)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_is_of_one_kind() {
        assert_eq!(Kind::of("contact.revealed"), Kind::Saw);
        assert_eq!(Kind::of("export.fetched"), Kind::Exported);
        assert_eq!(Kind::of("session.opened"), Kind::SignedIn);
        assert_eq!(Kind::of("customer.changed"), Kind::Changed);
        let all: Vec<&str> = NAMED.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let unique: std::collections::BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(unique.len(), all.len());
    }
}
