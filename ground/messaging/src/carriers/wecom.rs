//! WeCom: messages to external contacts as tasks a member of staff confirms, and test messages to staff themselves.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use platform::{Clock, crypto};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::{
    endpoint::Endpoint,
    signing::percent,
    wire::{self, Method, Request},
};
use crate::{
    channel::{Audience, Channel, Fate, Outgoing, Receipt, Undelivered},
    message::ChannelKind,
};

pub struct Wecom {
    pub clock: Clock,
    pub endpoint: Endpoint,
    pub corp_id: String,
    pub secret: String,
    pub agent_id: i64,
}

/// A key to the interface, good for two hours.
#[derive(Clone)]
struct Token {
    text: String,
    until: DateTime<Utc>,
}

/// One place per corporation and secret: whoever holds it fetches the key, and the others wait for that one.
type Place = Arc<Mutex<Option<Token>>>;

static PLACES: LazyLock<Mutex<HashMap<String, Place>>> = LazyLock::new(Mutex::default);

/// The key is fetched anew a little before it ends.
const EARLY: TimeDelta = TimeDelta::minutes(5);

impl Channel for Wecom {
    fn name(&self) -> &'static str {
        "wecom"
    }

    fn carries(&self) -> &[ChannelKind] {
        &[ChannelKind::Wecom]
    }

    fn tells_fate(&self) -> bool {
        true
    }

    fn send<'a>(&'a self, outgoing: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Undelivered>> {
        Box::pin(async move {
            match outgoing.audience {
                Audience::Customer => self.send_to_contact(outgoing).await,
                Audience::Staff => self.send_to_staff(outgoing).await,
            }
        })
    }

    fn ask<'a>(&'a self, outgoing: &'a Outgoing, _: DateTime<Utc>) -> BoxFuture<'a, Result<Fate, Undelivered>> {
        Box::pin(async move {
            // Without the number of the task nothing can be asked; the task is made anew by hand, or it is there already.
            let Some(task) = outgoing.receipt.as_deref() else { return Ok(Fate::Untold) };
            let tasks = self.call("externalcontact/get_groupmsg_task", &json!({ "msgid": task, "limit": 1 })).await?;
            let Some(member) = tasks["task_list"][0]["userid"].as_str() else { return Ok(Fate::OnItsWay) };
            let asked = json!({ "msgid": task, "userid": member, "limit": 500 });
            let sent = self.call("externalcontact/get_groupmsg_send_result", &asked).await?;
            let all = sent["send_list"].as_array().map_or(&[][..], Vec::as_slice);
            let found = all.iter().find(|one| one["external_userid"] == outgoing.to);
            Ok(found.map_or(Fate::OnItsWay, fate))
        })
    }

    fn check(&self) -> BoxFuture<'_, Result<(), Undelivered>> {
        Box::pin(async move {
            let place = self.place().await;
            let mut token = place.lock().await;
            *token = Some(self.fetch_token().await?);
            Ok(())
        })
    }
}

impl Wecom {
    /// `add_msg_template` sends nothing yet: the member of staff who has this contact confirms the task in WeCom.
    async fn send_to_contact(&self, outgoing: &Outgoing) -> Result<Receipt, Undelivered> {
        let body = json!({
            "chat_type": "single",
            "external_userid": [outgoing.to],
            "text": { "content": outgoing.text },
        });
        let answer = self.call("externalcontact/add_msg_template", &body).await?;
        let failed = answer["fail_list"].as_array().is_some_and(|list| list.iter().any(|one| *one == outgoing.to));
        if failed {
            return Err(Undelivered::Never(
                "this contact can't be written to: they left, or have reached their limit".into(),
            ));
        }
        Ok(Receipt { reference: answer["msgid"].as_str().map(str::to_owned), parts: None })
    }

    async fn send_to_staff(&self, outgoing: &Outgoing) -> Result<Receipt, Undelivered> {
        let body = json!({
            "touser": outgoing.to,
            "msgtype": "text",
            "agentid": self.agent_id,
            "text": { "content": outgoing.text },
            "enable_duplicate_check": 1,
        });
        let answer = self.call("message/send", &body).await?;
        match answer["invaliduser"].as_str() {
            Some(unknown) if !unknown.is_empty() => Err(Undelivered::Never("WeCom knows no such member".into())),
            _ => Ok(Receipt { reference: answer["msgid"].as_str().map(str::to_owned), parts: None }),
        }
    }

    /// A call with the key; once more with a fresh one when WeCom says that it no longer holds.
    async fn call(&self, path: &str, body: &Value) -> Result<Value, Undelivered> {
        let token = self.token(None).await?;
        let answer = self.call_with(&token, path, body).await?;
        if !matches!(answer["errcode"].as_i64(), Some(40_014 | 42_001)) {
            return judged(answer);
        }
        let fresh = self.token(Some(&token)).await?;
        judged(self.call_with(&fresh, path, body).await?)
    }

    async fn call_with(&self, token: &str, path: &str, body: &Value) -> Result<Value, Undelivered> {
        let url = format!("{}/cgi-bin/{path}?access_token={}", self.endpoint.base(), percent(token));
        let headers = vec![("content-type", "application/json".to_owned())];
        let body = body.to_string().into_bytes();
        let answer =
            wire::send(Request { method: Method::Post, url, headers, body, targets: self.endpoint.targets().clone() })
                .await?;
        read(&answer)
    }

    /// The key in use. One that was `stale` is fetched anew, unless somebody else did so meanwhile.
    async fn token(&self, stale: Option<&str>) -> Result<String, Undelivered> {
        let place = self.place().await;
        let mut token = place.lock().await;
        let now = self.clock.now();
        if let Some(known) = token.as_ref().filter(|known| known.until > now && Some(known.text.as_str()) != stale) {
            return Ok(known.text.clone());
        }
        let fresh = self.fetch_token().await?;
        let text = fresh.text.clone();
        *token = Some(fresh);
        Ok(text)
    }

    async fn fetch_token(&self) -> Result<Token, Undelivered> {
        let (corp, secret) = (percent(&self.corp_id), percent(&self.secret));
        let url = format!("{}/cgi-bin/gettoken?corpid={corp}&corpsecret={secret}", self.endpoint.base());
        let asked = Request {
            method: Method::Get,
            url,
            headers: vec![],
            body: vec![],
            targets: self.endpoint.targets().clone(),
        };
        // Nothing was sent yet: a lost answer costs nothing.
        let answer = wire::send(asked).await.map_err(|cause| match cause {
            Undelivered::Unknown(cause) => Undelivered::Later(cause),
            other => other,
        })?;
        let answer = judged(read(&answer).map_err(|_| Undelivered::Later("WeCom gave no key".into()))?)?;
        let text = answer["access_token"].as_str().filter(|text| !text.is_empty());
        let text = text.ok_or_else(|| Undelivered::Later("WeCom gave no key".into()))?.to_owned();
        let seconds = answer["expires_in"].as_i64().unwrap_or(7_200).clamp(60, 7_200);
        Ok(Token {
            text,
            until: self.clock.now() + TimeDelta::seconds(seconds) - EARLY.min(TimeDelta::seconds(seconds / 2)),
        })
    }

    async fn place(&self) -> Place {
        let whose = crypto::digest(&format!("{}\n{}\n{}", self.endpoint.base(), self.corp_id, self.secret));
        PLACES.lock().await.entry(whose).or_default().clone()
    }
}

fn read(answer: &wire::Answer) -> Result<Value, Undelivered> {
    serde_json::from_str::<Value>(&answer.body).ok().filter(Value::is_object).ok_or_else(|| match answer.status {
        429 | 502 | 503 => Undelivered::Later("WeCom is busy".into()),
        status => Undelivered::Unknown(format!("WeCom answered {status} with what is no answer")),
    })
}

/// The answer when it says 0, else why not (WeCom developer documentation, global error codes).
fn judged(answer: Value) -> Result<Value, Undelivered> {
    let said = |code: i64| format!("{code}: {}", answer["errmsg"].as_str().unwrap_or_default());
    match answer["errcode"].as_i64() {
        Some(0) => Ok(answer),
        // -1 the system is busy; 45009, 45033 too many calls; 40014, 42001 the key again.
        Some(code @ (-1 | 40_014 | 42_001 | 45_009 | 45_033)) => Err(Undelivered::Later(said(code))),
        Some(code) => Err(Undelivered::Never(said(code))),
        None => Err(Undelivered::Unknown("WeCom's answer says nothing".into())),
    }
}

/// What `status` says: 0 not yet, 1 sent, 2 no longer a friend, 3 has reached their limit.
fn fate(sent: &Value) -> Fate {
    match sent["status"].as_i64() {
        Some(1) => {
            let at = sent["send_time"].as_i64().and_then(|at| DateTime::from_timestamp(at, 0));
            Fate::Delivered { at, parts: None }
        }
        Some(2) => Fate::Failed { cause: "the contact has removed the member of staff".into() },
        Some(3) => Fate::Failed { cause: "the contact has had this month's messages".into() },
        _ => Fate::OnItsWay,
    }
}
