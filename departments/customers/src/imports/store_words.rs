//! What the stores of a group are called, in whichever of its ways a file writes them. Pure.

use std::collections::{BTreeSet, HashMap};

use kernel::{StoreId, region};
use platform::names::NamedStore;

use super::spoken::key;

/// Codes and names of stores.
#[derive(Clone, Debug, Default)]
pub struct StoreWords {
    /// By code, short and full name.
    whole: HashMap<String, BTreeSet<StoreId>>,
    /// By the names without what the group is called, and without the city in front.
    cores: HashMap<String, BTreeSet<StoreId>>,
    /// What the group is called, the longest first.
    group: Vec<String>,
    /// `SH01 上海浦东店`, as a choice between several tells them.
    titles: HashMap<StoreId, String>,
}

/// Why words name no single store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordsFault {
    Unknown,
    /// What the stores are that they may mean, by code.
    Ambiguous(Vec<String>),
}

impl StoreWords {
    pub fn of(stores: &HashMap<StoreId, NamedStore>, group: &str) -> Self {
        let mut words = Self { group: stems(group), ..Self::default() };
        for (id, store) in stores {
            words.titles.insert(*id, format!("{} {}", store.code, store.name));
            for name in [&store.code, &store.name, &store.full_name] {
                words.whole.entry(key(name)).or_default().insert(*id);
            }
            for name in [&store.name, &store.full_name] {
                let core = words.without_group(&key(name));
                let without_city = without_city(&core).map(ToOwned::to_owned);
                for core in [Some(core), without_city].into_iter().flatten().filter(|core| tells(core)) {
                    words.cores.entry(core).or_default().insert(*id);
                }
            }
        }
        words
    }

    /// The one store called so: as it is written first, then without the group's name.
    ///
    /// # Errors
    /// Nothing is called so, or several are.
    pub fn find(&self, words: &str) -> Result<StoreId, WordsFault> {
        let words = key(words);
        let found = self.whole.get(&words).or_else(|| self.cores.get(&self.without_group(&words)));
        let found = found.ok_or(WordsFault::Unknown)?;
        match found.first() {
            Some(only) if found.len() == 1 => Ok(*only),
            _ => Err(WordsFault::Ambiguous(self.titles_of(found))),
        }
    }

    /// Whether any store is called so.
    pub fn knows(&self, words: &str) -> bool {
        self.find(words) != Err(WordsFault::Unknown)
    }

    fn titles_of(&self, stores: &BTreeSet<StoreId>) -> Vec<String> {
        let mut titles: Vec<String> = stores.iter().filter_map(|id| self.titles.get(id).cloned()).collect();
        titles.sort_unstable();
        titles
    }

    /// A name without the group's in front, behind or in brackets.
    fn without_group(&self, name: &str) -> String {
        let bare = bare(name);
        let strip = |stem: &String| {
            let rest = bare.strip_prefix(stem.as_str()).or_else(|| bare.strip_suffix(stem.as_str()))?;
            Some(bare_of(rest)).filter(|rest| tells(rest))
        };
        self.group.iter().find_map(strip).unwrap_or_else(|| bare.to_owned())
    }
}

/// What stands behind the name of a group, longest first.
const FORMS: [&str; 10] = [
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "控股集团",
    "集团",
    "公司",
    "汽车",
    " co., ltd.",
    " holdings",
    " group",
];
/// Signs between the name of a group and that of a store.
const BETWEEN: [char; 11] = ['(', ')', '（', '）', '-', '—', '·', '_', '/', ',', ' '];
/// One character is no name.
const NAME_CHARS_MIN: usize = 2;

/// A group's name as it is, and with its legal form taken off piece by piece: `云途汽车集团`, `云途汽车`, `云途`.
fn stems(group: &str) -> Vec<String> {
    let mut stem = key(group);
    let mut stems = Vec::new();
    while stem.chars().count() >= NAME_CHARS_MIN {
        stems.push(stem.clone());
        let Some(shorter) = FORMS.iter().find_map(|form| stem.strip_suffix(form)) else { break };
        stem = bare_of(shorter);
    }
    stems
}

fn bare(name: &str) -> &str {
    name.trim_matches(BETWEEN)
}

fn bare_of(name: &str) -> String {
    bare(name).to_owned()
}

/// `店` alone tells no store from another.
fn tells(name: &str) -> bool {
    name.chars().count() >= NAME_CHARS_MIN && !matches!(name, "4s店" | "门店" | "分店" | "总店")
}

/// `浦东店` for `上海浦东店`; nothing for a name that begins with no city.
fn without_city(name: &str) -> Option<&str> {
    let ends = name.char_indices().map(|(at, _)| at).skip(2).take(5);
    let end = ends.filter(|end| region::city(&name[..*end]).is_some()).last()?;
    Some(bare(&name[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> StoreWords {
        let store = |code: &str, name: &str, full_name: &str| NamedStore {
            code: code.into(),
            name: name.into(),
            full_name: full_name.into(),
            ..NamedStore::default()
        };
        let stores = [
            store("SH01", "上海浦东店", "云途汽车上海浦东店"),
            store("SH02", "上海中心店", "云途汽车上海中心店"),
            store("SZ01", "苏州中心店", "云途汽车苏州中心店"),
            store("YT01", "云途店", "云途店"),
        ];
        let id = |at: usize| StoreId(sea_orm::prelude::Uuid::from_u128(at as u128));
        StoreWords::of(&stores.into_iter().enumerate().map(|(at, store)| (id(at), store)).collect(), "云途汽车集团")
    }

    fn found(name: &str) -> Result<u128, WordsFault> {
        words().find(name).map(|id| id.0.as_u128())
    }

    #[test]
    fn a_store_is_known_by_each_of_its_names_with_the_groups_and_without() {
        for name in [
            "SH01",
            "sh01",
            "上海浦东店",
            "浦东店",
            "云途汽车上海浦东店",
            "云途汽车浦东店",
            "云途汽车集团上海浦东店",
            "云途上海浦东店",
            "云途汽车（上海浦东店）",
            "云途汽车-浦东店",
            "上海浦东店（云途汽车）",
            "上海浦东店 云途汽车集团",
        ] {
            assert_eq!(found(name), Ok(0), "{name}");
        }
        assert_eq!(found("云途店"), Ok(3));
    }

    #[test]
    fn a_name_that_may_mean_several_is_told_with_them() {
        let both = vec!["SH02 上海中心店".to_owned(), "SZ01 苏州中心店".to_owned()];
        assert_eq!(found("中心店"), Err(WordsFault::Ambiguous(both)));
        assert_eq!(found("苏州中心店"), Ok(2));
    }

    #[test]
    fn another_city_another_group_or_a_mere_piece_is_no_store() {
        for name in ["北京浦东店", "瑞途汽车上海浦东店", "东店", "店", "上海", "云途汽车集团", "云途", ""]
        {
            assert_eq!(found(name), Err(WordsFault::Unknown), "{name}");
            assert!(!words().knows(name));
        }
    }

    #[test]
    fn an_english_group_is_left_out_as_well() {
        let store = NamedStore {
            code: "LD1".into(),
            name: "Soho".into(),
            full_name: "Yuntu Auto Soho".into(),
            ..NamedStore::default()
        };
        let id = StoreId(sea_orm::prelude::Uuid::from_u128(7));
        let words = StoreWords::of(&[(id, store)].into(), "Yuntu Auto Group");
        for name in ["SOHO", "Yuntu Auto Soho", "yuntu auto - soho", "Soho (Yuntu Auto Group)"] {
            assert_eq!(words.find(name), Ok(id), "{name}");
        }
    }
}
