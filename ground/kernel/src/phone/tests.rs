//! What numbers are read from, and what is refused.

use super::*;
use proptest::prelude::*;

fn read(raw: &str) -> String {
    Phone::parse(raw).map_or_else(|fault| fault.code().to_owned(), String::from)
}

#[test]
fn a_mobile_number_is_read_however_it_was_typed() {
    let typed = [
        "13800001111",
        " 138 0000 1111 ",
        "138-0000-1111",
        "+86 13800001111",
        "+86-138-0000-1111",
        "008613800001111",
        "8613800001111",
        "013800001111",
        "１３８００００１１１１",
        "13800001111.0",
        "'13800001111",
        "1.3800001111E10",
        "tel:+8613800001111",
        "\u{202d}13800001111\u{202c}",
    ];
    for raw in typed {
        assert_eq!(read(raw), "+8613800001111", "{raw}");
    }
}

#[test]
fn a_number_rounded_by_a_spreadsheet_is_refused_as_such() {
    for raw in ["1.38E+10", "1.38e10", "1.3800001E+10", "1E10"] {
        assert_eq!(read(raw), "phone.precision_lost", "{raw}");
    }
}

#[test]
fn landlines_keep_their_area_code_without_the_zero() {
    assert_eq!(read("021-62345678"), "+862162345678");
    assert_eq!(read("(0512) 6234-5678"), "+8651262345678");
    assert_eq!(read("+86 (0)21 62345678"), "+862162345678");
    assert_eq!(read("010-38238383"), "+861038238383");
    assert_eq!(Phone::parse("07551234567").unwrap_err(), PhoneFault::NoSuchNumber);
    assert_eq!(Phone::parse("03511234567").unwrap_err(), PhoneFault::NoSuchNumber);
    assert_eq!(Phone::parse("0351-2234567").unwrap().display(), "0351-2234567");
    assert_eq!(read("62345678"), "phone.area_code_missing");
    assert_eq!(Phone::parse("021-62345678-12").unwrap().subscriber(), Some("62345678"));
    assert_eq!(Phone::parse("0351-2234567").unwrap().subscriber(), Some("2234567"));
    assert_eq!(Phone::parse("13800001111").unwrap().subscriber(), None);
}

#[test]
fn extensions_are_kept_apart() {
    for raw in [
        "021-62345678-12",
        "021-62345678转12",
        "02162345678-12",
        "02162345678 ext 12",
        "021-62345678#12",
        "+862162345678;ext=12",
        "021 62345678 分机:12",
    ] {
        assert_eq!(read(raw), "+862162345678;ext=12", "{raw}");
    }
    let relay = Phone::parse("13800001111-1234").unwrap();
    assert_eq!(relay.extension(), Some("1234"));
    assert_eq!(relay.without_extension(), "+8613800001111");
    assert_eq!(relay.last_four(), "1111");
    assert_eq!(read("0755-8234567-1"), "+867558234567;ext=1");
}

#[test]
fn service_numbers_and_numbers_from_abroad_are_read() {
    let hotline = Phone::parse("400 820 1234").unwrap();
    assert_eq!((hotline.kind(), hotline.display()), (PhoneKind::Hotline, "400-820-1234".to_owned()));
    let hong_kong = Phone::parse("+852 6123 4567").unwrap();
    assert_eq!((hong_kong.kind(), hong_kong.as_str()), (PhoneKind::International, "+85261234567"));
    assert_eq!(read("0085261234567"), "+85261234567");
    assert_eq!(read("+1 (212) 555-0100"), "+12125550100");
}

#[test]
fn masks_show_no_more_than_the_last_four() {
    for (raw, masked) in [
        ("13800001234", "138****1234"),
        ("021-62345678", "021-****5678"),
        ("4008201234", "400-***-1234"),
        ("+85261234567", "+****4567"),
    ] {
        assert_eq!(Phone::parse(raw).unwrap().masked(), masked);
    }
}

#[test]
fn ranges_of_resellers_are_flagged() {
    assert!(Phone::parse("17000001111").unwrap().is_virtual());
    assert!(!Phone::parse("13800001111").unwrap().is_virtual());
    assert!(!Phone::parse("19200001111").unwrap().is_virtual());
}

#[test]
fn what_is_no_number_is_refused_with_the_reason() {
    for (raw, code) in [
        ("", "phone.empty"),
        ("--", "phone.empty"),
        ("1380000111", "phone.too_short"),
        ("138000011112", "phone.too_long"),
        ("12038389438", "phone.no_such_number"),
        ("12345", "phone.too_short"),
        ("2162345678", "phone.area_code_missing"),
        ("92138389438", "phone.no_such_number"),
        ("13800001111/13900002222", "phone.too_long"),
        ("王女士", "phone.bad_character"),
        ("Vml2YW11cyBmZXJtZtesting123", "phone.bad_character"),
    ] {
        assert_eq!(read(raw), code, "{raw}");
    }
}

proptest! {
    #[test]
    fn reading_never_panics_and_is_stable(raw in "\\PC{0,24}") {
        if let Ok(phone) = Phone::parse(&raw) {
            prop_assert_eq!(&Phone::parse(phone.as_str()).unwrap(), &phone);
        }
    }

    #[test]
    fn near_numbers_never_panic_and_show_what_they_are(raw in "\\+?[0-9 ().eE转#x-]{0,20}") {
        if let Ok(phone) = Phone::parse(&raw) {
            prop_assert_eq!(&Phone::parse(phone.as_str()).unwrap(), &phone);
            prop_assert_eq!(&Phone::parse(&phone.display()).unwrap(), &phone, "{}", phone.display());
            let _ = (phone.masked(), phone.last_four(), phone.is_virtual());
        }
    }

    #[test]
    fn every_mobile_number_is_read(raw in "1[3-9][0-9]{9}") {
        let phone = Phone::parse(&raw).unwrap();
        prop_assert!(phone.is_mobile());
        prop_assert_eq!(phone.display(), raw);
    }
}
