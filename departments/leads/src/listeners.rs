//! What leads ask of other records once something happened: a customer nobody looks after gets the consultant of their lead, and
//! the warning that nobody answered goes when somebody did.

use customers::people;
use journal::{
    Entry, Event, Listener,
    events::{customers::StaffName, leads::LeadsEvent},
};
use kernel::{CustomerId, Error, Result};
use platform::Tx;

use crate::steps;

/// Keeps customers with whoever works on their lead.
pub struct KeepConsultants;

impl Listener for KeepConsultants {
    const NAME: &'static str = "leads.consultants";

    async fn hear(entries: &[Entry], tx: &mut Tx) -> Result<()> {
        for entry in entries {
            let (Some(customer), Some(event)) = (entry.customer_id, LeadsEvent::read(entry)) else { continue };
            tx.enter(entry.group_id);
            match event {
                LeadsEvent::Opened { consultant: Some(consultant), .. }
                | LeadsEvent::Claimed { consultant, .. }
                | LeadsEvent::Given { to: consultant, .. }
                | LeadsEvent::Placed { to: consultant, .. }
                | LeadsEvent::HeldBack { to: Some(consultant), .. }
                | LeadsEvent::Revived { consultant: Some(consultant), .. } => {
                    look_after(tx, customer, consultant).await?
                }
                LeadsEvent::FollowedUp { lead, .. }
                | LeadsEvent::Advanced { lead, .. }
                | LeadsEvent::LossAsked { lead, .. } => steps::answered(tx, lead).await?,
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whoever looks after the customer already goes on doing so.
async fn look_after(tx: &mut Tx, customer: CustomerId, consultant: StaffName) -> Result<()> {
    let mut customer = match people::store::find(&tx.db(), customer).await {
        Ok(customer) if customer.deleted_at.is_none() && customer.consultant_id.is_none() => customer,
        Ok(_) | Err(Error::NotFound | Error::Gone { .. }) => return Ok(()),
        Err(cause) => return Err(cause),
    };
    let event = customer.assign(Some(Some(consultant)), None, tx.now())?;
    people::store::save(tx, customer, event).await?;
    Ok(())
}
