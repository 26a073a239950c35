//! Query parameters nobody knows are refused: a filter that is misspelled and ignored would answer everything.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kernel::{Error, Fault};
use platform::http::Problem;

use crate::contract::Contract;

/// A layer over the routes: what the document doesn't name in the query of an operation is a fault of the request.
pub async fn refuse_unknown(State(contract): State<Contract>, request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    if query.is_empty() || ASKED_BY_OTHERS.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let faults = contract.promise(&request).map(|promise| faults(query, &promise.query)).unwrap_or_default();
    if faults.is_empty() { next.run(request).await } else { Problem::from(Error::Invalid(faults)).into_response() }
}

/// Addresses to which others come back with whatever they add.
const ASKED_BY_OTHERS: [&str; 1] = ["/api/v1/sign-in/callback"];

/// No more are told at once than somebody would mend.
const FAULTS_MAX: usize = 10;

fn faults(query: &str, known: &[String]) -> Vec<Fault> {
    let mut unknown: Vec<String> = form_urlencoded::parse(query.as_bytes())
        .map(|(name, _)| name.into_owned())
        .filter(|name| !known.contains(name))
        .collect();
    unknown.sort_unstable();
    unknown.dedup();
    unknown
        .into_iter()
        .take(FAULTS_MAX)
        .map(|name| Fault::new(name.replace('\0', ""), "query.unknown", remedy(&name, known)))
        .collect()
}

fn remedy(name: &str, known: &[String]) -> String {
    let meant = known.iter().map(|known| (strsim::osa_distance(name, known), known));
    let nearest = meant.filter(|(distance, known)| *distance <= 2.min(known.len() / 2)).min();
    match (nearest, known) {
        (Some((_, nearest)), _) => format!("there is no such parameter here; did you mean '{nearest}'?"),
        (None, []) => "this address takes no parameters; leave it out".to_owned(),
        (None, known) => format!("there is no such parameter here; it takes {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(query: &str, known: &[&str]) -> Vec<(String, String)> {
        let known: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
        faults(query, &known).into_iter().map(|fault| (fault.field, fault.message)).collect()
    }

    #[test]
    fn a_misspelled_parameter_is_told_the_one_that_was_meant() {
        let known = ["stage", "q", "limit"];
        assert_eq!(told("q=wang&limit=5", &known), []);
        assert_eq!(
            told("stgae=lead&q=x", &known),
            [("stgae".to_owned(), "there is no such parameter here; did you mean 'stage'?".to_owned())]
        );
    }

    #[test]
    fn one_like_no_other_is_told_all_there_are() {
        assert_eq!(told("colour=red", &["q", "limit"])[0].1, "there is no such parameter here; it takes q, limit");
        assert_eq!(told("colour=red", &[])[0].1, "this address takes no parameters; leave it out");
        assert_eq!(told(&"x1=&x2=&".repeat(40), &[]).len(), 2);
    }
}
