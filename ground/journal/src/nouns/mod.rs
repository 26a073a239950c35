//! All that can happen, by noun: who may be told of it, and how people call it. A new event gets its line in the list.

mod list;

use kernel::{Language, PermissionName};

pub use list::nouns;

/// Something things happen to.
pub struct Noun {
    /// What stands before the full stop in the names of its events.
    pub noun: &'static str,
    /// What one must be permitted to be told.
    pub needs: PermissionName,
    pub zh: &'static str,
    pub en: &'static str,
    /// What can happen: the word after the full stop, in Chinese, in English.
    pub deeds: &'static [Deed],
}

pub type Deed = (&'static str, &'static str, &'static str);

const fn noun(
    noun: &'static str,
    needs: PermissionName,
    zh: &'static str,
    en: &'static str,
    deeds: &'static [Deed],
) -> Noun {
    Noun { noun, needs, zh, en, deeds }
}

/// What an event is called: `客户 · 修改资料`; its bare name when it is not here.
pub fn title(event: &str, language: Language) -> String {
    let known = event.split_once('.').and_then(|(noun, deed)| {
        let noun = nouns().find(|one| one.noun == noun)?;
        let (_, zh, en) = noun.deeds.iter().find(|(known, ..)| *known == deed)?;
        Some((noun, language.pick(zh, en)))
    });
    known.map_or_else(|| event.to_owned(), |(noun, deed)| format!("{} · {deed}", language.pick(noun.zh, noun.en)))
}
