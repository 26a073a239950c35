//! Work, messages, files, and the quality of records.

use kernel::PermissionName::*;

use super::{Noun, noun};

pub(super) const WORK: &[Noun] = &[
    noun(
        "task",
        SeeTasks,
        "任务",
        "Tasks",
        &[
            ("created", "新建", "created"),
            ("changed", "修改", "changed"),
            ("completed", "完成", "completed"),
            ("reopened", "重新打开", "reopened"),
            ("cancelled", "取消", "cancelled"),
            ("snoozed", "稍后处理", "put off"),
            ("woken", "到期提醒", "woken"),
            ("handed_over", "转交", "handed over"),
        ],
    ),
    noun("absence", SeeTasks, "请假", "Absences", &[("begun", "开始", "begun"), ("ended", "结束", "ended")]),
    noun(
        "message",
        SeeMessages,
        "消息",
        "Messages",
        &[
            ("sent", "已发出", "sent"),
            ("failed", "发送失败", "failed"),
            ("delivered", "已送达", "delivered"),
            ("refused", "未准发送", "refused by the house"),
            ("replied", "客户回复", "replied"),
            ("opted_out", "客户退订", "opted out"),
            ("retried", "重发", "sent again"),
            ("opened", "客户已打开", "opened by the customer"),
            ("link_followed", "客户点开链接", "link followed by the customer"),
        ],
    ),
    noun(
        "template",
        ManageTemplates,
        "消息模板",
        "Message templates",
        &[
            ("drafted", "起草", "drafted"),
            ("published", "发布", "published"),
            ("draft_dropped", "放弃草稿", "draft dropped"),
            ("renamed", "改名", "renamed"),
            ("retired", "停用", "retired"),
            ("restored", "恢复", "restored"),
            ("tried", "试发", "tried"),
        ],
    ),
    noun("channel", ManageChannels, "发送渠道", "Channels", &[("set", "设置", "set")]),
    noun("sending", ManageChannels, "发送规则", "Sending rules", &[("limits_set", "设置", "limits set")]),
    noun(
        "message_price",
        ManageChannels,
        "消息单价",
        "Message prices",
        &[("set", "设置", "set"), ("removed", "删除", "removed")],
    ),
    noun(
        "import",
        ImportCustomers,
        "导入",
        "Imports",
        &[("finished", "完成", "finished"), ("undone", "撤销", "undone")],
    ),
    noun(
        "pair",
        FindDuplicates,
        "疑似重复",
        "Duplicate pairs",
        &[("set_apart", "标为不同", "set apart"), ("reopened", "重新判断", "reopened")],
    ),
    noun("duplicates", FindDuplicates, "查重", "Duplicate searches", &[("searched", "完成", "searched")]),
    noun(
        "quality",
        SeeDataQuality,
        "数据质量",
        "Data quality",
        &[("settings_changed", "修改规则", "settings changed"), ("recounted", "重新统计", "counted anew")],
    ),
    noun(
        "record",
        SeeDataQuality,
        "客户自查",
        "Confirmed records",
        &[
            ("confirmed", "客户确认无误", "confirmed by the customer"),
            ("change_reported", "客户报告有误", "change reported by the customer"),
        ],
    ),
    noun("quality_audit", SeeDataQuality, "数据补全", "Data audits", &[("started", "开始", "started")]),
    noun(
        "verification",
        SeeDataQuality,
        "变更验证",
        "Verification",
        &[("settings_changed", "修改规则", "settings changed")],
    ),
];
