//! Calls to addresses that somebody typed: over HTTPS, to the world outside and never into the house's own network, with limits on
//! time and size. Every such call goes through here, so that no address becomes a way round the firewall.

mod address;
mod call;
mod hosts;
mod network;
mod reach;

use http::Uri;

pub use address::TypedAddress;
pub use call::{Answer, Call, Unanswered, agent, call};
pub use hosts::Hosts;
pub use reach::reach;

/// What typed addresses may point at; put in place with [`crate::Platform::provide`], the strict one when nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Targets {
    /// HTTPS to public addresses.
    #[default]
    Public,
    /// These hosts of the own network too, by plain HTTP if need be: for houses whose other systems stand beside this one.
    Also(Hosts),
    /// Plain HTTP and private networks, whatever the host: for development.
    Private,
}

impl Targets {
    pub fn of(platform: &crate::Platform) -> Self {
        platform.provided::<Self>().map(|targets| (*targets).clone()).unwrap_or_default()
    }

    /// Whether this address may lie inside, and may be spoken to without TLS.
    fn let_inside(&self, address: &Uri) -> bool {
        match self {
            Self::Public => false,
            Self::Also(hosts) => hosts.hold(address),
            Self::Private => true,
        }
    }
}
