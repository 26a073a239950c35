//! Work on the cars of a recall that outlives its request: finding them, taking in a list, moving many on, making tasks.

pub mod find_cars;
pub mod http;
pub mod make_tasks;
pub mod move_cars;
pub mod recall_work;
pub mod running;
pub mod store;
pub mod take_vins;
pub mod view;

use platform::jobs::JobKind;

pub fn kinds() -> Vec<JobKind> {
    vec![
        JobKind::of::<find_cars::FindCars>(),
        JobKind::of::<take_vins::TakeVins>(),
        JobKind::of::<move_cars::MoveCars>(),
        JobKind::of::<make_tasks::MakeTasks>(),
    ]
}
