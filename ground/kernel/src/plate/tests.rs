//! What plates are read from, and what is refused.

use super::*;
use proptest::prelude::*;

fn kind(raw: &str) -> PlateKind {
    Plate::parse(raw).unwrap().kind()
}

#[test]
fn a_plate_is_read_however_it_was_typed() {
    for raw in ["沪A12345", "沪a·12345", " 沪Ａ－１２３４５", "沪A.12345", "沪 A 12345", "沪A•12345", "沪A・12345"]
    {
        assert_eq!(Plate::parse(raw).unwrap().as_str(), "沪A12345", "{raw}");
    }
    assert_eq!(Plate::parse("沪A12345").unwrap().display(), "沪A·12345");
}

#[test]
fn green_plates_tell_the_energy() {
    assert_eq!(kind("粤BD12345"), PlateKind::NewEnergySmall);
    assert_eq!(kind("粤B12345D"), PlateKind::NewEnergyLarge);
    assert!(Plate::parse("粤BD12345").unwrap().is_electric());
    assert!(Plate::parse("粤B12345D").unwrap().is_electric());
    let hybrid = Plate::parse("粤BF12345").unwrap();
    assert!(!hybrid.is_electric() && hybrid.is_new_energy());
    assert_eq!(Plate::parse("粤BZ12345").unwrap_err(), PlateFault::NotNewEnergy);
}

#[test]
fn special_plates_are_accepted_and_flagged() {
    let known = [
        ("京A1234警", PlateKind::Police),
        ("沪B1234学", PlateKind::Training),
        ("鲁B1234挂", PlateKind::Trailer),
        ("粤Z1234港", PlateKind::HongKong),
        ("粤ZAB12澳", PlateKind::Macau),
        ("沪A0023领", PlateKind::Consulate),
        ("使224001", PlateKind::Embassy),
        ("224001使", PlateKind::Embassy),
        ("川X0001应急", PlateKind::Emergency),
        ("VA12345", PlateKind::Military),
        ("WJ京1234X", PlateKind::ArmedPolice),
        ("民航A1234", PlateKind::Airport),
        ("临沪A12345", PlateKind::Temporary),
        ("沪A1234临", PlateKind::Temporary),
    ];
    for (raw, expected) in known {
        assert_eq!(kind(raw), expected, "{raw}");
        assert!(expected.is_special());
    }
    assert!(!kind("沪A12345").is_special());
}

#[test]
fn faults_tell_what_to_mend() {
    assert_eq!(Plate::parse("").unwrap_err(), PlateFault::Empty);
    assert_eq!(Plate::parse("未上牌").unwrap_err(), PlateFault::NotPlated);
    assert_eq!(Plate::parse("A12345").unwrap_err(), PlateFault::UnknownProvince { found: 'A' });
    assert_eq!(Plate::parse("沪A1234").unwrap_err(), PlateFault::TooShort { length: 6 });
    assert_eq!(Plate::parse("沪A1234567").unwrap_err(), PlateFault::TooLong { length: 9 });
    assert_eq!(Plate::parse("沪A1234O").unwrap_err(), PlateFault::BadCharacter { at: 7, found: 'O' });
    assert_eq!(Plate::parse("沪112345").unwrap_err().code(), "plate.bad_character");
}

#[test]
fn a_suggestion_mends_confused_letters_only() {
    assert_eq!(Plate::suggestion("沪AD1234O").map(String::from), Some("沪AD12340".into()));
    assert_eq!(Plate::suggestion("沪A12345"), None);
    assert_eq!(Plate::suggestion("O"), None);
}

#[test]
fn every_province_has_one_character() {
    let mut marks: Vec<char> = PROVINCES.iter().map(|(mark, _)| *mark).collect();
    marks.sort_unstable();
    marks.dedup();
    assert_eq!(marks.len(), 31);
}

proptest! {
    #[test]
    fn reading_never_panics_and_is_stable(raw in "\\PC{0,12}") {
        if let Ok(plate) = Plate::parse(&raw) {
            prop_assert_eq!(&Plate::parse(&plate.display()).unwrap(), &plate);
        }
        let _ = Plate::suggestion(&raw);
    }

    #[test]
    fn near_plates_never_panic(raw in "[沪粤京临使WJ民航A-Z0-9警应急领港·]{0,10}") {
        if let Ok(plate) = Plate::parse(&raw) {
            prop_assert_eq!(&Plate::parse(&plate.display()).unwrap(), &plate);
            let _ = (plate.kind(), plate.province(), plate.is_electric());
        }
    }

    #[test]
    fn every_ordinary_plate_is_read(raw in "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][A-HJ-NP-Z0-9]{5}") {
        prop_assert_eq!(kind(&raw), PlateKind::Ordinary);
    }
}
