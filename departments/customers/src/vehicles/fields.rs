//! The fields cars can be filtered and sorted by: one typed list for pages and the API.

use conditions::Question;
use kernel::{brand::Brand, text::folded};
use sea_orm::{
    ColumnTrait, IntoSimpleExpr,
    sea_query::{Condition, Expr, ExprTrait, SimpleExpr},
};

use super::vehicle::{Column, Energy};
use crate::{
    listing::{
        self, Definition, FieldKind,
        Kept::{self, Instant, Plain},
        Moment, choice, field, shown, sortable,
    },
    recalls,
};

pub use crate::listing::Field;

pub type Filter = listing::Filter<Place>;
pub type Sort = listing::Sort<Place>;

/// Where a field of a car is kept.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    Own(Column),
    /// Whether somebody owns it.
    HasOwner,
    /// Whether an open recall still waits for it.
    OpenRecall,
    /// Put together for the list, not asked for.
    Shown,
}

impl listing::Place for Place {
    const FIELDS: &'static [Definition<Self>] = FIELDS;
    const LISTED_AT: &'static str = "/api/v1/vehicles/fields";
}

const FIELDS: &[Definition<Place>] = &[
    own("plate", FieldKind::Text, Column::Plate, Plain),
    own("vin", FieldKind::Text, Column::Vin, Plain),
    sortable(own("brand", FieldKind::Text, Column::Brand, Plain)),
    own("series", FieldKind::Text, Column::Series, Plain),
    own("trim", FieldKind::Text, Column::Trim, Plain),
    own("model_year", FieldKind::Number, Column::ModelYear, Plain),
    choice("energy", Place::Own(Column::Energy), Energy::WORDS),
    own("colour", FieldKind::Text, Column::Colour, Plain),
    own("store", FieldKind::Store, Column::StoreId, Plain),
    own("consultant", FieldKind::Staff, Column::ConsultantId, Plain),
    own("advisor", FieldKind::Staff, Column::AdvisorId, Plain),
    asked("has_owner", FieldKind::Flag, Place::HasOwner),
    Definition { column: true, ..asked("open_recall", FieldKind::Flag, Place::OpenRecall) },
    sortable(own("mileage", FieldKind::Number, Column::MileageKm, Plain)),
    own("purchased", FieldKind::Date, Column::PurchasedOn, Plain),
    asked("in_service", FieldKind::Date, Place::Own(Column::InServiceOn)),
    sortable(own("next_service", FieldKind::Date, Column::NextServiceOn, Plain)),
    sortable(own("insurance_until", FieldKind::Date, Column::InsuranceUntil, Plain)),
    own("inspection_until", FieldKind::Date, Column::InspectionUntil, Plain),
    own("warranty_until", FieldKind::Date, Column::WarrantyUntil, Plain),
    asked("insurer", FieldKind::Text, Place::Own(Column::Insurer)),
    asked("battery_health", FieldKind::Number, Place::Own(Column::BatteryHealth)),
    asked("tyre_health", FieldKind::Number, Place::Own(Column::TyreHealth)),
    asked("brake_health", FieldKind::Number, Place::Own(Column::BrakeHealth)),
    sortable(own("created", FieldKind::Date, Column::CreatedAt, Instant)),
    listing::asked(own("changed", FieldKind::Date, Column::ChangedAt, Instant)),
    shown("number", Place::Shown),
    shown("owner", Place::Shown),
];

const fn own(name: &'static str, kind: FieldKind, column: Column, kept: Kept) -> Definition<Place> {
    field(name, kind, Place::Own(column), kept)
}

/// A field to filter by that lists don't show.
const fn asked(name: &'static str, kind: FieldKind, place: Place) -> Definition<Place> {
    listing::asked(field(name, kind, place, Plain))
}

/// All fields, as the page learns of them.
pub fn all() -> Vec<Field> {
    listing::views::<Place>()
}

/// A value someone asks for as the column keeps it: plates without their dot, VINs in capitals, brands by their one name.
pub fn as_kept(column: Column, value: &str) -> String {
    match column {
        Column::Plate | Column::Vin => {
            let places = folded(value).filter(|c| !matches!(c, ' ' | '-' | '·' | '.'));
            places.map(|c| c.to_ascii_uppercase()).collect()
        }
        Column::Brand => Brand::find(value).map_or_else(|| value.to_owned(), |brand| brand.chinese.to_owned()),
        _ => value.to_owned(),
    }
}

impl Filter {
    /// The condition on cars.
    pub fn condition(&self, moment: Moment) -> Condition {
        match self.definition.place {
            Place::Own(column) => {
                self.with_values(|value| as_kept(column, value)).compare(column.into_simple_expr(), moment)
            }
            Place::HasOwner if self.question(moment) == Question::Flag(true) => {
                Condition::all().add(Column::OwnerId.is_not_null())
            }
            Place::HasOwner => Condition::all().add(Column::OwnerId.is_null()),
            Place::OpenRecall => {
                let waits = Expr::exists(recalls::cars::store::unfixed_at_hand());
                let is_wanted = self.question(moment) == Question::Flag(true);
                Condition::all().add(if is_wanted { waits } else { waits.not() })
            }
            Place::Shown => Condition::all(),
        }
    }
}

impl Sort {
    /// Whether the column may be null, so that the list is ordered by an expression over it.
    pub fn is_by_expression(&self) -> bool {
        matches!(self.definition.place, Place::Own(Column::NextServiceOn | Column::InsuranceUntil | Column::MileageKm))
    }

    /// What the list is ordered by. Columns that may be null are ordered by the expression their index is made of, with what
    /// is not known after every day and before every kilometre.
    pub fn column(&self) -> SimpleExpr {
        match self.definition.place {
            Place::Own(Column::NextServiceOn) => Expr::cust("coalesce(next_service_on, '9999-12-31')"),
            Place::Own(Column::InsuranceUntil) => Expr::cust("coalesce(insurance_until, '9999-12-31')"),
            Place::Own(Column::MileageKm) => Expr::cust("coalesce(mileage_km, -1)"),
            Place::Own(column) => column.into_simple_expr(),
            Place::HasOwner | Place::OpenRecall | Place::Shown => Column::CreatedAt.into_simple_expr(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::time::Calendar;
    use sea_orm::sea_query::{Query, SqliteQueryBuilder};

    fn sql(filter: &str) -> String {
        let moment = Moment { now: "2026-03-01T02:00:00Z".parse().unwrap(), calendar: Calendar::default() };
        let condition = filter.parse::<Filter>().unwrap().condition(moment);
        let text = Query::select().expr(Expr::val(1)).cond_where(condition).to_string(SqliteQueryBuilder);
        text.trim_start_matches("SELECT 1 WHERE ").to_owned()
    }

    #[test]
    fn cars_without_an_owner_can_be_asked_for() {
        assert_eq!(sql("has_owner:is:false"), r#""vehicles"."owner_id" IS NULL"#);
        assert!("has_owner:is:perhaps".parse::<Filter>().is_err());
    }

    #[test]
    fn a_part_of_a_plate_is_found_in_any_case() {
        assert_eq!(sql("plate:contains:a1_2%"), r#"LOWER("vehicles"."plate") LIKE '%a1!_2!%%' ESCAPE '!'"#);
    }

    #[test]
    fn plates_and_brands_are_asked_for_as_people_write_them() {
        assert_eq!(sql("plate:is:沪a·12345"), r#""vehicles"."plate" IN ('沪A12345')"#);
        assert_eq!(sql("brand:is_not:VW"), r#""vehicles"."brand" IS NULL OR "vehicles"."brand" NOT IN ('大众')"#);
    }

    #[test]
    fn the_insurance_of_the_next_thirty_days_begins_today() {
        let text = sql("insurance_until:within_days:30");
        assert!(text.contains(">= '2026-03-01'") && text.contains("< '2026-04-01'"), "{text}");
    }

    #[test]
    fn what_is_only_shown_is_neither_filter_nor_order() {
        assert!("owner:is:x".parse::<Filter>().is_err());
        assert!("-owner".parse::<Sort>().is_err());
        assert!("-insurance_until".parse::<Sort>().unwrap().descending);
    }
}
