//! Provinces, cities and districts: taking them off the front of an address as people write it.

mod provinces;

use provinces::{PROVINCES, Province};
use serde::{Deserialize, Serialize};

use crate::text::folded;

/// An address taken apart. Province and city are official full names, whatever the writer shortened; a province nobody wrote
/// is filled in from its city.
///
/// ```
/// use kernel::region::Address;
/// let address = Address::parse("深圳南山区科技园1号");
/// assert_eq!(address.province.as_deref(), Some("广东省"));
/// assert_eq!(address.city.as_deref(), Some("深圳市"));
/// assert_eq!(address.district.as_deref(), Some("南山区"));
/// assert_eq!(address.rest, "科技园1号");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Address {
    /// `广东省`.
    pub province: Option<String>,
    /// City of prefecture rank, `深圳市`; for the four municipalities the same as the province. `None` for counties directly
    /// under a province.
    pub city: Option<String>,
    /// District, county or county-level city as written, `南山区`, `昆山市`, or a development zone. Found by its ending, so
    /// that new districts are known on the day they are founded.
    pub district: Option<String>,
    /// What is left: street, number, building.
    pub rest: String,
}

impl Address {
    /// Never fails: what is not recognised stays in `rest`.
    pub fn parse(raw: &str) -> Self {
        let text: String = folded(raw).collect();
        let text = trimmed(&text);
        let text = trimmed(text.strip_prefix("中国").unwrap_or(text));
        let (province, after_province) =
            if begins_with_a_city_in_full(text) { (None, text) } else { take_province(text) };
        let (found, after_city) = take_city(after_province, province);
        let province = province.or(found.map(|city| city.province));
        let after_city = after_city.strip_prefix("市辖区").map_or(after_city, trimmed);
        let (district, rest) = take_district(after_city);
        Self {
            province: province.map(|province| province.name.to_owned()),
            city: found.map(|city| city.name()),
            district: district.map(ToOwned::to_owned),
            rest: rest.to_owned(),
        }
    }
}

/// The full name of a province by its full or spoken name: `广东` → `广东省`.
///
/// ```
/// assert_eq!(kernel::region::province("内蒙古"), Some("内蒙古自治区"));
/// ```
pub fn province(name: &str) -> Option<&'static str> {
    let name = name.trim();
    PROVINCES.iter().find(|province| province.name == name || province.short == name).map(|province| province.name)
}

/// The full name of a city of prefecture rank by its full or spoken name: `深圳` → `深圳市`.
pub fn city(name: &str) -> Option<String> {
    let name = name.trim();
    all_cities(None).find(|city| city.spoken() == name || city.name() == name).map(|city| city.name())
}

/// The province of the first two digits of a region code: `44` → `广东省`.
pub(crate) fn province_of_code(code: &str) -> Option<&'static str> {
    // 83 stands on the residence cards of people from Taiwan.
    let code = if code == "83" { "71" } else { code };
    PROVINCES.iter().find(|province| province.code == code).map(|province| province.name)
}

#[derive(Clone, Copy)]
struct City {
    province: &'static Province,
    /// As in the table: with a bar after the spoken part where needed.
    entry: &'static str,
}

impl City {
    fn name(self) -> String {
        self.entry.replace('|', "")
    }

    fn spoken(self) -> &'static str {
        match self.entry.split_once('|') {
            Some((spoken, _)) => spoken,
            None => {
                ["地区", "盟", "市"].iter().find_map(|ending| self.entry.strip_suffix(ending)).unwrap_or(self.entry)
            }
        }
    }
}

fn all_cities(within: Option<&'static Province>) -> impl Iterator<Item = City> {
    let chosen = move |province: &&'static Province| within.is_none_or(|only| only.code == province.code);
    PROVINCES
        .iter()
        .filter(chosen)
        .flat_map(|province| province.cities.split_whitespace().map(move |entry| City { province, entry }))
}

fn take_province(text: &str) -> (Option<&'static Province>, &str) {
    let in_full = PROVINCES.iter().find_map(|province| text.strip_prefix(province.name).map(|rest| (province, rest)));
    let spoken = || {
        PROVINCES.iter().find_map(|province| {
            let rest = text.strip_prefix(province.short)?;
            // 广西省, 新疆省: never official, often written.
            let rest = rest.strip_prefix("自治区").or(rest.strip_prefix('省')).unwrap_or(rest);
            (!names_a_street(rest)).then_some((province, rest))
        })
    };
    match in_full.or_else(spoken) {
        Some((province, rest)) => (Some(province), trimmed(rest)),
        None => (None, text),
    }
}

/// 吉林市 is not the province 吉林. Municipalities are provinces first.
fn begins_with_a_city_in_full(text: &str) -> bool {
    all_cities(None).any(|city| city.entry != city.province.name && text.starts_with(city.name().as_str()))
}

fn take_city<'a>(text: &'a str, province: Option<&'static Province>) -> (Option<City>, &'a str) {
    let in_full = all_cities(province).find_map(|city| Some((city, text.strip_prefix(city.name().as_str())?)));
    let spoken = || {
        all_cities(province).find_map(|city| {
            let rest = text.strip_prefix(city.spoken())?;
            match rest.chars().next() {
                // 大理市 and 朝阳县 are counties inside the city or prefecture of the same name.
                Some('市' | '县') if province.is_some() || city.entry.contains('|') => Some((city, text)),
                Some('市' | '县' | '区') => None,
                // 临沧镇康县 goes on, 玉溪镇 does not.
                Some('镇' | '乡') if !names_a_unit(rest, 3) => None,
                _ if names_a_street(rest) => None,
                _ => Some((city, rest)),
            }
        })
    };
    match in_full.or_else(spoken) {
        Some((city, rest)) if owns_the_last_character(city, rest) => (Some(city), &text[city.spoken().len()..]),
        Some((city, rest)) => (Some(city), trimmed(rest)),
        // A municipality is its own city.
        None => match province.filter(|province| province.cities == province.name) {
            Some(province) => (Some(City { province, entry: province.cities }), text),
            None => (None, text),
        },
    }
}

/// 青岛市北区 is the district 市北区 of 青岛, not a 北区 of 青岛市.
fn owns_the_last_character(city: City, rest: &str) -> bool {
    matches!(
        (city.entry, rest.get(..6)),
        ("青岛市", Some("北区" | "南区")) | ("济南市" | "枣庄市" | "乐山市" | "内江市", Some("中区"))
    )
}

/// The district, county, banner or county-level city at the start, by its ending.
fn take_district(text: &str) -> (Option<&str>, &str) {
    const LONGEST: usize = 16;
    let places: Vec<(usize, char)> = text.char_indices().take(LONGEST).collect();
    for (index, (offset, place)) in places.iter().enumerate() {
        // A spoken name is over where the writer paused.
        if place.is_whitespace() || place.is_ascii() {
            break;
        }
        let end = offset + place.len_utf8();
        let next = text[end..].chars().next();
        // 津市市, 沙市区, 梅县区, 社旗县; but 赤水市市中街道.
        let goes_on = index == 1 && matches!((place, next), ('市' | '旗' | '县', Some('市' | '区' | '县')));
        if index == 0 || goes_on || !matches!(place, '区' | '县' | '市' | '旗') {
            continue;
        }
        let (name, rest) = text.split_at(end);
        if is_district(name, index + 1) && !names_a_street(rest) {
            return (Some(name), trimmed(rest));
        }
    }
    (None, text)
}

fn is_district(name: &str, length: usize) -> bool {
    const NOT_DISTRICTS: [&str; 11] =
        ["小区", "社区", "校区", "厂区", "景区", "院区", "生活区", "住宅区", "服务区", "家属区", "超市"];
    const LONG_ENDINGS: [&str; 9] = ["自治县", "旗", "族区", "开发区", "新区", "高新区", "示范区", "合作区", "园区"];
    if name == "让胡路区" {
        return true;
    }
    if NOT_DISTRICTS.iter().any(|ending| name.ends_with(ending)) {
        return false;
    }
    // 北镇市 and 马村区 are districts, 玉山镇新区 is not one.
    let holds_a_village = length > 3 && !name.contains("自治") && name.chars().any(|c| matches!(c, '镇' | '村'));
    let holds_a_street = name.chars().skip(1).any(|c| matches!(c, '路' | '号' | '弄' | '巷'))
        || ["街道", "大街", "大道"].iter().any(|street| name.contains(street));
    !holds_a_village && !holds_a_street && (length <= 6 || LONG_ENDINGS.iter().any(|ending| name.ends_with(ending)))
}

/// Whether what follows a name makes it the name of a street or house: 北京路, 南京东路, 深圳大道; but not 台州路桥区 or
/// 西秀区北街街道.
fn names_a_street(rest: &str) -> bool {
    const STREETS: [&str; 12] = ["路", "街", "道", "巷", "弄", "大道", "大街", "大厦", "公路", "广场", "饭店", "高速"];
    let rest = rest.trim_start_matches(['东', '西', '南', '北', '中', '一', '二', '三', '四', '五']);
    STREETS.iter().filter_map(|street| rest.strip_prefix(street)).any(|after| !names_a_unit(after, 2))
}

/// Whether one of the next characters ends the name of a district, township or subdistrict.
fn names_a_unit(text: &str, within: usize) -> bool {
    let is_dwelling = text.starts_with("小区") || text.starts_with("社区");
    !is_dwelling && text.chars().take(within).any(|c| matches!(c, '区' | '县' | '市' | '镇' | '乡' | '街' | '道'))
}

fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', ',', '-', '/', '·', '、', '|', '>', '_'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(raw: &str) -> [String; 4] {
        let address = Address::parse(raw);
        [
            address.province.unwrap_or_default(),
            address.city.unwrap_or_default(),
            address.district.unwrap_or_default(),
            address.rest,
        ]
    }

    #[test]
    fn an_address_is_taken_apart_however_much_was_written() {
        for (raw, expected) in [
            ("广东省深圳市南山区科技园1号", ["广东省", "深圳市", "南山区", "科技园1号"]),
            ("广东 深圳 南山区 科技园", ["广东省", "深圳市", "南山区", "科技园"]),
            ("上海市浦东新区张江路100号", ["上海市", "上海市", "浦东新区", "张江路100号"]),
            ("上海上海市徐汇区", ["上海市", "上海市", "徐汇区", ""]),
            ("北京朝阳区望京", ["北京市", "北京市", "朝阳区", "望京"]),
            ("江苏省昆山市玉山镇", ["江苏省", "", "昆山市", "玉山镇"]),
            ("江苏苏州工业园区星湖街", ["江苏省", "苏州市", "工业园区", "星湖街"]),
            ("内蒙古自治区呼伦贝尔市鄂温克族自治旗", ["内蒙古自治区", "呼伦贝尔市", "鄂温克族自治旗", ""]),
            ("云南省大理市下关", ["云南省", "大理白族自治州", "大理市", "下关"]),
            ("湖南省常德市津市市", ["湖南省", "常德市", "津市市", ""]),
            ("济南市市中区经七路", ["山东省", "济南市", "市中区", "经七路"]),
            ("河北省唐山市路南区", ["河北省", "唐山市", "路南区", ""]),
            ("北京市 北京市 朝阳区", ["北京市", "北京市", "朝阳区", ""]),
            ("浙江台州路桥区", ["浙江省", "台州市", "路桥区", ""]),
            ("贵州省安顺市西秀区北街街道", ["贵州省", "安顺市", "西秀区", "北街街道"]),
            ("贵州遵义赤水市市中街道", ["贵州省", "遵义市", "赤水市", "市中街道"]),
            ("云南临沧镇康县木场乡", ["云南省", "临沧市", "镇康县", "木场乡"]),
            ("湖北天门市张港镇", ["湖北省", "", "天门市", "张港镇"]),
            ("青岛市北区延安路", ["山东省", "青岛市", "市北区", "延安路"]),
            ("梅州市梅县区石扇镇", ["广东省", "梅州市", "梅县区", "石扇镇"]),
            ("大庆市让胡路区龙岗街道", ["黑龙江省", "大庆市", "让胡路区", "龙岗街道"]),
            ("吉林市船营区", ["吉林省", "吉林市", "船营区", ""]),
            ("广西省南宁市青秀区", ["广西壮族自治区", "南宁市", "青秀区", ""]),
        ] {
            assert_eq!(parts(raw), expected, "{raw}");
        }
    }

    #[test]
    fn streets_named_after_cities_stay_streets() {
        for raw in ["北京路12号", "南京东路100号", "四川北路", "阳光小区3栋", "", "abc"] {
            assert_eq!(parts(raw), ["", "", "", raw], "{raw}");
        }
    }

    #[test]
    fn spoken_names_become_official_ones() {
        assert_eq!(province("新疆"), Some("新疆维吾尔自治区"));
        assert_eq!(city("恩施").as_deref(), Some("恩施土家族苗族自治州"));
        assert_eq!(city("苏州").as_deref(), Some("苏州市"));
        assert_eq!((province("火星"), city("火星")), (None, None));
    }

    proptest! {
        #[test]
        fn any_text_can_be_taken_apart(raw in "\\PC{0,24}|[广东省深圳市南山区北京朝阳县吉林大理路镇村旗 ]{0,16}") {
            let address = Address::parse(&raw);
            prop_assert!(address.rest.len() <= raw.len() * 2);
        }
    }
}
