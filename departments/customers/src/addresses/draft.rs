//! An address as it comes in: one line to be taken apart, or its parts.

use kernel::{
    Error, Result, name,
    region::{self, Address as Parsed},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::people::{change::named, draft::checked_text};

/// Request body of `POST /customers/{id}/addresses`. Parts that are given stand over what is read from `text`.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewAddress {
    /// One line, `上海市浦东新区张江路 1 号`; province, city and district are read from it.
    pub text: Option<String>,
    pub label: Option<String>,
    pub province: Option<String>,
    pub city: Option<String>,
    pub district: Option<String>,
    /// Street, number, building.
    pub detail: Option<String>,
    /// The first address is the primary one in any case.
    pub is_primary: bool,
}

/// Request body of `PATCH /customers/{id}/addresses/{address_id}`: any subset; null empties a part. With `text` the whole place
/// is read anew.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AddressPatch {
    pub text: Option<String>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub label: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub province: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub city: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub district: Option<Option<String>>,
    #[serde(deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    pub detail: Option<Option<String>>,
    pub is_primary: Option<bool>,
}

/// What a patch asks for, in order.
#[derive(Clone, Debug, Default)]
pub struct AddressChange {
    pub label: Option<Option<String>>,
    pub province: Option<Option<String>>,
    pub city: Option<Option<String>>,
    pub district: Option<Option<String>>,
    pub detail: Option<Option<String>>,
    pub is_primary: Option<bool>,
}

impl NewAddress {
    /// The address with its label, or what is wrong with it.
    pub fn checked(&self) -> Result<(Parsed, Option<String>)> {
        let patch = AddressPatch {
            text: self.text.clone(),
            label: Some(self.label.clone()),
            province: self.province.clone().map(Some),
            city: self.city.clone().map(Some),
            district: self.district.clone().map(Some),
            detail: self.detail.clone().map(Some),
            is_primary: None,
        };
        let change = patch.checked()?;
        let address = Parsed {
            province: change.province.flatten(),
            city: change.city.flatten(),
            district: change.district.flatten(),
            rest: change.detail.flatten().unwrap_or_default(),
        };
        if address == Parsed::default() {
            return Err(Error::invalid("text", "address.empty", "write the address in one line, or at least its city"));
        }
        Ok((address, change.label.flatten()))
    }
}

impl AddressPatch {
    /// The parts in order: texts cleaned, provinces and cities by their official names.
    pub fn checked(self) -> Result<AddressChange> {
        let mut faults = Vec::new();
        let text = checked_text("text", self.text.as_deref(), &mut faults);
        let read = text.map(|text| Parsed::parse(&text));
        let mut part = |field: &str, given: Option<Option<String>>, read: Option<Option<String>>| {
            given.map_or(read, |given| Some(checked_text(field, given.as_deref(), &mut faults)))
        };
        let change = AddressChange {
            label: part("label", self.label, None),
            province: part("province", self.province, read.as_ref().map(|read| read.province.clone()))
                .map(|province| province.map(official_province)),
            city: part("city", self.city, read.as_ref().map(|read| read.city.clone()))
                .map(|city| city.map(official_city)),
            district: part("district", self.district, read.as_ref().map(|read| read.district.clone())),
            detail: part(
                "detail",
                self.detail,
                read.map(|read| Some(name::clean(&read.rest)).filter(|rest| !rest.is_empty())),
            ),
            is_primary: self.is_primary,
        };
        Error::unless_valid(faults)?;
        Ok(change)
    }
}

fn official_province(name: String) -> String {
    region::province(&name).map_or(name, str::to_owned)
}

fn official_city(name: String) -> String {
    region::city(&name).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_is_taken_apart_and_parts_stand_over_it() {
        let new = NewAddress {
            text: Some("深圳南山区科技园1号".into()),
            district: Some("福田区".into()),
            ..NewAddress::default()
        };
        let (address, _) = new.checked().unwrap();
        assert_eq!(address.province.as_deref(), Some("广东省"));
        assert_eq!(address.city.as_deref(), Some("深圳市"));
        assert_eq!(address.district.as_deref(), Some("福田区"));
        assert_eq!(address.rest, "科技园1号");
    }

    #[test]
    fn spoken_names_of_regions_become_official_ones() {
        let new = NewAddress { province: Some("广东".into()), city: Some("深圳".into()), ..NewAddress::default() };
        let (address, _) = new.checked().unwrap();
        assert_eq!((address.province.as_deref(), address.city.as_deref()), (Some("广东省"), Some("深圳市")));
    }

    #[test]
    fn an_address_without_a_word_is_refused() {
        assert!(NewAddress { label: Some("家".into()), ..NewAddress::default() }.checked().is_err());
    }

    #[test]
    fn a_new_line_of_text_replaces_the_whole_place() {
        let patch = AddressPatch { text: Some("北京朝阳区".into()), ..AddressPatch::default() };
        let change = patch.checked().unwrap();
        assert_eq!(change.city, Some(Some("北京市".into())));
        assert_eq!(change.detail, Some(None));
        assert_eq!(change.label, None);
    }
}
