//! Rules as the trade uses them, ready to be taken for a tag.

use kernel::{Language, Result, TagGroupId};
use platform::{Db, Tx};
use serde_json::{Value, json};

use super::{http::written, keeping};
use crate::{
    choosing::{self, CustomerRule, http::RuleForm},
    tags::{self, tag::Tag, view::TagTemplate},
};

struct Template {
    code: &'static str,
    name: (&'static str, &'static str),
    colour: &'static str,
    rule: fn() -> Value,
}

const TEMPLATES: [Template; 9] = [
    Template {
        code: "at_risk",
        name: ("流失预警", "At risk"),
        colour: "red",
        rule: || {
            json!({ "all": [
                one("visits", "at_least", json!(1)),
                one("last_visit", "older_than_days", json!(270)),
                one("stage", "any_of", json!(["owner", "loyal", "at_risk"])),
            ] })
        },
    },
    Template {
        code: "service_due",
        name: ("保养到期", "Service due"),
        colour: "amber",
        rule: || {
            json!({ "any": [
                one("next_service", "within_days", json!(30)),
                one("next_service", "older_than_days", json!(0)),
            ] })
        },
    },
    Template {
        code: "first_service_missed",
        name: ("首保未回", "First service missed"),
        colour: "slate",
        rule: || {
            json!({ "all": [
                one("purchases", "at_least", json!(1)),
                one("last_purchase", "older_than_days", json!(210)),
                one("visits", "at_most", json!(0)),
            ] })
        },
    },
    Template {
        code: "high_value",
        name: ("高价值", "High value"),
        colour: "violet",
        rule: || {
            json!({ "any": [
                one("spend", "at_least", json!(400_000)),
                one("visit_spend", "at_least", json!(20_000)),
            ] })
        },
    },
    Template {
        code: "frequent",
        name: ("高频进店", "Frequent visitor"),
        colour: "green",
        rule: || json!({ "all": [one("visits_lately", "at_least", json!([4, 365]))] }),
    },
    Template {
        code: "insurance_due",
        name: ("续保临近", "Insurance due"),
        colour: "blue",
        rule: || json!({ "all": [one("insurance_until", "within_days", json!(45))] }),
    },
    Template {
        code: "birthday",
        name: ("本月生日", "Birthday this month"),
        colour: "teal",
        rule: || json!({ "all": [one("kind", "is", json!("person")), one("birthday", "this_month", Value::Null)] }),
    },
    Template {
        code: "new_energy",
        name: ("新能源车主", "New-energy owner"),
        colour: "green",
        rule: || {
            let energy = json!(["electric", "plug_in", "range_extended", "hydrogen"]);
            json!({ "all": [one("energy", "any_of", energy)] })
        },
    },
    Template {
        code: "complaint_open",
        name: ("投诉未结", "Complaint open"),
        colour: "red",
        rule: || json!({ "all": [one("complaints_open", "at_least", json!(1))] }),
    },
];

/// All of them in the language of the caller.
pub async fn views(db: &Db<'_>) -> Result<Vec<TagTemplate>> {
    let rules: Vec<CustomerRule> = TEMPLATES.iter().map(read).collect::<Result<_>>()?;
    let sentences = choosing::sentences(db, &rules.iter().collect::<Vec<_>>()).await?;
    let language = db.scope().language();
    let views = TEMPLATES.iter().zip(sentences).map(|(template, sentence)| TagTemplate {
        code: template.code,
        name: language.pick(template.name.0, template.name.1),
        colour: template.colour,
        rule: RuleForm((template.rule)()),
        sentence,
    });
    Ok(views.collect())
}

/// Takes all of them into a group of tags, and leaves the night's pass; the base is gone through by whoever calls this.
pub async fn take_all(tx: &mut Tx, group: TagGroupId) -> Result<Vec<Tag>> {
    let mut taken = Vec::new();
    for template in &TEMPLATES {
        let mut tag = tags::store::add(tx, group, template.name.0.to_owned(), template.colour.to_owned()).await?;
        let rule = read(template)?;
        let zh = choosing::sentence_in(&tx.db(), &rule, Language::Zh).await?;
        let en = choosing::sentence_in(&tx.db(), &rule, Language::En).await?;
        let event = tag.keep_by_rule(zh, en);
        let tag = tags::store::save(tx, tag, event).await?;
        keeping::ask_everyone(tx, written(tx, &tag, &rule, None), true).await?;
        taken.push(tag);
    }
    keeping::ask_at_night(tx).await?;
    Ok(taken)
}

fn read(template: &Template) -> Result<CustomerRule> {
    choosing::read(&(template.rule)(), "rule")
}

fn one(field: &str, operator: &str, value: impl Into<Value>) -> Value {
    let value: Value = value.into();
    json!({ "field": field, "operator": operator, "value": value })
}
