//! Where people of the region live: cities with their plate letters, districts and real roads, and made-up estates.

use serde::Serialize;

use crate::dice::Dice;

/// A city with what is needed to write an address and a plate there.
pub(crate) struct City {
    pub province: &'static str,
    pub name: &'static str,
    pub plates: &'static [(&'static str, u32)],
    pub districts: &'static [&'static str],
    pub roads: &'static [&'static str],
    /// Shanghai numbers its lanes (弄), the other cities their estates.
    pub has_lanes: bool,
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
        "浦东新区",
        "浦东新区",
        "浦东新区",
        "闵行区",
        "闵行区",
        "宝山区",
        "嘉定区",
        "松江区",
        "杨浦区",
        "徐汇区",
        "普陀区",
        "静安区",
        "虹口区",
        "长宁区",
        "青浦区",
        "奉贤区",
    ],
    roads: &[
        "张杨路",
        "浦建路",
        "锦绣路",
        "莲安东路",
        "七莘路",
        "沪闵路",
        "共富新路",
        "真南路",
        "曹安公路",
        "中山北路",
        "控江路",
        "仙霞路",
        "漕溪北路",
        "谷阳北路",
        "龙阳路",
        "川沙路",
        "三林路",
        "金沙江路",
    ],
    has_lanes: true,
};

static SUZHOU: City = City {
    province: "江苏省",
    name: "苏州",
    plates: &[("苏E", 78), ("苏U", 22)],
    districts: &[
        "工业园区",
        "工业园区",
        "姑苏区",
        "虎丘区",
        "吴中区",
        "吴中区",
        "相城区",
        "吴江区",
        "昆山市",
        "昆山市",
        "常熟市",
        "太仓市",
        "张家港市",
    ],
    roads: &[
        "星湖街",
        "现代大道",
        "金鸡湖大道",
        "人民路",
        "干将西路",
        "狮山路",
        "塔园路",
        "宝带东路",
        "东吴南路",
        "阳澄湖中路",
        "元和街",
        "中山南路",
        "前进中路",
        "滨河路",
    ],
    has_lanes: false,
};

static HANGZHOU: City = City {
    province: "浙江省",
    name: "杭州",
    plates: &[("浙A", 1)],
    districts: &[
        "萧山区",
        "萧山区",
        "余杭区",
        "余杭区",
        "西湖区",
        "拱墅区",
        "上城区",
        "滨江区",
        "临平区",
        "钱塘区",
        "富阳区",
        "临安区",
    ],
    roads: &[
        "市心中路",
        "建设三路",
        "文一西路",
        "文三路",
        "莫干山路",
        "古墩路",
        "江南大道",
        "滨盛路",
        "秋涛北路",
        "庆春东路",
        "良睦路",
        "迎宾路",
        "金沙大道",
        "余杭塘路",
    ],
    has_lanes: false,
};

static JIAXING: City = City {
    province: "浙江省",
    name: "嘉兴",
    plates: &[("浙F", 1)],
    districts: &["南湖区", "秀洲区", "嘉善县", "桐乡市", "平湖市", "海宁市"],
    roads: &["中山东路", "中环南路", "纺工路", "文昌路", "庆丰路"],
    has_lanes: false,
};

static WUXI: City = City {
    province: "江苏省",
    name: "无锡",
    plates: &[("苏B", 1)],
    districts: &["新吴区", "锡山区", "滨湖区", "梁溪区", "江阴市"],
    roads: &["长江北路", "太湖大道", "锡沪路", "人民中路", "立信大道"],
    has_lanes: false,
};

static SHAOXING: City = City {
    province: "浙江省",
    name: "绍兴",
    plates: &[("浙D", 1)],
    districts: &["越城区", "柯桥区", "上虞区", "诸暨市"],
    roads: &["解放大道", "胜利东路", "笛扬路", "金柯桥大道", "市民大道"],
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
    let road = dice.pick(city.roads);
    let [house, block, floor, door] =
        [dice.between(8, 1999), dice.between(1, 42), dice.between(1, 18), dice.between(1, 4)];
    let detail = if city.has_lanes {
        format!("{road}{house}弄{block}号{floor}{door:02}室")
    } else {
        let [first, second] = [dice.pick(ESTATE_FIRST), dice.pick(ESTATE_SECOND)];
        format!("{road}{house}号{first}{second}{block}幢{floor}{door:02}室")
    };
    address(dice, city, detail)
}

/// An office or a workshop in the city.
pub(crate) fn premises(dice: &mut Dice, city: &City) -> Address {
    let road = dice.pick(city.roads);
    let [house, block, floor] = [dice.between(8, 1999), dice.between(1, 9), dice.between(1, 12)];
    let park = dice.pick(PARKS);
    let detail = format!("{road}{house}号{park}{block}号楼{floor}层");
    address(dice, city, detail)
}

fn address(dice: &mut Dice, city: &City, detail: String) -> Address {
    Address { province: city.province, city: city.name, district: dice.pick(city.districts), detail }
}
