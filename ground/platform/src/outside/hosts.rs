//! Hosts of the house's own network that typed addresses may name all the same.

use std::sync::Arc;

use http::{Uri, uri::Authority};
use kernel::Fault;

/// `keycloak.lan:8443`, `10.0.0.7`: with a port, or with any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts(Arc<[Host]>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Host {
    name: String,
    port: Option<u16>,
}

impl Hosts {
    /// Reads a list of hosts as the settings have it; `field` is named when one is none.
    pub fn parse(list: &[String], field: &str) -> Result<Self, Fault> {
        list.iter().map(|raw| Host::parse(raw, field)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether an address leads to one of them.
    pub fn hold(&self, address: &Uri) -> bool {
        let port = address.port_u16().or(if address.scheme_str() == Some("http") { Some(80) } else { Some(443) });
        let name = address.host().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
        self.0.iter().any(|host| host.name == name && (host.port.is_none() || host.port == port))
    }
}

impl Host {
    fn parse(raw: &str, field: &str) -> Result<Self, Fault> {
        let host = raw.trim().parse::<Authority>().ok().filter(is_plain);
        let name = host.as_ref().map(|host| host.host().trim_end_matches('.').to_ascii_lowercase());
        match (host, name.filter(|name| !name.is_empty())) {
            (Some(host), Some(name)) => Ok(Self { name, port: host.port_u16() }),
            _ => Err(Fault::new(field, "config.malformed", format!("{raw} is no host; write it as keycloak.lan:8443"))),
        }
    }
}

/// A host alone, or with a number behind it.
fn is_plain(host: &Authority) -> bool {
    host.as_str() == host.host() || !host.as_str().contains('@') && host.port_u16().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(list: &[&str]) -> Result<Hosts, Fault> {
        Hosts::parse(&list.iter().map(|host| (*host).to_owned()).collect::<Vec<_>>(), "allow_private_hosts")
    }

    #[test]
    fn a_host_is_meant_with_its_port_or_with_any() {
        let hosts = hosts(&["Keycloak.lan:8443", " 10.0.0.7 ", "[::1]:9000", "sso.lan:443"]).expect("a list");
        for inside in [
            "https://keycloak.LAN:8443/realms/x",
            "http://10.0.0.7/",
            "https://10.0.0.7:9/",
            "http://[::1]:9000/",
            "https://sso.lan./",
        ] {
            assert!(hosts.hold(&inside.parse().expect("an address")), "{inside}");
        }
        for other in [
            "https://keycloak.lan/",
            "https://x.keycloak.lan:8443/",
            "https://10.0.0.71/",
            "http://[::1]/",
            "http://sso.lan/",
        ] {
            assert!(!hosts.hold(&other.parse().expect("an address")), "{other}");
        }
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for bad in ["", "https://keycloak.lan", "a@keycloak.lan", "keycloak.lan:port", "a b", ":80"] {
            assert_eq!(hosts(&[bad]).expect_err("it is refused").field, "allow_private_hosts", "{bad}");
        }
    }
}
