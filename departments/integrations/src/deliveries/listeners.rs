//! What is heard for webhooks: each entry leaves a delivery for each webhook that chose it and may be told.

use journal::{Entry, Listener};
use kernel::Result;
use platform::Tx;

use super::store;
use crate::{catalogue, webhooks};

pub struct TellWebhooks;

impl Listener for TellWebhooks {
    const NAME: &'static str = "integrations.webhooks";

    async fn hear(entries: &[Entry], tx: &mut Tx) -> Result<()> {
        let listening = webhooks::store::listening(&tx.db()).await?;
        if listening.is_empty() {
            return Ok(());
        }
        let choices: Vec<Vec<String>> = listening
            .iter()
            .map(|(webhook, _)| serde_json::from_value(webhook.events.clone()).unwrap_or_default())
            .collect();
        let mut wanted = Vec::new();
        for entry in entries {
            for ((webhook, power), chosen) in listening.iter().zip(&choices) {
                let is_theirs = entry.group_id == webhook.group && entry.recorded_at >= webhook.created_at;
                if is_theirs
                    && catalogue::is_chosen(chosen, &entry.name)
                    && power.covers(webhook.reach, webhook.store, entry)
                {
                    wanted.push((webhook.id, entry));
                }
            }
        }
        if wanted.is_empty() { Ok(()) } else { store::add_all(tx, &wanted).await }
    }
}
