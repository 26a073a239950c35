//! The fields customers can be filtered and sorted by: one typed list for pages, the API and, later, segments.

use kernel::{Result, TagId, name};
use messaging::consents;
use sea_orm::{
    ColumnTrait, IntoSimpleExpr,
    sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
};

use super::consented;
use super::customer::{self, CustomerKind, DecisionStyle, Gender, Purpose, Stage, UseScenario};
use crate::{
    facts::fact,
    listing::{
        self, Definition, FieldKind,
        Kept::{self, Anniversary, DayOrNone, Instant, InstantOrNever, Plain},
        Moment, Operator, choice, contains, field, shown, sortable,
    },
    quality::gap::{Doubt, MissingField},
    tags::customer_tag,
    vehicles::{
        fields::as_kept,
        vehicle::{self, Energy},
    },
};

pub use crate::listing::Field;

pub type Filter = listing::Filter<Place>;
pub type Sort = listing::Sort<Place>;

/// Where a field of a customer is kept.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    Customer(customer::Column),
    Fact(fact::Column),
    /// Of any car the customer owns.
    Car(vehicle::Column),
    Tag,
    /// What the customer allows: a purpose, for the channels asked or for all.
    Consent(&'static str),
    /// One of the fields that are missing.
    Missing,
    /// One of the things that are doubtful.
    Doubt,
    /// Put together for the list, not asked for.
    Shown,
}

impl listing::Place for Place {
    const FIELDS: &'static [Definition<Self>] = FIELDS;
    const LISTED_AT: &'static str = "/api/v1/customers/fields";
}

const FIELDS: &[Definition<Place>] = &[
    sortable(own("name", FieldKind::Text, customer::Column::NamePinyin, Plain)),
    choice("stage", Place::Customer(customer::Column::Stage), Stage::WORDS),
    choice("kind", Place::Customer(customer::Column::Kind), CustomerKind::WORDS),
    choice("gender", Place::Customer(customer::Column::Gender), Gender::WORDS),
    own("store", FieldKind::Store, customer::Column::StoreId, Plain),
    own("consultant", FieldKind::Staff, customer::Column::ConsultantId, Plain),
    own("advisor", FieldKind::Staff, customer::Column::AdvisorId, Plain),
    field("tag", FieldKind::Tag, Place::Tag, Plain),
    choice("marketing_consent", Place::Consent(consents::MARKETING), consented::WAYS),
    field("profiling", FieldKind::Flag, Place::Consent(consents::PROFILING), Plain),
    own("source", FieldKind::Text, customer::Column::Source, Plain),
    choice("purpose", Place::Customer(customer::Column::Purpose), Purpose::WORDS),
    choice("use_scenario", Place::Customer(customer::Column::UseScenario), UseScenario::WORDS),
    choice("decision_style", Place::Customer(customer::Column::DecisionStyle), DecisionStyle::WORDS),
    own("city", FieldKind::Text, customer::Column::City, Plain),
    own("birthday", FieldKind::Date, customer::Column::Birthday, Anniversary),
    sortable(own("created", FieldKind::Date, customer::Column::CreatedAt, Instant)),
    own("changed", FieldKind::Date, customer::Column::ChangedAt, Instant),
    sortable(fact("last_contact", FieldKind::Date, fact::Column::LastContactAt, InstantOrNever)),
    sortable(fact("last_visit", FieldKind::Date, fact::Column::LastVisitAt, InstantOrNever)),
    sortable(fact("next_service", FieldKind::Date, fact::Column::NextServiceOn, DayOrNone)),
    sortable(fact("insurance_until", FieldKind::Date, fact::Column::InsuranceUntil, DayOrNone)),
    field("brand", FieldKind::Text, Place::Car(vehicle::Column::Brand), Plain),
    field("series", FieldKind::Text, Place::Car(vehicle::Column::Series), Plain),
    choice("energy", Place::Car(vehicle::Column::Energy), Energy::WORDS),
    fact("vehicles", FieldKind::Number, fact::Column::Vehicles, Plain),
    fact("purchases", FieldKind::Number, fact::Column::Purchases, Plain),
    sortable(fact("spend", FieldKind::Money, fact::Column::Spend, Plain)),
    fact("visits", FieldKind::Number, fact::Column::Visits, Plain),
    fact("complaints_open", FieldKind::Number, fact::Column::ComplaintsOpen, Plain),
    fact("mileage", FieldKind::Number, fact::Column::MileageKm, Plain),
    fact("completeness", FieldKind::Number, fact::Column::Completeness, Plain),
    fact("validity", FieldKind::Number, fact::Column::Validity, Plain),
    sortable(fact("quality", FieldKind::Number, fact::Column::Quality, Plain)),
    choice("missing", Place::Missing, MissingField::WORDS),
    choice("doubtful", Place::Doubt, Doubt::WORDS),
    fact("confirmed", FieldKind::Date, fact::Column::ConfirmedAt, Instant),
    shown("phone", Place::Shown),
    shown("vehicle", Place::Shown),
];

const fn own(name: &'static str, kind: FieldKind, column: customer::Column, kept: Kept) -> Definition<Place> {
    field(name, kind, Place::Customer(column), kept)
}

const fn fact(name: &'static str, kind: FieldKind, column: fact::Column, kept: Kept) -> Definition<Place> {
    field(name, kind, Place::Fact(column), kept)
}

/// All fields, as the page learns of them.
pub fn all() -> Vec<Field> {
    listing::views::<Place>()
}

impl Filter {
    /// The condition on customers joined with their facts.
    pub fn condition(&self, moment: Moment) -> Result<Condition> {
        match self.definition.place {
            Place::Customer(customer::Column::NamePinyin) => Ok(self.name_condition()),
            Place::Customer(column) => self.compare(column.into_simple_expr(), moment),
            Place::Fact(column) => self.compare(column.into_simple_expr(), moment),
            Place::Car(column) => {
                let asked = self.positive().with_values(|value| as_kept(column, value));
                let inner = asked.compare(column.into_simple_expr(), moment)?;
                let exists = Expr::exists(owned_car(inner));
                Ok(only(if self.is_negative() { exists.not() } else { exists }))
            }
            Place::Tag => self.tag_condition(),
            Place::Consent(purpose) => consented::condition(self, purpose, moment.now),
            Place::Missing => Ok(self.gap_condition(fact::Column::Missing)),
            Place::Doubt => Ok(self.gap_condition(fact::Column::Doubts)),
            Place::Shown => Ok(Condition::all()),
        }
    }

    /// Names are compared as written, their order is by pinyin.
    fn name_condition(&self) -> Condition {
        let column = customer::Column::Name;
        let names = || self.values.iter().map(|value| name::clean(value));
        only(match self.operator {
            Operator::IsNot => column.is_not_in(names()),
            Operator::Contains => contains(column.into_simple_expr(), &self.values[0]),
            Operator::Empty => column.eq(""),
            Operator::Present => column.ne(""),
            _ => column.is_in(names()),
        })
    }

    /// Whether any of the gaps is there; the column holds a bit for each.
    pub(super) fn gap_condition(&self, column: fact::Column) -> Condition {
        let bit = |word: &String| match self.definition.place {
            Place::Missing => MissingField::find(word).map_or(0, MissingField::bit),
            _ => Doubt::find(word).map_or(0, Doubt::bit),
        };
        let asked = match self.operator {
            Operator::Empty | Operator::Present => i64::MAX,
            _ => self.values.iter().fold(0, |bits, word| bits | bit(word)),
        };
        // The column by itself first, so that an index over records with gaps alone can be gone by.
        let column = column.into_simple_expr();
        let any = column.clone().bit_and(asked).ne(0);
        if self.is_negative() { only(any.not()) } else { Condition::all().add(column.gt(0)).add(any) }
    }

    fn tag_condition(&self) -> Result<Condition> {
        let chosen = match self.operator {
            Operator::Empty | Operator::Present => Condition::all(),
            _ => Condition::all().add(customer_tag::Column::TagId.is_in(self.ids::<TagId>()?)),
        };
        let this = Expr::col((customer::Entity, customer::Column::Id));
        let tagged = Query::select()
            .expr(Expr::val(1))
            .from(customer_tag::Entity)
            .and_where(Expr::col((customer_tag::Entity, customer_tag::Column::CustomerId)).eq(this))
            .cond_where(chosen)
            .to_owned();
        let exists = Expr::exists(tagged);
        Ok(only(if self.is_negative() { exists.not() } else { exists }))
    }
}

fn owned_car(inner: Condition) -> SelectStatement {
    let owner = Expr::col((vehicle::Entity, vehicle::Column::OwnerId));
    Query::select()
        .expr(Expr::val(1))
        .from(vehicle::Entity)
        .cond_where(
            Condition::all()
                .add(owner.equals((customer::Entity, customer::Column::Id)))
                .add(vehicle::Column::DeletedAt.is_null())
                .add(inner),
        )
        .to_owned()
}

fn only(condition: SimpleExpr) -> Condition {
    Condition::all().add(condition)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Error, time::Calendar};
    use sea_orm::sea_query::SqliteQueryBuilder;

    fn sql(filter: &str) -> String {
        let moment = Moment { now: "2026-12-20T20:00:00Z".parse().unwrap(), calendar: Calendar::default() };
        let condition = filter.parse::<Filter>().unwrap().condition(moment).unwrap();
        let text = Query::select().expr(Expr::val(1)).cond_where(condition).to_string(SqliteQueryBuilder);
        text.trim_start_matches("SELECT 1 WHERE ").to_owned()
    }

    fn code(filter: &str) -> String {
        match filter.parse::<Filter>() {
            Err(Error::Invalid(faults)) => faults[0].code.clone(),
            other => panic!("{filter} was read as {other:?}"),
        }
    }

    #[test]
    fn a_day_is_a_day_of_the_store() {
        assert_eq!(
            sql("created:before:2026-03-01"),
            r#""customers"."created_at" < '2026-02-28 16:00:00.000000 +00:00' AND "customers"."created_at" IS NOT NULL"#
        );
    }

    #[test]
    fn a_birthday_comes_round_over_the_new_year() {
        let text = r#"substr(CAST("customers"."birthday" AS text), 6, 5)"#;
        assert_eq!(sql("birthday:within_days:5"), format!("{text} >= '12-21' AND {text} <= '12-26'"));
        assert_eq!(sql("birthday:within_days:20"), format!("{text} >= '12-21' OR {text} <= '01-10'"));
        assert_eq!(sql("birthday:within_days:365"), r#""customers"."birthday" IS NOT NULL"#);
    }

    #[test]
    fn what_never_happened_is_empty_and_not_long_ago() {
        assert!(sql("last_visit:empty").starts_with(r#""customer_facts"."last_visit_at" = '1970-01-01"#));
        assert!(sql("last_visit:older_than_days:90").contains("1970-01-01"));
    }

    #[test]
    fn no_car_of_a_brand_means_none_of_all_cars() {
        let text = sql("brand:is_not:大众");
        assert!(text.starts_with("NOT EXISTS(SELECT 1 FROM"), "{text}");
        assert!(text.contains(r#""vehicles"."brand" IN ('大众')"#), "{text}");
    }

    #[test]
    fn a_filter_that_makes_no_sense_says_why() {
        for (filter, expected) in [
            ("colour:is:red", "filter.unknown_field"),
            ("phone:is:138", "filter.unknown_field"),
            ("stage:contains:lead", "filter.unknown_operator"),
            ("stage:is:", "filter.value_missing"),
            ("stage:is:gone", "filter.unknown_choice"),
            ("created:before:yesterday", "filter.no_date"),
            ("created:within_days:-1", "filter.no_number"),
            ("spend:at_least:much", "filter.no_number"),
            ("consultant:is:me", "filter.no_id"),
            ("tag:any_of:vip", "filter.no_id"),
        ] {
            assert_eq!(code(filter), expected, "{filter}");
        }
    }

    #[test]
    fn amounts_are_asked_for_in_yuan() {
        assert_eq!(sql("spend:at_least:100"), r#""customer_facts"."spend" >= 10000"#);
        assert_eq!(sql("spend:is:100"), r#""customer_facts"."spend" IN (10000)"#);
    }
}
