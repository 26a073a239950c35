//! Where a request comes from: the address to count tries by, and the browser to show in the list of sessions.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::{Extensions, HeaderMap, header::USER_AGENT, request::Parts};
use ipnet::IpNet;
use kernel::{Error, Result as KernelResult};

use super::cookie;

/// The caller's address and browser.
#[derive(Clone, Debug, Default)]
pub(crate) struct Client {
    pub address: Option<IpAddr>,
    pub device: String,
    /// Of the cookie a browser keeps after a sign-in.
    pub device_token: Option<String>,
}

const FORWARDED_FOR: &str = "x-forwarded-for";
const DEVICE_CHARS_MAX: usize = 300;

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let device = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self {
            address: address(&parts.extensions, &parts.headers),
            device: device.chars().filter(|char| !char.is_control()).take(DEVICE_CHARS_MAX).collect(),
            device_token: cookie::DEVICE.token(&parts.headers).map(str::to_owned),
        })
    }
}

impl Client {
    /// The address as text, empty when unknown.
    pub fn address_text(&self) -> String {
        self.address.map(|address| address.to_string()).unwrap_or_default()
    }

    /// Who pays for the address, for the count per address: one of IPv6 has a whole /64 to come from. Requests without an address
    /// come from tests and sockets of the same machine.
    pub fn subscriber(&self) -> Option<String> {
        Some(match self.address? {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        })
    }

    /// The network around the address (/24 of IPv4, /56 of IPv6): whoever moves within it is taken for the same.
    pub fn neighbourhood(&self) -> String {
        match self.address {
            Some(IpAddr::V4(address)) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{:x}::/56", d & 0xff00)
            }
            None => "unknown".to_owned(),
        }
    }
}

/// Who is believed when they say for whom they ask; put into the extensions of each request. Without it that is this machine alone.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Arc<[IpNet]>);

impl TrustedProxies {
    /// Addresses and networks, `10.0.0.5` or `172.30.0.0/24`.
    pub fn parse(listed: &[String]) -> KernelResult<Self> {
        let network = |text: &String| {
            let text = text.trim();
            let alone = || text.parse::<IpAddr>().map(IpNet::from);
            text.parse::<IpNet>().or_else(|_| alone()).map_err(|_| {
                let message = format!("'{text}' is no address and no network; write 10.0.0.5 or 172.30.0.0/24");
                Error::invalid("trusted_proxies", "config.malformed", message)
            })
        };
        let listed = listed.iter().filter(|text| !text.trim().is_empty());
        Ok(Self(listed.map(network).collect::<KernelResult<_>>()?))
    }

    fn trust(&self, peer: IpAddr) -> bool {
        peer.is_loopback() || self.0.iter().any(|network| network.contains(&peer))
    }
}

/// Behind a trusted proxy the address is the last one it named; whoever else comes to us may write what they like into that header
/// and is not believed.
pub fn address(extensions: &Extensions, headers: &HeaderMap) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let proxies = extensions.get::<TrustedProxies>().cloned().unwrap_or_default();
    if peer.is_some_and(|peer| !proxies.trust(peer)) {
        return peer;
    }
    let forwarded = headers.get_all(FORWARDED_FOR).iter().next_back().and_then(|value| value.to_str().ok());
    let last = forwarded.and_then(|text| text.rsplit(',').next()).and_then(|text| text.trim().parse::<IpAddr>().ok());
    last.map(|address| address.to_canonical()).or(peer)
}

/// Whether an address is of this machine or its own network.
pub fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(text: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(http::HeaderName::from_static(FORWARDED_FOR), http::HeaderValue::from_static(text))])
    }

    fn parsed(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn of(peer: &str, proxies: &[&str], headers: &HeaderMap) -> Option<IpAddr> {
        let listed: Vec<String> = proxies.iter().map(|text| (*text).to_owned()).collect();
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(parsed(peer), 40_000)));
        extensions.insert(TrustedProxies::parse(&listed).expect("proxies"));
        address(&extensions, headers)
    }

    #[test]
    fn a_trusted_proxy_is_believed_and_nobody_else() {
        let headers = forwarded("6.6.6.6, 203.0.113.9");
        assert_eq!(of("127.0.0.1", &[], &headers), Some(parsed("203.0.113.9")));
        assert_eq!(of("10.0.0.1", &[], &headers), Some(parsed("10.0.0.1")), "a neighbour is no proxy by itself");
        assert_eq!(of("10.0.0.1", &["192.0.2.7", "10.0.0.0/24"], &headers), Some(parsed("203.0.113.9")));
        assert_eq!(of("192.0.2.7", &["192.0.2.7", "10.0.0.0/24"], &headers), Some(parsed("203.0.113.9")));
        assert_eq!(of("198.51.100.1", &["10.0.0.0/24"], &headers), Some(parsed("198.51.100.1")));
        assert_eq!(of("10.0.0.1", &["10.0.0.0/24"], &HeaderMap::new()), Some(parsed("10.0.0.1")));
        assert!(TrustedProxies::parse(&["caddy".to_owned()]).is_err());
    }

    #[test]
    fn neighbours_share_a_network() {
        let of = |text: &str| Client { address: Some(parsed(text)), ..Client::default() }.neighbourhood();
        assert_eq!(of("203.0.113.9"), of("203.0.113.200"));
        assert_ne!(of("203.0.113.9"), of("203.0.114.9"));
        assert_eq!(of("2001:db8:1:1201::1"), of("2001:db8:1:12ff::2"));
    }
}
