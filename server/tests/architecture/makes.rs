//! What the English pages call a make is what the kernel knows about it.

use std::{collections::BTreeMap, fs};

use kernel::brand::Brand;

use super::sources::root;

#[test]
fn the_pages_know_the_english_name_of_every_make() {
    let text = fs::read_to_string(root().join("web/shared/i18n/makes.json")).unwrap();
    let told: BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
    let known = Brand::all().filter(|brand| brand.chinese != brand.english);
    let known: BTreeMap<String, String> =
        known.map(|brand| (brand.chinese.to_owned(), brand.english.to_owned())).collect();
    assert_eq!(told, known, "web/shared/i18n/makes.json holds the makes that have two names, in no order to keep");
}
