//! The copy on paper: the person first, then section by section what is held, in words.

use std::cmp::Reverse;

use kernel::Language;
use papers::Paper;
use serde_json::{Map, Value};

use super::{
    archive::Head,
    called::{self, Called},
    collect::Gathered,
    sections::{self, Layout, Section, Shape, Told},
};

/// Rows of one table that stand on paper, the newest first; all of them stand in the JSON.
const ROWS_ON_PAPER_MAX: usize = 300;

type Row = Map<String, Value>;

pub fn paper(head: &Head<'_>, gathered: &Gathered, called: &Called, language: Language) -> Paper {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let made_at = called::moment(head.made_at, called.calendar(&Row::new(), head.store));
    let title = say("个人信息副本", "Copy of your personal data");
    let mut paper = Paper::new(title, format!("{} · {}", head.group, head.request))
        .pairs(name_of(head, gathered).map(|name| (say("姓名", "Name"), name)))
        .pairs([
            (say("个人信息处理者", "Held by"), head.group.to_owned()),
            (say("请求编号", "Request"), head.request.to_owned()),
            (say("生成时间", "Made at"), made_at),
        ])
        .text(say(
            "以下为本公司持有的与您有关的全部个人信息，时间均为门店当地时间。机器可读的完整内容见同一压缩包中的 person.json，其结构说明见 \
             schema.json。",
            "This is all personal data we hold about you; times are those of the store. The whole of it, for machines, stands in \
             person.json beside this paper; schema.json describes it.",
        ));
    for section in sections::all() {
        if let Some(rows) = gathered.get(section.table) {
            paper = section_on(paper, (head, called), section, rows, language);
        }
    }
    paper.rule().small(say(
        "系统运行所需的编号和技术记录只列在 person.json 中。",
        "Ids and rows that only serve the machinery stand in person.json alone.",
    ))
}

/// What the person is called in the record that was asked about.
fn name_of(head: &Head<'_>, gathered: &Gathered) -> Option<String> {
    let rows = gathered.get("customers")?;
    let id = head.customer.to_string();
    let row = rows.iter().find(|row| row.get("id").and_then(Value::as_str) == Some(&id)).or(rows.first())?;
    row.get("name").and_then(Value::as_str).map(str::to_owned)
}

fn section_on(
    mut paper: Paper,
    (head, called): (&Head<'_>, &Called),
    section: &Section,
    rows: &[Row],
    language: Language,
) -> Paper {
    let said = |row: &Row, told: &Told| {
        let calendar = called.calendar(row, head.store);
        row.get(told.column).and_then(|value| called.said(value, told.shape, calendar, language))
    };
    let title = section.title(language);
    let heading = if rows.len() > 1 { format!("{title} ({})", rows.len()) } else { title.to_owned() };
    paper = paper.heading(heading);
    for (at, row) in in_order(section, rows).into_iter().take(ROWS_ON_PAPER_MAX).enumerate() {
        match section.layout {
            Layout::Blocks => {
                if at > 0 {
                    paper = paper.rule();
                }
                let lines = section.columns.iter().filter_map(|told| Some((told.label(language), said(row, told)?)));
                paper = paper.pairs(lines);
            }
            Layout::Lines => {
                let (first, rest) = match section.columns {
                    [first, rest @ ..] => (first, rest),
                    [] => continue,
                };
                let rest = rest.iter().filter_map(|told| Some(in_line(told, &said(row, told)?, language)));
                let label = said(row, first).unwrap_or_else(|| "—".to_owned());
                paper = paper.pairs([(label, rest.collect::<Vec<_>>().join(" · "))]);
            }
        }
    }
    if rows.len() > ROWS_ON_PAPER_MAX {
        let words = language.pick("较早的见 person.json。", "Older ones stand in person.json.");
        paper = paper.small(words);
    }
    paper
}

/// A value among others in a line: with its label where it does not speak for itself.
fn in_line(told: &Told, said: &str, language: Language) -> String {
    let label = told.label(language);
    match told.shape {
        Shape::Yes => label.to_owned(),
        Shape::Moment | Shape::Day | Shape::Staff | Shape::Customer => format!("{label} {said}"),
        _ => said.to_owned(),
    }
}

/// The record itself before those that live on in it, what is preferred before the rest, then the newest first.
fn in_order<'a>(section: &Section, rows: &'a [Row]) -> Vec<&'a Row> {
    let dated = section.columns.iter().find(|told| matches!(told.shape, Shape::Moment | Shape::Day));
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by_key(|row| {
        let at = dated.and_then(|told| row.get(told.column)).and_then(Value::as_str).unwrap_or_default();
        (row.contains_key("merged_into"), row.get("is_primary") != Some(&Value::Bool(true)), Reverse(at))
    });
    rows
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use kernel::{CustomerId, StoreId};
    use papers::Block;
    use sea_orm::prelude::Uuid;
    use serde_json::json;

    use super::*;

    fn row(value: &Value) -> Row {
        value.as_object().unwrap().clone()
    }

    fn copy(language: Language) -> Paper {
        let gathered: Gathered = [
            (
                "audit_looks",
                vec![row(&json!({ "number": 1, "at": "2026-11-23T03:08:03.165+00:00", "name": "customer.seen",
                "actor_kind": "staff", "actor_name": "季敏" }))],
            ),
            ("contacts", vec![row(&json!({ "kind": "phone", "value": "+8613800001234", "is_primary": true }))]),
            ("customer_facts", vec![row(&json!({ "spend": 108_000, "stage": "owner" }))]),
            (
                "customers",
                vec![row(
                    &json!({ "id": Uuid::nil().to_string(), "name": "王小明", "stage": "owner", "kind": "person" }),
                )],
            ),
        ]
        .map(|(table, rows)| (table.to_owned(), rows))
        .into();
        let head = Head {
            group: "澄岚汽车",
            request: "PR-SH01-26-000001",
            made_at: DateTime::UNIX_EPOCH,
            customer: CustomerId(Uuid::nil()),
            store: StoreId(Uuid::nil()),
        };
        paper(&head, &gathered, &Called::default(), language)
    }

    fn words(paper: &Paper) -> Vec<String> {
        let said = paper.blocks.iter().flat_map(|block| match block {
            Block::Heading(text) => vec![format!("# {text}")],
            Block::Pairs(pairs) => pairs.iter().map(|(label, value)| format!("{label}: {value}")).collect(),
            _ => vec![],
        });
        said.collect()
    }

    #[test]
    fn the_person_comes_first_and_who_looked_last_all_of_it_in_words() {
        assert_eq!(
            words(&copy(Language::Zh)),
            [
                "姓名: 王小明",
                "个人信息处理者: 澄岚汽车",
                "请求编号: PR-SH01-26-000001",
                "生成时间: 1970-01-01 08:00",
                "# 基本资料",
                "姓名: 王小明",
                "类型: 个人",
                "客户阶段: 车主",
                "# 联系方式",
                "电话: +8613800001234 · 首选",
                "# 统计",
                "累计消费: 1,080.00 元",
                "客户阶段: 车主",
                "# 查看记录",
                "2026-11-23 11:08: 查看客户 · 季敏",
            ]
        );
        let english = words(&copy(Language::En));
        assert!(
            english.contains(&"Stage: owner".to_owned()) && english.contains(&"Spent in all: CNY 1,080.00".to_owned())
        );
        assert_eq!(english.last().unwrap(), "2026-11-23 11:08: Saw a customer · 季敏");
    }
}
