//! Names of people a customer of ours is looked after by, which the people at work today no longer tell: somebody who left, two of a name.

use kernel::Result;
use platform::{
    Db,
    names::{self, Known as Names},
};

use super::{
    cell_fault::CellFault, known::Known, matching::Person, row::Unsure, spoken::key, targets::Field, writing::Waiting,
};
use crate::people::customer::Customer;

/// What the people are called who look after customers whose rows name somebody the plan doesn't know.
pub(super) async fn who_looks_after(db: &Db<'_>, known: &Known, rows: &[(Waiting, Person)]) -> Result<Names> {
    let is_asked = |row: &Waiting| row.ready.draft.unsure.iter().any(|unsure| matches!(unsure, Unsure::Person { .. }));
    let customers = rows.iter().filter(|(row, _)| is_asked(row)).filter_map(|(_, person)| known.customer(person.id));
    let staff = customers.flat_map(Customer::people).flatten().collect();
    names::of(db, names::Wanted { staff, ..names::Wanted::default() }).await
}

/// The fault of a name that isn't the one of who looks after the customer now.
pub(super) fn another_person(customer: &Customer, called: &Names, unsure: &[Unsure]) -> Option<CellFault> {
    unsure.iter().find_map(|unsure| {
        let Unsure::Person { field, name, fault } = unsure else { return None };
        let there = if *field == Field::Consultant { customer.consultant_id } else { customer.advisor_id };
        let is_theirs = there.and_then(|id| called.staff.get(&id)).is_some_and(|one| key(&one.name) == key(name));
        (!is_theirs).then(|| fault.clone())
    })
}
