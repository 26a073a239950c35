//! The demo world put into a database: the group and its people, then every customer's story as rows.

mod affairs;
mod facts;
mod faults;
mod group;
mod numbers;
mod promises;
mod recalls;
mod rows;
mod stories;
mod views;

use std::sync::Arc;

use access::Ref;
use chrono::NaiveDate;
use customers::{candidates::keys, search};
use kernel::{Error, GroupId, Result, StoreId, number::Numbered, time::Calendar};
use platform::{
    Platform, SystemActor, Tx,
    database::{bulk, next_numbers},
};
use serde::Serialize;
use tokio::{sync::mpsc, task::JoinHandle};
use utoipa::ToSchema;
use world::World;

use self::{group::People, numbers::Numbers, rows::Rows};

/// Who may sign in to the demo world, one per role.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DemoLogin {
    pub login: String,
    pub password: &'static str,
    /// The code of the role.
    pub role: String,
    pub role_name: String,
    pub name: String,
}

/// How much was loaded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Loaded {
    pub customers: u64,
    pub vehicles: u64,
    pub entries: u64,
}

/// Known to everybody who reads this: the demo world holds nobody's data.
pub const PASSWORD: &str = "roadbook-demo";
/// Stories per transaction: a multiple of the world's block, inside which stories point at each other.
const CHUNK: u64 = World::BLOCK * 64;

/// Whether nothing has been founded yet.
pub async fn is_empty(platform: &Platform) -> Result<bool> {
    Ok(access::list_groups(&platform.house(SystemActor::Seed).read()).await?.is_empty())
}

/// Loads the world of this seed as of today.
pub async fn load(platform: &Platform, seed: u64, customers: u64) -> Result<Loaded> {
    let today = Calendar::default().day(platform.clock().now());
    load_as_of(platform, seed, customers, today).await
}

/// Loads the world of this seed as of a day, so that a test sees the same world every time.
pub async fn load_as_of(platform: &Platform, seed: u64, customers: u64, today: NaiveDate) -> Result<Loaded> {
    let loaded = platform.database().with_room(put_in(platform, seed, customers, today)).await?;
    platform.database().tidy_up().await?;
    Ok(loaded)
}

async fn put_in(platform: &Platform, seed: u64, customers: u64, today: NaiveDate) -> Result<Loaded> {
    let world = World::new(seed, customers, today);
    let people = group::found(platform, world.group()).await?;
    let group = people.group;
    let door = platform.system(SystemActor::Seed, people.group);
    door.write(async |tx| views::share(tx, &people).await).await?;
    door.write(async |tx| promises::write_down(tx).await).await?;
    bulk::begin(platform, &[], &[search::STAGED, keys::STAGED]).await?;
    let mut loaded = Loaded::default();
    let mut runs = written_ahead(platform.clone(), world, Arc::new(people));
    while let Some(run) = runs.rows.recv().await {
        let rows = run?;
        loaded.customers += rows.customers.len() as u64;
        loaded.vehicles += rows.vehicles.len() as u64;
        loaded.entries += rows.entries() as u64;
        door.write(async |tx| rows::write(tx, rows).await).await?;
        tracing::info!(customers = loaded.customers, of = customers, "loading the demo world");
    }
    let numbers = runs.numbers.await.map_err(Error::internal)?;
    door.write(async |tx| keep_numbers(tx, &numbers).await).await?;
    bulk::finish(platform).await?;
    door.write(async |tx| faults::report(tx, today).await).await?;
    door.write(async |tx| recalls::announce(tx, today).await).await?;
    door.write(async |tx| customers::facts::heard_everything(tx).await).await?;
    group::rule_tags(platform, group).await?;
    door.write(async |tx| customers::merges::gathering::heard_everything(tx).await).await?;
    Ok(loaded)
}

/// What keeps the house of the demo busy, beside its customers' stories: for those who look around in it.
pub async fn tell_affairs(platform: &Platform) -> Result<()> {
    let groups = access::list_groups(&platform.house(SystemActor::Seed).read()).await?;
    for group in groups {
        affairs::tell(platform, group.id).await?;
    }
    Ok(())
}

/// Rows made on another thread while those before are written.
struct Runs {
    rows: mpsc::Receiver<Result<Rows>>,
    numbers: JoinHandle<Vec<Given>>,
}

/// Human numbers given in one store and year.
struct Given {
    noun: Numbered,
    store: StoreId,
    year: i32,
    count: i64,
}

fn written_ahead(platform: Platform, world: World, people: Arc<People>) -> Runs {
    let (made, rows) = mpsc::channel(1);
    let numbers = tokio::task::spawn_blocking(move || {
        let mut numbers = Numbers::default();
        let total = world.customers_total();
        let mut begin = 0;
        while begin < total {
            let end = (begin + CHUNK).min(total);
            if made.blocking_send(stories::rows_of(&world, begin..end, &people, &platform, &mut numbers)).is_err() {
                break;
            }
            begin = end;
        }
        let given = numbers.given();
        given.map(|(noun, store, year, count)| Given { noun, store: people.stores[store].0, year, count }).collect()
    });
    Runs { rows, numbers }
}

async fn keep_numbers(tx: &mut Tx, numbers: &[Given]) -> Result<()> {
    for given in numbers {
        next_numbers(tx, given.noun, given.store, given.year, given.count).await?;
    }
    Ok(())
}

/// The logins to show: for every role the first who holds it.
pub async fn logins(platform: &Platform) -> Result<Vec<DemoLogin>> {
    let groups = access::list_groups(&platform.house(SystemActor::Seed).read()).await?;
    let Some(group) = groups.first() else { return Ok(Vec::new()) };
    logins_of(platform, group.id).await
}

async fn logins_of(platform: &Platform, group: GroupId) -> Result<Vec<DemoLogin>> {
    let door = platform.system(SystemActor::Seed, group);
    let world = World::new(0, 0, NaiveDate::default());
    let mut logins: Vec<DemoLogin> = Vec::new();
    for staff in &world.group().staff {
        let role = staff.role.code();
        if logins.iter().any(|login| login.role == role) {
            continue;
        }
        let Ok(found) = access::find_staff_by_login(&door.read(), staff.login).await else { continue };
        let role_name = access::find_role(&door.read(), role).await?.name;
        logins.push(DemoLogin {
            login: found.login,
            password: PASSWORD,
            role: role.into(),
            role_name,
            name: found.name,
        });
    }
    Ok(logins)
}

/// A name of the world, as the journal signs with it.
pub(crate) fn signed(person: &Ref) -> platform::Actor {
    platform::Actor::Staff { id: kernel::StaffId(person.id), name: person.name.clone() }
}
