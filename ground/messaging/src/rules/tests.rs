//! What a message may say and what may become of it.

use kernel::{CustomerId, GroupId, Language, MessageId, StoreId};
use uuid::Uuid;

use super::*;

fn waiting() -> Message {
    Message {
        id: MessageId(Uuid::from_u128(1)),
        group_id: GroupId(Uuid::from_u128(2)),
        store_id: StoreId(Uuid::from_u128(3)),
        customer_id: CustomerId(Uuid::from_u128(4)),
        channel: ChannelKind::Sms,
        purpose: Purpose::Notice,
        template_id: None,
        edition: None,
        language: Language::Zh,
        address: vec![1],
        address_masked: "138****1234".into(),
        address_blind: None,
        subject: None,
        text: "您的爱车该保养了".into(),
        content: None,
        parts: 1,
        state: MessageState::Waiting,
        obstacles: None,
        send_after: None,
        via: "stand-in".into(),
        attempts: 0,
        error: None,
        receipt: None,
        created_by: None,
        created_at: DateTime::UNIX_EPOCH,
        sent_at: None,
        delivered_at: None,
        opened_at: None,
        clicked_at: None,
        watched: None,
        cost_thousandths: None,
        currency: None,
        version: 1,
    }
}

#[test]
fn only_a_waiting_message_moves() {
    let now = DateTime::UNIX_EPOCH;
    for state in [MessageState::Sent, MessageState::Failed] {
        let mut message = Message { state, ..waiting() };
        assert_eq!(message.deliver(None, now), Err(MessageRefusal::Over));
        assert_eq!(message.hold("busy"), Err(MessageRefusal::Over));
        assert_eq!(message.give_up("barred"), Err(MessageRefusal::Over));
        assert_eq!(message, Message { state, ..waiting() }, "a refused move changes nothing");
    }
}

#[test]
fn a_message_held_and_then_delivered_forgets_the_error_and_counts_both_tries() {
    let mut message = waiting();
    message.hold("busy").unwrap();
    assert_eq!((message.state, message.attempts, message.error.as_deref()), (MessageState::Waiting, 1, Some("busy")));
    let event = message.deliver(Some("B1".into()), DateTime::UNIX_EPOCH).unwrap();
    assert_eq!((message.state, message.attempts, message.error.as_deref()), (MessageState::Sent, 2, None));
    let MessagingEvent::Sent { channel, text, .. } = event else { panic!("not sent: {event:?}") };
    assert_eq!((channel.as_str(), text.as_str()), ("sms", "您的爱车该保养了"));
}

#[test]
fn a_message_given_up_says_why() {
    let mut message = waiting();
    let event = message.give_up("barred").unwrap();
    assert_eq!((message.state, message.error.as_deref()), (MessageState::Failed, Some("barred")));
    assert!(matches!(event, MessagingEvent::Failed { cause, .. } if cause == "barred"));
}

#[test]
fn each_channel_keeps_its_limits() {
    use ChannelKind::{Email, Push, Sms, Wecom};
    let long = |count| "保".repeat(count);
    let table: [(ChannelKind, Option<&str>, String, &[&str]); 13] = [
        (Sms, None, long(480), &[]),
        (Sms, None, long(481), &["text.too_long"]),
        (Sms, None, " \n ".into(), &["text.missing"]),
        (Sms, Some("Hello"), long(1), &["subject.unwanted"]),
        (Sms, Some("  "), long(1), &[]),
        (Wecom, None, long(1_333), &[]),
        (Wecom, None, long(1_334), &["text.too_long"]),
        (Email, Some("保养提醒"), long(50_000), &[]),
        (Email, None, String::new(), &["text.missing", "subject.missing"]),
        (Email, Some("One\r\nBcc: all"), long(1), &["subject.malformed"]),
        (Email, Some("长长的主题长长的主题".repeat(21).leak()), long(1), &["subject.too_long"]),
        (Push, None, long(666), &[]),
        (Push, Some("提醒"), long(667), &["text.too_long"]),
    ];
    for (channel, subject, text, codes) in table {
        let faults = words(channel, subject, &text).err().unwrap_or_default();
        let found: Vec<&str> = faults.iter().map(|fault| fault.code.as_str()).collect();
        assert_eq!(found, codes, "{channel:?} {subject:?} of {} characters", text.chars().count());
    }
}
