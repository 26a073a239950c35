//! What a message may say, and what becomes of it.

use chrono::{DateTime, Utc};
use journal::events::messaging::MessagingEvent;
use kernel::{Fault, Refusal};

use crate::{
    channel::STAND_IN,
    gate::Obstacle,
    message::{ChannelKind, Message, MessageState, Purpose},
    nobody::is_nobody_there,
    templates::{UNSUBSCRIBE_LINK, render},
};

/// How much a channel carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub text: Size,
    /// None where there are no subjects.
    pub subject_characters_max: Option<usize>,
    pub needs_subject: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Characters(usize),
    /// UTF-8 bytes: a Chinese character is three.
    Bytes(usize),
}

/// Why a message is not sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MessageRefusal {
    /// The customer has no contact of this kind.
    NoAddress(ChannelKind),
    /// It was sent, or given up, already.
    Over,
    /// Only failed ones are sent again.
    NotFailed,
    /// A code that did not arrive is of no use any more.
    CodeOver,
    /// The gate does not let it out, for the first of its reasons.
    Gate(&'static str),
}

/// The limits of each channel.
///
/// * SMS: Chinese providers take 500 characters, signature included (Aliyun and Tencent, rules on message length); 20 are
///   left for the signature.
/// * WeCom: 4,000 bytes of text to an external contact (WeCom developer documentation 92135).
/// * E-mail: a subject line stays below the 998 octets of RFC 5322 §2.1.1 even in Chinese.
/// * Push: Apple and the Chinese phone makers take 4 KiB for everything; titles are cut after about 50 characters.
pub const fn limits(channel: ChannelKind) -> Limits {
    match channel {
        ChannelKind::Sms => Limits { text: Size::Characters(480), subject_characters_max: None, needs_subject: false },
        ChannelKind::Wecom => Limits { text: Size::Bytes(4_000), subject_characters_max: None, needs_subject: false },
        ChannelKind::Email => {
            Limits { text: Size::Characters(50_000), subject_characters_max: Some(200), needs_subject: true }
        }
        ChannelKind::Push => {
            Limits { text: Size::Bytes(2_000), subject_characters_max: Some(50), needs_subject: false }
        }
    }
}

/// The words of a message as they are sent, or everything that is wrong with them.
pub fn words(channel: ChannelKind, subject: Option<&str>, text: &str) -> Result<(Option<String>, String), Vec<Fault>> {
    let limits = limits(channel);
    let text = text.trim();
    let subject = subject.map(str::trim).filter(|subject| !subject.is_empty());
    let faults: Vec<Fault> = text_fault(text, limits.text).into_iter().chain(subject_fault(subject, limits)).collect();
    if faults.is_empty() { Ok((subject.map(str::to_owned), text.to_owned())) } else { Err(faults) }
}

/// What tells the reader of a marketing SMS how to refuse it.
const OPT_OUT: [&str; 6] = ["回复R", "回R", "回复T", "回T", "Reply R", "STOP"];

/// What marketing lacks so that its reader can refuse it: an SMS the word to reply with, an e-mail the link. The same for templates and
/// for words of one's own.
pub fn way_out_fault(channel: ChannelKind, purpose: Purpose, text: &str) -> Option<Fault> {
    let holds_link = || render::gaps(text).is_ok_and(|gaps| gaps.contains(&UNSUBSCRIBE_LINK));
    let message = match (purpose, channel) {
        (Purpose::Marketing, ChannelKind::Sms) if !OPT_OUT.iter().any(|hint| text.contains(hint)) => {
            "a marketing SMS says how to refuse it; end it with 拒收请回复R"
        }
        (Purpose::Marketing, ChannelKind::Email) if !holds_link() => {
            "a marketing e-mail holds {{unsubscribe.link}}, in place of which the reader gets the link to refuse it; add it at the end"
        }
        _ => return None,
    };
    Some(Fault::new("text", "template.opt_out_missing", message))
}

impl Message {
    /// The carrier took it.
    pub fn deliver(&mut self, receipt: Option<String>, now: DateTime<Utc>) -> Result<MessagingEvent, MessageRefusal> {
        self.try_once()?;
        self.receipt = receipt;
        Ok(self.leave(now))
    }

    /// The carrier did not take it now; it waits for the next try.
    pub fn hold(&mut self, cause: &str) -> Result<(), MessageRefusal> {
        self.try_once()?;
        self.state = MessageState::Waiting;
        self.error = Some(cause.to_owned());
        Ok(())
    }

    /// The carrier may have it: nobody sends it again before the carrier was asked.
    pub fn lose_sight(&mut self, cause: &str, now: DateTime<Utc>) -> Result<(), MessageRefusal> {
        self.try_once()?;
        self.state = MessageState::Unknown;
        // When it may have left, for the question that follows.
        self.sent_at.get_or_insert(now);
        self.error = Some(cause.to_owned());
        Ok(())
    }

    /// The carrier never got it: it may be sent again.
    pub fn reappear(&mut self) {
        self.state = MessageState::Waiting;
        self.sent_at = None;
    }

    /// Nobody will try again.
    pub fn give_up(&mut self, cause: &str) -> Result<MessagingEvent, MessageRefusal> {
        self.try_once()?;
        Ok(self.fail(cause))
    }

    /// Something is in the way that passes by itself at an instant.
    pub fn wait_until(&mut self, at: DateTime<Utc>, obstacles: &[Obstacle]) {
        self.state = MessageState::Held;
        self.send_after = Some(at);
        self.obstacles = serde_json::to_value(obstacles).ok();
    }

    /// Nothing is in the way any more.
    pub fn go_on(&mut self) {
        self.state = MessageState::Waiting;
        self.obstacles = None;
    }

    /// Something is in the way that does not pass.
    pub fn refuse(&mut self, obstacles: &[Obstacle]) -> MessagingEvent {
        self.state = MessageState::Refused;
        self.content = None;
        self.obstacles = serde_json::to_value(obstacles).ok();
        let reasons = obstacles.iter().map(|obstacle| obstacle.code().to_owned()).collect();
        MessagingEvent::Refused { message: self.id, channel: self.channel.code(), reasons }
    }

    /// It arrived; `None` when that was known.
    pub fn arrive(&mut self, at: DateTime<Utc>, now: DateTime<Utc>) -> Option<MessagingEvent> {
        if !matches!(self.state, MessageState::Sent | MessageState::Unknown) {
            return None;
        }
        self.sent_at.get_or_insert(now);
        self.state = MessageState::Delivered;
        self.delivered_at = Some(at);
        self.error = None;
        self.content = None;
        Some(MessagingEvent::Delivered { message: self.id, channel: self.channel.code() })
    }

    /// The carrier had it and could not deliver it; `None` when that was known.
    pub fn come_back(&mut self, cause: &str) -> Option<MessagingEvent> {
        matches!(self.state, MessageState::Sent | MessageState::Unknown).then(|| self.fail(cause))
    }

    /// The carrier has it after all; `None` when that was known.
    pub fn be_known(&mut self, now: DateTime<Utc>) -> Option<MessagingEvent> {
        (self.state == MessageState::Unknown).then(|| self.leave(now))
    }

    /// Somebody wants a failed one sent again.
    pub fn retry(&mut self) -> Result<MessagingEvent, MessageRefusal> {
        match self.state {
            MessageState::Failed | MessageState::Unknown if self.purpose == Purpose::Code => {
                Err(MessageRefusal::CodeOver)
            }
            MessageState::Failed | MessageState::Unknown => {
                self.state = MessageState::Waiting;
                self.sent_at = None;
                self.error = None;
                Ok(MessagingEvent::Retried { message: self.id, channel: self.channel.code() })
            }
            _ => Err(MessageRefusal::NotFailed),
        }
    }

    /// What stands in its way.
    pub fn in_its_way(&self) -> Vec<Obstacle> {
        let kept = self.obstacles.clone().map(serde_json::from_value);
        kept.and_then(Result::ok).unwrap_or_default()
    }

    /// Refused where the gate did not let it out, for the first of its reasons that does not pass.
    pub fn must_leave(&self) -> Result<(), MessageRefusal> {
        if self.state != MessageState::Refused {
            return Ok(());
        }
        let first = self.in_its_way().into_iter().find(|obstacle| obstacle.passes_at().is_none());
        Err(MessageRefusal::Gate(first.map_or("", |obstacle| obstacle.code())))
    }

    fn leave(&mut self, now: DateTime<Utc>) -> MessagingEvent {
        self.state = MessageState::Sent;
        self.sent_at.get_or_insert(now);
        self.error = None;
        self.obstacles = None;
        self.forget_code();
        MessagingEvent::Sent {
            message: self.id,
            channel: self.channel.code(),
            subject: self.subject.clone(),
            text: self.text.clone(),
            purpose: Some(self.purpose.code()),
        }
    }

    fn fail(&mut self, cause: &str) -> MessagingEvent {
        self.state = MessageState::Failed;
        self.error = Some(cause.to_owned());
        self.forget_code();
        MessagingEvent::Failed {
            message: self.id,
            channel: self.channel.code(),
            cause: cause.to_owned(),
            is_nobody_there: is_nobody_there(self.channel, cause),
        }
    }

    /// A code that left is kept nowhere; what the stand-in has is read on the page or nowhere.
    pub fn forget_code(&mut self) {
        if self.purpose == Purpose::Code && self.via != STAND_IN {
            self.content = None;
        }
    }

    fn try_once(&mut self) -> Result<(), MessageRefusal> {
        if !self.state.is_on_its_way() {
            return Err(MessageRefusal::Over);
        }
        self.attempts += 1;
        Ok(())
    }
}

impl Refusal for MessageRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoAddress(_) => "message.no_address",
            Self::Over => "message.over",
            Self::NotFailed => "message.not_failed",
            Self::CodeOver => "message.code_over",
            Self::Gate(code) => match *code {
                "no_consent" => "message.no_consent",
                "opted_out" => "message.opted_out",
                "too_often" => "message.too_often",
                "not_approved" => "message.not_approved",
                "no_public_address" => "message.no_public_address",
                "address_unfit" => "message.address_unfit",
                _ => "message.held_back",
            },
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::NoAddress(channel) => {
                format!("The customer has no contact for {}; add one or take another channel.", channel.code())
            }
            Self::Over => "The message was sent or given up already; write a new one.".into(),
            Self::NotFailed => "Only a failed message is sent again; write a new one.".into(),
            Self::CodeOver => "A code is not sent twice; ask for a new one.".into(),
            Self::Gate(code) => match *code {
                "no_consent" => "The customer has not agreed to messages of this purpose; ask them first.",
                "opted_out" => "This address wants no more of it; take another way to the customer.",
                "too_often" => "The customer has had enough messages of this purpose; write later.",
                "not_approved" => "The SMS provider sends approved texts only; take a template with its number.",
                "no_public_address" => {
                    "A marketing e-mail needs a link by which the reader refuses it, and nobody said under which address this server is \
                     reached. Whoever runs the server sets it with --public-address https://crm.example.com."
                }
                "address_unfit" => "The channel can't take this address; mend the contact or take another channel.",
                _ => "The gate does not let this message out.",
            }
            .into(),
        }
    }
}

fn text_fault(text: &str, size: Size) -> Option<Fault> {
    let (length, most, unit) = match size {
        Size::Characters(most) => (text.chars().count(), most, "characters"),
        Size::Bytes(most) => (text.len(), most, "bytes"),
    };
    if length == 0 {
        Some(Fault::new("text", "text.missing", "write something"))
    } else if length > most {
        Some(Fault::new(
            "text",
            "text.too_long",
            format!("this channel takes at most {most} {unit}; these are {length}"),
        ))
    } else {
        None
    }
}

fn subject_fault(subject: Option<&str>, limits: Limits) -> Option<Fault> {
    match (subject, limits.subject_characters_max) {
        (None, _) if limits.needs_subject => {
            Some(Fault::new("subject", "subject.missing", "an e-mail needs a subject"))
        }
        (Some(_), None) => Some(Fault::new("subject", "subject.unwanted", "this channel has no subjects")),
        (Some(subject), _) if subject.chars().any(char::is_control) => {
            Some(Fault::new("subject", "subject.malformed", "a subject is one line"))
        }
        (Some(subject), Some(most)) if subject.chars().count() > most => {
            Some(Fault::new("subject", "subject.too_long", format!("a subject has at most {most} characters")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
