//! Typed ids: UUIDv7 made in Rust, so that a lead's id can't be handed over where a customer's is meant.

use std::sync::{
    OnceLock,
    atomic::{AtomicU64, Ordering},
};

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
            /// A new id that sorts by `now`, and among those of one millisecond by when it was made, so that index pages fill in
            /// order.
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
    /// A service of the group's own that says who somebody is.
    IdentityProviderId,
    /// A browser on its way to such a service and back.
    IdentityVisitId,
    /// Somebody's account at such a service.
    IdentityId,
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
    /// Something that went wrong with a car.
    FaultId,
    /// A promise of a maker for cars of one kind.
    WarrantyTermId,
    /// A recall or service campaign of a maker.
    RecallId,
    /// Which cars a recall is about, by number or by model.
    RecallCriterionId,
    /// One car a recall is about.
    RecallCarId,
    /// Work on the cars of a recall: finding them, moving them on, tasks.
    RecallWorkId,
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
    /// A change of a phone, e-mail or ID number that waits for its proof.
    PendingChangeId,
    /// One round of completing records in a store.
    QualityAuditId,
    /// A question to a customer whether their record is right.
    ConfirmationId,
    /// Two records that may be one customer.
    DuplicatePairId,
    /// A search of the whole base for such pairs.
    DuplicateScanId,
    /// A file being imported.
    ImportId,
    /// One change to many records.
    BulkChangeId,
    /// A list on its way to a file.
    ExportId,
    /// Two records of one customer that became one.
    MergeId,
    /// Two records of one car that became one.
    VehicleMergeId,
    /// Many merges asked for at once.
    MergeRunId,
    /// Somebody's wish for a car, until it is bought or lost.
    LeadId,
    /// One time a customer and the house came together over a lead.
    TouchId,
    /// Somebody asks that a lead be given up as lost.
    LossId,
    /// A rule by which new leads find somebody.
    AssignmentRuleId,
    /// A way by which a store takes leads from another system.
    ConnectorId,
    /// What another system sent over one.
    PayloadId,
    /// Something a person must do.
    TaskId,
    /// Somebody is away, and somebody else stands in.
    AbsenceId,
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
    /// What somebody asks about their own data.
    PersonRequestId,
    /// One look at whether who asks is who they say they are.
    IdentityCheckId,
    /// A person being forgotten, until it is proven.
    DeletionId,
    /// An archive with everything held about a person.
    PersonCopyId,
    /// A record the law wants kept, sealed apart after its person was forgotten.
    KeptRecordId,
    /// One night's work of the retention rules.
    RetentionRunId,
    /// The days off of one year, as a group wrote them down.
    HolidayYearId,
    /// A browser that lets itself be written to.
    PushSubscriptionId,
    /// A text for messages, written once and filled in for each.
    MessageTemplateId,
    /// How a group's messages of one channel leave the house.
    ChannelSetupId,
    /// A group's limits for messages of one purpose.
    SendingRuleId,
    /// An address that wants no more marketing.
    OptOutId,
    /// What a message costs from a day on.
    MessagePriceId,
    /// An address that is told what happens.
    WebhookId,
    /// One event on its way to such an address.
    DeliveryId,
    /// One walk over the audit of a group.
    AuditCheckId,
    /// One line of the journal.
    EntryId,
    /// Work to be done outside a request.
    JobId,
}

impl GroupId {
    /// Where a group keeps rows that nobody may use: a group of its own, so that every scope, list and search passes them by.
    /// The vault of a vault is the group again.
    #[must_use]
    pub fn vault(self) -> Self {
        Self(Uuid::from_u128(!self.0.as_u128()))
    }
}

/// A UUIDv7 whose random part begins with a counter of 42 bits (RFC 9562 §6.2, method 1), so that a thousand rows of one
/// instant lie side by side and not all over the index. Its last 32 bits are random.
fn time_ordered(now: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    let mut bytes = Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos())).into_bytes();
    let count = NEXT.get_or_init(|| AtomicU64::new(first_count(&bytes))).fetch_add(1, Ordering::Relaxed);
    // The version stands in the upper half of the seventh byte, the variant in the upper two bits of the ninth.
    bytes[6] = bytes[6] & 0xf0 | low_byte(count >> 38) & 0x0f;
    bytes[7] = low_byte(count >> 30);
    bytes[8] = bytes[8] & 0xc0 | low_byte(count >> 24) & 0x3f;
    bytes[9..12].copy_from_slice(&count.to_be_bytes()[5..]);
    Uuid::from_bytes(bytes)
}

/// Counts the ids of this process.
static NEXT: OnceLock<AtomicU64> = OnceLock::new();

/// Anywhere in the lower half, so that two processes hardly count alike and none comes round.
fn first_count(random: &[u8; 16]) -> u64 {
    random[9..].iter().fold(0, |count, byte| count << 8 | u64::from(*byte)) & ((1 << 41) - 1)
}

fn low_byte(number: u64) -> u8 {
    number.to_be_bytes()[7]
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use uuid::{Variant, Version};

    #[test]
    fn ids_of_one_instant_sort_by_the_order_they_were_made_in() {
        let now = DateTime::from_timestamp_nanos(1_700_000_000_123_000_000);
        let ids: Vec<CustomerId> = (0..10_000).map(|_| CustomerId::new(now)).collect();
        assert!(ids.is_sorted());
        for id in &ids {
            assert_eq!((id.0.get_version(), id.0.get_variant()), (Some(Version::SortRand), Variant::RFC4122));
            assert_eq!(id.0.get_timestamp().map(|time| time.to_unix()), Some((1_700_000_000, 123_000_000)));
        }
    }

    #[test]
    fn ids_sort_by_the_time_they_were_made() {
        let now = DateTime::from_timestamp_nanos(1_700_000_000_000_000_000);
        assert!(CustomerId::new(now) < CustomerId::new(now + TimeDelta::milliseconds(1)));
    }
}
