//! Who has a car: one owner at a time, drivers and payers beside, each from when to when.

use chrono::{DateTime, NaiveDate, Utc};
use journal::events::customers::{CustomersEvent, FieldChange};
use kernel::{StaffId, VehiclePersonId};

use super::{Happened, VehicleRefusal};
use crate::{
    people::customer::Customer,
    vehicles::{
        person::{Role, VehiclePerson},
        vehicle::Vehicle,
    },
};

/// A person to be linked.
#[derive(Clone, Copy, Debug)]
pub struct NewLink<'a> {
    pub customer: &'a Customer,
    pub role: Role,
    pub since: NaiveDate,
}

/// What is to be different about a link; `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Clone, Copy, Debug, Default)]
pub struct LinkChange {
    pub role: Option<Role>,
    pub since: Option<Option<NaiveDate>>,
    pub until: Option<Option<NaiveDate>>,
}

impl Vehicle {
    /// Links a person. A new owner ends the period of the former on the day the new one begins, and whoever looks after the
    /// new owner looks after the car. `links` are all the car ever had.
    pub fn link(
        &mut self,
        links: &[VehiclePerson],
        new: NewLink<'_>,
        now: DateTime<Utc>,
    ) -> Result<Happened, VehicleRefusal> {
        self.must_be_there()?;
        let link = VehiclePerson {
            id: VehiclePersonId::new(now),
            group_id: self.group_id,
            vehicle_id: self.id,
            customer_id: new.customer.id,
            role: new.role,
            since: Some(new.since),
            until: None,
            created_at: now,
        };
        let mut happened = Happened::default();
        self.begin(links, &link, new.since, new.customer.people(), &mut happened)?;
        happened.people.push(link);
        self.changed_at = now;
        Ok(happened)
    }

    /// Changes role or period of a link. Ending the owner's leaves the car without one; whoever looked after it still does.
    /// An ended period is not begun again. `looked_after_by` are consultant and advisor of the person, who follow when they
    /// become the owner.
    pub fn change_link(
        &mut self,
        links: &[VehiclePerson],
        link: &VehiclePerson,
        looked_after_by: [Option<StaffId>; 2],
        change: LinkChange,
        now: DateTime<Utc>,
    ) -> Result<Option<Happened>, VehicleRefusal> {
        self.must_be_there()?;
        let changed = VehiclePerson {
            role: change.role.unwrap_or(link.role),
            since: change.since.unwrap_or(link.since),
            until: change.until.unwrap_or(link.until),
            ..link.clone()
        };
        if changed == *link {
            return Ok(None);
        }
        if changed.since.zip(changed.until).is_some_and(|(since, until)| until < since) {
            return Err(VehicleRefusal::EndsBeforeItBegins);
        }
        if link.until.is_some() && (changed.until.is_none() || changed.role != link.role) {
            return Err(VehicleRefusal::LinkEnded);
        }
        let mut happened = Happened::default();
        let (was_there, stays) = (link.until.is_none(), changed.until.is_none());
        if was_there && (!stays || changed.role != link.role) {
            self.end(link, &mut happened);
        }
        if stays && changed.role != link.role {
            let others: Vec<VehiclePerson> = links.iter().filter(|other| other.id != link.id).cloned().collect();
            let since = changed.since.unwrap_or_else(|| now.date_naive());
            self.begin(&others, &changed, since, looked_after_by, &mut happened)?;
        }
        if happened.told.is_empty() {
            // Only the days of the period differ.
            happened.told.push((Some(changed.customer_id), self.period_changed(link, &changed)));
        }
        happened.people.push(changed);
        self.changed_at = now;
        Ok(Some(happened))
    }

    /// Makes room for a link and takes it in.
    fn begin(
        &mut self,
        links: &[VehiclePerson],
        link: &VehiclePerson,
        since: NaiveDate,
        looked_after_by: [Option<StaffId>; 2],
        happened: &mut Happened,
    ) -> Result<(), VehicleRefusal> {
        let current = || links.iter().filter(|known| known.until.is_none() && known.role == link.role);
        if current().any(|known| known.customer_id == link.customer_id) {
            return Err(VehicleRefusal::AlreadyLinked);
        }
        if link.role == Role::Owner {
            for former in current() {
                // A record without a sensible beginning is ended all the same: there is one owner.
                let until = former.since.map_or(since, |begun| begun.max(since));
                self.end(former, happened);
                happened.people.push(VehiclePerson { until: Some(until), ..former.clone() });
            }
            self.owner_id = Some(link.customer_id);
            [self.consultant_id, self.advisor_id] = looked_after_by;
        }
        happened.told.push((Some(link.customer_id), self.linked(link.role)));
        Ok(())
    }

    fn end(&mut self, link: &VehiclePerson, happened: &mut Happened) {
        if link.role == Role::Owner && self.owner_id == Some(link.customer_id) {
            self.owner_id = None;
        }
        let event = CustomersEvent::PersonUnlinked { role: link.role.word().to_owned(), vehicle_title: self.title() };
        happened.told.push((Some(link.customer_id), event));
    }

    fn period_changed(&self, from: &VehiclePerson, to: &VehiclePerson) -> CustomersEvent {
        let text = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let role = to.role.word();
        let fields = [("since", from.since, to.since), ("until", from.until, to.until)]
            .into_iter()
            .filter(|(_, from, to)| from != to)
            .map(|(field, from, to)| FieldChange { field: format!("{role}_{field}"), from: text(from), to: text(to) })
            .collect();
        CustomersEvent::VehicleChanged { title: self.title(), fields }
    }

    fn linked(&self, role: Role) -> CustomersEvent {
        CustomersEvent::PersonLinked { role: role.word().to_owned(), vehicle_title: self.title() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::{customer, day, instant, link, uuid, vehicle};
    use kernel::CustomerId;

    fn id(number: u128) -> CustomerId {
        CustomerId(uuid(number))
    }

    #[test]
    fn a_new_owner_ends_the_period_of_the_former() {
        let mut car = vehicle();
        let (former, buyer) = (link(20, 7, Role::Owner), customer(8, Some(40)));
        let new = NewLink { customer: &buyer, role: Role::Owner, since: day("2026-02-01") };
        let happened = car.link(std::slice::from_ref(&former), new, instant("2026-03-01")).unwrap();
        assert_eq!((car.owner_id, car.consultant_id), (Some(id(8)), Some(StaffId(uuid(40)))));
        assert_eq!(happened.people[0], VehiclePerson { until: Some(day("2026-02-01")), ..former });
        assert_eq!((happened.people[1].customer_id, happened.people[1].until), (id(8), None));
        let told: Vec<_> = happened
            .told
            .iter()
            .map(|(who, event)| (*who, matches!(event, CustomersEvent::PersonLinked { .. })))
            .collect();
        assert_eq!(told, [(Some(id(7)), false), (Some(id(8)), true)]);
    }

    #[test]
    fn a_driver_beside_the_owner_changes_no_owner() {
        let mut car = vehicle();
        let (owner, driver) = (link(20, 7, Role::Owner), customer(8, Some(40)));
        let new = NewLink { customer: &driver, role: Role::Driver, since: day("2026-02-01") };
        let happened = car.link(&[owner], new, instant("2026-03-01")).unwrap();
        assert_eq!((car.owner_id, car.consultant_id, happened.people.len()), (Some(id(7)), None, 1));
    }

    #[test]
    fn nobody_has_a_car_twice_in_one_role() {
        let mut car = vehicle();
        let (links, owner) = ([link(20, 7, Role::Owner)], customer(7, None));
        let mut link_as = |role| {
            car.link(&links, NewLink { customer: &owner, role, since: day("2026-02-01") }, instant("2026-03-01"))
        };
        assert_eq!(link_as(Role::Owner), Err(VehicleRefusal::AlreadyLinked));
        assert!(link_as(Role::Payer).is_ok());
    }

    #[test]
    fn an_ended_owner_leaves_the_car_without_one_and_is_not_begun_again() {
        let mut car = vehicle();
        let owner = link(20, 7, Role::Owner);
        let links = [owner.clone()];
        let now = instant("2026-03-01");
        let mut change = |link: &VehiclePerson, until| {
            let change = LinkChange { until: Some(until), ..LinkChange::default() };
            car.change_link(&links, link, [None, None], change, now)
        };
        assert_eq!(change(&owner, Some(day("2019-12-31"))), Err(VehicleRefusal::EndsBeforeItBegins));
        let ended = change(&owner, Some(day("2026-03-01"))).unwrap().unwrap().people.remove(0);
        assert_eq!(change(&ended, None), Err(VehicleRefusal::LinkEnded));
        assert_eq!(car.owner_id, None);
    }

    #[test]
    fn a_driver_who_becomes_the_owner_takes_the_place_of_the_former() {
        let mut car = vehicle();
        let links = [link(20, 7, Role::Owner), link(21, 8, Role::Driver)];
        let change = LinkChange { role: Some(Role::Owner), ..LinkChange::default() };
        let happened =
            car.change_link(&links, &links[1], [None, None], change, instant("2026-03-01")).unwrap().unwrap();
        assert_eq!(car.owner_id, Some(id(8)));
        let roles: Vec<_> =
            happened.people.iter().map(|link| (link.customer_id, link.role, link.until.is_none())).collect();
        assert_eq!(roles, [(id(7), Role::Owner, false), (id(8), Role::Owner, true)]);
    }

    #[test]
    fn a_beginning_put_right_tells_the_day() {
        let mut car = vehicle();
        let links = [link(20, 7, Role::Owner)];
        let change = LinkChange { since: Some(Some(day("2020-02-02"))), ..LinkChange::default() };
        let happened =
            car.change_link(&links, &links[0], [None, None], change, instant("2026-03-01")).unwrap().unwrap();
        let field =
            FieldChange { field: "owner_since".into(), from: Some("2020-01-01".into()), to: Some("2020-02-02".into()) };
        let event = CustomersEvent::VehicleChanged { title: car.title(), fields: vec![field] };
        assert_eq!(happened.told, [(Some(id(7)), event)]);
    }
}
