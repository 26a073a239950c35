//! Fitting a text to a customer: what is known for its gaps, the text as it is sent and as staff may read it.

use kernel::{CustomerId, Error, Language, Result, StoreId, VehicleId};
use platform::{
    Actor, Db,
    names::{self, Wanted},
};

use crate::{
    channel::{Approved, Catalogue, Postbox},
    templates::{
        Values, Words,
        render::{self, Reader},
    },
    write::Content,
};

/// A text filled as far as possible.
pub(crate) struct Shown {
    pub subject: Option<String>,
    pub text: String,
    /// The gaps nothing is known for; they stay as they are.
    pub missing: Vec<String>,
}

/// What is known of a customer, their store and who writes.
pub(crate) async fn values_of(
    db: &Db<'_>,
    customer: CustomerId,
    vehicle: Option<VehicleId>,
    language: Language,
) -> Result<Values> {
    let wanted = Wanted { customers: [customer].into(), ..Wanted::default() };
    let known = names::within_reach(db, wanted).await?;
    let named = known.customers.get(&customer).ok_or_else(|| {
        Error::invalid("customer_id", "customer.unknown", "there is no such customer, or they are not yours to see")
    })?;
    let postbox = db.platform().provided::<Postbox>()?;
    let mut values = postbox.addresses().values(db, customer, vehicle, language).await?;
    values.insert("customer.name".into(), named.name.as_str().into());
    values.entry("customer.greeting".into()).or_insert_with(|| named.name.as_str().into());
    if let Actor::Staff { name, .. } = db.scope().actor() {
        values.insert("staff.name".into(), name.as_str().into());
    }
    values.extend(store_values(db, named.store).await?);
    Ok(values)
}

async fn store_values(db: &Db<'_>, store: StoreId) -> Result<Values> {
    let wanted = Wanted { stores: [store].into(), ..Wanted::default() };
    let mut known = names::of(db, wanted).await?;
    let Some(store) = known.stores.remove(&store) else { return Ok(Values::new()) };
    let given = [("store.name", Some(store.name)), ("store.phone", store.phone), ("store.address", store.address)];
    Ok(given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into()))).collect())
}

/// What a carrier is handed, or the names of the gaps nothing is known for.
pub(crate) fn content(
    words: &Words,
    values: &Values,
    language: Language,
    catalogue: &Catalogue,
) -> Result<Content, Vec<String>> {
    let fill = |text: &str| render::fill(text, values, language, Reader::Customer, catalogue);
    Ok(Content {
        subject: words.subject.as_deref().map(fill).transpose()?,
        text: fill(&words.text)?,
        approved: approved(words, values, language),
    })
}

/// What staff may read of it.
pub(crate) fn shown(words: &Words, values: &Values, language: Language, catalogue: &Catalogue) -> Shown {
    let mut missing = Vec::new();
    let mut fill = |text: &str| match render::fill(text, values, language, Reader::Staff, catalogue) {
        Ok(filled) => filled,
        Err(names) => {
            // Filled with their own braces, so that one sees where they are.
            let mut all = values.clone();
            all.extend(names.iter().map(|name| (name.clone(), format!("{{{{{name}}}}}").into())));
            missing.extend(names);
            render::fill(text, &all, language, Reader::Staff, catalogue).unwrap_or_else(|_| text.to_owned())
        }
    };
    let (subject, text) = (words.subject.as_deref().map(&mut fill), fill(&words.text));
    missing.sort();
    missing.dedup();
    Shown { subject, text, missing }
}

fn approved(words: &Words, values: &Values, language: Language) -> Option<Approved> {
    let provider = words.provider.as_ref()?;
    let order: Vec<&str> = if provider.order.is_empty() {
        render::gaps(&words.text).ok()?
    } else {
        provider.order.iter().map(String::as_str).collect()
    };
    let value = |name: &str| (name.to_owned(), render::value_of(name, values, language).unwrap_or_default());
    Some(Approved { id: provider.id.clone(), values: order.into_iter().map(value).collect() })
}
