//! The closed list of what anyone may do. Roles are rows that map to these names; code asks for the type.

use sea_orm::{DeriveActiveEnum, EnumIter, Iterable};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Language;

/// A permission as a type, so that a handler names it in its signature.
pub trait Permission: Send + Sync + 'static {
    const NAME: PermissionName;
}

macro_rules! permissions {
    ($($department:literal { $($deed:ident $name:literal $zh:literal $en:literal;)* })*) => {
        /// Every permission, by the name it has in roles, keys and problems.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, EnumIter, DeriveActiveEnum)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum PermissionName {
            $($(#[doc = $en] #[serde(rename = $name)] #[sea_orm(string_value = $name)] $deed,)*)*
        }

        $($(
            #[doc = $en]
            pub struct $deed;
            impl Permission for $deed {
                const NAME: PermissionName = PermissionName::$deed;
            }
        )*)*

        impl PermissionName {
            pub fn name(self) -> &'static str {
                match self { $($(Self::$deed => $name,)*)* }
            }

            /// The department whose deed this is.
            pub fn department(self) -> &'static str {
                match self { $($(Self::$deed => $department,)*)* }
            }

            /// What it allows, as one phrase.
            pub fn description(self, language: Language) -> &'static str {
                match self { $($(Self::$deed => language.pick($zh, $en),)*)* }
            }
        }
    };
}

permissions! {
    "customers" {
        SeeCustomers "see_customers" "查看客户" "See customers";
        AddCustomers "add_customers" "新建客户" "Add customers";
        EditCustomers "edit_customers" "编辑客户资料" "Edit customers";
        DeleteCustomers "delete_customers" "删除和恢复客户" "Delete and restore customers";
        MergeCustomers "merge_customers" "合并和拆分重复客户" "Merge duplicates and take merges back";
        AssignCustomers "assign_customers" "分配顾问" "Assign consultants and advisors";
        RevealContacts "reveal_contacts" "逐条查看完整联系方式（留痕）" "Reveal a full contact, one by one and logged";
        SeePhone "see_phone" "列表中直接显示完整手机号" "See full phone numbers everywhere";
        SeeIdNumber "see_id_number" "查看证件号码" "See ID numbers";
        ExportCustomers "export_customers" "导出客户" "Export customers";
        ImportCustomers "import_customers" "导入客户" "Import customers";
        BulkEditCustomers "bulk_edit_customers" "批量修改客户" "Change many customers at once";
        FindDuplicates "find_duplicates" "查重和处理重复客户" "Find duplicates and decide on pairs";
        TagCustomers "tag_customers" "给客户打标签" "Tag customers";
        ManageTags "manage_tags" "管理标签库" "Manage the tag library";
        SeeVehicles "see_vehicles" "查看车辆" "See vehicles";
        EditVehicles "edit_vehicles" "新建和编辑车辆" "Add and edit vehicles";
        ExportVehicles "export_vehicles" "导出车辆" "Export vehicles";
        ManageRecalls "manage_recalls" "管理三包期限和召回" "Manage warranty terms and recalls";
        WriteNotes "write_notes" "记录跟进" "Write notes and outcomes";
        ShareViews "share_views" "共享列表视图" "Share saved views";
        SeeDataQuality "see_data_quality" "查看数据质量" "See the data quality of the stores";
        ManageDataQuality "manage_data_quality" "管理数据质量规则" "Set what good data are, and start audits";
        OverrideVerification "override_verification" "免验证码批准关键资料变更" "Let a key change pass without its code";
    }
    "leads" {
        SeeLeads "see_leads" "查看线索" "See leads";
        AddLeads "add_leads" "登记线索" "Write enquiries down";
        WorkLeads "work_leads" "领取和跟进线索" "Claim leads and follow them up";
        AssignLeads "assign_leads" "分配和收回线索" "Give leads to colleagues and take them back";
        DecideLosses "decide_losses" "审批战败、激活线索" "Decide what is lost, and revive it";
        ManageConnectors "manage_connectors" "管理线索接入" "Manage the connectors leads come in by";
        MendPayloads "mend_payloads" "处理线索隔离区" "Mend or dismiss what connectors could not take";
    }
    "worklist" {
        SeeTasks "see_tasks" "查看任务" "See tasks";
        DoTasks "do_tasks" "新建和完成任务" "Add and finish tasks";
        AssignTasks "assign_tasks" "转交任务" "Hand tasks over";
        ExportTasks "export_tasks" "导出任务" "Export tasks";
    }
    "messaging" {
        SeeMessages "see_messages" "查看已发消息" "See messages sent";
        SendMessages "send_messages" "给客户发消息" "Send messages to customers";
        RetryMessages "retry_messages" "重发失败的消息" "Send failed messages again";
        ManageTemplates "manage_templates" "管理消息模板" "Manage message templates";
        ManageChannels "manage_channels" "管理发送渠道和规则" "Manage channels and sending rules";
    }
    "privacy" {
        RecordConsents "record_consents" "记录和撤回客户同意" "Record what customers allow and refuse";
        SeePrivacy "see_privacy" "查看隐私台账" "See the books of privacy";
        KeepPrivacy "keep_privacy" "维护隐私台账和用途" "Keep the books of privacy and the purposes";
        PublishPolicies "publish_policies" "起草和发布隐私政策" "Draft and publish privacy policies";
        ApproveExports "approve_exports" "审批导出" "Approve exports of personal data";
        TraceFiles "trace_files" "追查导出文件去向" "Trace whose an exported file is";
        SeeRequests "see_requests" "查看个人信息请求" "See what people ask about their own data";
        WorkRequests "work_requests" "受理和办理个人信息请求" "Receive and work on what people ask about their own data";
        ForgetPersons "forget_persons" "删除和限制处理个人信息" "Delete and restrict the data of persons";
        OpenKeptRecords "open_kept_records" "打开依法留存的记录" "Open what the law keeps of forgotten persons";
    }
    "integrations" {
        ManageWebhooks "manage_webhooks" "管理 Webhook" "Manage webhooks";
    }
    "access" {
        UseRoadbook "use_roadbook" "登录使用" "Sign in and see one's own session";
        SeeHome "see_home" "查看首页" "See the home page";
        ManageStores "manage_stores" "管理门店和部门" "Manage stores and departments";
        ManageStaff "manage_staff" "管理员工" "Manage staff";
        ManageRoles "manage_roles" "管理角色" "Manage roles";
        ManageKeys "manage_keys" "管理接口密钥" "Manage API keys";
        ManageSignIn "manage_sign_in" "管理登录安全和单点登录" "Set how people sign in";
        TakeOffFactors "take_off_factors" "解除员工的两步验证" "Take a lost second factor off somebody";
        SeePower "see_power" "查看谁能看到什么" "See what a person can see, and why";
        SeeJobs "see_jobs" "查看后台任务" "See the work done in the background";
        SeeJournal "see_journal" "查看操作日志" "See the journal of the stores";
        SeeAudit "see_audit" "查看审计" "See who saw and who changed what";
        SeeCost "see_cost" "查看成本" "See cost";
    }
}

impl PermissionName {
    /// All permissions in the order of the list above.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }

    pub fn find(name: &str) -> Option<Self> {
        Self::iter().find(|permission| permission.name() == name)
    }
}

/// How far a granted role reaches.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Debug,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    DeriveActiveEnum,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Records this person looks after.
    #[sea_orm(string_value = "own")]
    Own,
    /// Records anyone of the same department looks after.
    #[sea_orm(string_value = "team")]
    Team,
    /// All records of the store.
    #[sea_orm(string_value = "store")]
    Store,
    /// All records of the group.
    #[sea_orm(string_value = "group")]
    Group,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_found_by_its_name() {
        for permission in PermissionName::all() {
            assert_eq!(PermissionName::find(permission.name()), Some(permission));
        }
    }
}
