//! What stands between a message and the customer: pure. Whether a message may go, must wait, or must not go at all.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Fault, time::Calendar};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::message::{ChannelKind, Purpose};

/// Something in the way of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[schema(as = MessageObstacle)]
pub enum Obstacle {
    /// The customer has no contact for this channel.
    NoAddress,
    /// The channel can't take this address: an SMS to a landline.
    AddressUnfit,
    /// The customer was not asked, said no, or took it back; `verdict` is the ledger's word.
    NoConsent { verdict: String },
    /// This address wants no more of it: it replied with an opt-out word, or followed the link.
    OptedOut { since: DateTime<Utc> },
    /// The carrier sends approved texts only, and this one has no number.
    NotApproved,
    /// A marketing e-mail without a link to refuse it: nobody said under which address this server is reached.
    NoPublicAddress,
    /// The night: it waits until the morning.
    Quiet { until: DateTime<Utc> },
    /// The customer has had so many within so many days.
    TooOften { messages_max: i32, days: i32 },
}

/// What becomes of a message with these obstacles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MessageVerdict)]
pub enum Verdict {
    Send,
    /// Later by itself.
    Hold,
    Refuse,
}

/// When messages of a purpose may be sent, and how many one customer is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SendingLimits)]
pub struct Limits {
    /// Minutes after midnight in the store's time zone; at any time when both are missing.
    pub from_minute: Option<i32>,
    pub until_minute: Option<i32>,
    #[serde(default)]
    pub caps: Vec<Cap>,
}

/// At most so many messages to one customer within so many days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FrequencyCap)]
pub struct Cap {
    pub messages_max: i32,
    pub days: i32,
}

pub const DAYS_MAX: i32 = 366;
const CAPS_MAX: usize = 5;
const MINUTES: i32 = 24 * 60;

impl Obstacle {
    /// When it is out of the way by itself.
    pub fn passes_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Quiet { until } => Some(*until),
            _ => None,
        }
    }

    /// Stable code, `no_consent`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoAddress => "no_address",
            Self::AddressUnfit => "address_unfit",
            Self::NoConsent { .. } => "no_consent",
            Self::OptedOut { .. } => "opted_out",
            Self::NotApproved => "not_approved",
            Self::NoPublicAddress => "no_public_address",
            Self::Quiet { .. } => "quiet",
            Self::TooOften { .. } => "too_often",
        }
    }
}

/// Whether a message must not leave without a link by which the reader refuses it: an SMS is refused by a reply, WeCom and notices where
/// they are read.
pub fn needs_link(channel: ChannelKind, purpose: Purpose) -> bool {
    (channel, purpose) == (ChannelKind::Email, Purpose::Marketing)
}

/// What becomes of a message, and when it may go.
pub fn verdict(obstacles: &[Obstacle]) -> (Verdict, Option<DateTime<Utc>>) {
    if obstacles.iter().any(|obstacle| obstacle.passes_at().is_none()) {
        return (Verdict::Refuse, None);
    }
    match obstacles.iter().filter_map(Obstacle::passes_at).max() {
        Some(at) => (Verdict::Hold, Some(at)),
        None => (Verdict::Send, None),
    }
}

impl Limits {
    /// What holds until a group says otherwise: marketing and care by day (the usual practice of the Chinese carriers for
    /// commercial messages is 08:00 to 21:00), codes no faster than providers let them through.
    pub fn usual(purpose: Purpose) -> Self {
        let cap = |messages_max, days| Cap { messages_max, days };
        let by_day = |caps| Self { from_minute: Some(8 * 60), until_minute: Some(21 * 60), caps };
        let always = |caps| Self { from_minute: None, until_minute: None, caps };
        match purpose {
            Purpose::Marketing => by_day(vec![cap(2, 7), cap(4, 30)]),
            Purpose::Care => by_day(vec![cap(3, 7)]),
            Purpose::Notice => always(vec![]),
            Purpose::Code => always(vec![cap(10, 1)]),
        }
    }

    /// Everything that is wrong with them.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let hours = match (self.from_minute, self.until_minute) {
            (None, None) => true,
            (Some(from), Some(until)) => (0..MINUTES).contains(&from) && (1..=MINUTES).contains(&until) && from < until,
            _ => false,
        };
        if !hours {
            let message = "give both as minutes after midnight, the first before the second, or neither";
            faults.push(Fault::new("from_minute", "hours.malformed", message));
        }
        if self.caps.len() > CAPS_MAX {
            faults.push(Fault::new("caps", "caps.too_many", format!("at most {CAPS_MAX} caps")));
        }
        for (at, cap) in self.caps.iter().enumerate() {
            if !(0..=1_000).contains(&cap.messages_max) || !(1..=DAYS_MAX).contains(&cap.days) {
                let message = format!("0 to 1000 messages within 1 to {DAYS_MAX} days");
                faults.push(Fault::new(format!("caps.{at}"), "cap.malformed", message));
            }
        }
        faults
    }

    /// The end of the quiet hours when it is quiet now.
    pub fn quiet_until(&self, calendar: Calendar, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (from, until) = (self.from_minute?, self.until_minute?);
        let today = calendar.start_of(calendar.day(now));
        let (begin, end) = (today + minutes(from), today + minutes(until));
        if now < begin {
            Some(begin)
        } else if now >= end {
            Some(calendar.end_of(calendar.day(now)) + minutes(from))
        } else {
            None
        }
    }

    /// The first cap that `sent_at`, the times of the messages there are, have used up.
    pub fn used_up(&self, sent_at: &[DateTime<Utc>], now: DateTime<Utc>) -> Option<Obstacle> {
        let used = self.caps.iter().find(|cap| {
            let since = now - TimeDelta::days(cap.days.into());
            let count = sent_at.iter().filter(|at| **at > since).count();
            i32::try_from(count).unwrap_or(i32::MAX) >= cap.messages_max
        });
        used.map(|cap| Obstacle::TooOften { messages_max: cap.messages_max, days: cap.days })
    }
}

fn minutes(count: i32) -> TimeDelta {
    TimeDelta::minutes(count.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("{text}:00+08:00").parse().unwrap()
    }

    #[test]
    fn marketing_waits_until_the_morning_of_the_store() {
        let limits = Limits::usual(Purpose::Marketing);
        let quiet = |now: &str| limits.quiet_until(Calendar::default(), at(now));
        assert_eq!(quiet("2026-03-02T07:59"), Some(at("2026-03-02T08:00")));
        assert_eq!(quiet("2026-03-02T08:00"), None);
        assert_eq!(quiet("2026-03-02T20:59"), None);
        assert_eq!(quiet("2026-03-02T21:00"), Some(at("2026-03-03T08:00")));
        let urumqi = Calendar::in_zone("Asia/Urumqi").unwrap();
        assert_eq!(limits.quiet_until(urumqi, at("2026-03-02T09:00")), Some(at("2026-03-02T10:00")));
        assert_eq!(Limits::usual(Purpose::Code).quiet_until(urumqi, at("2026-03-02T03:00")), None);
    }

    #[test]
    fn a_cap_counts_the_days_before_now() {
        let limits = Limits::usual(Purpose::Marketing);
        let now = at("2026-03-30T12:00");
        let before = |days: i64| now - TimeDelta::days(days);
        assert_eq!(limits.used_up(&[before(1)], now), None);
        assert_eq!(limits.used_up(&[before(1), before(2)], now), Some(Obstacle::TooOften { messages_max: 2, days: 7 }));
        assert_eq!(limits.used_up(&[before(1), before(8), before(9)], now), None);
        assert_eq!(
            limits.used_up(&[before(1), before(8), before(9), before(20)], now),
            Some(Obstacle::TooOften { messages_max: 4, days: 30 })
        );
    }

    #[test]
    fn what_never_passes_refuses_and_the_night_only_holds() {
        let quiet = Obstacle::Quiet { until: at("2026-03-03T08:00") };
        assert_eq!(verdict(&[]), (Verdict::Send, None));
        assert_eq!(verdict(std::slice::from_ref(&quiet)), (Verdict::Hold, Some(at("2026-03-03T08:00"))));
        assert_eq!(verdict(&[quiet, Obstacle::NotApproved]), (Verdict::Refuse, None));
    }

    #[test]
    fn hours_come_in_pairs_and_in_order() {
        let limits = |from, until| Limits { from_minute: from, until_minute: until, caps: vec![] };
        assert!(limits(Some(480), Some(1440)).faults().is_empty());
        for wrong in [
            limits(Some(480), None),
            limits(Some(600), Some(600)),
            limits(Some(-1), Some(5)),
            limits(Some(0), Some(1441)),
        ] {
            assert_eq!(wrong.faults()[0].code, "hours.malformed");
        }
        let caps = Limits { caps: vec![Cap { messages_max: 1, days: 0 }], ..limits(None, None) };
        assert_eq!(caps.faults()[0].field, "caps.0");
    }
}
