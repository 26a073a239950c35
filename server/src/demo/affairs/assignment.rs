//! How the demo house gives leads and answers them: hours, limits, rules, and an enquiry that went by them.

use kernel::Result;
use serde_json::{Value, json};

use super::clerk::Clerk;

/// Who asks by a channel that has a rule: name, phone of nobody, channel, source, brand and series, words.
const BY_RULES: [[&str; 7]; 1] =
    [["唐晓", "13900010031", "douyin", "直播间留资", "比亚迪", "宋 PLUS", "有没有置换补贴"]];
const TAKERS_MAX: usize = 3;
const NINE: i64 = 540;
const SIX: i64 = 1_080;

/// Sets them up at the desk of whoever runs the store, and takes the enquiry.
pub async fn tell(manager: &Clerk, store: &Value) -> Result<()> {
    let id = store.as_str().unwrap_or_default();
    let takers = manager.get(&format!("/lead-takers?store={id}")).await?;
    let sells = |one: &&Value| one["title"].as_str().is_some_and(|title| title.contains("销售顾问"));
    let sellers: Vec<Value> = takers["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(sells)
        .take(TAKERS_MAX)
        .map(|one| one["staff"]["id"].clone())
        .collect();
    let hours: Vec<Value> =
        (1..=7).map(|weekday| json!({ "weekday": weekday, "from_minute": NINE, "until_minute": SIX })).collect();
    let limits = json!({
        "answer_minutes": 30, "hours": hours, "warn_before_minutes": 10, "manager_after_minutes": 60,
        "protection_minutes": null, "goes_to_next": true,
    });
    manager.put(&format!("/lead-limits/{id}"), limits).await?;
    let Some(first) = sellers.first() else { return Ok(()) };
    manager.put(&format!("/lead-takers/{}", first.as_str().unwrap_or_default()), json!({ "capacity": 40 })).await?;
    let team: Vec<Value> =
        sellers.iter().zip([2, 1, 1]).map(|(staff, weight)| json!({ "staff_id": staff, "weight": weight })).collect();
    let rules = [
        json!({ "title": "新媒体专席", "conditions": { "channels": ["douyin", "xiaohongshu"] }, "people": team }),
        json!({
            "title": "豪华品牌高意向", "conditions": { "channels": ["autohome", "dongchedi"], "brands": ["奥迪"], "horizons": ["week", "month"] },
            "people": [{ "staff_id": first, "weight": 1 }],
        }),
        json!({ "title": "其余线索轮流分配", "is_active": false, "people": team }),
    ];
    for mut rule in rules {
        rule["store_id"] = store.clone();
        manager.post("/assignment-rules", rule).await?;
    }
    for [name, phone, channel, source, brand, series, comment] in BY_RULES {
        let enquiry = json!({
            "store_id": store, "name": name, "phone": phone, "channel": channel, "source": source, "brand": brand,
            "series": series, "comment": comment,
        });
        manager.post("/leads", enquiry).await?;
    }
    Ok(())
}
