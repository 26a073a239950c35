//! What a table must say to be reached through the door: who owns its rows.

use sea_orm::{Condition, EntityTrait, sea_query::SimpleExpr};

use crate::Scope;

/// Rows that belong to a store, to the group, or to another row.
///
/// Implementations are one line: [`Scope::of_store`], [`Scope::of_group`] or [`Scope::of_part`].
pub trait Owned: EntityTrait {
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

/// Implements [`Versioned`] for an entity with the columns `Id` and `Version`.
#[macro_export]
macro_rules! versioned {
    ($module:path) => {
        const _: () = {
            use $module as row;
            impl $crate::database::Versioned for row::Entity {
                fn this(row: &row::Model) -> sea_orm::sea_query::SimpleExpr {
                    sea_orm::ColumnTrait::eq(&row::Column::Id, row.id)
                }
                fn version_column() -> row::Column {
                    row::Column::Version
                }
                fn version(row: &row::Model) -> i32 {
                    row.version
                }
                fn set_version(row: &mut row::Model, version: i32) {
                    row.version = version;
                }
            }
        };
    };
}
