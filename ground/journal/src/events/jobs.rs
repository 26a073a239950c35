//! What people do to the work in the background.

use kernel::JobId;
use serde::{Deserialize, Serialize};

use super::Event;
use crate::Kind;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", content = "body")]
pub enum JobsEvent {
    /// One that was given up was begun anew.
    #[serde(rename = "job.retried")]
    Retried {
        job: JobId,
        /// `<department>.<deed>`.
        title: String,
    },
}

impl Event for JobsEvent {
    fn kind(&self) -> Kind {
        Kind::Record
    }
}
