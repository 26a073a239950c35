//! What a pair looks like from outside: both records side by side, masked as everywhere.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CustomerId, DuplicatePairId, Error, Money, PermissionName, Result, StaffId};
use platform::{
    Db,
    names::{self, Known as Names, Ref, StoreRef},
};
use sea_orm::Value;
use serde::Serialize;
use utoipa::ToSchema;

use super::pair::{DuplicatePair, PairOrigin, PairState};
use crate::{
    by_keys::fetch_by,
    caller,
    candidates::{
        reading,
        verdict::MatchBand,
        view::{CautionView, ReasonView, caution, percent, reasons},
    },
    contacts::contact::ContactKind,
    facts::{
        self,
        fact::{Facts, known},
    },
    merges::rules::Caution,
    people::{
        self,
        customer::{Customer, CustomerKind, Gender, Stage},
        draft::{masked, shown},
    },
    vehicles::vehicle::known_model,
};

/// Two records that may be one customer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DuplicatePair)]
pub struct PairView {
    pub id: DuplicatePairId,
    pub band: MatchBand,
    /// How likely they are one, 0 to 100.
    pub percent: f64,
    /// Weightiest first.
    pub reasons: Vec<ReasonView>,
    pub caution: Option<CautionView>,
    /// Why a merge of many left it to a person: then it is asked about, however sure it looks.
    pub held_back: Option<Caution>,
    pub origin: PairOrigin,
    pub state: PairState,
    pub found_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
    pub settled_by: Option<Ref>,
    /// Why they are two, in the words of who said so.
    pub settled_reason: Option<String>,
    /// The earlier record.
    pub left: SideView,
    pub right: SideView,
    pub version: i32,
    /// `merge`, `set_apart`, `reopen`.
    pub can: Vec<&'static str>,
}

platform::has_version!(PairView);

/// One of the two records.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DuplicateSide)]
pub struct SideView {
    pub id: CustomerId,
    pub number: String,
    pub name: String,
    pub kind: CustomerKind,
    pub gender: Option<Gender>,
    pub birthday: Option<NaiveDate>,
    pub stage: Stage,
    pub store: StoreRef,
    pub consultant: Option<Ref>,
    /// Masked unless the caller may see phones, as are the next two.
    pub phones: Vec<String>,
    pub emails: Vec<String>,
    pub accounts: Vec<String>,
    /// Masked unless the caller may see ID numbers.
    pub id_number: Option<String>,
    pub city: Option<String>,
    /// Brand, series and plate.
    pub cars: Vec<String>,
    pub source: Option<String>,
    pub visits: i32,
    pub spend: Money,
    pub last_contact_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

platform::record! {
    struct CarLine { customer_id: CustomerId, brand: String, series: String, plate: Option<String> }
}

pub async fn view(db: &Db<'_>, pair: DuplicatePair) -> Result<PairView> {
    views(db, vec![pair]).await?.pop().ok_or(Error::NotFound)
}

/// Pairs of which the caller may see both, in their order: a fixed number of queries.
pub async fn views(db: &Db<'_>, pairs: Vec<DuplicatePair>) -> Result<Vec<PairView>> {
    let db = &db.under(PermissionName::SeeCustomers);
    let ids: BTreeSet<CustomerId> = pairs.iter().flat_map(|pair| [pair.left_id, pair.right_id]).collect();
    let mut sides = Sides::read(db, ids, &pairs).await?;
    pairs.into_iter().map(|pair| sides.pair(db, &pair)).collect()
}

/// What is shown of many customers.
struct Sides {
    customers: HashMap<CustomerId, Customer>,
    contacts: HashMap<CustomerId, Vec<(ContactKind, String)>>,
    id_numbers: HashMap<CustomerId, String>,
    cars: HashMap<CustomerId, Vec<String>>,
    facts: HashMap<CustomerId, Facts>,
    names: Names,
}

impl Sides {
    async fn read(db: &Db<'_>, ids: BTreeSet<CustomerId>, pairs: &[DuplicatePair]) -> Result<Self> {
        let customers = people::store::find_all(db, ids.iter().copied()).await?;
        let (mut contacts, mut id_numbers) = (HashMap::new(), HashMap::new());
        for one in reading::these(db, &ids.iter().copied().collect::<Vec<_>>()).await? {
            contacts.insert(one.id, one.particulars.contacts);
            id_numbers.extend(one.particulars.id_number.map(|number| (one.id, number)));
        }
        let wanted = names::Wanted {
            stores: customers.iter().map(|row| row.store_id).collect(),
            staff: customers
                .iter()
                .filter_map(|row| row.consultant_id)
                .chain(pairs.iter().filter_map(|pair| pair.settled_by).map(StaffId))
                .collect(),
            ..Default::default()
        };
        Ok(Self {
            facts: facts::store::find_all(db, &ids).await?,
            cars: cars_of(db, &ids).await?,
            names: names::of(db, wanted).await?,
            customers: customers.into_iter().map(|row| (row.id, row)).collect(),
            contacts,
            id_numbers,
        })
    }

    fn pair(&mut self, db: &Db<'_>, pair: &DuplicatePair) -> Result<PairView> {
        let language = db.scope().language();
        let merges = |id: CustomerId| {
            let may = |row: &Customer| db.scope().may_for(PermissionName::MergeCustomers, row.store_id, &row.people());
            self.customers.get(&id).is_some_and(may)
        };
        let can = match pair.state {
            PairState::Open if merges(pair.left_id) && merges(pair.right_id) => vec!["merge", "set_apart"],
            PairState::Open => vec!["set_apart"],
            PairState::Different => vec!["reopen"],
            PairState::Merged => Vec::new(),
        };
        let settled_by = pair
            .settled_by
            .map(|id| caller::reference(&self.names, id, pair.settled_by_name.clone().unwrap_or_default()));
        Ok(PairView {
            id: pair.id,
            band: pair.band(),
            percent: percent(pair.millionths),
            reasons: reasons(&pair.reasons.0, language),
            caution: caution(pair.caution, language),
            held_back: pair.held_back,
            origin: pair.origin,
            state: pair.state,
            found_at: pair.found_at,
            settled_at: pair.settled_at,
            settled_by,
            settled_reason: pair.settled_reason.clone(),
            left: self.side(db, pair.left_id)?,
            right: self.side(db, pair.right_id)?,
            version: pair.version,
            can,
        })
    }

    fn side(&self, db: &Db<'_>, id: CustomerId) -> Result<SideView> {
        let customer = self.customers.get(&id).ok_or(Error::NotFound)?;
        let sees = |permission| db.scope().may_for(permission, customer.store_id, &customer.people());
        let sees_contacts = sees(PermissionName::SeePhone);
        let of_kind = |wanted: &[ContactKind]| -> Vec<String> {
            let contacts = self.contacts.get(&id).into_iter().flatten().filter(|(kind, _)| wanted.contains(kind));
            contacts
                .map(|(kind, value)| if sees_contacts { shown(*kind, value.clone()) } else { masked(*kind, value) })
                .collect()
        };
        let id_number = self.id_numbers.get(&id).map(|number| {
            if sees(PermissionName::SeeIdNumber) { number.clone() } else { masked(ContactKind::Wechat, number) }
        });
        let facts = self.facts.get(&id);
        Ok(SideView {
            id,
            number: customer.number.clone(),
            name: customer.name.clone(),
            kind: customer.kind,
            gender: customer.gender,
            birthday: customer.birthday,
            stage: customer.stage,
            store: self.names.store(customer.store_id),
            consultant: customer.consultant_id.map(|id| self.names.staff(id)),
            phones: of_kind(&[ContactKind::Phone]),
            emails: of_kind(&[ContactKind::Email]),
            accounts: of_kind(&[ContactKind::Wechat, ContactKind::Wecom]),
            id_number,
            city: customer.city.clone(),
            cars: self.cars.get(&id).cloned().unwrap_or_default(),
            source: customer.source.clone(),
            visits: facts.map_or(0, |facts| facts.visits),
            spend: Money::cny(facts.map_or(0, |facts| facts.spend)),
            last_contact_at: facts.and_then(|facts| known(facts.last_contact_at)),
            created_at: customer.created_at,
            changed_at: customer.changed_at,
            version: customer.version,
        })
    }
}

async fn cars_of(db: &Db<'_>, ids: &BTreeSet<CustomerId>) -> Result<HashMap<CustomerId, Vec<String>>> {
    let select = "select p.customer_id, v.brand, v.series, v.plate from vehicle_people p \
         join vehicles v on v.id = p.vehicle_id where v.group_id = $1 and v.deleted_at is null and p.until is null \
         and p.customer_id in";
    let lines: Vec<CarLine> = fetch_by(db, select, "", ids.iter().map(|id| Value::from(*id)).collect()).await?;
    let mut cars: HashMap<CustomerId, Vec<String>> = HashMap::new();
    for CarLine { customer_id, brand, series, plate } in lines {
        let title = [known_model(&brand, &series), plate].into_iter().flatten().collect::<Vec<_>>().join(" ");
        cars.entry(customer_id).or_default().push(title);
    }
    Ok(cars)
}
