//! Who asks for a car in the demo house, and how far each wish has come: one and more in every state.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::Result;
use serde_json::{Value, json};

use super::clerk::{Clerk, id};

/// Somebody who asks: name, phone of nobody, channel, source, brand and series, budget in ten thousand yuan, horizon, words.
type Asker = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    (&'static str, &'static str),
    (i64, i64),
    &'static str,
    &'static str,
);

/// What happens to a lead, in its order.
enum Deed {
    Claim,
    /// Way, outcome, words, and how many minutes after they asked.
    Follow(&'static str, &'static str, &'static str, i64),
    Reach(&'static str),
    /// The customer asks again, by this channel.
    AskAgain(&'static str, &'static str),
    Release(&'static str),
    AskLoss(&'static str, &'static str, &'static str),
    Decide(&'static str, &'static str),
    Revive,
}

use Deed::*;

/// Hours since they asked, the asker, and what happened since.
const ENQUIRIES: &[(i64, Asker, &[Deed])] = &[
    (
        0,
        (
            "周晓峰",
            "13900010001",
            "douyin",
            "周末直播间",
            ("比亚迪", "汉 DM-i"),
            (20, 25),
            "week",
            "周六想来试驾，有现车吗",
        ),
        &[],
    ),
    (
        0,
        ("林佳怡", "13900010002", "autohome", "询底价", ("大众", "帕萨特"), (18, 22), "month", "落地价多少，能分期吗"),
        &[],
    ),
    (1, ("吴建华", "13900010003", "website", "官网预约试驾", ("奥迪", "A4L"), (28, 35), "quarter", ""), &[]),
    (
        2,
        ("何文静", "13900010004", "dongchedi", "车型对比页", ("丰田", "汉兰达"), (28, 32), "", "七座，家里有老人"),
        &[],
    ),
    (
        30,
        ("马志强", "13900010005", "phone", "", ("本田", "CR-V"), (18, 24), "", "问保养费用和油耗"),
        &[Claim, Follow("call", "no_answer", "", 12), Release("三次未接通，请早班同事再试")],
    ),
    (
        3,
        (
            "赵思远",
            "13900010006",
            "walk_in",
            "商场外展",
            ("比亚迪", "宋 PLUS"),
            (14, 17),
            "week",
            "和爱人一起来看，倾向白色",
        ),
        &[Claim],
    ),
    (
        5,
        (
            "孙丽娜",
            "13900010007",
            "xiaohongshu",
            "女生第一台车",
            ("大众", "ID.3"),
            (12, 15),
            "month",
            "通勤用，停车位小",
        ),
        &[Claim, Follow("call", "no_answer", "响了没接，已发短信", 45)],
    ),
    (
        28,
        ("郑凯", "13900010008", "referral", "老客户王总介绍", ("奥迪", "Q5L"), (38, 45), "week", ""),
        &[Claim, Follow("call", "interested", "关注金融方案，要 36 期报价", 14)],
    ),
    (
        52,
        ("黄雅琴", "13900010009", "tencent", "朋友圈广告", ("丰田", "凯美瑞"), (18, 22), "month", "要混动"),
        &[
            Claim,
            Follow("message", "reached", "发了配置对比，觉得智驾版合适", 22),
            AskAgain("phone", "问有没有置换补贴"),
        ],
    ),
    (
        75,
        ("许明哲", "13900010010", "autohome", "询底价", ("本田", "雅阁"), (17, 20), "quarter", ""),
        &[Claim, Follow("call", "reached", "先看看，年底再定", 11)],
    ),
    (
        49,
        ("谢婷", "13900010011", "douyin", "新车到店", ("比亚迪", "海豹"), (18, 23), "week", "看中蓝色"),
        &[Claim, Follow("call", "booked", "约本周六上午十点到店试驾", 16)],
    ),
    (
        80,
        ("邓伟", "13900010012", "wecom", "老车主群", ("大众", "途观 L"), (20, 25), "month", "旧车想置换"),
        &[Claim, Follow("call", "booked", "带行驶证来评估旧车", 26)],
    ),
    (
        120,
        ("曹雪", "13900010013", "walk_in", "", ("奥迪", "A6L"), (38, 42), "month", "公司用车，要开专票"),
        &[Claim, Follow("visit", "interested", "看了展车，对后排满意", 8), Reach("test_drive")],
    ),
    (
        168,
        ("彭浩", "13900010014", "event", "春季车展", ("丰田", "RAV4 荣放"), (20, 24), "quarter", ""),
        &[
            Claim,
            Follow("call", "reached", "家里还在商量", 20),
            Follow("visit", "interested", "带父母来看车，比较 CR-V", 4560),
        ],
    ),
    (
        200,
        (
            "董建国",
            "13900010015",
            "after_sales",
            "保养时提到想换车",
            ("大众", "迈腾"),
            (18, 22),
            "month",
            "开了八年，想换同级",
        ),
        &[Claim, Follow("visit", "interested", "旧车评估 6.8 万", 25), Reach("test_drive"), Reach("order")],
    ),
    (
        340,
        ("袁琳", "13900010016", "website", "在线订车", ("比亚迪", "唐 DM-i"), (24, 28), "week", ""),
        &[
            Claim,
            Follow("call", "booked", "", 9),
            Follow("visit", "interested", "", 2400),
            Reach("order"),
            Reach("sale"),
        ],
    ),
    (
        700,
        ("潘志明", "13900010017", "referral", "同事介绍", ("本田", "CR-V"), (19, 22), "week", ""),
        &[
            Claim,
            Follow("visit", "interested", "", 15),
            Reach("test_drive"),
            Reach("order"),
            Reach("sale"),
            Reach("delivery"),
        ],
    ),
    (
        260,
        ("蒋慧", "13900010018", "dongchedi", "询底价", ("奥迪", "Q3"), (24, 28), "month", ""),
        &[
            Claim,
            Follow("call", "not_interested", "已在别家下订", 24),
            AskLoss("other_dealer", "邻市奥迪店 Q3", "对方多送两次保养"),
        ],
    ),
    (
        400,
        ("余涛", "13900010019", "autohome", "车型页", ("丰田", "凯美瑞"), (17, 20), "", ""),
        &[
            Claim,
            Follow("call", "no_answer", "提示空号", 19),
            AskLoss("bad_number", "", "号码为空号"),
            Decide("approved", ""),
        ],
    ),
    (
        500,
        ("杜鹃", "13900010020", "xiaohongshu", "家用 SUV 推荐", ("本田", "皓影"), (18, 21), "later", ""),
        &[
            Claim,
            Follow("call", "reached", "孩子明年上学再换", 21),
            AskLoss("postponed", "", "明年再看"),
            Decide("approved", "半年后回访"),
            Revive,
        ],
    ),
    (
        90,
        ("汪洋", "13900010021", "phone", "", ("大众", "朗逸"), (10, 12), "month", "裸车价能到多少"),
        &[
            Claim,
            Follow("call", "interested", "嫌价格高", 17),
            AskLoss("price", "", "要求再降八千"),
            Decide("refused", "申请厂家贴息再谈一次"),
        ],
    ),
];

const FEN_PER_WAN: i64 = 1_000_000;

/// Tells them: the enquiries at the desk of the manager, the work by the consultant, decisions by the manager again.
pub async fn tell(manager: &Clerk, seller: &Clerk, store: &Value, now: DateTime<Utc>) -> Result<()> {
    for (hours, asker, deeds) in ENQUIRIES {
        let (_, phone, ..) = asker;
        let taken = manager.post("/leads", enquiry(asker, store, now - TimeDelta::hours(*hours))).await?;
        let path = format!("/leads/{}", id(&taken));
        for deed in *deeds {
            match deed {
                Claim => seller.put(&format!("{path}/claim"), Value::Null).await?,
                Follow(way, outcome, text, after) => {
                    let happened_at = now - TimeDelta::hours(*hours) + TimeDelta::minutes(*after);
                    let done = json!({ "way": way, "outcome": outcome, "text": text, "happened_at": happened_at });
                    seller.post(&format!("{path}/follow-ups"), done).await?
                }
                Reach(milestone) => seller.put(&format!("{path}/milestone"), json!({ "milestone": milestone })).await?,
                AskAgain(channel, comment) => {
                    let again = json!({ "phone": phone, "channel": channel, "comment": comment, "store_id": store });
                    manager.post("/leads", again).await?
                }
                Release(reason) => seller.put(&format!("{path}/release"), json!({ "reason": reason })).await?,
                AskLoss(reason, competitor, remark) => {
                    let loss = json!({ "reason": reason, "competitor": competitor, "remark": remark });
                    seller.put(&format!("{path}/loss"), loss).await?
                }
                Decide(decision, remark) => {
                    let verdict = json!({ "decision": decision, "remark": remark });
                    manager.put(&format!("{path}/loss/decision"), verdict).await?
                }
                Revive => manager.put(&format!("{path}/revival"), json!({})).await?,
            };
        }
    }
    Ok(())
}

fn enquiry(asker: &Asker, store: &Value, enquired_at: DateTime<Utc>) -> Value {
    let (name, phone, channel, source, (brand, series), (from, to), horizon, comment) = asker;
    let horizon = (!horizon.is_empty()).then_some(horizon);
    json!({
        "store_id": store, "name": name, "phone": phone, "channel": channel, "source": source, "brand": brand, "series": series,
        "budget_min": from * FEN_PER_WAN, "budget_max": to * FEN_PER_WAN, "horizon": horizon, "comment": comment,
        "enquired_at": enquired_at,
    })
}
