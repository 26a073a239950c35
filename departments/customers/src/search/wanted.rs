//! What is looked up for something typed. Pure but for the key ring.

use kernel::{
    GroupId,
    name::{self, Shortened},
    phone::Phone,
    plate::Plate,
    text::compared,
    vin::Vin,
};
use platform::KeyRing;

use super::{
    term::TermKind,
    terms::{HEAD_DIGITS, MOBILE_DIGITS, digits_of, phone_head, phone_tail, subscriber_number, whole_phone},
};

/// One thing to look up: a term, and what else must be true of whom it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub term: Matching,
    /// Another term that the same customer or car must have.
    pub beside: Option<(TermKind, Matching)>,
    /// Whether only names are meant: a car's term that reads the same leads nowhere.
    pub is_of_people: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matching {
    Is(String),
    Begins(String),
    /// Begins so and goes on.
    GoesOn(String),
    /// Letters and digits only.
    Ends(String),
}

/// Reads what was typed, best first: a phone number or its last four digits, in any case the beginning of a term, then the tail
/// of a human number and the ways in which names are shortened.
pub fn wanted(typed: &str, group: GroupId, keys: &KeyRing) -> Vec<Wanted> {
    let typed = compared(typed);
    let mut wanted: Vec<Wanted> = phones(&typed, group, keys).into_iter().map(|term| any(Matching::Is(term))).collect();
    match (Vin::parse(&typed), Plate::parse(&typed)) {
        (Ok(vin), _) => wanted.push(any(Matching::Begins(vin.as_str().to_lowercase()))),
        (_, Ok(plate)) => wanted.push(any(Matching::Begins(name::search_key(plate.as_str())))),
        _ => {
            let key = name::search_key(&typed);
            if !key.is_empty() {
                wanted.push(any(Matching::Begins(key.clone())));
                wanted.extend(number_tail(&typed, &key));
                wanted.extend(name::spellings(&key).into_iter().skip(1).map(spelled));
                wanted.extend(name::shortened(&key).into_iter().map(by_initials));
            }
        }
    }
    wanted
}

/// Those of the surname that was typed, or that sounds like it: they come before whoever has the syllable at the end of the name.
pub fn by_surname(typed: &str) -> Vec<Wanted> {
    let surnames = name::surnames_like(&name::search_key(&compared(typed)));
    let of_them = |surname| Wanted { is_of_people: true, ..any(Matching::GoesOn(surname)) };
    surnames.into_iter().take(SURNAMES_MAX).map(of_them).collect()
}

/// So many surnames of one sound are asked after, the usual ones first.
const SURNAMES_MAX: usize = 4;

/// The parts of what was typed into the search box of a list that are looked up each for itself: its words, but a number
/// typed in groups of digits stays whole, and so does a plate or a VIN.
pub fn words(typed: &str) -> Vec<&str> {
    let text = compared(typed);
    let is_number =
        digits_of(&text).len() >= HEAD_DIGITS && text.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c));
    if is_number || Plate::parse(&text).is_ok() || Vin::parse(&text).is_ok() {
        return vec![typed];
    }
    typed.split_whitespace().collect()
}

/// The blind terms of what may be a number, or a part of one.
fn phones(typed: &str, group: GroupId, keys: &KeyRing) -> Vec<String> {
    let digits = digits_of(typed);
    let is_plain = typed.chars().all(|c| c.is_ascii_digit() || " -".contains(c));
    let mut found = Vec::new();
    if digits.len() == 4 && digits == typed {
        found.push(phone_tail(group, &digits, keys));
    }
    // From the seventh digit on, as a number is typed: those that begin with these seven.
    if (HEAD_DIGITS..MOBILE_DIGITS).contains(&digits.len()) && is_plain {
        found.push(phone_head(group, &digits[..HEAD_DIGITS], keys));
    }
    match Phone::parse(typed) {
        Ok(phone) => {
            found.push(whole_phone(group, phone.as_str(), keys));
            // The same number, kept without its area code.
            found.extend(phone.subscriber().map(|subscriber| whole_phone(group, subscriber, keys)));
        }
        Err(_) if is_plain && digits.len() >= HEAD_DIGITS => {
            found.push(whole_phone(group, &digits, keys));
            found.push(subscriber_number(group, &digits, keys));
        }
        Err(_) => {}
    }
    found
}

/// `000252`, `26-000252` and `SH01-26-000252` of `CU-SH01-26-000252`: kept is its count, 252, and with it the whole.
fn number_tail(typed: &str, key: &str) -> Option<Wanted> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (before, count) = match typed.rsplit_once('-') {
        Some((before, count)) => (name::search_key(before), count.trim()),
        None if is_digits(key) => (String::new(), Some(key).filter(|key| key.starts_with('0'))?),
        None => {
            let (before, count) = key.split_at_checked(key.len().checked_sub(COUNT_DIGITS)?)?;
            (before.to_owned(), count)
        }
    };
    let plain = count.trim_start_matches('0');
    if !before.is_ascii() || !is_digits(count) || plain.is_empty() {
        return None;
    }
    let tail = if before.is_empty() { count.to_owned() } else { format!("{before}{count:0>COUNT_DIGITS$}") };
    let beside = Some((TermKind::Number, Matching::Ends(tail)));
    Some(Wanted { term: Matching::Is(plain.to_owned()), beside, is_of_people: false })
}

/// Digits of the count at the end of a human number, zeros before it.
const COUNT_DIGITS: usize = 6;

fn any(term: Matching) -> Wanted {
    Wanted { term, beside: None, is_of_people: false }
}

fn spelled(key: String) -> Wanted {
    Wanted { is_of_people: true, ..any(Matching::Begins(key)) }
}

fn by_initials(Shortened { term, beside }: Shortened) -> Wanted {
    let beside = Some((beside.kind.into(), Matching::Begins(beside.text)));
    Wanted { term: Matching::Begins(term.text), beside, is_of_people: true }
}

#[cfg(test)]
mod tests {
    use kernel::{CustomerId, VehicleId};

    use super::*;
    use crate::search::{
        term::{NIL, SearchTerm},
        terms::{of_customer, of_phone},
    };

    const GROUP: GroupId = GroupId(NIL);

    fn holds(matching: &Matching, text: &str) -> bool {
        match matching {
            Matching::Is(whole) => text == whole,
            Matching::Begins(start) => text.starts_with(start),
            Matching::GoesOn(start) => text.starts_with(start) && text != start,
            Matching::Ends(end) => text.ends_with(end),
        }
    }

    fn leads_to(typed: &str, terms: &[SearchTerm], keys: &KeyRing) -> bool {
        let has = |kind: Option<TermKind>, matching: &Matching| {
            terms.iter().any(|term| kind.is_none_or(|kind| term.kind == kind) && holds(matching, &term.term))
        };
        let beside = |wanted: &Wanted| wanted.beside.as_ref().is_none_or(|(kind, text)| has(Some(*kind), text));
        wanted(typed, GROUP, keys).iter().any(|wanted| has(None, &wanted.term) && beside(wanted))
    }

    #[test]
    fn a_phone_is_found_whole_by_its_first_seven_and_by_its_last_four() {
        let keys = KeyRing::from_secret(b"test");
        for (kept, typed, is_found) in [
            ("+8613800001234", "138 0000 1234", true),
            ("+8613800001234", "１３８００００１２３４", true),
            ("+8613800001234", "1380000", true),
            ("+8613800001234", "1234", true),
            ("+8613800001234", "１２３４", true),
            ("+8613800001234", "0001234", false),
            ("+8613800001234;ext=12", "13800001234-12", true),
            ("+8613800001234;ext=12", "13800001234", true),
            ("+862162345678", "021-62345678", true),
            ("+862162345678", "62345678", true),
            ("+862162345678", "6234-5678", true),
            ("+862162345678", "0512-62345678", false),
            ("8264678", "8264678", true),
            ("8264678", "826-4678", true),
            ("8264678", "826 4678", true),
            ("8264678", "0512-8264678", true),
            ("826-4678", "8264678", true),
            ("62345678", "021-62345678", true),
            ("8264678", "8264679", false),
        ] {
            let terms = of_phone(GROUP, CustomerId(NIL), kept, &keys);
            assert_eq!(leads_to(typed, &terms, &keys), is_found, "{typed} for {kept}");
        }
    }

    #[test]
    fn a_human_number_is_found_by_its_end_as_it_is_shown() {
        let keys = KeyRing::from_secret(b"test");
        let terms = of_customer(GROUP, CustomerId(NIL), "王明", "CU-SH01-26-000252");
        for typed in [
            "252",
            "0252",
            "000252",
            "26-000252",
            "26-252",
            "SH01-26-000252",
            "sh01-26-252",
            "sh0126000252",
            "CU-SH01-26-000252",
            "cush0126000252",
            "０００２５２",
        ] {
            assert!(leads_to(typed, &terms, &keys), "{typed}");
        }
        for typed in ["1252", "010252", "25-000252", "SH02-26-000252", "26-000253", "0000", "-"] {
            assert!(!leads_to(typed, &terms, &keys), "{typed}");
        }
    }

    #[test]
    fn a_surname_typed_or_sounded_asks_after_those_who_have_it() {
        let asked =
            |typed: &str| -> Vec<Matching> { by_surname(typed).into_iter().map(|wanted| wanted.term).collect() };
        assert_eq!(asked("li")[0], Matching::GoesOn("李".into()));
        assert_eq!(asked("林"), [Matching::GoesOn("林".into())]);
        assert_eq!(asked("欧阳"), [Matching::GoesOn("欧阳".into())]);
        for none in ["", "lihao", "8", "林丽"] {
            assert_eq!(asked(none), [], "{none}");
        }
    }

    #[test]
    fn what_is_typed_in_groups_is_one_word() {
        for whole in ["138 0000 1234", "021 62345678", "沪A 12345", "LSVAA418 3E2000001", "8264 678"] {
            assert_eq!(words(whole), [whole]);
        }
        assert_eq!(words("王 1234"), ["王", "1234"]);
        assert_eq!(words(" "), [""; 0]);
    }

    #[test]
    fn another_way_to_spell_a_name_leads_to_no_car() {
        let keys = KeyRing::from_secret(b"test");
        let spelled: Vec<Wanted> = wanted("lub", GROUP, &keys).into_iter().skip(1).collect();
        assert!(!spelled.is_empty() && spelled.iter().all(|wanted| wanted.is_of_people));
        let car = crate::search::terms::of_vehicle(GROUP, VehicleId(NIL), None, None, Some("LVBAA4183E2000001"), "");
        assert!(!leads_to("zhangwj", &car, &keys));
    }
}
