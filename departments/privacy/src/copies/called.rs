//! What the ids and values in a copy are called: stores, colleagues, cars and tags by their names, instants in the time of the store,
//! money in yuan.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use kernel::{CustomerId, Language, Result, StaffId, StoreId, VehicleId, time::Calendar};
use messaging::consents;
use platform::{
    Db,
    names::{self, Known, Wanted},
};
use sea_orm::prelude::Uuid;
use serde_json::{Map, Value};

use super::{
    collect::Gathered,
    sections::{self, Shape},
    vocabulary,
};

/// Everything that is needed to say the values of a copy.
#[derive(Debug, Default)]
pub struct Called {
    known: Known,
    tags: HashMap<Uuid, String>,
    households: HashMap<Uuid, String>,
    shares: HashMap<Uuid, String>,
    /// Code → Chinese, English.
    purposes: HashMap<String, (String, String)>,
}

platform::record! {
    struct Calling { id: Uuid, name: String }
}

platform::record! {
    struct Handed { id: Uuid, name: String, shared_at: DateTime<Utc> }
}

/// Looks up what the ids of these rows are called.
pub async fn of(db: &Db<'_>, gathered: &Gathered, home: StoreId) -> Result<Called> {
    let wanted = Wanted {
        customers: ids(gathered, |shape| matches!(shape, Shape::Customer)).into_iter().map(CustomerId).collect(),
        vehicles: ids(gathered, |shape| matches!(shape, Shape::Car)).into_iter().map(VehicleId).collect(),
        staff: ids(gathered, |shape| matches!(shape, Shape::Staff)).into_iter().map(StaffId).collect(),
        stores: ids_of_stores(gathered).chain([home]).collect(),
    };
    let known = names::of(db, wanted).await?;
    let calendar = known.calendar(home);
    let tags = ids(gathered, |shape| matches!(shape, Shape::Tag));
    let households = ids(gathered, |shape| matches!(shape, Shape::Household));
    let shares = ids(gathered, |shape| matches!(shape, Shape::Share));
    let handed: Vec<Handed> = rows(db, "select id, party_name as name, shared_at from shares", &shares).await?;
    let purposes = consents::purposes(db).await?.into_iter();
    Ok(Called {
        known,
        tags: names_in(db, "select id, name from tags", &tags).await?,
        households: names_in(db, "select id, name from households", &households).await?,
        shares: handed
            .into_iter()
            .map(|row| (row.id, format!("{} · {}", row.name, calendar.day(row.shared_at))))
            .collect(),
        purposes: purposes
            .map(|one| {
                let words = (one.title(Language::Zh).to_owned(), one.title(Language::En).to_owned());
                (one.code, words)
            })
            .collect(),
    })
}

impl Called {
    /// By which calendar the instants of a row are told: that of its store, or of the store that made the copy.
    pub fn calendar(&self, row: &Map<String, Value>, home: StoreId) -> Calendar {
        self.known.calendar(row.get("store_id").and_then(id).map_or(home, StoreId))
    }

    /// A value in words; nothing where there is nothing to say.
    pub fn said(&self, value: &Value, shape: Shape, calendar: Calendar, language: Language) -> Option<String> {
        let said = match shape {
            Shape::Moment => instant(value).map(|at| moment(at, calendar)).or_else(|| text(value)),
            Shape::Yes => (value == &Value::Bool(true)).then(|| language.pick("是", "yes").to_owned()),
            Shape::Money => value.as_i64().map(|fen| money(fen, language)),
            Shape::Kilometres => value.as_i64().map(|km| format!("{} {}", grouped(km), language.pick("公里", "km"))),
            Shape::Percent => value.as_i64().map(|share| format!("{share}%")),
            Shape::Word(words) => {
                text(value).map(|code| vocabulary::word(words, &code, language).map_or(code, str::to_owned))
            }
            Shape::Store => id(value).map(|id| self.known.store(StoreId(id)).name),
            Shape::Staff => id(value).map(|id| self.known.staff(StaffId(id)).name),
            Shape::Car => id(value).map(|id| self.known.vehicle(VehicleId(id)).name),
            Shape::Customer => id(value).map(|id| self.known.customer(CustomerId(id)).name),
            Shape::Tag => id(value).and_then(|id| self.tags.get(&id).cloned()),
            Shape::Household => id(value).and_then(|id| self.households.get(&id).cloned()),
            Shape::Share => id(value).and_then(|id| self.shares.get(&id).cloned()),
            Shape::Purpose => text(value).map(|code| match self.purposes.get(&code) {
                Some((zh, en)) => language.pick(zh, en).to_owned(),
                None => code,
            }),
            Shape::Event => text(value).map(|name| journal::nouns::title(&name, language)),
            Shape::Look => text(value).map(|name| look(&name, language)),
            Shape::Pairs => Some(joined(value)),
            Shape::Text | Shape::Day | Shape::Count => text(value),
        };
        said.filter(|said| !said.is_empty())
    }
}

/// An instant on the wall of the store.
pub fn moment(at: DateTime<Utc>, calendar: Calendar) -> String {
    let day = calendar.day(at);
    let minutes = (at - calendar.start_of(day)).num_minutes();
    format!("{day} {:02}:{:02}", minutes / 60, minutes % 60)
}

fn instant(value: &Value) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(value.as_str()?).ok().map(|at| at.to_utc())
}

fn look(name: &str, language: Language) -> String {
    let known = audit::LOOKS.iter().find(|(known, ..)| *known == name);
    known.map_or(name, |(_, zh, en)| language.pick(zh, en)).to_owned()
}

fn money(fen: i64, language: Language) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let amount = format!("{sign}{}.{:02}", grouped((fen / 100).abs()), (fen % 100).abs());
    match language {
        Language::Zh => format!("{amount} 元"),
        Language::En => format!("CNY {amount}"),
    }
}

/// `12,345`.
fn grouped(count: i64) -> String {
    let digits = count.abs().to_string();
    let mut said = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    if count < 0 { format!("-{said}") } else { said }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(_) | Value::Object(_) => Some(joined(value)),
        other => Some(other.to_string()),
    }
}

/// The texts in a list or an object.
fn joined(value: &Value) -> String {
    let parts: Vec<String> = match value {
        Value::Array(items) => items.iter().filter_map(text).collect(),
        Value::Object(items) => items.values().filter_map(text).collect(),
        other => text(other).into_iter().collect(),
    };
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn id(value: &Value) -> Option<Uuid> {
    Uuid::parse_str(value.as_str()?).ok()
}

/// The ids in all columns of such a shape.
fn ids(gathered: &Gathered, is_wanted: fn(&Shape) -> bool) -> BTreeSet<Uuid> {
    let told = sections::all().flat_map(|section| section.columns.iter().map(move |told| (section.table, told)));
    told.filter(|(_, told)| is_wanted(&told.shape))
        .flat_map(|(table, told)| gathered.get(table).into_iter().flatten().filter_map(|row| row.get(told.column)))
        .filter_map(id)
        .collect()
}

fn ids_of_stores(gathered: &Gathered) -> impl Iterator<Item = StoreId> {
    gathered.values().flatten().filter_map(|row| row.get("store_id")).filter_map(id).map(StoreId)
}

async fn names_in(db: &Db<'_>, select: &str, ids: &BTreeSet<Uuid>) -> Result<HashMap<Uuid, String>> {
    let rows: Vec<Calling> = rows(db, select, ids).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Rows of the group with these ids.
async fn rows<T: platform::database::Record>(db: &Db<'_>, select: &str, ids: &BTreeSet<Uuid>) -> Result<Vec<T>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let places: Vec<String> = (0..ids.len()).map(|at| format!("${}", at + 2)).collect();
    let values = std::iter::once(db.scope().group().into()).chain(ids.iter().map(|id| (*id).into())).collect();
    db.fetch_text(&format!("{select} where group_id = $1 and id in ({})", places.join(", ")), values).await
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(value: &Value, shape: Shape, language: Language) -> Option<String> {
        Called::default().said(value, shape, Calendar::default(), language)
    }

    #[test]
    fn money_is_in_yuan_times_are_the_stores_and_codes_are_words() {
        let zh = |value: Value, shape| said(&value, shape, Language::Zh);
        assert_eq!(zh(json!(108_000), Shape::Money).as_deref(), Some("1,080.00 元"));
        assert_eq!(said(&json!(-5), Shape::Money, Language::En).as_deref(), Some("CNY -0.05"));
        assert_eq!(zh(json!("2026-11-23T03:08:03.165+00:00"), Shape::Moment).as_deref(), Some("2026-11-23 11:08"));
        assert_eq!(zh(json!("owner"), Shape::Word(vocabulary::STAGES)).as_deref(), Some("车主"));
        assert_eq!(zh(json!("自家展厅"), Shape::Word(vocabulary::SOURCES)).as_deref(), Some("自家展厅"));
        assert_eq!(zh(json!(1_234_567), Shape::Kilometres).as_deref(), Some("1,234,567 公里"));
        assert_eq!(zh(json!(false), Shape::Yes), None);
        assert_eq!(zh(json!("customer.seen"), Shape::Look).as_deref(), Some("查看客户"));
    }
}
