//! What the rules find in records, word by word.

use super::*;
use crate::{people::customer::Gender, vehicles::example};

fn record(customer: &Customer) -> Record<'_> {
    let today = NaiveDate::from_ymd_opt(2026, 3, 16).unwrap();
    Record { customer, contacts: Vec::new(), id_number: None, lacks_city: false, vehicles: 1, today }
}

fn found(gaps: Gaps) -> (Vec<&'static str>, Vec<&'static str>) {
    (gaps.missing().map(MissingField::word).collect(), gaps.doubts().map(Doubt::word).collect())
}

#[test]
fn phones_that_were_made_up_are_told_from_numbers_people_pay_for() {
    for (phone, is_made_up) in [
        ("+8613800000000", true),
        ("+8613800138000", true),
        ("+8613912345678", true),
        ("+8613911111111", true),
        ("+8615000000000", true),
        ("+8613987654321", true),
        ("not a phone", true),
        ("+8613966666666", false),
        ("+8613800001111", false),
        ("+8618616123478", false),
        ("+862162345678", false),
        ("+447700900123", false),
    ] {
        assert_eq!(doubt_of_phone(phone).is_some(), is_made_up, "{phone}");
    }
}

#[test]
fn mail_domains_nobody_has_are_doubted() {
    for (email, is_doubtful) in
        [("a@example.com", true), ("a@qq.con", true), ("a@gmial.com", true), ("a@qq.com", false), ("a@163.com", false)]
    {
        assert_eq!(doubt_of_email(email).is_some(), is_doubtful, "{email}");
    }
}

#[test]
fn names_that_are_none_half_known_or_odd_are_told_apart() {
    use Doubt::{NameIncomplete, NameOdd, NamePlaceholder};
    for (name, expected) in [
        ("测试", Some(NamePlaceholder)),
        ("测试客户3", Some(NamePlaceholder)),
        ("先生", Some(NamePlaceholder)),
        ("未知", Some(NamePlaceholder)),
        ("N/A", Some(NamePlaceholder)),
        ("xxx", Some(NamePlaceholder)),
        ("---", Some(NamePlaceholder)),
        ("王先生", Some(NameIncomplete)),
        ("李总", Some(NameIncomplete)),
        ("王", Some(NameOdd)),
        ("王小明2", Some(NameOdd)),
        ("王小明", None),
        ("莉莉", None),
        ("John Smith", None),
        ("买买提·吐尔逊", None),
    ] {
        assert_eq!(doubt_of_name(CustomerKind::Person, name), expected, "{name}");
    }
    assert_eq!(doubt_of_name(CustomerKind::Company, "3M中国有限公司"), None);
}

#[test]
fn an_empty_record_lacks_everything_and_is_not_doubted() {
    let mut customer = example::customer(1, None);
    customer.name = "王小明".into();
    let record = Record { vehicles: 0, ..record(&customer) };
    let (missing, doubts) = found(record.gaps());
    assert_eq!(missing.len(), 10, "{missing:?}");
    assert_eq!(doubts, [""; 0]);
}

#[test]
fn a_company_needs_no_birthday() {
    let mut customer = example::customer(1, Some(2));
    customer.kind = CustomerKind::Company;
    customer.name = "上海永达汽车".into();
    let (missing, _) = found(record(&customer).gaps());
    assert_eq!(missing, ["phone", "messenger", "city", "source", "purpose"]);
}

#[test]
fn a_birthday_of_a_form_of_a_child_or_of_nobody_alive_is_doubted() {
    for (birthday, is_doubtful) in [
        ("1900-01-01", true),
        ("1970-01-01", true),
        ("2020-05-01", true),
        ("1901-05-01", true),
        ("1970-01-02", false),
        ("1988-02-29", false),
    ] {
        let mut customer = example::customer(1, None);
        customer.name = "王小明".into();
        customer.birthday = Some(birthday.parse().unwrap());
        let (_, doubts) = found(record(&customer).gaps());
        assert_eq!(doubts.contains(&"birthday"), is_doubtful, "{birthday}");
    }
}

#[test]
fn an_id_number_that_says_another_birthday_or_sex_is_doubted() {
    let number = "11010519491231002X"; // born 1949-12-31, female
    let mut customer = example::customer(1, None);
    customer.name = "王小明".into();
    let doubts = |customer: &Customer| found(Record { id_number: Some(number), ..record(customer) }.gaps()).1;
    assert_eq!(doubts(&customer), [""; 0]);
    customer.gender = Some(Gender::Male);
    assert_eq!(doubts(&customer), ["id_number"]);
    customer.gender = Some(Gender::Female);
    customer.birthday = "1950-12-31".parse().ok();
    assert_eq!(doubts(&customer), ["id_number"]);
}

#[test]
fn a_wrong_check_digit_is_doubted_where_it_must_hold() {
    let doubts = |vin, plate| found(Gaps { missing: 0, doubts: doubts_of_car(vin, plate) }).1;
    assert_eq!(doubts(Some("LSVAA4183E2000001"), Some("沪A12345")), [""; 0]);
    assert_eq!(doubts(Some("LSVAA4187E2000001"), None), ["vin_check"]);
    assert_eq!(doubts(Some("WVWZZZ1KZAW000001"), None), [""; 0]);
    assert_eq!(doubts(Some("SHORT"), Some("沪")), ["vin_check", "plate_form"]);
}

#[test]
fn a_phone_tried_in_vain_is_worse_than_one_made_up() {
    let mut customer = example::customer(1, None);
    customer.name = "王小明".into();
    let contacts = vec![Reach { kind: ContactKind::Phone, value: "+8618616123478", is_wrong: true }];
    let (_, doubts) = found(Record { contacts, ..record(&customer) }.gaps());
    assert_eq!(doubts, ["phone_wrong"]);
}
