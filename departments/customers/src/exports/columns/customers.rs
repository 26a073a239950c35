//! The columns a file of customers can have.

use super::{ExportColumn, Value, column, date, moment, optional, text};
use crate::{exports::words, people::view::CustomerRow, vehicles::vehicle::known_model};

pub const COLUMNS: &[ExportColumn<CustomerRow>] = &[
    column("number", ("客户编号", "Number"), 20, |row, _| text(&row.number)),
    column("name", ("客户", "Customer"), 18, |row, _| text(&row.name)),
    column("stage", ("阶段", "Stage"), 10, |row, reader| text(words::stage(row.stage, reader.language))),
    column("kind", ("客户类型", "Kind"), 10, |row, reader| text(words::kind(row.kind, reader.language))),
    column("gender", ("性别", "Gender"), 8, |row, reader| {
        row.gender.map_or(Value::Empty, |gender| text(words::gender(gender, reader.language)))
    }),
    column("phone", ("手机", "Phone"), 16, |row, _| optional(row.phone.as_deref())),
    column("vehicle", ("车辆", "Vehicle"), 24, |row, _| {
        row.vehicle
            .as_ref()
            .map_or(Value::Empty, |car| known_model(&car.brand, &car.series).map_or(Value::Empty, Value::Text))
    }),
    column("plate", ("车牌", "Plate"), 12, |row, _| {
        optional(row.vehicle.as_ref().and_then(|car| car.plate.as_deref()))
    }),
    column("vehicles", ("车辆数", "Vehicles"), 8, |row, _| Value::Integer(row.vehicles.into())),
    column("store", ("门店", "Store"), 16, |row, _| text(&row.store.name)),
    column("consultant", ("销售顾问", "Consultant"), 12, |row, _| {
        optional(row.consultant.as_ref().map(|person| person.name.as_str()))
    }),
    column("advisor", ("服务顾问", "Service advisor"), 12, |row, _| {
        optional(row.advisor.as_ref().map(|person| person.name.as_str()))
    }),
    column("tags", ("标签", "Tags"), 28, |row, reader| {
        let names: Vec<&str> = row.tags.iter().map(|tag| tag.name.as_str()).collect();
        text(&names.join(reader.language.pick("、", ", ")))
    }),
    column("source", ("来源", "Source"), 14, |row, _| optional(row.source.as_deref())),
    column("city", ("城市", "City"), 14, |row, _| optional(row.city.as_deref())),
    column("last_contact", ("最近联系", "Last contact"), 18, |row, reader| moment(row.last_contact_at, reader)),
    column("last_visit", ("最近到店", "Last visit"), 18, |row, reader| moment(row.last_visit_at, reader)),
    column("next_service", ("下次保养", "Next service"), 12, |row, _| date(row.next_service_on)),
    column("insurance_until", ("保险到期", "Insurance until"), 12, |row, _| date(row.insurance_until)),
    column("spend", ("累计消费", "Spend"), 14, |row, _| Value::Amount(row.spend.amount)),
    column("visits", ("到店次数", "Visits"), 10, |row, _| Value::Integer(row.visits.into())),
    column("completeness", ("资料完整度", "Completeness"), 12, |row, _| Value::Integer(row.completeness.into())),
    column("quality", ("数据质量", "Data quality"), 12, |row, _| Value::Integer(row.quality.into())),
    column("created", ("建档时间", "Created"), 18, |row, reader| moment(Some(row.created_at), reader)),
    column("changed", ("更新时间", "Changed"), 18, |row, reader| moment(Some(row.changed_at), reader)),
];

pub const USUAL: &[&str] = &[
    "number",
    "name",
    "stage",
    "vehicle",
    "plate",
    "phone",
    "consultant",
    "last_contact",
    "next_service",
    "spend",
    "tags",
];
