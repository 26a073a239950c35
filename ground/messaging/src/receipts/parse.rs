//! Reading what SMS providers push: pure, and nothing is believed that does not look right.

use chrono::{DateTime, Utc};
use kernel::MessageId;
use serde_json::Value;

use crate::{carriers::in_china, channel::Fate};

/// One thing a provider reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    Fate { whose: Whose, fate: Fate },
    Reply { from: String, text: String },
}

/// By what a provider names the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    Id(MessageId),
    Reference(String),
}

/// Most of one push; providers send a few hundred.
const REPORTS_MAX: usize = 2_000;

/// The reports of a push; what is none of ours is left out.
pub fn reports(carrier: &str, body: &[u8]) -> Option<Vec<Report>> {
    let all: Value = serde_json::from_slice(body).ok()?;
    let list = match all {
        Value::Array(list) if list.len() <= REPORTS_MAX => list,
        one @ Value::Object(_) => vec![one],
        _ => return None,
    };
    let read = match carrier {
        "aliyun" => aliyun,
        "tencent" => tencent,
        _ => return None,
    };
    Some(list.iter().filter_map(read).collect())
}

/// Source: help.aliyun.com, "SmsReport" and "SmsUp" pushed over HTTP.
fn aliyun(one: &Value) -> Option<Report> {
    if let Some(text) = one["content"].as_str() {
        return Some(Report::Reply { from: phone(one["phone_number"].as_str()?), text: text.to_owned() });
    }
    let by_id = one["out_id"].as_str().and_then(|id| id.parse().ok()).map(Whose::Id);
    let whose = by_id.or_else(|| Some(Whose::Reference(one["biz_id"].as_str()?.to_owned())))?;
    let fate = if one["success"].as_bool()? {
        let parts = one["sms_size"].as_str().and_then(|size| size.parse().ok()).or_else(|| small(&one["sms_size"]));
        Fate::Delivered { at: one["report_time"].as_str().and_then(in_china), parts }
    } else {
        let part = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
        Fate::Failed { cause: format!("{}: {}", part("err_code"), part("err_msg")) }
    };
    Some(Report::Fate { whose, fate })
}

/// Source: cloud.tencent.com, SMS, "status callback" and "reply callback".
fn tencent(one: &Value) -> Option<Report> {
    if let Some(text) = one["text"].as_str() {
        let nation = one["nationcode"].as_str().unwrap_or("86");
        return Some(Report::Reply { from: format!("+{nation}{}", one["mobile"].as_str()?), text: text.to_owned() });
    }
    let whose = Whose::Reference(one["sid"].as_str()?.to_owned());
    let fate = match one["report_status"].as_str()? {
        "SUCCESS" => Fate::Delivered { at: one["user_receive_time"].as_str().and_then(in_china), parts: None },
        _ => {
            let part = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
            Fate::Failed { cause: format!("{}: {}", part("errmsg"), part("description")) }
        }
    };
    Some(Report::Fate { whose, fate })
}

fn phone(raw: &str) -> String {
    if raw.starts_with('+') { raw.to_owned() } else { format!("+86{}", raw.trim_start_matches("86")) }
}

fn small(value: &Value) -> Option<i32> {
    value.as_i64().and_then(|number| i32::try_from(number).ok())
}

/// When a report says nothing of it, it is now.
pub fn at_or(at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DateTime<Utc> {
    at.filter(|at| *at <= now).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_push_of_aliyun_is_read() {
        let body = r#"[
            {"phone_number":"13800001234","success":true,"report_time":"2026-03-02 09:00:05","sms_size":"2",
             "biz_id":"B-1","out_id":"01900000-0000-7000-8000-000000000000","err_code":"DELIVERED","err_msg":"用户接收成功"},
            {"phone_number":"13800001234","success":false,"biz_id":"B-2","out_id":"","err_code":"MK:0001","err_msg":"空号"},
            {"phone_number":"8613800001234","content":"TD","dest_code":"12345"},
            {"hello":"world"}]"#;
        let found = reports("aliyun", body.as_bytes()).unwrap();
        assert_eq!(found.len(), 3);
        let at = Some("2026-03-02T01:00:05Z".parse().unwrap());
        let id = "01900000-0000-7000-8000-000000000000".parse().unwrap();
        assert_eq!(found[0], Report::Fate { whose: Whose::Id(id), fate: Fate::Delivered { at, parts: Some(2) } });
        let failed = Fate::Failed { cause: "MK:0001: 空号".into() };
        assert_eq!(found[1], Report::Fate { whose: Whose::Reference("B-2".into()), fate: failed });
        assert_eq!(found[2], Report::Reply { from: "+8613800001234".into(), text: "TD".into() });
    }

    #[test]
    fn a_push_of_tencent_is_read() {
        let body = r#"[{"user_receive_time":"2026-03-02 09:00:05","nationcode":"86","mobile":"13800001234",
            "report_status":"FAIL","errmsg":"MK:0001","description":"空号","sid":"S-1"}]"#;
        let failed = Fate::Failed { cause: "MK:0001: 空号".into() };
        let whose = Whose::Reference("S-1".into());
        assert_eq!(reports("tencent", body.as_bytes()).unwrap(), [Report::Fate { whose, fate: failed }]);
        let reply = r#"{"extend":"","mobile":"13800001234","nationcode":"86","sign":"x","text":"退订","time":1}"#;
        let from = "+8613800001234".to_owned();
        assert_eq!(reports("tencent", reply.as_bytes()).unwrap(), [Report::Reply { from, text: "退订".into() }]);
    }

    #[test]
    fn garbage_is_no_push() {
        assert!(reports("aliyun", b"<xml/>").is_none());
        assert!(reports("aliyun", b"7").is_none());
        assert!(reports("smtp", b"[]").is_none());
        assert_eq!(reports("tencent", b"[1, null, {}]").unwrap(), []);
    }
}
