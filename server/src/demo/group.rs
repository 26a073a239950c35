//! The group of the demo world: stores, departments and staff, through the same doors as real ones.

use std::collections::HashMap;

use access::{NewDepartment, NewGrant, NewStaff, NewStore, PasswordHash, Ref, Role};
use customers::tags::{
    tag, tag_group,
    tag_rules::{pass, templates},
};
use kernel::{DepartmentId, GroupId, Language, Reach, Result, StoreId, TagGroupId, TagId};
use platform::{Platform, SystemActor, Tx};
use serde::de::DeserializeOwned;

use super::PASSWORD;

/// Who and where, by the indexes of the world.
pub struct People {
    pub group: GroupId,
    /// Id and code of each store.
    pub stores: Vec<(StoreId, String)>,
    pub staff: Vec<Ref>,
    pub tags: HashMap<&'static str, TagId>,
}

pub async fn found(platform: &Platform, group: &world::Group) -> Result<People> {
    let hash = PasswordHash::of(PASSWORD).await?;
    let id = access::found_group(platform, SystemActor::Seed, group.name).await?;
    platform
        .system(SystemActor::Seed, id)
        .write(async |tx| {
            let mut stores = Vec::new();
            let mut departments = HashMap::new();
            for (at, store) in group.stores.iter().enumerate() {
                let added = access::add_store(tx, &new_store(store)).await?;
                for department in store.departments {
                    let new = NewDepartment {
                        store_id: added.id,
                        name: department.name.to_owned(),
                        kind: word(department.kind.code())?,
                        head_id: None,
                    };
                    let made = access::add_department(tx, &new).await?;
                    departments.insert((at, department.kind.code()), made.id);
                }
                stores.push((added.id, store.code.to_owned()));
            }
            let staff = hire(tx, group, &stores, &departments, &hash).await?;
            let tags = make_tags(tx).await?;
            Ok(People { group: id, stores, staff, tags })
        })
        .await
}

async fn hire(
    tx: &mut Tx,
    group: &world::Group,
    stores: &[(StoreId, String)],
    departments: &HashMap<(usize, &'static str), DepartmentId>,
    hash: &PasswordHash,
) -> Result<Vec<Ref>> {
    let mut roles: HashMap<&str, Role> = HashMap::new();
    let mut hired = Vec::new();
    for person in &group.staff {
        let code = person.role.code();
        if !roles.contains_key(code) {
            roles.insert(code, access::find_role(&tx.db(), code).await?);
        }
        let new = NewStaff {
            login: person.login.to_owned(),
            name: person.name.to_owned(),
            title: Some(person.title.to_owned()),
            phone: Some(person.phone.clone()),
            email: Some(person.email.clone()),
            store_id: stores[person.store].0,
            department_id: departments.get(&(person.store, person.department.code())).copied(),
            grants: vec![NewGrant {
                role_id: roles[code].id,
                reach: reach_of(code, person.is_group_wide),
                store_id: None,
            }],
            language: Language::Zh,
            password: None,
        };
        let staff = access::add_staff(tx, &new, Some(hash.clone())).await?;
        hired.push(Ref { id: staff.id.0, name: staff.name });
    }
    Ok(hired)
}

/// The tags that keep themselves, once there is a base to keep them over.
pub async fn rule_tags(platform: &Platform, group: GroupId) -> Result<()> {
    let door = platform.system(SystemActor::Seed, group);
    let taken = door
        .write(async |tx| {
            let group = customers::tags::store::add_group(tx, "自动标签".to_owned()).await?;
            templates::take_all(tx, group.id).await
        })
        .await?;
    for tag in taken {
        pass::run_now(&door, tag.id).await?;
    }
    Ok(())
}

async fn make_tags(tx: &mut Tx) -> Result<HashMap<&'static str, TagId>> {
    let mut made = HashMap::new();
    for (position, told) in world::TAGS.iter().enumerate() {
        let group = tag_group::Model {
            id: TagGroupId::new(tx.now()),
            group_id: tx.scope().group(),
            name: told.name.to_owned(),
            position: i32::try_from(position).unwrap_or_default(),
            version: 1,
        };
        let tags: Vec<tag::Model> = told
            .tags
            .iter()
            .enumerate()
            .map(|(position, told)| tag::Model {
                id: TagId::new(tx.now()),
                group_id: group.group_id,
                tag_group_id: group.id,
                name: told.name.to_owned(),
                colour: colour_of(told.colour).to_owned(),
                position: i32::try_from(position).unwrap_or_default(),
                is_ruled: false,
                version: 1,
            })
            .collect();
        tx.insert::<tag_group::Entity>(group).await?;
        made.extend(told.tags.iter().map(|told| told.name).zip(tags.iter().map(|tag| tag.id)));
        tx.insert_all::<tag::Entity>(tags).await?;
    }
    Ok(made)
}

/// The palette of the pages has fewer colours than the world.
fn colour_of(told: &str) -> &str {
    match told {
        "grey" => "slate",
        "orange" => "amber",
        "purple" => "violet",
        "pink" => "red",
        other => other,
    }
}

fn new_store(store: &world::Store) -> NewStore {
    NewStore {
        code: store.code.to_owned(),
        name: store.name.to_owned(),
        short_name: Some(store.short_name.to_owned()),
        city: Some(store.city.to_owned()),
        address: Some(store.address.to_owned()),
        phone: Some(store.phone.to_owned()),
        time_zone: Some(store.time_zone.to_owned()),
        brands: store.brands.iter().map(|brand| (*brand).to_owned()).collect(),
    }
}

/// Consultants see their own customers, the leads of a department their team's, those at the counter the whole store.
fn reach_of(role: &str, is_group_wide: bool) -> Reach {
    match role {
        _ if is_group_wide => Reach::Group,
        "sales_consultant" => Reach::Own,
        "sales_manager" => Reach::Team,
        _ => Reach::Store,
    }
}

/// A word of a closed list by its code, as the API would read it.
pub fn word<T: DeserializeOwned>(code: &str) -> Result<T> {
    Ok(serde_json::from_value(serde_json::Value::String(code.to_owned()))?)
}
