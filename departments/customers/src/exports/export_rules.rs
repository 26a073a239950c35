//! The noun: when a group wants exports approved, one row per group; as shipped where there is none.

use kernel::{GroupId, Result};
use platform::{Db, Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "export_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
    pub masked_rows_free: i32,
    pub whole_rows_free: i32,
    pub days_to_approve: i32,
    pub downloads_max: i32,
    pub shows_watermark: bool,
    /// 0 as long as they are as shipped.
    pub version: i32,
}

pub type ExportRules = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }
}

impl platform::database::Versioned for Entity {
    fn this(row: &Model) -> sea_orm::sea_query::SimpleExpr {
        Column::GroupId.eq(row.group_id)
    }
    fn version_column() -> Column {
        Column::Version
    }
    fn version(row: &Model) -> i32 {
        row.version
    }
    fn set_version(row: &mut Model, version: i32) {
        row.version = version;
    }
}

/// The rules of the caller's group.
pub async fn of_group(db: &Db<'_>) -> Result<ExportRules> {
    let found = db.maybe(db.select::<Entity>()).await?;
    Ok(found.unwrap_or(ExportRules {
        group_id: db.scope().group(),
        masked_rows_free: 10_000,
        whole_rows_free: 200,
        days_to_approve: 7,
        downloads_max: 3,
        shows_watermark: true,
        version: 0,
    }))
}
