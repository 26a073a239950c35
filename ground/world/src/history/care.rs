//! Calls, messages and small talk after the sale: insurance, reminders, greetings, invitations and winning back.

use chrono::{Datelike, NaiveDate};

use super::Chronicle;
use crate::garage::Garage;
use crate::season::{self, Season, later};
use crate::story::Text;
use crate::words::{HistoryKind, NoteKind, Outcome, Stage};

const RENEWALS: &[(&str, Outcome)] = &[
    ("续保提醒，客户同意在店续保", Outcome::Booked),
    ("续保报价已发微信，客户要比价", Outcome::Interested),
    ("续保电话，客户已在平台自行购买", Outcome::NotInterested),
    ("续保电话未接，改发短信", Outcome::NoAnswer),
    ("续保沟通，客户关心三者险保额，已调整方案", Outcome::Interested),
];
const REMINDERS: &[(&str, Outcome)] = &[
    ("保养提醒，已预约周六上午", Outcome::Booked),
    ("保养提醒，客户说最近出差，月底再约", Outcome::Reached),
    ("保养提醒，客户觉得价格偏高，已推荐套餐卡", Outcome::Interested),
    ("保养提醒电话未接", Outcome::NoAnswer),
    ("提醒年检到期，客户委托代办", Outcome::Booked),
];
const REMINDERS_SUMMER: &[(&str, Outcome)] = &[
    ("邀约夏季空调检测，客户有意向", Outcome::Interested),
    ("高温用车提醒，客户预约检查冷媒", Outcome::Booked),
    ("雨季提醒更换雨刮，客户下次保养一起做", Outcome::Reached),
];
const WIN_BACK: &[(&str, Outcome)] = &[
    ("流失召回：客户已在家附近门店保养", Outcome::NotInterested),
    ("流失召回：赠送免费检测，客户答应抽空过来", Outcome::Interested),
    ("流失召回电话，号码已停机", Outcome::WrongNumber),
    ("流失召回：无人接听", Outcome::NoAnswer),
    ("客户反映上次维修不满意，已转服务经理", Outcome::Reached),
    ("客户说车已卖，暂无购车计划", Outcome::NotInterested),
];
const MESSAGES: &[&str] = &[
    "发送保养套餐活动，客户点开查看",
    "微信发送新车到店消息",
    "发送取送车服务介绍，客户回复收到",
    "发送车主课堂邀请",
    "节日问候，客户回复表情",
];
const MESSAGES_WINTER: &[&str] =
    &["微信推送冬季用车提示", "提醒更换防冻玻璃水，客户回复感谢", "春节值班与救援电话已发送"];

const REMARKS: &[&str] = &[
    "喜欢喝茶，等候时安排靠窗位置",
    "工作日很忙，尽量周末联系",
    "对价格敏感，报价前先说明明细",
    "懂车，喜欢看旧件，技师讲解要具体",
    "希望每次固定同一位技师",
    "介绍过一位同事来看车",
    "家里有充电桩，关注电池衰减",
    "常跑高速，关注轮胎",
    "要求维修前必须电话确认",
    "偏好微信沟通，不喜欢接电话",
];
const REMARKS_COMPANY: &[&str] = &[
    "每月月底统一结账",
    "车辆由行政统一预约，司机只负责送车",
    "需要附维修明细清单报销",
    "旺季用车紧张，需要取送车服务",
];
const CAMPAIGNS: &[&str] = &[
    "参加店内自驾游活动",
    "参加新车品鉴会",
    "来电咨询保养套餐价格",
    "到店参加爱车讲堂",
    "咨询置换补贴政策",
    "微信咨询轮胎价格",
    "参加老客户答谢日",
];

impl Chronicle<'_> {
    /// Everything between the visits.
    pub(super) fn care(&mut self, garage: &Garage, main: usize) {
        let held = &garage.holdings[main];
        // Someone who bought elsewhere is known since the first visit.
        let Some(first) = self.happenings.iter().map(|happening| happening.at.date_naive()).min() else { return };
        let start = later(held.since.max(first), 40);
        let end = held.until.unwrap_or(self.today);
        let years = ((end - held.since).num_days() / 365).max(0);
        for year in 0..=years {
            let renewal = season::later(held.since, (year + 1) * 365 - self.dice.between(10, 45));
            if renewal > start && renewal < end && self.dice.chance(15) {
                self.call(RENEWALS, renewal, self.person.care_agent);
            }
        }
        let span = (self.today - start).num_days();
        if span > 120 && self.dice.chance(34) {
            let day = season::day_between(&mut self.dice, Season::Even, later(start, 60), end);
            let is_summer = (5..=8).contains(&day.month()) && self.dice.chance(45);
            self.call(if is_summer { REMINDERS_SUMMER } else { REMINDERS }, day, self.person.advisor);
        }
        if span > 60 && self.dice.chance(22) {
            let day = season::day_between(&mut self.dice, Season::Even, start, self.today);
            let text = self.say(CAMPAIGNS);
            self.fact(HistoryKind::Contact, day, self.person.care_agent, None, text, None);
        }
        if span > 60 && self.dice.chance(16) {
            let day = season::day_between(&mut self.dice, Season::Even, start, self.today);
            let birthday =
                self.person.birthday.with_year(day.year()).filter(|on| *on > start && !self.person.is_company());
            let (day, text) = match birthday.filter(|_| self.dice.chance(35)) {
                Some(birthday) => (birthday, Text::Borrowed("生日祝福已发送，客户回复感谢")),
                None if matches!(day.month(), 12 | 1) => (day, self.say(MESSAGES_WINTER)),
                None => (day, self.say(MESSAGES)),
            };
            self.note(NoteKind::Message, day, self.person.care_agent, text, None);
        }
        if span > 10 && self.dice.chance(24) {
            let day = season::day_between(&mut self.dice, Season::Even, start, self.today);
            let text = self.remark(held.model.energy.is_new_energy());
            self.note(NoteKind::Note, day, self.person.advisor, text, None);
        }
        self.win_back(held.until.is_some());
    }

    fn win_back(&mut self, has_sold: bool) {
        let calls = match self.person.stage {
            Stage::AtRisk => self.dice.between(0, 2),
            Stage::Lost => self.dice.between(0, 1),
            _ => return,
        };
        let mut day = later(self.today, -self.dice.between(60, 150));
        for _ in 0..calls {
            let choices = if has_sold { &WIN_BACK[3..] } else { &WIN_BACK[..5] };
            let outcome = self.call(choices, day, self.person.care_agent);
            if matches!(outcome, Outcome::WrongNumber | Outcome::NotInterested) {
                break;
            }
            day = later(day, self.dice.between(14, 58));
        }
    }

    fn remark(&mut self, is_new_energy: bool) -> Text {
        if self.person.is_company() {
            return self.say(REMARKS_COMPANY);
        }
        let text = self.say(REMARKS);
        if text.contains("充电桩") && !is_new_energy {
            Text::Borrowed("关注二手车残值，考虑过两年换车")
        } else {
            text
        }
    }

    fn call(&mut self, choices: &[(&'static str, Outcome)], day: NaiveDate, staff: usize) -> Outcome {
        let (text, outcome) = self.dice.pick(choices);
        self.note(NoteKind::Call, day, staff, Text::Borrowed(text), Some(outcome));
        outcome
    }
}
