//! The columns a file of cars can have.

use super::{ExportColumn, Value, column, date, moment, optional, text};
use crate::{exports::words, vehicles::view::VehicleRow};

pub const COLUMNS: &[ExportColumn<VehicleRow>] = &[
    column("number", ("车辆编号", "Number"), 20, |row, _| text(&row.number)),
    column("plate", ("车牌", "Plate"), 12, |row, _| optional(row.plate.as_deref())),
    column("vin", ("车架号", "VIN"), 20, |row, _| optional(row.vin.as_deref())),
    column("brand", ("品牌", "Brand"), 12, |row, _| text(&row.brand)),
    column("series", ("车系", "Series"), 14, |row, _| text(&row.series)),
    column("trim", ("款型", "Trim"), 18, |row, _| optional(row.trim.as_deref())),
    column("model_year", ("年款", "Model year"), 8, |row, _| integer(row.model_year)),
    column("energy", ("能源", "Energy"), 10, |row, reader| {
        row.energy.map_or(Value::Empty, |energy| text(words::energy(energy, reader.language)))
    }),
    column("colour", ("颜色", "Colour"), 10, |row, _| optional(row.colour.as_deref())),
    column("owner", ("车主", "Owner"), 18, |row, _| optional(row.owner.as_ref().map(|owner| owner.name.as_str()))),
    column("store", ("门店", "Store"), 16, |row, _| text(&row.store.name)),
    column("consultant", ("销售顾问", "Consultant"), 12, |row, _| {
        optional(row.consultant.as_ref().map(|person| person.name.as_str()))
    }),
    column("advisor", ("服务顾问", "Service advisor"), 12, |row, _| {
        optional(row.advisor.as_ref().map(|person| person.name.as_str()))
    }),
    column("purchased", ("购车日期", "Purchased"), 12, |row, _| date(row.purchased_on)),
    column("mileage", ("里程（公里）", "Mileage (km)"), 12, |row, _| integer(row.mileage_km)),
    column("next_service", ("下次保养", "Next service"), 12, |row, _| date(row.next_service_on)),
    column("insurance_until", ("保险到期", "Insurance until"), 12, |row, _| date(row.insurance_until)),
    column("inspection_until", ("年检到期", "Inspection until"), 12, |row, _| date(row.inspection_until)),
    column("warranty_until", ("质保到期", "Warranty until"), 12, |row, _| date(row.warranty_until)),
    column("created", ("建档时间", "Created"), 18, |row, reader| moment(Some(row.created_at), reader)),
];

pub const USUAL: &[&str] =
    &["number", "plate", "brand", "series", "owner", "mileage", "next_service", "insurance_until"];

fn integer(number: Option<i32>) -> Value {
    number.map_or(Value::Empty, |number| Value::Integer(number.into()))
}
