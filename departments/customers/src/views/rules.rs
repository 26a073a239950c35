//! What may happen to a saved view: pure, a changed view or a refusal.

use std::ops::RangeInclusive;

use kernel::{Error, Fault, PermissionName, Refusal, Result, StoreId};
use platform::Span;
use uuid::Uuid;

use super::saved_view::{Definition, SavedView, ViewAbout};
use crate::{people::list::Asked, vehicles};

pub const VIEWS_MAX: u64 = 100;
const PARTS_MAX: usize = 50;
const PART_CHARACTERS_MAX: usize = 2_000;
const COLUMN_PX: RangeInclusive<u16> = 60..=640;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewRefusal {
    NotYours,
    TooMany,
}

impl Refusal for ViewRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotYours => "view.not_yours",
            Self::TooMany => "view.too_many",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::NotYours => {
                "Only its owner or whoever manages roles changes a shared view; save one of your own.".into()
            }
            Self::TooMany => format!("One has at most {VIEWS_MAX} views; delete one that is out of use."),
        }
    }
}

/// Who wants to change a view.
#[derive(Clone, Copy, Debug)]
pub struct Hand {
    pub id: Uuid,
    pub manages_roles: bool,
    pub shares_views: bool,
}

/// A change whose parts are in order; `None` leaves one as it is.
#[derive(Clone, Debug, Default)]
pub struct ViewChange {
    pub name: Option<String>,
    pub colour: Option<String>,
    pub sharing: Option<Sharing>,
    pub definition: Option<Definition>,
    pub position: Option<i32>,
}

/// Who sees a view beside its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    Nobody,
    Store(StoreId),
    Group,
}

impl Sharing {
    /// Shared in the store named, else as far as the caller may: the whole group, else the own store.
    ///
    /// # Errors
    /// Forbidden where sharing is not the caller's at all, a fault in `store_id` where it is not theirs in that store.
    pub fn within(span: Option<&Span>, named: Option<StoreId>, home: Option<StoreId>) -> Result<Self> {
        let forbidden = || Error::Forbidden { permission: PermissionName::ShareViews.name() };
        let span = span.ok_or_else(forbidden)?;
        if let Some(store) = named {
            let message = "you can share views in your own stores only; name one of those, or none";
            let is_theirs = span.welcomes(store);
            return is_theirs
                .then_some(Self::Store(store))
                .ok_or_else(|| Error::invalid("store_id", "view.store_out_of_reach", message));
        }
        if span.is_whole() {
            return Ok(Self::Group);
        }
        let home = home.filter(|store| span.welcomes(*store));
        let any = span.stores.iter().chain(&span.homes).next().copied();
        home.or(any).map(Self::Store).ok_or_else(forbidden)
    }

    /// As the columns `is_shared` and `store_id` have it.
    pub fn columns(self) -> (bool, Option<StoreId>) {
        match self {
            Self::Nobody => (false, None),
            Self::Store(store) => (true, Some(store)),
            Self::Group => (true, None),
        }
    }
}

impl SavedView {
    /// Whether this hand may change or delete it.
    pub fn is_open_to(&self, hand: Hand) -> bool {
        self.owner_id == hand.id || (self.is_shared && hand.manages_roles)
    }

    pub fn change(&mut self, change: ViewChange, hand: Hand) -> Result<(), ViewRefusal> {
        self.must_be_open_to(hand)?;
        if let Some(name) = change.name {
            self.name = name;
        }
        if let Some(colour) = change.colour {
            self.colour = colour;
        }
        if let Some(sharing) = change.sharing {
            (self.is_shared, self.store_id) = sharing.columns();
        }
        if let Some(definition) = change.definition {
            self.definition = definition;
        }
        if let Some(position) = change.position {
            self.position = position;
        }
        Ok(())
    }

    pub fn must_be_open_to(&self, hand: Hand) -> Result<(), ViewRefusal> {
        if self.is_open_to(hand) { Ok(()) } else { Err(ViewRefusal::NotYours) }
    }
}

impl Definition {
    /// Says what is wrong with it: a question about customers or cars must be one the list understands.
    pub fn check(&self, about: ViewAbout, faults: &mut Vec<Fault>) {
        let texts = self.filters.iter().chain(&self.columns).chain(&self.sort).chain(&self.q).chain(self.widths.keys());
        let is_too_large =
            [self.filters.len(), self.columns.len(), self.widths.len()].iter().any(|&parts| parts > PARTS_MAX)
                || texts.map(|text| text.chars().count()).any(|length| length > PART_CHARACTERS_MAX);
        if is_too_large {
            let message =
                format!("at most {PARTS_MAX} filters, columns and widths of {PART_CHARACTERS_MAX} characters each");
            faults.push(Fault::new("definition", "view.too_large", message));
            return;
        }
        for (column, width) in self.widths.iter().filter(|(_, width)| !COLUMN_PX.contains(width)) {
            let message = format!("{width} pixels: a column is {} to {} wide", COLUMN_PX.start(), COLUMN_PX.end());
            faults.push(Fault::new(format!("definition.widths.{column}"), "view.width", message));
        }
        if let Err(Error::Invalid(wrong)) = self.understood_as(about) {
            let of_definition = |fault: Fault| Fault { field: format!("definition.{}", fault.field), ..fault };
            faults.extend(wrong.into_iter().map(of_definition));
        }
    }

    /// Whether the list would understand it; the list of tasks belongs to another department, which says so itself.
    fn understood_as(&self, about: ViewAbout) -> Result<()> {
        match about {
            ViewAbout::Customers => self.asked().check(),
            ViewAbout::Vehicles => self.asked().check_for::<vehicles::fields::Place>(),
            ViewAbout::Tasks => Ok(()),
        }
    }

    fn asked(&self) -> Asked {
        Asked { filters: self.filters.clone(), q: self.q.clone(), sort: self.sort.clone(), ..Asked::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use kernel::{GroupId, SavedViewId};

    fn hand(id: u128) -> Hand {
        Hand { id: Uuid::from_u128(id), manages_roles: false, shares_views: false }
    }

    fn shared_view() -> SavedView {
        SavedView {
            id: SavedViewId(Uuid::nil()),
            group_id: GroupId(Uuid::nil()),
            owner_id: Uuid::from_u128(1),
            owner_name: "李".into(),
            about: ViewAbout::Customers,
            name: "本月到期".into(),
            colour: "blue".into(),
            is_shared: true,
            store_id: None,
            definition: Definition::default(),
            position: 0,
            created_at: DateTime::UNIX_EPOCH,
            version: 1,
        }
    }

    #[test]
    fn a_shared_view_is_changed_by_its_owner_and_by_who_manages_roles() {
        let rename = || ViewChange { name: Some("下月到期".into()), ..ViewChange::default() };
        let mut view = shared_view();
        assert_eq!(view.change(rename(), hand(2)), Err(ViewRefusal::NotYours));
        assert!(view.change(rename(), hand(1)).is_ok());
        assert!(view.change(rename(), Hand { manages_roles: true, ..hand(2) }).is_ok());
        view.is_shared = false;
        assert!(!view.is_open_to(Hand { manages_roles: true, ..hand(2) }));
    }

    #[test]
    fn a_view_is_shared_no_further_than_its_sharer_reaches() {
        let [own, other] = [1, 2].map(|number| StoreId(Uuid::from_u128(number)));
        let of_store = Span { stores: vec![own], ..Span::default() };
        let of_group = Span { group: true, ..Span::default() };
        let of_desk = Span { homes: vec![own], ..Span::default() };
        let within = |span, named| Sharing::within(Some(span), named, Some(own)).ok();
        assert_eq!(within(&of_store, None), Some(Sharing::Store(own)));
        assert_eq!(within(&of_desk, None), Some(Sharing::Store(own)));
        assert_eq!(within(&of_store, Some(other)), None);
        assert_eq!(within(&of_group, None), Some(Sharing::Group));
        assert_eq!(within(&of_group, Some(other)), Some(Sharing::Store(other)));
        assert_eq!(within(&Span::default(), None), None);
        assert!(Sharing::within(None, None, Some(own)).is_err());
    }

    #[test]
    fn a_width_outside_its_bounds_is_named_with_its_column() {
        let mut faults = Vec::new();
        let widths = [("plate", 60), ("vehicle", 640), ("phone", 59), ("tags", 641)];
        let widths = widths.map(|(column, width)| (column.to_owned(), width)).into();
        Definition { widths, ..Definition::default() }.check(ViewAbout::Customers, &mut faults);
        let named: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.code.as_str())).collect();
        assert_eq!(named, [("definition.widths.phone", "view.width"), ("definition.widths.tags", "view.width")]);
    }

    #[test]
    fn a_view_asks_only_what_its_list_understands() {
        let mut faults = Vec::new();
        let definition = Definition { filters: vec!["nothing:is:1".into()], ..Definition::default() };
        definition.check(ViewAbout::Customers, &mut faults);
        assert!(faults[0].field.starts_with("definition."), "{faults:?}");
        faults.clear();
        definition.check(ViewAbout::Vehicles, &mut faults);
        assert_eq!(faults.len(), 1);
        faults.clear();
        definition.check(ViewAbout::Tasks, &mut faults);
        assert!(faults.is_empty());
    }
}
