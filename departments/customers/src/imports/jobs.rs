//! The work of imports behind a request.

use kernel::{ImportId, PermissionName, Result};
use platform::{
    Mandate, Tx,
    jobs::{Job, JobKind, Work, enqueue},
};
use serde::{Deserialize, Serialize};

use super::{import::Import, run, undo};

/// Reads a file to its end and says what would happen.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckImport {
    pub import: ImportId,
    pub mandate: Mandate,
}

/// Writes a file's rows.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunImport {
    pub import: ImportId,
    pub mandate: Mandate,
}

/// Takes an import back.
#[derive(Debug, Serialize, Deserialize)]
pub struct UndoImport {
    pub import: ImportId,
    pub mandate: Mandate,
}

impl Job for CheckImport {
    const NAME: &'static str = "customers.check_import";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door_for(&self.mandate, PermissionName::ImportCustomers)?;
        run::check(&door, self.import, Some(&work)).await.map(drop)
    }
}

impl Job for RunImport {
    const NAME: &'static str = "customers.run_import";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door_for(&self.mandate, PermissionName::ImportCustomers)?;
        run::run(&door, self.import, Some(&work)).await.map(drop)
    }
}

impl Job for UndoImport {
    const NAME: &'static str = "customers.undo_import";

    async fn run(self, work: Work) -> Result<()> {
        let door = work.door_for(&self.mandate, PermissionName::ImportCustomers)?;
        undo::undo(&door, self.import, Some(&work)).await.map(drop)
    }
}

/// The kinds of job this noun has.
pub fn kinds() -> Vec<JobKind> {
    vec![JobKind::of::<CheckImport>(), JobKind::of::<RunImport>(), JobKind::of::<UndoImport>()]
}

/// Leaves a job for an import that was just saved; each version of it asks for one job only.
pub async fn ask<J: Job>(tx: &mut Tx, import: &Import, job: impl FnOnce(ImportId, Mandate) -> J) -> Result<()> {
    let mandate = tx.scope().mandate(&[PermissionName::ImportCustomers, PermissionName::RecordConsents]);
    enqueue(tx, &job(import.id, mandate), &format!("{}:{}", import.id, import.version)).await
}
