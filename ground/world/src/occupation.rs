//! What people do for a living, by age, income and gender.

use crate::dice::Dice;
use crate::words::Gender;

struct Occupation {
    name: &'static str,
    ages: (i32, i32),
    incomes: (usize, usize),
    only: Option<Gender>,
}

const fn job(name: &'static str, ages: (i32, i32), incomes: (usize, usize)) -> Occupation {
    Occupation { name, ages, incomes, only: None }
}

const fn job_of(only: Gender, name: &'static str, ages: (i32, i32), incomes: (usize, usize)) -> Occupation {
    Occupation { name, ages, incomes, only: Some(only) }
}

static OCCUPATIONS: &[Occupation] = &[
    job("软件工程师", (23, 45), (1, 4)),
    job("小学教师", (23, 58), (0, 2)),
    job("销售经理", (26, 50), (1, 4)),
    job("个体经营", (25, 62), (0, 4)),
    job("公司职员", (22, 55), (0, 2)),
    job("公务员", (25, 59), (1, 3)),
    job("企业主", (32, 64), (3, 5)),
    job("护士", (22, 50), (0, 2)),
    job("主治医师", (31, 58), (2, 4)),
    job("会计", (24, 55), (0, 3)),
    job("机械工程师", (25, 56), (1, 3)),
    job("外贸业务员", (24, 45), (0, 3)),
    job("工厂班组长", (28, 55), (0, 1)),
    job("律师", (28, 58), (2, 5)),
    job("银行职员", (24, 52), (1, 3)),
    job("设计师", (23, 45), (0, 3)),
    job("电商运营", (22, 40), (0, 3)),
    job("中学教师", (25, 58), (1, 2)),
    job_of(Gender::Male, "网约车司机", (26, 55), (0, 1)),
    job("建筑工程师", (27, 56), (1, 3)),
    job("房产经纪人", (23, 45), (0, 2)),
    job("人事经理", (29, 52), (1, 3)),
    job("采购经理", (29, 54), (1, 3)),
    job("物流主管", (27, 52), (0, 2)),
    job("健身教练", (22, 38), (0, 2)),
    job("产品经理", (25, 42), (2, 4)),
    job("大学讲师", (29, 60), (2, 3)),
    job_of(Gender::Male, "装修包工头", (30, 58), (0, 3)),
    job("餐饮店主", (27, 58), (0, 3)),
    job("公司高管", (36, 60), (4, 5)),
    job("投资经理", (29, 52), (3, 5)),
    job("芯片工程师", (25, 46), (2, 5)),
    job_of(Gender::Female, "美容院店长", (26, 50), (0, 3)),
    job_of(Gender::Female, "幼儿园教师", (22, 48), (0, 1)),
    job_of(Gender::Female, "全职妈妈", (27, 48), (2, 5)),
    job("自由职业", (22, 55), (0, 3)),
    job_of(Gender::Male, "退休职工", (60, 80), (0, 3)),
    job_of(Gender::Female, "退休职工", (51, 80), (0, 3)),
    job_of(Gender::Male, "退休干部", (60, 80), (2, 5)),
    job_of(Gender::Female, "退休教师", (55, 80), (1, 5)),
];

/// An occupation that fits.
pub(crate) fn of(dice: &mut Dice, age: i32, income: usize, gender: Gender) -> &'static str {
    let fits = |job: &Occupation| {
        (job.ages.0..=job.ages.1).contains(&age)
            && (job.incomes.0..=job.incomes.1).contains(&income)
            && job.only.is_none_or(|only| only == gender)
    };
    let count = OCCUPATIONS.len();
    let start = dice.below(count as u32) as usize;
    // Every seventh row from a random start: the list is 40 long, so all rows are tried once.
    (0..count)
        .map(|step| &OCCUPATIONS[(start + step * 7) % count])
        .find(|job| fits(job))
        .map_or(if age >= 60 { "退休" } else { "自由职业" }, |job| job.name)
}
