//! What may happen to the addresses of a customer: pure, on the whole list of them, so that one is the primary.

use journal::events::customers::CustomersEvent;
use kernel::{AddressId, Error, Refusal};

use super::address::Address;

pub const ADDRESSES_MAX: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressRefusal {
    TooMany,
    PrimaryNeeded,
    Empty,
}

impl Refusal for AddressRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::TooMany => "address.too_many",
            Self::PrimaryNeeded => "address.primary_needed",
            Self::Empty => "address.empty",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::TooMany => {
                format!("A customer has at most {ADDRESSES_MAX} addresses; remove one that is out of use.")
            }
            Self::PrimaryNeeded => "One address is the primary one; make another one primary instead.".into(),
            Self::Empty => "Nothing would be left of this address; remove it instead.".into(),
        }
    }
}

/// All addresses of one customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Addresses(pub Vec<Address>);

impl Addresses {
    /// Adds one; the first is the primary one whether that was asked for or not.
    pub fn add(&mut self, address: Address) -> Result<CustomersEvent, AddressRefusal> {
        if self.0.len() >= ADDRESSES_MAX {
            return Err(AddressRefusal::TooMany);
        }
        let (id, city) = (address.id, address.city.clone());
        let becomes_primary = address.is_primary || self.primary().is_none();
        self.0.push(address);
        if becomes_primary {
            self.make_primary(id);
        }
        Ok(CustomersEvent::AddressAdded { city })
    }

    /// Puts a changed address in place of the one it was, made primary when it now says so.
    pub fn change(&mut self, changed: Address) -> Result<CustomersEvent, Error> {
        let was_primary = self.find(changed.id)?.is_primary;
        let is_blank = changed.province.is_none()
            && changed.city.is_none()
            && changed.district.is_none()
            && changed.detail_sealed.is_none();
        if is_blank {
            return Err(AddressRefusal::Empty.into());
        }
        if was_primary && !changed.is_primary {
            return Err(AddressRefusal::PrimaryNeeded.into());
        }
        let (id, city, is_primary) = (changed.id, changed.city.clone(), changed.is_primary);
        *self.0.iter_mut().find(|address| address.id == id).ok_or(Error::NotFound)? = changed;
        if is_primary {
            self.make_primary(id);
        }
        Ok(CustomersEvent::AddressChanged { city })
    }

    /// Removes one; the oldest follows a primary one.
    pub fn remove(&mut self, id: AddressId) -> Result<CustomersEvent, Error> {
        let gone = self.find(id)?.clone();
        self.0.retain(|address| address.id != id);
        let heir = self.0.iter().min_by_key(|address| address.created_at).map(|address| address.id);
        if let Some(heir) = heir.filter(|_| gone.is_primary) {
            self.make_primary(heir);
        }
        Ok(CustomersEvent::AddressRemoved { city: gone.city })
    }

    pub fn find(&self, id: AddressId) -> Result<&Address, Error> {
        self.0.iter().find(|address| address.id == id).ok_or(Error::NotFound)
    }

    pub fn primary(&self) -> Option<&Address> {
        self.0.iter().find(|address| address.is_primary)
    }

    fn make_primary(&mut self, id: AddressId) {
        for address in &mut self.0 {
            address.is_primary = address.id == id;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, TimeDelta};
    use kernel::{CustomerId, GroupId};
    use sea_orm::prelude::Uuid;

    fn address(number: u128, city: &str) -> Address {
        Address {
            id: AddressId(Uuid::from_u128(number)),
            group_id: GroupId(Uuid::nil()),
            customer_id: CustomerId(Uuid::nil()),
            label: None,
            province: None,
            city: Some(city.into()),
            district: None,
            detail_sealed: None,
            is_primary: false,
            created_at: DateTime::UNIX_EPOCH + TimeDelta::seconds(i64::try_from(number).unwrap()),
        }
    }

    #[test]
    fn the_first_address_is_the_primary_one_and_the_oldest_follows_it() {
        let mut addresses = Addresses::default();
        for (number, city) in [(1, "上海市"), (2, "北京市"), (3, "深圳市")] {
            addresses.add(address(number, city)).unwrap();
        }
        assert_eq!(addresses.primary().unwrap().city.as_deref(), Some("上海市"));
        addresses.remove(AddressId(Uuid::from_u128(1))).unwrap();
        assert_eq!(addresses.primary().unwrap().city.as_deref(), Some("北京市"));
    }

    #[test]
    fn the_primary_flag_is_given_on_never_dropped() {
        let mut addresses = Addresses::default();
        addresses.add(address(1, "上海市")).unwrap();
        addresses.add(address(2, "北京市")).unwrap();
        assert!(addresses.change(address(1, "上海市")).is_err());
        addresses.change(Address { is_primary: true, ..address(2, "北京市") }).unwrap();
        assert_eq!(addresses.primary().unwrap().id, AddressId(Uuid::from_u128(2)));
        assert_eq!(addresses.0.iter().filter(|address| address.is_primary).count(), 1);
    }

    #[test]
    fn an_address_is_not_emptied_but_removed() {
        let mut addresses = Addresses::default();
        addresses.add(address(1, "上海市")).unwrap();
        let refused = addresses.change(Address { city: None, is_primary: true, ..address(1, "") }).unwrap_err();
        assert!(matches!(refused, Error::Refused { code: "address.empty", .. }));
    }
}
