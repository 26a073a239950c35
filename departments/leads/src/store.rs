//! Leads in and out of the database: with the lists, the only file that builds queries.

use chrono::Datelike;
use customers::{
    notes::{self, note::Note},
    people::rules::CustomerRefusal,
};
use journal::{
    About,
    events::{customers::StaffName, leads::LeadsEvent},
};
use kernel::{
    CustomerId, Error, LeadId, LossId, NoteId, Result, StaffId, StoreId, TouchId, number::Numbered, time::Calendar,
};
use platform::{
    Actor, Db, Tx,
    database::next_number,
    names::{self, Wanted},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    assignment::place::{Placed, place, place_later},
    clock::{alarms, store as clock},
    draft::Enquiry,
    identity::{self, Known},
    lead::{Column, Entity, Lead},
    loss::{self, Loss},
    rules::{FollowUp, Giving, LeadRefusal, grade_of},
    steps,
    touch::{self, Touch},
    words::{LeadState, LossDecision, TouchKind},
};

/// What became of an enquiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new lead.
    Created,
    /// Another touch of a lead that stands.
    Merged,
    /// It had come before; nothing was written.
    Duplicate,
}

/// An enquiry that was taken, and the lead it belongs to, whoever may see that.
#[derive(Clone, Debug)]
pub struct Taken {
    pub outcome: Outcome,
    pub lead: Standing,
    pub is_new_customer: bool,
}

platform::record! {
    struct There { id: CustomerId }
}

platform::record! {
    /// A lead of the group as the department itself knows it, beyond the reach of whoever wrote the enquiry down.
    #[derive(Clone, Debug)]
    pub struct Standing {
        pub id: LeadId,
        pub store_id: StoreId,
        pub number: String,
        pub customer_id: CustomerId,
        pub consultant_id: Option<StaffId>,
        pub version: i32,
    }
}

platform::record! {
    struct Stands { id: LeadId }
}

platform::record! {
    struct Holder { consultant_id: Option<StaffId>, store_id: StoreId }
}

const STANDING: &str = "l.id, l.store_id, l.number, l.customer_id, l.consultant_id, l.version";
/// More is scrolled back to in the timeline of the customer.
const TOUCHES_MAX: u64 = 200;

/// One lead inside the scope.
pub async fn find(db: &Db<'_>, id: LeadId) -> Result<Lead> {
    db.one(db.select::<Entity>().filter(Column::Id.eq(id))).await
}

/// What was said about a lead, the latest first.
pub async fn touches(db: &Db<'_>, lead: LeadId) -> Result<Vec<Touch>> {
    use touch::Column;
    let select = db.select::<touch::Entity>().filter(Column::LeadId.eq(lead));
    db.all(select.order_by_desc(Column::HappenedAt).order_by_desc(Column::Id).limit(TOUCHES_MAX)).await
}

/// The last application to give a lead up, decided or not.
pub async fn last_loss(db: &Db<'_>, lead: LeadId) -> Result<Option<Loss>> {
    use loss::Column;
    let select = db.select::<loss::Entity>().filter(Column::LeadId.eq(lead));
    db.maybe(select.order_by_desc(Column::AskedAt).order_by_desc(Column::Id)).await
}

/// Takes an enquiry: finds or makes the customer, and opens a lead or adds a touch to the one that stands in this store.
pub async fn take(tx: &mut Tx, enquiry: Enquiry) -> Result<Taken> {
    let known = names::within_reach(&tx.db(), Wanted { stores: [enquiry.store].into(), ..Wanted::default() }).await?;
    let Some(store) = known.stores.get(&enquiry.store) else {
        return Err(Error::invalid("store_id", "store.unknown", "there is no such open store in your reach"));
    };
    if let Some(lead) = taken_before(tx, &enquiry).await? {
        return Ok(Taken { outcome: Outcome::Duplicate, lead, is_new_customer: false });
    }
    let known = identity::customer_of(tx, &enquiry, store.calendar).await?;
    // Whoever wrote the same down a moment ago has gone by now.
    if let Some(lead) = taken_before(tx, &enquiry).await? {
        return Ok(Taken { outcome: Outcome::Duplicate, lead, is_new_customer: known.is_new });
    }
    if let Some(id) = standing(tx, known.customer, enquiry.store).await?
        && let Some(lead) = tx.over_the_group(async |tx| add_enquiry(tx, id, &enquiry, store.calendar).await).await?
    {
        return Ok(Taken { outcome: Outcome::Merged, lead: lead.into(), is_new_customer: known.is_new });
    }
    let year = store.calendar.day(tx.now()).year();
    let number = next_number(tx, Numbered::Lead, enquiry.store, &store.code, year).await?;
    let lead = open(tx, known, number, &enquiry, store.calendar).await?;
    Ok(Taken { outcome: Outcome::Created, lead: lead.into(), is_new_customer: known.is_new })
}

/// Gives a lead somebody else to work on it, saved together with that; the step that is due goes along.
pub async fn hand_over(tx: &mut Tx, before: &Lead, mut lead: Lead, event: LeadsEvent) -> Result<Lead> {
    steps::withdrawn(tx, before).await?;
    lead.steps += 1;
    clock::set_due(&tx.db(), &mut lead).await?;
    let lead = save(tx, lead, event).await?;
    steps::begin(tx, &lead).await?;
    alarms::protect(tx, &lead).await?;
    Ok(lead)
}

/// Writes a follow-up down: a note for the customer, a touch of the lead, its step done and the next one made.
pub async fn follow_up(tx: &mut Tx, mut lead: Lead, done: FollowUp, text: String) -> Result<Lead> {
    customer_must_be_there(tx, lead.customer_id).await?;
    let before = lead.clone();
    let event = lead.follow_up(done, tx.now())?;
    let note = note_of(tx, &lead, done, text);
    let touch = Touch {
        kind: match done.way {
            notes::note::NoteKind::Visit => TouchKind::Visit,
            notes::note::NoteKind::Message => TouchKind::Message,
            notes::note::NoteKind::Call | notes::note::NoteKind::Note => TouchKind::Call,
        },
        outcome: Some(done.outcome),
        note_id: Some(note.id),
        happened_at: done.happened_at,
        ..touch_of(tx, lead.id, lead.customer_id)
    };
    notes::store::add(tx, note).await?;
    tx.insert::<touch::Entity>(touch).await?;
    steps::done(tx, &before, done.outcome.word()).await?;
    lead.steps += 1;
    let lead = save(tx, lead, event).await?;
    steps::begin(tx, &lead).await?;
    Ok(lead)
}

/// Nothing is written into the history of a customer who was deleted; the customer may be a colleague's, out of the caller's reach.
async fn customer_must_be_there(tx: &Tx, id: CustomerId) -> Result<()> {
    let text = "select id from customers where id = $1 and group_id = $2 and deleted_at is null";
    let there: Vec<There> = tx.db().fetch_text(text, vec![id.into(), tx.scope().group().into()]).await?;
    if there.is_empty() { Err(CustomerRefusal::Deleted.into()) } else { Ok(()) }
}

/// Saves a lead together with what happened to it, when nothing is to be done about it any more.
pub async fn conclude(tx: &mut Tx, lead: Lead, event: LeadsEvent, outcome: &str) -> Result<Lead> {
    if lead.due_at.is_none() {
        steps::done(tx, &lead, outcome).await?;
    }
    save(tx, lead, event).await
}

/// Asks that a lead be given up.
pub async fn ask_loss(tx: &mut Tx, mut lead: Lead, giving: Giving) -> Result<Lead> {
    let (loss, event) = lead.ask_loss(LossId::new(tx.now()), giving, tx.now())?;
    tx.insert::<loss::Entity>(loss).await?;
    steps::withdrawn(tx, &lead).await?;
    save(tx, lead, event).await
}

/// What a manager, or the customer by asking again, makes of that.
pub async fn decide_loss(
    tx: &mut Tx,
    mut lead: Lead,
    decision: LossDecision,
    by: Option<StaffId>,
    remark: Option<String>,
) -> Result<Lead> {
    let asked = last_loss(&tx.db(), lead.id).await?.filter(|loss| loss.decision.is_none());
    let mut loss = asked.ok_or(LeadRefusal::NoLossAsked)?;
    let event = lead.decide_loss(&mut loss, decision, by, tx.now())?;
    loss.decision_remark = remark;
    tx.replace::<loss::Entity>(loss).await?;
    lead.steps += 1;
    let lead = save(tx, lead, event).await?;
    steps::begin(tx, &lead).await?;
    Ok(lead)
}

/// Saves a lead together with what happened to it; there is no way to save one without the other.
pub async fn save(tx: &mut Tx, lead: Lead, event: LeadsEvent) -> Result<Lead> {
    let lead = tx.replace::<Entity>(lead).await?;
    journal::record(tx, About::customer(lead.store_id, lead.customer_id), event).await?;
    Ok(lead)
}

/// Whoever comes second for a lead of the pool no longer sees it there: is it that, or was there never one?
pub async fn is_taken_meanwhile(db: &Db<'_>, id: LeadId) -> Result<bool> {
    let text = "select consultant_id, store_id from leads where id = $1 and group_id = $2";
    let held: Vec<Holder> = db.fetch_text(text, vec![id.into(), db.scope().group().into()]).await?;
    Ok(held.iter().any(|one| one.consultant_id.is_some() && db.scope().span().welcomes(one.store_id)))
}

/// A person's name as events keep it.
pub async fn staff_name(db: &Db<'_>, id: StaffId) -> Result<StaffName> {
    let known = names::of(db, Wanted { staff: [id].into(), ..Wanted::default() }).await?;
    Ok(StaffName { id, name: known.staff(id).name })
}

/// The name of somebody who may be given a lead.
pub async fn named_consultant(db: &Db<'_>, id: StaffId) -> Result<StaffName> {
    let known = names::within_reach(db, Wanted { staff: [id].into(), ..Wanted::default() }).await?;
    match known.staff.get(&id) {
        Some(named) => Ok(StaffName { id, name: named.name.clone() }),
        None => Err(Error::invalid(
            "consultant_id",
            "staff.unknown",
            "there is no such person, or they no longer work here",
        )),
    }
}

async fn open(tx: &mut Tx, known: Known, number: String, enquiry: &Enquiry, calendar: Calendar) -> Result<Lead> {
    let now = tx.now();
    let Placed { consultant, fired, again_at } = place(tx, &known, enquiry).await?;
    let deadlines = clock::limits(&tx.db(), enquiry.store).await?.deadlines(calendar, enquiry.enquired_at);
    let rule = fired.as_ref().map(|fired| fired.title.clone());
    let lead = Lead {
        id: LeadId::new(now),
        group_id: tx.scope().group(),
        store_id: enquiry.store,
        number,
        customer_id: known.customer,
        consultant_id: consultant.as_ref().map(|one| one.id),
        state: if consultant.is_some() { LeadState::Unanswered } else { LeadState::Unassigned },
        grade: grade_of(enquiry.horizon, false),
        is_grade_set: false,
        channel: enquiry.channel,
        source: enquiry.source.clone(),
        brand: enquiry.brand.clone(),
        series: enquiry.series.clone(),
        model: enquiry.model.clone(),
        budget_min: enquiry.budget_min,
        budget_max: enquiry.budget_max,
        horizon: enquiry.horizon,
        comment: enquiry.comment.clone(),
        enquiries: 1,
        enquired_at: enquiry.enquired_at,
        last_enquired_at: enquiry.enquired_at,
        assigned_at: consultant.as_ref().map(|_| now),
        rule_id: fired.map(|fired| fired.id),
        rule_title: rule.clone(),
        held_back: 0,
        respond_by: deadlines.respond_by,
        wall_by: Some(deadlines.wall_by),
        responded_at: None,
        recorded_at: None,
        invited_at: None,
        arrived_at: None,
        driven_at: None,
        ordered_at: None,
        sold_at: None,
        delivered_at: None,
        lost_at: None,
        followed_at: None,
        due_at: Some(deadlines.respond_by),
        steps: 1,
        created_by: tx.scope().staff(),
        created_at: now,
        changed_at: now,
        version: 1,
    };
    tx.insert::<Entity>(lead.clone()).await?;
    let touch = enquiry_touch(tx, &lead, enquiry);
    let channel = lead.channel.word().to_owned();
    tx.insert::<touch::Entity>(touch).await?;
    let event = LeadsEvent::Opened { lead: lead.id, number: lead.number.clone(), channel, consultant, rule };
    journal::record(tx, About::customer(lead.store_id, lead.customer_id), event).await?;
    steps::begin(tx, &lead).await?;
    alarms::set(tx, &lead, deadlines).await?;
    alarms::protect(tx, &lead).await?;
    place_later(tx, lead.id, again_at).await?;
    Ok(lead)
}

/// Another enquiry for a lead that stands, which may be a colleague's whom the caller can't see. None when somebody closed it meanwhile.
async fn add_enquiry(tx: &mut Tx, id: LeadId, enquiry: &Enquiry, calendar: Calendar) -> Result<Option<Lead>> {
    hold(tx, id).await?;
    let mut lead = find(&tx.db(), id).await?;
    if !LeadState::STANDING.contains(&lead.state) {
        return Ok(None);
    }
    if lead.state == LeadState::LossAsked {
        lead = let_go_on(tx, lead).await?;
    }
    let touch = enquiry_touch(tx, &lead, enquiry);
    tx.insert::<touch::Entity>(touch).await?;
    let soon = clock::limits(&tx.db(), lead.store_id).await?.answer_by(calendar, tx.now());
    let event = lead.enquire_again(enquiry, soon, tx.now());
    let lead = save(tx, lead, event).await?;
    steps::moved(tx, &lead).await?;
    Ok(Some(lead))
}

/// Keeps a lead from everybody else until the transaction ends, so that of two deeds at once neither undoes the other.
pub async fn hold(tx: &mut Tx, id: LeadId) -> Result<()> {
    let text = "update leads set steps = steps where id = $1 and group_id = $2";
    let group = tx.scope().group();
    tx.execute_text(text, vec![id.into(), group.into()]).await?;
    Ok(())
}

/// Nobody gives up a customer who asks again: the application falls.
async fn let_go_on(tx: &mut Tx, lead: Lead) -> Result<Lead> {
    let remark = tx.scope().language().pick("客户再次咨询", "The customer asked again");
    decide_loss(tx, lead, LossDecision::Refused, None, Some(remark.to_owned())).await
}

/// The lead of a customer that another enquiry in this store is about.
async fn standing(tx: &Tx, customer: CustomerId, store: StoreId) -> Result<Option<LeadId>> {
    let states = LeadState::STANDING.map(|state| format!("'{}'", state.word())).join(", ");
    let text = format!(
        "select id from leads where customer_id = $1 and group_id = $2 and store_id = $3 and state in ({states})
         order by last_enquired_at desc, id desc limit 1"
    );
    let values = vec![customer.into(), tx.scope().group().into(), store.into()];
    let found: Vec<Stands> = tx.db().fetch_text(&text, values).await?;
    Ok(found.first().map(|lead| lead.id))
}

/// The lead of an enquiry that came before, by its id where it comes from.
async fn taken_before(tx: &Tx, enquiry: &Enquiry) -> Result<Option<Standing>> {
    let Some(external) = &enquiry.external_id else { return Ok(None) };
    let text = format!(
        "select {STANDING} from touches t join leads l on l.id = t.lead_id
         where t.group_id = $1 and t.channel = $2 and t.external_id = $3"
    );
    let values = vec![tx.scope().group().into(), enquiry.channel.word().into(), external.clone().into()];
    Ok(tx.db().fetch_text(&text, values).await?.pop())
}

fn enquiry_touch(tx: &Tx, lead: &Lead, enquiry: &Enquiry) -> Touch {
    Touch {
        channel: Some(enquiry.channel),
        source: enquiry.source.clone(),
        external_id: enquiry.external_id.clone(),
        words: enquiry.comment.clone(),
        name: enquiry.asker.name().map(str::to_owned),
        brand: enquiry.brand.clone(),
        series: enquiry.series.clone(),
        model: enquiry.model.clone(),
        budget_min: enquiry.budget_min,
        budget_max: enquiry.budget_max,
        horizon: enquiry.horizon,
        happened_at: enquiry.enquired_at,
        ..touch_of(tx, lead.id, lead.customer_id)
    }
}

fn touch_of(tx: &Tx, lead: LeadId, customer: CustomerId) -> Touch {
    Touch {
        id: TouchId::new(tx.now()),
        group_id: tx.scope().group(),
        lead_id: lead,
        customer_id: customer,
        kind: TouchKind::Enquiry,
        channel: None,
        source: None,
        external_id: None,
        words: None,
        name: None,
        brand: None,
        series: None,
        model: None,
        budget_min: None,
        budget_max: None,
        horizon: None,
        outcome: None,
        note_id: None,
        staff_id: tx.scope().staff(),
        happened_at: tx.now(),
        created_at: tx.now(),
    }
}

fn note_of(tx: &Tx, lead: &Lead, done: FollowUp, text: String) -> Note {
    let author_name = match tx.scope().actor() {
        Actor::Staff { name, .. } | Actor::Key { name, .. } => name.clone(),
        Actor::System(actor) => actor.name().to_owned(),
    };
    Note {
        id: NoteId::new(tx.now()),
        group_id: lead.group_id,
        store_id: lead.store_id,
        customer_id: lead.customer_id,
        vehicle_id: None,
        kind: done.way,
        text,
        outcome: Some(done.outcome),
        author_id: tx.scope().staff(),
        author_name,
        is_pinned: false,
        happened_at: done.happened_at,
        created_at: tx.now(),
        deleted_at: None,
        version: 1,
    }
}

impl From<Lead> for Standing {
    fn from(lead: Lead) -> Self {
        Self {
            id: lead.id,
            store_id: lead.store_id,
            number: lead.number,
            customer_id: lead.customer_id,
            consultant_id: lead.consultant_id,
            version: lead.version,
        }
    }
}
