//! The noun: the code by which a person proves that the contact on record is theirs, and what may happen to it. One for each
//! request; a new one takes the place of the one before.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Error, GroupId, PersonRequestId};
use platform::{KeyRing, Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::{request, rules::RequestRefusal};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identity_codes")]
pub struct Model {
    /// That of the request.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonRequestId,
    pub group_id: GroupId,
    /// None once it was told or used up.
    pub digest: Option<String>,
    pub sent_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub attempts: i32,
    pub sends: i32,
    pub version: i32,
}

pub type IdentityCode = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, request::Entity>(Column::Id, request::Column::Id)
    }
}

platform::versioned!();

/// A code is good for so long.
pub const CODE_MINUTES: i64 = 10;
/// After so many wrong guesses a code is worth nothing.
pub const ATTEMPTS_MAX: i32 = 5;
/// So many codes are sent for one request.
pub const SENDS_MAX: i32 = 5;
/// Between two codes for one request.
const RESEND_SECONDS: i64 = 60;

impl Model {
    /// The code of a request before one was sent.
    pub fn unsent(id: PersonRequestId, group: GroupId, now: DateTime<Utc>) -> Self {
        Self { id, group_id: group, digest: None, sent_at: now, expires_at: now, attempts: 0, sends: 0, version: 0 }
    }

    /// A code goes out; the one before is worth nothing any more.
    pub fn send(&mut self, code: &str, keys: &KeyRing, now: DateTime<Utc>) -> Result<(), Error> {
        if self.sends >= SENDS_MAX {
            return Err(RequestRefusal::TooManyCodes.into());
        }
        let next = self.sent_at + TimeDelta::seconds(RESEND_SECONDS);
        if self.sends > 0 && now < next {
            let seconds = u64::try_from((next - now).num_seconds().max(1)).unwrap_or(1);
            return Err(Error::TooMany { code: "code.too_soon", retry_after_seconds: seconds });
        }
        (self.sends, self.attempts) = (self.sends + 1, 0);
        (self.sent_at, self.expires_at) = (now, now + TimeDelta::minutes(CODE_MINUTES));
        self.digest = Some(self.digest_of(code, keys));
        Ok(())
    }

    /// Takes a guess: how many tries are left when it was wrong, nothing when it was right. It is saved whatever came of it.
    pub fn guess(&mut self, code: &str, keys: &KeyRing, now: DateTime<Utc>) -> Result<Option<i32>, RequestRefusal> {
        let digest = self.digest.as_deref().ok_or(RequestRefusal::NoCode)?;
        if self.attempts >= ATTEMPTS_MAX {
            return Err(RequestRefusal::CodeUsedUp);
        }
        if now >= self.expires_at {
            return Err(RequestRefusal::CodeExpired);
        }
        if customers::verified::code::is_same(digest, &self.digest_of(code, keys)) {
            self.digest = None;
            return Ok(None);
        }
        self.attempts += 1;
        Ok(Some(ATTEMPTS_MAX - self.attempts))
    }

    /// Whether it can still be told back.
    pub fn is_out(&self, now: DateTime<Utc>) -> bool {
        self.digest.is_some() && self.attempts < ATTEMPTS_MAX && now < self.expires_at
    }

    fn digest_of(&self, code: &str, keys: &KeyRing) -> String {
        keys.blind("identity code", self.group_id, &format!("{}:{}:{code}", self.id, self.sends))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_good_once_for_ten_minutes_and_five_guesses() {
        let (keys, begin) = (KeyRing::from_secret(b"test"), DateTime::UNIX_EPOCH);
        let at = |seconds| begin + TimeDelta::seconds(seconds);
        let mut code = IdentityCode::unsent(PersonRequestId(Uuid::nil()), GroupId(Uuid::nil()), begin);
        assert_eq!(code.guess("123456", &keys, begin), Err(RequestRefusal::NoCode));
        code.send("123456", &keys, begin).unwrap();
        assert!(matches!(code.send("234567", &keys, at(59)), Err(Error::TooMany { retry_after_seconds: 1, .. })));
        assert_eq!(code.guess("654321", &keys, at(1)), Ok(Some(4)));
        assert_eq!(code.guess("123456", &keys, at(600)), Err(RequestRefusal::CodeExpired));
        assert!(code.is_out(at(599)) && !code.is_out(at(600)));
        assert_eq!(code.guess("123456", &keys, at(599)), Ok(None));
        assert!(!code.is_out(at(599)), "it was told");
        assert_eq!(code.guess("123456", &keys, at(599)), Err(RequestRefusal::NoCode));
        code.send("234567", &keys, at(60)).unwrap();
        let left: Vec<_> = (0..5).map(|_| code.guess("123456", &keys, at(61))).collect();
        assert_eq!((left[0], left[4]), (Ok(Some(4)), Ok(Some(0))));
        assert!(!code.is_out(at(61)), "it is used up");
        assert_eq!(code.guess("234567", &keys, at(62)), Err(RequestRefusal::CodeUsedUp));
        code.sends = SENDS_MAX;
        assert!(matches!(code.send("345678", &keys, at(600)), Err(Error::Refused { code: "code.too_many_sent", .. })));
    }
}
