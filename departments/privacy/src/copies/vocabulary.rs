//! What the codes of closed lists are called in a copy; a value that is not here, such as a source of the house's own, is its own word.

/// Code, Chinese, English.
pub type Vocabulary = &'static [(&'static str, &'static str, &'static str)];

pub const CUSTOMER_KINDS: Vocabulary = &[("person", "个人", "person"), ("company", "单位", "company")];
pub const GENDERS: Vocabulary = &[("female", "女", "female"), ("male", "男", "male")];
pub const RELATIONS: Vocabulary = &[
    ("head", "户主", "head"),
    ("spouse", "配偶", "spouse"),
    ("son", "儿子", "son"),
    ("daughter", "女儿", "daughter"),
    ("father", "父亲", "father"),
    ("mother", "母亲", "mother"),
];
pub const STAGES: Vocabulary = &[
    ("lead", "线索", "lead"),
    ("intent", "意向", "prospect"),
    ("owner", "车主", "owner"),
    ("loyal", "忠诚", "loyal"),
    ("at_risk", "流失风险", "at risk"),
    ("lost", "已流失", "lost"),
];
pub const CHANNELS: Vocabulary = &[
    ("all", "所有渠道", "all"),
    ("sms", "短信", "SMS"),
    ("phone", "电话", "phone"),
    ("email", "电子邮件", "e-mail"),
    ("wecom", "企业微信", "WeCom"),
    ("wechat", "微信", "WeChat"),
    ("push", "推送", "push notice"),
];
pub const CONTACT_KINDS: Vocabulary = &[
    ("phone", "电话", "Phone"),
    ("email", "邮箱", "E-mail"),
    ("wechat", "微信", "WeChat"),
    ("wecom", "企业微信", "WeCom"),
];
pub const BUYING_PURPOSES: Vocabulary = &[
    ("first_car", "首次购车", "first car"),
    ("replacement", "换购", "replacement"),
    ("additional", "增购", "additional car"),
    ("gift", "送礼", "gift"),
    ("business", "商务", "business"),
];
pub const USES: Vocabulary = &[
    ("commute", "通勤", "commuting"),
    ("leisure", "休闲", "leisure"),
    ("business", "商务", "business"),
    ("family", "家庭", "family"),
];
pub const DECISION_STYLES: Vocabulary = &[("careful", "谨慎", "careful"), ("decisive", "果断", "decisive")];
pub const SOURCES: Vocabulary = &[
    ("showroom", "自然到店", "showroom"),
    ("walk_in", "自然到店", "showroom"),
    ("phone", "电话", "phone"),
    ("referral", "老客介绍", "referral"),
    ("autohome", "汽车之家", "Autohome"),
    ("dongchedi", "懂车帝", "Dongchedi"),
    ("yiche", "易车", "Yiche"),
    ("douyin", "抖音", "Douyin"),
    ("kuaishou", "快手", "Kuaishou"),
    ("xiaohongshu", "小红书", "Xiaohongshu"),
    ("wechat", "微信", "WeChat"),
    ("wecom", "企业微信", "WeCom"),
    ("tencent", "腾讯广告", "Tencent Ads"),
    ("tencent_ads", "腾讯广告", "Tencent Ads"),
    ("website", "官网", "website"),
    ("exhibition", "车展", "exhibition"),
    ("event", "市场活动", "event"),
    ("manufacturer", "厂家", "manufacturer"),
    ("after_sales", "售后", "after-sales"),
    ("other", "其他", "other"),
];
pub const ENERGIES: Vocabulary = &[
    ("petrol", "汽油", "petrol"),
    ("diesel", "柴油", "diesel"),
    ("hybrid", "混合动力", "hybrid"),
    ("plug_in", "插电混动", "plug-in hybrid"),
    ("electric", "纯电", "electric"),
    ("range_extended", "增程", "range-extended"),
    ("hydrogen", "氢能", "hydrogen"),
];
pub const ROLES: Vocabulary =
    &[("owner", "车主", "owner"), ("driver", "使用人", "driver"), ("payer", "付款人", "payer")];
pub const MILEAGE_SOURCES: Vocabulary = &[
    ("workshop", "维修车间", "workshop"),
    ("owner", "车主", "owner"),
    ("import", "导入", "import"),
    ("telematics", "车联网", "telematics"),
    ("correction", "更正", "correction"),
];
pub const FAULT_SOURCES: Vocabulary =
    &[("workshop", "维修车间", "workshop"), ("owner", "车主", "owner"), ("telematics", "车联网", "telematics")];
pub const CAR_SYSTEMS: Vocabulary = &[
    ("engine", "发动机", "engine"),
    ("transmission", "变速器", "transmission"),
    ("traction_battery", "动力电池", "traction battery"),
    ("drive_motor", "驱动电机", "drive motor"),
    ("steering", "转向", "steering"),
    ("brake", "制动", "brakes"),
    ("suspension", "悬架", "suspension"),
    ("emission", "排放", "emission"),
    ("body", "车身", "body"),
    ("electrical", "电器", "electrical"),
    ("other", "其他", "other"),
];
pub const RECALL_STATES: Vocabulary = &[
    ("open", "待通知", "to be told"),
    ("notified", "已通知", "told"),
    ("booked", "已预约", "booked"),
    ("done", "已完成", "done"),
    ("not_affected", "不涉及", "not affected"),
    ("refused", "车主拒绝", "refused by the owner"),
];
pub const RECALL_FOUND_BY: Vocabulary =
    &[("vin_list", "厂家车架号清单", "list of VINs"), ("criterion", "厂家车型范围", "range or model")];
pub const HISTORY_KINDS: Vocabulary = &[
    ("purchase", "购车", "purchase"),
    ("maintenance", "保养", "service"),
    ("repair", "维修", "repair"),
    ("accident", "事故维修", "accident repair"),
    ("test_drive", "试驾", "test drive"),
    ("complaint", "投诉", "complaint"),
    ("contact", "联系", "contact"),
];
pub const NOTE_KINDS: Vocabulary =
    &[("note", "备注", "note"), ("call", "电话", "call"), ("visit", "面谈", "visit"), ("message", "消息", "message")];
pub const OUTCOMES: Vocabulary = &[
    ("reached", "已联系上", "reached"),
    ("no_answer", "未接通", "no answer"),
    ("interested", "有意向", "interested"),
    ("not_interested", "无意向", "not interested"),
    ("booked", "已预约", "booked"),
    ("wrong_number", "号码错误", "wrong number"),
];
pub const TASK_KINDS: Vocabulary = &[
    ("call", "电话", "call"),
    ("visit", "面谈", "visit"),
    ("message", "消息", "message"),
    ("verify", "核实", "verification"),
    ("confirm_data", "资料确认", "confirmation of the record"),
    ("follow_up", "跟进", "follow-up"),
    ("other", "其他", "other"),
];
pub const TASK_STATES: Vocabulary =
    &[("open", "待办", "open"), ("done", "已完成", "done"), ("cancelled", "已取消", "cancelled")];
pub const PRIORITIES: Vocabulary = &[("low", "低", "low"), ("normal", "普通", "normal"), ("high", "高", "high")];
pub const MESSAGE_PURPOSES: Vocabulary = &[
    ("code", "验证码", "code"),
    ("notice", "通知", "notice"),
    ("care", "关怀", "care"),
    ("marketing", "营销", "marketing"),
];
pub const MESSAGE_STATES: Vocabulary = &[
    ("waiting", "待发送", "waiting"),
    ("held", "暂缓", "held back"),
    ("unknown", "未知", "unknown"),
    ("sent", "已发送", "sent"),
    ("delivered", "已送达", "delivered"),
    ("refused", "未发送", "not sent"),
    ("failed", "发送失败", "failed"),
];
pub const LANGUAGES: Vocabulary = &[("zh", "中文", "Chinese"), ("en", "英文", "English")];
pub const CONSENT_ANSWERS: Vocabulary =
    &[("given", "同意", "given"), ("refused", "拒绝", "refused"), ("withdrawn", "撤回", "withdrawn")];
pub const CONSENT_PROOFS: Vocabulary = &[
    ("paper", "书面", "on paper"),
    ("spoken", "口头", "spoken"),
    ("app", "应用内", "in the app"),
    ("reply", "回复", "reply"),
    ("link", "链接", "link"),
    ("import", "导入", "import"),
];
pub const CONFIRMATION_ANSWERS: Vocabulary = &[("right", "无误", "right"), ("changed", "有更改", "changed")];
pub const LEAD_STATES: Vocabulary = &[
    ("unassigned", "待分配", "unassigned"),
    ("unanswered", "待应答", "unanswered"),
    ("recorded", "已建档", "recorded"),
    ("invited", "已邀约", "invited"),
    ("following", "跟进中", "being followed up"),
    ("ordered", "已下订", "ordered"),
    ("won", "已成交", "won"),
    ("finished", "已完结", "finished"),
    ("loss_asked", "战败待审", "loss asked for"),
    ("lost", "战败", "lost"),
];
pub const GRADES: Vocabulary = &[
    ("h", "H（一周内）", "H (within a week)"),
    ("a", "A（一个月内）", "A (within a month)"),
    ("b", "B（三个月内）", "B (within three months)"),
    ("c", "C（更晚）", "C (later)"),
    ("n", "N（尚未联系上）", "N (not spoken to yet)"),
];
pub const HORIZONS: Vocabulary = &[
    ("week", "一周内", "within a week"),
    ("month", "一个月内", "within a month"),
    ("quarter", "三个月内", "within three months"),
    ("later", "更晚", "later"),
];
pub const TOUCH_KINDS: Vocabulary = &[
    ("enquiry", "客户询问", "enquiry"),
    ("call", "电话", "call"),
    ("visit", "面谈", "visit"),
    ("message", "消息", "message"),
];
pub const LOSS_REASONS: Vocabulary = &[
    ("no_intent", "无购车意向", "no intent"),
    ("bad_number", "号码错误", "wrong number"),
    ("unreachable", "联系不上", "unreachable"),
    ("test", "测试线索", "a test"),
    ("other_brand", "选择其他品牌", "another brand"),
    ("other_dealer", "选择其他经销商", "another dealer"),
    ("price", "价格", "price"),
    ("no_stock", "无现车", "no stock"),
    ("finance", "金融方案", "finance"),
    ("postponed", "推迟购车", "postponed"),
    ("other", "其他", "other"),
];
pub const LOSS_DECISIONS: Vocabulary = &[("approved", "同意", "approved"), ("refused", "驳回", "refused")];
pub const KEY_FIELDS: Vocabulary =
    &[("phone", "电话", "phone"), ("email", "邮箱", "e-mail"), ("id_number", "证件号码", "ID number")];
pub const CHANGE_DEEDS: Vocabulary = &[
    ("replace", "更换", "replaced"),
    ("promote", "设为首选", "made the preferred one"),
    ("remove", "移除", "removed"),
];
pub const CHANGE_STATES: Vocabulary = &[
    ("waiting", "待验证", "waiting"),
    ("applied", "已生效", "applied"),
    ("cancelled", "已取消", "cancelled"),
    ("expired", "已过期", "expired"),
];
pub const CHANGE_ORIGINS: Vocabulary =
    &[("staff", "员工", "staff"), ("key", "系统接口", "another system"), ("customer", "客户", "customer")];
pub const SETTLED_WAYS: Vocabulary = &[
    ("old_contact", "原联系方式验证", "the old contact"),
    ("new_contact", "新联系方式验证", "the new contact"),
    ("override", "主管批准", "a manager"),
];
pub const REQUEST_KINDS: Vocabulary = &[
    ("access", "查阅", "access"),
    ("copy", "复制", "a copy"),
    ("correct", "更正", "correction"),
    ("delete", "删除", "deletion"),
    ("restrict", "限制处理", "restriction"),
    ("withdraw", "撤回同意", "withdrawal of consent"),
    ("explain", "解释说明", "explanation"),
    ("transfer", "转移", "transfer"),
];
pub const REQUEST_CHANNELS: Vocabulary = &[
    ("desk", "到店", "in the store"),
    ("phone", "电话", "by phone"),
    ("letter", "信函", "by letter"),
    ("mail", "电子邮件", "by e-mail"),
    ("app", "应用内", "in the app"),
];
pub const ASKERS: Vocabulary =
    &[("person", "本人", "the person"), ("relative", "近亲属", "a relative"), ("agent", "代理人", "an agent")];
pub const REQUEST_STATES: Vocabulary = &[
    ("received", "已收到", "received"),
    ("identified", "已核验身份", "identity checked"),
    ("in_work", "办理中", "being worked on"),
    ("answered", "已答复", "answered"),
    ("refused", "已拒绝", "refused"),
    ("closed", "已办结", "closed"),
];
pub const REQUEST_OUTCOMES: Vocabulary = &[
    ("granted", "已办理", "granted"),
    ("partly", "部分办理", "granted in part"),
    ("nothing_held", "未持有个人信息", "nothing held"),
    ("refused", "拒绝", "refused"),
    ("withdrawn", "请求人撤回", "taken back"),
];
pub const REFUSAL_REASONS: Vocabulary = &[
    ("not_identified", "无法确认身份", "identity not proven"),
    ("somebody_else", "属于他人", "data of another person"),
    ("not_entitled", "无权代为行使", "not entitled"),
    ("law_forbids", "法律要求保存或保密", "the law forbids it"),
    ("contract_goes_on", "合同尚未履行完毕", "needed for a contract"),
    ("harms_others", "损害他人权益", "harms others"),
    ("excessive", "重复提出", "excessive"),
    ("withdrawn", "请求人撤回", "taken back"),
];
pub const IMPORT_STATES: Vocabulary = &[
    ("new", "新增", "new"),
    ("ok", "通过", "checked"),
    ("error", "有误", "faulty"),
    ("created", "已新建", "created"),
    ("updated", "已更新", "updated"),
    ("duplicate", "重复", "duplicate"),
    ("unchanged", "无变化", "unchanged"),
    ("mended", "已修正", "mended"),
    ("undone", "已撤销", "undone"),
    ("kept", "保留", "kept"),
];

pub fn word(vocabulary: Vocabulary, code: &str, language: kernel::Language) -> Option<&'static str> {
    let found = vocabulary.iter().find(|(known, ..)| *known == code);
    found.map(|(_, zh, en)| language.pick(zh, en))
}

#[cfg(test)]
mod tests {
    use customers::people::customer::{CustomerKind, DecisionStyle, Gender, Purpose, Stage, UseScenario};
    use kernel::Language;

    use super::*;

    #[test]
    fn every_code_of_the_lists_at_hand_has_a_word() {
        let lists: [(Vocabulary, &[&str]); 6] = [
            (CUSTOMER_KINDS, CustomerKind::WORDS),
            (GENDERS, Gender::WORDS),
            (STAGES, Stage::WORDS),
            (BUYING_PURPOSES, Purpose::WORDS),
            (USES, UseScenario::WORDS),
            (DECISION_STYLES, DecisionStyle::WORDS),
        ];
        for (vocabulary, codes) in lists {
            for code in codes {
                assert!(word(vocabulary, code, Language::Zh).is_some(), "{code}");
            }
        }
    }
}
