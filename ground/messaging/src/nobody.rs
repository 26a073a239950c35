//! What carriers' words say of an address: that nobody is there. Pure.

use crate::message::ChannelKind;

/// Whether a carrier says that the address is nobody's. Phones that are switched off or suspended, full mailboxes and refused
/// letters don't count: the customer may be reached there tomorrow.
pub fn is_nobody_there(channel: ChannelKind, cause: &str) -> bool {
    match channel {
        ChannelKind::Sms => is_empty_number(cause),
        ChannelKind::Email => is_no_mailbox(&cause.to_lowercase()),
        // An account that left is told by the messenger itself, and a browser that no longer listens is no contact.
        ChannelKind::Wecom | ChannelKind::Push => false,
    }
}

/// Codes of the Chinese operators for a number that is given to nobody (`MK:0000`, `MK:0001`: unknown subscriber), and of Aliyun and
/// Tencent for what is no number at all. Other codes of the families `MK:`, `MN:` and `UNDELIV` also mean "switched off".
const EMPTY_NUMBERS: [&str; 5] =
    ["MK:0000", "MK:0001", "INVALID_NUMBER", "isv.MOBILE_NUMBER_ILLEGAL", "InvalidParameterValue.IncorrectPhoneNumber"];

fn is_empty_number(cause: &str) -> bool {
    let is_code = EMPTY_NUMBERS.iter().any(|code| begins(cause, code));
    let is_said = cause.contains("空号") || cause.contains("号码不存在");
    is_code || (is_said && !cause.contains("停机") && !cause.contains("关机"))
}

fn begins(cause: &str, code: &str) -> bool {
    cause.strip_prefix(code).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// RFC 3463: bad destination mailbox, and RFC 7505: a domain that takes no mail; without such a code, the usual words behind a 550.
fn is_no_mailbox(cause: &str) -> bool {
    let has_code = cause.split_whitespace().any(|word| matches!(word, "5.1.1" | "5.1.10"));
    has_code || (cause.starts_with("550") && NO_MAILBOX.iter().any(|words| cause.contains(words)))
}

const NO_MAILBOX: [&str; 6] = [
    "user unknown",
    "user not found",
    "no such user",
    "mailbox not found",
    "unknown recipient",
    "non-existent account",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_number_is_told_from_one_that_is_switched_off() {
        for cause in
            ["MK:0001: 空号", "MK:0000", "INVALID_NUMBER: 号码错误", "UNKNOWN: 空号", "isv.MOBILE_NUMBER_ILLEGAL: x"]
        {
            assert!(is_nobody_there(ChannelKind::Sms, cause), "{cause}");
        }
        for cause in ["MK:0012: 关机", "MK:00015", "UNDELIV: 空号、停机或关机", "MOBILE_IN_BLACK", "REJECTD", ""]
        {
            assert!(!is_nobody_there(ChannelKind::Sms, cause), "{cause}");
        }
    }

    #[test]
    fn a_mailbox_that_is_none_is_told_from_one_that_is_full() {
        for cause in ["550: 5.1.1 user unknown", "550: Mailbox not found", "556: 5.1.10 null MX"] {
            assert!(is_nobody_there(ChannelKind::Email, cause), "{cause}");
        }
        for cause in ["552: 5.2.2 mailbox full", "550: 5.7.1 refused by policy", "451: 4.1.1 user unknown"] {
            assert!(!is_nobody_there(ChannelKind::Email, cause), "{cause}");
        }
    }
}
