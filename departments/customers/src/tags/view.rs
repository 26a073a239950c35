//! What tags look like from outside.

use kernel::TagId;
use serde::Serialize;
use utoipa::ToSchema;

/// A tag on a customer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TagRef {
    pub id: TagId,
    pub name: String,
    pub colour: String,
    /// The name of its group.
    pub group: String,
}
