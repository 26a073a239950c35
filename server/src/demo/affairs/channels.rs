//! The channels of the demo house: three connectors, what came over them, and what waits in quarantine.

use kernel::Result;
use serde_json::{Value, json};

use super::clerk::Clerk;

/// Name, channel, format, proof, and what is sent over it.
type Channel = (&'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

const CHANNELS: &[Channel] = &[
    (
        "官网试驾表单",
        "website",
        "website",
        "none",
        &[
            r#"{"name": "邓佳怡", "phone": "19900060001", "series": "途观L", "comment": "周六下午想试驾", "filled_seconds": 34, "website_url": ""}"#,
            r#"{"name": "SEO", "phone": "19900060002", "comment": "cheap traffic", "filled_seconds": 2, "website_url": "http://spam.example"}"#,
            r#"{"name": "袁", "phone": "19900060003", "comment": "价格", "filled_seconds": 1, "website_url": ""}"#,
        ],
    ),
    (
        "汽车之家推送",
        "autohome",
        "json",
        "none",
        &[
            r#"{"id": "AH-88101", "name": "郭浩然", "phone": "19900060004", "brand": "大众", "series": "帕萨特", "budget": "18-22万", "comment": "有无置换补贴"}"#,
            r#"{"id": "AH-88102", "name": "林女士", "phone": "1990006", "series": "朗逸", "comment": "首付多少"}"#,
            r#"{"id": "AH-88103", "name": "测试线索", "series": "朗逸"}"#,
            r#"{"id": "AH-88104", "name": "罗"#,
        ],
    ),
    ("飞鱼 · 抖音", "douyin", "feiyu", "feiyu", &[]),
];

/// Sets them up in this store and lets the other side send.
pub async fn tell(boss: &Clerk, outside: &Clerk, store: &Value) -> Result<()> {
    for (name, channel, format, signature, sent) in CHANNELS {
        let form =
            json!({ "name": name, "channel": channel, "format": format, "signature": signature, "store_id": store });
        let connector = boss.post("/connectors", form).await?;
        let address = connector["address"].as_str().and_then(|path| path.strip_prefix("/api/v1")).unwrap_or_default();
        for text in *sent {
            outside.post_text(address, text).await?;
        }
    }
    Ok(())
}
