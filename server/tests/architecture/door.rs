//! The door: every endpoint takes `Allowed<…>` first, and none is served past the document.

use super::sources::{self, Source};

/// The endpoints that anybody may call, each with its reason. The list may only shrink.
const PUBLIC: [(&str, &str); 20] = [
    ("about", "the sign-in page says what this is"),
    ("open_session", "nobody is signed in before signing in"),
    ("send_code", "whoever gave the password holds the cookie of the second step, and nothing else yet"),
    ("begin_step_enrolment", "whoever gave the password sets up the factor that the group asks for"),
    ("confirm_step_enrolment", "whoever gave the password sets up the factor that the group asks for"),
    ("list_offered", "the sign-in page shows what one may sign in with"),
    ("depart", "nobody is signed in before signing in"),
    ("come_back", "a browser comes back from an identity provider with a state only we know"),
    ("sign_out_by_provider", "an identity provider signs for whom it signed out"),
    ("read_policy", "customers read what happens to their data"),
    ("show_confirmation", "a customer sees behind the secret link what is known of them, masked"),
    ("answer_confirmation", "a customer answers behind the secret link they were sent"),
    ("take_payload", "channels send enquiries to the secret address of a connector, signed where they can"),
    ("fetch_copy", "a person fetches their own data by the secret link they were given"),
    ("fetch_request_letter", "a person reads the letter by the signed link they were sent"),
    ("follow_message_link", "whoever got a message holds the token of its link"),
    ("show_message_picture", "whoever got a letter holds the token of its picture"),
    ("take_receipts", "SMS providers report with the token of the address they were given"),
    ("show_unsubscription", "whoever got a letter holds the token of its link"),
    ("unsubscribe_reader", "whoever got a letter holds the token of its link"),
];

/// Where plain routes stand: what is no part of the API, and the stream, which is described but served without a time limit.
const ROUTED_BY_HAND: [&str; 4] =
    ["server/src/routes.rs", "server/src/probes.rs", "server/src/web.rs", "server/src/live.rs"];

#[test]
fn every_endpoint_asks_for_a_permission_first() {
    let endpoints: Vec<Endpoint> = all();
    assert!(endpoints.len() > 50, "only {} endpoints were found", endpoints.len());
    let open: Vec<String> = endpoints
        .iter()
        .filter(|endpoint| !endpoint.is_guarded && !PUBLIC.iter().any(|(name, _)| *name == endpoint.name))
        .map(|endpoint| format!("{}: {}", endpoint.path, endpoint.name))
        .collect();
    assert!(open.is_empty(), "the first parameter must be `Allowed<P>`: {open:#?}");
}

#[test]
fn every_public_endpoint_is_still_there_and_still_public() {
    let endpoints: Vec<Endpoint> = all();
    for (name, reason) in PUBLIC {
        let is_public = endpoints.iter().any(|endpoint| endpoint.name == name && !endpoint.is_guarded);
        assert!(is_public, "'{name}' is not public any more ({reason}): strike it from the list");
    }
}

#[test]
fn no_route_is_served_past_the_document() {
    for source in sources::rust() {
        if !source.is_test() && source.code().contains(".route(") {
            assert!(
                ROUTED_BY_HAND.contains(&source.path.as_str()),
                "{} adds a plain route: use `routes!`, which puts it into the document",
                source.path
            );
        }
    }
}

#[test]
fn every_endpoint_lives_below_the_version() {
    let document = serde_json::to_value(server::open_api::document()).unwrap();
    for path in document["paths"].as_object().unwrap().keys() {
        assert!(path.starts_with("/api/v1/"), "{path}");
    }
}

fn all() -> Vec<Endpoint> {
    sources::rust().iter().filter(|source| !source.is_test()).flat_map(endpoints).collect()
}

struct Endpoint {
    path: String,
    name: String,
    is_guarded: bool,
}

/// The functions that carry `#[utoipa::path(…)]`.
fn endpoints(source: &Source) -> Vec<Endpoint> {
    let code = source.code();
    let described = code.split("#[utoipa::path(").skip(1);
    described
        .filter_map(|rest| {
            let function = &rest[rest.find("fn ")? + "fn ".len()..];
            let (name, parameters) = function.split_once('(')?;
            let first = parameters.split_once(':').map(|(_, kind)| kind.trim_start()).unwrap_or_default();
            Some(Endpoint {
                path: source.path.clone(),
                name: name.to_owned(),
                is_guarded: first.starts_with("Allowed<"),
            })
        })
        .collect()
}
