//! Calls to addresses that somebody typed: over HTTPS, to the world outside and never into the house's own network, with limits on
//! time and size. Every such call goes through here, so that no address becomes a way round the firewall.

mod address;
mod call;
mod network;

pub use address::TypedAddress;
pub use call::{Answer, Post, Unanswered, post};

/// What typed addresses may point at; put in place with [`crate::Platform::provide`], the strict one when nothing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Targets {
    /// HTTPS to public addresses.
    #[default]
    Public,
    /// Plain HTTP and private networks too: for development, and for houses whose other systems stand beside this one.
    Private,
}

impl Targets {
    pub fn of(platform: &crate::Platform) -> Self {
        platform.provided::<Self>().map(|targets| *targets).unwrap_or_default()
    }
}
