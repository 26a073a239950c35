//! The fields customers can be filtered and sorted by: one typed list for pages, the API and, later, segments.

use conditions::{Question, Sense, Unit};
use journal::events::customers::HistoryKind;
use kernel::{TagId, name, region};
use messaging::consents;
use sea_orm::{
    ColumnTrait, IntoSimpleExpr,
    sea_query::{Condition, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr, SubQueryStatement},
};

use super::consented;
use super::customer::{self, CustomerKind, DecisionStyle, Gender, Purpose, Stage, UseScenario};
use crate::{
    facts::fact,
    history::past_record,
    listing::{
        self, Definition, FieldKind,
        Kept::{self, DayOrNone, Instant, InstantOrNever, Plain},
        Moment,
        Topic::{Behaviour, Intention, Vehicle},
        asked, asked_in_lists, choice, field, shown, sortable,
    },
    quality::gap::{Doubt, MissingField},
    tags::customer_tag,
    vehicles::{
        fields::as_kept,
        person,
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
    /// What the customer is to any car now.
    Role,
    Tag,
    /// What the customer allows: a purpose, for the channels asked or for all.
    Consent(&'static str),
    /// One of the fields that are missing.
    Missing,
    /// One of the things that are doubtful.
    Doubt,
    /// Among what was recorded of these kinds.
    Happened(&'static [HistoryKind]),
    /// Put together for the list, not asked for.
    Shown,
}

impl listing::Place for Place {
    const FIELDS: &'static [Definition<Self>] = FIELDS;
    const LISTED_AT: &'static str = "/api/v1/customers/fields";
}

const WORKSHOP: &[HistoryKind] = &[HistoryKind::Maintenance, HistoryKind::Repair, HistoryKind::Accident];

const FIELDS: &[Definition<Place>] = &[
    sortable(own("name", FieldKind::Text, customer::Column::NamePinyin, Plain)).said("姓名", "name"),
    choice("stage", Place::Customer(customer::Column::Stage), Stage::WORDS).said("阶段", "stage"),
    choice("kind", Place::Customer(customer::Column::Kind), CustomerKind::WORDS).said("客户类型", "kind"),
    choice("gender", Place::Customer(customer::Column::Gender), Gender::WORDS).said("性别", "gender"),
    asked(own("age", FieldKind::Number, customer::Column::Birthday, Plain))
        .meaning(Sense::YearsSince)
        .counting(Unit::YearsOld)
        .said("年龄", "age"),
    own("birthday", FieldKind::Date, customer::Column::Birthday, Plain)
        .meaning(Sense::ComesRound)
        .said("生日", "birthday"),
    own("city", FieldKind::Text, customer::Column::City, Plain).said("城市", "city"),
    asked(own("occupation", FieldKind::Text, customer::Column::Occupation, Plain)).said("职业", "occupation"),
    own("store", FieldKind::Store, customer::Column::StoreId, Plain).said("门店", "store"),
    own("consultant", FieldKind::Staff, customer::Column::ConsultantId, Plain).said("销售顾问", "sales consultant"),
    own("advisor", FieldKind::Staff, customer::Column::AdvisorId, Plain).said("服务顾问", "service advisor"),
    field("tag", FieldKind::Tag, Place::Tag, Plain).said("标签", "tag"),
    choice("marketing_consent", Place::Consent(consents::MARKETING), consented::WAYS)
        .said("营销授权", "marketing consent"),
    asked_in_lists(field("profiling", FieldKind::Flag, Place::Consent(consents::PROFILING), Plain))
        .said("接受自动化决策", "profiling"),
    own("source", FieldKind::Text, customer::Column::Source, Plain).said("来源", "source"),
    fact("completeness", FieldKind::Number, fact::Column::Completeness, Plain)
        .counting(Unit::Percent)
        .said("资料完整度", "completeness"),
    sortable(own("created", FieldKind::Date, customer::Column::CreatedAt, Instant)).said("建档", "created"),
    own("changed", FieldKind::Date, customer::Column::ChangedAt, Instant).said("资料更新", "changed"),
    choice("purpose", Place::Customer(customer::Column::Purpose), Purpose::WORDS)
        .about(Intention)
        .said("购车目的", "purpose"),
    choice("use_scenario", Place::Customer(customer::Column::UseScenario), UseScenario::WORDS)
        .about(Intention)
        .said("用车场景", "use"),
    choice("decision_style", Place::Customer(customer::Column::DecisionStyle), DecisionStyle::WORDS)
        .about(Intention)
        .said("决策风格", "way of deciding"),
    asked(own("preferred_colour", FieldKind::Text, customer::Column::PreferredColour, Plain))
        .about(Intention)
        .said("喜好颜色", "preferred colour"),
    asked(own("preferred_channel", FieldKind::Text, customer::Column::PreferredChannel, Plain))
        .about(Intention)
        .said("偏好联系方式", "preferred channel"),
    sortable(fact("last_contact", FieldKind::Date, fact::Column::LastContactAt, InstantOrNever))
        .about(Behaviour)
        .said("上次联系", "last contact"),
    sortable(fact("last_visit", FieldKind::Date, fact::Column::LastVisitAt, InstantOrNever))
        .about(Behaviour)
        .said("上次进店", "last visit"),
    asked(fact("last_purchase", FieldKind::Date, fact::Column::LastPurchaseAt, InstantOrNever))
        .about(Behaviour)
        .said("上次购车", "last purchase"),
    asked(fact("first_seen", FieldKind::Date, fact::Column::FirstSeenAt, Instant))
        .about(Behaviour)
        .said("首次接触", "first seen"),
    asked(happened("visits_lately", WORKSHOP)).said("进店", "workshop visits"),
    asked(happened("test_drives_lately", &[HistoryKind::TestDrive])).said("试驾", "test drives"),
    asked(happened("contacts_lately", &[HistoryKind::Contact])).said("联系记录", "recorded contacts"),
    asked(happened("complaints_lately", &[HistoryKind::Complaint])).said("投诉", "complaints"),
    fact("visits", FieldKind::Number, fact::Column::Visits, Plain)
        .about(Behaviour)
        .counting(Unit::Times)
        .said("累计进店", "visits"),
    asked(fact("contacts", FieldKind::Number, fact::Column::Contacts, Plain))
        .about(Behaviour)
        .counting(Unit::Times)
        .said("累计联系", "contacts"),
    fact("purchases", FieldKind::Number, fact::Column::Purchases, Plain)
        .about(Behaviour)
        .counting(Unit::Times)
        .said("购车次数", "purchases"),
    sortable(fact("spend", FieldKind::Money, fact::Column::Spend, Plain)).about(Behaviour).said("累计消费", "spend"),
    asked(fact("visit_spend", FieldKind::Money, fact::Column::VisitAmount, Plain))
        .about(Behaviour)
        .said("售后消费", "workshop spend"),
    fact("complaints_open", FieldKind::Number, fact::Column::ComplaintsOpen, Plain)
        .about(Behaviour)
        .counting(Unit::Times)
        .said("未结投诉", "open complaints"),
    asked(fact("complaints", FieldKind::Number, fact::Column::Complaints, Plain))
        .about(Behaviour)
        .counting(Unit::Times)
        .said("累计投诉", "complaints in all"),
    fact("vehicles", FieldKind::Number, fact::Column::Vehicles, Plain)
        .about(Vehicle)
        .counting(Unit::Cars)
        .said("车辆数", "cars"),
    field("brand", FieldKind::Text, Place::Car(vehicle::Column::Brand), Plain).about(Vehicle).said("品牌", "brand"),
    field("series", FieldKind::Text, Place::Car(vehicle::Column::Series), Plain).about(Vehicle).said("车系", "series"),
    choice("energy", Place::Car(vehicle::Column::Energy), Energy::WORDS).about(Vehicle).said("能源类型", "energy"),
    asked(choice("car_role", Place::Role, person::Role::WORDS)).about(Vehicle).said("与车的关系", "role"),
    asked(field("car_age", FieldKind::Number, Place::Car(vehicle::Column::PurchasedOn), Plain))
        .meaning(Sense::YearsSince)
        .counting(Unit::Years)
        .about(Vehicle)
        .said("车龄", "car age"),
    asked(field("car_bought", FieldKind::Date, Place::Car(vehicle::Column::PurchasedOn), Plain))
        .about(Vehicle)
        .said("车辆购买", "car bought"),
    asked(field("model_year", FieldKind::Number, Place::Car(vehicle::Column::ModelYear), Plain))
        .about(Vehicle)
        .said("年款", "model year"),
    asked(field("warranty_until", FieldKind::Date, Place::Car(vehicle::Column::WarrantyUntil), Plain))
        .about(Vehicle)
        .said("质保到期", "end of warranty"),
    fact("mileage", FieldKind::Number, fact::Column::MileageKm, Plain)
        .about(Vehicle)
        .counting(Unit::Kilometres)
        .said("里程", "mileage"),
    sortable(fact("next_service", FieldKind::Date, fact::Column::NextServiceOn, DayOrNone))
        .about(Vehicle)
        .said("下次保养", "next service"),
    sortable(fact("insurance_until", FieldKind::Date, fact::Column::InsuranceUntil, DayOrNone))
        .about(Vehicle)
        .said("保险到期", "end of insurance"),
    asked(fact("inspection_until", FieldKind::Date, fact::Column::InspectionUntil, DayOrNone))
        .about(Vehicle)
        .said("年检到期", "inspection due"),
    fact("validity", FieldKind::Number, fact::Column::Validity, Plain)
        .counting(Unit::Percent)
        .said("资料有效度", "validity"),
    sortable(fact("quality", FieldKind::Number, fact::Column::Quality, Plain))
        .counting(Unit::Percent)
        .said("资料质量", "quality"),
    choice("missing", Place::Missing, MissingField::WORDS).said("缺少", "missing"),
    choice("doubtful", Place::Doubt, Doubt::WORDS).said("存疑", "doubtful"),
    fact("confirmed", FieldKind::Date, fact::Column::ConfirmedAt, Instant).said("上次确认", "last confirmed"),
    shown("phone", Place::Shown),
    shown("vehicle", Place::Shown),
];

const fn own(name: &'static str, kind: FieldKind, column: customer::Column, kept: Kept) -> Definition<Place> {
    field(name, kind, Place::Customer(column), kept)
}

const fn fact(name: &'static str, kind: FieldKind, column: fact::Column, kept: Kept) -> Definition<Place> {
    field(name, kind, Place::Fact(column), kept)
}

const fn happened(name: &'static str, kinds: &'static [HistoryKind]) -> Definition<Place> {
    field(name, FieldKind::Happenings, Place::Happened(kinds), Plain).about(Behaviour)
}

/// All fields, as the page learns of them.
pub fn all() -> Vec<Field> {
    listing::views::<Place>()
}

impl Filter {
    /// The condition on customers joined with their facts.
    pub fn condition(&self, moment: Moment) -> Condition {
        let asked = self.as_kept();
        match self.definition.place {
            // Names are compared as written, their order is by pinyin.
            Place::Customer(customer::Column::NamePinyin) => {
                asked.compare(customer::Column::Name.into_simple_expr(), moment)
            }
            Place::Customer(column) => asked.compare(column.into_simple_expr(), moment),
            Place::Fact(column) => self.compare(column.into_simple_expr(), moment),
            Place::Car(column) => self.exists(owned_car(asked.positive().compare(column.into_simple_expr(), moment))),
            Place::Role => {
                self.exists(link_now(self.positive().compare(person::Column::Role.into_simple_expr(), moment)))
            }
            Place::Tag => self.exists(self.tag()),
            Place::Consent(purpose) => consented::condition(self, purpose, moment),
            Place::Happened(kinds) => self.happened(kinds, moment),
            Place::Missing => self.gap_condition(fact::Column::Missing),
            Place::Doubt => self.gap_condition(fact::Column::Doubts),
            Place::Shown => Condition::all(),
        }
    }

    /// The same filter with its values as they are kept: names without odd blanks, 上海 as 上海市, VW as 大众.
    #[must_use]
    pub fn as_kept(&self) -> Self {
        match self.definition.place {
            Place::Customer(customer::Column::NamePinyin) => self.with_values(name::clean),
            Place::Customer(customer::Column::City) if self.operator.takes_many() => {
                self.with_values(|value| region::city(value).unwrap_or_else(|| value.to_owned()))
            }
            Place::Car(column) => self.with_values(|value| as_kept(column, value)),
            _ => self.clone(),
        }
    }

    /// Whether any of the gaps is there; the column holds a bit for each.
    pub(super) fn gap_condition(&self, column: fact::Column) -> Condition {
        let bit = |word: &String| match self.definition.place {
            Place::Missing => MissingField::find(word).map_or(0, MissingField::bit),
            _ => Doubt::find(word).map_or(0, Doubt::bit),
        };
        let asked =
            if self.question_is_known() { i64::MAX } else { self.values.iter().fold(0, |bits, word| bits | bit(word)) };
        // The column by itself first, so that an index over records with gaps alone can be gone by.
        let column = column.into_simple_expr();
        let any = column.clone().bit_and(asked).ne(0);
        if self.is_negative() { only(any.not()) } else { Condition::all().add(column.gt(0)).add(any) }
    }

    /// Whether there is one, or none when the filter asks for what is not so.
    fn exists(&self, one: SelectStatement) -> Condition {
        let exists = Expr::exists(one);
        only(if self.is_negative() { exists.not() } else { exists })
    }

    fn tag(&self) -> SelectStatement {
        let chosen = match self.question_is_known() {
            true => Condition::all(),
            false => Condition::all().add(customer_tag::Column::TagId.is_in(self.ids::<TagId>())),
        };
        Query::select()
            .expr(Expr::val(1))
            .from(customer_tag::Entity)
            .and_where(Expr::col((customer_tag::Entity, customer_tag::Column::CustomerId)).eq(this_customer()))
            .cond_where(chosen)
            .to_owned()
    }

    /// Whether any value will do.
    pub fn question_is_known(&self) -> bool {
        matches!(self.operator, listing::Operator::Empty | listing::Operator::Present)
    }

    fn happened(&self, kinds: &[HistoryKind], moment: Moment) -> Condition {
        let Question::Counted(since, from, to) = self.question(moment) else { return Condition::all() };
        let records = Query::select()
            .expr(Func::count(Expr::val(1)))
            .from(past_record::Entity)
            .and_where(Expr::col((past_record::Entity, past_record::Column::CustomerId)).eq(this_customer()))
            .and_where(past_record::Column::HappenedOn.gte(since))
            .and_where(past_record::Column::Kind.is_in(kinds.iter().copied()))
            .to_owned();
        let times = || SimpleExpr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(records.clone())));
        let met =
            Condition::all().add_option(from.map(|from| times().gte(from))).add_option(to.map(|to| times().lte(to)));
        if self.is_negative() { met.not() } else { met }
    }
}

fn this_customer() -> SimpleExpr {
    Expr::col((customer::Entity, customer::Column::Id))
}

/// What a customer is to a car now.
fn link_now(inner: Condition) -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(person::Entity)
        .and_where(Expr::col((person::Entity, person::Column::CustomerId)).eq(this_customer()))
        .and_where(person::Column::Until.is_null())
        .cond_where(inner)
        .to_owned()
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
        let condition = filter.parse::<Filter>().unwrap().condition(moment);
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
