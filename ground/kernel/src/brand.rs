//! Car brands on the Chinese market: the many names people type, brought to one.

mod table;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::text::folded;

/// A brand with its two names.
///
/// ```
/// use kernel::brand::Brand;
/// let brand = Brand::find("vw").unwrap();
/// assert_eq!((brand.chinese, brand.english), ("大众", "Volkswagen"));
/// assert_eq!(Brand::find("一汽-大众"), Some(brand));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Brand {
    /// The one name under which a brand is stored, `大众`; `MINI` and a few others have no Chinese one.
    pub chinese: &'static str,
    pub english: &'static str,
}

impl Brand {
    /// The brand of this name: Chinese, English, alias or joint venture; letter case, width, spaces and dashes do not
    /// matter, nor 进口 before it and 汽车 behind.
    pub fn find(name: &str) -> Option<&'static Self> {
        let key = key(name);
        let bare = key.strip_prefix("进口").unwrap_or(&key);
        by_key(bare).or_else(|| by_key(bare.strip_suffix("汽车").or(bare.strip_suffix("客车"))?))
    }

    /// The brand at the beginning of a text such as `大众朗逸 2021款`, with what follows it. Latin names must end where a word
    /// ends, so that `mgx` is not MG. Where several fit, the longest is meant.
    ///
    /// ```
    /// use kernel::brand::Brand;
    /// let (brand, series) = Brand::at_start_of("比亚迪 汉EV").unwrap();
    /// assert_eq!((brand.chinese, series.as_str()), ("比亚迪", "汉EV"));
    /// ```
    pub fn at_start_of(text: &str) -> Option<(&'static Self, String)> {
        let text: String = folded(text).collect();
        let text = text.trim();
        let text = text.strip_prefix("进口").unwrap_or(text);
        let ends = text.char_indices().map(|(offset, c)| offset + c.len_utf8()).take(LONGEST_NAME);
        let fitting = ends.filter_map(|end| {
            let (name, rest) = text.split_at(end);
            let is_cut = is_latin(name.chars().next_back()) && is_latin(rest.chars().next());
            by_key(&key(name)).filter(|_| !is_cut).map(|brand| (brand, rest))
        });
        let (brand, rest) = fitting.last()?;
        Some((brand, rest.trim_matches([' ', '-', '·', '/', ',', '_']).to_owned()))
    }

    /// Every known brand, in no order to rely on.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        KNOWN.brands.iter()
    }
}

/// In characters, with room for spaces.
const LONGEST_NAME: usize = 24;

struct Known {
    brands: Vec<Brand>,
    /// Key of every name to the place of its brand.
    places: BTreeMap<String, usize>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known { brands: Vec::new(), places: BTreeMap::new() };
    for (place, (chinese, english, others)) in table::BRANDS.iter().enumerate() {
        known.brands.push(Brand { chinese, english });
        for name in [*chinese, *english].into_iter().chain(others.split_whitespace()) {
            known.places.insert(key(name), place);
        }
    }
    known
});

fn by_key(key: &str) -> Option<&'static Brand> {
    KNOWN.places.get(key).and_then(|place| KNOWN.brands.get(*place))
}

fn key(name: &str) -> String {
    folded(name)
        .filter(|c| !matches!(c, ' ' | '-' | '·' | '.' | '&' | '_' | '/'))
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_latin(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphabetic() && u32::from(c) < 0x2E80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_name_belongs_to_one_brand() {
        let mut owners: BTreeMap<String, &str> = BTreeMap::new();
        for (chinese, english, others) in table::BRANDS {
            for name in [*chinese, *english].into_iter().chain(others.split_whitespace()) {
                let owner = owners.insert(key(name), chinese);
                assert!(owner.is_none_or(|owner| owner == *chinese), "{name} is claimed by {owner:?} and {chinese}");
            }
        }
    }

    #[test]
    fn brands_are_found_by_any_of_their_names() {
        for (name, chinese) in [
            ("BYD", "比亚迪"),
            ("ｂｙｄ", "比亚迪"),
            ("land rover", "路虎"),
            ("Mercedes Benz", "奔驰"),
            ("梅赛德斯-奔驰", "奔驰"),
            ("吉利汽车", "吉利"),
            ("进口雷克萨斯", "雷克萨斯"),
            ("奥迪汽车", "奥迪"),
            ("lynk&co", "领克"),
            ("Citroën", "雪铁龙"),
            ("skoda", "斯柯达"),
            ("阿尔法罗密欧", "阿尔法·罗密欧"),
        ] {
            assert_eq!(Brand::find(name).map(|brand| brand.chinese), Some(chinese), "{name}");
        }
        assert_eq!(Brand::find("没有这个牌子"), None);
        assert_eq!(Brand::find(""), None);
    }

    #[test]
    fn the_longest_brand_at_the_start_is_meant() {
        let start = |text| Brand::at_start_of(text).map(|(brand, rest)| (brand.chinese, rest));
        assert_eq!(start("东风日产 轩逸"), Some(("日产", "轩逸".to_owned())));
        assert_eq!(start("东风天龙"), Some(("东风", "天龙".to_owned())));
        assert_eq!(start("BMW 3系"), Some(("宝马", "3系".to_owned())));
        assert_eq!(start("MG5"), Some(("名爵", "5".to_owned())));
        assert_eq!(start("mgx"), None);
        assert_eq!(start("宝马X5"), Some(("宝马", "X5".to_owned())));
    }

    proptest! {
        #[test]
        fn any_text_can_be_asked_for(raw in "\\PC{0,30}") {
            let _ = (Brand::find(&raw), Brand::at_start_of(&raw));
        }
    }
}
