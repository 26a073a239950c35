//! What a template may say and what may become of it.

use chrono::{DateTime, Utc};
use journal::events::messaging::MessagingEvent;
use kernel::{Fault, Refusal};

use super::{
    render::{self, Malformed},
    template::Template,
    wording::{Wording, Words},
};
use crate::{
    channel::Catalogue,
    message::{ChannelKind, Purpose},
    rules::{way_out_fault, words},
};

/// Why a template stays as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TemplateRefusal {
    CodeTaken,
    /// There is no draft to publish or drop.
    NoDraft,
    /// Departments send it by its code.
    Shipped,
    /// Nothing of it was ever published.
    NotPublished,
    Retired,
}

const NAME_CHARACTERS_MAX: usize = 60;
const CODE_CHARACTERS_MAX: usize = 60;

/// The name as it is kept.
pub fn checked_name(raw: &str) -> Result<String, Fault> {
    let name = raw.trim();
    match name.chars().count() {
        0 => Err(Fault::new("name", "name.missing", "give the template a name")),
        1..=NAME_CHARACTERS_MAX => Ok(name.to_owned()),
        _ => Err(Fault::new("name", "name.too_long", format!("a name has at most {NAME_CHARACTERS_MAX} characters"))),
    }
}

/// The code as it is kept: words of small letters and digits with dots between.
pub fn checked_code(raw: &str) -> Result<String, Fault> {
    let code = raw.trim();
    let is_word =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if code.len() <= CODE_CHARACTERS_MAX && code.split('.').all(is_word) {
        Ok(code.to_owned())
    } else {
        Err(Fault::new(
            "code",
            "template.code_malformed",
            format!("a code is words of a–z, 0–9 and _ with dots between, at most {CODE_CHARACTERS_MAX} characters"),
        ))
    }
}

/// A draft may be unfinished, but no longer than its channel takes.
pub fn draft_faults(channel: ChannelKind, wording: &Wording) -> Vec<Fault> {
    let too_much = |fault: &Fault| fault.code.ends_with(".too_long") || fault.code.ends_with(".malformed");
    wording.each().flat_map(|(language, words)| size_faults(channel, language, words)).filter(too_much).collect()
}

/// Everything that keeps a wording from being published.
pub fn publication_faults(
    channel: ChannelKind,
    purpose: Purpose,
    wording: &Wording,
    catalogue: &Catalogue,
) -> Vec<Fault> {
    if wording.each().next().is_none() {
        return vec![Fault::new("wording", "wording.missing", "write the text in Chinese, in English, or both")];
    }
    let each = wording.each();
    each.flat_map(|(language, words)| {
        let mut faults = size_faults(channel, language, words);
        faults.extend(gap_faults(language, words, catalogue));
        faults.extend(purpose_fault(channel, purpose, language, words));
        faults.extend(provider_fault(channel, language, words));
        faults
    })
    .collect()
}

fn size_faults(channel: ChannelKind, language: &str, template: &Words) -> Vec<Fault> {
    let faults = words(channel, template.subject.as_deref(), &template.text).err().unwrap_or_default();
    let inside = |fault: Fault| Fault { field: format!("wording.{language}.{}", fault.field), ..fault };
    faults.into_iter().map(inside).collect()
}

fn gap_faults(language: &str, words: &Words, catalogue: &Catalogue) -> Vec<Fault> {
    let texts = [("subject", words.subject.as_deref()), ("text", Some(words.text.as_str()))];
    let texts = texts.into_iter().filter_map(|(field, text)| Some((field, text?)));
    texts
        .filter_map(|(field, text)| {
            let field = format!("wording.{language}.{field}");
            match render::gaps(text) {
                Err(Malformed(around)) => Some(Fault::new(
                    field,
                    "template.braces",
                    format!("braces that hold no variable: {around}; write {{{{customer.name}}}}"),
                )),
                Ok(names) => {
                    let unknown: Vec<&str> = names.into_iter().filter(|name| catalogue.find(name).is_none()).collect();
                    (!unknown.is_empty()).then(|| {
                        let message = format!("no variable is called so: {}", unknown.join(", "));
                        Fault::new(field, "template.unknown_variable", message)
                    })
                }
            }
        })
        .collect()
}

fn purpose_fault(channel: ChannelKind, purpose: Purpose, language: &str, words: &Words) -> Option<Fault> {
    let field = format!("wording.{language}.text");
    let has = |name: &str| render::gaps(&words.text).is_ok_and(|gaps| gaps.contains(&name));
    match (purpose, channel) {
        (Purpose::Code, _) if !has("code") => {
            Some(Fault::new(field, "template.code_missing", "a text that brings a code holds {{code}}"))
        }
        (purpose, _) if purpose != Purpose::Code && has("code") => {
            let message = "only a template for codes holds {{code}}: all others can be read again later";
            Some(Fault::new(field, "template.code_unwanted", message))
        }
        _ => way_out_fault(channel, purpose, &words.text).map(|fault| Fault { field, ..fault }),
    }
}

fn provider_fault(channel: ChannelKind, language: &str, words: &Words) -> Option<Fault> {
    let provider = words.provider.as_ref()?;
    let field = |name: &str| format!("wording.{language}.provider.{name}");
    if channel != ChannelKind::Sms {
        let message = "only SMS providers have numbers for texts";
        return Some(Fault::new(field("id"), "template.provider_unwanted", message));
    }
    let is_id = !provider.id.is_empty()
        && provider.id.len() <= 40
        && provider.id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !is_id {
        let message = "the provider's number is letters, digits and _, such as SMS_123456789 or 1234567";
        return Some(Fault::new(field("id"), "template.provider_id", message));
    }
    let mut gaps = render::gaps(&words.text).unwrap_or_default();
    let mut order: Vec<&str> = provider.order.iter().map(String::as_str).collect();
    gaps.sort_unstable();
    order.sort_unstable();
    (!order.is_empty() && order != gaps).then(|| {
        let message = format!("name each variable of the text once: {}", gaps.join(", "));
        Fault::new(field("order"), "template.provider_order", message)
    })
}

impl Template {
    /// The draft becomes what is sent from now on.
    pub fn publish(&mut self, edition: i32, now: DateTime<Utc>) -> Result<MessagingEvent, TemplateRefusal> {
        if self.is_retired {
            return Err(TemplateRefusal::Retired);
        }
        self.published = Some(edition);
        self.changed_at = now;
        Ok(MessagingEvent::TemplatePublished {
            template: self.id,
            title: self.name.clone(),
            channel: self.channel.code(),
            edition,
        })
    }

    /// Notes that the draft was written anew.
    pub fn draft(&mut self, edition: i32, now: DateTime<Utc>) -> Result<MessagingEvent, TemplateRefusal> {
        if self.is_retired {
            return Err(TemplateRefusal::Retired);
        }
        self.changed_at = now;
        Ok(MessagingEvent::TemplateDrafted {
            template: self.id,
            title: self.name.clone(),
            channel: self.channel.code(),
            edition,
        })
    }

    /// The draft is forgotten; what was published stays.
    pub fn drop_draft(&mut self, edition: i32, now: DateTime<Utc>) -> Result<MessagingEvent, TemplateRefusal> {
        if self.published.is_none() {
            return Err(TemplateRefusal::NotPublished);
        }
        self.changed_at = now;
        Ok(MessagingEvent::TemplateDraftDropped {
            template: self.id,
            title: self.name.clone(),
            channel: self.channel.code(),
            edition,
        })
    }

    /// Gives it another name; `None` when it is called so already.
    pub fn rename(&mut self, name: &str, now: DateTime<Utc>) -> Option<MessagingEvent> {
        if self.name == name {
            return None;
        }
        let from = std::mem::replace(&mut self.name, name.to_owned());
        self.changed_at = now;
        Some(MessagingEvent::TemplateRenamed { template: self.id, from, title: self.name.clone() })
    }

    /// No longer offered, or offered again; `None` when it is so already.
    pub fn retire(&mut self, retired: bool, now: DateTime<Utc>) -> Result<Option<MessagingEvent>, TemplateRefusal> {
        if self.is_retired == retired {
            return Ok(None);
        }
        if retired && self.is_shipped {
            return Err(TemplateRefusal::Shipped);
        }
        self.is_retired = retired;
        self.changed_at = now;
        let (template, title) = (self.id, self.name.clone());
        Ok(Some(if retired {
            MessagingEvent::TemplateRetired { template, title }
        } else {
            MessagingEvent::TemplateRestored { template, title }
        }))
    }
}

impl Refusal for TemplateRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::CodeTaken => "template.code_taken",
            Self::NoDraft => "template.no_draft",
            Self::Shipped => "template.shipped",
            Self::NotPublished => "template.not_published",
            Self::Retired => "template.retired",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::CodeTaken => "A template of this channel has this code already; choose another code.",
            Self::NoDraft => "There is no draft; change the text first.",
            Self::Shipped => "The house sends this template by itself; reword it, but keep it.",
            Self::NotPublished => "Nothing of this template was published yet; publish it first.",
            Self::Retired => "The template is retired; take it back into use first.",
        }
        .into()
    }
}

#[cfg(test)]
mod tests;
