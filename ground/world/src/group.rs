//! The dealer group that never was: its stores, departments and everyone who works there.

mod people;

use serde::Serialize;

use crate::words::{DepartmentKind, Role};

/// A dealer group with all its stores and staff.
#[derive(Debug, Serialize)]
pub struct Group {
    pub name: &'static str,
    pub name_english: &'static str,
    pub stores: Vec<Store>,
    /// Everyone, in a fixed order; all staff indexes of the world point here.
    pub staff: Vec<Staff>,
}

/// One place of business.
#[derive(Debug, Serialize)]
pub struct Store {
    pub code: &'static str,
    pub name: &'static str,
    pub short_name: &'static str,
    pub city: &'static str,
    pub address: &'static str,
    pub phone: &'static str,
    pub time_zone: &'static str,
    /// Brands sold here; the workshop takes any car.
    pub brands: &'static [&'static str],
    pub departments: &'static [Department],
}

/// One department of a store.
#[derive(Debug, Serialize)]
pub struct Department {
    pub kind: DepartmentKind,
    pub name: &'static str,
}

/// Someone who works for the group.
#[derive(Debug, Serialize)]
pub struct Staff {
    /// Index into [`Group::stores`].
    pub store: usize,
    pub department: DepartmentKind,
    pub role: Role,
    pub name: &'static str,
    /// The sign-in name: the full name in pinyin without spaces.
    pub login: &'static str,
    pub title: &'static str,
    pub phone: String,
    pub email: String,
    /// Whether the role holds in every store, not only in one's own.
    pub is_group_wide: bool,
}

impl Group {
    /// Indexes of the staff of one store who hold a role.
    pub fn staff_with(&self, store: usize, role: Role) -> impl Iterator<Item = usize> {
        self.staff
            .iter()
            .enumerate()
            .filter(move |(_, staff)| staff.store == store && staff.role == role)
            .map(|(index, _)| index)
    }
}

const DEPARTMENTS: &[Department] = &[
    Department { kind: DepartmentKind::Management, name: "总经办" },
    Department { kind: DepartmentKind::Sales, name: "销售部" },
    Department { kind: DepartmentKind::Service, name: "售后服务部" },
    Department { kind: DepartmentKind::Parts, name: "配件部" },
    Department { kind: DepartmentKind::Care, name: "客户关系部" },
    Department { kind: DepartmentKind::Marketing, name: "市场部" },
];

/// The one group of the demo world.
pub(crate) fn found() -> Group {
    Group {
        name: "澄岚汽车集团",
        name_english: "Chenglan Auto Group",
        stores: vec![
            Store {
                code: "SH01",
                name: "澄岚汽车上海浦东店",
                short_name: "上海浦东店",
                city: "上海",
                address: "上海市浦东新区沪南公路2688号",
                phone: "021-50180088",
                time_zone: "Asia/Shanghai",
                brands: &["大众", "奥迪", "别克", "问界", "比亚迪", "荣威"],
                departments: DEPARTMENTS,
            },
            Store {
                code: "SZ01",
                name: "澄岚汽车苏州园区店",
                short_name: "苏州园区店",
                city: "苏州",
                address: "苏州市工业园区娄江大道388号",
                phone: "0512-62180066",
                time_zone: "Asia/Shanghai",
                brands: &["丰田", "本田", "日产", "宝马", "小鹏", "长安", "深蓝"],
                departments: DEPARTMENTS,
            },
            Store {
                code: "HZ01",
                name: "澄岚汽车杭州萧山店",
                short_name: "杭州萧山店",
                city: "杭州",
                address: "杭州市萧山区金城路1566号",
                phone: "0571-82180099",
                time_zone: "Asia/Shanghai",
                brands: &["吉利", "极氪", "领克", "奔驰", "红旗", "奇瑞", "五菱"],
                departments: DEPARTMENTS,
            },
        ],
        staff: people::hire(),
    }
}
