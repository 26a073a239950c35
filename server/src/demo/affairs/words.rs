//! What is said in the affairs of the demo world: no real company, no real person, no number anybody has.

use chrono::{DateTime, Days, TimeDelta, Utc};
use serde_json::{Value, json};

/// What is new in each version; the last one is a draft.
pub const VERSIONS: [Option<&str>; 3] = [
    None,
    Some("补充了满意度回访的说明，写明了联系方式与答复期限。"),
    Some("补充自动化推荐的关闭方式。（草稿，待法务审阅）"),
];

pub const POLICY: &str = "一、我们收集哪些信息\n\
    为履行购车与维修合同，我们收集您的姓名、联系方式、车辆信息以及购车、维修记录。\n\n\
    二、我们如何使用\n\
    用于预约、维修、召回通知和法定义务；经您同意，用于满意度回访、活动邀请和个性化推荐。\n\n\
    三、您的权利\n\
    您可以随时查阅、复制、更正、删除您的个人信息，或撤回同意。我们在收到请求后 15 个工作日内答复。\n\n\
    四、联系我们\n\
    请到店或致电门店客户关系部。（演示数据）";

/// What is asked for, how it came, how many days ago, in the person's words, and how far it has come.
type Request = (&'static str, &'static str, i64, &'static str, &'static [&'static str]);

pub const REQUESTS: [Request; 6] = [
    ("access", "desk", 1, "想了解门店保存了我的哪些信息。", &[]),
    ("copy", "phone", 6, "请把我的维修记录发一份给我。", &["check"]),
    ("correct", "phone", 12, "住址已变更，请更正。", &["check", "work"]),
    ("withdraw", "app", 4, "不再接受活动短信。", &["check", "work", "answer"]),
    ("explain", "mail", 20, "为什么总给我推荐置换活动？", &["check", "answer", "close"]),
    ("restrict", "desk", 9, "先暂停使用我的信息。", &["check", "refuse"]),
];

pub const ANSWER: &str = "您的请求已办理；法律规定须保存的单据在保存期内保留。（演示数据）";

pub const MESSAGES: [&str; 6] = [
    "您的爱车保养已到期，欢迎预约到店，我们为您预留工位。（演示）",
    "您预约的保养已确认：本周六上午 9:30，请携带行驶证。（演示）",
    "您的车辆已完工，可在今天 18:00 前到店提车。（演示）",
    "年检将在 30 天内到期，可到店代办。（演示）",
    "您咨询的配件已到货，请联系服务顾问安排更换。（演示）",
    "感谢您今天到店，如有疑问请随时联系服务顾问。（演示）",
];

/// What is heard of a message: why it failed, and what the customer replied.
pub struct Heard {
    pub failed: Option<(&'static str, &'static str)>,
    pub reply: Option<&'static str>,
}

/// Of [`MESSAGES`], one by one.
pub const HEARD: &[Heard] = &[
    Heard { failed: None, reply: Some("好的，周六上午过去，谢谢。") },
    Heard { failed: None, reply: None },
    Heard { failed: Some(("MK:0001", "空号")), reply: None },
    Heard { failed: None, reply: Some("TD") },
    Heard { failed: Some(("MN:0174", "用户关机或不在服务区")), reply: None },
    Heard { failed: None, reply: Some("师傅很细心，辛苦了。") },
];

/// Which owner said what of which purpose, how, and where the proof lies.
pub const CONSENTS: &[(usize, &str, &str, &str, &str, &str)] = &[
    (0, "marketing", "sms", "given", "paper", "购车合同附件三，客户签字，档案柜 B2-017"),
    (0, "share_insurer", "all", "given", "paper", "《保险信息共享同意书》YD-0231，客户签字"),
    (1, "marketing", "phone", "refused", "spoken", "回访录音 LY-20931，1 分 12 秒"),
    (1, "share_insurer", "all", "given", "paper", "《保险信息共享同意书》YD-0232，客户签字"),
    (2, "care_survey", "all", "given", "app", "车主端“隐私设置”页勾选"),
    (3, "marketing", "sms", "given", "paper", "进店登记表 DJ-1187，客户签字"),
    (4, "profiling", "all", "refused", "app", "车主端“隐私设置”页关闭个性化推荐"),
    (5, "vehicle_data", "all", "given", "paper", "《车联网服务协议》CL-0458，客户签字"),
];

/// Party, its name, purpose, kinds of data, way, a note, and of how many of the owners.
type Share = (&'static str, &'static str, &'static str, &'static [&'static str], &'static str, &'static str, usize);

pub const SHARES: &[Share] = &[
    (
        "insurer",
        "安途财产保险（演示）",
        "share_insurer",
        &["identity", "contact", "vehicle"],
        "portal",
        "商业险续保报价",
        2,
    ),
    (
        "authority",
        "市场监督管理局（演示）",
        "legal_duty",
        &["vehicle", "workshop"],
        "paper",
        "三包抽查，调取维修记录",
        4,
    ),
];

/// What verifying calls found; nothing where the call is still to be made.
pub const CALLS: &[(Option<&str>, &str)] = &[
    (Some("confirmed"), "本人核对，手机、地址与车辆均无变化。（演示）"),
    (Some("unreachable"), "连续两次无人接听，改日再拨。（演示）"),
    (Some("wrong_number"), "接听人称不认识机主，号码已换人使用。（演示）"),
    (None, ""),
];

/// Of a series no carrier gives to anybody.
pub const NEW_NUMBERS: [&str; 2] = ["19900000017", "19900000028"];

/// What the leader of the group has to do, and in how many hours it is due.
pub const TASKS: &[(&str, i64)] = &[
    ("审阅个人信息保护政策第三版", 26),
    ("确认短信服务商合同续签", 50),
    ("听取苏州园区店客诉整改汇报", -3),
    ("查看本季度数据质量抽查结果", 98),
];

/// A page of each book.
pub fn pages(now: DateTime<Utc>) -> Vec<Value> {
    let today = now.date_naive();
    let ago = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    vec![
        json!({ "book": "processors", "name": "云帆短信（演示）", "service": "短信通道", "contract": "YF-2025-018，档案柜 A3",
            "purpose": "发送预约、到期与召回通知", "kinds": ["contact"], "place": "上海", "contact": "客户经理",
            "since": ago(410), "until": today.checked_add_days(Days::new(50)) }),
        json!({ "book": "processors", "name": "远岚呼叫中心（演示）", "service": "满意度回访外呼", "contract": "YL-2025-006",
            "purpose": "售后满意度回访", "kinds": ["identity", "contact"], "place": "苏州", "since": ago(200) }),
        json!({ "book": "assessments", "name": "个性化推荐影响评估", "because": "automated", "kinds": ["purchases", "workshop", "scores"],
            "lawfulness": "以同意为基础，可随时关闭；只用于服务提醒与活动邀请。", "impact": "可能让客户觉得被打扰，不影响其交易条件。",
            "risk": "low", "measures": "每条推荐说明理由，并提供关闭方式；分值不对外提供。", "conclusion": "可以实施，一年后复评。",
            "assessor": "客户关系部", "assessed_on": ago(90) }),
        json!({ "book": "incidents", "name": "误发保养提醒邮件", "found_at": now - TimeDelta::days(2), "happened_at": now - TimeDelta::days(3),
            "kinds": ["contact", "vehicle"], "cause": "收件人列选错，一封提醒误发给另一位客户。", "harm": "车牌与保养日期被一人看到，影响很小。",
            "measures": "已请对方删除邮件；发送前增加核对步骤。", "contact": "客户关系部", "affected": [],
            "why_not_told": "已确认邮件被删除，未造成损害。" }),
    ]
}
