//! SMS by Aliyun (dysmsapi, version 2017-05-25): approved texts by number, asked for by phone and day when an answer was lost.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use platform::{Clock, crypto};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    endpoint::Endpoint,
    signing::{AliyunCall, Signed},
    wire::{self, Method, Request},
};
use crate::{
    channel::{Channel, Fate, Outgoing, Receipt, Undelivered},
    message::ChannelKind,
};

pub struct Aliyun {
    pub clock: Clock,
    pub endpoint: Endpoint,
    pub key_id: String,
    pub secret: String,
    /// Without the brackets, `澄岚汽车`.
    pub signature: String,
}

const VERSION: &str = "2017-05-25";
const CHINA: TimeDelta = TimeDelta::hours(8);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answered {
    code: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    biz_id: Option<String>,
    #[serde(default)]
    #[serde(rename = "SmsSendDetailDTOs")]
    details: Option<Value>,
}

impl Channel for Aliyun {
    fn name(&self) -> &'static str {
        "aliyun"
    }

    fn carries(&self) -> &[ChannelKind] {
        &[ChannelKind::Sms]
    }

    fn signature(&self) -> Option<&str> {
        Some(&self.signature)
    }

    fn sends_approved_only(&self) -> bool {
        true
    }

    fn tells_fate(&self) -> bool {
        true
    }

    fn send<'a>(&'a self, outgoing: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Undelivered>> {
        Box::pin(async move {
            let approved = outgoing.approved()?;
            // Their names have no dots.
            let values: Map<String, Value> =
                approved.values.iter().map(|(name, value)| (name.replace('.', "_"), value.clone().into())).collect();
            let values = Value::Object(values).to_string();
            let id = outgoing.id.to_string();
            let query = [
                ("PhoneNumbers", domestic(&outgoing.to)),
                ("SignName", &self.signature),
                ("TemplateCode", &approved.id),
                ("TemplateParam", &values),
                ("OutId", &id),
            ];
            let answered = self.call("SendSms", &query).await?;
            match answered.code.as_str() {
                "OK" => Ok(Receipt { reference: answered.biz_id, ..Receipt::default() }),
                code if is_passing(code) => Err(Undelivered::Later(said(&answered))),
                _ => Err(Undelivered::Never(said(&answered))),
            }
        })
    }

    fn ask<'a>(&'a self, outgoing: &'a Outgoing, sent_at: DateTime<Utc>) -> BoxFuture<'a, Result<Fate, Undelivered>> {
        Box::pin(async move {
            let day = (sent_at + CHINA).format("%Y%m%d").to_string();
            let query = [
                ("PhoneNumber", domestic(&outgoing.to)),
                ("SendDate", day.as_str()),
                ("PageSize", "50"),
                ("CurrentPage", "1"),
            ];
            let answered = self.call("QuerySendDetails", &query).await?;
            if answered.code != "OK" {
                return Err(Undelivered::Later(said(&answered)));
            }
            let details = answered.details.as_ref();
            let details = details.and_then(|all| all["SmsSendDetailDTO"].as_array()).map_or(&[][..], Vec::as_slice);
            let id = outgoing.id.to_string();
            Ok(details.iter().find(|one| one["OutId"] == id).map_or(Fate::NeverCame, fate))
        })
    }

    fn check(&self) -> BoxFuture<'_, Result<(), Undelivered>> {
        Box::pin(async move {
            let query = [("SignName", self.signature.as_str())];
            let answered = self.call("QuerySmsSign", &query).await?;
            if answered.code == "OK" { Ok(()) } else { Err(Undelivered::Never(said(&answered))) }
        })
    }
}

impl Aliyun {
    async fn call(&self, action: &str, query: &[(&str, &str)]) -> Result<Answered, Undelivered> {
        let nonce = crypto::random::<16>().map_err(|_| Undelivered::Later("no random numbers to be had".into()))?;
        let date = self.clock.now().format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let call = AliyunCall {
            key_id: &self.key_id,
            secret: &self.secret,
            host: self.endpoint.host(),
            action,
            version: VERSION,
            date: &date,
            nonce: &crypto::hex(&nonce),
            query,
        };
        let Signed { query, headers } = call.signed();
        let url = format!("{}/?{query}", self.endpoint.base());
        let answer = wire::send(Request {
            method: Method::Post,
            url,
            headers,
            body: vec![],
            targets: self.endpoint.targets().clone(),
        })
        .await?;
        // What stands before the service, and not the service, answers without a code.
        serde_json::from_str(&answer.body).map_err(|_| match answer.status {
            429 | 503 => Undelivered::Later("Aliyun is busy".into()),
            status => Undelivered::Unknown(format!("Aliyun answered {status} with what is no answer")),
        })
    }
}

/// What `SendStatus` says: 1 waits, 2 failed, 3 arrived.
fn fate(detail: &Value) -> Fate {
    match detail["SendStatus"].as_i64() {
        Some(3) => Fate::Delivered { at: detail["ReceiveDate"].as_str().and_then(in_china), parts: None },
        Some(2) => Fate::Failed { cause: detail["ErrCode"].as_str().unwrap_or("FAILED").to_owned() },
        _ => Fate::OnItsWay,
    }
}

/// `2026-03-02 09:00:05`, Beijing time.
pub fn in_china(text: &str) -> Option<DateTime<Utc>> {
    let wall = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok()?;
    Some(wall.and_utc() - CHINA)
}

/// Codes after which another try may work (help.aliyun.com, SendSms, error codes).
fn is_passing(code: &str) -> bool {
    code.starts_with("Throttling")
        || matches!(
            code,
            "isv.BUSINESS_LIMIT_CONTROL"
                | "isv.DAY_LIMIT_CONTROL"
                | "isv.MONTH_LIMIT_CONTROL"
                | "isv.AMOUNT_NOT_ENOUGH"
                | "isv.OUT_OF_SERVICE"
                | "isp.SYSTEM_ERROR"
                | "isp.GATEWAY_ERROR"
                | "ServiceUnavailable"
                | "InternalError"
        )
}

fn said(answered: &Answered) -> String {
    format!("{}: {}", answered.code, answered.message)
}

/// Mainland numbers go without `+86`.
fn domestic(phone: &str) -> &str {
    phone.strip_prefix("+86").unwrap_or(phone)
}
