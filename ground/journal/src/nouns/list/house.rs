//! Those who work here, their keys, and what leaves the house.

use kernel::PermissionName::*;

use super::{Noun, noun};

pub(super) const HOUSE: &[Noun] = &[
    noun("customers", SeeJournal, "客户导出", "Customer exports", &[("exported", "导出", "exported")]),
    noun(
        "export",
        SeeJournal,
        "导出审批",
        "Exports",
        &[
            ("asked", "申请", "asked for"),
            ("approved", "批准", "approved"),
            ("refused", "拒绝", "refused"),
            ("lapsed", "过期", "lapsed"),
            ("fetched", "下载", "fetched"),
        ],
    ),
    noun("export_rules", SeeJournal, "导出规则", "Export rules", &[("changed", "修改", "changed")]),
    noun(
        "audit",
        SeeAudit,
        "审计",
        "Audit",
        &[
            ("exported", "导出", "exported"),
            ("verified", "校验", "verified"),
            ("resealed", "重新封存", "resealed"),
            ("trimmed", "到期清理", "trimmed"),
        ],
    ),
    noun("job", SeeJournal, "后台任务", "Background work", &[("retried", "重试", "tried again")]),
    noun(
        "session",
        SeeJournal,
        "登录",
        "Sessions",
        &[("opened", "登录", "opened"), ("closed", "退出", "closed"), ("proven", "再次验证身份", "proven once more")],
    ),
    noun(
        "sign_in",
        SeeJournal,
        "登录保护",
        "Sign-in",
        &[("locked", "锁定", "locked"), ("settings_changed", "修改规则", "rules changed")],
    ),
    noun(
        "identity_provider",
        SeeJournal,
        "账号系统",
        "Sign-in services",
        &[("added", "接入", "added"), ("changed", "修改", "changed"), ("removed", "删除", "removed")],
    ),
    noun(
        "identity",
        SeeJournal,
        "单点登录账号",
        "Accounts of single sign-on",
        &[("linked", "关联", "linked"), ("unlinked", "解除关联", "unlinked")],
    ),
    noun("password", SeeJournal, "密码", "Passwords", &[("changed", "修改", "changed")]),
    noun("group", SeeJournal, "集团", "Group", &[("founded", "建立", "founded")]),
    noun("store", SeeJournal, "门店", "Stores", &[("added", "新增", "added"), ("changed", "修改", "changed")]),
    noun(
        "department",
        SeeJournal,
        "部门",
        "Departments",
        &[("added", "新增", "added"), ("changed", "修改", "changed"), ("removed", "删除", "removed")],
    ),
    noun("staff", SeeJournal, "员工", "Staff", &[("added", "新增", "added"), ("changed", "修改", "changed")]),
    noun(
        "role",
        SeeJournal,
        "角色",
        "Roles",
        &[("added", "新增", "added"), ("changed", "修改", "changed"), ("removed", "删除", "removed")],
    ),
    noun("key", SeeJournal, "接口密钥", "API keys", &[("created", "新建", "created"), ("revoked", "作废", "revoked")]),
    noun(
        "webhook",
        ManageWebhooks,
        "Webhook",
        "Webhooks",
        &[
            ("added", "新增", "added"),
            ("changed", "修改", "changed"),
            ("secret_renewed", "更换密钥", "secret renewed"),
            ("paused", "暂停", "paused"),
            ("resumed", "恢复", "resumed"),
            ("died", "停止投递", "died"),
            ("removed", "删除", "removed"),
            ("replayed", "重新投递", "replayed"),
        ],
    ),
    noun(
        "push",
        SeeCustomers,
        "网页推送",
        "Web push",
        &[("subscribed", "订阅", "subscribed"), ("unsubscribed", "退订", "unsubscribed")],
    ),
    noun(
        "incident",
        SeePrivacy,
        "安全事件",
        "Incidents",
        &[
            ("reported", "上报", "reported"),
            ("telling_begun", "开始告知", "telling begun"),
            ("persons_told", "已告知当事人", "persons told"),
        ],
    ),
    noun(
        "holidays",
        SeePrivacy,
        "节假日",
        "Holidays",
        &[("changed", "修改", "changed"), ("forgotten", "移除", "forgotten")],
    ),
];
