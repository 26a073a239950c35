//! Who wants a car, until they have it.

use kernel::PermissionName::*;

use super::{Noun, noun};

pub(super) const SALES: &[Noun] = &[
    noun(
        "lead",
        SeeLeads,
        "线索",
        "Leads",
        &[
            ("opened", "登记", "opened"),
            ("enquired_again", "再次留资", "enquired again"),
            ("changed", "修改", "changed"),
            ("claimed", "领取", "claimed from the pool"),
            ("given", "分配", "given to somebody"),
            ("released", "退回公海", "released to the pool"),
            ("placed", "按规则分配", "placed by a rule"),
            ("held_back", "超时收回", "held back"),
            ("followed_up", "跟进", "followed up"),
            ("advanced", "推进", "advanced"),
            ("loss_asked", "申请战败", "loss asked for"),
            ("lost", "战败", "lost"),
            ("loss_refused", "驳回战败", "loss refused"),
            ("revived", "激活", "revived"),
        ],
    ),
    noun(
        "assignment_rule",
        SeeLeads,
        "分配规则",
        "Assignment rules",
        &[
            ("added", "新增", "added"),
            ("changed", "修改", "changed"),
            ("removed", "删除", "removed"),
            ("ordered", "调整顺序", "put in order"),
        ],
    ),
    noun("lead_taker", SeeLeads, "接线索人员", "Lead takers", &[("changed", "修改", "changed")]),
    noun("lead_limits", SeeLeads, "首联时限", "Limits of leads", &[("changed", "修改", "changed")]),
    noun(
        "connector",
        ManageConnectors,
        "线索接入",
        "Connectors",
        &[
            ("added", "新增", "added"),
            ("changed", "修改", "changed"),
            ("secret_renewed", "更换密钥", "secret renewed"),
            ("removed", "删除", "removed"),
        ],
    ),
    noun(
        "payload",
        MendPayloads,
        "接入报文",
        "Payloads",
        &[
            ("quarantined", "进入隔离区", "quarantined"),
            ("mended", "修正并入库", "mended and taken"),
            ("dismissed", "不予处理", "dismissed"),
        ],
    ),
];
