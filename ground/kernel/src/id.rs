//! Typed ids: UUIDv7 made in Rust, so that a lead's id can't be handed over where a customer's is meant.

use chrono::{DateTime, Utc};
use uuid::{NoContext, Timestamp, Uuid};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize,
                 sea_orm::DeriveValueType, utoipa::ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id that sorts by `now`, so that index pages fill in order.
            pub fn new(now: DateTime<Utc>) -> Self {
                Self(time_ordered(now))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }

        // Rows keyed by a UUID never take a database-made integer key.
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

ids! {
    /// A dealer group: the outermost wall; nothing is shared between groups.
    GroupId,
    /// A store (4S shop) of a group.
    StoreId,
    /// A department inside a store.
    DepartmentId,
    /// A person who works here and may sign in.
    StaffId,
    /// A named set of permissions.
    RoleId,
    /// A role given to a staff member with a reach.
    GrantId,
    /// One signed-in device.
    SessionId,
    /// A machine's key to the API.
    ApiKeyId,
    /// A person or company the dealer knows.
    CustomerId,
    /// A phone number, e-mail address or messenger account of a customer.
    ContactId,
    /// A postal address of a customer.
    AddressId,
    /// People who live and decide together.
    HouseholdId,
    /// A car.
    VehicleId,
    /// Who has which car, from when to when.
    VehiclePersonId,
    /// A number plate a car has or had.
    PlateId,
    /// One reading of a car's odometer.
    MileageReadingId,
    /// What an older system recorded: a purchase, a workshop visit, a complaint.
    PastRecordId,
    /// A note, call, visit or message written down by staff.
    NoteId,
    /// A tag.
    TagId,
    /// A group of tags.
    TagGroupId,
    /// A saved list: filters, columns, sort.
    SavedViewId,
    /// A file being imported.
    ImportId,
    /// One change to many records.
    BulkChangeId,
    /// A list on its way to a file.
    ExportId,
    /// Something a person must do.
    TaskId,
    /// A message to a customer.
    MessageId,
    /// One answer of a customer to what may be done with their data.
    ConsentId,
    /// A purpose as a group has shaped it.
    ConsentPurposeId,
    /// A text for customers about their data, in all its versions.
    PolicyId,
    /// One version of such a text.
    PolicyTextId,
    /// One line of a book the privacy law demands.
    BookEntryId,
    /// One handing-over of personal data to another party.
    ShareId,
    /// One line of the journal.
    EntryId,
    /// Work to be done outside a request.
    JobId,
}

fn time_ordered(now: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn ids_sort_by_the_time_they_were_made() {
        let now = DateTime::from_timestamp_nanos(1_700_000_000_000_000_000);
        assert!(CustomerId::new(now) < CustomerId::new(now + TimeDelta::milliseconds(1)));
    }
}
