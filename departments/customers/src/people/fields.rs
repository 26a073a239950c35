//! The fields customers can be filtered and sorted by: one typed list for pages, the API and, later, segments.

use std::str::FromStr;

use chrono::{DateTime, Days, NaiveDate, Utc};
use kernel::{Error, Result, StaffId, StoreId, TagId, name, time::Calendar};
use sea_orm::{
    ColumnTrait, IntoSimpleExpr, Value,
    sea_query::{Condition, Expr, ExprTrait, SimpleExpr},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::customer::{self, CustomerKind, DecisionStyle, Gender, Purpose, Stage, UseScenario};
use crate::{
    facts::fact,
    tags::customer_tag,
    vehicles::vehicle::{self, Energy},
};

/// What a field holds, which decides its operators and its editor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Text,
    Choice,
    Staff,
    Store,
    Tag,
    Date,
    Number,
    Money,
    Flag,
}

/// How a field is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    Is,
    IsNot,
    AnyOf,
    NoneOf,
    Before,
    After,
    /// From today on, so many days.
    WithinDays,
    /// More than so many days ago.
    OlderThanDays,
    AtLeast,
    AtMost,
    Empty,
    Present,
    Contains,
}

/// A field as the page learns of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Field {
    pub name: &'static str,
    pub kind: FieldKind,
    pub operators: Vec<Operator>,
    /// The words of a choice.
    pub options: Vec<&'static str>,
    pub sortable: bool,
    /// Whether lists can show it as a column.
    pub column: bool,
}

/// Where a field is kept.
enum Place {
    Customer(customer::Column),
    Fact(fact::Column),
    /// Of any car the customer owns.
    Car(vehicle::Column),
    Tag,
}

struct Definition {
    name: &'static str,
    kind: FieldKind,
    place: Place,
    options: &'static [&'static str],
    sortable: bool,
}

const fn field(name: &'static str, kind: FieldKind, place: Place) -> Definition {
    Definition { name, kind, place, options: &[], sortable: false }
}

const fn choice(name: &'static str, place: Place, options: &'static [&'static str]) -> Definition {
    Definition { name, kind: FieldKind::Choice, place, options, sortable: false }
}

const fn sortable(definition: Definition) -> Definition {
    Definition { sortable: true, ..definition }
}

const FIELDS: &[Definition] = &[
    sortable(field("name", FieldKind::Text, Place::Customer(customer::Column::NamePinyin))),
    choice("stage", Place::Customer(customer::Column::Stage), Stage::WORDS),
    choice("kind", Place::Customer(customer::Column::Kind), CustomerKind::WORDS),
    choice("gender", Place::Customer(customer::Column::Gender), Gender::WORDS),
    field("store", FieldKind::Store, Place::Customer(customer::Column::StoreId)),
    field("consultant", FieldKind::Staff, Place::Customer(customer::Column::ConsultantId)),
    field("advisor", FieldKind::Staff, Place::Customer(customer::Column::AdvisorId)),
    field("tag", FieldKind::Tag, Place::Tag),
    field("source", FieldKind::Text, Place::Customer(customer::Column::Source)),
    choice("purpose", Place::Customer(customer::Column::Purpose), Purpose::WORDS),
    choice("use_scenario", Place::Customer(customer::Column::UseScenario), UseScenario::WORDS),
    choice("decision_style", Place::Customer(customer::Column::DecisionStyle), DecisionStyle::WORDS),
    field("city", FieldKind::Text, Place::Customer(customer::Column::City)),
    field("birthday", FieldKind::Date, Place::Customer(customer::Column::Birthday)),
    sortable(field("created", FieldKind::Date, Place::Customer(customer::Column::CreatedAt))),
    field("changed", FieldKind::Date, Place::Customer(customer::Column::ChangedAt)),
    sortable(field("last_contact", FieldKind::Date, Place::Fact(fact::Column::LastContactAt))),
    sortable(field("last_visit", FieldKind::Date, Place::Fact(fact::Column::LastVisitAt))),
    sortable(field("next_service", FieldKind::Date, Place::Fact(fact::Column::NextServiceOn))),
    sortable(field("insurance_until", FieldKind::Date, Place::Fact(fact::Column::InsuranceUntil))),
    field("brand", FieldKind::Text, Place::Car(vehicle::Column::Brand)),
    field("series", FieldKind::Text, Place::Car(vehicle::Column::Series)),
    choice("energy", Place::Car(vehicle::Column::Energy), Energy::WORDS),
    field("vehicles", FieldKind::Number, Place::Fact(fact::Column::Vehicles)),
    field("purchases", FieldKind::Number, Place::Fact(fact::Column::Purchases)),
    sortable(field("spend", FieldKind::Money, Place::Fact(fact::Column::Spend))),
    field("visits", FieldKind::Number, Place::Fact(fact::Column::Visits)),
    field("complaints_open", FieldKind::Number, Place::Fact(fact::Column::ComplaintsOpen)),
    field("mileage", FieldKind::Number, Place::Fact(fact::Column::MileageKm)),
    field("completeness", FieldKind::Number, Place::Fact(fact::Column::Completeness)),
];

/// Fields as columns only: they can be shown, not filtered by.
const COLUMNS_ONLY: [(&str, FieldKind); 2] = [("phone", FieldKind::Text), ("vehicle", FieldKind::Text)];

/// All fields, as the page learns of them.
pub fn all() -> Vec<Field> {
    let filters = FIELDS.iter().map(|definition| Field {
        name: definition.name,
        kind: definition.kind,
        operators: operators(definition.kind).to_vec(),
        options: definition.options.to_vec(),
        sortable: definition.sortable,
        column: true,
    });
    let shown = COLUMNS_ONLY.iter().map(|(name, kind)| Field {
        name,
        kind: *kind,
        operators: Vec::new(),
        options: Vec::new(),
        sortable: false,
        column: true,
    });
    filters.chain(shown).collect()
}

fn operators(kind: FieldKind) -> &'static [Operator] {
    use Operator::{
        After, AnyOf, AtLeast, AtMost, Before, Contains, Empty, Is, IsNot, NoneOf, OlderThanDays, Present, WithinDays,
    };
    match kind {
        FieldKind::Text => &[Is, IsNot, AnyOf, Contains, Empty, Present],
        FieldKind::Choice | FieldKind::Staff | FieldKind::Store => &[Is, IsNot, AnyOf, NoneOf, Empty, Present],
        FieldKind::Tag => &[AnyOf, NoneOf, Empty, Present],
        FieldKind::Date => &[Before, After, WithinDays, OlderThanDays, Empty, Present],
        FieldKind::Number | FieldKind::Money => &[AtLeast, AtMost, Is, Empty, Present],
        FieldKind::Flag => &[Is],
    }
}

/// A filter `field:operator:value,value`, read and ready to become a condition.
#[derive(Clone, Debug)]
pub struct Filter {
    at: usize,
    operator: Operator,
    values: Vec<String>,
}

impl FromStr for Filter {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut parts = text.splitn(3, ':');
        let (field, operator, values) =
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next());
        let at = FIELDS.iter().position(|definition| definition.name == field).ok_or_else(|| {
            fault(
                "filter.unknown_field",
                format!("there is no field '{field}'; GET /api/v1/customers/fields lists them"),
            )
        })?;
        let operator = operators(FIELDS[at].kind)
            .iter()
            .copied()
            .find(|known| operator_name(*known) == operator)
            .ok_or_else(|| {
                let names: Vec<&str> = operators(FIELDS[at].kind).iter().map(|known| operator_name(*known)).collect();
                fault("filter.unknown_operator", format!("'{field}' takes {}, not '{operator}'", names.join(", ")))
            })?;
        let values: Vec<String> = values
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect();
        let wants_value = !matches!(operator, Operator::Empty | Operator::Present);
        if wants_value && values.is_empty() {
            return Err(fault(
                "filter.value_missing",
                format!("'{field}:{}' needs a value after the second colon", operator_name(operator)),
            ));
        }
        Ok(Self { at, operator, values })
    }
}

impl Filter {
    /// The condition on customers joined with their facts.
    pub fn condition(&self, now: DateTime<Utc>, calendar: Calendar) -> Result<Condition> {
        let definition = &FIELDS[self.at];
        match definition.place {
            Place::Customer(customer::Column::NamePinyin) => Ok(self.name_condition()),
            Place::Customer(column) => self.compare(definition, column.into_simple_expr(), now, calendar, false),
            Place::Fact(column) => self.compare(definition, column.into_simple_expr(), now, calendar, true),
            Place::Car(column) => {
                let inner = self.positive().compare(definition, column.into_simple_expr(), now, calendar, false)?;
                let exists = Expr::exists(owned_car(inner));
                Ok(Condition::all().add(if self.is_negative() { exists.not() } else { exists }))
            }
            Place::Tag => self.tag_condition(),
        }
    }

    fn compare(
        &self,
        definition: &Definition,
        column: SimpleExpr,
        now: DateTime<Utc>,
        calendar: Calendar,
        has_sentinel: bool,
    ) -> Result<Condition> {
        let is_instant = matches!(definition.name, "created" | "changed" | "last_contact" | "last_visit");
        let day_value =
            |day: NaiveDate| -> Value { if is_instant { calendar.start_of(day).into() } else { day.into() } };
        let nothing: Option<Value> = match (has_sentinel, definition.kind, is_instant) {
            (true, FieldKind::Date, true) => Some(fact::NEVER.into()),
            (true, FieldKind::Date, false) => Some(fact::NO_DAY.into()),
            _ => None,
        };
        let is_known = |column: SimpleExpr| match &nothing {
            Some(nothing) => column.ne(nothing.clone()),
            None => column.is_not_null(),
        };
        let today = calendar.day(now);
        let condition = match self.operator {
            Operator::Is | Operator::AnyOf => column.is_in(self.read_all(definition)?),
            Operator::IsNot | Operator::NoneOf => {
                let values = self.read_all(definition)?;
                return Ok(Condition::any().add(column.clone().is_null()).add(column.is_not_in(values)));
            }
            Operator::Contains => column.like(format!("%{}%", self.values[0].replace(['%', '_'], ""))),
            Operator::Before => return Ok(every([column.clone().lt(day_value(self.day()?)), is_known(column)])),
            Operator::After => return Ok(every([column.clone().gte(day_value(next(self.day()?))), is_known(column)])),
            Operator::WithinDays => {
                let until = today.checked_add_days(Days::new(self.days()?)).unwrap_or(today);
                return Ok(every([
                    column.clone().gte(day_value(today)),
                    column.clone().lt(day_value(next(until))),
                    is_known(column),
                ]));
            }
            Operator::OlderThanDays => {
                let before = today.checked_sub_days(Days::new(self.days()?)).unwrap_or(today);
                return Ok(every([column.clone().lt(day_value(before)), is_known(column)]));
            }
            Operator::AtLeast => column.gte(self.number(definition)?),
            Operator::AtMost => column.lte(self.number(definition)?),
            Operator::Present => is_known(column),
            Operator::Empty => match nothing {
                Some(nothing) => column.eq(nothing),
                None => column.is_null(),
            },
        };
        Ok(every([condition]))
    }

    /// Names are compared as written, their order is by pinyin.
    fn name_condition(&self) -> Condition {
        let column = customer::Column::Name;
        let names = || self.values.iter().map(|value| name::clean(value));
        match self.operator {
            Operator::IsNot => every([column.is_not_in(names())]),
            Operator::Contains => every([column.contains(self.values[0].as_str())]),
            Operator::Empty => every([column.eq("")]),
            Operator::Present => every([column.ne("")]),
            _ => every([column.is_in(names())]),
        }
    }

    fn tag_condition(&self) -> Result<Condition> {
        let ids: Vec<TagId> = self.values.iter().map(|value| id(value)).collect::<Result<_>>()?;
        let chosen = match self.operator {
            Operator::Empty | Operator::Present => Condition::all(),
            _ => Condition::all().add(customer_tag::Column::TagId.is_in(ids)),
        };
        let tagged = sea_orm::sea_query::Query::select()
            .column(customer_tag::Column::CustomerId)
            .from(customer_tag::Entity)
            .cond_where(chosen)
            .to_owned();
        let column = customer::Column::Id;
        let is_outside = matches!(self.operator, Operator::NoneOf | Operator::Empty);
        Ok(every([if is_outside { column.not_in_subquery(tagged) } else { column.in_subquery(tagged) }]))
    }

    fn is_negative(&self) -> bool {
        matches!(self.operator, Operator::IsNot | Operator::NoneOf | Operator::Empty)
    }

    /// The same filter without its "not", for what is asked of any car.
    fn positive(&self) -> Self {
        let operator = match self.operator {
            Operator::IsNot => Operator::Is,
            Operator::NoneOf => Operator::AnyOf,
            Operator::Empty => Operator::Present,
            other => other,
        };
        Self { operator, ..self.clone() }
    }

    fn read_all(&self, definition: &Definition) -> Result<Vec<Value>> {
        self.values.iter().map(|value| read_value(definition, value)).collect()
    }

    fn day(&self) -> Result<NaiveDate> {
        self.values[0]
            .parse()
            .map_err(|_| fault("filter.no_date", format!("'{}' is no date; write 2026-03-01", self.values[0])))
    }

    fn days(&self) -> Result<u64> {
        self.values[0]
            .parse()
            .ok()
            .filter(|days| *days <= 36_500)
            .ok_or_else(|| fault("filter.no_number", format!("'{}' is no number of days", self.values[0])))
    }

    fn number(&self, definition: &Definition) -> Result<i64> {
        let number: i64 = self.values[0]
            .parse()
            .map_err(|_| fault("filter.no_number", format!("'{}' is no whole number", self.values[0])))?;
        // Amounts are asked for in yuan and kept in fen.
        Ok(if definition.kind == FieldKind::Money { number.saturating_mul(100) } else { number })
    }
}

fn read_value(definition: &Definition, text: &str) -> Result<Value> {
    Ok(match definition.kind {
        FieldKind::Choice if !definition.options.contains(&text) => {
            return Err(fault(
                "filter.unknown_choice",
                format!("'{}' is one of {}, not '{text}'", definition.name, definition.options.join(", ")),
            ));
        }
        FieldKind::Staff => id::<StaffId>(text)?.into(),
        FieldKind::Store => id::<StoreId>(text)?.into(),
        FieldKind::Number | FieldKind::Money => {
            text.parse::<i64>().map_err(|_| fault("filter.no_number", format!("'{text}' is no whole number")))?.into()
        }
        _ => text.to_owned().into(),
    })
}

fn owned_car(inner: Condition) -> sea_orm::sea_query::SelectStatement {
    sea_orm::sea_query::Query::select()
        .expr(Expr::val(1))
        .from(vehicle::Entity)
        .cond_where(
            Condition::all()
                .add(
                    Expr::col((vehicle::Entity, vehicle::Column::OwnerId))
                        .equals((customer::Entity, customer::Column::Id)),
                )
                .add(vehicle::Column::DeletedAt.is_null())
                .add(inner),
        )
        .to_owned()
}

/// The column a list is ordered by.
#[derive(Clone, Copy, Debug)]
pub enum SortColumn {
    Customer(customer::Column),
    Fact(fact::Column),
}

/// Order of a list: `-created` is newest first.
#[derive(Clone, Copy, Debug)]
pub struct Sort {
    pub column: SortColumn,
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { column: SortColumn::Customer(customer::Column::CreatedAt), descending: true }
    }
}

impl FromStr for Sort {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let definition = FIELDS.iter().find(|definition| definition.name == name && definition.sortable);
        let column = match definition.map(|definition| &definition.place) {
            Some(Place::Customer(column)) => SortColumn::Customer(*column),
            Some(Place::Fact(column)) => SortColumn::Fact(*column),
            _ => {
                let names: Vec<&str> = FIELDS.iter().filter(|known| known.sortable).map(|known| known.name).collect();
                return Err(Error::invalid(
                    "sort",
                    "sort.unknown",
                    format!("lists are sorted by {}, not '{name}'", names.join(", ")),
                ));
            }
        };
        Ok(Self { column, descending })
    }
}

fn id<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| fault("filter.no_id", format!("'{text}' is no id")))
}

fn operator_name(operator: Operator) -> &'static str {
    match operator {
        Operator::Is => "is",
        Operator::IsNot => "is_not",
        Operator::AnyOf => "any_of",
        Operator::NoneOf => "none_of",
        Operator::Before => "before",
        Operator::After => "after",
        Operator::WithinDays => "within_days",
        Operator::OlderThanDays => "older_than_days",
        Operator::AtLeast => "at_least",
        Operator::AtMost => "at_most",
        Operator::Empty => "empty",
        Operator::Present => "present",
        Operator::Contains => "contains",
    }
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

fn every<const N: usize>(conditions: [SimpleExpr; N]) -> Condition {
    conditions.into_iter().fold(Condition::all(), Condition::add)
}

fn fault(code: &str, message: String) -> Error {
    Error::invalid("filter", code, message)
}
