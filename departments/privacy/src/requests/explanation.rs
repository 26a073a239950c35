//! What the machines of the house worked out about a person, in words for the letter that explains it (PIPL articles 24 and 48).

use customers::{facts, tags};
use kernel::{CustomerId, Language, Result};
use platform::Db;

/// A draft of the explanation: tags that rules put there with the rules, and the scores of the record with what they are made of.
pub async fn draft(db: &Db<'_>, customer: CustomerId, language: Language) -> Result<String> {
    let mut lines = Vec::new();
    let tags = tags::store::of_customers(db, &[customer]).await?.remove(&customer).unwrap_or_default();
    for tag in tags {
        let Some(rule) = tag.rule else { continue };
        lines.push(match language {
            Language::Zh => format!("标签“{}”：系统按规则自动添加，规则为：{}。", tag.name, rule.sentence),
            Language::En => format!("Tag \"{}\": put there by a rule: {}.", tag.name, rule.sentence),
        });
    }
    let found = facts::store::find_all(db, &[customer].into()).await?.remove(&customer);
    if let Some(facts) = found {
        let (completeness, validity, quality) = (facts.completeness, facts.validity, facts.quality);
        lines.push(match language {
            Language::Zh => format!(
                "档案质量 {quality} 分：由资料的完整程度（{completeness} 分）和是否有效（{validity} 分）加权得出，只用于提醒员工补全资料，不影响对您的价格和服务。"
            ),
            Language::En => format!(
                "Quality of the record {quality}: made of how complete it is ({completeness}) and whether it is valid ({validity}); it only \
                 reminds staff to complete the record and changes neither prices nor service."
            ),
        });
        lines.push(match language {
            Language::Zh => format!(
                "据以汇总的记录：到店 {} 次，购车 {} 次，名下车辆 {} 辆，联系 {} 次，投诉 {} 件。",
                facts.visits, facts.purchases, facts.vehicles, facts.contacts, facts.complaints
            ),
            Language::En => format!(
                "Worked out from: {} visits, {} purchases, {} cars, {} contacts, {} complaints.",
                facts.visits, facts.purchases, facts.vehicles, facts.contacts, facts.complaints
            ),
        });
    }
    Ok(lines.join("\n"))
}
