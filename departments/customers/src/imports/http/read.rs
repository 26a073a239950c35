//! Reading imports: the list, one of them.

use kernel::{ImportId, permission::ImportCustomers};
use platform::{
    Allowed,
    database::paging::{Page, PageRequest},
    http::{Fresh, Json, Path, ProblemView, Query, Reply},
};

use crate::imports::{
    store,
    view::{ImportLine, ImportView, lines, view},
};

/// Imports of the stores the caller may import into, the newest first.
#[utoipa::path(get, path = "/api/v1/imports", tag = "imports", params(PageRequest),
    responses((status = 200, body = Page<ImportLine>), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn list_imports(
    allowed: Allowed<ImportCustomers>,
    Query(request): Query<PageRequest>,
) -> Reply<Json<Page<ImportLine>>> {
    let db = allowed.read();
    let page = store::list(&db, &request).await?;
    let items = lines(&db, &page.items).await?;
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
