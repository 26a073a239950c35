//! What a lead looks like from outside; phones are masked here.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use customers::{
    contacts::contact::ContactKind,
    notes::note::Outcome,
    people::draft::{masked, shown},
};
use kernel::{CustomerId, LeadId, LossId, NoteId, PermissionName, Result, TouchId, time::Calendar};
use platform::{
    Db,
    http::HasVersion,
    names::{self, Known, Ref, StoreRef, Wanted},
};
use serde::Serialize;
use utoipa::ToSchema;
use worklist::Sla;

use crate::{
    beside::{self, Asker},
    clock::{self, hours},
    lead::Lead,
    loss::Loss,
    rules::{Deed, rhythm_days},
    store::{self, Standing, Taken},
    touch::Touch,
    words::{Grade, Horizon, LeadChannel, LeadState, LossDecision, LossReason, TouchKind},
};

/// Who asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadCustomer {
    pub id: CustomerId,
    pub name: String,
    /// Masked, `138****1234`, unless the caller may see phones.
    pub phone: Option<String>,
}

/// One line of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadRow {
    pub id: LeadId,
    pub number: String,
    pub state: LeadState,
    pub grade: Grade,
    pub channel: LeadChannel,
    pub source: Option<String>,
    pub customer: LeadCustomer,
    pub store: StoreRef,
    /// Null while it lies in the pool.
    pub consultant: Option<Ref>,
    pub brand: Option<String>,
    pub series: Option<String>,
    pub model: Option<String>,
    /// In fen.
    pub budget_min: Option<i64>,
    /// In fen.
    pub budget_max: Option<i64>,
    pub horizon: Option<Horizon>,
    pub comment: Option<String>,
    /// How often the customer asked.
    pub enquiries: i32,
    pub enquired_at: DateTime<Utc>,
    pub last_enquired_at: DateTime<Utc>,
    /// By then somebody should have tried to reach the customer.
    pub respond_by: DateTime<Utc>,
    pub responded_at: Option<DateTime<Utc>>,
    pub followed_at: Option<DateTime<Utc>>,
    /// When something is to be done next.
    pub due_at: Option<DateTime<Utc>>,
    /// The light of what is due; null when nothing is.
    pub sla: Option<Sla>,
    pub created_at: DateTime<Utc>,
    pub version: i32,
}

/// The whole lead.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadView {
    #[serde(flatten)]
    pub row: LeadRow,
    pub is_grade_set: bool,
    pub assigned_at: Option<DateTime<Utc>>,
    pub recorded_at: Option<DateTime<Utc>>,
    pub invited_at: Option<DateTime<Utc>>,
    pub arrived_at: Option<DateTime<Utc>>,
    pub driven_at: Option<DateTime<Utc>>,
    pub ordered_at: Option<DateTime<Utc>>,
    pub sold_at: Option<DateTime<Utc>>,
    pub delivered_at: Option<DateTime<Utc>>,
    pub lost_at: Option<DateTime<Utc>>,
    /// The rule by which it came to whoever has it, or to the pool; null when a person decided.
    pub rule_title: Option<String>,
    /// How often it was taken from somebody who did not answer.
    pub held_back: i32,
    pub answer: AnswerClock,
    /// The latest first.
    pub touches: Vec<TouchView>,
    /// The last application to give it up.
    pub loss: Option<LossView>,
    /// After how many days the grade wants the next follow-up.
    pub rhythm_days: i64,
    /// What the caller may do now: `edit`, `follow_up`, `claim`, `give`, `release`, `advance`, `ask_loss`, `decide_loss`, `revive`.
    pub can: Vec<&'static str>,
}

impl HasVersion for LeadView {
    fn version(&self) -> i32 {
        self.row.version
    }
}

/// How long the customer waited for the first try to reach them, or waits still, by both clocks.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct AnswerClock {
    /// The limit on the wall; `respond_by` is that in the hours of the store.
    pub wall_by: Option<DateTime<Utc>>,
    pub wall_minutes: i64,
    /// Counted only while the store is open.
    pub work_minutes: i64,
    /// Whether the store has hours of its own, so that the clocks may differ.
    pub has_hours: bool,
}

/// One time the customer and the house came together.
#[derive(Debug, Serialize, ToSchema)]
pub struct TouchView {
    pub id: TouchId,
    pub kind: TouchKind,
    pub channel: Option<LeadChannel>,
    pub source: Option<String>,
    pub outcome: Option<Outcome>,
    /// What the customer said, or what was written down about it.
    pub text: Option<String>,
    /// Of an enquiry: the name that was given, where it is not the customer's.
    pub name: Option<String>,
    /// Of an enquiry: the car that was wished for, and what it may cost, as far as that is not what the lead says.
    pub brand: Option<String>,
    pub series: Option<String>,
    pub model: Option<String>,
    /// In fen.
    pub budget_min: Option<i64>,
    /// In fen.
    pub budget_max: Option<i64>,
    /// Who wrote it down; null when a machine did.
    pub staff: Option<Ref>,
    pub happened_at: DateTime<Utc>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LossView {
    pub id: LossId,
    pub reason: LossReason,
    pub competitor: Option<String>,
    pub remark: Option<String>,
    pub asked_by: Option<Ref>,
    pub asked_at: DateTime<Utc>,
    /// Null until a manager has decided.
    pub decision: Option<LossDecision>,
    pub decision_remark: Option<String>,
    pub decided_by: Option<Ref>,
    pub decided_at: Option<DateTime<Utc>>,
}

/// What became of an enquiry, in the words channels are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EnquiryOutcome {
    /// A new lead.
    Created,
    /// Another touch of a lead that stands.
    Merged,
    /// It had come before.
    Duplicate,
}

/// What became of an enquiry, and of which lead it is now a part.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnquiryAnswer {
    pub outcome: EnquiryOutcome,
    pub id: LeadId,
    pub number: String,
    pub version: i32,
    pub store: StoreRef,
    /// Who works on it; null while it lies in the pool.
    pub consultant: Option<Ref>,
    pub is_new_customer: bool,
    /// The lead itself, where it is the caller's to see.
    pub lead: Option<LeadView>,
}

platform::has_version!(EnquiryAnswer);

/// So long before its time the light turns amber: the customer waits.
const AMBER_MINUTES: i64 = 10;

/// Lines of a list, in their order, with a handful of queries whatever their number.
pub async fn rows(db: &Db<'_>, leads: Vec<Lead>) -> Result<Vec<LeadRow>> {
    let known = known(db, &leads, &[], None).await?;
    let askers = beside::askers(db, &leads).await?;
    leads.iter().map(|lead| row(db, lead, &known, &askers)).collect()
}

/// The whole of one lead.
pub async fn view(db: &Db<'_>, lead: Lead) -> Result<LeadView> {
    let touches = store::touches(db, lead.id).await?;
    let loss = store::last_loss(db, lead.id).await?;
    let leads = std::slice::from_ref(&lead);
    let known = known(db, leads, &touches, loss.as_ref()).await?;
    let row = row(db, &lead, &known, &beside::askers(db, leads).await?)?;
    Ok(LeadView {
        is_grade_set: lead.is_grade_set,
        assigned_at: lead.assigned_at,
        recorded_at: lead.recorded_at,
        invited_at: lead.invited_at,
        arrived_at: lead.arrived_at,
        driven_at: lead.driven_at,
        ordered_at: lead.ordered_at,
        sold_at: lead.sold_at,
        delivered_at: lead.delivered_at,
        lost_at: lead.lost_at,
        rule_title: lead.rule_title.clone(),
        held_back: lead.held_back,
        answer: answer_clock(db, &lead, known.calendar(lead.store_id)).await?,
        touches: touch_views(db, &lead, &row.customer.name, touches, &known).await?,
        loss: loss.map(|loss| loss_view(loss, &known)),
        rhythm_days: rhythm_days(lead.grade),
        can: can(db, &lead),
        row,
    })
}

async fn answer_clock(db: &Db<'_>, lead: &Lead, calendar: Calendar) -> Result<AnswerClock> {
    let limits = clock::store::limits(db, lead.store_id).await?;
    let until = lead.responded_at.unwrap_or_else(|| db.platform().clock().now());
    Ok(AnswerClock {
        wall_by: lead.wall_by,
        wall_minutes: (until - lead.enquired_at).num_minutes().max(0),
        work_minutes: hours::between(limits.hours.as_ref(), calendar, lead.enquired_at, until),
        has_hours: limits.hours.is_some(),
    })
}

/// What whoever wrote an enquiry down is told: of a colleague's lead no more than whose it is.
pub async fn answer(db: &Db<'_>, taken: Taken) -> Result<EnquiryAnswer> {
    let Standing { id, store_id, number, consultant_id, version, .. } = taken.lead;
    let wanted = Wanted { stores: [store_id].into(), staff: consultant_id.into_iter().collect(), ..Wanted::default() };
    let known = names::of(db, wanted).await?;
    let seeing = db.under(PermissionName::SeeLeads);
    let lead = match store::find(&seeing, id).await {
        Ok(lead) => Some(view(&seeing, lead).await?),
        Err(kernel::Error::NotFound) => None,
        Err(cause) => return Err(cause),
    };
    Ok(EnquiryAnswer {
        outcome: match taken.outcome {
            store::Outcome::Created => EnquiryOutcome::Created,
            store::Outcome::Merged => EnquiryOutcome::Merged,
            store::Outcome::Duplicate => EnquiryOutcome::Duplicate,
        },
        id,
        number,
        version,
        store: known.store(store_id),
        consultant: consultant_id.map(|id| known.staff(id)),
        is_new_customer: taken.is_new_customer,
        lead,
    })
}

/// What the caller may do with it now: what the lead allows and they are permitted. What lies in the pool is for all of its store.
fn can(db: &Db<'_>, lead: &Lead) -> Vec<&'static str> {
    use PermissionName::{AssignLeads, DecideLosses, WorkLeads};
    let scope = db.scope();
    let reaches = |permission: PermissionName| {
        scope.may_for(permission, lead.store_id, &[lead.consultant_id])
            || lead.consultant_id.is_none()
                && scope.span_of(permission).is_some_and(|span| span.welcomes(lead.store_id))
    };
    let may = |deed: &Deed| match deed {
        Deed::Give => reaches(AssignLeads),
        Deed::DecideLoss | Deed::Revive => reaches(DecideLosses),
        // Nobody takes leads for a machine.
        Deed::Claim => scope.staff().is_some() && reaches(WorkLeads),
        _ => reaches(WorkLeads),
    };
    Deed::ALL.iter().filter(|deed| lead.permits(**deed).is_ok() && may(deed)).map(|deed| deed.name()).collect()
}

async fn known(db: &Db<'_>, leads: &[Lead], touches: &[Touch], loss: Option<&Loss>) -> Result<Known> {
    let deciding = loss.into_iter().flat_map(|loss| [loss.asked_by, loss.decided_by]);
    let staff = leads.iter().map(|lead| lead.consultant_id).chain(touches.iter().map(|touch| touch.staff_id));
    let wanted = Wanted {
        staff: staff.chain(deciding).flatten().collect(),
        stores: leads.iter().map(|lead| lead.store_id).collect(),
        ..Wanted::default()
    };
    names::of(db, wanted).await
}

fn row(db: &Db<'_>, lead: &Lead, known: &Known, askers: &HashMap<CustomerId, Asker>) -> Result<LeadRow> {
    let asker = askers.get(&lead.customer_id);
    let sees = db.scope().may_for(PermissionName::SeePhone, lead.store_id, &[lead.consultant_id]);
    let sealed = asker.and_then(|asker| asker.phone_sealed.as_deref());
    let phone = sealed.map(|sealed| db.platform().keys().open(sealed, lead.customer_id.0.as_bytes())).transpose()?;
    let phone =
        phone.map(|phone| if sees { shown(ContactKind::Phone, phone) } else { masked(ContactKind::Phone, &phone) });
    Ok(LeadRow {
        id: lead.id,
        number: lead.number.clone(),
        state: lead.state,
        grade: lead.grade,
        channel: lead.channel,
        source: lead.source.clone(),
        customer: LeadCustomer {
            id: lead.customer_id,
            name: asker.map(|asker| asker.name.clone()).unwrap_or_default(),
            phone,
        },
        store: known.store(lead.store_id),
        consultant: lead.consultant_id.map(|id| known.staff(id)),
        brand: lead.brand.clone(),
        series: lead.series.clone(),
        model: lead.model.clone(),
        budget_min: lead.budget_min,
        budget_max: lead.budget_max,
        horizon: lead.horizon,
        comment: lead.comment.clone(),
        enquiries: lead.enquiries,
        enquired_at: lead.enquired_at,
        last_enquired_at: lead.last_enquired_at,
        respond_by: lead.respond_by,
        responded_at: lead.responded_at,
        followed_at: lead.followed_at,
        due_at: lead.due_at,
        sla: sla(lead, db.platform().clock().now(), known),
        created_at: lead.created_at,
        version: lead.version,
    })
}

/// Red when it is late; amber shortly before an answer is due, and on the day of a follow-up.
fn sla(lead: &Lead, now: DateTime<Utc>, known: &Known) -> Option<Sla> {
    let due = lead.due_at.filter(|_| lead.state.is_open())?;
    let calendar = known.calendar(lead.store_id);
    let is_near = match lead.responded_at {
        None => due - now <= TimeDelta::minutes(AMBER_MINUTES),
        Some(_) => calendar.day(due) == calendar.day(now),
    };
    Some(match (due < now, is_near) {
        (true, _) => Sla::Red,
        (false, true) => Sla::Amber,
        (false, false) => Sla::Green,
    })
}

async fn touch_views(
    db: &Db<'_>,
    lead: &Lead,
    customer: &str,
    touches: Vec<Touch>,
    known: &Known,
) -> Result<Vec<TouchView>> {
    let ids: Vec<NoteId> = touches.iter().filter_map(|touch| touch.note_id).collect();
    let notes = beside::notes(db, ids).await?;
    let view = |touch: Touch| {
        let is_same_car = (&touch.brand, &touch.series, &touch.model) == (&lead.brand, &lead.series, &lead.model);
        let is_same_budget = (touch.budget_min, touch.budget_max) == (lead.budget_min, lead.budget_max);
        let car = |word: Option<String>| word.filter(|_| !is_same_car);
        let money = |fen: Option<i64>| fen.filter(|_| !is_same_budget);
        TouchView {
            id: touch.id,
            kind: touch.kind,
            channel: touch.channel,
            source: touch.source,
            outcome: touch.outcome,
            text: touch.words.or_else(|| notes.get(&touch.note_id?).cloned()).filter(|text| !text.is_empty()),
            name: touch.name.filter(|name| name != customer),
            brand: car(touch.brand),
            series: car(touch.series),
            model: car(touch.model),
            budget_min: money(touch.budget_min),
            budget_max: money(touch.budget_max),
            staff: touch.staff_id.map(|id| known.staff(id)),
            happened_at: touch.happened_at,
        }
    };
    Ok(touches.into_iter().map(view).collect())
}

fn loss_view(loss: Loss, known: &Known) -> LossView {
    LossView {
        id: loss.id,
        reason: loss.reason,
        competitor: loss.competitor,
        remark: loss.remark,
        asked_by: loss.asked_by.map(|id| known.staff(id)),
        asked_at: loss.asked_at,
        decision: loss.decision,
        decision_remark: loss.decision_remark,
        decided_by: loss.decided_by.map(|id| known.staff(id)),
        decided_at: loss.decided_at,
    }
}
