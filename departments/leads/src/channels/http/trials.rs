//! Formats with the mappings known for them, and what a sample would become by a mapping: nothing is written.

use kernel::{Error, StoreId, permission::ManageConnectors};
use platform::{
    Allowed, Platform,
    http::{Json, ProblemView, Reply},
    names::{self, Wanted},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    channels::{
        draft::usual_signature,
        intake::BYTES_MAX,
        mapping::{Entrance, Mapping, ready},
        reading,
        view::{ConnectorTrial, tried},
        words::{PayloadFormat, SignatureKind},
    },
    words::LeadChannel,
};

pub fn routes() -> OpenApiRouter<Platform> {
    OpenApiRouter::new().routes(routes!(list_connector_formats)).routes(routes!(try_mapping))
}

/// A format, and what a connector of it begins with.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectorFormat {
    pub format: PayloadFormat,
    pub signature: SignatureKind,
    /// The header its proof usually comes in.
    pub signature_header: Option<&'static str>,
    pub mapping: Mapping,
    pub sample: &'static str,
}

/// Request body of `POST /connector-trials`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectorTrialForm {
    /// The caller's own store when not given: its clock tells times without a zone.
    pub store_id: Option<StoreId>,
    pub channel: Option<LeadChannel>,
    pub format: PayloadFormat,
    pub mapping: Mapping,
    /// What the channel sends, at most 64 KB.
    pub sample: String,
}

/// Formats with the mapping and a sample of each.
#[utoipa::path(get, path = "/api/v1/connector-formats", tag = "leads", responses((status = 200, body = Vec<ConnectorFormat>)))]
async fn list_connector_formats(_allowed: Allowed<ManageConnectors>) -> Reply<Json<Vec<ConnectorFormat>>> {
    let of_format = |&format: &PayloadFormat| {
        let signature = usual_signature(format);
        ConnectorFormat {
            format,
            signature,
            signature_header: (signature != SignatureKind::None).then(|| signature.header()),
            mapping: ready::mapping(format),
            sample: ready::sample(format),
        }
    };
    Ok(Json(PayloadFormat::ALL.iter().map(of_format).collect()))
}

/// Try a mapping on a sample: what each field would become, and what would keep it from being taken. Nothing is written.
#[utoipa::path(post, path = "/api/v1/connector-trials", tag = "leads", request_body = ConnectorTrialForm,
    responses((status = 200, body = ConnectorTrial), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn try_mapping(
    allowed: Allowed<ManageConnectors>,
    Json(form): Json<ConnectorTrialForm>,
) -> Reply<Json<ConnectorTrial>> {
    Error::unless_valid(form.mapping.check())?;
    if form.sample.len() > BYTES_MAX {
        return Err(Error::invalid("sample", "text.too_long", "a message has at most 64 KB").into());
    }
    let store = form.store_id.or(allowed.scope().home()).unwrap_or(StoreId(sea_orm::prelude::Uuid::nil()));
    let known = names::of(&allowed.read(), Wanted { stores: [store].into(), ..Wanted::default() }).await?;
    let entrance = Entrance {
        store,
        channel: form.channel.unwrap_or(LeadChannel::Other),
        calendar: known.calendar(store),
        now: allowed.platform().clock().now(),
    };
    let items = reading::tree(form.format, &form.sample).and_then(|payload| form.mapping.items(&payload));
    let trial = match items {
        Err(fault) => ConnectorTrial { fault: Some(fault), enquiries: Vec::new() },
        Ok(items) => {
            let enquiries: kernel::Result<Vec<_>> =
                items.iter().map(|item| tried(form.mapping.apply(item, &entrance), &entrance)).collect();
            ConnectorTrial { fault: None, enquiries: enquiries? }
        }
    };
    Ok(Json(trial))
}
