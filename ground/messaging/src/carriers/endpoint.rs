//! Where a carrier is asked: its own address, or another one of the group's choosing.

use kernel::Fault;

/// The beginning of an address, `https://dysmsapi.aliyuncs.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    base: String,
}

impl Endpoint {
    /// Reads an address typed by people: HTTPS, or plain HTTP to this very machine.
    pub fn parse(raw: &str, field: &str) -> Result<Self, Fault> {
        let base = raw.trim().trim_end_matches('/');
        let wrong = || {
            let message = "an address begins with https:// and has no path; http:// only to 127.0.0.1";
            Fault::new(field, "endpoint.malformed", message)
        };
        let uri: http::Uri = base.parse().map_err(|_| wrong())?;
        let host = uri.host().unwrap_or_default();
        let is_safe = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => matches!(host, "127.0.0.1" | "localhost"),
            _ => false,
        };
        let is_bare = uri.path() == "/" && uri.query().is_none() && !base.contains(['@', '#']);
        if is_safe && is_bare && !host.is_empty() { Ok(Self { base: base.to_owned() }) } else { Err(wrong()) }
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    /// Host and port as the `Host` header has them.
    pub fn host(&self) -> &str {
        self.base.split_once("://").map_or(self.base.as_str(), |(_, host)| host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_addresses_without_paths_are_taken() {
        for good in ["https://sms.tencentcloudapi.com", "https://x.cn:8443/", "http://127.0.0.1:9000"] {
            assert!(Endpoint::parse(good, "endpoint").is_ok(), "{good}");
        }
        for bad in
            ["", "sms.com", "http://sms.com", "https://a@b.cn", "https://x.cn/a", "https://x.cn?a=b", "ftp://x.cn"]
        {
            assert_eq!(Endpoint::parse(bad, "endpoint").unwrap_err().code, "endpoint.malformed", "{bad}");
        }
        assert_eq!(Endpoint::parse("https://x.cn:8443/", "e").unwrap().host(), "x.cn:8443");
    }
}
