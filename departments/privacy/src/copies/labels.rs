//! What tables and columns are called in a copy that people read; what has no word here is called by its name.

use kernel::Language;

const TABLES: [(&str, &str, &str); 20] = [
    ("customers", "基本资料", "Record"),
    ("contacts", "联系方式", "Contacts"),
    ("addresses", "地址", "Addresses"),
    ("vehicle_people", "与车辆的关系", "Links to cars"),
    ("vehicles", "车辆", "Cars"),
    ("plates", "车牌", "Number plates"),
    ("mileage_readings", "里程", "Odometer readings"),
    ("past_records", "购车与维修记录", "Purchases and workshop visits"),
    ("notes", "跟进记录", "Notes"),
    ("leads", "购车线索", "Leads"),
    ("touches", "线索往来", "Enquiries and follow-ups"),
    ("lead_losses", "战败申请", "Leads given up"),
    ("tasks", "任务", "Tasks"),
    ("messages", "消息", "Messages"),
    ("consents", "同意记录", "Consents"),
    ("customer_facts", "统计事实", "Facts"),
    ("customer_tags", "标签", "Tags"),
    ("journal", "操作记录", "Journal"),
    ("person_requests", "个人信息请求", "Privacy requests"),
    ("import_rows", "导入记录", "Rows of imports"),
];

const COLUMNS: [(&str, &str, &str); 40] = [
    ("name", "名称", "name"),
    ("number", "编号", "number"),
    ("kind", "类型", "kind"),
    ("gender", "性别", "gender"),
    ("birthday", "生日", "birthday"),
    ("occupation", "职业", "occupation"),
    ("stage", "阶段", "stage"),
    ("phone", "电话", "phone"),
    ("id_number", "证件号码", "ID number"),
    ("city", "城市", "city"),
    ("province", "省", "province"),
    ("district", "区县", "district"),
    ("detail", "详细地址", "street"),
    ("sealed", "内容", "value"),
    ("address", "发往", "sent to"),
    ("label", "备注", "label"),
    ("source", "来源", "source"),
    ("created_at", "建立时间", "created"),
    ("changed_at", "修改时间", "changed"),
    ("happened_at", "发生时间", "happened"),
    ("happened_on", "日期", "day"),
    ("recorded_at", "记录时间", "recorded"),
    ("text", "内容", "text"),
    ("title", "标题", "title"),
    ("note", "说明", "note"),
    ("subject", "主题", "subject"),
    ("channel", "渠道", "channel"),
    ("state", "状态", "state"),
    ("summary", "摘要", "summary"),
    ("amount", "金额（分）", "amount in cents"),
    ("mileage_km", "里程", "kilometres"),
    ("vin", "车架号", "VIN"),
    ("plate", "车牌", "plate"),
    ("brand", "品牌", "brand"),
    ("series", "车系", "series"),
    ("role", "关系", "role"),
    ("purpose", "用途", "purpose"),
    ("answer", "答复", "answer"),
    ("body", "内容", "body"),
    ("actor_name", "操作人", "by"),
];

pub fn table(name: &str, language: Language) -> String {
    word(&TABLES, name, language)
}

pub fn column(name: &str, language: Language) -> String {
    word(&COLUMNS, name, language)
}

fn word(words: &[(&str, &str, &str)], name: &str, language: Language) -> String {
    let found = words.iter().find(|(word, ..)| *word == name);
    found.map_or_else(|| name.to_owned(), |(_, zh, en)| language.pick(zh, en).to_owned())
}
