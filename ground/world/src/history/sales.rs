//! The way to a car: inquiry, calls, visit, test drive, purchase, delivery, or the deal that was lost.

use chrono::NaiveDate;

use super::Chronicle;
use crate::garage::Holding;
use crate::season::later;
use crate::story::{Deed, Happening, Text};
use crate::words::{HistoryKind, NoteKind, Outcome, Source, UseScenario};

/// How a car was bought.
pub(super) struct Purchase {
    pub is_used: bool,
    pub is_main: bool,
}

const FIRST_CALLS: &[&str] = &[
    "首次联系，客户想了解近期优惠，已加微信发报价",
    "电话接通，客户还在对比两三款车，约周末再联系",
    "客户关心落地价和贷款利率，已发金融方案",
    "已介绍车型配置，客户说要和家里商量",
    "客户在上班，约晚上微信沟通",
    "客户关注置换补贴，已说明所需材料",
    "客户询问现车颜色和提车周期，已回复",
];
const NOT_REACHED: &[&str] =
    &["电话未接，已发短信留联系方式", "响铃后挂断，明天再打", "无人接听，加微信待通过", "占线，下午再联系"];
const VISITS: &[&str] = &[
    "到店看车，重点看了后排空间和后备箱",
    "第二次到店，带家人一起看，比较满意内饰",
    "到店看车约一小时，对比了两个配置",
    "到店谈价，客户希望再送一次保养",
    "周末到店，孩子试坐了第二排，对空间满意",
    "到店看实车颜色，倾向白色",
];
const WORK_VISITS: &[&str] = &[
    "到店看车，主要跑业务用，关心油耗和保养费用",
    "和同事一起到店，看接待用车，关注后排舒适",
    "到店谈价，希望开公司抬头发票",
];
const TEST_DRIVES: &[&str] = &[
    "携家人试驾，反馈后排舒适、悬挂偏软",
    "试驾 25 分钟，客户认可动力和隔音",
    "试驾市区路线，客户觉得转向轻、好停车",
    "试驾含一段高架，客户关注辅助驾驶表现",
    "试驾后对刹车脚感不太习惯，其余满意",
    "试驾后当场询问现车和优惠",
];
const DEFEATS: &[&str] = &[
    "战败：客户已购其他品牌车型，主要因为价格",
    "战败：客户选择了同城另一家店，差价约 3000 元",
    "战败：家人不同意，购车计划取消",
    "战败：摇号未中，暂不考虑",
    "战败：客户改买二手车",
    "多次联系未接，按战败处理",
    "战败：客户在意交付周期，已在别家提现车",
];
const DELIVERIES: &[&str] = &[
    "交车完成，已讲解车机和辅助驾驶，服务顾问已加微信",
    "交车仪式完成，客户带家人合影，已约首保时间",
    "交付资料齐全，已协助上牌，提醒 5000 公里首保",
    "交车时说明保险理赔流程，客户满意",
];
const AFTER_THREE_DAYS: &[&str] = &[
    "提车三天回访，用车正常，客户满意",
    "提车回访，客户对车机语音有疑问，已远程指导",
    "回访：客户满意，表示会推荐朋友",
    "提车回访，客户询问贴膜养护注意事项",
];
const AFTER_A_MONTH: &[&str] = &[
    "一个月回访正常，客户询问首保时间",
    "满月回访，客户满意，已提醒关注续保服务",
    "一个月回访，客户反映胎压偏高，建议进店检查",
    "满月回访，能耗比预期略高，已解释驾驶习惯影响",
];

impl Chronicle<'_> {
    /// A lead of the last weeks.
    pub(super) fn lead(&mut self, first: NaiveDate, own: Option<&Holding>) {
        self.inquiry(first, own);
        if self.dice.chance(62) {
            self.first_call(first);
        }
        if self.dice.chance(40) {
            let day = later(first, self.dice.between(2, 9));
            let text = self.say(NOT_REACHED);
            self.note(NoteKind::Call, day, self.person.consultant, text, Some(Outcome::NoAnswer));
        }
    }

    /// Someone who is about to decide.
    pub(super) fn intent(&mut self, first: NaiveDate, own: Option<&Holding>) {
        self.inquiry(first, own);
        self.first_call(first);
        let mut day = later(first, self.dice.between(1, 7));
        self.showroom_visit(day);
        if self.dice.chance(66) {
            self.test_drive(day);
        }
        for _ in 0..self.dice.between(1, 3) {
            day = later(day, self.dice.between(3, 14));
            let (text, outcome) = self.dice.pick(&[
                ("跟进报价，客户等月底活动", Outcome::Interested),
                ("客户说再考虑一周", Outcome::Reached),
                ("约好周六带家人再来看", Outcome::Booked),
                ("客户在等另一家的报价，已说明我们的售后权益", Outcome::Interested),
                ("电话未接，微信留言", Outcome::NoAnswer),
                ("已锁定颜色，等客户确认贷款资料", Outcome::Interested),
                if own.is_some() {
                    ("旧车评估价有分歧，客户再想想", Outcome::Reached)
                } else {
                    ("客户想再对比一款车的油耗和保险", Outcome::Reached)
                },
            ]);
            self.note(NoteKind::Call, day, self.person.consultant, Text::Borrowed(text), Some(outcome));
        }
    }

    /// Someone who went elsewhere.
    pub(super) fn defeat(&mut self, first: NaiveDate, own: Option<&Holding>) {
        self.inquiry(first, own);
        self.first_call(first);
        if self.dice.chance(45) {
            let day = later(first, self.dice.between(1, 8));
            self.showroom_visit(day);
            if self.dice.chance(45) {
                self.test_drive(day);
            }
        }
        let day = later(first, self.dice.between(15, 60));
        let text = self.say(DEFEATS);
        self.note(NoteKind::Call, day, self.person.consultant, text, Some(Outcome::NotInterested));
    }

    /// A car bought at this store, from the first inquiry to the call after delivery.
    pub(super) fn purchase(&mut self, held: &Holding, how: &Purchase) {
        let consultant = self.person.consultant;
        let at_car = Some((held.car, held.km_at_start));
        let days = self.dice.between(4, 45);
        if how.is_main {
            let lead = later(held.since, -days);
            self.inquiry(lead, None);
            if self.dice.chance(52) {
                self.first_call(lead);
            }
            if self.dice.chance(26) {
                let after = self.dice.between(1, days - 2);
                self.showroom_visit(later(lead, after));
            }
        }
        if self.dice.chance(if how.is_used { 30 } else { 55 }) {
            let before = self.dice.between(1, (days - 1).min(12));
            self.test_drive(later(held.since, -before));
        }
        // Many versions of premium brands begin with the name of the series.
        let series = if held.trim.starts_with(held.model.series) { "" } else { held.model.series };
        let name = format!("{} {series} {}", held.model.brand, held.trim).replace("  ", " ");
        let summary = if how.is_used { format!("购入二手 {name}，公里数已核") } else { self.terms(&name) };
        self.fact(HistoryKind::Purchase, held.since, consultant, at_car, Text::Owned(summary), Some(held.price));
        if self.dice.chance(28) && !how.is_used {
            let text = self.say(DELIVERIES);
            self.note(NoteKind::Visit, later(held.since, 1), consultant, text, None);
        }
        if self.dice.chance(42) {
            let (days, choices) = self.dice.weighed(&[((3, AFTER_THREE_DAYS), 60), ((30, AFTER_A_MONTH), 40)]);
            let day = later(held.since, days);
            let text = self.say(choices);
            self.note(NoteKind::Call, day, self.person.care_agent, text, Some(Outcome::Reached));
        }
    }

    /// How the car was paid for.
    fn terms(&mut self, name: &str) -> String {
        let terms = if self.person.is_company() {
            ["公户付款，开增值税专票", "公户付款，含车身广告许可", "融资租赁 36 期"]
        } else {
            ["全款", "贷款 36 期，首付三成", "贷款 60 期，两年后可提前还"]
        };
        let gift = self.dice.weighed(&[("", 45), ("，送两次保养", 20), ("，含全车贴膜", 20), ("，店内上险", 15)]);
        format!("购买 {name}，{}{gift}", self.dice.pick(&terms))
    }

    fn inquiry(&mut self, day: NaiveDate, own: Option<&Holding>) {
        let from: &[&str] = match self.person.source {
            Source::Showroom => &["自然到店，前台接待登记", "路过进店看车，留资"],
            Source::Autohome => &["汽车之家线索：询最低价", "汽车之家线索：预约试驾"],
            Source::Dongchedi => &["懂车帝线索：咨询落地价", "懂车帝线索：询问现车"],
            Source::Douyin => &["抖音直播间留资，想了解活动", "抖音短视频私信咨询优惠"],
            Source::Xiaohongshu => &["小红书私信咨询颜色和内饰", "小红书笔记留资"],
            Source::Wecom => &["企业微信添加，咨询购车", "老客户推送企微名片添加"],
            Source::TencentAds => &["朋友圈广告留资", "腾讯广告表单：预约看车"],
            Source::Referral => &["老客户转介绍，直接来电", "朋友推荐到店"],
            Source::Event => &["车展现场留资", "社区外展活动登记"],
            Source::Phone => &["来电咨询车型价格", "来电询问试驾"],
            _ => &["官网预约试驾", "官网询价留资"],
        };
        let mut summary = self.say(from);
        if let Some(own) = own.filter(|_| self.dice.chance(55)) {
            summary = Text::Owned(format!("{summary}，现有 {} {} 考虑置换", own.model.brand, own.model.series));
        }
        self.fact(HistoryKind::Contact, day, self.person.consultant, None, summary, None);
    }

    fn first_call(&mut self, day: NaiveDate) {
        let is_reached = self.dice.chance(76);
        let text = self.say(if is_reached { FIRST_CALLS } else { NOT_REACHED });
        let outcome = match (is_reached, self.dice.chance(45)) {
            (false, _) => Outcome::NoAnswer,
            (true, true) => Outcome::Interested,
            (true, false) => Outcome::Reached,
        };
        // A fresh lead is called back within the day, mostly within the hour.
        let minutes = self.dice.between(3, 45) * self.dice.between(1, 3);
        let Some(at) =
            self.minutes_after_last(minutes).filter(|at| at.date_naive() >= day && at.date_naive() < self.today)
        else {
            return;
        };
        let deed = Deed::Note { kind: NoteKind::Call, text, outcome: Some(outcome) };
        self.happenings.push(Happening {
            at,
            store: self.person.store,
            staff: self.person.consultant,
            car: None,
            deed,
        });
    }

    fn showroom_visit(&mut self, day: NaiveDate) {
        let text = match self.person.scenario {
            UseScenario::Business => self.say(WORK_VISITS),
            UseScenario::Family => self.say(VISITS),
            _ => self.say(&VISITS[2..4]),
        };
        self.note(NoteKind::Visit, day, self.person.consultant, text, None);
    }

    fn test_drive(&mut self, day: NaiveDate) {
        let before = self.happenings.len();
        let minutes = self.dice.between(15, 50);
        let after_visit = self.minutes_after_last(minutes).filter(|at| at.date_naive() == day);
        let choices = match self.person.scenario {
            UseScenario::Family => TEST_DRIVES,
            _ => &TEST_DRIVES[1..],
        };
        let summary = self.say(choices);
        self.fact(HistoryKind::TestDrive, day, self.person.consultant, None, summary, None);
        if let (Some(at), Some(told)) = (after_visit, self.happenings.get_mut(before)) {
            told.at = at;
        }
        self.has_test_drive = true;
    }
}
