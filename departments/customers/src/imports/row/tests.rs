//! Rows as people write them, and what is said about them.

use std::collections::BTreeMap;

use kernel::{StaffId, StoreId, TagId, time::Calendar};
use platform::{Span, names::NamedStore};
use sea_orm::prelude::Uuid;

use super::*;
use crate::imports::{
    mapping::{ColumnMap, Settings},
    plan::Known,
    store_words::StoreWords,
    stores::Places,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn plan_with(fields: &[Field], settings: &Settings, change: impl FnOnce(&mut Vec<ColumnMap>)) -> Plan {
    let mut columns: Vec<ColumnMap> = fields
        .iter()
        .enumerate()
        .map(|(index, field)| ColumnMap { index, field: Some(*field), ..ColumnMap::default() })
        .collect();
    change(&mut columns);
    let person = |number| StaffId(Uuid::from_u128(number));
    let staff = [("li.na", 1), ("李娜", 1), ("wang.wei", 2), ("王伟", 2), ("wang.wei2", 3), ("王伟", 3)];
    Plan::new(
        settings,
        &columns,
        places(),
        Known::of(staff.map(|(name, number)| (name.to_owned(), person(number)))),
        Known::of([("白色".to_owned(), TagId(Uuid::from_u128(7)))]),
    )
}

/// Rows come to 9 or 8; 7 is out of reach, and two may be called 城东店. Consents are recorded in 9 alone.
fn places() -> Places {
    let place = |number, code: &str| Place {
        id: StoreId(Uuid::from_u128(number)),
        code: code.to_owned(),
        calendar: Calendar::default(),
        today: day("2026-03-02"),
    };
    let store = |(number, code, name, full_name): (u128, &str, &str, &str)| {
        let (code, name, full_name) = (code.to_owned(), name.to_owned(), full_name.to_owned());
        (StoreId(Uuid::from_u128(number)), NamedStore { code, name, full_name, ..NamedStore::default() })
    };
    let stores = [
        (9, "SH01", "上海浦东店", "云途汽车上海浦东店"),
        (8, "SZ01", "苏州城东店", "苏州城东店"),
        (7, "HZ01", "杭州店", "杭州城东店"),
    ];
    let words = StoreWords::of(&stores.map(store).into(), "云途汽车集团");
    let of_sh01 = Span { stores: vec![StoreId(Uuid::from_u128(9))], ..Span::default() };
    Places::new(place(9, "SH01"), vec![place(8, "SZ01")], words, of_sh01)
}

fn plan(fields: &[Field]) -> Plan {
    plan_with(fields, &Settings::default(), |_| {})
}

fn cells(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn codes(plan: &Plan, texts: &[&str]) -> Vec<(Option<usize>, String)> {
    let faults = draft_row(plan, &cells(texts)).err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.column, fault.code)).collect()
}

#[test]
fn all_faults_of_a_row_are_told_at_once_each_with_its_column() {
    let plan = plan(&[Field::Name, Field::Phone, Field::Birthday, Field::VehicleVin, Field::Gender]);
    let found = codes(&plan, &["", "138", "2030-01-01", "LSV", "雄"]);
    let expected = [
        (Some(4), "word.unknown"),
        (Some(0), "name.empty"),
        (Some(2), "birthday.impossible"),
        (Some(1), "phone.too_short"),
        (Some(3), "vin.too_short"),
    ];
    for (column, code) in expected {
        assert!(found.contains(&(column, code.to_owned())), "{code} is not in {found:?}");
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn a_car_of_which_only_the_plate_was_kept_comes_in() {
    let model = |fields: &[Field], row: &[&str]| {
        let car = draft_row(&plan(fields), &cells(row)).unwrap().vehicle.unwrap();
        (car.brand, car.series)
    };
    let named = |brand: &str, series: &str| (brand.to_owned(), series.to_owned());
    let fields = [Field::Name, Field::VehiclePlate];
    assert_eq!(model(&fields, &["王小明", "沪A12345"]), named("未知", "未知"));
    let fields = [Field::Name, Field::VehicleBrand, Field::VehicleSeries, Field::VehiclePlate];
    assert_eq!(model(&fields, &["王小明", "大众", "", "沪A12345"]), named("大众", "未知"));
    assert_eq!(model(&fields, &["王小明", "大众朗逸", "", "沪A12345"]), named("大众", "朗逸"));
    let fields = [Field::Name, Field::VehicleVin];
    assert_eq!(model(&fields, &["王小明", "LRW3E7FS5PC695355"]), named("特斯拉", "未知"));
}

#[test]
fn none_is_a_name_and_nothing_elsewhere() {
    let plan = plan(&[Field::Name, Field::Source]);
    let draft = draft_row(&plan, &cells(&["None", "None"])).unwrap();
    assert_eq!((draft.customer.name.as_str(), draft.customer.source), ("None", None));
    assert_eq!(codes(&plan, &["—", ""]), [(Some(0), "name.empty".to_owned())]);
}

#[test]
fn local_numbers_are_kept_only_when_asked_and_stand_where_a_phone_stands() {
    let fields = [Field::Name, Field::Phone];
    assert_eq!(codes(&plan(&fields), &["John", "8264678"]), [(Some(1), "phone.area_code_missing".to_owned())]);
    let keeping = plan_with(&fields, &Settings { keep_odd_phones: true, ..Settings::default() }, |_| {});
    let draft = draft_row(&keeping, &cells(&["John", "826-4678/13800001111"])).unwrap();
    let values: Vec<&str> = draft.customer.contacts.iter().map(|contact| contact.value.as_str()).collect();
    assert_eq!(values, ["+8613800001111", "826-4678"]);
    assert_eq!(draft.odd_phones, ["826-4678"]);
}

#[test]
fn names_in_two_columns_are_one_name() {
    let plan = plan(&[Field::Name, Field::Name]);
    assert_eq!(draft_row(&plan, &cells(&["王", "小明"])).unwrap().customer.name, "王小明");
    assert_eq!(draft_row(&plan, &cells(&["John", "Smith"])).unwrap().customer.name, "John Smith");
}

#[test]
fn words_of_the_file_stand_for_words_of_the_house() {
    let settings = Settings {
        constants: BTreeMap::from([(Field::Source, "exhibition".to_owned()), (Field::VehicleBrand, "大众".to_owned())]),
        ..Settings::default()
    };
    let plan = plan_with(&[Field::Name, Field::Stage, Field::VehicleSeries, Field::Consultant], &settings, |columns| {
        columns[1].values = BTreeMap::from([("A 级".to_owned(), "intent".to_owned()), ("?".to_owned(), String::new())]);
    });
    let draft = draft_row(&plan, &cells(&["王小明", "a 级", "", "李娜"])).unwrap();
    assert_eq!((draft.customer.stage, draft.stage_is_given), (Stage::Intent, true));
    assert_eq!(draft.customer.source.as_deref(), Some("exhibition"));
    assert_eq!(draft.customer.consultant_id, Some(StaffId(Uuid::from_u128(1))));
    assert!(draft.vehicle.is_none(), "a constant alone makes no car");
    let draft = draft_row(&plan, &cells(&["王小明", "?", "朗逸", ""])).unwrap();
    assert_eq!(draft.vehicle.map(|car| (car.brand, car.series)), Some(("大众".to_owned(), "朗逸".to_owned())));
    assert_eq!(draft.customer.stage, Stage::Owner);
    assert_eq!(codes(&plan, &["王小明", "", "", "王伟"]), [(Some(3), "staff.ambiguous".to_owned())]);
    assert_eq!(codes(&plan, &["王小明", "", "", "赵六"]), [(Some(3), "staff.unknown".to_owned())]);
}

#[test]
fn a_purchase_dates_the_car_and_the_customer() {
    let fields = [Field::Name, Field::VehicleModel, Field::PurchaseOn, Field::PurchaseAmount];
    let plan = plan_with(&fields, &Settings::default(), |columns| columns[2].format = Some("month_day_year".into()));
    let draft = draft_row(&plan, &cells(&["John", "Oldsmobile Silhouette", "1/2/2022", "26000"])).unwrap();
    let car = draft.vehicle.unwrap();
    assert_eq!(
        (car.brand.as_str(), car.series.as_str(), car.purchased_on),
        ("Oldsmobile", "Silhouette", Some(day("2022-01-02")))
    );
    assert_eq!(draft.records[0].amount, Some(2_600_000));
    assert_eq!(draft.customer.created_at, Some(Calendar::default().start_of(day("2022-01-02"))));
    assert_eq!(codes(&plan, &["John", "大众朗逸", "", "26000"]), [(Some(2), "record.no_day".to_owned())]);
}

#[test]
fn a_city_abroad_is_a_city() {
    let plan = plan(&[Field::Name, Field::City]);
    let city = |text: &str| draft_row(&plan, &cells(&["John", text])).unwrap().customer.address.unwrap().city;
    assert_eq!((city("Austin").as_deref(), city("上海").as_deref()), (Some("Austin"), Some("上海市")));
}

#[test]
fn numbers_a_spreadsheet_has_rounded_are_refused_and_never_taken_for_one_another() {
    let plan = plan(&[Field::Name, Field::Phone, Field::IdNumber, Field::ExternalId, Field::VehicleExternalId]);
    let told =
        |texts: &[&str]| codes(&plan, texts).into_iter().map(|(at, code)| (at.unwrap(), code)).collect::<Vec<_>>();
    let fault = |at: usize, code: &str| (at, code.to_owned());
    assert_eq!(told(&["王小明", "1.38E+10", "", "", ""]), [fault(1, "phone.precision_lost")]);
    for number in ["1.10105E+17", "110105194912310000"] {
        assert_eq!(told(&["王小明", "", number, "", ""]), [fault(2, "resident_id.rounded")], "{number}");
    }
    let external = told(&["王小明", "", "", "1.23457E+11", "2.5E+10"]);
    assert_eq!(external, [fault(3, "number.scientific"), fault(4, "number.scientific")]);
    assert_eq!(told(&["王小明", "13800001111", "", "12E5", ""]), []);
}

#[test]
fn an_id_number_that_ends_in_zeros_is_taken_when_it_is_marked_as_text() {
    let plan = plan(&[Field::Name, Field::IdNumber]);
    let mut fits = (1..=28).map(|day| format!("110105194912{day:02}1000"));
    let fits = fits.find(|number| kernel::resident_id::ResidentId::parse(number).is_ok()).unwrap();
    assert_eq!(codes(&plan, &["王小明", &fits]), [(Some(1), "resident_id.rounded".to_owned())]);
    let row = draft_row(&plan, &cells(&["王小明", &format!("'{fits}")])).unwrap();
    assert_eq!(row.customer.id_number.unwrap().reveal(), fits);
}

#[test]
fn equal_rows_have_equal_fingerprints() {
    let plan = plan(&[Field::Name, Field::Note, Field::Tags]);
    let print = |texts: &[&str]| draft_row(&plan, &cells(texts)).unwrap().fingerprint;
    assert_eq!(print(&["王 小明", "好", "白色"]), print(&["王小明", " 好", "白色"]));
    assert_ne!(print(&["王小明", "好", ""]), print(&["王小明", "", "白色"]));
}

#[test]
fn a_day_of_purchase_alone_is_a_purchase_and_no_car() {
    let row = draft_row(&plan(&[Field::Name, Field::VehiclePurchasedOn]), &cells(&["王小明", "2024-05-01"])).unwrap();
    assert!(row.vehicle.is_none());
    assert_eq!(row.customer.stage, Stage::Owner);
    let bought: Vec<String> = row.records.iter().map(|record| record.on.to_string()).collect();
    assert_eq!(bought, ["2024-05-01"]);
    let with_colour = plan(&[Field::Name, Field::VehiclePurchasedOn, Field::VehicleColour]);
    let row = draft_row(&with_colour, &cells(&["王小明", "2024-05-01", "白色"])).unwrap();
    assert!(row.vehicle.is_some(), "nothing the file says is lost");
}

#[test]
fn a_row_comes_to_the_store_it_names_and_to_the_chosen_one_when_it_names_none() {
    let plan = plan(&[Field::Name, Field::Store]);
    let comes_to = |store: &str| {
        let row = draft_row(&plan, &cells(&["王小明", store])).unwrap();
        assert_eq!(row.store, row.customer.store_id);
        row.store.0.as_u128()
    };
    assert_eq!(["", "无", "sz01", " ＳＺ０１ ", "上海浦东店"].map(comes_to), [9, 9, 8, 8, 9]);
}

#[test]
fn a_store_that_is_unknown_out_of_reach_or_one_of_two_is_the_fault_of_its_cell() {
    let plan = plan(&[Field::Name, Field::Store]);
    let told = |store: &str| codes(&plan, &["王小明", store]);
    assert_eq!(told("南京店"), [(Some(1), "store.unknown".to_owned())]);
    assert_eq!(told("杭州店"), [(Some(1), "store.out_of_reach".to_owned())]);
    assert_eq!(told("城东店"), [(Some(1), "store.ambiguous".to_owned())]);
    let mapped = plan_with(&[Field::Name, Field::Store], &Settings::default(), |columns| {
        columns[1].values.insert("南京店".to_owned(), "SZ01".to_owned());
    });
    assert_eq!(draft_row(&mapped, &cells(&["王小明", "南京店"])).unwrap().store.0.as_u128(), 8);
}
