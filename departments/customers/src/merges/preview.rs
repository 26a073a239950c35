//! Two records side by side before they become one: what each knows, what is proposed and why, what goes along, what to mind.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use kernel::{CustomerId, HouseholdId, PermissionName, Result, StaffId, time::Calendar};
use platform::{
    Db, Followers,
    names::{self, Known},
};
use sea_orm::Value;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    field::MergeField,
    merging,
    record::Record,
    rules::{self, Caution, Choice, Side, Why},
    store,
};
use crate::{
    duplicates, facts, households,
    people::{assemble, customer::Customer, draft::masked, view::CustomerView},
    profile::view::FactsView,
    vehicles::{self, view::ProfileVehicle},
};

/// Two records side by side.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergePreview {
    pub kept: MergeSide,
    pub absorbed: MergeSide,
    /// Which of the two is proposed to go on.
    pub proposed: CustomerId,
    /// Fields that at least one of them knows.
    pub choices: Vec<ChoiceView>,
    /// What of the absorbed one goes along, by table; what is not there is left out.
    pub moves: Vec<MoveCount>,
    /// What to mind, the gravest first.
    pub cautions: Vec<Caution>,
    /// When somebody set the two apart before, the latest first.
    pub apart: Vec<SetApart>,
}

/// Somebody set the two apart before.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MergeSetApart)]
pub struct SetApart {
    pub how: ApartHow,
    pub at: DateTime<Utc>,
    pub by: String,
    /// In the words of who did.
    pub reason: Option<String>,
}

/// By the verdict on a pair of duplicates, or by taking a merge back.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MergeApartHow)]
pub enum ApartHow {
    Different,
    MergeUndone,
}

/// One of the two.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergeSide {
    pub customer: CustomerView,
    pub facts: FactsView,
    pub vehicles: Vec<ProfileVehicle>,
    pub open_tasks: i64,
}

/// One field of both. People and households stand there by name, the ID number as the caller may see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MergeChoice)]
pub struct ChoiceView {
    pub field: MergeField,
    pub kept: Option<String>,
    pub absorbed: Option<String>,
    pub differs: bool,
    pub proposed: Side,
    pub why: Why,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MoveCount {
    /// The name of a table: `notes`, `tasks`, `journal` …
    pub what: String,
    pub count: i64,
}

/// Both, as they would become one; the caller may merge either.
pub async fn preview(db: &Db<'_>, keep: CustomerId, absorb: CustomerId, calendar: Calendar) -> Result<MergePreview> {
    let (kept, absorbed) = merging::look(db, keep, absorb).await?;
    let choices = rules::choices(&kept, &absorbed);
    Ok(MergePreview {
        proposed: if rules::better_kept(&kept, &absorbed) { absorbed.customer.id } else { kept.customer.id },
        cautions: rules::cautions(&kept, &absorbed),
        apart: apart(db, keep, absorb).await?,
        choices: choice_views(db, choices, &kept.customer, &absorbed.customer).await?,
        moves: moves(db, absorbed.customer.id).await?,
        kept: side(db, kept, calendar).await?,
        absorbed: side(db, absorbed, calendar).await?,
    })
}

async fn apart(db: &Db<'_>, one: CustomerId, other: CustomerId) -> Result<Vec<SetApart>> {
    let verdict = duplicates::store::verdict_apart(db, one, other).await?.and_then(|pair| {
        let by = pair.settled_by_name.unwrap_or_default();
        Some(SetApart { how: ApartHow::Different, at: pair.settled_at?, by, reason: pair.settled_reason })
    });
    let undone = store::undone_between(db, one, other).await?.into_iter().filter_map(|merge| {
        let by = merge.undone_by.unwrap_or_default();
        Some(SetApart { how: ApartHow::MergeUndone, at: merge.undone_at?, by, reason: None })
    });
    let mut all: Vec<SetApart> = verdict.into_iter().chain(undone).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.at));
    Ok(all)
}

async fn side(db: &Db<'_>, record: Record, calendar: Calendar) -> Result<MergeSide> {
    let id = record.customer.id;
    let today = calendar.day(db.platform().clock().now());
    Ok(MergeSide {
        customer: assemble::view(db, record.customer).await?,
        facts: FactsView::of(&facts::store::find(db, id).await?, None, today),
        vehicles: vehicles::assemble::of_customer(db, id).await?,
        open_tasks: record.open_tasks,
    })
}

async fn choice_views(
    db: &Db<'_>,
    choices: Vec<Choice>,
    kept: &Customer,
    absorbed: &Customer,
) -> Result<Vec<ChoiceView>> {
    let people = [kept, absorbed].into_iter().flat_map(Customer::people).flatten().collect();
    let known = names::of(db, names::Wanted { staff: people, ..Default::default() }).await?;
    let mut views = Vec::with_capacity(choices.len());
    for choice in choices {
        let differs = choice.kept != choice.absorbed;
        views.push(ChoiceView {
            field: choice.field,
            kept: shown(db, &known, choice.field, choice.kept, kept).await?,
            absorbed: shown(db, &known, choice.field, choice.absorbed, absorbed).await?,
            differs,
            proposed: choice.proposed,
            why: choice.why,
        });
    }
    Ok(views)
}

/// A value as people read it.
async fn shown(
    db: &Db<'_>,
    known: &Known,
    field: MergeField,
    text: Option<String>,
    customer: &Customer,
) -> Result<Option<String>> {
    let Some(text) = text else { return Ok(None) };
    Ok(match field {
        MergeField::Consultant | MergeField::Advisor => text.parse().ok().map(|id: StaffId| known.staff(id).name),
        MergeField::Household => match text.parse::<HouseholdId>() {
            Ok(id) => households::store::find(db, id).await.ok().map(|household| household.name),
            Err(_) => None,
        },
        MergeField::IdNumber => id_number(db, customer)?,
        _ => Some(text),
    })
}

fn id_number(db: &Db<'_>, customer: &Customer) -> Result<Option<String>> {
    let Some(sealed) = &customer.id_number_sealed else { return Ok(None) };
    let value = db.platform().keys().open(sealed, customer.id.0.as_bytes())?;
    let sees = db.scope().may_for(PermissionName::SeeIdNumber, customer.store_id, &customer.people());
    Ok(Some(if sees { value } else { masked(crate::contacts::contact::ContactKind::Wechat, &value) }))
}

platform::record! {
    struct Counted { what: String, count: i64 }
}

/// Parts that go along one by one, beside what the tables' owners described.
const ONE_BY_ONE: [(&str, &str); 2] = [("contacts", "customer_id"), ("addresses", "customer_id")];

async fn moves(db: &Db<'_>, absorbed: CustomerId) -> Result<Vec<MoveCount>> {
    let followers = db.platform().provided::<Followers>()?;
    let described = followers.0.iter().map(|table| (table.table, table.column));
    let tables: BTreeSet<(&str, &str)> = described.chain(ONE_BY_ONE).collect();
    let counts: Vec<String> = tables
        .iter()
        .map(|(table, column)| format!("select '{table}', count(*) from {table} where {column} = $1"))
        .collect();
    let values: Vec<Value> = vec![absorbed.into()];
    let rows: Vec<Counted> = db.fetch_text(&counts.join(" union all "), values).await?;
    let some = rows.into_iter().filter(|row| row.count > 0);
    Ok(some.map(|row| MoveCount { what: row.what, count: row.count }).collect())
}
