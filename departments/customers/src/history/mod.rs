//! What older systems recorded: purchases, workshop visits, complaints, brought by imports and the demo world.

pub mod past_record;
pub mod store;
