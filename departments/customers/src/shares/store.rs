//! Shares in and out of the database.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use journal::{About, Draft, events::privacy::PrivacyEvent};
use kernel::{CustomerId, Result, ShareId, StaffId};
use messaging::consents::{Basis, PersonalKind, PersonalKinds};
use platform::{
    Db, Door, Tx,
    database::paging::{Page, PageRequest, page, row_after, row_before},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{
    share::{Column, Entity, Party, Share, Way},
    share_subject::{self, ShareSubject},
};
use crate::{
    exports::export::{Export, ExportAbout},
    people::customer::Customer,
};

/// Bound values of a statement stay below what either engine takes.
const SUBJECTS_PER_STATEMENT: usize = 500;

pub async fn find(db: &Db<'_>, id: ShareId) -> Result<Share> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// A page of all shares, newest first.
pub async fn list(db: &Db<'_>, request: &PageRequest) -> Result<Page<Share>> {
    let limit = request.limit()?;
    let mut select = db.select::<Entity>();
    if let Some((at, id)) = request.after::<(DateTime<Utc>, ShareId)>()? {
        select =
            select.filter(row_before([Expr::col(Column::SharedAt), Expr::col(Column::Id)], [at.into(), id.into()]));
    }
    let rows = db.all(select.order_by_desc(Column::SharedAt).order_by_desc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |row| (row.shared_at, row.id))
}

/// A page of the shares this customer was in, newest first: ids grow with time.
pub async fn of_customer(db: &Db<'_>, customer: CustomerId, request: &PageRequest) -> Result<Page<Share>> {
    let limit = request.limit()?;
    let mut ids = sea_orm::sea_query::Query::select();
    ids.column(share_subject::Column::ShareId)
        .from(share_subject::Entity)
        .and_where(share_subject::Column::CustomerId.eq(customer));
    let mut select = db.select::<Entity>().filter(Column::Id.in_subquery(ids));
    if let Some(id) = request.after::<ShareId>()? {
        select = select.filter(Column::Id.lt(id));
    }
    let rows = db.all(select.order_by_desc(Column::Id).limit(limit + 1)).await?;
    page(rows, limit, |row| row.id)
}

/// A page of the customers a share was about.
pub async fn subjects(db: &Db<'_>, share: ShareId, request: &PageRequest) -> Result<Page<ShareSubject>> {
    let limit = request.limit()?;
    let mut select = db.select::<share_subject::Entity>().filter(share_subject::Column::ShareId.eq(share));
    if let Some(id) = request.after::<CustomerId>()? {
        select = select.filter(row_after([Expr::col(share_subject::Column::CustomerId)], [id.into()]));
    }
    let rows = db.all(select.order_by_asc(share_subject::Column::CustomerId).limit(limit + 1)).await?;
    page(rows, limit, |row| row.customer_id)
}

/// Writes a share down, with a line in the timeline of each customer.
pub async fn add(tx: &mut Tx, share: Share, customers: Vec<Customer>) -> Result<Share> {
    tx.insert::<Entity>(share.clone()).await?;
    let subjects = customers.iter().map(|one| ShareSubject { share_id: share.id, customer_id: one.id });
    tx.insert_all::<share_subject::Entity>(subjects.collect()).await?;
    let told = customers.iter().map(|one| Draft {
        about: About::customer(one.store_id, one.id),
        event: PrivacyEvent::PersonShared {
            share: share.id,
            party: share.party_name.clone(),
            purpose: share.purpose.clone(),
        },
        actor: None,
    });
    journal::record_all(tx, told.collect()).await?;
    record(tx, &share).await?;
    Ok(share)
}

/// Writes down that an export left the house; whom it is about was written while the file was.
pub async fn add_export(tx: &mut Tx, id: ShareId, export: &Export) -> Result<()> {
    let share = Share {
        id,
        group_id: export.group_id,
        party: Party::Staff,
        party_name: export.actor_name.clone(),
        purpose: export.asked.reason.clone().unwrap_or_default(),
        kinds: PersonalKinds(kinds_of(export)),
        basis: Basis::Contract,
        way: Way::File,
        note: None,
        export_id: Some(export.id),
        customers: count(tx, id).await?,
        shared_at: tx.now(),
        recorded_by: Some(StaffId(export.actor_id)),
        recorded_name: export.actor_name.clone(),
    };
    record(tx, &share).await?;
    tx.insert::<Entity>(share).await
}

/// Adds customers to a share whose file is still being written.
pub async fn add_subjects(door: &Door, share: ShareId, customers: BTreeSet<CustomerId>) -> Result<()> {
    if customers.is_empty() {
        return Ok(());
    }
    let ids: Vec<CustomerId> = customers.into_iter().collect();
    door.write(async |tx| {
        for some in ids.chunks(SUBJECTS_PER_STATEMENT) {
            let rows: Vec<String> = (2..).take(some.len()).map(|place| format!("($1, ${place})")).collect();
            // One person may own several of the cars in a list.
            let text = format!(
                "insert into share_subjects (share_id, customer_id) values {} on conflict do nothing",
                rows.join(", ")
            );
            let values = [share.into()].into_iter().chain(some.iter().map(|id| (*id).into())).collect();
            tx.execute_text(&text, values).await?;
        }
        Ok(())
    })
    .await
}

/// Forgets whom a file was about that is written anew.
pub async fn forget(door: &Door, share: ShareId) -> Result<()> {
    door.write(async |tx| {
        tx.execute_text("delete from share_subjects where share_id = $1", vec![share.into()]).await.map(drop)
    })
    .await
}

platform::record! {
    struct Counted { count: i64 }
}

async fn count(tx: &Tx, share: ShareId) -> Result<i64> {
    let text = "select count(*) from share_subjects where share_id = $1";
    let rows: Vec<Counted> = tx.db().fetch_text(text, vec![share.into()]).await?;
    Ok(rows.first().map_or(0, |row| row.count))
}

async fn record(tx: &mut Tx, share: &Share) -> Result<()> {
    let event = PrivacyEvent::ShareRecorded {
        share: share.id,
        party: share.party_name.clone(),
        purpose: share.purpose.clone(),
        customers: share.customers,
    };
    let about = About { store: tx.scope().home(), ..About::default() };
    journal::record(tx, about, event).await.map(drop)
}

/// What a file tells of people, by its columns.
fn kinds_of(export: &Export) -> Vec<PersonalKind> {
    let mut kinds: Vec<PersonalKind> = export.asked.columns.iter().filter_map(|column| kind_of(column)).collect();
    if export.about == ExportAbout::Tasks {
        kinds.push(PersonalKind::Conversations);
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn kind_of(column: &str) -> Option<PersonalKind> {
    Some(match column {
        "name" | "owner" | "customer" | "gender" | "birthday" | "id_number" | "occupation" => PersonalKind::Identity,
        "phone" | "phone2" | "email" | "wechat" => PersonalKind::Contact,
        "city" | "address" => PersonalKind::Address,
        "vehicle" | "vehicles" | "plate" | "vin" | "brand" | "series" | "trim" | "colour" | "vehicle_number"
        | "energy" | "insurer" => PersonalKind::Vehicle,
        "spend" | "purchased_on" => PersonalKind::Purchases,
        "visits" | "last_visit" | "next_service" | "mileage" => PersonalKind::Workshop,
        "last_contact" | "note" | "outcome" => PersonalKind::Conversations,
        "tags" | "stage" | "source" | "purpose" | "use_scenario" | "decision_style" | "preferred_colour" => {
            PersonalKind::Behaviour
        }
        _ => return None,
    })
}
