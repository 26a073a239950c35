//! The yearly question whether a record is still right: asked by message, answered by the customer behind a link, or taken up
//! as work where no message can go.

pub mod ask;
pub mod confirmation;
pub mod http;
pub mod link;
pub mod public;
pub mod store;
