//! The columns a file of the cars of a recall can have.

use super::{ExportColumn, Value, column, date, optional, text};
use crate::{exports::words, recalls::cars::view::RecallCarRow};

pub const COLUMNS: &[ExportColumn<RecallCarRow>] = &[
    column("number", ("车辆编号", "Number"), 20, |row, _| text(&row.number)),
    column("vin", ("车架号", "VIN"), 20, |row, _| optional(row.vin.as_deref())),
    column("plate", ("车牌", "Plate"), 12, |row, _| optional(row.plate.as_deref())),
    column("brand", ("品牌", "Brand"), 12, |row, _| text(&row.brand)),
    column("series", ("车系", "Series"), 14, |row, _| text(&row.series)),
    column("owner", ("车主", "Owner"), 18, |row, _| optional(row.owner.as_ref().map(|owner| owner.name.as_str()))),
    column("store", ("门店", "Store"), 16, |row, _| text(&row.store.name)),
    column("consultant", ("销售顾问", "Consultant"), 12, |row, _| {
        optional(row.consultant.as_ref().map(|person| person.name.as_str()))
    }),
    column("advisor", ("服务顾问", "Service advisor"), 12, |row, _| {
        optional(row.advisor.as_ref().map(|person| person.name.as_str()))
    }),
    column("state", ("状态", "State"), 10, |row, reader| text(words::recall_state(row.state, reader.language))),
    column("state_on", ("状态日期", "Since"), 12, |row, _| date(Some(row.state_on))),
    column("mileage", ("里程（公里）", "Mileage (km)"), 12, |row, _| {
        row.mileage_km.map_or(Value::Empty, |km| Value::Integer(km.into()))
    }),
    column("note", ("备注", "Note"), 24, |row, _| optional(row.note.as_deref())),
    column("by", ("经办人", "By"), 12, |row, _| text(&row.by.name)),
];

pub const USUAL: &[&str] = &["vin", "plate", "brand", "series", "owner", "store", "advisor", "state", "state_on"];
