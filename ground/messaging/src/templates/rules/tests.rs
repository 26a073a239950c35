//! What may be published and what not.

use super::*;
use crate::templates::wording::ProviderTemplate;

fn wording(text: &str) -> Wording {
    Wording { zh: Some(Words { text: text.into(), ..Words::default() }), en: None }
}

fn faults(channel: ChannelKind, purpose: Purpose, wording: &Wording) -> Vec<(String, String)> {
    let faults = publication_faults(channel, purpose, wording, &Catalogue::default());
    faults.into_iter().map(|fault| (fault.field, fault.code)).collect()
}

fn one(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.into(), code.into())]
}

#[test]
fn unknown_variables_are_named_at_publication() {
    let text = "{{customer.nickname}} {{customer.name}} {{x.y}}";
    let found = publication_faults(ChannelKind::Sms, Purpose::Notice, &wording(text), &Catalogue::default());
    assert_eq!((found.len(), found[0].code.as_str()), (1, "template.unknown_variable"));
    assert!(found[0].message.ends_with("customer.nickname, x.y"), "{}", found[0].message);
    assert!(draft_faults(ChannelKind::Sms, &wording(text)).is_empty(), "a draft may be unfinished");
}

#[test]
fn a_text_says_what_its_purpose_asks_for() {
    use ChannelKind::{Email, Sms};
    assert_eq!(faults(Sms, Purpose::Code, &wording("您好")), one("wording.zh.text", "template.code_missing"));
    assert_eq!(faults(Sms, Purpose::Marketing, &wording("特惠")), one("wording.zh.text", "template.opt_out_missing"));
    assert_eq!(faults(Sms, Purpose::Marketing, &wording("特惠 拒收请回复R")), []);
    let letter = |text: &str| Wording {
        zh: Some(Words { subject: Some("特惠".into()), text: text.into(), provider: None }),
        en: None,
    };
    assert_eq!(faults(Email, Purpose::Marketing, &letter("特惠")), one("wording.zh.text", "template.opt_out_missing"));
    assert_eq!(faults(Email, Purpose::Marketing, &letter("特惠 {{unsubscribe.link}}")), []);
    assert_eq!(faults(Sms, Purpose::Notice, &Wording::default()), one("wording", "wording.missing"));
}

#[test]
fn the_order_of_a_provider_names_each_variable_once() {
    let with = |id: &str, order: &[&str]| {
        let provider = ProviderTemplate { id: id.into(), order: order.iter().map(|one| (*one).into()).collect() };
        let text = "{{store.name}} {{code}}".into();
        Wording { zh: Some(Words { text, provider: Some(provider), ..Words::default() }), en: None }
    };
    let found = |wording| faults(ChannelKind::Sms, Purpose::Code, &wording);
    assert_eq!(found(with("SMS_1", &["code", "store.name"])), []);
    assert_eq!(found(with("SMS_1", &[])), []);
    assert_eq!(found(with("SMS_1", &["code"])), one("wording.zh.provider.order", "template.provider_order"));
    assert_eq!(found(with("SMS 1", &[])), one("wording.zh.provider.id", "template.provider_id"));
}

#[test]
fn a_draft_is_no_longer_than_its_channel_takes() {
    let long = draft_faults(ChannelKind::Sms, &wording(&"长".repeat(481)));
    assert_eq!((long[0].field.as_str(), long[0].code.as_str()), ("wording.zh.text", "text.too_long"));
    let broken = Words { subject: Some("a\r\nBcc: b".into()), text: "x".into(), provider: None };
    let broken = draft_faults(ChannelKind::Email, &Wording { zh: None, en: Some(broken) });
    assert_eq!((broken[0].field.as_str(), broken[0].code.as_str()), ("wording.en.subject", "subject.malformed"));
}

#[test]
fn codes_are_words_with_dots() {
    assert_eq!(checked_code(" code.phone_change ").unwrap(), "code.phone_change");
    for raw in ["", "Code", "a..b", "a b", "短信", &"a".repeat(61)] {
        assert_eq!(checked_code(raw).unwrap_err().code, "template.code_malformed", "{raw}");
    }
}
