//! A template as it is sent to somebody of the house, filled with examples.

use kernel::{Error, Language, MessageId, Result, phone::Phone};
use platform::Db;

use super::{rules::TemplateRefusal, store, template::Template};
use crate::{
    channel::{Audience, Outgoing, Postbox},
    fitting, gate,
    message::ChannelKind,
};

/// What the carrier is handed.
pub async fn outgoing(db: &Db<'_>, template: &Template, to: &str, language: Option<Language>) -> Result<Outgoing> {
    if template.is_retired {
        return Err(TemplateRefusal::Retired.into());
    }
    let wording = match store::draft(db, template.id).await? {
        Some(draft) => draft.words()?,
        None => store::published(db, template).await?.1,
    };
    let wanted = language.unwrap_or(db.scope().language());
    let (language, words) = wording.in_language(wanted).ok_or(TemplateRefusal::NotPublished)?;
    let to = address(template.channel, to)?;
    let postbox = db.platform().provided::<Postbox>()?;
    let values = postbox.catalogue().examples(language);
    let content = fitting::content(words, &values, language, postbox.catalogue()).map_err(|names| {
        let message = format!("nothing is known for {}; mend the text first", names.join(", "));
        Error::invalid("wording", "template.unknown_variable", message)
    })?;
    crate::rules::words(template.channel, content.subject.as_deref(), &content.text).map_err(Error::Invalid)?;
    Ok(Outgoing {
        id: MessageId::new(db.platform().clock().now()),
        channel: template.channel,
        to,
        subject: content.subject,
        text: content.text,
        approved: content.approved,
        audience: Audience::Staff,
        receipt: None,
        unsubscribe: None,
        watched: None,
    })
}

fn address(channel: ChannelKind, raw: &str) -> Result<String> {
    let to = match channel {
        ChannelKind::Sms => Phone::parse(raw).map_or_else(|_| raw.to_owned(), |phone| phone.as_str().to_owned()),
        _ => raw.to_owned(),
    };
    if gate::store::is_fit(channel, &to) {
        Ok(to)
    } else {
        Err(Error::invalid("to", "address.unfit", "the channel can't take this address"))
    }
}
