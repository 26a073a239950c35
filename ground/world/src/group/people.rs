//! Who works at the group, store by store.

use super::Staff;
use crate::words::{DepartmentKind, Role};

type Line = (Role, &'static str, &'static str, &'static str);

static SHANGHAI: &[Line] = &[
    (Role::GroupManager, "沈毅恒", "shenyiheng", "集团总经理"),
    (Role::ItAdmin, "陆子谦", "luziqian", "信息系统管理员"),
    (Role::StoreManager, "顾明川", "gumingchuan", "店总经理"),
    (Role::SalesManager, "周一鸣", "zhouyiming", "销售经理"),
    (Role::SalesConsultant, "林晓月", "linxiaoyue", "高级销售顾问"),
    (Role::SalesConsultant, "陈思远", "chensiyuan", "销售顾问"),
    (Role::SalesConsultant, "何沐阳", "hemuyang", "销售顾问"),
    (Role::SalesConsultant, "苏念", "sunian", "销售顾问"),
    (Role::SalesConsultant, "许嘉", "xujia", "网销顾问"),
    (Role::ServiceManager, "秦建平", "qinjianping", "服务经理"),
    (Role::ServiceAdvisor, "徐海东", "xuhaidong", "高级服务顾问"),
    (Role::ServiceAdvisor, "唐雨薇", "tangyuwei", "服务顾问"),
    (Role::ServiceAdvisor, "姚俊杰", "yaojunjie", "服务顾问"),
    (Role::ServiceAdvisor, "金佩雯", "jinpeiwen", "服务顾问"),
    (Role::Technician, "赵永强", "zhaoyongqiang", "机电技师"),
    (Role::Technician, "孙志峰", "sunzhifeng", "机电技师"),
    (Role::Technician, "丁海波", "dinghaibo", "新能源技师"),
    (Role::PartsKeeper, "傅国林", "fuguolin", "配件主管"),
    (Role::CareAgent, "沈佳怡", "shenjiayi", "客户关怀专员"),
    (Role::CareAgent, "方静", "fangjing", "续保专员"),
    (Role::DataClerk, "吴梦婷", "wumengting", "数据专员"),
];

static SUZHOU: &[Line] = &[
    (Role::StoreManager, "蒋文涛", "jiangwentao", "店总经理"),
    (Role::SalesManager, "陆婉清", "luwanqing", "销售经理"),
    (Role::SalesConsultant, "朱晨曦", "zhuchenxi", "高级销售顾问"),
    (Role::SalesConsultant, "张浩然", "zhanghaoran", "销售顾问"),
    (Role::SalesConsultant, "钱雨桐", "qianyutong", "销售顾问"),
    (Role::SalesConsultant, "顾子墨", "guzimo", "网销顾问"),
    (Role::ServiceManager, "潘国华", "panguohua", "服务经理"),
    (Role::ServiceAdvisor, "沈立新", "shenlixin", "高级服务顾问"),
    (Role::ServiceAdvisor, "曹雅琴", "caoyaqin", "服务顾问"),
    (Role::ServiceAdvisor, "吴晓宇", "wuxiaoyu", "服务顾问"),
    (Role::Technician, "陈水根", "chenshuigen", "机电技师"),
    (Role::Technician, "李强", "liqiang", "钣喷技师"),
    (Role::Technician, "王磊", "wanglei", "新能源技师"),
    (Role::PartsKeeper, "戴建中", "daijianzhong", "配件主管"),
    (Role::CareAgent, "陶欣怡", "taoxinyi", "客户关怀专员"),
    (Role::CareAgent, "季敏", "jimin", "续保专员"),
    (Role::DataClerk, "尤佳慧", "youjiahui", "数据专员"),
];

static HANGZHOU: &[Line] = &[
    (Role::StoreManager, "俞承泽", "yuchengze", "店总经理"),
    (Role::SalesManager, "章天宇", "zhangtianyu", "销售经理"),
    (Role::SalesConsultant, "叶知秋", "yezhiqiu", "高级销售顾问"),
    (Role::SalesConsultant, "傅俊豪", "fujunhao", "销售顾问"),
    (Role::SalesConsultant, "施雨辰", "shiyuchen", "销售顾问"),
    (Role::SalesConsultant, "倪可欣", "nikexin", "网销顾问"),
    (Role::ServiceManager, "楼建军", "loujianjun", "服务经理"),
    (Role::ServiceAdvisor, "来佳明", "laijiaming", "高级服务顾问"),
    (Role::ServiceAdvisor, "韩雪", "hanxue", "服务顾问"),
    (Role::ServiceAdvisor, "汪志豪", "wangzhihao", "服务顾问"),
    (Role::Technician, "郑伟良", "zhengweiliang", "机电技师"),
    (Role::Technician, "孔令飞", "konglingfei", "新能源技师"),
    (Role::Technician, "邵斌", "shaobin", "钣喷技师"),
    (Role::PartsKeeper, "裘国荣", "qiuguorong", "配件主管"),
    (Role::CareAgent, "程诗涵", "chengshihan", "客户关怀专员"),
    (Role::CareAgent, "袁丽", "yuanli", "续保专员"),
    (Role::DataClerk, "毛晓雯", "maoxiaowen", "数据专员"),
];

/// Everyone of all stores, store after store.
pub(super) fn hire() -> Vec<Staff> {
    [SHANGHAI, SUZHOU, HANGZHOU]
        .into_iter()
        .enumerate()
        .flat_map(|(store, lines)| lines.iter().map(move |&line| (store, line)))
        .enumerate()
        .map(|(index, (store, (role, name, login, title)))| Staff {
            store,
            department: department(role),
            role,
            name,
            login,
            title,
            phone: format!("1380000{:04}", 1001 + index),
            email: format!("{login}@chenglan.example"),
            is_group_wide: matches!(role, Role::GroupManager | Role::ItAdmin),
        })
        .collect()
}

const fn department(role: Role) -> DepartmentKind {
    match role {
        Role::GroupManager | Role::StoreManager | Role::ItAdmin => DepartmentKind::Management,
        Role::SalesManager | Role::SalesConsultant => DepartmentKind::Sales,
        Role::ServiceManager | Role::ServiceAdvisor | Role::Technician => DepartmentKind::Service,
        Role::PartsKeeper => DepartmentKind::Parts,
        Role::CareAgent => DepartmentKind::Care,
        Role::DataClerk => DepartmentKind::Marketing,
    }
}
