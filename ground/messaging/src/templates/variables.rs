//! The catalogue of variables: what a text may have gaps for, of which kind, and an example of each. Departments add theirs with
//! [`Postbox::knowing`](crate::Postbox::knowing).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use kernel::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// In place of it stands the link by which the reader wants no more.
pub(crate) const UNSUBSCRIBE_LINK: &str = "unsubscribe.link";

/// Something a text may have a gap for.
#[derive(Debug)]
pub struct Variable {
    /// `customer.name`: whose, then what.
    pub name: &'static str,
    pub kind: VariableKind,
    pub zh: &'static str,
    pub en: &'static str,
    /// Days are written `2026-03-02`.
    pub example_zh: &'static str,
    pub example_en: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VariableKind {
    Text,
    /// Written out in the language of the message.
    Day,
    /// Shown to staff as dots.
    Code,
    Link,
}

/// A value for a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    Text(String),
    Day(NaiveDate),
}

/// Values by the names of their variables.
pub type Values = BTreeMap<String, Given>;

macro_rules! variables {
    ($($name:literal $kind:ident $zh:literal $en:literal $example_zh:literal $example_en:literal;)*) => {
        &[$(Variable {
            name: $name, kind: VariableKind::$kind, zh: $zh, en: $en, example_zh: $example_zh, example_en: $example_en,
        }),*]
    };
}

/// What every house has.
pub const COMMON: &[Variable] = variables! {
    "customer.name" Text "客户姓名" "Customer's name" "张伟" "Zhang Wei";
    "customer.greeting" Text "客户称呼" "How the customer is greeted" "张先生" "Mr Zhang";
    "vehicle.plate" Text "车牌号" "Plate" "沪A12345" "沪A12345";
    "vehicle.model" Text "车型" "Model" "大众 帕萨特" "Volkswagen Passat";
    "store.name" Text "门店名称" "Store" "上海浦东店" "Shanghai Pudong";
    "store.phone" Text "门店电话" "Store's phone" "021-62345678" "021-62345678";
    "store.address" Text "门店地址" "Store's address" "浦东新区张江路 1 号" "1 Zhangjiang Road";
    "staff.name" Text "员工姓名" "Name of the member of staff" "李雷" "Li Lei";
    "code" Code "验证码" "Code" "482913" "482913";
    "change.what" Text "变更的资料" "What is changed" "手机号" "phone number";
    "code.minutes" Text "验证码有效分钟" "Minutes the code holds" "10" "10";
    "appointment.day" Day "预约日期" "Day of the appointment" "2026-03-02" "2026-03-02";
    "appointment.time" Text "预约时间" "Time of the appointment" "14:30" "14:30";
    "maintenance.due" Day "保养到期日" "Day maintenance is due" "2026-04-15" "2026-04-15";
    "inspection.due" Day "年检到期日" "Day the inspection is due" "2026-05-31" "2026-05-31";
    "insurance.due" Day "保险到期日" "Day the insurance ends" "2026-06-30" "2026-06-30";
    "link" Link "链接" "Link" "https://example.com/x" "https://example.com/x";
    "link.days" Text "链接有效天数" "Days the link holds" "30" "30";
    "request.number" Text "申请编号" "Number of the request" "PR-2026-000012" "PR-2026-000012";
    "request.due" Day "答复期限" "Day by which a request is answered" "2026-03-20" "2026-03-20";
    "notice.kinds" Text "涉及的信息" "Kinds of data concerned" "姓名、手机号" "name, phone number";
    "notice.cause" Text "事件原因" "Why it happened" "系统遭到攻击" "an attack on our systems";
    "notice.harm" Text "可能的影响" "Harm that may come of it" "可能收到诈骗电话" "fraudulent calls";
    "notice.measures" Text "措施和建议" "What was done and can be done" "已修复漏洞，请警惕陌生来电" "the hole is closed; beware of strangers who call";
    "notice.contact" Text "咨询方式" "Whom to ask" "400-800-0000" "400-800-0000";
    "unsubscribe.link" Link "退订链接" "Link to unsubscribe" "https://example.com/u" "https://example.com/u";
};

impl Variable {
    /// What the example shows in this language.
    pub fn example(&self, language: Language) -> Given {
        let text = language.pick(self.example_zh, self.example_en);
        match (self.kind, text.parse()) {
            (VariableKind::Day, Ok(day)) => Given::Day(day),
            _ => Given::Text(text.to_owned()),
        }
    }
}

impl Given {
    /// As it is written in a text: one line.
    pub fn written(&self, language: Language) -> String {
        match self {
            Self::Text(text) => {
                let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
                line.trim().to_owned()
            }
            Self::Day(day) => match language {
                Language::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
                Language::En => day.format("%-d %b %Y").to_string(),
            },
        }
    }
}

impl From<&str> for Given {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Given {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<NaiveDate> for Given {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}
