//! E-mail addresses: the everyday subset of RFC 5321, in small letters.

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

use crate::text::{TextFault, folded, text_word};

/// An address such as `wang.fang@example.com`, in small letters.
///
/// Quoted local parts and addresses outside ASCII are refused: no mail service of the trade gives them out.
///
/// ```
/// use kernel::email::Email;
/// let email = Email::parse(" mailto:Wang.Fang＠Example.com ").unwrap();
/// assert_eq!(email.as_str(), "wang.fang@example.com");
/// assert_eq!(email.masked(), "w***@example.com");
/// ```
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DeriveValueType, utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

text_word!(Email, EmailFault);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailFault {
    Empty,
    /// None, or more than one.
    NotOneAt,
    BadName,
    BadDomain,
    TooLong,
}

impl Email {
    pub fn parse(raw: &str) -> Result<Self, EmailFault> {
        let text: String = folded(raw).map(|c| if c == '。' { '.' } else { c.to_ascii_lowercase() }).collect();
        let text = text.trim();
        let text = text.strip_prefix("mailto:").unwrap_or(text).trim();
        if text.is_empty() {
            return Err(EmailFault::Empty);
        }
        let (name, domain) =
            text.split_once('@').filter(|(_, domain)| !domain.contains('@')).ok_or(EmailFault::NotOneAt)?;
        if name.len() > 64 || text.len() > 254 {
            return Err(EmailFault::TooLong);
        }
        if !name.split('.').all(is_atom) {
            return Err(EmailFault::BadName);
        }
        if !is_domain(domain) {
            return Err(EmailFault::BadDomain);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// For eyes that need not see it whole: the first letter and the domain.
    pub fn masked(&self) -> String {
        format!("{}***@{}", &self.0[..1], self.domain())
    }
}

fn is_atom(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top_is_a_word = domain.rsplit('.').next().is_some_and(|top| {
        top.starts_with("xn--") || (top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic()))
    });
    domain.contains('.') && domain.split('.').all(is_label) && top_is_a_word
}

impl TextFault for EmailFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "email.empty",
            Self::NotOneAt => "email.not_one_at",
            Self::BadName => "email.bad_name",
            Self::BadDomain => "email.bad_domain",
            Self::TooLong => "email.too_long",
        }
    }
}

impl std::fmt::Display for EmailFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "There is no address here; type one or leave the field out.",
            Self::NotOneAt => "An address has exactly one @, as in name@example.com; give one address only.",
            Self::BadName => {
                "The part before the @ holds a character or dot that can't stand there; compare it with the sender."
            }
            Self::BadDomain => "The part after the @ is no domain such as example.com; correct it.",
            Self::TooLong => "An address has at most 254 characters, 64 of them before the @; shorten it.",
        })
    }
}

impl std::error::Error for EmailFault {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn everyday_addresses_are_read_in_small_letters() {
        for (raw, read) in [
            ("12345678@QQ.com", "12345678@qq.com"),
            ("a.b+tag@mail.example.com.cn", "a.b+tag@mail.example.com.cn"),
            ("wang＠163。com", "wang@163.com"),
        ] {
            assert_eq!(Email::parse(raw).unwrap().as_str(), read);
        }
    }

    #[test]
    fn what_no_mail_reaches_is_refused_with_the_reason() {
        for (raw, fault) in [
            ("", EmailFault::Empty),
            ("wang", EmailFault::NotOneAt),
            ("a@b@c.com", EmailFault::NotOneAt),
            ("a..b@c.com", EmailFault::BadName),
            (".a@c.com", EmailFault::BadName),
            ("张@c.com", EmailFault::BadName),
            ("a b@c.com", EmailFault::BadName),
            ("a@localhost", EmailFault::BadDomain),
            ("a@-c.com", EmailFault::BadDomain),
            ("a@c..com", EmailFault::BadDomain),
            ("a@10.0.0.1", EmailFault::BadDomain),
        ] {
            assert_eq!(Email::parse(raw).unwrap_err(), fault, "{raw}");
        }
        assert_eq!(Email::parse(&format!("{}@c.com", "a".repeat(65))).unwrap_err(), EmailFault::TooLong);
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_is_stable(raw in "\\PC{0,20}@?\\PC{0,20}") {
            if let Ok(email) = Email::parse(&raw) {
                prop_assert_eq!(&Email::parse(email.as_str()).unwrap(), &email);
                let _ = email.masked();
            }
        }

        #[test]
        fn ordinary_addresses_are_read(raw in "[a-z][a-z0-9_-]{0,12}(\\.[a-z0-9]{1,5})?@[a-z]{1,9}\\.(com|cn|com\\.cn)") {
            prop_assert_eq!(Email::parse(&raw).unwrap().to_string(), raw);
        }
    }
}
