//! What may happen to an import: pure, the next state or a refusal.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{PermissionName, Refusal};
use platform::Scope;

use super::import::{Import, ImportState, Message, Totals};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportRefusal {
    Busy,
    AlreadyRun,
    NothingToRun,
    NotRunning,
    NothingToUndo,
    AlreadyUndone,
}

impl Refusal for ImportRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Busy => "import.busy",
            Self::AlreadyRun => "import.already_run",
            Self::NothingToRun => "import.nothing_to_run",
            Self::NotRunning => "import.not_running",
            Self::NothingToUndo => "import.nothing_to_undo",
            Self::AlreadyUndone => "import.already_undone",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Busy => "This import is at work; wait until it is done, or stop it first.",
            Self::AlreadyRun => "Rows of this file are in the base already; undo the import before you map it anew.",
            Self::NothingToRun => "All rows are in; mend rows that failed, then run it again.",
            Self::NotRunning => "This import is not at work, so there is nothing to stop.",
            Self::NothingToUndo => "This import has written nothing yet; delete it if it isn't needed.",
            Self::AlreadyUndone => "This import was undone already.",
        }
        .into()
    }
}

/// Work that has not come forward for so long is taken for dead: its machine stopped.
const SILENCE_MAX: TimeDelta = TimeDelta::minutes(2);

impl Import {
    /// Whether a job is at work on it and alive.
    pub fn is_at_work(&self, now: DateTime<Utc>) -> bool {
        self.state.is_busy() && now - self.moved_at < SILENCE_MAX
    }

    /// Whether rows of it are in the base.
    pub fn has_written(&self) -> bool {
        matches!(self.state, ImportState::Running | ImportState::Stopped | ImportState::Done | ImportState::Undoing)
            || (self.state == ImportState::Failed && self.last_row > 0)
    }

    /// May be mapped or read anew only while none of it is in the base; goes back to mapping.
    pub fn remap(&mut self, now: DateTime<Utc>) -> Result<(), ImportRefusal> {
        self.must_be_idle(now)?;
        if self.has_written() {
            return Err(ImportRefusal::AlreadyRun);
        }
        self.begin(ImportState::Mapping, now);
        Ok(())
    }

    /// Reads the whole file and says what would happen.
    pub fn check(&mut self, now: DateTime<Utc>) -> Result<(), ImportRefusal> {
        self.remap(now)?;
        self.state = ImportState::Checking;
        Ok(())
    }

    /// Writes the rows; goes on where it stopped, and takes mended rows of a finished one in.
    pub fn run(&mut self, has_mended: bool, now: DateTime<Utc>) -> Result<(), ImportRefusal> {
        self.must_be_idle(now)?;
        match self.state {
            ImportState::Done if !has_mended => return Err(ImportRefusal::NothingToRun),
            ImportState::Done | ImportState::Stopped | ImportState::Running | ImportState::Failed => {}
            ImportState::Undoing => return Err(ImportRefusal::Busy),
            ImportState::Mapping | ImportState::Checked | ImportState::Checking | ImportState::Undone => {
                self.begin(ImportState::Running, now);
            }
        }
        self.move_to(ImportState::Running, now);
        Ok(())
    }

    /// Rests; a run can go on later, a check begins anew.
    pub fn stop(&mut self, now: DateTime<Utc>) -> Result<(), ImportRefusal> {
        match self.state {
            ImportState::Checking => self.begin(ImportState::Mapping, now),
            ImportState::Running => self.move_to(ImportState::Stopped, now),
            _ => return Err(ImportRefusal::NotRunning),
        }
        Ok(())
    }

    /// Takes back what it wrote.
    pub fn undo(&mut self, now: DateTime<Utc>) -> Result<(), ImportRefusal> {
        self.must_be_idle(now)?;
        if self.state == ImportState::Undone {
            return Err(ImportRefusal::AlreadyUndone);
        }
        if !self.has_written() {
            return Err(ImportRefusal::NothingToUndo);
        }
        self.totals.removed = 0;
        self.totals.kept = 0;
        self.move_to(ImportState::Undoing, now);
        Ok(())
    }

    /// Its rows may be mended unless they are being written just now.
    pub fn must_be_idle(&self, now: DateTime<Utc>) -> Result<(), ImportRefusal> {
        if self.is_at_work(now) { Err(ImportRefusal::Busy) } else { Ok(()) }
    }

    /// The work came to its end.
    pub fn finish(&mut self, state: ImportState, now: DateTime<Utc>) {
        self.move_to(state, now);
        self.finished_at = Some(now);
    }

    /// Something failed: a run can go on, anything else must be begun anew.
    pub fn interrupt(&mut self, state: ImportState, fault: Message, now: DateTime<Utc>) {
        self.move_to(state, now);
        self.fault = Some(fault);
    }

    /// What the caller may do with it now.
    pub fn can(&self, scope: &Scope, now: DateTime<Utc>) -> Vec<&'static str> {
        let mine = scope.staff().is_some_and(|staff| self.actor_id == Some(staff.0));
        if !mine && !scope.may_for(PermissionName::ImportCustomers, self.store_id, &[]) {
            return Vec::new();
        }
        let is_idle = !self.is_at_work(now);
        let is_fresh = is_idle && !self.has_written();
        let can_run = is_idle && self.state != ImportState::Undoing;
        let deeds = [
            ("edit", is_fresh),
            ("check", is_fresh),
            ("run", can_run && (self.state != ImportState::Done || self.totals.failed > 0)),
            ("mend", can_run),
            ("stop", matches!(self.state, ImportState::Checking | ImportState::Running)),
            ("undo", is_idle && self.has_written()),
            ("delete", is_idle),
        ];
        deeds.into_iter().filter(|(_, may)| *may).map(|(deed, _)| deed).collect()
    }

    fn begin(&mut self, state: ImportState, now: DateTime<Utc>) {
        self.totals = Totals { rows: self.totals.rows, ..Totals::default() };
        self.last_row = 0;
        self.finished_at = None;
        self.move_to(state, now);
    }

    fn move_to(&mut self, state: ImportState, now: DateTime<Utc>) {
        self.state = state;
        self.moved_at = now;
        self.fault = None;
    }
}
