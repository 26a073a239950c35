//! What tags look like from outside.

use kernel::{TagGroupId, TagId};
use platform::database::paging::Count;
use serde::Serialize;
use utoipa::ToSchema;

use super::{tag::Tag, tag_group::TagGroup};

/// A tag on a customer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TagRef {
    pub id: TagId,
    pub name: String,
    pub colour: String,
    /// The name of its group.
    pub group: String,
}

/// A group of the library with its tags.
#[derive(Debug, Serialize, ToSchema)]
pub struct TagGroupView {
    pub id: TagGroupId,
    pub name: String,
    pub position: i32,
    pub tags: Vec<TagView>,
    pub version: i32,
}

/// A tag of the library.
#[derive(Debug, Serialize, ToSchema)]
pub struct TagView {
    pub id: TagId,
    pub group_id: TagGroupId,
    pub name: String,
    /// A colour of the palette.
    pub colour: String,
    pub position: i32,
    /// The customers who carry it and whom the caller sees.
    pub customers: Count,
    pub version: i32,
}

platform::has_version!(TagGroupView, TagView);

impl TagView {
    pub fn new(tag: Tag, customers: Count) -> Self {
        Self {
            id: tag.id,
            group_id: tag.tag_group_id,
            name: tag.name,
            colour: tag.colour,
            position: tag.position,
            customers,
            version: tag.version,
        }
    }
}

impl TagGroupView {
    pub fn new(group: TagGroup, tags: Vec<TagView>) -> Self {
        Self { id: group.id, name: group.name, position: group.position, tags, version: group.version }
    }
}
