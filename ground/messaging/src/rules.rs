//! What a message may say, and what becomes of it.

use chrono::{DateTime, Utc};
use journal::events::messaging::MessagingEvent;
use kernel::{Fault, Refusal};

use crate::message::{ChannelKind, Message, MessageState};

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

impl Message {
    /// The carrier took it.
    pub fn deliver(&mut self, receipt: Option<String>, now: DateTime<Utc>) -> Result<MessagingEvent, MessageRefusal> {
        self.try_once()?;
        self.state = MessageState::Sent;
        self.sent_at = Some(now);
        self.error = None;
        self.receipt = receipt;
        Ok(MessagingEvent::Sent {
            message: self.id,
            channel: self.channel.code(),
            subject: self.subject.clone(),
            text: self.text.clone(),
        })
    }

    /// The carrier did not take it now; it waits for the next try.
    pub fn hold(&mut self, cause: &str) -> Result<(), MessageRefusal> {
        self.try_once()?;
        self.error = Some(cause.to_owned());
        Ok(())
    }

    /// Nobody will try again.
    pub fn give_up(&mut self, cause: &str) -> Result<MessagingEvent, MessageRefusal> {
        self.try_once()?;
        self.state = MessageState::Failed;
        self.error = Some(cause.to_owned());
        Ok(MessagingEvent::Failed { message: self.id, channel: self.channel.code(), cause: cause.to_owned() })
    }

    fn try_once(&mut self) -> Result<(), MessageRefusal> {
        if self.state != MessageState::Waiting {
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
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::NoAddress(channel) => {
                format!("The customer has no contact for {}; add one or take another channel.", channel.code())
            }
            Self::Over => "The message was sent or given up already; write a new one.".into(),
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
        (Some(subject), _) if subject.contains(['\r', '\n']) => {
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
