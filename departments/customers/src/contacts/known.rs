//! Contacts known long enough to tell who somebody is: whoever adds a phone today does not get the codes and letters of a person.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{CustomerId, Result};
use messaging::{Address, ChannelKind};
use platform::Db;

use super::{
    contact::{Contact, ContactKind},
    rules::Contacts,
    store,
};
use crate::people::{self, draft::masked};

/// A value nobody proved must have stood there so long before somebody asks.
pub const DAYS_MIN: i64 = 7;
/// Who was marked wrong no longer ago is still warned.
const WRONG_DAYS_MAX: i64 = 30;
/// What is written down with the record itself is written within this time.
const RECORDING_SECONDS_MAX: i64 = 60;

/// Where a customer is reached who may be somebody else's target.
#[derive(Clone, Default)]
pub struct KnownWays {
    /// By which they may prove who they are and get what is theirs, the primary ones first.
    pub proving: Vec<(ChannelKind, Address)>,
    /// Lately found wrong: no secret goes there, a warning does.
    pub doubted: Vec<(ChannelKind, Address)>,
}

/// The phones and mailboxes of a customer who asked at this instant.
pub async fn ways(db: &Db<'_>, customer: CustomerId, asked_at: DateTime<Utc>) -> Result<KnownWays> {
    let recorded_at = people::store::find(db, customer).await?.created_at;
    let contacts = store::of_customer(db, customer).await?;
    let now = db.platform().clock().now();
    let mut ways = KnownWays::default();
    for (kind, channel) in [(ContactKind::Phone, ChannelKind::Sms), (ContactKind::Email, ChannelKind::Email)] {
        let mut of_kind: Vec<&Contact> = contacts.0.iter().filter(|contact| contact.kind == kind).collect();
        of_kind.sort_by_key(|contact| (!contact.is_primary, contact.created_at));
        for contact in of_kind {
            let list = if contacts.is_known(contact, recorded_at, asked_at) {
                &mut ways.proving
            } else if contact.wrong_since.is_some_and(|since| now - since <= TimeDelta::days(WRONG_DAYS_MAX)) {
                &mut ways.doubted
            } else {
                continue;
            };
            let to = store::open(contact, db.platform().keys())?;
            let masked = masked(kind, &to);
            list.push((channel, Address { to, masked }));
        }
    }
    Ok(ways)
}

impl Contacts {
    /// Whether this one tells who somebody is who asks at an instant: it was proved, stood there long before, or came with the record
    /// itself and nothing older is there.
    pub fn is_known(&self, contact: &Contact, recorded_at: DateTime<Utc>, asked_at: DateTime<Utc>) -> bool {
        if contact.wrong_since.is_some() {
            return false;
        }
        let since = contact.value_since.unwrap_or(contact.created_at);
        let is_first = self.0.iter().all(|other| contact.created_at <= other.created_at);
        let came_with_record = contact.value_since.is_none()
            && is_first
            && contact.created_at - recorded_at <= TimeDelta::seconds(RECORDING_SECONDS_MAX);
        contact.proved_at.is_some() || came_with_record || since <= asked_at - TimeDelta::days(DAYS_MIN)
    }
}

#[cfg(test)]
mod tests {
    use kernel::{ContactId, GroupId};
    use sea_orm::prelude::Uuid;

    use super::*;

    fn day(number: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(number)
    }

    fn phone(number: u128, created: i64) -> Contact {
        Contact {
            id: ContactId(Uuid::from_u128(number)),
            group_id: GroupId(Uuid::nil()),
            customer_id: CustomerId(Uuid::nil()),
            kind: ContactKind::Phone,
            sealed: Vec::new(),
            blind: number.to_string(),
            label: None,
            is_primary: number == 1,
            wrong_since: None,
            value_since: None,
            proved_at: None,
            created_at: day(created),
        }
    }

    #[test]
    fn a_phone_added_lately_tells_nobody_unless_it_was_proved() {
        let contacts = Contacts(vec![phone(1, 0), phone(2, 100)]);
        let is_known = |contact: &Contact, asked| contacts.is_known(contact, day(0), day(asked));
        let [old, new] = [&contacts.0[0], &contacts.0[1]];
        assert!(is_known(old, 101) && !is_known(new, 101) && !is_known(new, 106));
        assert!(is_known(new, 107));
        assert!(is_known(&Contact { proved_at: Some(day(100)), ..new.clone() }, 101));
        assert!(!is_known(&Contact { wrong_since: Some(day(100)), ..old.clone() }, 101));
    }

    #[test]
    fn what_came_with_a_new_record_is_all_there_is_to_go_by() {
        let contacts = Contacts(vec![phone(1, 100)]);
        assert!(contacts.is_known(&contacts.0[0], day(100), day(100)));
        assert!(!contacts.is_known(&contacts.0[0], day(50), day(100)), "it was added to an older record");
        let replaced = Contact { value_since: Some(day(100)), ..contacts.0[0].clone() };
        assert!(!contacts.is_known(&replaced, day(100), day(101)), "its value was changed");
    }
}
