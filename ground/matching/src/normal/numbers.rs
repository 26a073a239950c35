//! Numbers of phones, cars and cards, e-mail addresses and postcodes.

use kernel::{email::Email, phone::Phone, plate::Plate, resident_id::ResidentId, vin::Vin};

use super::Value;

const VIN_LENGTH: usize = 17;
/// Fewer digits are an extension or a slip.
const PHONE_DIGITS_MIN: usize = 6;

/// The number without country code and extension; what is no known number keeps its digits.
pub(super) fn phone(text: &str) -> Option<Value> {
    let digits = match Phone::parse(text) {
        Ok(phone) => phone.without_extension().trim_start_matches("+86").trim_start_matches('+').to_owned(),
        Err(_) => text.chars().filter(char::is_ascii_digit).collect(),
    };
    (digits.len() >= PHONE_DIGITS_MIN && !is_one_character(&digits)).then(|| Value::plain(digits))
}

pub(super) fn email(text: &str) -> Option<Value> {
    match Email::parse(text) {
        Ok(email) => Some(Value::plain(email.to_string())),
        Err(_) => Some(Value::plain(text.chars().filter(|c| *c != ' ').collect())),
    }
}

/// The plate, or what stands there where it is none; `新车` and the like are no plates.
pub(super) fn plate(text: &str) -> Option<Value> {
    let plate = match Plate::parse(text) {
        Ok(plate) => plate.to_string(),
        Err(kernel::plate::PlateFault::Empty | kernel::plate::PlateFault::NotPlated) => return None,
        Err(_) => {
            Plate::suggestion(text).map_or_else(|| letters_and_digits(text).to_uppercase(), |plate| plate.to_string())
        }
    };
    (plate.chars().count() >= 5).then(|| Value::plain(plate))
}

/// The VIN with I, O and Q read as 1 and 0; shorter ends of one are kept as they are.
pub(super) fn vin(text: &str) -> Option<Value> {
    let vin: String = letters_and_digits(text)
        .to_uppercase()
        .chars()
        .map(|c| match c {
            'I' => '1',
            'O' | 'Q' => '0',
            c => c,
        })
        .collect();
    let vin = if vin.len() == VIN_LENGTH { Vin::parse(&vin).map_or(vin, |vin| vin.to_string()) } else { vin };
    (vin.len() >= 6 && !is_one_character(&vin)).then(|| Value::plain(vin))
}

/// A resident's number in 18 places; any other number in its letters and digits.
pub(super) fn id_number(text: &str) -> Option<Value> {
    match ResidentId::parse(text) {
        Ok(id) => Some(Value::plain(id.reveal().to_owned())),
        Err(_) => identifier(text),
    }
}

pub(super) fn identifier(text: &str) -> Option<Value> {
    let kept = letters_and_digits(text);
    let bare = kept.trim_start_matches('0');
    (!bare.is_empty()).then(|| Value::plain(bare.to_owned()))
}

pub(super) fn postcode(text: &str) -> Option<Value> {
    let kept = letters_and_digits(text);
    (!kept.is_empty() && !kept.chars().all(|c| c == '0')).then(|| Value::plain(kept))
}

fn letters_and_digits(text: &str) -> String {
    let without_fraction = text.strip_suffix(".0").unwrap_or(text);
    without_fraction.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_one_character(text: &str) -> bool {
    let mut characters = text.chars();
    let first = characters.next();
    characters.all(|c| Some(c) == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: Option<Value>) -> Option<String> {
        value.map(|value| value.text)
    }

    #[test]
    fn a_phone_is_its_digits_whatever_surrounds_them() {
        for raw in ["13812345678", "+86 138 1234 5678", "138-1234-5678", "008613812345678", "13812345678.0"] {
            assert_eq!(text(phone(raw)).as_deref(), Some("13812345678"), "{raw}");
        }
        assert_eq!(text(phone("021-62345678")), text(phone("(021)6234 5678 转 12")));
        assert_eq!(phone("11111111111"), None);
        assert_eq!(phone("123"), None);
    }

    #[test]
    fn plates_and_vins_are_plain() {
        assert_eq!(text(plate("沪a·12345")).as_deref(), Some("沪A12345"));
        assert_eq!(plate("未上牌"), None);
        assert_eq!(text(vin("lsvaa4i83e2000001")).as_deref(), Some("LSVAA4183E2000001"));
        assert_eq!(text(vin("E2-000001")).as_deref(), Some("E2000001"));
    }

    #[test]
    fn an_old_card_and_its_new_one_are_the_same_number() {
        assert_eq!(text(id_number("110105491231002")), text(id_number("11010519491231002x")));
        assert_eq!(text(id_number("0698 8048")).as_deref(), Some("6988048"));
    }
}
