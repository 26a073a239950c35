//! What is known of the customers a chunk is about, read at once for all of them.

use std::collections::{BTreeSet, HashMap, HashSet};

use kernel::{CustomerId, Result, TagId, VehicleId};
use platform::Db;
use sea_orm::{ColumnTrait, QueryFilter, Value};

use super::{
    matching::{Base, Person, fetch_by},
    reading::Ready,
    writing::record_key,
};
use crate::{
    contacts::contact::ContactKind,
    people::{self, customer::Customer},
    vehicles::{
        self,
        person::{self, VehiclePerson},
        vehicle::Vehicle,
    },
};

/// What is known of the customers of a wave, read at once.
#[derive(Default)]
pub struct Known {
    pub customers: HashMap<CustomerId, Customer>,
    pub contacts: HashMap<CustomerId, HashSet<String>>,
    /// The primary ones, blind.
    pub primaries: HashSet<(CustomerId, ContactKind, String)>,
    /// Cars of customers whose rows name one by its model alone.
    pub owned: HashMap<CustomerId, Vec<Vehicle>>,
    pub with_address: HashSet<CustomerId>,
    pub cars: HashMap<VehicleId, Vehicle>,
    pub links: HashMap<VehicleId, Vec<VehiclePerson>>,
    pub records: HashSet<String>,
    pub tags: HashSet<(CustomerId, TagId)>,
    pub notes: HashSet<(CustomerId, String)>,
}

platform::record! {
    struct ContactLine { customer_id: CustomerId, blind: String, kind: ContactKind, is_primary: bool }
}
platform::record! {
    struct CustomerLine { customer_id: CustomerId }
}
platform::record! {
    struct RecordLine { external_id: String }
}
platform::record! {
    struct TagLine { customer_id: CustomerId, tag_id: TagId }
}
platform::record! {
    struct NoteLine { customer_id: CustomerId, text: String }
}

impl Known {
    /// Customers outside the caller's reach, and deleted ones, are not among them.
    pub async fn read<'a>(
        db: &Db<'_>,
        base: &Base,
        rows: impl Iterator<Item = (&'a Ready, &'a Person)>,
    ) -> Result<Self> {
        let rows: Vec<_> = rows.filter(|(_, person)| !person.is_deleted).collect();
        let ids: BTreeSet<CustomerId> = rows.iter().map(|(_, person)| person.id).collect();
        let customers = people::store::find_all(db, ids.iter().copied()).await?;
        let mut known = Self { customers: customers.into_iter().map(|row| (row.id, row)).collect(), ..Self::default() };
        let ids = || ids.iter().map(|id| Value::from(*id)).collect::<Vec<_>>();
        let of = |table: &str, columns: &str| {
            let scope =
                format!("customer_id in (select id from customers where group_id = $1 and id = {table}.customer_id)");
            format!("select {columns} from {table} where {scope} and customer_id in")
        };
        for line in
            fetch_by::<ContactLine>(db, &of("contacts", "customer_id, blind, kind, is_primary"), "", ids()).await?
        {
            if line.is_primary {
                known.primaries.insert((line.customer_id, line.kind, line.blind.clone()));
            }
            known.contacts.entry(line.customer_id).or_default().insert(line.blind);
        }
        if rows.iter().any(|(row, _)| row.draft.customer.address.is_some()) {
            let lines: Vec<CustomerLine> = fetch_by(db, &of("addresses", "customer_id"), "", ids()).await?;
            known.with_address.extend(lines.into_iter().map(|line| line.customer_id));
        }
        if rows.iter().any(|(row, _)| !row.draft.tags.is_empty()) {
            let lines: Vec<TagLine> = fetch_by(db, &of("customer_tags", "customer_id, tag_id"), "", ids()).await?;
            known.tags.extend(lines.into_iter().map(|line| (line.customer_id, line.tag_id)));
        }
        if rows.iter().any(|(row, _)| row.draft.note.is_some()) {
            let lines: Vec<NoteLine> = fetch_by(db, &of("notes", "customer_id, text"), "", ids()).await?;
            known.notes.extend(lines.into_iter().map(|line| (line.customer_id, line.text)));
        }
        known.read_cars(db, base, &rows).await?;
        known.read_owned(db, &rows).await?;
        known.read_records(db, &rows).await?;
        Ok(known)
    }

    async fn read_cars(&mut self, db: &Db<'_>, base: &Base, rows: &[(&Ready, &Person)]) -> Result<()> {
        let found = rows.iter().filter_map(|(row, person)| base.car(&row.identity, Some(person.id)));
        let ids: BTreeSet<VehicleId> = found.map(|car| car.id).collect();
        self.cars =
            vehicles::store::find_all(db, ids.iter().copied()).await?.into_iter().map(|car| (car.id, car)).collect();
        for some in ids.into_iter().collect::<Vec<_>>().chunks(400) {
            for link in db
                .all(db.select::<person::Entity>().filter(person::Column::VehicleId.is_in(some.iter().copied())))
                .await?
            {
                self.links.entry(link.vehicle_id).or_default().push(link);
            }
        }
        Ok(())
    }

    async fn read_owned(&mut self, db: &Db<'_>, rows: &[(&Ready, &Person)]) -> Result<()> {
        let untold = rows.iter().filter(|(row, _)| row.draft.vehicle.is_some() && !row.identity.tells_car());
        let owners: BTreeSet<CustomerId> = untold.map(|(_, person)| person.id).collect();
        for some in owners.into_iter().collect::<Vec<_>>().chunks(400) {
            for car in vehicles::store::owned_by_any(db, some).await? {
                if let Some(owner) = car.owner_id {
                    self.owned.entry(owner).or_default().push(car);
                }
            }
        }
        Ok(())
    }

    async fn read_records(&mut self, db: &Db<'_>, rows: &[(&Ready, &Person)]) -> Result<()> {
        let keys =
            rows.iter().flat_map(|(row, person)| row.draft.records.iter().map(|record| record_key(record, person.id)));
        let keys: BTreeSet<String> = keys.collect();
        let select = "select external_id from past_records where group_id = $1 and external_id in";
        let lines: Vec<RecordLine> = fetch_by(db, select, "", keys.into_iter().map(Value::from).collect()).await?;
        self.records.extend(lines.into_iter().map(|line| line.external_id));
        Ok(())
    }

    pub fn customer(&self, id: CustomerId) -> Option<&Customer> {
        self.customers.get(&id).filter(|customer| !customer.is_deleted())
    }
}
