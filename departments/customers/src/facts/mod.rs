//! Facts: what is known of a customer in numbers, kept true by the journal.

pub mod fact;
pub mod listeners;
pub mod rules;
pub mod store;

use journal::{Listener, ListenerKind, listen};
use kernel::{GroupId, Result};
use platform::{Platform, SystemActor, Tx};
use sea_orm::Condition;

use crate::{contacts::listeners::JudgeContacts, quality, tags::tag_rules};

/// Forgets all facts and hears the whole journal anew; answers how many entries were heard.
pub async fn rebuild(platform: &Platform) -> Result<usize> {
    platform
        .house(SystemActor::Command)
        .write(async |tx| {
            // The cursor first, as the listener takes them: in another order the two would wait for each other.
            listen::rewind(tx, listeners::KeepFacts::NAME).await?;
            tx.delete::<fact::Entity>(Condition::all()).await?;
            // Half counted, customers would lose tags and get them back; the rules wait until all is counted.
            tag_rules::store::pause_all(tx).await
        })
        .await?;
    let heard = listen::catch_up(platform, &ListenerKind::of::<listeners::KeepFacts>()).await?;
    mark_shared(platform).await?;
    tag_rules::keeping::ask_everywhere(platform).await?;
    Ok(heard)
}

platform::record! {
    struct OfGroup { id: GroupId }
}

/// What no entry tells of one customer alone.
async fn mark_shared(platform: &Platform) -> Result<()> {
    let house = platform.house(SystemActor::Command);
    let groups: Vec<OfGroup> = house.read().fetch_text("select distinct group_id from customers", vec![]).await?;
    for OfGroup { id } in groups {
        let door = platform.system(SystemActor::Command, id);
        let most = quality::settings::store::find(&door.read()).await?.settings.customers_per_phone_max;
        quality::shared::mark(&door, most).await?;
    }
    Ok(())
}

/// Says that the facts of everything in the journal are written already: after a load that wrote them itself.
pub async fn heard_everything(tx: &mut Tx) -> Result<()> {
    listen::skip_to_end(tx, listeners::KeepFacts::NAME).await?;
    listen::skip_to_end(tx, JudgeContacts::NAME).await
}
