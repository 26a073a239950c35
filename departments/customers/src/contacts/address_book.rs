//! Where messages to a customer go: the primary contact of the kind the channel needs.

use futures::future::BoxFuture;
use kernel::{CustomerId, Result};
use messaging::{Address, AddressBook, ChannelKind};
use platform::Db;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::contact::{Column, ContactKind, Entity};
use crate::people::draft::masked;

pub struct CustomerAddresses;

impl AddressBook for CustomerAddresses {
    fn find<'a>(
        &'a self,
        db: &'a Db<'a>,
        customer: CustomerId,
        channel: ChannelKind,
    ) -> BoxFuture<'a, Result<Option<Address>>> {
        Box::pin(async move {
            let kind = match channel {
                ChannelKind::Sms => ContactKind::Phone,
                ChannelKind::Email => ContactKind::Email,
                ChannelKind::Wecom | ChannelKind::Push => ContactKind::Wecom,
            };
            let select = db.select::<Entity>().filter(Column::CustomerId.eq(customer)).filter(Column::Kind.eq(kind));
            // One that is known to be wrong would give a stranger the message.
            let select = select.filter(Column::WrongSince.is_null());
            let row =
                db.maybe(select.order_by_desc(Column::IsPrimary).order_by_asc(Column::CreatedAt).limit(1)).await?;
            let Some(row) = row else { return Ok(None) };
            let to = db.platform().keys().open(&row.sealed, row.id.0.as_bytes())?;
            let masked = masked(kind, &to);
            Ok(Some(Address { to, masked }))
        })
    }
}
