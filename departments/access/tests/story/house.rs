//! A small dealer group in a fresh database: two stores, a handful of people, and a second group next door.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

use access::{
    DepartmentKind, Gatekeeper, NewDepartment, NewGrant, NewKey, NewStaff, NewStore, PasswordHash, Store,
    add_department, add_staff, add_store, create_key, find_role, found_group,
};
use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{DepartmentId, GroupId, Language, Reach, StaffId, StoreId};
use platform::{
    Clock, Database, Door, Files, KeyRing, Platform, SystemActor, Tx,
    database::{migrate, schema},
};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::answer::Visitor;

pub const PASSWORD: &str = "correct horse battery";

/// People of the first group: login, role, reach, store code, department.
const PEOPLE: &[(&str, &str, Reach, &str, Option<DepartmentKind>)] = &[
    ("boss", "group_manager", Reach::Group, "SH01", None),
    ("admin", "it_admin", Reach::Group, "SH01", None),
    ("manager", "store_manager", Reach::Store, "SH01", None),
    ("leader", "sales_manager", Reach::Team, "SH01", Some(DepartmentKind::Sales)),
    ("seller", "sales_consultant", Reach::Own, "SH01", Some(DepartmentKind::Sales)),
    ("advisor", "service_advisor", Reach::Own, "SH01", Some(DepartmentKind::Service)),
    ("far_manager", "store_manager", Reach::Store, "SZ01", None),
];

pub struct House {
    pub platform: Platform,
    pub router: Router,
    pub group: GroupId,
    pub shanghai: StoreId,
    pub suzhou: StoreId,
    pub sales: DepartmentId,
    /// A store of another group.
    pub next_door: StoreId,
    now: Arc<Mutex<DateTime<Utc>>>,
    /// Its keys and files; nothing for a second node, which leaves them alone.
    folder: Option<PathBuf>,
}

impl House {
    pub async fn open() -> Self {
        let folder = std::env::temp_dir().join(format!("roadbook-access-{}", Uuid::now_v7()));
        let database = fresh_database(&folder).await;
        let now = Arc::new(Mutex::new("2026-03-02T01:00:00Z".parse::<DateTime<Utc>>().unwrap()));
        let (platform, router) = put_together(database, &now).await;

        let group = found_group(&platform, SystemActor::Seed, "澄岚汽车集团").await.unwrap();
        let seed = platform.system(SystemActor::Seed, group);
        let (shanghai, sales) = furnish(&seed, "SH01", "上海浦东店").await;
        let (suzhou, _) = furnish(&seed, "SZ01", "苏州园区店").await;
        for person in PEOPLE {
            hire(&seed, person).await;
        }
        let other = found_group(&platform, SystemActor::Seed, "隔壁集团").await.unwrap();
        let (next_door, _) = furnish(&platform.system(SystemActor::Seed, other), "SH01", "隔壁店").await;
        hire(&platform.system(SystemActor::Seed, other), &("neighbour", "group_manager", Reach::Group, "SH01", None))
            .await;
        Self { platform, router, group, shanghai, suzhou, sales, next_door, now, folder: Some(folder) }
    }

    /// The same house as another program serves it.
    pub async fn another_node(&self) -> Self {
        let database = Database::open(self.platform.database().url()).await.unwrap();
        let (platform, router) = put_together(database, &self.now).await;
        let Self { group, shanghai, suzhou, sales, next_door, .. } = *self;
        Self { platform, router, group, shanghai, suzhou, sales, next_door, now: Arc::clone(&self.now), folder: None }
    }

    /// Returns when all uses of sessions noted so far are written down.
    pub async fn settle_uses(&self) {
        let seen = "select count(*) from sessions where seen_at = $1";
        while self.seed().read().fetch_text::<Seen>(seen, vec![self.now().into()]).await.unwrap()[0].count == 0 {
            tokio::task::yield_now().await;
        }
    }

    /// A stranger at the door, from an address of their own.
    pub fn visitor(&self) -> Visitor<'_> {
        Visitor::new(self)
    }

    /// Somebody signed in.
    pub async fn signed_in(&self, login: &str) -> Visitor<'_> {
        let mut visitor = self.visitor();
        let answer = visitor.sign_in(login, PASSWORD).await;
        assert_eq!(answer.status, 201, "{login}: {}", answer.body);
        visitor
    }

    /// A machine with a key of a built-in role.
    pub async fn machine(&self, role: &str, store: Option<StoreId>) -> Visitor<'_> {
        let door = self.seed();
        let role_id = find_role(&door.read(), role).await.unwrap().id;
        let reach = if store.is_some() { Reach::Store } else { Reach::Group };
        let new = NewKey { name: format!("{role} key"), role_id, reach, store_id: store, expires_at: None };
        let (_, secret) = create_key(&door, new).await.unwrap();
        self.visitor().with_key(secret)
    }

    pub fn seed(&self) -> Door {
        self.platform.system(SystemActor::Seed, self.group)
    }

    pub async fn id_of(&self, login: &str) -> StaffId {
        let house = self.platform.house(SystemActor::Command);
        access::find_staff_by_login(&house.read(), login).await.unwrap().id
    }

    pub async fn role_id(&self, code: &str) -> String {
        find_role(&self.seed().read(), code).await.unwrap().id.to_string()
    }

    pub fn wait(&self, time: TimeDelta) {
        *self.now.lock().unwrap() += time;
    }

    pub fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }

    /// What the journal says happened, oldest first, without the founding.
    pub async fn journal(&self) -> Vec<(String, String)> {
        let entries: Vec<Line> = self
            .seed()
            .read()
            .fetch_text(
                "select name, actor_name from journal where group_id = $1 and actor_name <> 'seed' order by position",
                vec![self.group.into()],
            )
            .await
            .unwrap();
        entries.into_iter().map(|line| (line.name, line.actor)).collect()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _gone = std::fs::remove_dir_all(folder);
        }
    }
}

platform::record! {
    struct Line { name: String, actor: String }
}

platform::record! {
    struct Seen { count: i64 }
}

/// Platform and routes over a database.
async fn put_together(database: Database, now: &Arc<Mutex<DateTime<Utc>>>) -> (Platform, Router) {
    let hand = Arc::clone(now);
    let clock = Clock::by_hand(move || *hand.lock().unwrap());
    let files = Files::in_folder(std::env::temp_dir().join("roadbook-access-files"));
    let platform = Platform::new(database, clock, KeyRing::from_secret(b"access stories"), files);
    let migrations = [schema::MIGRATIONS, journal::MIGRATIONS, messaging::MIGRATIONS, access::MIGRATIONS].concat();
    migrate(&platform, &migrations).await.unwrap();
    platform.guard_with(Arc::new(Gatekeeper));
    let (router, _) = access::routes().split_for_parts();
    let once = axum::middleware::from_fn_with_state(platform.clone(), platform::http::idempotency::once);
    let router = router.layer(once).with_state(platform.clone());
    (platform, router)
}

/// An empty database: a file of its own, or a schema of its own on the server that `TEST_DATABASE_URL` names.
async fn fresh_database(folder: &std::path::Path) -> Database {
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        return Database::open(&format!("sqlite://{}/house.db", folder.display())).await.unwrap();
    };
    let schema = format!("access_{}", Uuid::now_v7().simple());
    let whole = Platform::new(
        Database::open(&server).await.unwrap(),
        Clock::of_the_machine(),
        KeyRing::from_secret(b"none"),
        Files::in_folder(folder),
    );
    let create = format!("create schema {schema}");
    let house = whole.house(SystemActor::Migration);
    house.write(async |tx: &mut Tx| tx.execute_text(&create, vec![]).await).await.unwrap();
    whole.database().close().await.unwrap();
    let joint = if server.contains('?') { '&' } else { '?' };
    Database::open(&format!("{server}{joint}options=-csearch_path%3D{schema}")).await.unwrap()
}

/// A store with a department for sales and one for service; answers the store and sales.
async fn furnish(seed: &Door, code: &str, name: &str) -> (StoreId, DepartmentId) {
    let store = NewStore {
        code: code.to_owned(),
        name: format!("澄岚汽车{name}"),
        short_name: Some(name.to_owned()),
        city: None,
        address: None,
        phone: None,
        time_zone: None,
        brands: vec!["大众".to_owned()],
    };
    seed.write(async |tx: &mut Tx| {
        let store: Store = add_store(tx, &store).await?;
        let department =
            |name: &str, kind| NewDepartment { store_id: store.id, name: name.to_owned(), kind, head_id: None };
        let sales = add_department(tx, &department("销售部", DepartmentKind::Sales)).await?;
        add_department(tx, &department("售后服务部", DepartmentKind::Service)).await?;
        Ok((store.id, sales.id))
    })
    .await
    .unwrap()
}

async fn hire(seed: &Door, person: &(&str, &str, Reach, &str, Option<DepartmentKind>)) {
    static HASH: OnceCell<PasswordHash> = OnceCell::const_new();
    let hash = HASH.get_or_init(async || PasswordHash::of(PASSWORD).await.unwrap()).await.clone();
    let (login, role, reach, store, department) = *person;
    seed.write(async |tx: &mut Tx| {
        let db = tx.db();
        let store = access::find_store_by_code(&db, store).await?;
        let role = find_role(&db, role).await?;
        let department = match department {
            Some(kind) => access::departments::find_department(&db, store.id, kind).await?.map(|found| found.id),
            None => None,
        };
        let new = NewStaff {
            login: login.to_owned(),
            name: format!("{login} 先生"),
            title: None,
            phone: Some("13800001001".to_owned()),
            email: None,
            store_id: store.id,
            department_id: department,
            grants: vec![NewGrant { role_id: role.id, reach, store_id: None }],
            language: Language::Zh,
            password: None,
        };
        add_staff(tx, &new, Some(hash)).await
    })
    .await
    .unwrap();
}
