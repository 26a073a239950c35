//! Which column is which, by its header.

use super::*;

#[test]
fn every_field_can_be_offered() {
    assert_eq!(all().count(), Field::WORDS.len());
    assert!(Field::WORDS.iter().all(|word| all().any(|field| field.word() == *word)));
}

#[test]
fn a_column_of_stores_is_recognised_whatever_it_is_called() {
    for header in ["门店", "所属门店", "店", "4S店", "经销商", "Store", "Dealer", "Branch", "门店编码"] {
        let guesses = tables::guess_columns(&[header.to_owned()], &[], &guess_targets());
        assert_eq!(guesses[0].target, Some("store"), "{header}");
    }
    let guesses = tables::guess_columns(&["销售门店".to_owned()], &[], &guess_targets());
    assert_eq!(guesses[0].target, Some("purchase.summary"));
}

#[test]
fn columns_of_consents_are_recognised() {
    let headers = ["姓名", "手机", "来源", "同意短信营销", "同意日期", "同意方式", "隐私政策版本"];
    let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
    let found: Vec<Option<&str>> =
        tables::guess_columns(&headers, &[], &guess_targets()).iter().map(|guess| guess.target).collect();
    let fields = [
        Field::Name,
        Field::Phone,
        Field::Source,
        Field::ConsentMarketingSms,
        Field::ConsentOn,
        Field::ConsentHow,
        Field::ConsentText,
    ];
    assert_eq!(found, fields.map(|field| Some(field.word())));
}

#[test]
fn columns_of_a_dealer_system_are_recognised() {
    let headers = ["客户姓名", "手机号码", "车架号（VIN）", "车牌号", "购车日期", "成交价", "销售顾问", "备注"];
    let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
    let found: Vec<Option<&str>> =
        tables::guess_columns(&headers, &[], &guess_targets()).iter().map(|guess| guess.target).collect();
    let fields = [
        Field::Name,
        Field::Phone,
        Field::VehicleVin,
        Field::VehiclePlate,
        Field::VehiclePurchasedOn,
        Field::PurchaseAmount,
        Field::Consultant,
        Field::Note,
    ];
    assert_eq!(found, fields.map(|field| Some(field.word())));
}
