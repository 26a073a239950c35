//! How long a text is as its channel counts it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::message::ChannelKind;

/// The length of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Measure {
    /// Characters, signature included.
    pub characters: usize,
    /// How many SMS it takes and is paid for; 1 on the other channels.
    pub parts: i32,
}

/// Counts as the Chinese providers do, whatever the letters: 70 characters in one SMS, 67 in each of several, the signature
/// `【…】` included (Aliyun and Tencent, rules on the length and the charging of domestic messages).
pub fn measured(channel: ChannelKind, signature: Option<&str>, text: &str) -> Measure {
    let around = match (channel, signature) {
        (ChannelKind::Sms, Some(signature)) if !signature.is_empty() => signature.chars().count() + 2,
        _ => 0,
    };
    let characters = text.chars().count() + around;
    let parts = match channel {
        ChannelKind::Sms if characters > SINGLE => characters.div_ceil(LINKED),
        _ => 1,
    };
    Measure { characters, parts: i32::try_from(parts).unwrap_or(i32::MAX) }
}

const SINGLE: usize = 70;
const LINKED: usize = 67;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sms_is_counted_with_its_signature() {
        let parts = |length: usize, signature| measured(ChannelKind::Sms, signature, &"字".repeat(length)).parts;
        assert_eq!([parts(70, None), parts(71, None), parts(134, None), parts(135, None)], [1, 2, 2, 3]);
        assert_eq!([parts(64, Some("澄岚汽车")), parts(65, Some("澄岚汽车"))], [1, 2]);
        assert_eq!(measured(ChannelKind::Sms, Some("澄岚"), "ok"), Measure { characters: 6, parts: 1 });
        assert_eq!(measured(ChannelKind::Email, Some("澄岚"), &"a".repeat(500)).parts, 1);
    }
}
