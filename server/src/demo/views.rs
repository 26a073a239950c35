//! The shared views a group works with: whom to call, what falls due, who must not be lost.

use std::collections::HashMap;

use customers::views::saved_view::{Definition, Entity, SavedView, ViewAbout};
use kernel::{Result, SavedViewId, TagId};
use platform::Tx;

use super::group::People;

/// Name, colour, what must hold, order. A tag stands by its name.
type Line = (&'static str, &'static str, &'static [&'static str], &'static str);

const CUSTOMERS: [Line; 7] = [
    ("30 天内保养到期", "blue", &["next_service:within_days:30"], "next_service"),
    ("60 天内续保", "teal", &["insurance_until:within_days:60"], "insurance_until"),
    ("高意向", "red", &["stage:is:intent", "tag:any_of:高意向"], "-last_contact"),
    ("待挽回客户", "amber", &["stage:is:at_risk"], "-spend"),
    ("未结投诉", "red", &["complaints_open:at_least:1"], "-last_contact"),
    ("VIP", "violet", &["tag:any_of:VIP"], "-spend"),
    ("7 天内生日", "green", &["birthday:within_days:7"], "name"),
];

const VEHICLES: [Line; 2] = [
    ("纯电动", "green", &["energy:is:electric"], "next_service"),
    ("年检 30 天内到期", "amber", &["inspection_until:within_days:30"], "-created"),
];

/// Shared by the first of the staff, who leads the group.
pub async fn share(tx: &mut Tx, people: &People) -> Result<()> {
    let Some(owner) = people.staff.first() else { return Ok(()) };
    let lines = CUSTOMERS.iter().map(|line| (ViewAbout::Customers, line));
    let lines = lines.chain(VEHICLES.iter().map(|line| (ViewAbout::Vehicles, line)));
    let mut views = Vec::new();
    for (position, (about, (name, colour, filters, sort))) in (0..).zip(lines) {
        views.push(SavedView {
            id: SavedViewId::new(tx.now()),
            group_id: people.group,
            owner_id: owner.id,
            owner_name: owner.name.clone(),
            about,
            name: (*name).to_owned(),
            colour: (*colour).to_owned(),
            is_shared: true,
            store_id: None,
            definition: Definition {
                filters: filters.iter().map(|filter| with_tag(filter, &people.tags)).collect(),
                sort: Some((*sort).to_owned()),
                ..Definition::default()
            },
            position,
            created_at: tx.now(),
            version: 1,
        });
    }
    tx.insert_all::<Entity>(views).await
}

fn with_tag(filter: &str, tags: &HashMap<&'static str, TagId>) -> String {
    match filter.strip_prefix("tag:any_of:").and_then(|name| tags.get(name)) {
        Some(tag) => format!("tag:any_of:{tag}"),
        None => filter.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shared_view_asks_what_its_list_understands() {
        let tags =
            HashMap::from([("高意向", TagId(uuid::Uuid::from_u128(1))), ("VIP", TagId(uuid::Uuid::from_u128(2)))]);
        let lines = CUSTOMERS.iter().map(|line| (ViewAbout::Customers, line));
        for (about, (name, _, filters, sort)) in lines.chain(VEHICLES.iter().map(|line| (ViewAbout::Vehicles, line))) {
            let definition = Definition {
                filters: filters.iter().map(|filter| with_tag(filter, &tags)).collect(),
                sort: Some((*sort).to_owned()),
                ..Definition::default()
            };
            let mut faults = Vec::new();
            definition.check(about, &mut faults);
            assert!(faults.is_empty(), "{name}: {faults:?}");
        }
    }
}
