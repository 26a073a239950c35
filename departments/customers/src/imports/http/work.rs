//! Setting an import to work: check, run, stop, undo. The work itself is a job; ask for the import to see how it goes.

use kernel::{Error, ImportId, Result, permission::ImportCustomers};
use platform::{
    Allowed, Tx,
    http::{Fresh, IfMatch, Path, ProblemView, Reply},
};

use crate::imports::{
    consents,
    import::Import,
    jobs::{CheckImport, RunImport, UndoImport, ask},
    mapping, store,
    view::{ImportView, view},
};

/// Read the whole file and say what would happen. Nothing is written to customers.
#[utoipa::path(put, path = "/api/v1/imports/{id}/check", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 200, body = ImportView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn check_import(
    allowed: Allowed<ImportCustomers>,
    Path(id): Path<ImportId>,
    version: IfMatch,
) -> Reply<Fresh<ImportView>> {
    let set = set_to(&allowed, id, version, async |tx, mut import| {
        Error::unless_valid(mapping::check(&import.columns.0))?;
        consents::may_bring(tx.scope(), &import)?;
        import.check(tx.now())?;
        let import = store::save(tx, import).await?;
        ask(tx, &import, |import, mandate| CheckImport { import, mandate }).await?;
        Ok(import)
    });
    Ok(Fresh(set.await?))
}

/// Write the rows; goes on where it stopped. Of a finished import, the rows mended since.
#[utoipa::path(put, path = "/api/v1/imports/{id}/run", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 200, body = ImportView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn run_import(
    allowed: Allowed<ImportCustomers>,
    Path(id): Path<ImportId>,
    version: IfMatch,
) -> Reply<Fresh<ImportView>> {
    let set = set_to(&allowed, id, version, async |tx, mut import| {
        Error::unless_valid(mapping::check(&import.columns.0))?;
        consents::may_bring(tx.scope(), &import)?;
        let has_mended = !store::mended_rows(&tx.db(), id, 1).await?.is_empty();
        import.run(has_mended, tx.now())?;
        let import = store::save(tx, import).await?;
        ask(tx, &import, |import, mandate| RunImport { import, mandate }).await?;
        Ok(import)
    });
    Ok(Fresh(set.await?))
}

/// Stop the work after the piece it is at; a run can go on later.
#[utoipa::path(put, path = "/api/v1/imports/{id}/stop", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 200, body = ImportView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn stop_import(
    allowed: Allowed<ImportCustomers>,
    Path(id): Path<ImportId>,
    version: IfMatch,
) -> Reply<Fresh<ImportView>> {
    let set = set_to(&allowed, id, version, async |tx, mut import| {
        import.stop(tx.now())?;
        store::save(tx, import).await
    });
    Ok(Fresh(set.await?))
}

/// Take back what the import did; customers somebody has worked on since are left alone.
#[utoipa::path(put, path = "/api/v1/imports/{id}/undo", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 200, body = ImportView), (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn undo_import(
    allowed: Allowed<ImportCustomers>,
    Path(id): Path<ImportId>,
    version: IfMatch,
) -> Reply<Fresh<ImportView>> {
    let set = set_to(&allowed, id, version, async |tx, mut import| {
        import.undo(tx.now())?;
        let import = store::save(tx, import).await?;
        ask(tx, &import, |import, mandate| UndoImport { import, mandate }).await?;
        Ok(import)
    });
    Ok(Fresh(set.await?))
}

async fn set_to(
    allowed: &Allowed<ImportCustomers>,
    id: ImportId,
    version: IfMatch,
    to: impl AsyncFnOnce(&mut Tx, Import) -> Result<Import>,
) -> Result<ImportView> {
    let before = store::find(&allowed.read(), id).await?;
    let current = view(&allowed.read(), before).await?;
    let import = allowed
        .write(async |tx| {
            let import = store::find(&tx.db(), id).await?;
            version.check(import.version, || &current)?;
            to(tx, import).await
        })
        .await?;
    view(&allowed.read(), import).await
}
