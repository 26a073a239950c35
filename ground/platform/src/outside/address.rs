//! An address as somebody typed it, looked at before it is kept.

use http::Uri;
use kernel::Fault;
use url::Host;

use super::{Targets, network::is_public};

/// Where a call goes: scheme, host, path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedAddress(Uri);

const CHARACTERS_MAX: usize = 1_000;

/// Names that never lead outside.
const INSIDE_NAMES: [&str; 5] = ["localhost", ".localhost", ".local", ".internal", ".home.arpa"];

impl TypedAddress {
    /// Reads an address. What its name stands for is looked at again at each call, for names move.
    pub fn parse(raw: &str, field: &str, targets: &Targets) -> Result<Self, Fault> {
        let malformed = || {
            let message =
                "an address begins with https:// and has a host, no user name and no #, 1000 characters at most";
            Fault::new(field, "address.malformed", message)
        };
        let raw = raw.trim();
        let uri: Uri = raw.parse().map_err(|_| malformed())?;
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let has_scheme = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => targets.let_inside(&uri),
            _ => false,
        };
        let is_plain = !raw.contains(['@', '#']) && raw.chars().count() <= CHARACTERS_MAX;
        if !has_scheme || host.is_empty() || !is_plain {
            return Err(malformed());
        }
        if !targets.let_inside(&uri) && is_inside(&host) {
            let message = "this address lies inside a private network; give one that anybody could reach";
            return Err(Fault::new(field, "address.inside", message));
        }
        Ok(Self(uri))
    }

    pub fn uri(&self) -> &Uri {
        &self.0
    }
}

impl std::fmt::Display for TypedAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

fn is_inside(host: &str) -> bool {
    // As whoever calls it will read it: 127.1 and 2130706433 are addresses too.
    match Host::parse(host.trim_end_matches('.')) {
        Ok(Host::Ipv4(address)) => !is_public(address.into()),
        Ok(Host::Ipv6(address)) => !is_public(address.into()),
        Ok(Host::Domain(name)) => {
            INSIDE_NAMES.iter().any(|inside| name == *inside || inside.starts_with('.') && name.ends_with(inside))
        }
        Err(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Hosts, *};

    fn code(raw: &str, targets: &Targets) -> String {
        TypedAddress::parse(raw, "url", targets).map_or_else(|fault| fault.code, |_| "fine".to_owned())
    }

    #[test]
    fn only_addresses_outside_are_taken() {
        for good in [
            "https://dms.example.com/hooks?a=b",
            " https://x.cn:8443/ ",
            "https://1.1.1.1/",
            "https://[2606:4700::1111]/",
        ] {
            assert_eq!(code(good, &Targets::Public), "fine", "{good}");
        }
        for bad in ["", "x.cn", "http://x.cn/", "ftp://x.cn/", "https://a@x.cn/", "https://x.cn/#a", "https:///a", "/a"]
        {
            assert_eq!(code(bad, &Targets::Public), "address.malformed", "{bad}");
        }
        for inside in [
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://LOCALHOST./",
            "https://nas.local/",
            "https://10.0.0.1:9/",
            "https://[::ffff:a00:1]/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://10.0.1./",
        ] {
            assert_eq!(code(inside, &Targets::Public), "address.inside", "{inside}");
        }
    }

    #[test]
    fn a_house_may_open_its_own_network_or_a_host_of_it() {
        let also = Targets::Also(Hosts::parse(&["127.0.0.1:9000".to_owned()], "hosts").expect("a list"));
        for (inside, says) in [
            ("http://127.0.0.1:9000/", "fine"),
            ("https://127.0.0.1:9000/", "fine"),
            ("http://127.0.0.1:9001/", "address.malformed"),
            ("https://127.0.0.1/", "address.inside"),
            ("https://1.1.1.1/", "fine"),
            ("http://1.1.1.1/", "address.malformed"),
        ] {
            assert_eq!(code(inside, &also), says, "{inside}");
        }
        for inside in ["http://127.0.0.1:9000/", "https://10.0.0.1/hooks"] {
            assert_eq!(code(inside, &Targets::Private), "fine", "{inside}");
        }
        assert_eq!(code("ftp://10.0.0.1/", &Targets::Private), "address.malformed");
    }
}
