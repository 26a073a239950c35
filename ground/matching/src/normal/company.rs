//! Names of companies: the telling part, the place, and the branch.

use kernel::region::Address;
use kernel::text::is_han;

use super::{COMPANY, PART, Value, latin};

/// Legal forms at the end of a name, longest first.
const FORMS: &[&str] = &[
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "控股有限公司",
    "有限公司",
    "集团公司",
    "总公司",
    "公司",
    "控股集团",
    "集团",
    "股份",
    "总店",
    "总部",
    "本部",
    "co ltd",
    "company limited",
    "limited",
    "incorporated",
    "corporation",
    "company",
    "holdings",
    "group",
    "gmbh",
    "pty ltd",
    "ltd",
    "llc",
    "plc",
    "inc",
    "corp",
    "ag",
    "sa",
    "co",
    "bv",
    "kg",
    "pty",
    "sarl",
    "spa",
];

/// Words at the end of a Chinese name that make it one of a company or an office.
const COMPANY_ENDS: &[&str] = &[
    "公司",
    "集团",
    "厂",
    "店",
    "中心",
    "银行",
    "学校",
    "大学",
    "中学",
    "小学",
    "医院",
    "研究所",
    "研究院",
    "事务所",
    "合作社",
    "经营部",
    "商行",
    "车行",
    "酒店",
    "委员会",
    "管理局",
    "公安局",
    "派出所",
    "协会",
    "分行",
    "支行",
    "工作室",
    "俱乐部",
    "门市部",
    "办事处",
    "服务部",
    "修理厂",
    "幼儿园",
    "超市",
    "物流",
    "汽贸",
    "租赁",
    "商贸",
    "科技",
    "车队",
    "服务站",
];

const BRANCH_ENDS: &[&str] =
    &["分公司", "分店", "分行", "支行", "分厂", "分部", "分校", "分院", "办事处", "营业部", "支公司"];

/// Whether a name, already narrow and small, is that of a company.
pub(super) fn is_company(text: &str) -> bool {
    if text.chars().any(is_han) {
        let bare = text.trim_end_matches(')');
        return text.chars().filter(|c| is_han(*c)).count() >= 4 && COMPANY_ENDS.iter().any(|end| bare.ends_with(end))
            || text.ends_with("公司")
            || begins_with_a_city(text);
    }
    let words = latin::words(text);
    let last = words.rsplit(' ').next().unwrap_or_default();
    words.contains(' ')
        && ["ltd", "limited", "inc", "incorporated", "llc", "gmbh", "corp", "corporation", "plc", "company", "co"]
            .contains(&last)
}

/// `上海永达汽车`, without its legal form: longer than names of people are, and a city in front.
fn begins_with_a_city(text: &str) -> bool {
    text.chars().count() >= 5 && text.chars().all(is_han) && Address::parse(text).city.is_some()
}

/// `telling part ␟ place ␟ branch`, after the mark of a company.
pub(super) fn value(text: &str) -> Option<Value> {
    let words = latin::words(text);
    let (whole, branch) = parted_from_branch(&words);
    let (core, place) = parted_from_place(without_form(whole));
    if core.is_empty() {
        return None;
    }
    Some(Value { sound: latin::sound(&core), text: format!("{COMPANY}{core}{PART}{place}{PART}{branch}") })
}

fn without_form(name: &str) -> &str {
    let mut bare = name.trim();
    while let Some(shorter) = FORMS.iter().find_map(|form| {
        let shorter = bare.strip_suffix(form)?;
        let is_apart = !form.is_ascii() || shorter.ends_with(' ');
        (is_apart && shorter.trim().chars().count() >= 2).then_some(shorter.trim_end())
    }) {
        bare = shorter;
    }
    bare
}

/// `上海永达有限公司浦东分公司`: what stands before the branch, and the branch.
fn parted_from_branch(name: &str) -> (&str, &str) {
    if !BRANCH_ENDS.iter().any(|end| name.ends_with(end)) {
        return (name, "");
    }
    let after_company = ["公司", "集团", "银行"]
        .iter()
        .filter_map(|word| name.find(word).map(|at| at + word.len()))
        .filter(|at| *at < name.len())
        .min();
    after_company.map_or((name, ""), |at| name.split_at(at))
}

/// `上海永达`, `永达(上海)`: the telling part, and the place.
fn parted_from_place(name: &str) -> (String, String) {
    if let Some(parted) = place_at_front(name) {
        return parted;
    }
    if let Some((core, place)) = name.rsplit_once(' ')
        && let Some(city) = kernel::region::city(place)
    {
        return (core.to_owned(), city);
    }
    (name.to_owned(), String::new())
}

fn place_at_front(name: &str) -> Option<(String, String)> {
    if !name.chars().next().is_some_and(is_han) {
        return None;
    }
    let address = Address::parse(name);
    let place = address.city.or(address.province)?;
    let core = format!("{}{}", address.district.unwrap_or_default(), address.rest);
    (core.chars().count() >= 2).then_some((core, place))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> String {
        super::super::one(crate::Kind::Name, name).map(|value| value.text.replace(PART, "|")).unwrap_or_default()
    }

    #[test]
    fn forms_and_places_do_not_hide_the_telling_part() {
        for name in
            ["上海永达汽车有限公司", "上海永达汽车股份有限公司", "上海市永达汽车集团有限公司", "上海永达汽车公司"]
        {
            assert_eq!(parts(name), format!("{COMPANY}永达汽车|上海市|"), "{name}");
        }
        assert_eq!(parts("ACME Motors Co., Ltd."), parts("Acme Motors Limited"));
    }

    #[test]
    fn a_branch_is_kept_apart() {
        assert_eq!(parts("上海永达汽车有限公司浦东分公司"), format!("{COMPANY}永达汽车|上海市|浦东分公司"));
    }

    #[test]
    fn a_company_is_one_without_its_legal_form() {
        assert_eq!(parts("上海永达汽车"), parts("上海永达汽车有限公司"));
    }

    #[test]
    fn people_are_no_companies() {
        for name in ["王小明", "欧阳娜娜", "john smith", "店小二", "张集团"] {
            assert!(!is_company(name), "{name}");
        }
        for name in ["永达汽车有限公司", "第一人民医院", "acme ltd", "顺丰公司"] {
            assert!(is_company(name), "{name}");
        }
    }
}
