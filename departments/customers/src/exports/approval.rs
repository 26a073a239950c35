//! Four eyes: which exports wait for somebody else, and what is decided. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use journal::events::privacy::PrivacyEvent;
use kernel::Fault;
use sea_orm::prelude::Uuid;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    export::{Export, ExportRefusal, ExportState},
    export_rules::ExportRules,
};

/// Who decides, and why.
#[derive(Clone, Debug)]
pub struct Decision {
    pub by: Uuid,
    pub name: String,
    pub reason: Option<String>,
}

/// Request body of `PUT /export-rules`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportRulesForm {
    /// Files with masked contacts and up to so many rows need no approval, 0 to 1,000,000.
    #[schema(minimum = 0, maximum = 1000000)]
    pub masked_rows_free: i32,
    /// Files with whole contacts and up to so many rows need no approval, 0 to 1,000,000.
    #[schema(minimum = 0, maximum = 1000000)]
    pub whole_rows_free: i32,
    /// After so many days without a decision an export lapses, 1 to 30.
    #[schema(minimum = 1, maximum = 30)]
    pub days_to_approve: i32,
    /// An approved file is fetched so often at most, 1 to 20.
    #[schema(minimum = 1, maximum = 20)]
    pub downloads_max: i32,
    /// Whether pages that show whole contacts carry the name of who looks at them.
    pub shows_watermark: bool,
}

impl ExportRules {
    /// Whether so many rows must be approved.
    pub fn wants_approval(&self, shows_whole_contacts: bool, rows: u64) -> bool {
        let free = if shows_whole_contacts { self.whole_rows_free } else { self.masked_rows_free };
        rows > u64::try_from(free).unwrap_or_default()
    }

    /// Takes the form over, or says what is wrong with it.
    pub fn change(&mut self, form: &ExportRulesForm) -> Result<PrivacyEvent, Vec<Fault>> {
        let limits = [
            ("masked_rows_free", form.masked_rows_free, 0..=1_000_000),
            ("whole_rows_free", form.whole_rows_free, 0..=1_000_000),
            ("days_to_approve", form.days_to_approve, 1..=30),
            ("downloads_max", form.downloads_max, 1..=20),
        ];
        let wrong = limits.into_iter().filter(|(_, value, range)| !range.contains(value));
        let faults: Vec<Fault> = wrong
            .map(|(field, _, range)| {
                let message = format!("from {} to {}", range.start(), range.end());
                Fault::new(field, "number.out_of_range", message)
            })
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        self.masked_rows_free = form.masked_rows_free;
        self.whole_rows_free = form.whole_rows_free;
        self.days_to_approve = form.days_to_approve;
        self.downloads_max = form.downloads_max;
        self.shows_watermark = form.shows_watermark;
        Ok(PrivacyEvent::ExportRulesChanged {
            masked_rows_free: self.masked_rows_free,
            whole_rows_free: self.whole_rows_free,
        })
    }
}

impl Export {
    /// Waits for somebody else from now on.
    pub fn hold(&mut self, rules: &ExportRules, rows: u64, now: DateTime<Utc>) -> PrivacyEvent {
        self.state = ExportState::Held;
        self.needs_approval = true;
        self.total = i64::try_from(rows).unwrap_or(i64::MAX);
        self.approve_until = Some(now + TimeDelta::days(rules.days_to_approve.into()));
        self.downloads_max = Some(rules.downloads_max);
        PrivacyEvent::ExportAsked {
            export: self.id,
            about: self.about.word().to_owned(),
            rows: self.total,
            reason: self.asked.reason.clone(),
        }
    }

    pub fn approve(&mut self, decision: Decision, now: DateTime<Utc>) -> Result<PrivacyEvent, ExportRefusal> {
        let reason = self.decide(decision, now)?;
        self.state = ExportState::Waiting;
        Ok(PrivacyEvent::ExportApproved { export: self.id, asked_by: self.actor_name.clone(), reason })
    }

    pub fn turn_down(&mut self, decision: Decision, now: DateTime<Utc>) -> Result<PrivacyEvent, ExportRefusal> {
        let reason = self.decide(decision, now)?;
        self.state = ExportState::Refused;
        self.mandate = None;
        self.finished_at = Some(now);
        Ok(PrivacyEvent::ExportRefused { export: self.id, asked_by: self.actor_name.clone(), reason })
    }

    /// Nobody decided in time.
    pub fn lapse(&mut self, now: DateTime<Utc>) -> Result<PrivacyEvent, ExportRefusal> {
        if self.state != ExportState::Held {
            return Err(ExportRefusal::NotHeld);
        }
        self.state = ExportState::Lapsed;
        self.mandate = None;
        self.finished_at = Some(now);
        Ok(PrivacyEvent::ExportLapsed { export: self.id, asked_by: self.actor_name.clone() })
    }

    fn decide(&mut self, decision: Decision, now: DateTime<Utc>) -> Result<Option<String>, ExportRefusal> {
        if self.state != ExportState::Held {
            return Err(ExportRefusal::NotHeld);
        }
        if self.actor_id == decision.by {
            return Err(ExportRefusal::Own);
        }
        if self.approve_until.is_some_and(|until| until <= now) {
            return Err(ExportRefusal::Lapsed);
        }
        self.decided_by = Some(decision.by);
        self.decided_name = Some(decision.name);
        self.decided_at = Some(now);
        self.decision_reason.clone_from(&decision.reason);
        Ok(decision.reason)
    }
}
