//! A noun that is all key: a word somebody wrote on a parcel.

use kernel::{CustomerId, GroupId};
use platform::{Owned, Scope, database::Migration};
use sea_orm::{Condition, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "parcel_marks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub parcel_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: GroupId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_group(Column::GroupId)
    }

    fn welcome(scope: &Scope, row: &Model) -> bool {
        row.group_id == scope.group()
    }
}

pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "tests.002_marks",
    sql: "
create table parcel_marks (
    parcel_id {uuid} not null,
    word      text not null,
    group_id  {uuid} not null,
    primary key (parcel_id, word, group_id)
) {clustered};
create index parcel_marks_of_word on parcel_marks (group_id, word);
",
}];

pub fn mark(group: GroupId, parcel: u128, word: &str) -> Model {
    Model { parcel_id: CustomerId(Uuid::from_u128(parcel)), word: word.into(), group_id: group }
}
