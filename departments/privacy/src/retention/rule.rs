//! The noun: one kind of data, how long it is kept, by which law or purpose, and what then happens. Pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A rule as it is shipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Never changed once released.
    pub code: &'static str,
    pub amount: u32,
    pub unit: Unit,
    pub action: Action,
    pub basis_zh: &'static str,
    pub basis_en: &'static str,
    /// What kept records of this rule are called; empty for other rules.
    pub kept_as: &'static str,
    /// The least a group may set, where a law wants it kept that long.
    pub amount_min: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RetentionUnit)]
pub enum Unit {
    Years,
    Days,
}

/// What happens when the time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RetentionAction)]
pub enum Action {
    /// The sealed record is removed.
    Remove,
    /// The person is forgotten, with a proof.
    Forget,
    /// What tells of people is cleared; that it was stays.
    Clear,
    /// Nothing by itself: the house is told how long.
    Tell,
}

impl Terms {
    pub const REPAIRS: Rule = Rule {
        code: "kept_repairs",
        amount: 6,
        unit: Unit::Years,
        action: Action::Remove,
        basis_zh: "《家用汽车产品修理更换退货责任规定》第十七条：修理记录保存不少于六年",
        basis_en: "Provisions on liability for family cars, article 17: repair records six years at least",
        kept_as: "repair",
        amount_min: 6,
    };
    pub const SALES: Rule = Rule {
        code: "kept_sales",
        amount: 10,
        unit: Unit::Years,
        action: Action::Remove,
        basis_zh: "《汽车销售管理办法》：销售档案保存十年；会计凭证按会计档案管理规定保存",
        basis_en: "Measures on car sales: sales files ten years; accounting records by the rules of accounting",
        kept_as: "sale",
        amount_min: 10,
    };
    pub const RECALLS: Rule = Rule {
        code: "kept_recalls",
        amount: 5,
        unit: Unit::Years,
        action: Action::Remove,
        basis_zh: "《缺陷汽车产品召回管理条例》：车辆销售、维修信息保存不少于五年",
        basis_en: "Regulations on recalls of defective cars: information on sale and repair five years at least",
        kept_as: "recall",
        amount_min: 5,
    };
    pub const LEADS: Rule = Rule {
        code: "leads_never_contacted",
        amount: 2,
        unit: Unit::Years,
        action: Action::Forget,
        basis_zh: "《个人信息保护法》第十九条：保存期限为实现处理目的所必要的最短时间",
        basis_en: "Personal Information Protection Law, article 19: no longer than the purpose needs",
        kept_as: "",
        amount_min: 1,
    };
    pub const MESSAGES: Rule = Rule {
        code: "messages",
        amount: 3,
        unit: Unit::Years,
        action: Action::Clear,
        basis_zh: "《个人信息保护法》第十九条；发送记录本身保留以备查证",
        basis_en: "Personal Information Protection Law, article 19; that a message was sent stays",
        kept_as: "",
        amount_min: 1,
    };
    pub const REQUESTS: Rule = Rule {
        code: "closed_requests",
        amount: 3,
        unit: Unit::Years,
        action: Action::Clear,
        basis_zh: "《网络数据安全管理条例》第十二条：处理记录保存至少三年",
        basis_en: "Network Data Security Regulations, article 12: records of processing three years at least",
        kept_as: "",
        amount_min: 3,
    };
    pub const ANSWERS: Rule = Rule {
        code: "repeated_answers",
        amount: 7,
        unit: Unit::Days,
        action: Action::Clear,
        basis_zh: "仅为防止重复提交",
        basis_en: "kept only so that a request sent twice happens once",
        kept_as: "",
        amount_min: 1,
    };
    pub const IMPORT_FILES: Rule = Rule {
        code: "import_files",
        amount: 90,
        unit: Unit::Days,
        action: Action::Remove,
        basis_zh: "导入完成后仅为核对所需",
        basis_en: "after an import a file is only needed to compare",
        kept_as: "",
        amount_min: 1,
    };
    pub const DELIVERIES: Rule = Rule {
        code: "webhook_deliveries",
        amount: 30,
        unit: Unit::Days,
        action: Action::Remove,
        basis_zh: "仅为排查投递问题和重新投递所需",
        basis_en: "needed only to look into deliveries and to send them again",
        kept_as: "",
        amount_min: 1,
    };
    pub const AUDIT: Rule = Rule {
        code: "audit_looks",
        amount: 3,
        unit: Unit::Years,
        action: Action::Remove,
        basis_zh: "《网络安全法》第二十一条：网络日志不少于六个月；《网络数据安全管理条例》第十二条：处理记录保存至少三年",
        basis_en: "Cybersecurity Law, article 21: logs six months at least; Network Data Security Regulations, article 12: three years",
        kept_as: "",
        amount_min: 1,
    };
    pub const BACKUPS: Rule = Rule {
        code: "backups",
        amount: 30,
        unit: Unit::Days,
        action: Action::Tell,
        basis_zh: "备份轮换周期，写入删除证明",
        basis_en: "how long backups are kept, as the proof of a deletion says",
        kept_as: "",
        amount_min: 1,
    };
}

/// All rules, in the order they are shown.
pub const RULES: [Rule; 11] = [
    Terms::REPAIRS,
    Terms::SALES,
    Terms::RECALLS,
    Terms::LEADS,
    Terms::MESSAGES,
    Terms::REQUESTS,
    Terms::IMPORT_FILES,
    Terms::ANSWERS,
    Terms::DELIVERIES,
    Terms::AUDIT,
    Terms::BACKUPS,
];

/// The rules of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms(BTreeMap<String, (u32, bool)>);

impl Terms {
    /// What the group has set, over what is shipped; never less than a law wants.
    pub fn shaped(shaped: impl IntoIterator<Item = (String, u32, bool)>) -> Self {
        let of_group: BTreeMap<String, (u32, bool)> =
            shaped.into_iter().map(|(code, amount, is_active)| (code, (amount, is_active))).collect();
        let of_rule = |rule: &Rule| {
            let (amount, is_active) = of_group.get(rule.code).copied().unwrap_or((rule.amount, rule.is_on_at_first()));
            (rule.code.to_owned(), (amount.max(rule.amount_min), is_active))
        };
        Self(RULES.iter().map(of_rule).collect())
    }

    pub fn years(&self, rule: Rule) -> u32 {
        self.amount(rule)
    }

    pub fn days(&self, rule: Rule) -> u32 {
        self.amount(rule)
    }

    pub fn amount(&self, rule: Rule) -> u32 {
        self.0.get(rule.code).map_or(rule.amount, |(amount, _)| *amount)
    }

    pub fn is_active(&self, rule: Rule) -> bool {
        self.0.get(rule.code).is_none_or(|(_, is_active)| *is_active)
    }
}

impl Rule {
    pub fn find(code: &str) -> Option<Self> {
        RULES.into_iter().find(|rule| rule.code == code)
    }

    /// Forgetting people by itself begins only when the group has said so.
    pub fn is_on_at_first(&self) -> bool {
        self.action != Action::Forget
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_keeps_longer_but_never_shorter_than_the_law_wants() {
        let terms = Terms::shaped([("kept_repairs".to_owned(), 2, true), ("kept_sales".to_owned(), 12, true)]);
        assert_eq!((terms.years(Terms::REPAIRS), terms.years(Terms::SALES)), (6, 12));
        assert_eq!(terms.years(Terms::RECALLS), 5);
    }

    #[test]
    fn nobody_is_forgotten_by_a_rule_that_was_not_switched_on() {
        assert!(!Terms::shaped([]).is_active(Terms::LEADS));
        assert!(Terms::shaped([]).is_active(Terms::MESSAGES));
    }
}
