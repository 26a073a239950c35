//! Where a carrier is asked: its own address, or another one of the group's choosing.

use kernel::Fault;
use platform::outside::{Targets, TypedAddress};

/// The beginning of an address, `https://dysmsapi.aliyuncs.com`, and what it may stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    base: String,
    targets: Targets,
}

impl Endpoint {
    /// Reads an address typed by people: HTTPS to the world outside, or what the house lets into its own network.
    pub fn parse(raw: &str, field: &str, targets: &Targets) -> Result<Self, Fault> {
        let base = raw.trim().trim_end_matches('/');
        let wrong = || {
            let message = "an address begins with https:// and has no path";
            Fault::new(field, "endpoint.malformed", message)
        };
        let typed = TypedAddress::parse(base, field, targets)
            .map_err(|fault| if fault.code == "address.malformed" { wrong() } else { let_in(fault) })?;
        let is_bare = typed.uri().path() == "/" && typed.uri().query().is_none();
        if is_bare { Ok(Self { base: base.to_owned(), targets: targets.clone() }) } else { Err(wrong()) }
    }

    /// The same, with other judgement when it is asked: what was typed when more was allowed is refused then.
    #[must_use]
    pub fn within(self, targets: Targets) -> Self {
        Self { targets, ..self }
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    pub fn targets(&self) -> &Targets {
        &self.targets
    }

    /// Host and port as the `Host` header has them.
    pub fn host(&self) -> &str {
        self.base.split_once("://").map_or(self.base.as_str(), |(_, host)| host)
    }
}

/// The refusal of an address inside, with what opens the way to it.
pub fn let_in(fault: Fault) -> Fault {
    if fault.code != "address.inside" {
        return fault;
    }
    let message = "this address lies inside a private network. Give one that anybody could reach, or have whoever runs the server let \
                   this one in: --allow-private-hosts relay.lan:587";
    Fault { message: message.into(), ..fault }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(raw: &str, targets: &Targets) -> String {
        Endpoint::parse(raw, "endpoint", targets).map_or_else(|fault| fault.code, |_| "fine".to_owned())
    }

    #[test]
    fn only_safe_addresses_without_paths_are_taken() {
        for good in ["https://sms.tencentcloudapi.com", "https://x.cn:8443/"] {
            assert_eq!(code(good, &Targets::Public), "fine", "{good}");
        }
        for bad in
            ["", "sms.com", "http://sms.com", "https://a@b.cn", "https://x.cn/a", "https://x.cn?a=b", "ftp://x.cn"]
        {
            assert_eq!(code(bad, &Targets::Public), "endpoint.malformed", "{bad}");
        }
        let endpoint = Endpoint::parse("https://x.cn:8443/", "e", &Targets::Public).unwrap();
        assert_eq!(endpoint.host(), "x.cn:8443");
    }

    #[test]
    fn a_machine_of_the_house_is_asked_only_when_the_house_lets_it() {
        for inside in ["https://127.0.0.1:9000", "https://metadata.internal", "https://169.254.169.254"] {
            assert_eq!(code(inside, &Targets::Public), "address.inside", "{inside}");
        }
        assert_eq!(code("http://127.0.0.1:9000", &Targets::Public), "endpoint.malformed");
        assert_eq!(code("http://127.0.0.1:9000", &Targets::Private), "fine");
    }
}
