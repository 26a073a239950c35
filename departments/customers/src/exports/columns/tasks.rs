//! The columns a file of tasks can have.

use platform::names::Ref;
use worklist::TaskView;

use super::{ExportColumn, Value, column, moment, optional, text};
use crate::exports::words;

pub const COLUMNS: &[ExportColumn<TaskView>] = &[
    column("title", ("任务", "Task"), 28, |row, _| text(&row.title)),
    column("kind", ("类型", "Kind"), 12, |row, reader| text(words::task_kind(row.kind, reader.language))),
    column("state", ("状态", "State"), 10, |row, reader| text(words::task_state(row.state, reader.language))),
    column("due", ("到期时间", "Due"), 18, |row, reader| moment(Some(row.due_at), reader)),
    column("priority", ("优先级", "Priority"), 8, |row, reader| {
        text(words::priority(row.priority, reader.language))
    }),
    column("customer", ("客户", "Customer"), 18, |row, _| named(row.customer.as_ref())),
    column("vehicle", ("车辆", "Vehicle"), 14, |row, _| named(row.vehicle.as_ref())),
    column("assignee", ("负责人", "Assignee"), 12, |row, _| named(row.assignee.as_ref())),
    column("created_by", ("创建人", "Created by"), 12, |row, _| named(row.created_by.as_ref())),
    column("store", ("门店", "Store"), 16, |row, _| text(&row.store.name)),
    column("note", ("说明", "Note"), 32, |row, _| optional(row.note.as_deref())),
    column("outcome", ("结果", "Outcome"), 14, |row, reader| {
        optional(row.outcome.as_deref().map(|code| words::outcome(code, reader.language)))
    }),
    column("snoozed_until", ("延后至", "Put off until"), 18, |row, reader| moment(row.snoozed_until, reader)),
    column("done", ("完成时间", "Done"), 18, |row, reader| moment(row.done_at, reader)),
    column("created", ("创建时间", "Created"), 18, |row, reader| moment(Some(row.created_at), reader)),
];

pub const USUAL: &[&str] = &["title", "kind", "state", "due", "priority", "customer", "vehicle", "assignee", "store"];

fn named(one: Option<&Ref>) -> Value {
    optional(one.map(|one| one.name.as_str()))
}
