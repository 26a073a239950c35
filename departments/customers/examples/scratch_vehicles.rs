use std::{collections::BTreeMap, sync::Arc};
use futures::future::BoxFuture;
use kernel::*;
use platform::{*, database::migrate, names::{Known, NamedStore, Named, Wanted}};
struct N;
impl N { fn k(w: Wanted) -> Known { Known {
  stores: w.stores.iter().map(|id| (*id, NamedStore{code:"SH01".into(), name:"上海店".into(), calendar: Default::default()})).collect(),
  customers: w.customers.iter().map(|id| (*id, Named{name:"客户".into(), store: StoreId(uuid(2))})).collect(),
  vehicles: w.vehicles.iter().map(|id| (*id, Named{name:"车".into(), store: StoreId(uuid(2))})).collect(),
  staff: w.staff.iter().map(|id| (*id, Named{name:"员工".into(), store: StoreId(uuid(2))})).collect(),
}}}
impl Names for N {
  fn of<'a>(&'a self, _: &'a Db<'a>, w: Wanted) -> BoxFuture<'a, Result<Known>> { Box::pin(async move { Ok(N::k(w)) }) }
  fn within_reach<'a>(&'a self, _: &'a Db<'a>, w: Wanted) -> BoxFuture<'a, Result<Known>> { Box::pin(async move { Ok(N::k(w)) }) }
}
struct G;
impl platform::Gatekeeper for G {
  fn admit<'a>(&'a self, _p: &'a Platform, parts: &'a axum::http::request::Parts) -> BoxFuture<'a, Result<Arc<Admission>>> { Box::pin(async move {
    let own = parts.headers.get("x-own").and_then(|v| v.to_str().ok()).map(|n| StaffId(uuid(n.parse().unwrap_or(0))));
    let span = match own { None => Span{group:true, ..Span::default()}, Some(p) => Span{people: vec![p], homes: vec![StoreId(uuid(2))], ..Span::default()} };
    let mut spans = BTreeMap::new(); for p in PermissionName::all() { spans.insert(p, span.clone()); }
    Ok(Arc::new(Admission{group: GroupId(uuid(1)), actor: Actor::Staff{id: own.unwrap_or(StaffId(uuid(3))), name:"小李".into()}, language: Language::Zh, spans: Arc::new(spans), session: None, home: Some(StoreId(uuid(2)))}))
  })}
}
fn uuid(n: u128) -> sea_orm::prelude::Uuid { sea_orm::prelude::Uuid::from_u128(n) }
#[tokio::main]
async fn main() {
  let url = std::env::args().nth(1).expect("url");
  let db = Database::open(&url).await.expect("open");
  let p = Platform::new(db, Clock::of_the_machine(), KeyRing::from_secret(b"x"), Files::in_folder("/tmp/vfiles"));
  p.name_with(Arc::new(N)); p.guard_with(Arc::new(G));
  let mut m = Vec::new();
  m.extend_from_slice(database::schema::MIGRATIONS); m.extend_from_slice(journal::MIGRATIONS); m.extend_from_slice(worklist::MIGRATIONS); m.extend_from_slice(customers::MIGRATIONS);
  migrate(&p, &m).await.expect("migrate");
  customers::put_in_place(&p);
  let (r, api) = customers::routes().split_for_parts();
  std::fs::write("/tmp/vapi.json", api.to_json().expect("json")).expect("write");
  let l = tokio::net::TcpListener::bind(std::env::args().nth(2).expect("addr")).await.expect("bind");
  axum::serve(l, r.with_state(p)).await.expect("serve");
}
