//! Answers an older system knew, for many customers at once: they never take the place of a later one, and can be taken back.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use journal::{About, Draft, events::consents::ConsentsEvent};
use kernel::{ConsentId, CustomerId, Result, StoreId};
use platform::{Db, Tx};
use sea_orm::{
    ColumnTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use super::{
    consent::{Answer, Column, Consent, ConsentChannel, Entity, Proof},
    purpose::Purpose,
    rules::NewAnswer,
    store,
};

/// What a file says a customer has answered.
#[derive(Clone, Debug)]
pub struct OldAnswer {
    pub customer: CustomerId,
    pub store: StoreId,
    /// The code of the purpose.
    pub purpose: String,
    pub channel: ConsentChannel,
    pub answer: Answer,
    /// None when the file does not say; then it stands only where nothing is known.
    pub answered_at: Option<DateTime<Utc>>,
    /// The latest it can have been: when the file came.
    pub known_by: DateTime<Utc>,
    /// Where it stands: the file and its row, and what the file says of how.
    pub proof: String,
}

/// What was written of one customer, and what it took the place of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenOver {
    pub written: Vec<ConsentId>,
    pub replaced: Vec<ConsentId>,
}

const AT_ONCE: usize = 400;

/// The answers that hold of many customers, with a query for some hundreds of them.
pub async fn current_of(db: &Db<'_>, customers: &[CustomerId]) -> Result<HashMap<CustomerId, Vec<Consent>>> {
    let mut current: HashMap<CustomerId, Vec<Consent>> = HashMap::new();
    for some in customers.chunks(AT_ONCE) {
        let of_some = Column::CustomerId.is_in(some.iter().copied()).and(Column::ReplacedAt.is_null());
        for one in db.all(db.select::<Entity>().filter(of_some)).await? {
            current.entry(one.customer_id).or_default().push(one);
        }
    }
    Ok(current)
}

/// Writes down what is news; `before` are the answers that hold of those who are known.
pub async fn take_over(
    tx: &mut Tx,
    purposes: &HashMap<String, Purpose>,
    before: &HashMap<CustomerId, Vec<Consent>>,
    answers: Vec<OldAnswer>,
) -> Result<HashMap<CustomerId, TakenOver>> {
    let now = tx.now();
    let mut taken: HashMap<CustomerId, TakenOver> = HashMap::new();
    let (mut rows, mut drafts) = (Vec::new(), Vec::new());
    for old in answers {
        let Some(purpose) = purposes.get(&old.purpose) else { continue };
        let there = before.get(&old.customer).map(Vec::as_slice).unwrap_or_default();
        let Some((answer, replaced)) = old.follows(there) else { continue };
        let (store, customer) = (old.store, old.customer);
        let new = NewAnswer {
            purpose: old.purpose,
            channel: old.channel,
            answer,
            answered_at: Some(old.answered_at.unwrap_or(old.known_by)),
            until: None,
            policy: None,
            how: Proof::Import,
            proof: Some(old.proof),
        };
        let row = store::row_of(tx.scope(), store, customer, purpose, new, now);
        let about = About::customer(store, customer).at(row.answered_at);
        drafts.push(Draft { about, event: store::event_of(&row, purpose), actor: None });
        let of_customer = taken.entry(customer).or_default();
        of_customer.written.push(row.id);
        of_customer.replaced.extend(replaced);
        rows.push(row);
    }
    let replaced: Vec<ConsentId> = taken.values().flat_map(|one| one.replaced.iter().copied()).collect();
    for some in replaced.chunks(AT_ONCE) {
        let of_some = Column::Id.is_in(some.iter().copied());
        tx.run(tx.update::<Entity>().col_expr(Column::ReplacedAt, Expr::val(now)).filter(of_some)).await?;
    }
    tx.insert_all::<Entity>(rows).await?;
    journal::record_all(tx, drafts).await?;
    Ok(taken)
}

/// Takes answers back that a file had brought; those they had taken the place of hold again.
pub async fn take_back(tx: &mut Tx, taken: TakenOver) -> Result<()> {
    if taken.written.is_empty() {
        return Ok(());
    }
    let titles: HashMap<String, String> =
        store::purposes(&tx.db()).await?.into_iter().map(|purpose| (purpose.code, purpose.name)).collect();
    let mut drafts = Vec::with_capacity(taken.written.len());
    for some in taken.written.chunks(AT_ONCE) {
        let of_some = Column::Id.is_in(some.iter().copied());
        let db = tx.db();
        for row in db.all(db.select::<Entity>().filter(of_some.clone())).await? {
            let title = titles.get(&row.purpose).map_or(row.purpose.as_str(), String::as_str);
            let event = ConsentsEvent::Removed(store::answered(&row, title));
            drafts.push(Draft { about: About::customer(row.store_id, row.customer_id), event, actor: None });
        }
        drop(db);
        tx.delete::<Entity>(of_some).await?;
    }
    for some in taken.replaced.chunks(AT_ONCE) {
        let nothing = Expr::val(None::<DateTime<Utc>>);
        let of_some = Column::Id.is_in(some.iter().copied());
        tx.run(tx.update::<Entity>().col_expr(Column::ReplacedAt, nothing).filter(of_some)).await?;
    }
    journal::record_all(tx, drafts).await?;
    Ok(())
}

impl OldAnswer {
    /// The answer to write down and which of those that hold it takes the place of; nothing when it is no news, or when the
    /// customer has answered later, or nobody knows which was later.
    fn follows(&self, there: &[Consent]) -> Option<(Answer, Vec<ConsentId>)> {
        let of_purpose: Vec<&Consent> = there.iter().filter(|one| one.purpose == self.purpose).collect();
        let covers = |one: &Consent| one.channel == self.channel || one.channel == ConsentChannel::All;
        let is_touched = |one: &Consent| covers(one) || self.channel == ConsentChannel::All;
        let touched: Vec<&Consent> = of_purpose.into_iter().filter(|one| is_touched(one)).collect();
        let is_earlier = |one: &&Consent| self.answered_at.is_some_and(|at| one.answered_at < at);
        if !touched.iter().all(is_earlier) {
            return None;
        }
        let holds_yes = touched.iter().any(|one| covers(one) && one.answer == Answer::Given);
        let answer = match self.answer {
            Answer::Withdrawn if !holds_yes => Answer::Refused,
            answer => answer,
        };
        let says_so = |one: &&Consent| one.answer == answer && one.channel == self.channel;
        if !touched.is_empty() && touched.iter().all(says_so) {
            return None;
        }
        let takes_place = |one: &&Consent| one.channel == self.channel || self.channel == ConsentChannel::All;
        Some((answer, touched.into_iter().filter(takes_place).map(|one| one.id).collect()))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::consents::example::consent;

    fn on(day: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(day)
    }

    fn old(channel: ConsentChannel, answer: Answer, day: Option<i64>) -> OldAnswer {
        OldAnswer {
            customer: CustomerId::new(on(0)),
            store: StoreId::new(on(0)),
            purpose: "marketing".into(),
            channel,
            answer,
            answered_at: day.map(on),
            known_by: on(1_000),
            proof: String::new(),
        }
    }

    fn there(channel: ConsentChannel, answer: Answer, day: i64) -> Consent {
        consent("marketing", channel, answer, on(day))
    }

    fn said(old: &OldAnswer, there: &[Consent]) -> Option<(Answer, usize)> {
        old.follows(there).map(|(answer, replaced)| (answer, replaced.len()))
    }

    #[test]
    fn a_later_decision_is_never_overwritten() {
        use ConsentChannel::{All, Email, Sms};
        let yes = old(Sms, Answer::Given, Some(10));
        assert_eq!(said(&yes, &[]), Some((Answer::Given, 0)));
        assert_eq!(said(&yes, &[there(Sms, Answer::Refused, 9)]), Some((Answer::Given, 1)));
        for later in
            [there(Sms, Answer::Refused, 10), there(Sms, Answer::Withdrawn, 11), there(All, Answer::Refused, 11)]
        {
            assert_eq!(said(&yes, &[later]), None);
        }
        // What was said of another way stands beside it.
        assert_eq!(said(&yes, &[there(Email, Answer::Refused, 11)]), Some((Answer::Given, 0)));
        assert_eq!(said(&old(All, Answer::Given, Some(10)), &[there(Email, Answer::Refused, 11)]), None);
    }

    #[test]
    fn an_answer_without_a_day_stands_only_where_nothing_is_known() {
        let undated = old(ConsentChannel::Sms, Answer::Given, None);
        assert_eq!(said(&undated, &[]), Some((Answer::Given, 0)));
        assert_eq!(said(&undated, &[there(ConsentChannel::Sms, Answer::Refused, 1)]), None);
    }

    #[test]
    fn what_is_known_already_is_not_written_twice() {
        use ConsentChannel::{All, Sms};
        let again = old(Sms, Answer::Given, Some(10));
        assert_eq!(said(&again, &[there(Sms, Answer::Given, 5)]), None);
        assert_eq!(said(&again, &[there(All, Answer::Given, 5)]), Some((Answer::Given, 0)));
    }

    #[test]
    fn nothing_is_withdrawn_that_was_never_given() {
        let withdrawn = old(ConsentChannel::Sms, Answer::Withdrawn, Some(10));
        assert_eq!(said(&withdrawn, &[]), Some((Answer::Refused, 0)));
        assert_eq!(said(&withdrawn, &[there(ConsentChannel::Sms, Answer::Given, 5)]), Some((Answer::Withdrawn, 1)));
    }
}
