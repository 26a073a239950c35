//! What the settings of a carrier must be.

use kernel::Fault;
use platform::outside::{Targets, TypedAddress};

use super::setup::Settings;
use crate::{
    carriers::{Endpoint, Security, let_in},
    message::ChannelKind,
};

const TEXT_CHARACTERS_MAX: usize = 200;
const SERVICES_MAX: usize = 5;

/// Everything that is wrong with these settings for this channel.
pub fn faults(channel: ChannelKind, settings: &Settings, targets: &Targets) -> Vec<Fault> {
    if settings.channel().is_some_and(|carried| carried != channel) {
        let message = format!("{} does not carry {}", settings.carrier(), channel.code());
        return vec![Fault::new("settings.carrier", "carrier.unfit", message)];
    }
    let mut faults = Vec::new();
    match settings {
        Settings::StandIn {} => {}
        Settings::Smtp { host, port, security, username, from, from_name } => {
            faults.extend(word("host", host).or_else(|| inside_fault(host, *port, targets)));
            faults.extend(username.as_deref().and_then(|username| line("username", username)));
            faults.extend(from_name.as_deref().and_then(|name| line("from_name", name)));
            faults.extend(mailbox("from", from));
            if *port == 0 {
                faults.push(fault("port", "port.malformed", "a port is from 1 to 65535; 465 is usual"));
            }
            if *security == Security::None && !matches!(host.as_str(), "127.0.0.1" | "localhost") {
                faults.push(fault(
                    "security",
                    "smtp.insecure",
                    "without TLS only a server on this very machine is used",
                ));
            }
        }
        Settings::Aliyun { access_key_id, signature, endpoint } => {
            faults.extend(word("access_key_id", access_key_id));
            faults.extend(signature_fault(signature));
            faults.extend(endpoint_fault(endpoint.as_deref(), targets));
        }
        Settings::Tencent { secret_id, app_id, signature, region, endpoint } => {
            faults.extend(word("secret_id", secret_id));
            faults.extend(word("app_id", app_id));
            faults.extend(region.as_deref().and_then(|region| word("region", region)));
            faults.extend(signature_fault(signature));
            faults.extend(endpoint_fault(endpoint.as_deref(), targets));
        }
        Settings::Wecom { corp_id, endpoint, .. } => {
            faults.extend(word("corp_id", corp_id));
            faults.extend(endpoint_fault(endpoint.as_deref(), targets));
        }
        Settings::WebPush { contact, services } => {
            let is_origin = |service: &String| {
                Endpoint::parse(service, "services", targets).is_ok_and(|place| place.base() == service.as_str())
            };
            if services.len() > SERVICES_MAX || !services.iter().all(is_origin) {
                let message = "at most 5 addresses that begin with https:// and have no path";
                faults.push(fault("services", "endpoint.malformed", message));
            }
            let is_contact = contact.strip_prefix("mailto:").is_some_and(|to| mailbox("contact", to).is_none())
                || Endpoint::parse(contact, "contact", &Targets::Private)
                    .is_ok_and(|place| place.base().starts_with("https://"));
            if !is_contact {
                faults.push(fault(
                    "contact",
                    "contact.malformed",
                    "write mailto:it@example.com or https://example.com",
                ));
            }
        }
    }
    faults
}

fn fault(field: &str, code: &str, message: &str) -> Fault {
    Fault::new(format!("settings.{field}"), code, message)
}

/// A key or name without spaces, as it goes into a header.
fn word(field: &str, text: &str) -> Option<Fault> {
    let fits = !text.is_empty() && text.len() <= TEXT_CHARACTERS_MAX && text.chars().all(|c| c.is_ascii_graphic());
    (!fits)
        .then(|| fault(field, "word.malformed", "letters, digits and marks without spaces, as the provider shows it"))
}

fn line(field: &str, text: &str) -> Option<Fault> {
    let fits = text.chars().count() <= TEXT_CHARACTERS_MAX && !text.chars().any(char::is_control);
    (!fits).then(|| fault(field, "line.malformed", "one line of at most 200 characters"))
}

fn mailbox(field: &str, text: &str) -> Option<Fault> {
    let fits = text.len() <= TEXT_CHARACTERS_MAX && text.parse::<lettre::Address>().is_ok();
    (!fits).then(|| fault(field, "email.malformed", "a mailbox such as service@example.com"))
}

fn signature_fault(signature: &str) -> Option<Fault> {
    let length = signature.chars().count();
    let fits =
        (2..=12).contains(&length) && !signature.contains(['【', '】']) && !signature.chars().any(char::is_control);
    (!fits).then(|| {
        fault("signature", "signature.malformed", "2 to 12 characters without the brackets, as it was approved")
    })
}

fn endpoint_fault(endpoint: Option<&str>, targets: &Targets) -> Option<Fault> {
    Endpoint::parse(endpoint?, "settings.endpoint", targets).err()
}

/// A mail server is outside, or one the house lets into its own network.
fn inside_fault(host: &str, port: u16, targets: &Targets) -> Option<Fault> {
    let host = if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host.to_owned() };
    let fault = TypedAddress::parse(&format!("https://{host}:{port}/"), "settings.host", targets).err()?;
    (fault.code == "address.inside").then(|| let_in(fault))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn codes(channel: ChannelKind, settings: serde_json::Value) -> Vec<String> {
        let settings: Settings = serde_json::from_value(settings).unwrap();
        faults(channel, &settings, &Targets::Public)
            .into_iter()
            .map(|fault| format!("{} {}", fault.field, fault.code))
            .collect()
    }

    #[test]
    fn settings_that_cannot_work_are_told_field_by_field() {
        let smtp = json!({ "carrier": "smtp", "host": "mail.example.com", "port": 25, "security": "none", "from": "x", "from_name": "a\nb" });
        assert_eq!(
            codes(ChannelKind::Email, smtp.clone()),
            ["settings.from_name line.malformed", "settings.from email.malformed", "settings.security smtp.insecure"]
        );
        assert_eq!(codes(ChannelKind::Sms, smtp), ["settings.carrier carrier.unfit"]);
        let relay = json!({ "carrier": "smtp", "host": "127.0.0.1", "port": 25, "security": "none", "from": "a@x.cn" });
        assert_eq!(codes(ChannelKind::Email, relay.clone()), ["settings.host address.inside"]);
        let relay: Settings = serde_json::from_value(relay).unwrap();
        let refused = faults(ChannelKind::Email, &relay, &Targets::Public).remove(0);
        assert!(refused.message.contains("--allow-private-hosts"), "{}", refused.message);
        assert!(faults(ChannelKind::Email, &relay, &Targets::Private).is_empty(), "the house lets its own relay in");
        let aliyun =
            json!({ "carrier": "aliyun", "access_key_id": "a b", "signature": "【澄岚】", "endpoint": "http://x.cn" });
        assert_eq!(
            codes(ChannelKind::Sms, aliyun),
            [
                "settings.access_key_id word.malformed",
                "settings.signature signature.malformed",
                "settings.endpoint endpoint.malformed"
            ]
        );
        let push = json!({ "carrier": "web_push", "contact": "it@example.com" });
        assert_eq!(codes(ChannelKind::Push, push), ["settings.contact contact.malformed"]);
        assert!(codes(ChannelKind::Wecom, json!({ "carrier": "stand_in" })).is_empty());
    }
}
