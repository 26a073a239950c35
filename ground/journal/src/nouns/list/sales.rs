//! Who wants a car, until they have it.

use kernel::PermissionName::*;

use super::{Noun, noun};

pub(super) const SALES: &[Noun] = &[noun(
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
        ("followed_up", "跟进", "followed up"),
        ("advanced", "推进", "advanced"),
        ("loss_asked", "申请战败", "loss asked for"),
        ("lost", "战败", "lost"),
        ("loss_refused", "驳回战败", "loss refused"),
        ("revived", "激活", "revived"),
    ],
)];
