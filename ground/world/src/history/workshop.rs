//! The car in the workshop: maintenance by mileage and time, tyres in autumn, repairs, accidents and complaints.

use chrono::{Datelike, NaiveDate};

use super::Chronicle;
use crate::garage::Holding;
use crate::season::{self, Season, later};
use crate::story::Text;
use crate::words::{Energy, HistoryKind, NoteKind, Outcome, Stage};

const REPAIRS_ENGINE: &[(&str, i64)] = &[
    ("发动机故障灯亮，更换前氧传感器", 860),
    ("冷启动抖动，更换点火线圈一只", 420),
    ("清洗节气门及喷油嘴", 480),
    ("水泵渗漏，更换水泵及防冻液", 1350),
    ("油底壳渗油，更换密封垫", 760),
    ("变速箱换挡顿挫，升级控制程序", 0),
    ("发动机脚垫老化，更换后异响消除", 980),
    ("皮带异响，更换附件皮带及张紧轮", 890),
    ("节温器卡滞，水温偏低，更换节温器", 640),
];
const REPAIRS_ELECTRIC: &[(&str, i64)] = &[
    ("充电口盖无法开启，更换执行器", 380),
    ("车机黑屏，升级系统后恢复", 0),
    ("慢充跳枪，检查充电口温度传感器并更换", 560),
    ("高压系统绝缘报警，清理插接件后恢复", 300),
    ("电机控制器冷却液不足，补液并查漏", 260),
    ("12V 小电池亏电，更换蓄电池", 580),
];
const REPAIRS_ANY: &[(&str, i64)] = &[
    ("前刹车片磨损到限，更换前刹车片", 780),
    ("更换前后刹车片，打磨刹车盘", 1380),
    ("右前减震器漏油，更换一对前减震", 1980),
    ("车门异响，调整门锁并润滑密封条", 120),
    ("倒车影像不显示，更换摄像头", 650),
    ("下摆臂球头松旷，更换左前下摆臂", 890),
    ("玻璃升降卡顿，清洁导槽并润滑", 80),
    ("平衡杆胶套老化，底盘异响已消除", 520),
    ("大灯进水，更换左前大灯总成", 2260),
    ("左后胎扎钉，补胎", 60),
    ("更换雨刮片一对，补玻璃水", 160),
    ("方向盘跑偏，做四轮定位", 280),
];
const REPAIRS_SUMMER: &[(&str, i64)] = &[
    ("空调异味，清洗蒸发箱", 380),
    ("空调不凉，检漏后补充冷媒", 420),
    ("空调压缩机异响，更换压缩机", 2680),
    ("冷凝器被石子击穿，更换冷凝器并加冷媒", 1260),
    ("散热风扇不转，更换风扇电机", 880),
];
const REPAIRS_WINTER: &[(&str, i64)] = &[
    ("蓄电池亏电无法启动，更换蓄电池", 720),
    ("暖风不热，清洗暖风水箱", 560),
    ("胎压报警，补气并学习胎压", 0),
    ("更换冬季玻璃水，检查防冻液冰点", 90),
];
const ACCIDENTS: &[(&str, i64, i64)] = &[
    ("追尾前车，更换前保险杠及左大灯，走保险", 4200, 16000),
    ("被追尾，后保险杠修复喷漆，对方全责", 1200, 5200),
    ("停车场剐蹭，右后门钣金喷漆", 700, 1800),
    ("倒车撞柱，后保险杠更换，后尾门整形", 2600, 7800),
    ("变道碰撞，左前叶子板及前门钣喷", 1600, 4800),
    ("前挡风玻璃被飞石击裂，更换玻璃", 1100, 3800),
    ("路口碰撞，更换水箱框架、引擎盖及气囊，走保险", 16000, 42000),
    ("涉水行驶后进店检查，清洗内饰并更换机油", 1800, 6800),
    ("轮毂蹭路沿，修复轮毂并四轮定位", 480, 1500),
];
const COMPLAINTS: &[(&str, &str)] = &[
    ("投诉保养等候超过三小时，未提前告知", "致歉并说明排队原因，赠送一次洗车，客户接受"),
    ("投诉结算金额与报价不符，多出 260 元", "核对后确认录入错误，已退还差额"),
    ("投诉维修后异响仍在", "重新检修，更换平衡杆连杆后异响消失，客户认可"),
    ("投诉服务顾问态度冷淡", "服务经理电话致歉，更换服务顾问，客户满意"),
    ("投诉取车时内饰有油污", "当天上门清洁，送空调滤芯一只"),
    ("投诉配件缺货，等了两周", "配件已到并优先安排，减免工时费"),
    ("投诉续保报价前后不一致", "由续保专员重新说明，按低价承保"),
    ("投诉喷漆有色差", "安排返工重喷，交车时客户确认"),
];
const DELIVERY_COMPLAINTS: &[(&str, &str)] = &[
    ("投诉新车提车后左后门有划痕", "确认为运输造成，免费修复并送漆面护理"),
    ("投诉承诺的赠品未兑现", "销售经理核实后补送，客户接受"),
    ("投诉上牌进度慢，临牌快到期", "当天加急办理完成，客户满意"),
];
const AFTER_REPAIR: &[&str] = &[
    "维修后回访，故障未再出现，客户满意",
    "三天回访，客户表示正常",
    "回访：等候时间稍长，整体满意",
    "维修回访，客户认可技师讲解",
];

impl Chronicle<'_> {
    /// All visits of one car up to a day. Returns the last one.
    pub(super) fn visits_of(&mut self, held: &Holding, until: NaiveDate) -> Option<NaiveDate> {
        let start = held.since.max(later(self.today, -2190));
        if until <= start {
            return None;
        }
        let mut last = None;
        let mut due = self.first_due(held, start);
        let mut count = 0;
        while due < until && count < 14 {
            let day =
                season::open_day(season::day_near(&mut self.dice, Season::Workshop, due, 24).max(later(start, 3)));
            if day >= until {
                break;
            }
            self.maintenance(held, day, count);
            last = last.max(Some(day));
            count += 1;
            let slack = if self.person.stage == Stage::Loyal { (94, 128) } else { (98, 178) };
            due = later(day, interval_days(held) * self.dice.between(slack.0, slack.1) / 100);
        }
        let last = last.max(self.unplanned(held, start, until));
        let is_fresh = last.is_some_and(|visit| visit > later(self.today, -14));
        if self.complaint.is_none() && self.dice.odds(if is_fresh { 110 } else { 45 }, 1000) {
            self.complaint(held, last);
        }
        last
    }

    /// The first visit: the free one of a new car, or soon after the customer came to us with a used one.
    fn first_due(&mut self, held: &Holding, start: NaiveDate) -> NaiveDate {
        let is_new = held.in_service == held.since && held.is_bought_here;
        let days = if is_new { self.dice.between(95, 185) } else { self.dice.between(20, interval_days(held)) };
        if held.is_bought_here || held.until.is_some() {
            return later(start, days);
        }
        // A customer of the workshop came to us some years into the car's life.
        let span = (self.today - start).num_days();
        later(start, self.dice.between(days, (span * 7 / 10).max(days)))
    }

    fn maintenance(&mut self, held: &Holding, day: NaiveDate, count: usize) {
        let km = held.km_on(day);
        let (work, yuan) = self.menu(held, km, count);
        let yuan = yuan * self.price_level(held) / 100;
        let car = Some((held.car, km));
        self.fact(HistoryKind::Maintenance, day, self.person.advisor, car, Text::Owned(work), Some(yuan));
        self.visits += 1;
        if self.dice.chance(5) {
            let (text, outcome) = self.dice.pick(&[
                ("保养后回访，客户满意", Outcome::Reached),
                ("保养回访未接，已发短信", Outcome::NoAnswer),
                ("客户反映等候区拥挤，已记录", Outcome::Reached),
                ("客户下次想预约周末上午", Outcome::Booked),
            ]);
            self.note(NoteKind::Call, later(day, 3), self.person.care_agent, Text::Borrowed(text), Some(outcome));
        }
    }

    /// What is due at that mileage, in words, with its price at an ordinary car.
    fn menu(&mut self, held: &Holding, km: i64, count: usize) -> (String, i64) {
        if count == 0 && held.is_bought_here && km < 12_000 {
            return if held.model.energy.has_engine() {
                ("首保：更换机油机滤，全车检查".to_owned(), 0)
            } else {
                ("首保：检查三电系统、底盘紧固，升级车机软件".to_owned(), 0)
            };
        }
        let mut words = String::with_capacity(96);
        let mut yuan = 0;
        if self.dice.chance(45) {
            words.push_str(&format!("{:.1} 万公里保养：", km as f64 / 10_000.0));
        }
        let mut add = |text: &str, price: i64| {
            if !words.is_empty() && !words.ends_with('：') {
                words.push('、');
            }
            words.push_str(text);
            yuan += price;
        };
        let big = count % 2 == 1;
        if held.model.energy.has_engine() {
            add(if self.dice.chance(40) { "更换全合成机油、机滤" } else { "更换机油机滤" }, 420);
            if big {
                add("空滤、空调滤", 190);
            }
            if km > 38_000 && count % 4 == 3 {
                add("刹车油", 220);
            }
            if km > 55_000 && count % 5 == 4 {
                add("火花塞、变速箱油", 1280);
            }
        } else {
            add("三电系统检测", 120);
            if !big {
                add("更换空调滤芯", 110);
            }
            if km > 38_000 && big {
                add("更换减速器油、刹车油", 420);
            }
        }
        let (extra, price) = self.dice.weighed(
            &[
                ("四轮换位", 60),
                ("检查底盘", 0),
                ("四轮动平衡", 120),
                (if held.model.energy.is_new_energy() { "动力电池健康检测" } else { "蓄电池检测" }, 0),
                ("补充玻璃水", 0),
                ("空调系统除味", 180),
                ("刹车系统保养", 160),
            ]
            .map(|extra| (extra, 1)),
        );
        add(extra, price);
        (words, yuan)
    }

    /// Repairs, tyres, accidents and complaints between both days. Returns the last day in the workshop.
    fn unplanned(&mut self, held: &Holding, start: NaiveDate, until: NaiveDate) -> Option<NaiveDate> {
        let days = (until - start).num_days() as u32;
        let mut last = None;
        let wear = 1 + held.months_on(until) as u32 / 30;
        if self.dice.odds((days * wear / 11).min(900), 1000) {
            last = last.max(Some(self.repair(held, start, until)));
        }
        if held.km_on(until) > 42_000 && self.dice.chance(38) {
            let worn = held.since.max(later(until, -900)).max(start);
            last = last.max(Some(self.tyres(held, worn, until)));
        }
        if self.dice.odds(days * 45 / 365, 1000) {
            last = last.max(Some(self.accident(held, start, until)));
        }
        last
    }

    fn repair(&mut self, held: &Holding, start: NaiveDate, until: NaiveDate) -> NaiveDate {
        let day = season::day_between(&mut self.dice, Season::Workshop, later(start, 40).min(until), until);
        let own = if held.model.energy == Energy::Electric { REPAIRS_ELECTRIC } else { REPAIRS_ENGINE };
        let seasonal = match day.month() {
            6..=9 => REPAIRS_SUMMER,
            12 | 1 | 2 => REPAIRS_WINTER,
            _ => REPAIRS_ANY,
        };
        let list = self.dice.weighed(&[(own, 30), (seasonal, 45), (REPAIRS_ANY, 25)]);
        let (mut work, mut price) = self.dice.pick(list);
        if held.model.energy == Energy::Electric && work.contains("水箱") {
            (work, price) = REPAIRS_ELECTRIC[5];
        }
        let is_in_warranty = held.months_on(day) < 36 && price > 200 && self.dice.chance(70);
        let text = if is_in_warranty { Text::Owned(format!("{work}（质保索赔）")) } else { Text::Borrowed(work) };
        let yuan = if is_in_warranty { 0 } else { price * self.price_level(held) / 100 };
        self.fact(HistoryKind::Repair, day, self.person.advisor, Some((held.car, held.km_on(day))), text, Some(yuan));
        self.visits += 1;
        if self.dice.chance(26) {
            let text = self.say(AFTER_REPAIR);
            self.note(NoteKind::Call, later(day, 3), self.person.care_agent, text, Some(Outcome::Reached));
        }
        day
    }

    fn tyres(&mut self, held: &Holding, start: NaiveDate, until: NaiveDate) -> NaiveDate {
        let day = season::day_between(&mut self.dice, Season::Tyres, start, until);
        let (work, price) = self.dice.weighed(&[
            (("更换四条轮胎，四轮定位", 2680), 40),
            (("更换前轮两条轮胎，动平衡", 1360), 35),
            (("轮胎老化有裂纹，更换四条轮胎", 2560), 15),
            (("更换静音轮胎四条，四轮定位", 3480), 10),
        ]);
        let yuan = price * self.price_level(held) / 100;
        let car = Some((held.car, held.km_on(day)));
        self.fact(HistoryKind::Repair, day, self.person.advisor, car, Text::Borrowed(work), Some(yuan));
        self.visits += 1;
        day
    }

    fn accident(&mut self, held: &Holding, start: NaiveDate, until: NaiveDate) -> NaiveDate {
        let day = season::day_between(&mut self.dice, Season::Even, start, until);
        let (work, low, high) = self.dice.pick(ACCIDENTS);
        let yuan = self.dice.between(low, high) * self.price_level(held) / 100 / 10 * 10;
        let car = Some((held.car, held.km_on(day)));
        self.fact(HistoryKind::Accident, day, self.person.advisor, car, Text::Borrowed(work), Some(yuan));
        self.has_accident = true;
        self.visits += 1;
        day
    }

    /// A complaint about the last visit or the delivery. Most are settled within days; fresh ones and some of those who
    /// stayed away since are still open.
    fn complaint(&mut self, held: &Holding, visit: Option<NaiveDate>) {
        let (cause, choices) = match visit {
            // The last row is about paint.
            Some(visit) if self.has_accident => (visit, COMPLAINTS),
            Some(visit) => (visit, &COMPLAINTS[..COMPLAINTS.len() - 1]),
            None if held.is_bought_here && held.since > later(self.today, -2190) => (held.since, DELIVERY_COMPLAINTS),
            None => return,
        };
        let day = later(cause, self.dice.between(0, 5)).min(later(self.today, -1));
        let is_fresh = day > later(self.today, -14);
        let (words, end) = self.dice.pick(choices);
        let open_percent = match self.person.stage {
            _ if is_fresh => 55,
            Stage::AtRisk => 25,
            _ => 0,
        };
        let stays_open = self.dice.chance(open_percent);
        let settled = later(day, self.dice.between(0, 5)).min(later(self.today, -1));
        let end = (!stays_open).then_some((settled, Text::Borrowed(end)));
        self.complain(day, held.car, Text::Borrowed(words), end);
    }

    /// Prices of this car in percent of those of an ordinary one, give or take a little.
    fn price_level(&mut self, held: &Holding) -> i64 {
        let level = i64::from(held.model.price()) / 1_700 + 30;
        level.clamp(62, 300) * self.dice.between(94, 108) / 100
    }
}

/// Days between two services: by mileage, by time, whichever comes first.
pub(crate) fn interval_days(held: &Holding) -> i64 {
    let (km, days) = match held.model.energy {
        Energy::Electric => (20_000, 365),
        Energy::PlugIn | Energy::RangeExtended => (12_000, 365),
        Energy::Hybrid => (10_000, 300),
        Energy::Petrol | Energy::Diesel => (9_000, 300),
    };
    (km * 365 / held.km_per_year.max(1)).clamp(110, days)
}
