//! The noun: one wording of a template. An edition that was published never changes; at most one, the last, is a draft.

use chrono::{DateTime, Utc};
use kernel::{MessageTemplateId, Result, StaffId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use super::{template, wording::Wording};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "message_template_editions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub template_id: MessageTemplateId,
    /// 1, 2, 3 …
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// A [`Wording`].
    pub wording: Json,
    pub changed_by: Option<StaffId>,
    pub changed_at: DateTime<Utc>,
    /// None while it is a draft.
    pub published_at: Option<DateTime<Utc>>,
}

pub type Edition = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_part::<_, template::Entity>(Column::TemplateId, template::Column::Id)
    }
}

impl Model {
    pub fn is_draft(&self) -> bool {
        self.published_at.is_none()
    }

    pub fn words(&self) -> Result<Wording> {
        Ok(serde_json::from_value(self.wording.clone())?)
    }
}
