//! How the power of a person is shown: what they may do, where, and which grants are the reason.

use std::collections::BTreeMap;

use futures::future::BoxFuture;
use kernel::{PermissionName, Reach, Result};
use platform::{Db, database::paging::Count};
use serde::Serialize;
use utoipa::ToSchema;

use super::store::Reason;
use crate::directory::{Directory, Ref, StoreRef};

/// What a person can see and do, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct PowerView {
    pub staff: Ref,
    /// One per permission held, in the order of the permission list.
    pub lines: Vec<PowerLine>,
    pub masks: Vec<Mask>,
    /// How many records that comes to; none where nobody counts.
    pub records: Option<Records>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Records {
    pub customers: Count,
}

/// Counts the customers a reader sees, as far as [`Count::capped`] goes. Customers stand above access, so the server puts
/// this in place with [`platform::Platform::provide`].
pub struct CustomerCount(pub for<'a> fn(&'a Db<'a>) -> BoxFuture<'a, Result<Count>>);

#[derive(Debug, Serialize, ToSchema)]
pub struct PowerLine {
    pub permission: &'static str,
    pub department: &'static str,
    /// The farthest of all grants that carry it.
    pub reach: Reach,
    /// Where it holds; over the group, every store.
    pub stores: Vec<StoreRef>,
    pub because: Vec<Because>,
}

/// A grant that is the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Because {
    /// The role's name in the language of the request.
    pub role: String,
    pub reach: Reach,
    /// The store's name; none over the group.
    pub store: Option<String>,
}

/// A field shown only in part to most.
#[derive(Debug, Serialize, ToSchema)]
pub struct Mask {
    pub field: MaskedField,
    pub sees: bool,
    /// Names of the roles that open it.
    pub because: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MaskedField {
    Phone,
    IdNumber,
    Cost,
}

const MASKED: [(MaskedField, PermissionName); 3] = [
    (MaskedField::Phone, PermissionName::SeePhone),
    (MaskedField::IdNumber, PermissionName::SeeIdNumber),
    (MaskedField::Cost, PermissionName::SeeCost),
];

impl PowerView {
    /// Puts the reasons in order; `role` names a role in the language of the request.
    pub(super) fn of(
        staff: Ref,
        reasons: &[Reason],
        directory: &Directory,
        role: impl Fn(&Reason) -> String,
        records: Option<Records>,
    ) -> Self {
        let mut by_permission: BTreeMap<PermissionName, Vec<&Reason>> = BTreeMap::new();
        for reason in reasons {
            by_permission.entry(reason.permission).or_default().push(reason);
        }
        let masks = MASKED.map(|(field, permission)| {
            let because: Vec<String> =
                by_permission.get(&permission).into_iter().flatten().map(|reason| role(reason)).collect();
            Mask { field, sees: !because.is_empty(), because: once_each(because) }
        });
        let line = |(permission, reasons): (PermissionName, Vec<&Reason>)| PowerLine {
            permission: permission.name(),
            department: permission.department(),
            reach: reasons.iter().map(|reason| reason.reach).max().unwrap_or(Reach::Own),
            stores: directory.stores(|store| reasons.iter().any(|reason| reason.span.welcomes(store))),
            because: once_each(reasons.iter().map(|reason| because(reason, directory, &role)).collect()),
        };
        Self { staff, lines: by_permission.into_iter().map(line).collect(), masks: masks.into(), records }
    }
}

fn because(reason: &Reason, directory: &Directory, role: impl Fn(&Reason) -> String) -> Because {
    Because { role: role(reason), reach: reason.reach, store: reason.store.map(|store| directory.store(store).name) }
}

fn once_each<T: PartialEq>(all: Vec<T>) -> Vec<T> {
    let mut once = Vec::with_capacity(all.len());
    for one in all {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}
