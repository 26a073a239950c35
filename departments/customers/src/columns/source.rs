//! Where a column is read from: a walk through a table by key, or the rows of a few customers.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use conditions::{FieldKind, Moment, Question};
use kernel::{CustomerId, Result, TagId};
use platform::Db;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoSimpleExpr,
    prelude::Uuid,
    sea_query::{Alias, ColumnType, Condition, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr},
};

use super::{
    bits::Bits,
    column::{Cell, Column, Scale},
};
use crate::{
    facts::fact,
    history::past_record,
    listing::{self, Definition, Kept},
    people::{
        consented, customer,
        fields::{Filter, Place},
    },
    tags::customer_tag,
    vehicles::{person, vehicle},
};

/// What a column is of: a field; of happenings also since when, of tags which, of consents for
/// what and on which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Field(&'static str),
    Since(&'static str, NaiveDate),
    Tag(TagId),
    Tagged,
    /// Until when they say yes.
    Allows(&'static str, &'static str),
}

/// A yes without end holds as long as time is counted.
const NO_END: i64 = i64::MAX;

platform::record! { struct WordLine { key: Uuid, customer: CustomerId, cell: Option<String> } }
platform::record! { struct IdLine { key: Uuid, customer: CustomerId, cell: Option<Uuid> } }
platform::record! { struct NumberLine { key: Uuid, customer: CustomerId, cell: Option<i64> } }
platform::record! { struct DayLine { key: Uuid, customer: CustomerId, cell: Option<NaiveDate> } }
platform::record! { struct InstantLine { key: Uuid, customer: CustomerId, cell: Option<DateTime<Utc>> } }

/// One cell of a customer.
pub(super) struct Line {
    /// By which the walk goes on.
    pub key: Uuid,
    pub customer: CustomerId,
    pub cell: Cell,
}

/// Which rows of the table are read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'a> {
    /// So many after this key, in the order of keys.
    After(Option<Uuid>, u64),
    Of(&'a [CustomerId]),
}

/// A column's way out of the database.
pub(super) struct Source<'a> {
    filter: &'a Filter,
    pub key: Key,
}

impl<'a> Source<'a> {
    /// The columns a filter asks: one, but one per tag.
    pub fn all_of(filter: &'a Filter, question: &Question) -> Vec<Self> {
        let name = filter.definition.name;
        let keys = match (filter.definition.place, question) {
            (Place::Tag, Question::Known) => vec![Key::Tagged],
            (Place::Tag, _) => filter.ids::<TagId>().into_iter().map(Key::Tag).collect(),
            (Place::Consent(purpose), _) => {
                consented::ways(filter).into_iter().map(|way| Key::Allows(purpose, way)).collect()
            }
            (_, Question::Counted(since, ..)) => vec![Key::Since(name, *since)],
            // An age and a birthday are one column, of two names.
            _ => vec![Key::Field(name)],
        };
        keys.into_iter().map(|key| Self { filter, key }).collect()
    }

    /// The source of a column that is here.
    pub fn of(filter: &'a Filter, key: Key) -> Self {
        Self { filter, key }
    }

    /// The column with nothing known yet.
    pub fn empty(&self, rows: usize) -> Column {
        let scale = self.scale();
        match self.filter.definition.place {
            Place::Tag => Column::Members(Bits::none(rows)),
            Place::Consent(_) => Column::several(Scale::Instant),
            Place::Car(_) | Place::Role => Column::several(scale),
            Place::Customer(customer::Column::NamePinyin) => Column::Names(Default::default()),
            Place::Missing | Place::Doubt => Column::marks(self.filter.definition.options, rows),
            _ => Column::single(scale, scale == Scale::Instant || self.kind() == FieldKind::Money, rows),
        }
    }

    /// What is asked of the column for this question.
    pub fn question(&self, asked: &Question, moment: Moment) -> Question {
        match self.key {
            Key::Allows(..) => Question::Between(Some(moment.now.timestamp() + 1), None),
            _ => asked.clone(),
        }
    }

    /// Whether one query answers all there is.
    pub fn is_counted(&self) -> bool {
        matches!(self.key, Key::Since(..))
    }

    pub async fn read(&self, db: &Db<'_>, part: Part<'_>) -> Result<Vec<Line>> {
        let statement = self.statement(db, &part);
        let kept = self.filter.definition.kept;
        Ok(match self.scale() {
            _ if matches!(self.key, Key::Allows(..)) => {
                let lines: Vec<InstantLine> = db.fetch(&statement).await?;
                let until = |line: &InstantLine| Some(line.cell.map_or(NO_END, |until| until.timestamp()));
                lines.into_iter().map(|line| number(line.key, line.customer, until(&line))).collect()
            }
            Scale::Word if matches!(self.kind(), FieldKind::Staff | FieldKind::Store | FieldKind::Tag) => {
                let lines: Vec<IdLine> = db.fetch(&statement).await?;
                lines
                    .into_iter()
                    .map(|line| word(line.key, line.customer, line.cell.map(|id| id.to_string())))
                    .collect()
            }
            Scale::Word => {
                let lines: Vec<WordLine> = db.fetch(&statement).await?;
                lines.into_iter().map(|line| word(line.key, line.customer, line.cell)).collect()
            }
            Scale::Number => {
                let lines: Vec<NumberLine> = db.fetch(&statement).await?;
                lines.into_iter().map(|line| number(line.key, line.customer, line.cell)).collect()
            }
            Scale::Day => {
                let lines: Vec<DayLine> = db.fetch(&statement).await?;
                let known = |day: &NaiveDate| kept != Kept::DayOrNone || *day != fact::NO_DAY;
                let days = |line: &DayLine| line.cell.filter(known).map(|day| day.num_days_from_ce().into());
                lines.into_iter().map(|line| number(line.key, line.customer, days(&line))).collect()
            }
            Scale::Instant => {
                let lines: Vec<InstantLine> = db.fetch(&statement).await?;
                let known = |at: &DateTime<Utc>| kept != Kept::InstantOrNever || *at != fact::NEVER;
                let seconds = |line: &InstantLine| line.cell.filter(known).map(|at| at.timestamp());
                lines.into_iter().map(|line| number(line.key, line.customer, seconds(&line))).collect()
            }
        })
    }

    fn kind(&self) -> FieldKind {
        self.filter.definition.kind
    }

    fn scale(&self) -> Scale {
        let is_day = match self.filter.definition.place {
            Place::Car(column) => is_day(column.def().get_column_type()),
            Place::Customer(column) => is_day(column.def().get_column_type()),
            Place::Fact(column) => is_day(column.def().get_column_type()),
            _ => false,
        };
        match self.kind() {
            _ if is_day => Scale::Day,
            _ if matches!(self.filter.definition.place, Place::Missing | Place::Doubt) => Scale::Number,
            FieldKind::Date => Scale::Instant,
            FieldKind::Number | FieldKind::Money | FieldKind::Happenings | FieldKind::Flag => Scale::Number,
            _ => Scale::Word,
        }
    }

    fn statement(&self, db: &Db<'_>, part: &Part<'_>) -> SelectStatement {
        use customer::Column as C;
        match self.filter.definition.place {
            Place::Customer(C::NamePinyin) => {
                table(db, customer::Entity, C::Id, C::Id, Some(C::GroupId), C::Name.into_simple_expr(), part)
            }
            Place::Customer(column) => {
                table(db, customer::Entity, C::Id, C::Id, Some(C::GroupId), self.cell(column.into_simple_expr()), part)
            }
            Place::Fact(column) => self.of_facts(db, column, part),
            Place::Missing => self.of_facts(db, fact::Column::Missing, part),
            Place::Doubt => self.of_facts(db, fact::Column::Doubts, part),
            Place::Car(column) => {
                use vehicle::Column as V;
                let cell = self.cell(column.into_simple_expr());
                let mut cars = table(db, vehicle::Entity, V::Id, V::OwnerId, Some(V::GroupId), cell, part);
                cars.and_where(V::DeletedAt.is_null()).and_where(V::OwnerId.is_not_null()).to_owned()
            }
            Place::Role => {
                use person::Column as P;
                let role = P::Role.into_simple_expr();
                let mut links = table(db, person::Entity, P::Id, P::CustomerId, Some(P::GroupId), role, part);
                links.and_where(P::Until.is_null()).to_owned()
            }
            Place::Consent(_) => self.answered(db, part),
            Place::Tag | Place::Shown => self.tagged(db, part),
            Place::Happened(kinds) => self.counted(db, kinds, part),
        }
    }

    fn of_facts(&self, db: &Db<'_>, column: fact::Column, part: &Part<'_>) -> SelectStatement {
        let key = fact::Column::CustomerId;
        let cell = self.cell(column.into_simple_expr());
        table(db, fact::Entity, key, key, Some(fact::Column::GroupId), cell, part)
    }

    /// A column of small numbers is read as wide ones are.
    fn cell(&self, column: SimpleExpr) -> SimpleExpr {
        match self.scale() {
            Scale::Number => Func::cast_as(column, Alias::new("bigint")).into(),
            _ => column,
        }
    }

    fn tagged(&self, db: &Db<'_>, part: &Part<'_>) -> SelectStatement {
        use customer_tag::Column as T;
        let of_tag = match self.key {
            Key::Tag(tag) => Condition::all().add(T::TagId.eq(tag)),
            _ => Condition::all(),
        };
        let tag = T::TagId.into_simple_expr();
        let mut tags = table(db, customer_tag::Entity, T::CustomerId, T::CustomerId, None, tag, part);
        tags.cond_where(of_tag).to_owned()
    }

    fn answered(&self, db: &Db<'_>, part: &Part<'_>) -> SelectStatement {
        use messaging::consents::ConsentColumn as C;
        let Key::Allows(purpose, way) = self.key else { return Query::select() };
        let mut answers = consented::yeses(purpose, way, db.platform().clock().now());
        answers
            .expr(consented::held(C::Id))
            .expr(consented::held(C::CustomerId))
            .expr(consented::held(C::Until))
            .and_where(consented::held(C::GroupId).eq(db.scope().group()));
        match part {
            Part::After(after, most) => {
                if let Some(after) = after {
                    answers.and_where(consented::held(C::Id).gt(*after));
                }
                answers.order_by_expr(consented::held(C::Id), sea_orm::Order::Asc).limit(*most);
            }
            Part::Of(customers) => {
                answers.and_where(consented::held(C::CustomerId).is_in(customers.iter().copied()));
            }
        }
        answers
    }

    fn counted(
        &self,
        db: &Db<'_>,
        kinds: &[journal::events::customers::HistoryKind],
        part: &Part<'_>,
    ) -> SelectStatement {
        use past_record::Column as R;
        let Key::Since(_, since) = self.key else { return Query::select() };
        let of = match part {
            Part::After(..) => Condition::all(),
            Part::Of(customers) => Condition::all().add(R::CustomerId.is_in(customers.iter().copied())),
        };
        let times = Func::cast_as(Func::count(Expr::val(1)), Alias::new("bigint"));
        Query::select()
            .column(R::CustomerId)
            .expr(Expr::col(R::CustomerId))
            .expr(times)
            .from(past_record::Entity)
            .cond_where(db.scope().of_group(R::GroupId))
            .and_where(R::HappenedOn.gte(since))
            .and_where(R::Kind.is_in(kinds.iter().copied()))
            .cond_where(of)
            .group_by_col(R::CustomerId)
            .to_owned()
    }
}

/// Key, customer and cell of a table's rows.
fn table<E: EntityTrait>(
    db: &Db<'_>,
    entity: E,
    key: E::Column,
    customer: E::Column,
    group: Option<E::Column>,
    cell: SimpleExpr,
    part: &Part<'_>,
) -> SelectStatement {
    let mut select = Query::select();
    select.expr(Expr::col(key)).expr(Expr::col(customer)).expr(cell).from(entity.table_ref());
    if let Some(group) = group {
        select.cond_where(db.scope().of_group(group));
    }
    match part {
        Part::After(after, most) => {
            if let Some(after) = after {
                select.and_where(key.gt(*after));
            }
            select.order_by(key, sea_orm::Order::Asc).limit(*most);
        }
        Part::Of(customers) => {
            select.and_where(customer.is_in(customers.iter().copied()));
        }
    }
    select
}

fn word(key: Uuid, customer: CustomerId, cell: Option<String>) -> Line {
    Line { key, customer, cell: cell.map_or(Cell::Nothing, Cell::Word) }
}

fn number(key: Uuid, customer: CustomerId, cell: Option<i64>) -> Line {
    Line { key, customer, cell: cell.map_or(Cell::Nothing, Cell::Number) }
}

fn is_day(kind: &ColumnType) -> bool {
    matches!(kind, ColumnType::Date)
}

impl Filter {
    /// A filter that asks this column, by which it is found again.
    pub(super) fn of_column(key: Key) -> Option<Self> {
        let name = match key {
            Key::Field(name) | Key::Since(name, _) => name,
            Key::Tag(_) | Key::Tagged => "tag",
            Key::Allows(purpose, _) => {
                let of_purpose =
                    |known: &&Definition<Place>| matches!(known.place, Place::Consent(its) if its == purpose);
                <Place as listing::Place>::FIELDS.iter().find(of_purpose)?.name
            }
        };
        let definition = <Place as listing::Place>::FIELDS.iter().find(|known| known.name == name)?;
        let operator = definition.operators().last().copied()?;
        let shape = definition.shape;
        let condition = conditions::Condition { shape, operator, values: Vec::new(), is_turned: false };
        Some(Self { definition, condition })
    }
}
