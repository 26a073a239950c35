//! What people type for phones, plates, VINs, e-mail, ID and company numbers, names and addresses: read without a panic, and what was read
//! reads the same again.
#![no_main]

use kernel::{
    company_code::CompanyCode, email::Email, name, phone::Phone, plate::Plate, region, resident_id::ResidentId,
    vin::Vin,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|typed: &str| {
    if let Ok(vin) = Vin::parse(typed) {
        assert_eq!(Vin::parse(vin.as_str()).as_ref(), Ok(&vin));
        let _read = (vin.check_digit_holds(), vin.maker(), vin.country(), vin.model_year(None), vin.last_six());
    }
    let _guessed = (Vin::suggestion(typed), Plate::suggestion(typed));
    if let Ok(plate) = Plate::parse(typed) {
        assert_eq!(Plate::parse(plate.as_str()).as_ref(), Ok(&plate));
        assert_eq!(Plate::parse(&plate.display()).as_ref(), Ok(&plate));
        let _read = (plate.kind(), plate.province(), plate.is_new_energy());
    }
    if let Ok(phone) = Phone::parse(typed) {
        assert_eq!(Phone::parse(phone.as_str()).as_ref(), Ok(&phone));
        let _read = (phone.kind(), phone.display(), phone.masked(), phone.last_four(), phone.extension());
    }
    if let Ok(email) = Email::parse(typed) {
        assert_eq!(Email::parse(email.as_str()).as_ref(), Ok(&email));
    }
    if let Ok(code) = CompanyCode::parse(typed) {
        assert_eq!(CompanyCode::parse(code.as_str()).as_ref(), Ok(&code));
    }
    let _number = ResidentId::parse(typed);
    let cleaned = name::clean(typed);
    assert_eq!(name::clean(&cleaned), cleaned);
    let _name = (name::split(&cleaned), name::avatar_letters(&cleaned), name::search_terms(&cleaned));
    let _typed = name::search_key(typed);
    let _place = (region::Address::parse(typed), region::city(typed), region::province(typed));
});
