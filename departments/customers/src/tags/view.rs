//! What tags look like from outside.

use chrono::{DateTime, Utc};
use kernel::{TagGroupId, TagId};
use platform::database::paging::Count;
use serde::Serialize;
use utoipa::ToSchema;

use super::{tag::Tag, tag_group::TagGroup, tag_rules::RuleState};
use crate::choosing::http::RuleForm;

/// A tag on a customer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TagRef {
    pub id: TagId,
    pub name: String,
    pub colour: String,
    /// The name of its group.
    pub group: String,
    /// Why it is there, when a rule keeps it.
    pub rule: Option<TagReason>,
}

/// Why a customer carries a tag that keeps itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TagReason {
    /// The rule, in the language of the request.
    pub sentence: String,
    pub since: DateTime<Utc>,
}

/// The rule of a tag, and how far it was asked of the base.
#[derive(Debug, Serialize, ToSchema)]
pub struct TagRuleView {
    #[schema(value_type = Object)]
    pub rule: RuleForm,
    /// The rule in one sentence, in the language of the request.
    pub sentence: String,
    pub state: RuleState,
    /// Customers looked at by the pass under way, and how many there are.
    pub walked: i64,
    pub total: i64,
    /// Put on and taken off by the last pass.
    pub added: i64,
    pub removed: i64,
    pub changed_at: DateTime<Utc>,
    /// When the whole base was last looked at.
    pub passed_at: Option<DateTime<Utc>>,
    pub error: Option<String>,
}

/// A rule ready to be taken for a tag.
#[derive(Debug, Serialize, ToSchema)]
pub struct TagTemplate {
    pub code: &'static str,
    pub name: &'static str,
    pub colour: &'static str,
    #[schema(value_type = Object)]
    pub rule: RuleForm,
    /// The rule in one sentence, in the language of the request.
    pub sentence: String,
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
    /// When it keeps itself.
    pub rule: Option<TagRuleView>,
    pub version: i32,
}

platform::has_version!(TagGroupView, TagView);

impl TagView {
    pub fn new(tag: Tag, customers: Count, rule: Option<TagRuleView>) -> Self {
        Self {
            id: tag.id,
            group_id: tag.tag_group_id,
            name: tag.name,
            colour: tag.colour,
            position: tag.position,
            customers,
            rule,
            version: tag.version,
        }
    }
}

impl TagGroupView {
    pub fn new(group: TagGroup, tags: Vec<TagView>) -> Self {
        Self { id: group.id, name: group.name, position: group.position, tags, version: group.version }
    }
}
