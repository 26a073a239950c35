//! Reading imports: the list, one of them.

use kernel::{ImportId, permission::ImportCustomers};
use platform::{
    Allowed,
    database::paging::{Page, PageRequest},
    http::{Fresh, Json, Path, ProblemView, Query, Reply},
};

use crate::imports::{
    store,
    view::{ImportView, view, views},
};

/// Imports of the stores the caller may import into, the newest first.
#[utoipa::path(get, path = "/api/v1/imports", tag = "imports", params(PageRequest),
    responses((status = 200, body = Page<ImportView>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list_imports(
    allowed: Allowed<ImportCustomers>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<ImportView>>> {
    let db = allowed.read();
    let mut page = store::list(&db, &request).await?;
    let items = views(&db, std::mem::take(&mut page.items)).await?;
    Ok(Json(page.with(items)))
}

/// One import; ask again while it works, the totals move.
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 200, body = ImportView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn find_import(allowed: Allowed<ImportCustomers>, Path(id): Path<ImportId>) -> Reply<Fresh<ImportView>> {
    let db = allowed.read();
    let import = store::find(&db, id).await?;
    Ok(Fresh(view(&db, import).await?))
}
