//! Six digits that prove who has a contact: made at random, kept as a keyed digest, compared without telling how far they agree.

use kernel::{Error, GroupId, PendingChangeId, Result};
use platform::{KeyRing, crypto};

/// A new code.
pub fn new() -> Result<String> {
    // Numbers beyond the last whole million would make small codes likelier.
    loop {
        let number = u32::from_le_bytes(crypto::random::<4>()?);
        if number < u32::MAX - u32::MAX % CODES {
            return Ok(format!("{:06}", number % CODES));
        }
    }
}

const CODES: u32 = 1_000_000;

/// What is kept of a code: of no use without the key ring, and for no other change or sending.
pub fn digest(keys: &KeyRing, group: GroupId, change: PendingChangeId, sending: i32, code: &str) -> String {
    keys.blind("change code", group, &format!("{change}:{sending}:{code}"))
}

/// Whether two digests are the same, in a time that does not depend on where they differ.
pub fn is_same(one: &str, other: &str) -> bool {
    let differs = one.bytes().zip(other.bytes()).fold(0, |differs, (one, other)| differs | (one ^ other));
    std::hint::black_box(differs) == 0 && one.len() == other.len()
}

/// Six digits as they were typed, blanks and full-width forms put right.
pub fn read(typed: &str) -> Result<String> {
    let digits: String = kernel::text::folded(typed).filter(|c| !c.is_whitespace() && *c != '-').collect();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err(Error::invalid("code", "code.malformed", "a code has six digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_six_digits_and_is_read_as_people_type_it() {
        assert_eq!(new().unwrap().len(), 6);
        assert_eq!(read(" 123 456").unwrap(), "123456");
        assert_eq!(read("１２３４５６").unwrap(), "123456");
        assert!(read("12345").is_err() && read("12345a").is_err());
    }

    #[test]
    fn a_code_is_good_for_one_change_and_one_sending() {
        let keys = KeyRing::from_secret(b"test");
        let (group, change) = (GroupId(uuid::Uuid::nil()), PendingChangeId(uuid::Uuid::nil()));
        let kept = digest(&keys, group, change, 1, "123456");
        assert!(is_same(&kept, &digest(&keys, group, change, 1, "123456")));
        assert!(!is_same(&kept, &digest(&keys, group, change, 2, "123456")));
        assert!(!is_same(&kept, &digest(&keys, group, PendingChangeId(uuid::Uuid::from_u128(1)), 1, "123456")));
        assert!(!is_same(&kept, &kept[1..]));
    }
}
