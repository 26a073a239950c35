//! What staff have done and still must do: a work list around today that stays human at any size of the world.

use chrono::NaiveDate;

use crate::World;
use crate::dice::{Dice, Topic};
use crate::garage::{Garage, Holding};
use crate::history::{Complaint, History};
use crate::person::Person;
use crate::season::{self, later};
use crate::story::{CarStory, Deed, TaskStory, Text};
use crate::words::{NoteKind, Outcome, Priority, Role, Stage, TaskKind, TaskState};

/// Open tasks each consultant, adviser and care agent should find on average.
const OPEN_PER_PERSON: u64 = 22;
const PEOPLE_WITH_LISTS: u64 = 29;
/// Open complaints someone must call about, over the whole group.
const COMPLAINT_CALLS: u64 = 45;

/// The tasks of one customer.
pub(crate) fn assign(
    world: &World,
    person: &Person,
    garage: &Garage,
    history: &History,
    cars: &[CarStory],
) -> Vec<TaskStory> {
    let mut desk = Desk { world, person, garage, dice: Dice::new(world.seed(), Topic::Tasks, person.index) };
    let mut tasks = desk.done(history);
    let wanted = OPEN_PER_PERSON * PEOPLE_WITH_LISTS * 1_000_000 / world.customers_total().max(1);
    if desk.dice.odds(wanted.min(340_000) as u32, 1_000_000) {
        tasks.extend(desk.open(history, cars));
    }
    let calls_back = COMPLAINT_CALLS * 1_000_000 / (world.customers_total() / 330).max(1);
    if history.complaint == Some(Complaint::Open) && desk.dice.odds(calls_back.min(1_000_000) as u32, 1_000_000) {
        tasks.push(desk.complaint());
    }
    tasks
}

struct Desk<'a> {
    world: &'a World,
    person: &'a Person,
    garage: &'a Garage,
    dice: Dice,
}

/// What an open task is about.
struct Duty {
    title: Text,
    kind: TaskKind,
    assignee: usize,
    priority: Priority,
}

impl Desk<'_> {
    /// Calls that were on someone's list before they were made.
    fn done(&mut self, history: &History) -> Vec<TaskStory> {
        let mut tasks = Vec::new();
        for happening in &history.happenings {
            let Deed::Note { kind: NoteKind::Call, outcome, .. } = happening.deed else { continue };
            if tasks.len() > 1 || !self.dice.chance(12) {
                continue;
            }
            let title = if happening.staff == self.person.consultant { "电话跟进" } else { "客户回访" };
            let day = happening.at.date_naive();
            let planned = later(day, -self.dice.between(1, 6));
            tasks.push(TaskStory {
                title: Text::Borrowed(title),
                kind: TaskKind::Call,
                state: TaskState::Done,
                priority: Priority::Normal,
                store: happening.store,
                assignee: happening.staff,
                car: None,
                due_at: season::instant(day, 18 * 60),
                created_at: season::working_hour(&mut self.dice, planned).max(history.created_at),
                done_at: Some(happening.at),
                note: None,
                outcome,
            });
        }
        tasks
    }

    fn open(&mut self, history: &History, cars: &[CarStory]) -> Option<TaskStory> {
        let duty = match self.person.stage {
            Stage::Lead => self.first_contact(),
            Stage::Intent if self.dice.chance(16) => self.decision(),
            Stage::Intent => self.closing(),
            Stage::Lost if self.garage.main.is_none() => return None,
            Stage::Lost | Stage::AtRisk => self.win_back(),
            Stage::Owner | Stage::Loyal => self.keep(cars),
        };
        let car = self.garage.holdings.iter().find(|held| held.until.is_none()).map(|held| held.car);
        Some(self.due(duty, history, self.garage.main.and(car)))
    }

    fn first_contact(&mut self) -> Duty {
        let title = self.dice.weighed(&[
            ("首次联系新线索", 5),
            ("二次邀约到店", 4),
            ("核对线索意向车型", 2),
            ("加微信发报价", 2),
        ]);
        let kind = if title.starts_with("核对") { TaskKind::Verify } else { TaskKind::Call };
        Duty { title: Text::Borrowed(title), kind, assignee: self.person.consultant, priority: Priority::High }
    }

    fn closing(&mut self) -> Duty {
        let (title, kind) = self.dice.weighed(&[
            (("邀约试驾", TaskKind::Call), 4),
            (("跟进报价与金融方案", TaskKind::FollowUp), 4),
            (("确认周末到店时间", TaskKind::Call), 3),
            (("旧车评估后回复价格", TaskKind::FollowUp), 2),
            (("发送配置对比资料", TaskKind::Message), 2),
            (("接待预约到店看车", TaskKind::Visit), 3),
        ]);
        let priority = if self.dice.chance(40) { Priority::High } else { Priority::Normal };
        Duty { title: Text::Borrowed(title), kind, assignee: self.person.consultant, priority }
    }

    /// What a consultant may not settle alone.
    fn decision(&mut self) -> Duty {
        let title = self.dice.weighed(&[
            ("复核报价与优惠权限", 4),
            ("陪同洽谈重点客户", 3),
            ("战败前复盘：是否还有机会", 2),
            ("置换差价审批", 2),
        ]);
        let assignee = self.head(Role::SalesManager, self.person.consultant);
        Duty { title: Text::Borrowed(title), kind: TaskKind::FollowUp, assignee, priority: Priority::High }
    }

    /// Who holds this role in the store, or somebody else when nobody does.
    fn head(&self, role: Role, else_by: usize) -> usize {
        self.world.group().staff_with(self.person.store, role).next().unwrap_or(else_by)
    }

    fn win_back(&mut self) -> Duty {
        let (title, kind) = self.dice.weighed(&[
            (("流失预警：电话关怀", TaskKind::Call), 5),
            (("邀请免费检测", TaskKind::Call), 3),
            (("核实联系方式与用车情况", TaskKind::Verify), 2),
        ]);
        Duty { title: Text::Borrowed(title), kind, assignee: self.person.care_agent, priority: Priority::Normal }
    }

    /// Something for an owner: what is due soonest, or a friendly call.
    fn keep(&mut self, cars: &[CarStory]) -> Duty {
        let soon = later(self.world.today(), 30);
        let current: Option<&Holding> = self.garage.holdings.iter().find(|held| held.until.is_none());
        let series = current.map_or("爱车", |held| held.model.series);
        let is_due = |day: Option<NaiveDate>| day.is_some_and(|day| day < soon);
        if cars.iter().any(|car| is_due(car.insurance_until)) {
            let title = Text::Owned(format!("{series} 续保报价"));
            return Duty { title, kind: TaskKind::Call, assignee: self.person.care_agent, priority: Priority::High };
        }
        if cars.iter().any(|car| is_due(car.next_service_on)) {
            let title = Text::Owned(format!("邀约 {series} 保养"));
            return Duty { title, kind: TaskKind::Call, assignee: self.person.advisor, priority: Priority::Normal };
        }
        let (title, kind, assignee) = self.dice.weighed(&[
            (("满意度回访", TaskKind::Call, self.person.care_agent), 4),
            (("询问置换意向", TaskKind::Call, self.person.consultant), 4),
            (("年度客户资料确认", TaskKind::ConfirmData, self.person.care_agent), 2),
            (("发送季节用车提示", TaskKind::Message, self.person.advisor), 3),
            (("年检到期提醒", TaskKind::Call, self.person.advisor), 2),
            (("接待预约保养到店", TaskKind::Visit, self.person.advisor), 3),
            (("邀请参加老客户答谢日", TaskKind::Message, self.person.consultant), 2),
        ]);
        Duty { title: Text::Borrowed(title), kind, assignee, priority: Priority::Normal }
    }

    fn complaint(&mut self) -> TaskStory {
        let today = self.world.today();
        let created = later(today, -self.dice.between(1, 3));
        let (title, role) = self.dice.weighed(&[
            (("处理客户投诉并回电", Role::CareAgent), 6),
            (("投诉升级：安排复检并答复客户", Role::ServiceManager), 3),
            (("重大投诉：店总回访客户", Role::StoreManager), 2),
        ]);
        let assignee =
            if role == Role::CareAgent { self.person.care_agent } else { self.head(role, self.person.care_agent) };
        TaskStory {
            title: Text::Borrowed(title),
            kind: TaskKind::Call,
            state: TaskState::Open,
            priority: Priority::High,
            store: self.person.store,
            assignee,
            car: None,
            due_at: season::instant(later(today, self.dice.between(-1, 1)), 17 * 60),
            created_at: season::working_hour(&mut self.dice, created),
            done_at: None,
            note: Some(Text::Borrowed("48 小时内给出解决方案，必要时请服务经理一起沟通")),
            outcome: None,
        }
    }

    /// Late, today, this week or later.
    fn due(&mut self, duty: Duty, history: &History, car: Option<crate::story::CarRef>) -> TaskStory {
        let today = self.world.today();
        let (from, to) = self.dice.weighed(&[((-9, -1), 18), ((0, 0), 30), ((1, 6), 40), ((7, 20), 12)]);
        let day = later(today, self.dice.between(from, to));
        let created = later(day.min(today), -self.dice.between(1, 8));
        let note = self.dice.chance(35).then(|| {
            Text::Borrowed(self.dice.weighed(&[
                ("上午不方便接电话，下午两点后联系", 3),
                ("先看一下上次沟通记录", 2),
                ("微信已发资料，确认是否看到", 3),
                ("家人一起决定，注意态度", 1),
                ("客户比较忙，说重点", 2),
            ]))
        });
        TaskStory {
            title: duty.title,
            kind: duty.kind,
            state: TaskState::Open,
            priority: duty.priority,
            store: self.person.store,
            assignee: duty.assignee,
            car,
            due_at: season::instant(day, self.dice.weighed(&[(600, 2), (690, 2), (870, 2), (960, 3), (1050, 3)])),
            created_at: season::working_hour(&mut self.dice, created).max(history.created_at),
            done_at: None,
            note,
            outcome: None::<Outcome>,
        }
    }
}
