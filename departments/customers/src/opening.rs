//! Opening a customer to change one of its parts: contacts, addresses, household, ID number.

use kernel::{CustomerId, Error, Result};
use platform::{Tx, http::IfMatch};

use crate::people::{assemble, customer::Customer, store};

/// The customer inside the scope, not deleted and of the version the caller saw; else [`Error::Stale`] with the record as it
/// now is.
pub(crate) async fn open(tx: &mut Tx, id: CustomerId, version: IfMatch) -> Result<Customer> {
    let db = tx.db();
    let customer = store::find(&db, id).await?;
    if version.check(customer.version, || ()).is_err() {
        let current = assemble::view(&db, customer).await?;
        return Err(Error::Stale { current: serde_json::to_value(current)? });
    }
    customer.must_be_there()?;
    Ok(customer)
}
