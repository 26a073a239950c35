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
        assert_eq!(recognised(&[header]), [Some(Field::Store)], "{header}");
    }
    assert_eq!(recognised(&["销售门店"]), [Some(Field::PurchaseSummary)]);
}

/// What columns of these headers are taken for.
fn recognised(headers: &[&str]) -> Vec<Option<Field>> {
    let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
    let guesses = tables::guess_columns(&headers, &[], &guess_targets());
    guesses.into_iter().map(|guess| guess.target.and_then(Field::find)).collect()
}

#[test]
fn columns_of_consents_are_recognised() {
    let headers = ["姓名", "手机", "来源", "同意短信营销", "同意日期", "同意方式", "隐私政策版本"];
    let fields = [
        Field::Name,
        Field::Phone,
        Field::Source,
        Field::ConsentMarketingSms,
        Field::ConsentOn,
        Field::ConsentHow,
        Field::ConsentText,
    ];
    assert_eq!(recognised(&headers), fields.map(Some));
}

#[test]
fn columns_of_a_dealer_system_are_recognised() {
    let headers = ["客户姓名", "手机号码", "车架号（VIN）", "车牌号", "购车日期", "成交价", "销售顾问", "备注"];
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
    assert_eq!(recognised(&headers), fields.map(Some));
}
