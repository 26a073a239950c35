//! What a note looks like from outside.

use kernel::NoteId;
use platform::Scope;
use serde::Serialize;
use utoipa::ToSchema;

use super::note::{Note, NoteKind, Outcome};

#[derive(Debug, Serialize, ToSchema)]
pub struct NoteView {
    pub id: NoteId,
    pub kind: NoteKind,
    /// Empty once deleted.
    pub text: String,
    pub outcome: Option<Outcome>,
    pub is_pinned: bool,
    pub is_deleted: bool,
    pub version: i32,
    /// `edit`, `delete`, `pin`, `unpin`.
    pub can: Vec<&'static str>,
}

platform::has_version!(NoteView);

pub fn note_view(note: &Note, scope: &Scope) -> NoteView {
    let is_deleted = note.deleted_at.is_some();
    let mut can = Vec::new();
    if !is_deleted && scope.may(kernel::PermissionName::WriteNotes) {
        if note.is_of(scope.staff()) {
            can.extend(["edit", "delete"]);
        }
        can.push(if note.is_pinned { "unpin" } else { "pin" });
    }
    NoteView {
        id: note.id,
        kind: note.kind,
        text: if is_deleted { String::new() } else { note.text.clone() },
        outcome: note.outcome,
        is_pinned: note.is_pinned,
        is_deleted,
        version: note.version,
        can,
    }
}
