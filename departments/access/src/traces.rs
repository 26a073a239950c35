//! The tables of access are about those who work here, not about customers.

use platform::traces::{Seal, SealedUnder, Trace};

const STAFF: &str = "about those who work here";

pub const TRACES: &[Trace] = &[
    Trace::nobody("dealer_groups", "the group itself").inside(Some("id = $1")),
    Trace::nobody("stores", "the group's stores"),
    Trace::nobody("departments", "the stores' departments").written_in(&["name"]),
    Trace::nobody("staff", STAFF).sealed(&[
        Seal::new("phone", SealedUnder::Word("staff.phone")),
        Seal::new("email", SealedUnder::Word("staff.email")),
    ]),
    Trace::nobody("roles", STAFF).written_in(&["name", "name_english"]),
    Trace::nobody("role_permissions", STAFF).inside(None),
    Trace::nobody("grants", STAFF),
    Trace::nobody("sessions", STAFF),
    Trace::nobody("sign_in_failures", STAFF).inside(None),
    Trace::nobody("sign_in_steps", STAFF),
    Trace::nobody("known_devices", STAFF).inside(None),
    Trace::nobody("second_factors", STAFF).keyed_by("staff_id").sealed(&[
        Seal::new("secret", SealedUnder::Word("second_factors.secret")),
        Seal::new("pending_secret", SealedUnder::Word("second_factors.secret")),
    ]),
    Trace::nobody("recovery_codes", STAFF).inside(None),
    Trace::nobody("identity_providers", "services of the group")
        .sealed(&[Seal::new("client_secret", SealedUnder::Word("identity_providers.client_secret"))]),
    Trace::nobody("identities", STAFF),
    Trace::nobody("identity_visits", STAFF)
        .sealed(&[Seal::new("verifier", SealedUnder::Word("identity_visits.verifier"))]),
    Trace::nobody("session_identities", STAFF)
        .inside(None)
        .sealed(&[Seal::new("id_token", SealedUnder::Word("session_identities.id_token"))]),
    Trace::nobody("logout_tokens", STAFF).inside(None),
    Trace::nobody("sign_in_settings", "rules of the group"),
    Trace::nobody("api_keys", "machines of the group").written_in(&["name"]),
];
