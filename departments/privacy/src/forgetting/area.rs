//! The parts of the house a proof speaks of, in the words of the person concerned, instead of the names of tables.

use kernel::Language;
use serde::Serialize;
use utoipa::ToSchema;

use super::proof::Proof;

/// What a table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeletionArea)]
pub enum Area {
    /// The record itself: name, contacts, addresses, tags, notes.
    Record,
    Cars,
    /// What happened, in the order it happened.
    History,
    Tasks,
    Messages,
    Consents,
    /// What finds and compares people.
    Indexes,
    /// Files taken in and given out, and changes of many.
    Files,
    /// Words of the house's own by which customers are sorted.
    Tags,
    /// To whom data was given, and the books of processors, assessments and incidents.
    Registers,
    /// Templates of messages and what customers are told.
    Wordings,
    Requests,
    /// Who looked at what, and answers and work the program remembers.
    Machinery,
    /// About those who work here or the house itself.
    House,
}

impl Area {
    pub const ALL: [Self; 14] = [
        Self::Record,
        Self::Cars,
        Self::History,
        Self::Tasks,
        Self::Messages,
        Self::Consents,
        Self::Indexes,
        Self::Files,
        Self::Tags,
        Self::Registers,
        Self::Wordings,
        Self::Requests,
        Self::Machinery,
        Self::House,
    ];

    /// Where a table belongs; what is named nowhere is the house's own.
    pub fn of(table: &str) -> Self {
        let is_in = |tables: &&(Self, &[&str])| tables.1.contains(&table);
        TABLES.iter().find(is_in).map_or(Self::House, |(area, _)| *area)
    }

    pub fn words(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Record => {
                ("客户档案（姓名、联系方式、地址、标签、备注）", "The record: name, contacts, addresses, tags, notes")
            }
            Self::Cars => ("车辆（车牌、车架号、里程、故障、召回）", "Cars: plates, VIN, mileage, faults, recalls"),
            Self::History => ("往来经过（动态、线索、过往业务）", "History: what happened, leads, past business"),
            Self::Tasks => ("任务与提醒", "Tasks and reminders"),
            Self::Messages => ("短信、邮件等消息", "Messages by SMS, e-mail and other ways"),
            Self::Consents => ("同意与退订", "Consents and opt-outs"),
            Self::Indexes => ("查找与查重用的索引", "Indexes that find and compare people"),
            Self::Files => ("导入、导出与批量处理", "Imports, exports and changes of many"),
            Self::Tags => ("标签名称与标签规则", "Names and rules of tags"),
            Self::Registers => ("对外提供登记与合规台账", "The register of data given out, and the books"),
            Self::Wordings => ("消息模板、政策与用途的文字", "Words of templates, policies and purposes"),
            Self::Requests => ("个人信息请求", "Requests about personal data"),
            Self::Machinery => ("查看记录与程序的临时记录", "Who looked, and what the program remembers"),
            Self::House => ("公司自身与员工", "The house itself and its staff"),
        };
        language.pick(zh, en)
    }
}

/// Every table that may hold something of a customer, by what it is for.
const TABLES: &[(Area, &[&str])] = &[
    (
        Area::Record,
        &[
            "customers",
            "contacts",
            "addresses",
            "notes",
            "customer_tags",
            "stars",
            "households",
            "customer_facts",
            "pending_changes",
            "code_sends",
            "confirmations",
            "suggestion_dismissals",
            "quality_audit_items",
        ],
    ),
    (
        Area::Cars,
        &[
            "vehicles",
            "vehicle_people",
            "vehicle_merges",
            "vehicle_merge_parts",
            "plates",
            "mileage_readings",
            "faults",
            "recall_vins",
            "recall_cars",
            "recall_works",
        ],
    ),
    (Area::History, &["journal", "past_records", "leads", "touches", "lead_losses"]),
    (Area::Tasks, &["tasks"]),
    (Area::Messages, &["messages", "push_subscriptions", "webhook_deliveries"]),
    (Area::Consents, &["consents", "opt_outs"]),
    (Area::Indexes, &["search_terms", "match_keys", "duplicate_pairs", "merges", "merge_run_pairs"]),
    (
        Area::Files,
        &["imports", "import_rows", "exports", "bulk_changes", "bulk_change_rows", "share_subjects", "saved_views"],
    ),
    (Area::Tags, &["tags", "tag_groups", "tag_rules"]),
    (Area::Registers, &["shares", "book_entries", "breach_notices"]),
    (
        Area::Wordings,
        &["message_templates", "message_template_editions", "policies", "policy_texts", "consent_purposes"],
    ),
    (
        Area::Requests,
        &[
            "person_requests",
            "identity_checks",
            "person_copies",
            "deletions",
            "kept_records",
            "restrictions",
            "breach_unreached",
        ],
    ),
    (Area::Machinery, &["jobs", "idempotency_keys", "audit_looks"]),
];

/// What was done in one part of the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DeletionAreaProof)]
pub struct AreaProof {
    pub area: Area,
    /// How many tables it has.
    pub tables: u32,
    /// Rows that were removed, or cleared of what told who it was.
    pub rows: u64,
    /// Rows about others in which the person was named, and is no more.
    pub mended: u64,
}

/// The tables of a proof summed up by what they are for, in the order of the list.
pub fn areas(proof: &Proof) -> Vec<AreaProof> {
    let sum = |area: Area| {
        let tables: Vec<_> = proof.tables.iter().filter(|table| Area::of(&table.table) == area).collect();
        AreaProof {
            area,
            tables: u32::try_from(tables.len()).unwrap_or(u32::MAX),
            rows: tables.iter().map(|table| table.rows).sum(),
            mended: tables.iter().map(|table| table.mended).sum(),
        }
    };
    Area::ALL.into_iter().map(sum).filter(|area| area.tables > 0).collect()
}

/// Where something was still found that may not stand, in the order of the list.
pub fn still_in(proof: &Proof) -> Vec<Area> {
    let holds = |area: &Area| proof.tables.iter().any(|table| table.found > 0 && Area::of(&table.table) == *area);
    Area::ALL.into_iter().filter(holds).collect()
}

#[cfg(test)]
mod tests {
    use platform::traces::Fate;

    use super::*;
    use crate::{TRACES, forgetting::proof::TableProof};

    #[test]
    fn a_table_about_customers_is_never_called_the_houses_own() {
        for trace in TRACES.iter().chain(customers::TRACES).chain(messaging::TRACES) {
            let is_about_nobody = matches!(trace.fate, Fate::Nobody(_));
            assert!(
                is_about_nobody || Area::of(trace.table) != Area::House,
                "{} has no part of the house",
                trace.table
            );
        }
    }

    #[test]
    fn tables_are_summed_up_by_what_they_are_for() {
        let table =
            |table: &str, rows, mended| TableProof { table: table.into(), rows, mended, ..TableProof::default() };
        let tables =
            vec![table("contacts", 2, 0), table("customers", 1, 1), table("tasks", 0, 3), table("stores", 0, 0)];
        let summed: Vec<_> = areas(&Proof { tables, ..Proof::default() })
            .into_iter()
            .map(|area| (area.area, area.tables, area.rows, area.mended))
            .collect();
        assert_eq!(summed, [(Area::Record, 2, 3, 1), (Area::Tasks, 1, 0, 3), (Area::House, 1, 0, 0)]);
    }
}
