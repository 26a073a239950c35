//! Facts: what is known of a customer in numbers, kept true by the journal.

pub mod completeness;
pub mod fact;
pub mod listeners;
pub mod rules;
pub mod store;

use journal::{Listener, ListenerKind, listen};
use kernel::Result;
use platform::{Platform, SystemActor, Tx};
use sea_orm::Condition;

/// Forgets all facts and hears the whole journal anew; answers how many entries were heard.
pub async fn rebuild(platform: &Platform) -> Result<usize> {
    platform
        .house(SystemActor::Command)
        .write(async |tx| {
            // The cursor first, as the listener takes them: in another order the two would wait for each other.
            listen::rewind(tx, listeners::KeepFacts::NAME).await?;
            tx.delete::<fact::Entity>(Condition::all()).await?;
            Ok(())
        })
        .await?;
    listen::catch_up(platform, &ListenerKind::of::<listeners::KeepFacts>()).await
}

/// Says that the facts of everything in the journal are written already: after a load that wrote them itself.
pub async fn heard_everything(tx: &mut Tx) -> Result<()> {
    listen::skip_to_end(tx, listeners::KeepFacts::NAME).await
}
