//! How the conditions of a list are asked, so that a page out of a million comes at once: a condition that few customers meet
//! is answered from its own index and leads the query; one that many meet is asked of each row while the list is walked in its
//! order.

use kernel::Result;
use platform::Db;
use sea_orm::{
    ColumnTrait, IdenStatic, IntoSimpleExpr, QueryFilter, Select,
    sea_query::{Condition, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr},
};

use super::{
    customer,
    fields::{Filter, Place},
};
use crate::{
    columns,
    facts::fact,
    listing::{Asked, Moment, Operator, is_few},
    search::{self, wanted},
    tags::customer_tag,
    vehicles::vehicle,
};

/// For what rows are read, which says by which column a walk goes.
#[derive(Clone, Copy, Debug)]
pub enum Walk {
    /// In the order of a fact.
    ByFact(fact::Column),
    /// In the order of the customers' own columns.
    ByCustomer,
    /// Only to be counted, in whatever order.
    Counting,
    /// Only to be counted, and a part of those found by a search will do.
    CountingSome,
}

/// So many finds of a wide search are looked at when only "more than a thousand" is wanted.
const SOME: u64 = 10_000;

/// So many customers whom the memory finds for a list are named in its query.
const NAMED: u64 = 2_000;

/// The rows of a list, not sorted yet.
pub struct Narrowed {
    pub rows: Select<customer::Entity>,
    /// Whether its conditions speak of facts, which must be joined then.
    pub asks_facts: bool,
    /// Whether a wide search was cut off, which only [`Walk::CountingSome`] does.
    pub is_part: bool,
}

/// The list's rows by what is asked.
pub async fn narrowed(db: &Db<'_>, asked: &Asked, moment: Moment, walk: Walk) -> Result<Narrowed> {
    let deleted = customer::Column::DeletedAt;
    let mut select =
        db.select::<customer::Entity>().filter(if asked.deleted { deleted.is_not_null() } else { deleted.is_null() });
    if asked.deleted {
        // A merged record is not there to be restored: it lives on in another.
        select = select.filter(customer::Column::MergedInto.is_null());
    }
    let (mut asks_facts, mut is_part) = (false, false);
    let filters: Vec<Filter> = asked.filters::<Place>()?;
    if !asked.deleted
        && let Some(ids) = columns::few(db, &filters, moment, NAMED).await?
    {
        select = select.filter(customer::Column::Id.is_in(ids));
    }
    for filter in filters {
        let filter = filter.as_kept();
        asks_facts |= matches!(filter.definition.place, Place::Fact(_) | Place::Missing | Place::Doubt);
        select = select.filter(match leading(db, &filter, moment) {
            Some(ids) if is_few(db, &ids).await? => one_of(ids),
            _ => along_the_way(&filter, moment, walk),
        });
    }
    for word in wanted::words(asked.q.as_deref().unwrap_or_default()) {
        let wanted = wanted::wanted(word, db.scope().group(), db.platform().keys());
        if wanted.is_empty() {
            let rows = select.filter(Expr::val(1).eq(0));
            return Ok(Narrowed { rows, asks_facts, is_part: false });
        }
        let mut ids = search::store::customer_ids(db, &wanted);
        select = select.filter(if is_few(db, &ids).await? {
            one_of(ids)
        } else if matches!(walk, Walk::CountingSome) {
            is_part = true;
            one_of(ids.limit(SOME).to_owned())
        } else {
            Condition::all().add(Expr::exists(search::store::terms_of_customer(&wanted)))
        });
    }
    Ok(Narrowed { rows: select, asks_facts, is_part })
}

/// The ids of those who meet a filter, read from an index; none when there is no index for it.
fn leading(db: &Db<'_>, filter: &Filter, moment: Moment) -> Option<SelectStatement> {
    if filter.is_negative() || filter.operator == Operator::Present {
        return None;
    }
    match filter.definition.place {
        Place::Fact(column) if has_index(column, filter) => {
            let mut ids = Query::select();
            ids.column(fact::Column::CustomerId)
                .from(fact::Entity)
                .cond_where(db.scope().of_group(fact::Column::GroupId))
                .cond_where(filter.compare(column.into_simple_expr(), moment));
            if matches!(column, fact::Column::ComplaintsOpen) {
                // As the index has it, in so many words: a bound value can't show that it is meant.
                ids.and_where(Expr::cust("customer_facts.complaints_open > 0"));
            }
            Some(ids)
        }
        Place::Missing | Place::Doubt => {
            let is_missing = matches!(filter.definition.place, Place::Missing);
            let mut ids = Query::select();
            ids.column(fact::Column::CustomerId)
                .from(fact::Entity)
                .cond_where(db.scope().of_group(fact::Column::GroupId))
                .cond_where(filter.gap_condition(if is_missing {
                    fact::Column::Missing
                } else {
                    fact::Column::Doubts
                }));
            if !is_missing {
                // As the index has it, in so many words: a bound value can't show that it is meant.
                ids.and_where(Expr::cust("customer_facts.doubts > 0"));
            }
            Some(ids)
        }
        Place::Tag => Some(
            Query::select()
                .column(customer_tag::Column::CustomerId)
                .from(customer_tag::Entity)
                .and_where(customer_tag::Column::TagId.is_in(filter.ids::<kernel::TagId>()))
                .to_owned(),
        ),
        Place::Car(vehicle::Column::Brand) => Some(
            Query::select()
                .column(vehicle::Column::OwnerId)
                .from(vehicle::Entity)
                .cond_where(db.scope().of_group(vehicle::Column::GroupId))
                .cond_where(filter.compare(vehicle::Column::Brand.into_simple_expr(), moment))
                .and_where(vehicle::Column::DeletedAt.is_null())
                .and_where(vehicle::Column::OwnerId.is_not_null())
                .to_owned(),
        ),
        _ => None,
    }
}

fn has_index(column: fact::Column, filter: &Filter) -> bool {
    use fact::Column as F;
    match column {
        F::LastContactAt | F::LastVisitAt | F::Spend | F::NextServiceOn | F::InsuranceUntil | F::Quality => true,
        F::ComplaintsOpen => filter.operator == Operator::AtLeast && filter.number().is_some_and(|least| least > 0),
        _ => false,
    }
}

/// A fact is compared as a value unless the walk goes by its own index, so that no engine leaves the order of the list for
/// another index and sorts what it finds there.
fn along_the_way(filter: &Filter, moment: Moment, walk: Walk) -> Condition {
    match filter.definition.place {
        Place::Customer(column) if matches!(walk, Walk::ByFact(_)) => {
            let mut condition = filter.condition(moment);
            // The facts keep these two as well, in the indexes by which such a walk goes.
            let kept = match column {
                customer::Column::Stage => Some(fact::Column::Stage),
                customer::Column::StoreId => Some(fact::Column::StoreId),
                _ => None,
            };
            if let Some(kept) = kept {
                condition = condition.add(filter.compare(kept.into_simple_expr(), moment));
            }
            condition
        }
        Place::Fact(column) if !goes_by(walk, column) => {
            let value: SimpleExpr = Func::coalesce([column.into_simple_expr(), column.into_simple_expr()]).into();
            filter.compare(value, moment)
        }
        _ => filter.condition(moment),
    }
}

fn goes_by(walk: Walk, column: fact::Column) -> bool {
    match walk {
        Walk::ByFact(sorted) => sorted.as_str() == column.as_str(),
        Walk::Counting | Walk::CountingSome => true,
        Walk::ByCustomer => false,
    }
}

fn one_of(ids: SelectStatement) -> Condition {
    Condition::all().add(customer::Column::Id.in_subquery(ids))
}
