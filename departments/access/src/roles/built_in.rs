//! The roles every group begins with: the jobs of a dealership and what each needs.

use kernel::PermissionName::{self, *};

/// A role as a new group gets it; afterwards the group shapes it as it likes.
#[derive(Debug)]
pub struct BuiltIn {
    /// Never changed: seeds, keys and pages know roles by it.
    pub code: &'static str,
    pub name: &'static str,
    pub name_english: &'static str,
    permits: Permits,
}

#[derive(Debug)]
enum Permits {
    AllBut(&'static [PermissionName]),
    Only(&'static [&'static [PermissionName]]),
}

impl BuiltIn {
    pub fn permissions(&self) -> Vec<PermissionName> {
        match self.permits {
            Permits::AllBut(missing) => PermissionName::all().filter(|one| !missing.contains(one)).collect(),
            Permits::Only(sets) => {
                PermissionName::all().filter(|one| sets.iter().any(|set| set.contains(one))).collect()
            }
        }
    }
}

/// Everyone who signs in.
const EVERYONE: &[PermissionName] = &[UseRoadbook, SeeHome, SeeTasks, DoTasks];
/// Whoever looks at customers and their cars.
const READING: &[PermissionName] = &[SeeCustomers, SeeVehicles];
/// Whoever speaks with customers and keeps what was said.
const TALKING: &[PermissionName] =
    &[RevealContacts, WriteNotes, TagCustomers, SeeMessages, SendMessages, RecordConsents];
/// Whoever keeps records of customers and cars.
const KEEPING: &[PermissionName] = &[AddCustomers, EditCustomers, EditVehicles];
/// Whoever sells: leads come in, are followed up, and are asked to be given up.
const SELLING: &[PermissionName] = &[SeeLeads, AddLeads, WorkLeads];
/// Whoever leads a team.
const LEADING: &[PermissionName] = &[
    AssignCustomers,
    AssignTasks,
    BulkEditCustomers,
    ShareViews,
    SeePower,
    SeeDataQuality,
    OverrideVerification,
    FindDuplicates,
    RetryMessages,
];
/// Whoever takes lists home as files.
const EXPORTING: &[PermissionName] = &[ExportCustomers, ExportVehicles, ExportTasks];
/// Whoever looks after the data itself.
const CURATING: &[PermissionName] = &[
    ImportCustomers,
    BulkEditCustomers,
    DeleteCustomers,
    MergeCustomers,
    AssignCustomers,
    TagCustomers,
    ManageTags,
    ShareViews,
    SeeDataQuality,
    ManageDataQuality,
    FindDuplicates,
];

/// Whoever answers what people ask about their own data.
const ANSWERING: &[PermissionName] = &[SeeRequests, WorkRequests];

/// In order of rank. IT runs the system for all, sees no phone or ID number in full, lets no files with them out and no change
/// of them pass, so managers are made by managers.
pub const BUILT_IN: &[BuiltIn] = &[
    BuiltIn {
        code: "group_manager", name: "集团总经理", name_english: "Group manager", permits: Permits::AllBut(&[])
    },
    BuiltIn {
        code: "store_manager",
        name: "店总经理",
        name_english: "Store manager",
        permits: Permits::AllBut(&[
            ManageRoles,
            ManageKeys,
            ManageSignIn,
            ManageWebhooks,
            SeeJobs,
            ManageDataQuality,
            OpenKeptRecords,
        ]),
    },
    BuiltIn {
        code: "sales_manager",
        name: "销售经理",
        name_english: "Sales manager",
        permits: Permits::Only(&[
            EVERYONE,
            READING,
            TALKING,
            KEEPING,
            SELLING,
            LEADING,
            EXPORTING,
            &[AssignLeads, DecideLosses, ManageConnectors, MendPayloads],
        ]),
    },
    BuiltIn {
        code: "sales_consultant",
        name: "销售顾问",
        name_english: "Sales consultant",
        permits: Permits::Only(&[EVERYONE, READING, TALKING, KEEPING, SELLING]),
    },
    BuiltIn {
        code: "service_manager",
        name: "服务经理",
        name_english: "Service manager",
        permits: Permits::Only(&[
            EVERYONE,
            READING,
            TALKING,
            KEEPING,
            LEADING,
            EXPORTING,
            &[AddLeads, SeeCost, ManageRecalls],
        ]),
    },
    BuiltIn {
        code: "service_advisor",
        name: "服务顾问",
        name_english: "Service advisor",
        permits: Permits::Only(&[EVERYONE, READING, TALKING, KEEPING, &[AddLeads]]),
    },
    BuiltIn {
        code: "technician",
        name: "维修技师",
        name_english: "Technician",
        permits: Permits::Only(&[EVERYONE, &[SeeVehicles, EditVehicles]]),
    },
    BuiltIn {
        code: "parts_keeper",
        name: "配件管理员",
        name_english: "Parts keeper",
        permits: Permits::Only(&[EVERYONE, &[SeeVehicles, SeeCost]]),
    },
    BuiltIn {
        code: "care_agent",
        name: "客户关怀专员",
        name_english: "Customer care agent",
        permits: Permits::Only(&[
            EVERYONE,
            READING,
            TALKING,
            KEEPING,
            SELLING,
            ANSWERING,
            &[
                AssignLeads,
                MendPayloads,
                AssignTasks,
                ShareViews,
                SeeDataQuality,
                FindDuplicates,
                MergeCustomers,
                RetryMessages,
                ManageTemplates,
            ],
        ]),
    },
    BuiltIn {
        code: "data_clerk",
        name: "数据专员",
        name_english: "Data clerk",
        permits: Permits::Only(&[
            EVERYONE,
            READING,
            KEEPING,
            CURATING,
            EXPORTING,
            ANSWERING,
            &[WriteNotes, SeePrivacy],
        ]),
    },
    BuiltIn {
        code: "it_admin",
        name: "系统管理员",
        name_english: "IT administrator",
        permits: Permits::AllBut(&[SeePhone, SeeIdNumber, ApproveExports, OverrideVerification, OpenKeptRecords]),
    },
    BuiltIn {
        code: "integrator",
        name: "系统对接",
        name_english: "Integration",
        permits: Permits::Only(&[
            &[UseRoadbook, SeeTasks, DoTasks, AssignTasks],
            READING,
            TALKING,
            KEEPING,
            EXPORTING,
            &[SeeLeads, AddLeads, SeePhone, ImportCustomers, AssignCustomers],
        ]),
    },
];

/// The rank of a built-in role, for lists; roles of the group's own come after all of them.
pub fn rank(code: &str) -> usize {
    BUILT_IN.iter().position(|role| role.code == code).unwrap_or(BUILT_IN.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permits(code: &str, permission: PermissionName) -> bool {
        BUILT_IN[rank(code)].permissions().contains(&permission)
    }

    #[test]
    fn everyone_but_a_machine_can_sign_in_and_see_home() {
        for role in BUILT_IN {
            assert!(role.permissions().contains(&UseRoadbook), "{}", role.code);
            assert_eq!(role.permissions().contains(&SeeHome), role.code != "integrator", "{}", role.code);
        }
    }

    #[test]
    fn full_phones_and_id_numbers_stay_with_managers() {
        for role in BUILT_IN {
            let is_manager = matches!(role.code, "group_manager" | "store_manager");
            assert_eq!(role.permissions().contains(&SeeIdNumber), is_manager, "{}", role.code);
        }
        assert!(!permits("it_admin", SeePhone));
    }

    #[test]
    fn only_those_who_run_the_group_shape_roles() {
        let shapers: Vec<&str> =
            BUILT_IN.iter().filter(|role| role.permissions().contains(&ManageRoles)).map(|role| role.code).collect();
        assert_eq!(shapers, ["group_manager", "it_admin"]);
    }

    #[test]
    fn a_technician_sees_cars_and_no_customers() {
        assert!(permits("technician", SeeVehicles) && !permits("technician", SeeCustomers));
    }
}
