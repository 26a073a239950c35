//! Names of companies and of those who look after their cars.

use crate::dice::Dice;

const WORDS: &[&str] = &[
    "恒", "瑞", "鼎", "宏", "盛", "华", "科", "创", "达", "启", "嘉", "汇", "泰", "远", "信", "辰", "荣", "凯", "润",
    "昌",
];
const TRADES: &[&str] = &[
    "贸易",
    "机电设备",
    "建筑工程",
    "物流",
    "网络科技",
    "医疗器械",
    "装饰工程",
    "食品",
    "服饰",
    "电子科技",
    "精密机械",
    "文化传媒",
    "汽车租赁",
    "餐饮管理",
    "环保科技",
    "物业管理",
    "新材料",
    "商务咨询",
    "包装制品",
    "供应链管理",
];

/// A company name of that city.
pub(crate) fn name(dice: &mut Dice, city: &str) -> String {
    let first = dice.pick(WORDS);
    let mut second = dice.pick(WORDS);
    if first == second {
        second = "弘";
    }
    format!("{city}{first}{second}{}有限公司", dice.pick(TRADES))
}

/// Who answers the company's phone.
pub(crate) fn contact(dice: &mut Dice, surname: &str) -> String {
    let duty = dice.weighed(&[("经理", 45), ("主任", 12), ("会计", 15), ("师傅", 16), ("女士", 12)]);
    format!("联系人 {surname}{duty}")
}
