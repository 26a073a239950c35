//! Two records of a car side by side before they become one: what each knows, what is proposed and why, what goes along, what to mind.

use kernel::{PermissionName, Result, VehicleId};
use platform::{Db, VehicleFollowers, names};
use sea_orm::Value;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    field::VehicleField,
    merging,
    rules::{self, VehicleCaution, VehicleChoice},
};
use crate::{
    merges::{
        preview::MoveCount,
        rules::{Side, Why},
    },
    vehicles::{assemble, view::VehicleView},
};

/// Two records of a car side by side.
#[derive(Debug, Serialize, ToSchema)]
pub struct VehicleMergePreview {
    pub kept: VehicleView,
    pub absorbed: VehicleView,
    /// Which of the two is proposed to go on.
    pub proposed: VehicleId,
    /// Fields that at least one of them knows.
    pub choices: Vec<VehicleChoiceView>,
    /// What of the absorbed one goes along, by table; what is not there is left out.
    pub moves: Vec<MoveCount>,
    /// What to mind, the gravest first.
    pub cautions: Vec<VehicleCaution>,
}

/// One field of both. Owners stand there by name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VehicleMergeChoice)]
pub struct VehicleChoiceView {
    pub field: VehicleField,
    pub kept: Option<String>,
    pub absorbed: Option<String>,
    pub differs: bool,
    pub proposed: Side,
    pub why: Why,
}

platform::record! {
    struct Counted { what: String, count: i64 }
}

/// Both, as they would become one; the caller may merge either.
pub async fn preview(db: &Db<'_>, keep: VehicleId, absorb: VehicleId) -> Result<VehicleMergePreview> {
    let (kept, absorbed) = merging::look(db, keep, absorb).await?;
    let owners = [&kept, &absorbed].into_iter().filter_map(|car| car.owner_id).collect();
    let known = names::of(db, names::Wanted { customers: owners, ..Default::default() }).await?;
    let choices = rules::choices(&kept, &absorbed);
    let seen = db.under(PermissionName::SeeVehicles);
    let owners = (kept.owner_id.map(|id| known.customer(id).name), absorbed.owner_id.map(|id| known.customer(id).name));
    Ok(VehicleMergePreview {
        proposed: if rules::better_kept(&kept, &absorbed) { absorbed.id } else { kept.id },
        cautions: rules::cautions(&kept, &absorbed),
        choices: choices.into_iter().map(|choice| choice_view(choice, &owners)).collect(),
        moves: moves(db, absorbed.id).await?,
        kept: assemble::view(&seen, kept).await?,
        absorbed: assemble::view(&seen, absorbed).await?,
    })
}

fn choice_view(choice: VehicleChoice, owners: &(Option<String>, Option<String>)) -> VehicleChoiceView {
    let differs = choice.kept != choice.absorbed;
    let (kept, absorbed) = match choice.field {
        VehicleField::Owner => owners.clone(),
        _ => (choice.kept, choice.absorbed),
    };
    VehicleChoiceView { field: choice.field, kept, absorbed, differs, proposed: choice.proposed, why: choice.why }
}

async fn moves(db: &Db<'_>, absorbed: VehicleId) -> Result<Vec<MoveCount>> {
    let followers = db.platform().provided::<VehicleFollowers>()?;
    let counts: Vec<String> = followers
        .0
        .iter()
        .map(|table| format!("select '{0}', count(*) from {0} where vehicle_id = $1", table.table))
        .collect();
    let values: Vec<Value> = vec![absorbed.into()];
    let rows: Vec<Counted> = db.fetch_text(&counts.join(" union all "), values).await?;
    let some = rows.into_iter().filter(|row| row.count > 0);
    Ok(some.map(|row| MoveCount { what: row.what, count: row.count }).collect())
}
