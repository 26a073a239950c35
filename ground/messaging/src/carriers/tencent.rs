//! SMS by Tencent (version 2021-01-11): approved texts by number with values in their order.

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use platform::Clock;
use serde_json::{Value, json};

use super::{
    endpoint::Endpoint,
    signing::{TENCENT_CONTENT_TYPE, TencentCall},
    wire::{self, Method, Request},
};
use crate::{
    channel::{Channel, Fate, Outgoing, Receipt, Undelivered},
    message::ChannelKind,
};

pub struct Tencent {
    pub clock: Clock,
    pub endpoint: Endpoint,
    pub secret_id: String,
    pub secret: String,
    pub app_id: String,
    /// Without the brackets, `澄岚汽车`.
    pub signature: String,
    /// `ap-guangzhou`.
    pub region: String,
}

const VERSION: &str = "2021-01-11";

impl Channel for Tencent {
    fn name(&self) -> &'static str {
        "tencent"
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
            let values: Vec<&str> = approved.values.iter().map(|(_, value)| value.as_str()).collect();
            let body = json!({
                "PhoneNumberSet": [outgoing.to],
                "SmsSdkAppId": self.app_id,
                "SignName": self.signature,
                "TemplateId": approved.id,
                "TemplateParamSet": values,
                "SessionContext": outgoing.id.to_string(),
            });
            let response = self.call("SendSms", &body).await?;
            let status = &response["SendStatusSet"][0];
            let text = |name: &str| status[name].as_str().unwrap_or_default();
            match text("Code") {
                "Ok" => Ok(Receipt {
                    reference: status["SerialNo"].as_str().map(str::to_owned),
                    parts: status["Fee"].as_i64().and_then(|fee| i32::try_from(fee).ok()),
                }),
                "" => Err(Undelivered::Unknown("Tencent's answer names no message".into())),
                code if is_passing(code) => Err(Undelivered::Later(format!("{code}: {}", text("Message")))),
                code => Err(Undelivered::Never(format!("{code}: {}", text("Message")))),
            }
        })
    }

    fn ask<'a>(&'a self, outgoing: &'a Outgoing, sent_at: DateTime<Utc>) -> BoxFuture<'a, Result<Fate, Undelivered>> {
        Box::pin(async move {
            let begin = sent_at - TimeDelta::minutes(5);
            let body = json!({
                "BeginTime": begin.timestamp(),
                "Offset": 0,
                "Limit": 100,
                "PhoneNumber": outgoing.to,
                "SmsSdkAppId": self.app_id,
            });
            let response = self.call("PullSmsSendStatusByPhoneNumber", &body).await?;
            let all = response["PullSmsSendStatusSet"].as_array().map_or(&[][..], Vec::as_slice);
            let id = outgoing.id.to_string();
            let found = all.iter().find(|one| one["SessionContext"] == id);
            // Only what has a report is listed: one without may be on its way still.
            Ok(found.map_or(Fate::OnItsWay, fate))
        })
    }

    fn check(&self) -> BoxFuture<'_, Result<(), Undelivered>> {
        Box::pin(async move {
            let now = self.clock.now().timestamp();
            let hour = |at: i64| DateTime::from_timestamp(at, 0).unwrap_or_default().format("%Y%m%d%H").to_string();
            let body = json!({
                "BeginTime": hour(now - 3_600), "EndTime": hour(now), "Limit": 0, "Offset": 0, "SmsSdkAppId": self.app_id,
            });
            self.call("SendStatusStatistics", &body).await.map(drop).map_err(|cause| match cause {
                Undelivered::Unknown(cause) => Undelivered::Later(cause),
                other => other,
            })
        })
    }
}

impl Tencent {
    /// The `Response` of an answer without an error.
    async fn call(&self, action: &str, body: &Value) -> Result<Value, Undelivered> {
        let (body, now) = (body.to_string(), self.clock.now());
        let date = now.format("%Y-%m-%d").to_string();
        let call = TencentCall {
            secret_id: &self.secret_id,
            secret: &self.secret,
            host: self.endpoint.host(),
            service: "sms",
            action,
            timestamp: now.timestamp(),
            date: &date,
            body: &body,
        };
        let headers = vec![
            ("authorization", call.authorization()),
            ("content-type", TENCENT_CONTENT_TYPE.to_owned()),
            ("x-tc-action", action.to_owned()),
            ("x-tc-timestamp", now.timestamp().to_string()),
            ("x-tc-version", VERSION.to_owned()),
            ("x-tc-region", self.region.clone()),
        ];
        let url = format!("{}/", self.endpoint.base());
        let answer = wire::send(Request {
            method: Method::Post,
            url,
            headers,
            body: body.into_bytes(),
            targets: self.endpoint.targets().clone(),
        })
        .await?;
        let mut whole: Value = serde_json::from_str(&answer.body).unwrap_or_default();
        let response = whole["Response"].take();
        if let Some(code) = response["Error"]["Code"].as_str() {
            let said = format!("{code}: {}", response["Error"]["Message"].as_str().unwrap_or_default());
            return Err(if is_passing(code) { Undelivered::Later(said) } else { Undelivered::Never(said) });
        }
        match (response.is_object(), answer.status) {
            (true, _) => Ok(response),
            (false, 429 | 503) => Err(Undelivered::Later("Tencent is busy".into())),
            (false, status) => Err(Undelivered::Unknown(format!("Tencent answered {status} with what is no answer"))),
        }
    }
}

fn fate(status: &Value) -> Fate {
    match status["ReportStatus"].as_str() {
        Some("SUCCESS") => {
            let at = status["UserReceiveTime"].as_i64().and_then(|at| DateTime::from_timestamp(at, 0));
            Fate::Delivered { at, parts: None }
        }
        Some(_) => Fate::Failed { cause: status["Description"].as_str().unwrap_or("FAIL").to_owned() },
        None => Fate::OnItsWay,
    }
}

/// Codes after which another try may work (Tencent Cloud SMS, error codes).
fn is_passing(code: &str) -> bool {
    code.starts_with("LimitExceeded")
        || code.starts_with("RequestLimitExceeded")
        || code.starts_with("InternalError")
        || matches!(code, "FailedOperation.InsufficientBalanceInSmsPackage" | "ResourceUnavailable")
}
