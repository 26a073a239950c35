//! The columns a file of cars can have.

use super::{ExportColumn, Value, column, date, integer, moment, optional, read, text};
use crate::{exports::words, imports::targets::Field, vehicles::view::VehicleRow};

pub const COLUMNS: &[ExportColumn<VehicleRow>] = &[
    read(Field::VehicleNumber, column("number", ("车辆编号", "Number"), 20, |row, _| text(&row.number))),
    read(Field::VehiclePlate, column("plate", ("车牌", "Plate"), 12, |row, _| optional(row.plate.as_deref()))),
    read(Field::VehicleVin, column("vin", ("车架号", "VIN"), 20, |row, _| optional(row.vin.as_deref()))),
    read(Field::VehicleBrand, column("brand", ("品牌", "Brand"), 12, |row, _| text(&row.brand))),
    read(Field::VehicleSeries, column("series", ("车系", "Series"), 14, |row, _| text(&row.series))),
    read(Field::VehicleTrim, column("trim", ("款型", "Trim"), 18, |row, _| optional(row.trim.as_deref()))),
    read(Field::VehicleModelYear, column("model_year", ("年款", "Model year"), 8, |row, _| integer(row.model_year))),
    read(
        Field::VehicleEnergy,
        column("energy", ("能源", "Energy"), 10, |row, reader| {
            row.energy.map_or(Value::Empty, |energy| text(words::energy(energy, reader.language)))
        }),
    ),
    read(Field::VehicleColour, column("colour", ("颜色", "Colour"), 10, |row, _| optional(row.colour.as_deref()))),
    read(
        Field::Name,
        column("owner", ("车主", "Owner"), 18, |row, _| {
            optional(row.owner.as_ref().map(|owner| owner.name.as_str()))
        }),
    ),
    read(Field::Store, column("store", ("门店", "Store"), 16, |row, _| text(&row.store.name))),
    read(
        Field::Consultant,
        column("consultant", ("销售顾问", "Consultant"), 12, |row, _| {
            optional(row.consultant.as_ref().map(|person| person.name.as_str()))
        }),
    ),
    read(
        Field::Advisor,
        column("advisor", ("服务顾问", "Service advisor"), 12, |row, _| {
            optional(row.advisor.as_ref().map(|person| person.name.as_str()))
        }),
    ),
    read(
        Field::VehiclePurchasedOn,
        column("purchased", ("购车日期", "Purchased"), 12, |row, _| date(row.purchased_on)),
    ),
    read(
        Field::VehicleMileage,
        column("mileage", ("里程（公里）", "Mileage (km)"), 12, |row, _| integer(row.mileage_km)),
    ),
    read(
        Field::VehicleNextServiceOn,
        column("next_service", ("下次保养", "Next service"), 12, |row, _| date(row.next_service_on)),
    ),
    read(
        Field::VehicleInsuranceUntil,
        column("insurance_until", ("保险到期", "Insurance until"), 12, |row, _| date(row.insurance_until)),
    ),
    read(
        Field::VehicleInspectionUntil,
        column("inspection_until", ("年检到期", "Inspection until"), 12, |row, _| date(row.inspection_until)),
    ),
    read(
        Field::VehicleWarrantyUntil,
        column("warranty_until", ("质保到期", "Warranty until"), 12, |row, _| date(row.warranty_until)),
    ),
    column("created", ("建档时间", "Created"), 18, |row, reader| moment(Some(row.created_at), reader)),
];

pub const USUAL: &[&str] =
    &["number", "plate", "brand", "series", "owner", "mileage", "next_service", "insurance_until"];
