//! A host for a line that is not HTTP: looked up, judged, and answered as the very address to connect to.

use std::net::SocketAddr;

use http::Uri;

use super::{Targets, Unanswered, network::is_public};

/// The first address of a host that may be connected to. Connect to it and to no name, which could stand for another by then.
pub async fn reach(targets: &Targets, host: &str, port: u16) -> Result<SocketAddr, Unanswered> {
    let found = tokio::net::lookup_host((host, port)).await.map_err(|_| Unanswered::HostUnknown)?;
    let is_open = uri_of(host, port).is_some_and(|uri| targets.let_inside(&uri));
    let mut is_known = false;
    for address in found {
        is_known = true;
        if is_open || is_public(address.ip()) {
            return Ok(address);
        }
    }
    Err(if is_known { Unanswered::AddressInside } else { Unanswered::HostUnknown })
}

/// The host as the list of hosts that are let in knows them.
fn uri_of(host: &str, port: u16) -> Option<Uri> {
    let host = if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host.to_owned() };
    Uri::builder().scheme("https").authority(format!("{host}:{port}")).path_and_query("/").build().ok()
}

#[cfg(test)]
mod tests {
    use super::{super::Hosts, *};

    #[tokio::test]
    async fn a_host_inside_is_reached_only_when_the_house_lets_it() {
        assert_eq!(reach(&Targets::Public, "127.0.0.1", 25).await, Err(Unanswered::AddressInside));
        assert_eq!(reach(&Targets::Public, "localhost", 25).await, Err(Unanswered::AddressInside));
        let relay = Targets::Also(Hosts::parse(&["127.0.0.1:25".to_owned()], "hosts").expect("a list"));
        let reached = reach(&relay, "127.0.0.1", 25).await.expect("the relay is let in");
        assert_eq!(reached.to_string(), "127.0.0.1:25");
        assert_eq!(reach(&relay, "127.0.0.1", 2525).await, Err(Unanswered::AddressInside));
        let outside = reach(&Targets::Public, "1.1.1.1", 465).await.expect("anybody may be reached there");
        assert_eq!(outside.port(), 465);
    }
}
