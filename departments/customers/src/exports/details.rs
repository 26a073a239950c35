//! What stands in a file of customers beyond their list: the whole record, masked as its page masks it, read for a page of rows at once.

use std::collections::{BTreeSet, HashMap};

use kernel::{CustomerId, PermissionName, Result, VehicleId};
use messaging::consents::{self, Answer, Consent, ConsentChannel};
use platform::Db;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use crate::{
    addresses::address,
    contacts::contact::{self, ContactKind},
    facts::fact::{self, Facts},
    people::{
        self,
        assemble::id_number_of,
        customer::Customer,
        view::{AddressView, CustomerRow, address_view, contact_view},
    },
    vehicles::{self, vehicle::Vehicle},
};

/// A line of the list with what else is known of its customer.
#[derive(Debug)]
pub struct CustomerLine {
    pub row: CustomerRow,
    pub details: CustomerDetails,
}

/// All of it empty for a file of columns that stand in the list.
#[derive(Debug, Default)]
pub struct CustomerDetails {
    customer: Option<Customer>,
    facts: Option<Facts>,
    car: Option<Vehicle>,
    pub email: Option<String>,
    pub wechat: Option<String>,
    /// Beside the primary one, parted by `/`.
    pub other_phones: Option<String>,
    pub id_number: Option<String>,
    pub address: Option<String>,
    answers: Vec<Consent>,
}

impl CustomerLine {
    pub fn customer(&self) -> Option<&Customer> {
        self.details.customer.as_ref()
    }

    pub fn facts(&self) -> Option<&Facts> {
        self.details.facts.as_ref()
    }

    /// The main car, for who may see cars.
    pub fn car(&self) -> Option<&Vehicle> {
        self.details.car.as_ref()
    }
}

impl CustomerDetails {
    /// The id in the system the customer came from; one that an import made of the row itself is nobody's number.
    pub fn external_id(&self) -> Option<&str> {
        self.customer.as_ref()?.external_id.as_deref().filter(|id| !id.starts_with("file:"))
    }

    pub fn answer(&self, purpose: &str, channel: ConsentChannel) -> Option<Answer> {
        let mut answers = self.answers.iter();
        answers.find(|one| one.purpose == purpose && one.channel == channel).map(|one| one.answer)
    }
}

/// The lines as they are, without details.
pub fn bare(rows: Vec<CustomerRow>) -> Vec<CustomerLine> {
    rows.into_iter().map(|row| CustomerLine { row, details: CustomerDetails::default() }).collect()
}

/// The lines with everything that is known of their customers: a fixed number of queries.
pub async fn read(db: &Db<'_>, rows: Vec<CustomerRow>) -> Result<Vec<CustomerLine>> {
    let ids: BTreeSet<CustomerId> = rows.iter().map(|row| row.id).collect();
    let mut all = Details::read(db, &ids, rows.iter().filter_map(|row| Some(row.vehicle.as_ref()?.id))).await?;
    rows.into_iter().map(|row| Ok(CustomerLine { details: all.take(db, &row)?, row })).collect()
}

/// Of a page of customers.
struct Details {
    customers: HashMap<CustomerId, Customer>,
    facts: HashMap<CustomerId, Facts>,
    cars: HashMap<VehicleId, Vehicle>,
    contacts: HashMap<CustomerId, Vec<contact::Contact>>,
    addresses: HashMap<CustomerId, address::Address>,
    answers: HashMap<CustomerId, Vec<Consent>>,
}

impl Details {
    async fn read(db: &Db<'_>, ids: &BTreeSet<CustomerId>, cars: impl Iterator<Item = VehicleId>) -> Result<Self> {
        let those = || ids.iter().copied();
        let customers = people::store::find_all(db, those()).await?;
        let facts = db.all(db.select::<fact::Entity>().filter(fact::Column::CustomerId.is_in(those()))).await?;
        let cars = vehicles::store::find_all(&db.under(PermissionName::SeeVehicles), cars).await?;
        let mut contacts: HashMap<CustomerId, Vec<contact::Contact>> = HashMap::new();
        let select = db.select::<contact::Entity>().filter(contact::Column::CustomerId.is_in(those()));
        let oldest_first = select.order_by_asc(contact::Column::CreatedAt).order_by_asc(contact::Column::Id);
        for contact in db.all(oldest_first).await? {
            contacts.entry(contact.customer_id).or_default().push(contact);
        }
        let select = db.select::<address::Entity>().filter(address::Column::CustomerId.is_in(those()));
        let addresses = db.all(select.filter(address::Column::IsPrimary.eq(true))).await?;
        Ok(Self {
            customers: customers.into_iter().map(|customer| (customer.id, customer)).collect(),
            facts: facts.into_iter().map(|facts| (facts.customer_id, facts)).collect(),
            cars: cars.into_iter().map(|car| (car.id, car)).collect(),
            contacts,
            addresses: addresses.into_iter().map(|address| (address.customer_id, address)).collect(),
            answers: consents::current_of(db, &those().collect::<Vec<_>>()).await?,
        })
    }

    fn take(&mut self, db: &Db<'_>, row: &CustomerRow) -> Result<CustomerDetails> {
        let Some(customer) = self.customers.remove(&row.id) else { return Ok(CustomerDetails::default()) };
        let (scope, keys) = (db.scope(), db.platform().keys());
        let contacts = self.contacts.remove(&row.id).unwrap_or_default();
        let value = |contact: &contact::Contact| Ok(contact_view(contact, &customer, scope, keys)?.value);
        let primary = |kind: ContactKind| {
            contacts.iter().find(|contact| contact.kind == kind && contact.is_primary).map(value).transpose()
        };
        let (email, wechat) = (primary(ContactKind::Email)?, primary(ContactKind::Wechat)?);
        let others = contacts.iter().filter(|contact| contact.kind == ContactKind::Phone && !contact.is_primary);
        let others: Vec<String> = others.map(value).collect::<Result<_>>()?;
        let address = self.addresses.remove(&row.id);
        let address = address.map(|address| address_view(&address, &customer, scope, keys)).transpose()?;
        Ok(CustomerDetails {
            email,
            wechat,
            other_phones: (!others.is_empty()).then(|| others.join("/")),
            id_number: id_number_of(db, &customer)?,
            address: address.map(|address| one_line(&address)),
            facts: self.facts.remove(&row.id),
            car: row.vehicle.as_ref().and_then(|car| self.cars.get(&car.id)).cloned(),
            answers: self.answers.remove(&row.id).unwrap_or_default(),
            customer: Some(customer),
        })
    }
}

/// As people write it: `广东省深圳市南山区科技园1号`; a municipality is named once.
fn one_line(address: &AddressView) -> String {
    let AddressView { province, city, district, detail, .. } = address;
    let city = city.as_ref().filter(|city| Some(*city) != province.as_ref());
    [province.as_ref(), city, district.as_ref(), detail.as_ref()].into_iter().flatten().map(String::as_str).collect()
}
