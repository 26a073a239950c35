//! Requests in, views out: the VINs of a recall, pasted or brought as a file.

use std::path::PathBuf;

use axum::{
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request},
    http::StatusCode,
};
use kernel::{
    Error, RecallId, RecallWorkId, Result, VehicleId,
    permission::{ManageRecalls, SeeVehicles},
    vin::Vin,
};
use platform::{
    Allowed, Door, Files, Platform,
    database::paging::{Page, PageRequest},
    http::{Json, Path, Problem, ProblemView, Query, Reply, broken_form, save_part},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    reading::{self, VinList},
    store::{self, VinsShown},
    view::{RecallVinView, VinsTaken},
};
use crate::{
    imports::reading::refused,
    recalls::{
        campaign,
        works::{self, view::RecallWorkView},
    },
    vehicles,
};

/// Of a pasted text; more comes as a file.
const PASTED_MAX: usize = 5_000;
/// The largest file that is taken: a million VINs and their columns.
const FILE_BYTES_MAX: u64 = 64 << 20;
const FORM_BYTES: u64 = 64 << 10;

pub fn routes() -> OpenApiRouter<Platform> {
    let limit = usize::try_from(FILE_BYTES_MAX + FORM_BYTES).unwrap_or(usize::MAX);
    OpenApiRouter::new()
        .routes(routes!(list_recall_vins, add_recall_vins))
        .routes(routes!(remove_recall_vin))
        .merge(OpenApiRouter::new().routes(routes!(bring_recall_vins)).layer(DefaultBodyLimit::max(limit)))
}

/// Which VINs of a recall are shown.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct RecallVinQuery {
    /// All when not given.
    #[param(inline)]
    shown: Option<VinsShown>,
    /// The beginning of the VIN.
    q: Option<String>,
}

/// Request body of `POST /recalls/{id}/vins`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRecallVins {
    /// One VIN in a line, or several with commas between; at most 5,000.
    text: String,
}

/// The form of a file.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read part by part as it streams in; this names the part for the OpenAPI document")]
struct VinFile {
    /// CSV, .xlsx, .xls or .ods of at most 64 MB with a column of VINs.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The VINs the maker named, with their car when there is one.
#[utoipa::path(get, path = "/api/v1/recalls/{id}/vins", tag = "recalls",
    params(("id" = RecallId, Path), RecallVinQuery, PageRequest),
    responses((status = 200, body = Page<RecallVinView>),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn list_recall_vins(
    allowed: Allowed<SeeVehicles>,
    Path(id): Path<RecallId>,
    Query(query): Query<RecallVinQuery>,
    Query(page): Query<PageRequest>,
) -> Reply<Json<Page<RecallVinView>>> {
    let db = allowed.read();
    campaign::store::find(&db, id).await?;
    let begins = query.q.map(|q| q.trim().to_ascii_uppercase()).filter(|q| !q.is_empty());
    let found = store::list(&db, id, query.shown, begins.as_deref(), &page).await?;
    let ids: Vec<VehicleId> = found.items.iter().filter_map(|row| row.vehicle_id).collect();
    let seen = vehicles::store::find_all(&db, ids).await?;
    Ok(Json(found.map(|row| {
        let is_seen = seen.iter().any(|car| Some(car.id) == row.vehicle_id);
        RecallVinView::new(row, is_seen)
    })))
}

/// Paste VINs. Each is read by itself: what is wrong is told by its line, a failing check digit too, and the rest is taken. Of an
/// open recall the cars are looked for at once, in the background.
#[utoipa::path(post, path = "/api/v1/recalls/{id}/vins", tag = "recalls", params(("id" = RecallId, Path)),
    request_body = NewRecallVins,
    responses((status = 201, body = VinsTaken),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_recall_vins(
    allowed: Allowed<ManageRecalls>,
    Path(id): Path<RecallId>,
    Json(form): Json<NewRecallVins>,
) -> Reply<(StatusCode, Json<VinsTaken>)> {
    let list = reading::of_text(&form.text);
    if list.vins.len() > PASTED_MAX {
        let message = format!("at most {PASTED_MAX} VINs at once; bring more as a file");
        return Err(Error::invalid("text", "recall_vins.too_many", message).into());
    }
    if list.vins.is_empty() && list.faults.count == 0 {
        return Err(Error::invalid("text", "text.missing", "paste at least one VIN").into());
    }
    let added = allowed
        .write(async |tx| {
            let recall = campaign::store::find(&tx.db(), id).await?;
            recall.must_not_be_closed()?;
            let added = store::add(tx, &recall, &list.vins).await?;
            store::tell_added(tx, &recall, added).await?;
            if added > 0 {
                works::store::look_for_cars(tx, &recall).await?;
            }
            Ok(added)
        })
        .await?;
    let taken =
        VinsTaken { added, known: list.vins.len() - added, faults_count: list.faults.count, faults: list.faults.told };
    Ok((StatusCode::CREATED, Json(taken)))
}

/// Bring VINs as a file: it is read now, the VINs are taken in and their cars looked for in the background.
#[utoipa::path(post, path = "/api/v1/recalls/{id}/vin-files", tag = "recalls", params(("id" = RecallId, Path)),
    request_body(content = VinFile, content_type = "multipart/form-data"),
    responses((status = 201, body = RecallWorkView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn bring_recall_vins(
    allowed: Allowed<ManageRecalls>,
    Path(id): Path<RecallId>,
    request: Request,
) -> Reply<(StatusCode, Json<RecallWorkView>)> {
    campaign::store::find(&allowed.read(), id).await?.must_not_be_closed()?;
    let form = Multipart::from_request(request, &())
        .await
        .map_err(|cause| Error::invalid("", "body.not_a_form", cause.body_text()))?;
    let work = RecallWorkId::new(allowed.platform().clock().now());
    let path = works::store::file(allowed.platform(), work)?;
    match take(&allowed, form, id, work, path.clone()).await {
        Ok(view) => Ok((StatusCode::CREATED, Json(view))),
        Err(error) => {
            Files::remove(&path)?;
            Err(Problem::from(error))
        }
    }
}

/// Take a VIN without a car in the base out of the list.
#[utoipa::path(delete, path = "/api/v1/recalls/{id}/vins/{vin}", tag = "recalls",
    params(("id" = RecallId, Path), ("vin" = String, Path)),
    responses((status = 204), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn remove_recall_vin(
    allowed: Allowed<ManageRecalls>,
    Path((id, vin)): Path<(RecallId, String)>,
) -> Reply<StatusCode> {
    let vin = Vin::parse(&vin).map_err(|_| Error::NotFound)?;
    allowed
        .write(async |tx| {
            let recall = campaign::store::find(&tx.db(), id).await?;
            store::remove(tx, &recall, vin.as_str()).await
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn take(
    door: &Door,
    mut form: Multipart,
    id: RecallId,
    work: RecallWorkId,
    path: PathBuf,
) -> Result<RecallWorkView> {
    let mut is_there = false;
    while let Some(part) = form.next_field().await.map_err(|cause| broken_form(&cause, FILE_BYTES_MAX))? {
        if part.name() == Some("file") {
            save_part(part, &path, FILE_BYTES_MAX).await?;
            is_there = true;
        }
    }
    if !is_there {
        return Err(Error::invalid("file", "file.missing", "send the file as the part 'file'"));
    }
    let list = read(door, path).await?;
    if list.vins.is_empty() {
        let message = "no column of this file holds VINs; choose the file of the maker with one VIN in a row";
        return Err(Error::invalid("file", "recall_vins.none", message));
    }
    let work = door
        .write(async |tx| {
            let recall = campaign::store::find(&tx.db(), id).await?;
            recall.must_not_be_closed()?;
            works::store::take_file(tx, &recall, work, &list).await
        })
        .await?;
    works::view::view(&door.read(), work).await
}

async fn read(door: &Door, path: PathBuf) -> Result<VinList> {
    let list = tokio::task::spawn_blocking(move || reading::of_file(&path)).await.map_err(Error::internal)?;
    list.map_err(|fault| refused(&fault, door.scope().language()))
}
