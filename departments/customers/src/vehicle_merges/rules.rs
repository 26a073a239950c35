//! What may happen between two records of a car: pure.

use kernel::{Refusal, vin::Vin};

use super::{field::VehicleField, merge::VehicleMerge};
use crate::{
    merges::rules::{Side, Why},
    vehicles::vehicle::Vehicle,
    words::words,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VehicleMergeRefusal {
    SameRecord,
    AlreadyMerged { number: String },
    Deleted { number: String },
    TwoVins { one: String, other: String },
    AlreadyUndone,
    KeptWasMerged,
    KeptDeleted,
    LaterMerge { number: String },
}

impl Refusal for VehicleMergeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::SameRecord => "vehicle_merge.same_record",
            Self::AlreadyMerged { .. } => "vehicle_merge.already_merged",
            Self::Deleted { .. } => "vehicle_merge.deleted",
            Self::TwoVins { .. } => "vehicle_merge.two_vins",
            Self::AlreadyUndone => "vehicle_merge.already_undone",
            Self::KeptWasMerged => "vehicle_merge.kept_was_merged",
            Self::KeptDeleted => "vehicle_merge.kept_deleted",
            Self::LaterMerge { .. } => "vehicle_merge.later_merge",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::SameRecord => "A record can't be merged with itself; choose another one.".into(),
            Self::AlreadyMerged { number } => {
                format!("{number} was merged meanwhile and lives on in another record; merge that one instead.")
            }
            Self::Deleted { number } => format!("{number} was deleted; restore it before you merge it."),
            Self::TwoVins { one, other } => format!(
                "These are two cars: their VINs are {one} and {other}. Where one of the two is wrong, correct or empty it on that \
                 record first."
            ),
            Self::AlreadyUndone => "This merge was taken back already.".into(),
            Self::KeptWasMerged => {
                "The record that was kept has itself been merged into another since; take that merge back first.".into()
            }
            Self::KeptDeleted => {
                "The record that was kept is deleted; restore it before you take the merge back.".into()
            }
            Self::LaterMerge { number } => format!(
                "A later merge with {number} builds on this one; take that one back first, so that both come out right."
            ),
        }
    }
}

words! {
    /// What is to be known before two records of a car become one.
    VehicleCaution as VehicleMergeCaution {
        VinsDiffer "vins_differ", ModelsDiffer "models_differ", NothingInCommon "nothing_in_common", OwnersDiffer "owners_differ",
        PlatesDiffer "plates_differ", StoresDiffer "stores_differ",
    }
}

/// One field of both records, and which value is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VehicleChoice {
    pub field: VehicleField,
    pub kept: Option<String>,
    pub absorbed: Option<String>,
    pub proposed: Side,
    pub why: Why,
}

/// Refuses what can't be merged, whichever values win.
pub fn may_merge(kept: &Vehicle, absorbed: &Vehicle) -> Result<(), VehicleMergeRefusal> {
    if kept.id == absorbed.id {
        return Err(VehicleMergeRefusal::SameRecord);
    }
    for one in [absorbed, kept] {
        if one.merged_into.is_some() {
            return Err(VehicleMergeRefusal::AlreadyMerged { number: one.number.clone() });
        }
        if one.is_deleted() {
            return Err(VehicleMergeRefusal::Deleted { number: one.number.clone() });
        }
    }
    match (&kept.vin, &absorbed.vin) {
        // Of two that differ one may be a slip of the pen: that whose check digit fails while the other's holds.
        (Some(one), Some(other)) if one != other && is_valid(one) == is_valid(other) => {
            Err(VehicleMergeRefusal::TwoVins { one: one.clone(), other: other.clone() })
        }
        _ => Ok(()),
    }
}

/// A choice for each field that at least one of them knows.
pub fn choices(kept: &Vehicle, absorbed: &Vehicle) -> Vec<VehicleChoice> {
    VehicleField::all().filter_map(|field| choice(field, kept, absorbed)).collect()
}

/// What speaks against their being one, or is to be known, the gravest first.
pub fn cautions(kept: &Vehicle, absorbed: &Vehicle) -> Vec<VehicleCaution> {
    let differ = |field: VehicleField| {
        let both = field.text(kept).zip(field.text(absorbed));
        both.is_some_and(|(one, other)| one != other)
    };
    let agree = |field: VehicleField| field.text(kept).is_some() && field.text(kept) == field.text(absorbed);
    let shares_nothing = ![VehicleField::Vin, VehicleField::Plate, VehicleField::Owner].into_iter().any(agree);
    [
        (VehicleCaution::VinsDiffer, differ(VehicleField::Vin)),
        (VehicleCaution::ModelsDiffer, differ(VehicleField::Brand) || differ(VehicleField::Series)),
        (VehicleCaution::NothingInCommon, shares_nothing),
        (VehicleCaution::OwnersDiffer, differ(VehicleField::Owner)),
        (VehicleCaution::PlatesDiffer, differ(VehicleField::Plate)),
        (VehicleCaution::StoresDiffer, kept.store_id != absorbed.store_id),
    ]
    .into_iter()
    .filter_map(|(caution, holds)| holds.then_some(caution))
    .collect()
}

/// Whether the second record is the better one to keep: it has a VIN, knows more, or is the older one.
pub fn better_kept(one: &Vehicle, other: &Vehicle) -> bool {
    let known = |car: &Vehicle| VehicleField::all().filter(|field| field.text(car).is_some()).count();
    let rank = |car: &Vehicle| (car.vin.is_none(), std::cmp::Reverse(known(car)), car.created_at, car.id);
    rank(other) < rank(one)
}

/// What else happened to the two records since.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// The number of a record that a later merge, of cars or of customers, put into what would come apart.
    pub later: Option<String>,
}

impl VehicleMerge {
    /// Refuses to take back what was taken back, or what a later merge builds on: both could not come out as they were.
    pub fn may_be_undone(&self, kept: &Vehicle, standing: &Standing) -> Result<(), VehicleMergeRefusal> {
        if self.undone_at.is_some() {
            return Err(VehicleMergeRefusal::AlreadyUndone);
        }
        if kept.merged_into.is_some() {
            return Err(VehicleMergeRefusal::KeptWasMerged);
        }
        if kept.is_deleted() {
            return Err(VehicleMergeRefusal::KeptDeleted);
        }
        match standing.later.clone() {
            Some(number) => Err(VehicleMergeRefusal::LaterMerge { number }),
            None => Ok(()),
        }
    }
}

fn choice(field: VehicleField, kept: &Vehicle, absorbed: &Vehicle) -> Option<VehicleChoice> {
    let (one, other) = (field.text(kept), field.text(absorbed));
    let newer = if absorbed.changed_at > kept.changed_at { Side::Absorbed } else { Side::Kept };
    let (proposed, why) = match (&one, &other) {
        (None, None) => return None,
        (Some(one), Some(other)) if one == other => (Side::Kept, Why::Same),
        (Some(_), None) => (Side::Kept, Why::OnlyOne),
        (None, Some(_)) => (Side::Absorbed, Why::OnlyOne),
        (Some(one), Some(_)) if field == VehicleField::Vin => {
            (if is_valid(one) { Side::Kept } else { Side::Absorbed }, Why::Verified)
        }
        (Some(_), Some(_)) => (newer, Why::Newer),
    };
    Some(VehicleChoice { field, kept: one, absorbed: other, proposed, why })
}

fn is_valid(vin: &str) -> bool {
    Vin::parse(vin).is_ok_and(|vin| vin.check_digit_holds())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicles::example::{instant, uuid, vehicle};
    use kernel::VehicleId;

    const VALID: &str = "LSVAA4183E2000001";
    const SLIP: &str = "LSVAA4187E2000001";

    fn other() -> Vehicle {
        Vehicle { id: VehicleId(uuid(11)), number: "VE-SH01-26-000002".into(), ..vehicle() }
    }

    fn bearing(vin: &str) -> Vehicle {
        Vehicle { vin: Some(vin.into()), ..other() }
    }

    #[test]
    fn two_cars_with_two_vins_are_two_unless_one_is_a_slip_of_the_pen() {
        let kept = Vehicle { vin: Some(VALID.into()), ..vehicle() };
        assert_eq!(may_merge(&kept, &other()), Ok(()));
        assert_eq!(may_merge(&kept, &bearing(SLIP)), Ok(()));
        let two = may_merge(&kept, &bearing("LRW3E7FS5PC695355"));
        assert!(matches!(two, Err(VehicleMergeRefusal::TwoVins { .. })), "{two:?}");
        let slipped = Vehicle { vin: Some(SLIP.into()), ..vehicle() };
        let vin = choices(&slipped, &bearing(VALID)).remove(0);
        assert_eq!((vin.field, vin.proposed, vin.why), (VehicleField::Vin, Side::Absorbed, Why::Verified));
    }

    #[test]
    fn what_is_deleted_merged_or_the_same_is_not_merged() {
        let now = instant("2026-03-01");
        assert_eq!(may_merge(&vehicle(), &vehicle()), Err(VehicleMergeRefusal::SameRecord));
        let deleted = Vehicle { deleted_at: Some(now), ..other() };
        assert!(matches!(may_merge(&vehicle(), &deleted), Err(VehicleMergeRefusal::Deleted { .. })));
        let merged = Vehicle { merged_into: Some(VehicleId(uuid(12))), ..deleted };
        assert!(matches!(may_merge(&vehicle(), &merged), Err(VehicleMergeRefusal::AlreadyMerged { .. })));
    }

    #[test]
    fn what_one_alone_knows_is_taken_and_the_record_with_the_vin_goes_on() {
        let poor = Vehicle { colour: Some("白".into()), ..vehicle() };
        let whole = bearing(VALID);
        let proposed: Vec<_> =
            choices(&poor, &whole).into_iter().map(|choice| (choice.field, choice.proposed, choice.why)).collect();
        assert_eq!(proposed[0], (VehicleField::Vin, Side::Absorbed, Why::OnlyOne));
        assert!(proposed.contains(&(VehicleField::Colour, Side::Kept, Why::OnlyOne)));
        assert!(better_kept(&poor, &whole) && !better_kept(&whole, &poor));
    }
}
