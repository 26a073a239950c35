//! Two who take the same name in the same moment: the database keeps one, and the other gets the refusal a look before would have given.

use kernel::{Error, Refusal};
use sea_orm::{DbErr, SqlErr};

/// The refusal in place of the database's "this is there already"; every other error as it is.
pub(crate) fn refused_when_taken<R: Refusal>(refusal: R) -> impl FnOnce(Error) -> Error {
    move |error| if is_taken(&error) { refusal.into() } else { error }
}

fn is_taken(error: &Error) -> bool {
    let Error::Internal(cause) = error else { return false };
    let fault = cause.downcast_ref::<DbErr>().and_then(DbErr::sql_err);
    matches!(fault, Some(SqlErr::UniqueConstraintViolation(_)))
}
