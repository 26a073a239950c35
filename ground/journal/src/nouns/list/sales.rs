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
];
