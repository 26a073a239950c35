//! What is wrong with a row that only the base can tell: a number that is another's, a plate on another car.

use kernel::CustomerId;
use platform::Tx;

use super::{
    cell_fault::CellFault,
    import::Import,
    matching::{Base, Identity},
    seen::Seen,
    targets::Field,
};

/// The fault of the plate of a car that a row would register for `owner`, when another car bears it now. Else it is taken.
pub(super) fn plate_fault(
    tx: &Tx,
    import: &Import,
    base: &Base,
    row: &Identity,
    owner: Option<CustomerId>,
    seen: &mut Seen,
) -> Option<CellFault> {
    let plate = row.plate.as_ref()?;
    if base.car(row, owner).is_some() {
        return None;
    }
    let bearer = base.bearer(row);
    if bearer.is_none() && seen.takes_plate(plate) {
        return None;
    }
    let named = bearer.filter(|car| tx.scope().span().covers(car.store, &[])).map(|car| car.number.as_str());
    Some(plate_is_borne(column_of(import, Field::VehiclePlate), named))
}

/// The fault of a number of ours that was never given out in this group.
pub(super) fn number_fault(import: &Import, base: &Base, row: &Identity) -> Option<CellFault> {
    let (field, number) = match (&row.number, &row.vehicle_number) {
        (Some(number), _) if base.lacks_number(row) => (Field::Number, number),
        (_, Some(number)) if base.lacks_vehicle_number(row) => (Field::VehicleNumber, number),
        _ => return None,
    };
    Some(CellFault::new(
        column_of(import, field),
        Some(field),
        "number.unknown",
        format!(
            "Nobody here has the number {number}. Correct it; empty it for a new one; or leave out a row of another house."
        ),
        format!("这里没有编号 {number}。请改正；如是新增请清空编号；其他集团的数据请不要导入。"),
    ))
}

pub(super) fn record_is_taken() -> CellFault {
    CellFault::new(
        None,
        None,
        "record.taken",
        "A purchase or visit with this number is recorded for another customer. Correct the number or the customer."
            .into(),
        "这个单号已记在另一位客户名下。请核对单号或客户。".into(),
    )
}

pub(super) fn car_is_deleted() -> CellFault {
    CellFault::new(
        None,
        Some(Field::VehicleExternalId),
        "vehicle.deleted",
        "The car with this id was deleted. Restore it first, or leave the id out.".into(),
        "这个编号的车辆已被删除。请先恢复，或去掉编号。".into(),
    )
}

fn column_of(import: &Import, field: Field) -> Option<usize> {
    import.columns.0.iter().find(|column| column.field == Some(field)).map(|column| column.index)
}

fn plate_is_borne(column: Option<usize>, number: Option<&str>) -> CellFault {
    let english = number.map(|number| format!(" ({number})")).unwrap_or_default();
    let chinese = number.map(|number| format!("（{number}）")).unwrap_or_default();
    CellFault::new(
        column,
        Some(Field::VehiclePlate),
        "plate.on_other_car",
        format!(
            "Another car{english} bears this plate. If it has moved, change the plate there first; else correct it, or leave it empty."
        ),
        format!("这个车牌登记在另一辆车上{chinese}。如已过户，请先在原车上更换车牌；否则请改正，或留空。"),
    )
}
