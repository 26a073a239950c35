//! Where people of the region live: cities with their plate letters, districts and real roads, and made-up estates.

use serde::Serialize;

use crate::dice::Dice;

/// A city with what is needed to write an address and a plate there.
pub(crate) struct City {
    pub province: &'static str,
    pub name: &'static str,
    pub plates: &'static [(&'static str, u32)],
    pub districts: &'static [District],
    /// Shanghai numbers its lanes (弄), the other cities their estates.
    pub has_lanes: bool,
}

/// A district with how many of the customers live there.
pub(crate) struct District {
    name: &'static str,
    weight: u32,
    roads: &'static [&'static str],
}

/// A postal address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Address {
    pub province: &'static str,
    pub city: &'static str,
    pub district: &'static str,
    /// Road, house and room.
    pub detail: String,
}

/// The cities around each store with how often its customers live there; same order as the stores.
pub(crate) static AROUND: [&[(&City, u32)]; 3] = [
    &[(&SHANGHAI, 93), (&JIAXING, 4), (&SUZHOU, 3)],
    &[(&SUZHOU, 90), (&WUXI, 7), (&SHANGHAI, 3)],
    &[(&HANGZHOU, 90), (&SHAOXING, 6), (&JIAXING, 4)],
];

static SHANGHAI: City = City {
    province: "上海市",
    name: "上海",
    plates: &[
        ("沪A", 20),
        ("沪B", 14),
        ("沪C", 22),
        ("沪D", 9),
        ("沪E", 9),
        ("沪F", 8),
        ("沪G", 6),
        ("沪K", 5),
        ("沪M", 4),
    ],
    districts: &[
        District {
            name: "浦东新区",
            weight: 9,
            roads: &["张杨路", "浦建路", "锦绣路", "龙阳路", "川沙路", "三林路", "成山路", "金桥路"],
        },
        District {
            name: "闵行区", weight: 5, roads: &["七莘路", "沪闵路", "莘松路", "都市路", "浦申路"]
        },
        District {
            name: "宝山区", weight: 4, roads: &["共富新路", "牡丹江路", "长江西路", "蕰川路"]
        },
        District { name: "嘉定区", weight: 4, roads: &["曹安公路", "塔城路", "博乐路", "胜辛路"] },
        District {
            name: "松江区", weight: 4, roads: &["谷阳北路", "人民北路", "新松江路", "泗陈公路"]
        },
        District { name: "杨浦区", weight: 2, roads: &["控江路", "国权路", "长海路", "包头路"] },
        District { name: "徐汇区", weight: 2, roads: &["漕溪北路", "钦州北路", "龙华西路"] },
        District { name: "普陀区", weight: 2, roads: &["真南路", "金沙江路", "曹杨路"] },
        District { name: "静安区", weight: 2, roads: &["中山北路", "彭江路", "江宁路"] },
        District { name: "虹口区", weight: 1, roads: &["四平路", "广中路"] },
        District { name: "长宁区", weight: 1, roads: &["仙霞路", "天山路"] },
        District { name: "青浦区", weight: 2, roads: &["盈港路", "公园路"] },
        District { name: "奉贤区", weight: 2, roads: &["南桥路", "环城东路"] },
    ],
    has_lanes: true,
};

static SUZHOU: City = City {
    province: "江苏省",
    name: "苏州",
    plates: &[("苏E", 78), ("苏U", 22)],
    districts: &[
        District {
            name: "工业园区", weight: 6, roads: &["星湖街", "现代大道", "金鸡湖大道", "钟南街"]
        },
        District { name: "姑苏区", weight: 3, roads: &["人民路", "干将西路", "平海路"] },
        District { name: "虎丘区", weight: 3, roads: &["狮山路", "塔园路", "金山路"] },
        District { name: "吴中区", weight: 4, roads: &["宝带东路", "东吴南路", "木东公路"] },
        District { name: "相城区", weight: 3, roads: &["阳澄湖中路", "元和街", "春申湖中路"] },
        District { name: "吴江区", weight: 3, roads: &["中山南路", "鲈乡南路", "油车路"] },
        District { name: "昆山市", weight: 4, roads: &["前进中路", "长江中路", "萧林东路"] },
        District { name: "常熟市", weight: 2, roads: &["海虞北路", "黄河路"] },
        District { name: "太仓市", weight: 1, roads: &["上海东路", "县府街"] },
        District { name: "张家港市", weight: 1, roads: &["人民中路", "长安南路"] },
    ],
    has_lanes: false,
};

static HANGZHOU: City = City {
    province: "浙江省",
    name: "杭州",
    plates: &[("浙A", 1)],
    districts: &[
        District { name: "萧山区", weight: 6, roads: &["市心中路", "建设三路", "金城路", "育才路"] },
        District {
            name: "余杭区", weight: 5, roads: &["文一西路", "良睦路", "余杭塘路", "荆长大道"]
        },
        District { name: "西湖区", weight: 3, roads: &["文三路", "古墩路", "天目山路"] },
        District { name: "拱墅区", weight: 3, roads: &["莫干山路", "上塘路", "丽水路"] },
        District { name: "上城区", weight: 3, roads: &["秋涛北路", "庆春东路", "凯旋路"] },
        District { name: "滨江区", weight: 3, roads: &["江南大道", "滨盛路", "江晖路"] },
        District { name: "临平区", weight: 2, roads: &["迎宾路", "藕花洲大街"] },
        District { name: "钱塘区", weight: 2, roads: &["金沙大道", "2号大街"] },
        District { name: "富阳区", weight: 1, roads: &["金桥北路", "桂花西路"] },
        District { name: "临安区", weight: 1, roads: &["钱王街", "万马路"] },
    ],
    has_lanes: false,
};

static JIAXING: City = City {
    province: "浙江省",
    name: "嘉兴",
    plates: &[("浙F", 1)],
    districts: &[
        District { name: "南湖区", weight: 3, roads: &["中山东路", "中环南路"] },
        District { name: "秀洲区", weight: 2, roads: &["新平路", "洪兴西路"] },
        District { name: "嘉善县", weight: 1, roads: &["解放东路"] },
        District { name: "桐乡市", weight: 1, roads: &["庆丰南路"] },
        District { name: "平湖市", weight: 1, roads: &["城南西路"] },
        District { name: "海宁市", weight: 1, roads: &["海昌南路"] },
    ],
    has_lanes: false,
};

static WUXI: City = City {
    province: "江苏省",
    name: "无锡",
    plates: &[("苏B", 1)],
    districts: &[
        District { name: "新吴区", weight: 3, roads: &["长江北路", "旺庄路"] },
        District { name: "锡山区", weight: 2, roads: &["锡沪东路"] },
        District { name: "滨湖区", weight: 2, roads: &["太湖大道", "梁溪路"] },
        District { name: "梁溪区", weight: 2, roads: &["人民中路", "中山路"] },
        District { name: "江阴市", weight: 1, roads: &["澄江中路"] },
    ],
    has_lanes: false,
};

static SHAOXING: City = City {
    province: "浙江省",
    name: "绍兴",
    plates: &[("浙D", 1)],
    districts: &[
        District { name: "越城区", weight: 3, roads: &["解放大道", "胜利东路"] },
        District { name: "柯桥区", weight: 3, roads: &["笛扬路", "金柯桥大道"] },
        District { name: "上虞区", weight: 1, roads: &["市民大道"] },
        District { name: "诸暨市", weight: 1, roads: &["暨阳路"] },
    ],
    has_lanes: false,
};

const ESTATE_FIRST: &[&str] = &[
    "金色", "阳光", "世纪", "锦绣", "翡翠", "滨江", "东方", "绿城", "湖畔", "春江", "玉兰", "香樟", "明月", "云栖",
    "和润", "星河",
];
const ESTATE_SECOND: &[&str] = &["花园", "家园", "名邸", "华庭", "苑", "公寓", "新村", "雅居", "府", "湾"];
const PARKS: &[&str] = &["科技园", "创业大厦", "商务中心", "工业坊", "产业园", "国际广场"];

/// A flat in the city.
pub(crate) fn flat(dice: &mut Dice, city: &City) -> Address {
    let (district, road) = street(dice, city);
    let [house, block, floor, door] =
        [dice.between(8, 1999), dice.between(1, 42), dice.between(1, 18), dice.between(1, 4)];
    let detail = if city.has_lanes {
        format!("{road}{house}弄{block}号{floor}{door:02}室")
    } else {
        let [first, second] = [dice.pick(ESTATE_FIRST), dice.pick(ESTATE_SECOND)];
        format!("{road}{house}号{first}{second}{block}幢{floor}{door:02}室")
    };
    Address { province: city.province, city: city.name, district, detail }
}

/// An office or a workshop in the city.
pub(crate) fn premises(dice: &mut Dice, city: &City) -> Address {
    let (district, road) = street(dice, city);
    let [house, block, floor] = [dice.between(8, 1999), dice.between(1, 9), dice.between(1, 12)];
    let park = dice.pick(PARKS);
    let detail = format!("{road}{house}号{park}{block}号楼{floor}层");
    Address { province: city.province, city: city.name, district, detail }
}

/// A district of the city and a road that really runs through it.
fn street(dice: &mut Dice, city: &City) -> (&'static str, &'static str) {
    let total = city.districts.iter().map(|district| district.weight).sum();
    let mut left = dice.below(total);
    for district in city.districts {
        if left < district.weight {
            return (district.name, dice.pick(district.roads));
        }
        left -= district.weight;
    }
    (city.name, "人民路")
}
