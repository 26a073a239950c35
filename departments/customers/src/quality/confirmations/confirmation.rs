//! The noun: one asking of one customer.

use chrono::{DateTime, Utc};
use kernel::{ConfirmationId, CustomerId, GroupId, MessageId, Refusal, StoreId};
use platform::{Owned, Scope};
use sea_orm::{Condition, entity::prelude::*};

use crate::words::words;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "confirmations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConfirmationId,
    pub group_id: GroupId,
    pub store_id: StoreId,
    pub customer_id: CustomerId,
    /// The message with the link; none where it became a task.
    pub message_id: Option<MessageId>,
    pub asked_at: DateTime<Utc>,
    /// How long the link holds.
    pub until: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    pub answer: Option<Answer>,
}

pub type Confirmation = Model;

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Owned for Entity {
    fn inside(scope: &Scope) -> Condition {
        scope.of_store(Column::GroupId, Column::StoreId, &[])
    }
}

words! {
    /// What the customer said.
    Answer as ConfirmationAnswer { Right "right", Changed "changed" }
}

/// Why an answer is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmationRefusal {
    Answered,
    Over,
}

impl Refusal for ConfirmationRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Answered => "confirmation.answered",
            Self::Over => "confirmation.over",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Answered => "This was answered already; call the store if something has changed since.".into(),
            Self::Over => "This link is over; call the store instead.".into(),
        }
    }
}

impl Model {
    /// Takes the customer's answer, once and in time.
    pub fn take(&mut self, answer: Answer, now: DateTime<Utc>) -> Result<(), ConfirmationRefusal> {
        if self.answer.is_some() {
            return Err(ConfirmationRefusal::Answered);
        }
        if self.until < now {
            return Err(ConfirmationRefusal::Over);
        }
        self.answer = Some(answer);
        self.answered_at = Some(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn an_answer_is_taken_once_and_in_time() {
        let asked_at = DateTime::UNIX_EPOCH;
        let asked = Model {
            id: ConfirmationId::new(asked_at),
            group_id: GroupId::new(asked_at),
            store_id: StoreId::new(asked_at),
            customer_id: CustomerId::new(asked_at),
            message_id: None,
            asked_at,
            until: asked_at + TimeDelta::days(30),
            answered_at: None,
            answer: None,
        };
        let mut late = asked.clone();
        assert_eq!(late.take(Answer::Right, asked_at + TimeDelta::days(31)), Err(ConfirmationRefusal::Over));
        let mut kept = asked;
        assert_eq!(kept.take(Answer::Changed, asked_at + TimeDelta::days(3)), Ok(()));
        assert_eq!(kept.take(Answer::Right, asked_at + TimeDelta::days(4)), Err(ConfirmationRefusal::Answered));
        assert_eq!((kept.answer, kept.answered_at), (Some(Answer::Changed), Some(asked_at + TimeDelta::days(3))));
    }
}
