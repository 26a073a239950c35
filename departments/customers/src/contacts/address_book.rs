//! Where messages to a customer go, the primary contact of the kind the channel needs, and how the customer is spoken to.

use chrono::NaiveDate;
use futures::future::BoxFuture;
use kernel::{CustomerId, Language, Result, VehicleId, text::is_han};
use messaging::{Address, AddressBook, ChannelKind, templates::Values};
use platform::Db;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::contact::{Column, ContactKind, Entity};
use crate::{
    people::{
        customer::{self, Customer, CustomerKind, Gender},
        draft::masked,
    },
    vehicles::vehicle::{self, Vehicle},
};

pub struct CustomerAddresses;

impl AddressBook for CustomerAddresses {
    fn find<'a>(
        &'a self,
        db: &'a Db<'a>,
        customer: CustomerId,
        channel: ChannelKind,
    ) -> BoxFuture<'a, Result<Option<Address>>> {
        Box::pin(async move {
            let Some(kind) = kind_of(channel) else { return messaging::push::address_of(db, customer).await };
            let select = db.select::<Entity>().filter(Column::CustomerId.eq(customer)).filter(Column::Kind.eq(kind));
            // One that is known to be wrong would give a stranger the message.
            let select = select.filter(Column::WrongSince.is_null());
            let row =
                db.maybe(select.order_by_desc(Column::IsPrimary).order_by_asc(Column::CreatedAt).limit(1)).await?;
            let Some(row) = row else { return Ok(None) };
            let to = db.platform().keys().open(&row.sealed, row.id.0.as_bytes())?;
            let masked = masked(kind, &to);
            Ok(Some(Address { to, masked }))
        })
    }

    fn values<'a>(
        &'a self,
        db: &'a Db<'a>,
        customer: CustomerId,
        vehicle: Option<VehicleId>,
        language: Language,
    ) -> BoxFuture<'a, Result<Values>> {
        Box::pin(async move {
            let mut values = Values::new();
            if let Some(person) =
                db.maybe(db.select::<customer::Entity>().filter(customer::Column::Id.eq(customer))).await?
            {
                values.insert("customer.greeting".into(), greeting(&person, language).into());
            }
            if let Some(car) = car_of(db, customer, vehicle).await? {
                values.extend(car_values(&car));
            }
            Ok(values)
        })
    }
}

/// By which kind of contact a channel reaches people; a browser is none.
pub(super) fn kind_of(channel: ChannelKind) -> Option<ContactKind> {
    match channel {
        ChannelKind::Sms => Some(ContactKind::Phone),
        ChannelKind::Email => Some(ContactKind::Email),
        ChannelKind::Wecom => Some(ContactKind::Wecom),
        ChannelKind::Push => None,
    }
}

/// The car that is meant, else the one of the customer's that was changed last.
async fn car_of(db: &Db<'_>, customer: CustomerId, car: Option<VehicleId>) -> Result<Option<Vehicle>> {
    let select = db.select::<vehicle::Entity>().filter(vehicle::Column::DeletedAt.is_null());
    let select = match car {
        Some(id) => select.filter(vehicle::Column::Id.eq(id)),
        None => select.filter(vehicle::Column::OwnerId.eq(customer)).order_by_desc(vehicle::Column::ChangedAt),
    };
    db.maybe(select.limit(1)).await
}

fn car_values(car: &Vehicle) -> Values {
    let text = |name: &str, value: Option<&str>| Some((name.to_owned(), value?.into()));
    let day = |name: &str, value: Option<NaiveDate>| Some((name.to_owned(), value?.into()));
    let title = car.title();
    let known = [
        text("vehicle.plate", car.plate.as_deref()),
        text("vehicle.model", Some(&title)),
        day("maintenance.due", car.next_service_on),
        day("inspection.due", car.inspection_until),
        day("insurance.due", car.insurance_until),
    ];
    known.into_iter().flatten().collect()
}

/// 张先生, 欧阳女士, 李雷 where nothing more is known, a company by its name.
fn greeting(person: &Customer, language: Language) -> String {
    let name = person.name.trim();
    if person.kind == CustomerKind::Company || language == Language::En {
        return name.to_owned();
    }
    let title = match person.gender {
        Some(Gender::Male) => "先生",
        Some(Gender::Female) => "女士",
        _ => return name.to_owned(),
    };
    match surname(name) {
        Some(surname) => format!("{surname}{title}"),
        None => format!("{name}{title}"),
    }
}

/// The surname of a Chinese name of two to four characters.
fn surname(name: &str) -> Option<String> {
    let characters: Vec<char> = name.chars().collect();
    if !(2..=4).contains(&characters.len()) || !characters.iter().copied().all(is_han) {
        return None;
    }
    let double: String = characters.iter().take(2).collect();
    let is_double = characters.len() > 2 && DOUBLE_SURNAMES.contains(&double.as_str());
    Some(if is_double { double } else { characters[..1].iter().collect() })
}

/// The double surnames still common.
const DOUBLE_SURNAMES: [&str; 14] =
    ["欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "端木", "轩辕"];

#[cfg(test)]
mod tests {
    use super::surname;

    #[test]
    fn a_chinese_surname_is_one_character_or_two() {
        assert_eq!(surname("张伟").as_deref(), Some("张"));
        assert_eq!(surname("欧阳修").as_deref(), Some("欧阳"));
        assert_eq!(surname("欧阳").as_deref(), Some("欧"));
        assert_eq!((surname("John"), surname("张"), surname("上海大众有限公司")), (None, None, None));
    }
}
