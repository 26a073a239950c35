//! The SMS provider of the demo world: it reports what became of the messages and brings the replies, at the address it was given.

use kernel::{GroupId, MessageId, Result};
use platform::{Platform, SystemActor};
use serde_json::{Value, json};

use super::{clerk::Clerk, words};

/// Tries the provider for a moment: it is set up, reports on messages that have left, and the stand-in takes over again, so that nothing
/// is sent outside.
pub async fn report(
    platform: &Platform,
    group: GroupId,
    boss: &Clerk,
    provider: &Clerk,
    written: &[MessageId],
) -> Result<()> {
    let settings = json!({ "carrier": "aliyun", "access_key_id": "demo", "signature": "演示" });
    let setup = boss.put("/channel-setups/sms", json!({ "settings": settings, "secret": "demo" })).await?;
    let callback = setup["callback"].as_str().and_then(|path| path.strip_prefix("/api/v1")).unwrap_or_default();
    let mut reports = Vec::new();
    for (message, heard) in written.iter().zip(words::HEARD) {
        reports.extend(reports_of(platform, group, *message, heard).await?);
    }
    provider.post(callback, Value::Array(reports)).await?;
    boss.put("/channel-setups/sms", json!({ "settings": { "carrier": "stand_in" } })).await?;
    Ok(())
}

/// In the words of the provider. It knows the number, to which it has sent the message.
async fn reports_of(
    platform: &Platform,
    group: GroupId,
    message: MessageId,
    heard: &words::Heard,
) -> Result<Vec<Value>> {
    let door = platform.system(SystemActor::Seed, group);
    let to = messaging::recipient(&door.read(), message).await?.map(|(_, to)| to).unwrap_or_default();
    let fate = match heard.failed {
        Some((code, words)) => json!({ "out_id": message, "success": false, "err_code": code, "err_msg": words }),
        None => json!({ "out_id": message, "success": true, "sms_size": "1" }),
    };
    let reply = heard.reply.map(|text| json!({ "phone_number": to, "content": text }));
    Ok([Some(fate), reply].into_iter().flatten().collect())
}
