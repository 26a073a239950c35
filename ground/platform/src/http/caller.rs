//! Who a request turned out to come from, for whoever watches over requests from outside: known once the door has let them in.

use std::sync::{Arc, OnceLock};

use crate::Scope;

tokio::task_local! {
    static CALLER: Arc<OnceLock<Scope>>;
}

/// Answers a request, and who asked, when the door let them in.
pub async fn with_caller<T>(answering: impl Future<Output = T>) -> (T, Option<Scope>) {
    let caller = Arc::new(OnceLock::new());
    let answer = CALLER.scope(Arc::clone(&caller), answering).await;
    (answer, caller.get().cloned())
}

/// Says who is asking; the first to say so is right.
pub(super) fn is_asking(scope: &Scope) {
    let _nobody_watches = CALLER.try_with(|caller| caller.set(scope.clone()));
}
