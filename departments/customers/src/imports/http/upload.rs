//! A file coming in: streamed to disk, never held in memory, and looked at.

use axum::{
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request},
    http::StatusCode,
};
use kernel::{Error, ImportId, Result, StoreId, permission::ImportCustomers};
use platform::{
    Allowed, Files, Platform,
    http::{Json, Problem, ProblemView, Reply, broken_form, save_part},
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::imports::{
    opening::{look, register},
    view::{ImportView, view},
    vocabulary::Vocabulary,
};

/// The largest file that is taken.
pub const FILE_BYTES_MAX: u64 = 512 << 20;
/// Room for the form around the file.
const FORM_BYTES: usize = 64 << 10;

pub fn routes() -> OpenApiRouter<Platform> {
    let limit = usize::try_from(FILE_BYTES_MAX).unwrap_or(usize::MAX).saturating_add(FORM_BYTES);
    OpenApiRouter::new().routes(routes!(add_import)).layer(DefaultBodyLimit::max(limit))
}

/// The form of an upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read part by part as it streams in; this names the parts for the OpenAPI document")]
struct Upload {
    /// CSV, .xlsx, .xls or .ods of at most 512 MB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Where customers come to of whom the file names no store; the caller's own store when left out.
    store_id: Option<StoreId>,
}

/// Bring a file: it is looked at and its columns are guessed. Nothing is written to customers yet.
#[utoipa::path(post, path = "/api/v1/imports", tag = "imports", request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, body = ImportView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
async fn add_import(allowed: Allowed<ImportCustomers>, request: Request) -> Reply<(StatusCode, Json<ImportView>)> {
    let form = Multipart::from_request(request, &())
        .await
        .map_err(|cause| Error::invalid("", "body.not_a_form", cause.body_text()))?;
    let id = ImportId::new(allowed.platform().clock().now());
    let path = allowed.platform().files().path("imports", id)?;
    let taken = take(&allowed, form, id, &path).await;
    match taken {
        Ok(view) => Ok((StatusCode::CREATED, Json(view))),
        Err(error) => {
            Files::remove(&path)?;
            Err(Problem::from(error))
        }
    }
}

async fn take(
    allowed: &Allowed<ImportCustomers>,
    mut form: Multipart,
    id: ImportId,
    path: &std::path::Path,
) -> Result<ImportView> {
    let (mut store, mut file_name) = (None, None);
    while let Some(part) = form.next_field().await.map_err(|cause| broken_form(&cause, FILE_BYTES_MAX))? {
        match part.name() {
            Some("store_id") => {
                let text = part.text().await.map_err(|cause| broken_form(&cause, FILE_BYTES_MAX))?;
                let wrong = |_| Error::invalid("store_id", "id.malformed", "store_id is no valid id");
                store = Some(text.trim().parse::<StoreId>().map_err(wrong)?);
            }
            Some("file") => {
                file_name = Some(part.file_name().unwrap_or("file").to_owned());
                save_part(part, path, FILE_BYTES_MAX).await?;
            }
            _ => {}
        }
    }
    let file_name =
        file_name.ok_or_else(|| Error::invalid("file", "file.missing", "send the file as the part 'file'"))?;
    let store = crate::caller::store(allowed, store)
        .await?
        .ok_or_else(|| Error::invalid("store_id", "store.missing", "say which store the customers come to"))?;
    let file = path.to_owned();
    let words = Vocabulary::read(&allowed.read()).await?;
    let looked = tokio::task::spawn_blocking(move || look(&file, None, &words))
        .await
        .map_err(Error::internal)?
        .map_err(|fault| fault.into_error(allowed.scope().language()))?;
    let import = register(allowed, id, store, &file_name, looked).await?;
    view(&allowed.read(), import).await
}
