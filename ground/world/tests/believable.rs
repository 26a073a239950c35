//! What the world promises: always the same, well formed, and shaped like a real dealer's base.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::thread;

use chrono::{Datelike, NaiveDate};
use kernel::brand::Brand;
use kernel::phone::Phone;
use kernel::plate::Plate;
use kernel::vin::Vin;
use world::story::{CarStory, Deed, PersonStory};
use world::words::{CustomerKind, Energy, HistoryKind, Role, Stage, TaskState};
use world::{TAGS, World};

const TODAY: (i32, u32, u32) = (2026, 11, 21);

fn world(customers: u64) -> World {
    World::new(42, customers, NaiveDate::from_ymd_opt(TODAY.0, TODAY.1, TODAY.2).unwrap())
}

fn dump(story: &PersonStory) -> String {
    serde_json::to_string(story).unwrap()
}

fn facts(story: &PersonStory) -> impl Iterator<Item = (HistoryKind, NaiveDate, &str)> {
    story.happenings.iter().filter_map(|happening| match &happening.deed {
        Deed::History { kind, summary, .. } => Some((*kind, happening.at.date_naive(), summary.as_ref())),
        Deed::Note { .. } => None,
    })
}

#[test]
fn the_same_seed_makes_the_same_world() {
    let [one, two] =
        [world(1000), world(1000)].map(|world| world.customers().map(|story| dump(&story)).collect::<Vec<_>>());
    assert_eq!(one, two);
    let other = World::new(43, 1000, world(0).today());
    assert_ne!(one[0], dump(&other.story(0)));
}

#[test]
fn parts_told_in_parallel_equal_the_whole() {
    let world = world(1024);
    let whole: Vec<_> = world.customers().map(|story| dump(&story)).collect();
    let parts: Vec<_> = thread::scope(|scope| {
        let tell = |part: u64| {
            let world = &world;
            scope.spawn(move || {
                world.customers_in(part * 256..(part + 1) * 256).map(|story| dump(&story)).collect::<Vec<_>>()
            })
        };
        let running: Vec<_> = (0..4).map(tell).collect();
        running.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    assert_eq!(whole, parts);
    assert_eq!(whole[777], dump(&world.story(777)));
}

#[test]
fn a_bigger_world_tells_the_same_customers() {
    let [small, big] = [world(6400), world(64_000)];
    for index in (0..6400).step_by(7) {
        let [mut small, mut big] = [small.story(index), big.story(index)];
        // Work lists are spread over the whole base, so open tasks depend on its size.
        for story in [&mut small, &mut big] {
            story.tasks.retain(|task| task.state == TaskState::Done);
        }
        assert_eq!(dump(&small), dump(&big));
    }
}

#[test]
fn every_vin_is_valid_and_belongs_to_one_car() {
    let mut seen = HashSet::new();
    for car in world(20_000).customers().flat_map(|story| story.cars) {
        let Some(text) = &car.vin else { continue };
        let vin = Vin::parse(text).unwrap();
        assert!(vin.check_digit_holds(), "{text}");
        if let Some(year) = car.model_year {
            assert_eq!(vin.model_year(car.in_service_on), Some(year), "{text}");
        }
        assert!(seen.insert(vin), "{text} twice");
    }
}

#[test]
fn every_plate_fits_its_energy_and_no_two_cars_share_one() {
    let mut holders: HashMap<String, (&str, &str)> = HashMap::new();
    for story in world(20_000).customers() {
        for car in &story.cars {
            for period in &car.plates {
                let plate = Plate::parse(&period.plate).unwrap();
                assert_eq!(plate.as_str(), period.plate);
                assert_eq!(plate.is_new_energy(), car.energy.is_new_energy(), "{plate} on {}", car.series);
                assert_eq!(plate.is_electric(), car.energy == Energy::Electric, "{plate} on {}", car.series);
                assert!(period.plate.starts_with(['沪', '苏', '浙']), "{plate}");
                let name = (car.brand, car.series);
                let before = holders.insert(period.plate.clone(), name);
                assert_eq!(before.is_some(), story.duplicate_of.is_some(), "{plate} on {}", car.series);
                assert!(before.is_none_or(|before| before == name), "a duplicate has its original's car");
            }
        }
    }
}

#[test]
fn every_phone_is_a_mobile_number_of_one_family() {
    let mut families: HashMap<Phone, u64> = HashMap::new();
    for story in world(20_000).customers() {
        let family = story.duplicate_of.or(story.household.as_ref().map(|home| home.household)).unwrap_or(story.index);
        for typed in &story.customer.phones {
            let phone = Phone::parse(&typed.number).unwrap();
            assert!(phone.is_mobile() && !phone.is_virtual(), "{}", typed.number);
            if story.duplicate_of.is_none() {
                assert_eq!(*families.entry(phone).or_insert(family), family, "{}", typed.number);
            }
        }
    }
}

#[test]
fn every_brand_is_known_by_its_own_name() {
    let series: HashSet<_> = world::models::all().iter().map(|model| (model.brand, model.series)).collect();
    let brands: HashSet<_> = series.iter().map(|(brand, _)| *brand).collect();
    assert!(series.len() >= 40 && brands.len() >= 18);
    for brand in brands {
        assert_eq!(Brand::find(brand).map(|known| known.chinese), Some(brand));
    }
}

#[test]
fn the_base_has_the_shape_of_a_real_one() {
    let customers = 20_000;
    let stories: Vec<_> = world(customers).customers().collect();
    let share = |count: usize| count as f64 / customers as f64;
    let mean = |count: fn(&PersonStory) -> usize| share(stories.iter().map(count).sum());
    let part = |holds: fn(&PersonStory) -> bool| share(stories.iter().filter(|story| holds(story)).count());

    let figures = [
        ("cars", mean(|story| story.cars.len()), 1.3, 1.7),
        ("entries", mean(PersonStory::entries), 8.0, 12.0),
        ("duplicates", part(|story| story.duplicate_of.is_some()), 0.08, 0.13),
        ("persons", part(|story| story.customer.kind == CustomerKind::Person), 0.90, 0.94),
        ("in families", part(|story| story.household.is_some()), 0.12, 0.35),
        ("several cars", part(|story| story.cars.len() > 1), 0.25, 0.50),
        ("without birthday", part(|story| story.customer.birthday.is_none()), 0.30, 0.65),
        ("leads", part(|story| story.customer.stage == Stage::Lead), 0.05, 0.12),
        ("owners", part(|story| story.customer.stage == Stage::Owner), 0.30, 0.50),
        ("handed on", part(|story| story.cars.iter().any(|car| owners(car) > 1)), 0.02, 0.10),
        ("open tasks", part(|story| story.tasks.iter().any(|task| task.state == TaskState::Open)), 0.01, 0.08),
    ];
    for (name, figure, low, high) in figures {
        assert!((low..=high).contains(&figure), "{name}: {figure:.3} is not within {low} and {high}");
    }
}

#[test]
fn the_seasons_show() {
    let mut sales = [0; 12];
    let mut tyres = [0; 12];
    let mut service = [0; 12];
    for story in world(20_000).customers() {
        for (kind, day, summary) in facts(&story) {
            let month = day.month0() as usize;
            match kind {
                HistoryKind::Purchase => sales[month] += 1,
                HistoryKind::Repair if summary.contains("轮胎") => tyres[month] += 1,
                HistoryKind::Maintenance => service[month] += 1,
                _ => {}
            }
        }
    }
    let [march, june, september, december] = [2, 5, 8, 11].map(|month| sales[month]);
    assert!(march > june * 11 / 10 && september > june * 11 / 10 && december > june * 12 / 10, "{sales:?}");
    assert!(tyres[9] + tyres[10] > tyres[3] + tyres[4], "{tyres:?}");
    assert!(service[0] > service[1] && service[6] > service[9], "{service:?}");
}

#[test]
fn everyone_who_meets_customers_has_some() {
    let world = world(2000);
    let mut customers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut open: BTreeMap<usize, usize> = BTreeMap::new();
    for story in world.customers() {
        for staff in [story.customer.consultant, story.customer.advisor].into_iter().flatten() {
            *customers.entry(staff).or_default() += 1;
        }
        for task in story.tasks.iter().filter(|task| task.state == TaskState::Open) {
            *open.entry(task.assignee).or_default() += 1;
        }
    }
    for (index, staff) in world.group().staff.iter().enumerate() {
        if matches!(staff.role, Role::SalesConsultant | Role::ServiceAdvisor) {
            assert!(customers.get(&index).is_some_and(|&count| count > 20), "{} has no customers", staff.name);
        }
        if matches!(staff.role, Role::SalesConsultant | Role::ServiceAdvisor | Role::CareAgent) {
            assert!(
                open.get(&index).is_some_and(|count| (4..80).contains(count)),
                "{}: {:?}",
                staff.name,
                open.get(&index)
            );
        }
    }
}

#[test]
fn work_lists_stay_human_in_a_big_base() {
    let world = world(100_000);
    let open = world
        .customers()
        .flat_map(|story| story.tasks)
        .filter(|task| task.state == TaskState::Open)
        .inspect(|task| assert!(task.created_at.date_naive() <= world.today()))
        .count();
    assert!((400..1000).contains(&open), "{open} open tasks");
}

#[test]
fn lives_make_sense() {
    let world = world(20_000);
    let names: HashSet<_> = TAGS.iter().flat_map(|group| group.tags).map(|tag| tag.name).collect();
    for story in world.customers() {
        let who = &story.customer;
        assert!(story.happenings.is_sorted_by_key(|happening| happening.at), "{}", story.index);
        assert!(story.happenings.iter().all(|happening| happening.at >= who.created_at), "{}", story.index);
        assert!(story.happenings.iter().all(|happening| happening.at.date_naive() < world.today()), "{}", story.index);
        assert!(who.tags.iter().all(|tag| names.contains(tag)));
        assert!(story.duplicate_of.is_none_or(|original| original < story.index));
        if matches!(who.stage, Stage::Lead | Stage::Intent) && story.duplicate_of.is_none() {
            assert!(facts(&story).all(|(kind, ..)| kind != HistoryKind::Purchase), "{}", story.index);
        }
        for car in &story.cars {
            if let Some(birthday) = who.birthday.filter(|_| who.kind == CustomerKind::Person) {
                let since = car.people.iter().find(|person| person.customer == story.index).unwrap().since;
                assert!(since.years_since(birthday).unwrap_or(0) >= 18, "{}: a child owns a car", story.index);
            }
            assert!(car.people.iter().all(|person| person.customer / World::BLOCK == story.index / World::BLOCK));
            assert!(car.readings.is_sorted_by_key(|reading| (reading.read_at, reading.km)), "{}", story.index);
        }
    }
}

#[test]
fn references_lead_somewhere() {
    let world = world(6400);
    let stories: Vec<_> = world.customers().collect();
    for story in &stories {
        let named = story.happenings.iter().filter_map(|happening| happening.car);
        for car in named.chain(story.tasks.iter().filter_map(|task| task.car)) {
            let home = &stories[car.story as usize];
            assert!(
                home.cars[car.car].people.iter().any(|person| person.customer == story.index),
                "{} {car:?}",
                story.index
            );
        }
        for person in story.cars.iter().flat_map(|car| &car.people) {
            assert!((person.customer as usize) < stories.len());
        }
        if let Some(home) = &story.household {
            let head = &stories[home.household as usize];
            assert_eq!(head.household.as_ref().unwrap().name, home.name);
            assert_eq!(head.customer.store, story.customer.store);
        }
    }
}

fn owners(car: &CarStory) -> usize {
    car.people.iter().filter(|person| person.role.code() == "owner").count()
}
