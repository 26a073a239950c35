//! What a table must say to be reached through the door: who owns its rows.

use sea_orm::{Condition, EntityTrait, TryIntoModel, sea_query::SimpleExpr};

use crate::Scope;

/// Rows that belong to a store, to the group, or to another row.
///
/// Implementations are one line: [`Scope::of_store`], [`Scope::of_group`] or [`Scope::of_part`].
pub trait Owned: EntityTrait<ActiveModel: TryIntoModel<<Self as EntityTrait>::Model>> {
    /// The condition that keeps rows inside the scope.
    fn inside(scope: &Scope) -> Condition;

    /// Whether a new row may be written by this caller; wholes say where they stand, parts were checked with their whole.
    fn welcome(_scope: &Scope, _row: &Self::Model) -> bool {
        true
    }
}

/// Rows with a version, so that two people can't overwrite each other unseen.
pub trait Versioned: Owned {
    /// Picks this very row.
    fn this(row: &Self::Model) -> SimpleExpr;
    fn version_column() -> Self::Column;
    fn version(row: &Self::Model) -> i32;
    fn set_version(row: &mut Self::Model, version: i32);
}

/// Implements [`Versioned`] in a noun's own file, for its `Entity` with the columns `Id` and `Version`.
#[macro_export]
macro_rules! versioned {
    () => {
        impl $crate::database::Versioned for Entity {
            fn this(row: &Model) -> sea_orm::sea_query::SimpleExpr {
                sea_orm::ColumnTrait::eq(&Column::Id, row.id)
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
    };
    ($module:path) => {
        const _: () = {
            use $module::{Column, Entity, Model};
            $crate::versioned!();
        };
    };
}
