//! Cars and what happens to them.

use kernel::PermissionName::*;

use super::{Noun, noun};

pub(super) const CARS: &[Noun] = &[
    noun(
        "vehicle",
        SeeVehicles,
        "车辆",
        "Vehicles",
        &[
            ("registered", "登记", "registered"),
            ("changed", "修改资料", "changed"),
            ("deleted", "删除", "deleted"),
            ("restored", "恢复", "restored"),
            ("merged", "合并了重复车辆", "merged with a duplicate"),
            ("absorbed", "被合并", "absorbed by another"),
            ("separated", "拆分", "separated again"),
        ],
    ),
    noun("plate", SeeVehicles, "车牌", "Plates", &[("changed", "变更", "changed")]),
    noun("mileage", SeeVehicles, "里程", "Mileage", &[("read", "抄录", "read")]),
    noun(
        "fault",
        SeeVehicles,
        "故障",
        "Faults",
        &[("reported", "报修", "reported"), ("repaired", "修复", "repaired"), ("removed", "移除", "removed")],
    ),
    noun(
        "recall",
        SeeVehicles,
        "召回",
        "Recalls",
        &[
            ("drafted", "起草", "drafted"),
            ("changed", "修改", "changed"),
            ("removed", "删除草稿", "draft removed"),
            ("opened", "开始", "opened"),
            ("closed", "结束", "closed"),
            ("reopened", "重新开始", "reopened"),
            ("vins_added", "添加车架号", "VINs added"),
            ("vin_removed", "移除车架号", "VIN removed"),
            ("criterion_added", "添加范围", "criterion added"),
            ("criterion_removed", "移除范围", "criterion removed"),
            ("car_found", "发现涉及车辆", "car found"),
            ("car_moved", "车辆进展", "car moved on"),
            ("car_taken_back", "撤回进展", "move taken back"),
            ("tasks_made", "生成任务", "tasks made"),
        ],
    ),
    noun(
        "warranty_term",
        SeeVehicles,
        "质保条款",
        "Warranty terms",
        &[("added", "新增", "added"), ("ended", "终止", "ended"), ("removed", "删除", "removed")],
    ),
];
