//! E-mail by SMTP, over TLS unless the server stands on this very machine.

use std::time::Duration;

use futures::future::BoxFuture;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message as Letter, Tokio1Executor,
    address::Envelope,
    message::{
        Mailbox, MessageBuilder, MultiPart,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
        extension::ClientId,
    },
};
use platform::outside::{self, Targets, Unanswered};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::wire::INSIDE;
use crate::{
    channel::{Channel, Outgoing, Receipt, Undelivered},
    message::ChannelKind,
    watching::links_in,
};

pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub username: Option<String>,
    pub password: Option<String>,
    /// `service@example.com`
    pub from: String,
    pub from_name: Option<String>,
    /// What the host may stand for.
    pub targets: Targets,
}

/// How the line is kept from listeners.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SmtpSecurity)]
pub enum Security {
    /// TLS from the first byte, port 465.
    Tls,
    /// TLS after a greeting, port 587; without it nothing is sent.
    Starttls,
    /// None: only to this very machine.
    None,
}

const ANSWER_WITHIN: Duration = Duration::from_secs(20);

impl Channel for Smtp {
    fn name(&self) -> &'static str {
        "smtp"
    }

    fn carries(&self) -> &[ChannelKind] {
        &[ChannelKind::Email]
    }

    fn send<'a>(&'a self, outgoing: &'a Outgoing) -> BoxFuture<'a, Result<Receipt, Undelivered>> {
        Box::pin(async move {
            let letter = self.letter(outgoing)?;
            let answer = self.line().await?.send(letter).await.map_err(|cause| judged(&cause))?;
            let reference = answer.message().next().map(|line| line.chars().take(200).collect());
            Ok(Receipt { reference, parts: None })
        })
    }

    fn check(&self) -> BoxFuture<'_, Result<(), Undelivered>> {
        Box::pin(async move {
            match self.line().await?.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(Undelivered::Later("the mail server does not answer".into())),
                Err(cause) => Err(judged(&cause)),
            }
        })
    }
}

impl Smtp {
    fn letter(&self, outgoing: &Outgoing) -> Result<Letter, Undelivered> {
        let never = |what: &str| Undelivered::Never(format!("{what} is no mailbox"));
        let from = Mailbox::new(self.from_name.clone(), self.from.parse().map_err(|_| never("the sender's address"))?);
        let to = Mailbox::new(None, outgoing.to.parse().map_err(|_| never("the address"))?);
        let (_, domain) = self.from.rsplit_once('@').unwrap_or_default();
        let envelope =
            Envelope::new(Some(from.email.clone()), vec![to.email.clone()]).map_err(|_| never("the address"))?;
        let mut letter: MessageBuilder = Letter::builder()
            .from(from)
            .to(to)
            // The same for each try, so that a mailbox that got it twice can show it once.
            .message_id(Some(format!("<{}@{domain}>", outgoing.id)))
            .subject(outgoing.subject.clone().unwrap_or_default())
            .envelope(envelope);
        if let Some(link) = &outgoing.unsubscribe {
            letter = letter.header(Unsubscribe(format!("<{link}>"))).header(OneClick);
        }
        let written = match &outgoing.watched {
            Some(picture) => letter
                .multipart(MultiPart::alternative_plain_html(outgoing.text.clone(), html_of(&outgoing.text, picture))),
            None => letter.header(ContentType::TEXT_PLAIN).body(outgoing.text.clone()),
        };
        written.map_err(|cause| Undelivered::Never(format!("the letter can't be written: {cause}")))
    }

    async fn line(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, Undelivered> {
        let tls = || {
            TlsParameters::new(self.host.clone())
                .map_err(|_| Undelivered::Never("the mail server's name is no name".into()))
        };
        let tls = match self.security {
            Security::Tls => Tls::Wrapper(tls()?),
            Security::Starttls => Tls::Required(tls()?),
            Security::None => Tls::None,
        };
        let reached = outside::reach(&self.targets, &self.host, self.port).await.map_err(|cause| match cause {
            Unanswered::AddressInside => Undelivered::Never(INSIDE.into()),
            _ => Undelivered::Later("the mail server's name is not known to the network".into()),
        })?;
        let mut line = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(reached.ip().to_string())
            .port(self.port)
            .tls(tls)
            .hello_name(ClientId::Domain("roadbook".into()))
            .timeout(Some(ANSWER_WITHIN));
        if let (Some(username), Some(password)) = (&self.username, &self.password) {
            line = line.credentials(Credentials::new(username.clone(), password.clone()));
        }
        Ok(line.build())
    }
}

/// The same words as a page, with the picture by which an opened letter tells of itself.
fn html_of(text: &str, picture: &str) -> String {
    let lines: Vec<String> = text.lines().map(anchored).collect();
    let body = lines.join("<br>\n");
    let picture = escaped(picture);
    format!("<html><body>{body}<img src=\"{picture}\" width=\"1\" height=\"1\" alt=\"\"></body></html>")
}

/// A line with its web addresses to be clicked.
fn anchored(line: &str) -> String {
    let (mut page, mut rest) = (String::new(), line);
    for link in links_in(line) {
        let Some((before, after)) = rest.split_once(link) else { continue };
        let link = escaped(link);
        page.push_str(&format!("{}<a href=\"{link}\">{link}</a>", escaped(before)));
        rest = after;
    }
    page + &escaped(rest)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// 4xx may work later, 5xx never; a line that broke without an answer may have carried the letter.
fn judged(cause: &lettre::transport::smtp::Error) -> Undelivered {
    let code = cause.status().map(|code| code.to_string());
    let said = match (&code, std::error::Error::source(cause)) {
        (Some(code), Some(text)) => format!("{code}: {text}"),
        (Some(code), None) => code.clone(),
        (None, _) => "the mail server's answer was lost".to_owned(),
    };
    // What a server says often repeats the address.
    let said: String = said.split_whitespace().filter(|word| !word.contains('@')).collect::<Vec<_>>().join(" ");
    if cause.is_permanent() {
        Undelivered::Never(said)
    } else if cause.is_transient() {
        Undelivered::Later(said)
    } else if cause.is_tls() {
        Undelivered::Later("the mail server's certificate is not trusted".into())
    } else if cause.is_client() {
        Undelivered::Never("the mail server can't do what the settings ask for".into())
    } else if is_unreached(cause) {
        Undelivered::Later("the mail server can't be reached".into())
    } else {
        Undelivered::Unknown(said)
    }
}

/// Whether no connection came about: the letter certainly stayed here.
fn is_unreached(cause: &lettre::transport::smtp::Error) -> bool {
    use std::{error::Error, io};
    let mut source = cause.source();
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<io::Error>() {
            return matches!(io.kind(), io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound);
        }
        source = inner.source();
    }
    false
}

/// Where one says that one wants no more of it (RFC 2369).
#[derive(Clone)]
struct Unsubscribe(String);

/// That one click there is enough (RFC 8058).
#[derive(Clone)]
struct OneClick;

impl Header for Unsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

impl Header for OneClick {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watched_letter_has_its_links_and_its_picture_and_no_foreign_markup() {
        let page = html_of("好了：https://a.cn/x?y=1&z=2 。\n<b>1 < 2</b>", "https://h.cn/p");
        assert!(
            page.contains("好了：<a href=\"https://a.cn/x?y=1&amp;z=2\">https://a.cn/x?y=1&amp;z=2</a> 。<br>"),
            "{page}"
        );
        assert!(page.contains("&lt;b&gt;1 &lt; 2&lt;/b&gt;<img src=\"https://h.cn/p\""), "{page}");
    }
}
