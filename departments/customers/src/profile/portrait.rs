//! The portrait: one sentence made of the facts, 'young commuter with an electric car, comes for every service, one open
//! complaint'. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Language, brand::Brand};

use crate::{
    facts::fact::{Facts, known},
    people::customer::{Customer, CustomerKind, DecisionStyle, Gender, UseScenario},
    vehicles::vehicle::{Energy, Vehicle},
};

/// The sentence in one language; says only what is known.
pub fn sentence(
    customer: &Customer,
    facts: &Facts,
    main: Option<&Vehicle>,
    now: DateTime<Utc>,
    language: Language,
) -> String {
    let today = now.date_naive();
    let parts: Vec<String> = [
        who(customer, today, language),
        car(facts, main, language),
        scenario(customer, language),
        habit(facts, now, language),
        style(customer, language),
        trouble(facts, language),
    ]
    .into_iter()
    .flatten()
    .collect();
    match language {
        Language::Zh => format!("{}。", parts.join("，")),
        Language::En => format!("{}.", capital(&parts.join(", "))),
    }
}

fn who(customer: &Customer, today: NaiveDate, language: Language) -> Option<String> {
    if customer.kind == CustomerKind::Company {
        return Some(language.pick("企业客户", "company").into());
    }
    let age = customer.birthday.and_then(|birthday| today.years_since(birthday));
    let gender = customer.gender;
    Some(match language {
        Language::Zh => {
            let noun = match gender {
                Some(Gender::Female) => "女士",
                Some(Gender::Male) => "先生",
                None => "客户",
            };
            age.map_or_else(|| format!("一位{noun}"), |age| format!("{age} 岁{noun}"))
        }
        Language::En => {
            let noun = match gender {
                Some(Gender::Female) => "woman",
                Some(Gender::Male) => "man",
                None => "customer",
            };
            age.map_or_else(|| noun.to_owned(), |age| format!("{noun} of {age}"))
        }
    })
}

fn car(facts: &Facts, main: Option<&Vehicle>, language: Language) -> Option<String> {
    let Some(car) = main else {
        return (facts.vehicles == 0).then(|| language.pick("还没有在册车辆", "no car on record yet").into());
    };
    let title = title(car, language)?;
    let energy = car.energy.map(|energy| energy_word(energy, language)).unwrap_or_default();
    Some(match (language, facts.vehicles) {
        (Language::Zh, 1) => format!("开{energy}{title}"),
        (Language::Zh, count) => format!("名下 {count} 台车，常开{energy}{title}"),
        (Language::En, 1) => format!("drives {}", with_article(&format!("{energy}{title}"))),
        (Language::En, count) => {
            format!("has {count} cars, mostly drives {}", with_article(&format!("{energy}{title}")))
        }
    })
}

/// Make and series, the make by the name it has in the language.
fn title(car: &Vehicle, language: Language) -> Option<String> {
    let title = car.known_title()?;
    let make = Brand::find(&car.brand).filter(|_| language == Language::En);
    Some(make.map_or_else(|| title.clone(), |make| title.replacen(&car.brand, make.english, 1)))
}

fn with_article(words: &str) -> String {
    let is_vowel = words.starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o']);
    format!("{} {words}", if is_vowel { "an" } else { "a" })
}

fn energy_word(energy: Energy, language: Language) -> &'static str {
    match energy {
        Energy::Electric => language.pick("纯电 ", "battery-electric "),
        Energy::PlugIn => language.pick("插混 ", "plug-in hybrid "),
        Energy::RangeExtended => language.pick("增程 ", "range-extended "),
        Energy::Hybrid => language.pick("混动 ", "hybrid "),
        Energy::Hydrogen => language.pick("氢能 ", "hydrogen "),
        Energy::Petrol | Energy::Diesel => "",
    }
}

fn scenario(customer: &Customer, language: Language) -> Option<String> {
    let words = match customer.use_scenario? {
        UseScenario::Commute => ("主要用于通勤", "mainly commutes"),
        UseScenario::Leisure => ("常自驾出游", "often out for leisure"),
        UseScenario::Business => ("商务用车", "drives on business"),
        UseScenario::Family => ("家庭用车", "drives the family"),
    };
    Some(language.pick(words.0, words.1).into())
}

/// More visits a year than this is somebody who comes for every service.
const REGULAR_VISITS: i64 = 1;

fn habit(facts: &Facts, now: DateTime<Utc>, language: Language) -> Option<String> {
    let last = known(facts.last_visit_at)?;
    let months = (now - last).num_days() / 30;
    let years = ((now - facts.first_seen_at).num_days() / 365).max(1);
    let words = if months >= 12 {
        (format!("已 {months} 个月没有进店"), format!("has not been here for {months} months"))
    } else if i64::from(facts.visits) >= years * REGULAR_VISITS {
        (format!("按时保养，共进店 {} 次", facts.visits), format!("comes for every service, {}", visits(facts.visits)))
    } else {
        (format!("偶尔进店，共 {} 次", facts.visits), format!("comes now and then, {}", visits(facts.visits)))
    };
    Some(language.pick(&words.0, &words.1).to_owned())
}

fn visits(count: i32) -> String {
    if count == 1 { "one visit".into() } else { format!("{count} visits") }
}

fn style(customer: &Customer, language: Language) -> Option<String> {
    let words = match customer.decision_style? {
        DecisionStyle::Careful => ("决策谨慎，看重对比", "decides carefully, wants comparisons"),
        DecisionStyle::Decisive => ("决策果断，看重现车和优惠", "decides quickly, wants cars in stock"),
    };
    Some(language.pick(words.0, words.1).into())
}

fn trouble(facts: &Facts, language: Language) -> Option<String> {
    let open = facts.complaints_open;
    (open > 0).then(|| match language {
        Language::Zh => format!("有 {open} 件投诉未结"),
        Language::En if open == 1 => "one complaint still open".into(),
        Language::En => format!("{open} complaints still open"),
    })
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
