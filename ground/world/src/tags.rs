//! The tags staff put on customers, in groups, each with the name of its colour.

use serde::Serialize;

/// A group of tags that answer one question about a customer.
#[derive(Debug, Serialize)]
pub struct TagGroup {
    pub name: &'static str,
    pub tags: &'static [Tag],
}

/// A tag; its name occurs once in the whole catalogue.
#[derive(Debug, Serialize)]
pub struct Tag {
    pub name: &'static str,
    /// A colour name of the palette: grey, blue, teal, green, amber, orange, red, purple or pink.
    pub colour: &'static str,
}

/// The whole catalogue.
pub static TAGS: &[TagGroup] = &[
    TagGroup {
        name: "基本",
        tags: &[
            tag("VIP", "amber"),
            tag("企业客户", "blue"),
            tag("多车家庭", "teal"),
            tag("有孩家庭", "green"),
            tag("新手司机", "pink"),
            tag("老客户", "purple"),
            tag("外地牌照", "grey"),
        ],
    },
    TagGroup {
        name: "意向",
        tags: &[
            tag("高意向", "red"),
            tag("置换意向", "orange"),
            tag("增购意向", "amber"),
            tag("关注新能源", "green"),
            tag("价格敏感", "grey"),
            tag("关注空间", "teal"),
            tag("关注智驾", "blue"),
            tag("贷款购车", "purple"),
            tag("对比竞品", "pink"),
        ],
    },
    TagGroup {
        name: "行为",
        tags: &[
            tag("已试驾", "blue"),
            tag("转介绍达人", "amber"),
            tag("活动积极", "green"),
            tag("周末到店", "teal"),
            tag("微信活跃", "green"),
            tag("电话难接通", "grey"),
            tag("喜欢线上沟通", "blue"),
        ],
    },
    TagGroup {
        name: "服务",
        tags: &[
            tag("保养准时", "green"),
            tag("保养逾期", "orange"),
            tag("续保客户", "teal"),
            tag("事故客户", "red"),
            tag("投诉客户", "red"),
            tag("待挽回", "orange"),
            tag("延保客户", "purple"),
            tag("上门取送", "blue"),
            tag("高里程", "grey"),
        ],
    },
];

const fn tag(name: &'static str, colour: &'static str) -> Tag {
    Tag { name, colour }
}
