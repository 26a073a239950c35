//! One row of a file as a customer with car and history, or everything that is wrong with it. Pure.

mod cells;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use journal::events::customers::HistoryKind;
use kernel::{Error, Fault, StoreId, TagId, brand::Brand, name, number::Numbered, region, vin::Vin};

use super::{
    cell_fault::CellFault,
    consents::ConsentDraft,
    plan::{Given, Plan},
    spoken,
    stores::Place,
    targets::{self, Field, TargetGroup},
};
use crate::{
    contacts::contact::ContactKind,
    people::{
        customer::Stage,
        draft::{ContactDraft, CustomerDraft, NewCustomer},
    },
    vehicles::{
        checks,
        draft::{NewVehicle, UNKNOWN, VehicleDraft},
        mileage::MileageSource,
    },
};

/// A row whose every cell is in order.
#[derive(Clone, Debug)]
pub struct RowDraft {
    /// Where the customer comes to if it turns out to be new.
    pub store: StoreId,
    pub customer: CustomerDraft,
    /// Our number of the customer the row is about.
    pub number: Option<String>,
    pub vehicle_number: Option<String>,
    /// What may be right of a customer who is there and is wrong of a new one.
    pub unsure: Vec<Unsure>,
    /// Contacts the row has that are to take the place of the primary ones.
    pub rewrites: Vec<Field>,
    /// Whether the file says so, and not only the default.
    pub stage_is_given: bool,
    /// Phones kept as written; they stand among the contacts and never tell who somebody is.
    pub odd_phones: Vec<String>,
    pub tags: Vec<TagId>,
    pub note: Option<String>,
    pub vehicle: Option<VehicleDraft>,
    pub records: Vec<RecordDraft>,
    pub consents: Vec<ConsentDraft>,
    /// Equal for equal rows.
    pub fingerprint: String,
}

/// A cell that is in order only where it says what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsure {
    /// It shows a part of what it stands for, and says nothing of a customer who is there.
    Masked(CellFault),
    /// It names somebody who left, or whom the name alone doesn't tell, and may be who looks after the customer all the same.
    Person { field: Field, name: String, fault: CellFault },
}

impl Unsure {
    pub fn fault(&self) -> &CellFault {
        match self {
            Self::Masked(fault) | Self::Person { fault, .. } => fault,
        }
    }
}

/// Something an older system recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDraft {
    pub kind: HistoryKind,
    pub on: NaiveDate,
    /// Minor units.
    pub amount: Option<i64>,
    pub mileage_km: Option<i32>,
    pub summary: String,
    pub external_id: Option<String>,
}

/// Reads the cells of one row.
pub fn draft_row(plan: &Plan, cells: &[String]) -> Result<RowDraft, Vec<CellFault>> {
    let given = plan.given(cells);
    let place = plan.places.chosen();
    let mut reader = Reader { plan, given: &given, place, number: None, unsure: Vec::new(), faults: Vec::new() };
    reader.number = reader.number(Field::Number, Numbered::Customer);
    let vehicle_number = reader.number(Field::VehicleNumber, Numbered::Vehicle);
    reader.place = reader.place();
    reader.masked();
    let phones = reader.phones();
    let customer = reader.customer(&phones);
    let vehicle = reader.vehicle();
    let records = reader.records(vehicle.as_ref());
    let tags = reader.tags();
    let note = reader.note();
    let consents = reader.consents();
    let Reader { place, number, unsure, faults, .. } = reader;
    match customer {
        Some(customer) if faults.is_empty() => {
            let draft = put_together(place, &given, customer, phones.odd, vehicle, records, tags, note, consents);
            let rewrites = REWRITABLE.into_iter().filter(|field| plan.overwriting.contains(field));
            let rewrites = rewrites.filter(|field| given.text(*field).is_some()).collect();
            Ok(RowDraft { number, vehicle_number, unsure, rewrites, ..draft })
        }
        _ => Err(faults),
    }
}

#[expect(clippy::too_many_arguments, reason = "the parts of one row, each read on its own")]
fn put_together(
    place: &Place,
    given: &Given,
    mut customer: CustomerDraft,
    odd_phones: Vec<String>,
    mut vehicle: Option<VehicleDraft>,
    records: Vec<RecordDraft>,
    tags: Vec<TagId>,
    note: Option<String>,
    consents: Vec<ConsentDraft>,
) -> RowDraft {
    let has_phone = customer.contacts.iter().any(|contact| contact.kind == ContactKind::Phone);
    let odd =
        odd_phones.iter().map(|phone| ContactDraft { kind: ContactKind::Phone, value: phone.clone(), label: None });
    if has_phone {
        customer.contacts.extend(odd);
    } else {
        customer.contacts.splice(0..0, odd);
    }
    let bought = records.iter().filter(|record| record.kind == HistoryKind::Purchase).map(|record| record.on).min();
    if let Some(vehicle) = &mut vehicle {
        vehicle.purchased_on = vehicle.purchased_on.or(bought);
    }
    let stage_is_given = given.text(Field::Stage).is_some();
    if !stage_is_given && (vehicle.is_some() || bought.is_some()) {
        customer.stage = Stage::Owner;
    }
    if customer.created_at.is_none() {
        customer.created_at = records.iter().map(|record| record.on).min().map(|day| place.calendar.start_of(day));
    }
    if let Some(vehicle) = &mut vehicle {
        vehicle.created_at = customer.created_at;
    }
    let store = place.id;
    RowDraft {
        store,
        customer,
        number: None,
        vehicle_number: None,
        unsure: Vec::new(),
        rewrites: Vec::new(),
        stage_is_given,
        odd_phones,
        tags,
        note,
        vehicle,
        records,
        consents,
        fingerprint: given.fingerprint(),
    }
}

const REWRITABLE: [Field; 3] = [Field::Phone, Field::Email, Field::Wechat];

struct Reader<'a> {
    plan: &'a Plan,
    given: &'a Given,
    /// The store of the row.
    place: &'a Place,
    /// Our number of the customer, when the row has one.
    number: Option<String>,
    unsure: Vec<Unsure>,
    faults: Vec<CellFault>,
}

#[derive(Default)]
struct Phones {
    whole: Vec<String>,
    odd: Vec<String>,
}

impl Reader<'_> {
    fn customer(&mut self, phones: &Phones) -> Option<CustomerDraft> {
        let created_on = self.past_date(Field::CreatedAt);
        self.rounded_ids();
        let form = NewCustomer {
            kind: self.word(Field::Kind, spoken::kind),
            name: self.given.owned(Field::Name).unwrap_or_default(),
            gender: self.word(Field::Gender, spoken::gender),
            birthday: self.date(Field::Birthday),
            occupation: self.given.owned(Field::Occupation),
            phones: phones.whole.clone(),
            email: self.given.owned(Field::Email),
            wechat: self.given.owned(Field::Wechat),
            id_number: self.given.owned(Field::IdNumber),
            address: self.given.owned(Field::Address),
            city: self.given.owned(Field::City),
            stage: self.word(Field::Stage, spoken::stage),
            source: self.given.owned(Field::Source),
            consultant_id: self.staff(Field::Consultant),
            advisor_id: self.staff(Field::Advisor),
            purpose: self.word(Field::Purpose, spoken::purpose),
            use_scenario: self.word(Field::UseScenario, spoken::use_scenario),
            decision_style: self.word(Field::DecisionStyle, spoken::decision_style),
            preferred_colour: self.given.owned(Field::PreferredColour),
            external_id: self.given.owned(Field::ExternalId),
            ..NewCustomer::default()
        };
        let drafted = form.draft(Some(self.place.id), self.place.today);
        let mut draft = self.unless_faulty(drafted)?;
        draft.created_at = created_on.map(|day| self.place.calendar.start_of(day));
        self.name_city(&mut draft);
        Some(draft)
    }

    /// A city outside the table of regions is one too, and stands beside an address without a city.
    fn name_city(&self, draft: &mut CustomerDraft) {
        let Some(city) = self.given.text(Field::City) else { return };
        let address = draft.address.get_or_insert_default();
        if address.city.is_none() {
            let city = name::clean(city);
            if address.rest == city {
                address.rest.clear();
            }
            address.city = Some(region::city(&city).unwrap_or(city));
        }
    }

    fn vehicle(&mut self) -> Option<VehicleDraft> {
        if !self.given.has(TargetGroup::Vehicle) {
            return None;
        }
        // The day somebody bought a car is no car yet: it becomes their purchase.
        let tells = |field: Field| field.group() == TargetGroup::Vehicle && field != Field::VehiclePurchasedOn;
        if !targets::all().any(|field| tells(field) && self.given.text(field).is_some()) {
            return None;
        }
        let vin = self.given.owned(Field::VehicleVin);
        let (brand, series) = or_unknown(self.model(), vin.as_deref());
        let form = NewVehicle {
            vin,
            plate: self.given.owned(Field::VehiclePlate),
            brand,
            series,
            trim: self.given.owned(Field::VehicleTrim),
            model_year: self.integer(Field::VehicleModelYear),
            energy: self.word(Field::VehicleEnergy, spoken::energy),
            colour: self.given.owned(Field::VehicleColour),
            purchased_on: self.date(Field::VehiclePurchasedOn),
            in_service_on: self.date(Field::VehicleInServiceOn),
            mileage_km: self.integer(Field::VehicleMileage),
            warranty_until: self.date(Field::VehicleWarrantyUntil),
            insurance_until: self.date(Field::VehicleInsuranceUntil),
            insurer: self.given.owned(Field::VehicleInsurer),
            inspection_until: self.date(Field::VehicleInspectionUntil),
            next_service_on: self.date(Field::VehicleNextServiceOn),
            external_id: self.given.owned(Field::VehicleExternalId),
            confirm_vin: self.plan.keep_odd_vins,
            ..NewVehicle::default()
        };
        let drafted = form.draft_within("vehicle.", Some(self.place.id), self.place.today);
        let draft = self.unless_faulty(drafted)?;
        Some(VehicleDraft { mileage_source: MileageSource::Import, ..draft })
    }

    /// Brand and series; one column that holds both is taken apart, at the first blank when the brand is not known.
    fn model(&self) -> (String, String) {
        let text = |field| self.given.owned(field).unwrap_or_default();
        let (brand, series) = (text(Field::VehicleBrand), text(Field::VehicleSeries));
        let Some(model) = self.given.text(Field::VehicleModel) else { return (brand, series) };
        if !series.is_empty() {
            let brand = if brand.is_empty() { model.to_owned() } else { brand };
            return (brand, series);
        }
        match Brand::at_start_of(model) {
            Some((known, rest)) if !rest.is_empty() => (known.chinese.to_owned(), rest),
            _ if !brand.is_empty() => (brand, model.to_owned()),
            _ => match name::clean(model).split_once(' ') {
                Some((brand, series)) => (brand.to_owned(), series.to_owned()),
                None => (model.to_owned(), String::new()),
            },
        }
    }

    fn records(&mut self, vehicle: Option<&VehicleDraft>) -> Vec<RecordDraft> {
        let mut records = Vec::new();
        let is_bare_purchase = vehicle.is_none() && self.given.text(Field::VehiclePurchasedOn).is_some();
        if self.given.has(TargetGroup::Purchase) || is_bare_purchase {
            let of_vehicle = match vehicle {
                Some(vehicle) => vehicle.purchased_on,
                None => self.past_date(Field::VehiclePurchasedOn),
            };
            let on = self.past_date(Field::PurchaseOn).or(of_vehicle);
            let amount = self.amount(Field::PurchaseAmount);
            let title = vehicle.map(|vehicle| format!("{} {}", vehicle.brand, vehicle.series)).unwrap_or_default();
            let summary = self.given.text(Field::PurchaseSummary).map_or(title, name::clean);
            let external_id = self.given.owned(Field::PurchaseExternalId);
            let kind = HistoryKind::Purchase;
            if let Some(on) = self.dated(Field::PurchaseOn, on) {
                records.push(RecordDraft { kind, on, amount, mileage_km: None, summary, external_id });
            }
        }
        if self.given.has(TargetGroup::Visit) {
            let on = self.past_date(Field::VisitOn);
            let kind = self.word(Field::VisitKind, spoken::history).unwrap_or(HistoryKind::Maintenance);
            let (amount, mileage_km) = (self.amount(Field::VisitAmount), self.integer(Field::VisitMileage));
            let summary = self.given.text(Field::VisitSummary).map(name::clean).unwrap_or_default();
            let external_id = self.given.owned(Field::VisitExternalId);
            if let Some(on) = self.dated(Field::VisitOn, on) {
                records.push(RecordDraft { kind, on, amount, mileage_km, summary, external_id });
            }
        }
        records
    }

    fn tags(&mut self) -> Vec<TagId> {
        let Some(text) = self.given.text(Field::Tags) else { return Vec::new() };
        let mut tags = Vec::new();
        for title in
            text.split([',', '，', ';', '；', '、', '|', '/', '\n']).map(str::trim).filter(|title| !title.is_empty())
        {
            match self.plan.tags.find(title) {
                Some(Some(tag)) if !tags.contains(&tag) => tags.push(tag),
                Some(Some(_)) => {}
                Some(None) => self.fault(
                    Field::Tags,
                    "tag.ambiguous",
                    format!("Several tags are called “{title}”. Rename one of them first."),
                    format!("有多个标签叫“{title}”。请先改名。"),
                ),
                None => self.fault(
                    Field::Tags,
                    "tag.unknown",
                    format!("There is no tag “{title}”. Add it to the tag library, or map the word to another tag."),
                    format!("没有标签“{title}”。请先在标签库中新建，或在取值对照里改成已有的标签。"),
                ),
            }
        }
        tags
    }

    fn note(&mut self) -> Option<String> {
        const CHARACTERS_MAX: usize = 2_000;
        let text = self.given.owned(Field::Note)?;
        if text.chars().count() > CHARACTERS_MAX {
            let fault = Fault::new("note", "note.too_long", format!("a note has at most {CHARACTERS_MAX} characters"));
            self.faults.push(CellFault::of_field(self.given.column(Field::Note), Some(Field::Note), &fault));
        }
        Some(text)
    }

    fn unless_faulty<T>(&mut self, drafted: Result<T, Error>) -> Option<T> {
        match drafted {
            Ok(value) => Some(value),
            Err(Error::Invalid(faults)) => {
                for fault in faults {
                    let field = field_of(&fault.field);
                    let column = field.and_then(|field| self.given.column(field).or_else(|| self.other_column(field)));
                    self.faults.push(CellFault::of_field(column, field, &fault));
                }
                None
            }
            Err(other) => {
                self.faults.push(CellFault::new(None, None, "row.unreadable", other.to_string(), other.to_string()));
                None
            }
        }
    }

    /// Brand and series may stand in one column.
    fn other_column(&self, field: Field) -> Option<usize> {
        matches!(field, Field::VehicleBrand | Field::VehicleSeries)
            .then(|| self.given.column(Field::VehicleModel))
            .flatten()
    }
}

/// Old lists have a plate and no model: the car comes in all the same, to be named when it is next seen.
fn or_unknown((brand, series): (String, String), vin: Option<&str>) -> (String, String) {
    let vin = vin.and_then(|vin| Vin::parse(vin).ok());
    let (brand, series) = checks::understood(&brand, &series, vin.as_ref());
    let known = |text: String| if text.is_empty() { UNKNOWN.to_owned() } else { text };
    (known(brand), known(series))
}

/// `phones[1]` is one of the cells of `phone`.
fn field_of(path: &str) -> Option<Field> {
    if path.starts_with("phones") { Some(Field::Phone) } else { Field::find(path) }
}
