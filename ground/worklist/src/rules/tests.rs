//! The table of allowed moves, and the traffic light.

use chrono::TimeZone;
use kernel::{GroupId, StaffId, StoreId, TaskId};
use uuid::Uuid;

use super::*;

fn now() -> DateTime<Utc> {
    // Monday 09:00 in Shanghai.
    Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).unwrap()
}

fn open() -> Task {
    Task {
        id: TaskId(Uuid::from_u128(1)),
        group_id: GroupId(Uuid::from_u128(2)),
        store_id: StoreId(Uuid::from_u128(3)),
        title: "Call about the first service".into(),
        kind: TaskKind::Call,
        state: TaskState::Open,
        due_at: now() + TimeDelta::hours(8),
        priority: Priority::Normal,
        snoozed_until: None,
        customer_id: None,
        vehicle_id: None,
        assignee_id: Some(staff("Li").id),
        stands_in_for: None,
        created_by: None,
        department: "worklist".into(),
        note: None,
        outcome: None,
        done_at: None,
        unique_key: None,
        version: 1,
        created_at: now(),
        changed_at: now(),
    }
}

fn staff(name: &str) -> StaffName {
    StaffName { id: StaffId(Uuid::from_u128(name.len() as u128)), name: name.to_owned() }
}

fn snoozed() -> Task {
    Task { snoozed_until: Some(now() + TimeDelta::days(1)), ..open() }
}

fn done() -> Task {
    Task { state: TaskState::Done, done_at: Some(now()), outcome: Some("reached".into()), ..open() }
}

fn cancelled() -> Task {
    Task { state: TaskState::Cancelled, ..open() }
}

type Move = fn(&mut Task) -> Result<WorklistEvent, TaskRefusal>;

const MOVES: [(&str, Move); 7] = [
    ("edit", |task| {
        let changes = Changes { title: Some("Write instead".into()), ..Changes::default() };
        task.edit(changes, now()).map(|event| event.expect("a change"))
    }),
    ("complete", |task| task.complete(Some("reached".into()), None, now())),
    ("reopen", |task| task.reopen(now())),
    ("cancel", |task| task.cancel(now())),
    ("snooze", |task| task.snooze(now() + TimeDelta::hours(3), now())),
    ("wake", |task| task.wake(now())),
    ("assign", |task| task.hand_over(None, staff("Wang"), None, now())),
];

#[test]
fn the_table_of_allowed_moves_holds() {
    use TaskRefusal::{Closed, NotSnoozed, Open};
    let table: [(&str, Task, [Option<TaskRefusal>; 7]); 4] = [
        // Refusals in the order of the moves above.
        ("open", open(), [None, None, Some(Open), None, None, Some(NotSnoozed), None]),
        ("snoozed", snoozed(), [None, None, Some(Open), None, None, None, None]),
        ("done", done(), [Some(Closed), Some(Closed), None, Some(Closed), Some(Closed), Some(Closed), Some(Closed)]),
        (
            "cancelled",
            cancelled(),
            [Some(Closed), Some(Closed), None, Some(Closed), Some(Closed), Some(Closed), Some(Closed)],
        ),
    ];
    for (state, task, refusals) in table {
        for ((deed, act), refusal) in std::iter::zip(MOVES, refusals) {
            let mut moved = task.clone();
            let outcome = act(&mut moved);
            assert_eq!(outcome.as_ref().err().copied(), refusal, "{deed} a task that is {state}");
            if outcome.is_err() {
                assert_eq!(moved, task, "a refused {deed} changes nothing");
            }
        }
    }
}

#[test]
fn completing_keeps_the_outcome_and_adds_the_note_below() {
    let mut task = Task { note: Some("Ask for the mileage.".into()), ..snoozed() };
    let event = task.complete(Some("reached".into()), Some("32,000 km.".into()), now()).unwrap();
    assert_eq!(task.note.as_deref(), Some("Ask for the mileage.\n32,000 km."));
    assert_eq!((task.state, task.done_at, task.snoozed_until), (TaskState::Done, Some(now()), None));
    let WorklistEvent::Completed { outcome, note, .. } = event else { panic!("not completed: {event:?}") };
    assert_eq!((outcome.as_deref(), note.as_deref()), (Some("reached"), Some("32,000 km.")));
}

#[test]
fn a_reopened_task_forgets_that_it_was_done() {
    let mut task = done();
    task.reopen(now()).unwrap();
    assert_eq!((task.state, task.done_at, task.outcome), (TaskState::Open, None, None));
}

#[test]
fn a_task_is_put_off_into_the_next_ninety_days_only() {
    let bounds = [
        (TimeDelta::zero(), Some(TaskRefusal::SnoozeInPast)),
        (TimeDelta::milliseconds(1), None),
        (TimeDelta::days(90), None),
        (TimeDelta::days(90) + TimeDelta::milliseconds(1), Some(TaskRefusal::SnoozeTooFar)),
    ];
    for (ahead, refusal) in bounds {
        assert_eq!(open().snooze(now() + ahead, now()).err(), refusal, "{ahead}");
    }
}

#[test]
fn a_task_put_off_wakes_by_the_clock_alone() {
    let task = snoozed();
    assert!(task.is_asleep(now()));
    assert!(!task.is_asleep(now() + TimeDelta::days(1)));
}

#[test]
fn a_task_is_not_handed_to_who_has_it() {
    assert_eq!(open().hand_over(None, staff("Li"), None, now()).err(), Some(TaskRefusal::SameAssignee));
}

#[test]
fn handing_over_wakes_the_task() {
    let mut task = snoozed();
    task.hand_over(Some(staff("Li")), staff("Wang"), Some("On leave.".into()), now()).unwrap();
    assert_eq!((task.assignee_id, task.snoozed_until), (Some(staff("Wang").id), None));
}

#[test]
fn an_edit_reports_the_fields_that_differ_and_nothing_when_none_does() {
    let mut task = open();
    let same = Changes { title: Some(task.title.clone()), ..Changes::default() };
    assert_eq!(task.edit(same, now()).unwrap(), None);
    let changes = Changes { priority: Some(Priority::High), note: Some(Some("Urgent.".into())), ..Changes::default() };
    let Some(WorklistEvent::Changed { fields, .. }) = task.edit(changes, now()).unwrap() else { panic!("no event") };
    let named: Vec<_> = fields.iter().map(|change| (change.field.as_str(), change.to.as_deref())).collect();
    assert_eq!(named, [("priority", Some("high")), ("note", Some("Urgent."))]);
}

#[test]
fn the_light_turns_by_the_table_of_kinds() {
    let (minutes, hours) = (TimeDelta::minutes, TimeDelta::hours);
    let table = [
        (TaskKind::Call, hours(3), Sla::Green),
        (TaskKind::Call, hours(2), Sla::Amber),
        (TaskKind::Call, TimeDelta::zero(), Sla::Amber),
        (TaskKind::Call, minutes(-1), Sla::Red),
        // Due the same Monday evening, and just after the Shanghai midnight (16:00 UTC).
        (TaskKind::FollowUp, hours(14), Sla::Amber),
        (TaskKind::FollowUp, hours(15), Sla::Green),
        (TaskKind::FollowUp, minutes(-1), Sla::Red),
    ];
    for (kind, ahead, light) in table {
        let task = Task { kind, due_at: now() + ahead, ..open() };
        assert_eq!(task.sla(now(), Calendar::default()), light, "{kind:?} due in {ahead}");
    }
}

#[test]
fn a_closed_task_keeps_the_light_it_was_closed_with() {
    let late = Task { due_at: now() - TimeDelta::hours(1), ..done() };
    assert_eq!(late.sla(now() + TimeDelta::days(9), Calendar::default()), Sla::Red);
    assert_eq!(done().sla(now() + TimeDelta::days(9), Calendar::default()), Sla::Green);
    assert_eq!(cancelled().sla(now() + TimeDelta::days(9), Calendar::default()), Sla::Green);
}

#[test]
fn putting_off_does_not_hide_being_late() {
    let task = Task { due_at: now() - TimeDelta::hours(1), ..snoozed() };
    assert_eq!(task.sla(now(), Calendar::default()), Sla::Red);
}
