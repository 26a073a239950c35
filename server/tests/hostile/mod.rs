//! What a hostile or broken caller may send: each answer is a success or a problem that says why, never a fault of ours, and
//! what was taken can be read again.

mod bodies;
mod fields;
mod headers;
mod texts;

use http::Method;
use serde_json::Value;
use testkit::{Answer, Caller};

use crate::{operations::Operation, power::assert_is_problem};

/// A success, a way on, or a problem in its form; never a fault of ours.
#[track_caller]
fn assert_holds(answer: &Answer, what: &str) {
    if !answer.status.is_success() && !answer.status.is_redirection() {
        assert_is_problem(answer, what);
    }
}

/// Operations that change something by a JSON body.
fn with_forms() -> Vec<(Operation, Value)> {
    let all = crate::operations::all().into_iter();
    all.filter_map(|operation| operation.form.clone().map(|form| (operation, form))).collect()
}

async fn send_bytes(by: &Caller, operation: &Operation, path: &str, kind: &str, body: &[u8]) -> Answer {
    by.send(Method::clone(&operation.method), path, kind, body.to_vec()).await
}
