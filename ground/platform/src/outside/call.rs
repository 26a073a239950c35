//! One call: the name is looked up, what it stands for is judged, and the connection goes to the very address that was judged, so that
//! a name that changes its mind in between wins nothing. Redirects are answers like others and not followed; no proxy is used.

use std::{
    io::{self, Read},
    sync::OnceLock,
    time::Duration,
};

use http::{Uri, header::RETRY_AFTER};
use ureq::{
    Agent, Timeout,
    config::Config,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

use super::{Targets, TypedAddress, network::is_public};

/// A request with a body.
#[derive(Debug)]
pub struct Post {
    pub to: TypedAddress,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// What was answered, whatever the status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// The header as it came: seconds or a date.
    pub retry_after: Option<String>,
    /// The beginning of the body.
    pub body: String,
}

/// Why there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// The name stands for an address inside a private network.
    AddressInside,
    HostUnknown,
    Unreachable,
    CertificateNotTrusted,
    TooSlow,
    /// The connection broke, or what came was no HTTP.
    Broken,
}

const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// From beginning to end.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);
/// So much of an answer is read; the rest is left unread.
const ANSWER_BYTES_MAX: u64 = 8 * 1024;

/// Sends a request and waits for its answer, 15 seconds at most.
pub async fn post(targets: Targets, post: Post) -> Result<Answer, Unanswered> {
    let spoken = tokio::task::spawn_blocking(move || speak(agent(targets), &post)).await;
    spoken.unwrap_or(Err(Unanswered::Broken))
}

fn speak(agent: &Agent, post: &Post) -> Result<Answer, Unanswered> {
    let mut call = agent.post(post.to.uri());
    for (name, value) in &post.headers {
        call = call.header(*name, value);
    }
    let mut response = call.send(post.body.as_bytes()).map_err(|cause| why(&cause))?;
    let status = response.status().as_u16();
    let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut body = Vec::new();
    // The status has come; a body that does not come to its end changes nothing about it.
    let _cut_off = response.body_mut().as_reader().take(ANSWER_BYTES_MAX).read_to_end(&mut body);
    Ok(Answer { status, retry_after, body: String::from_utf8_lossy(&body).into_owned() })
}

fn agent(targets: Targets) -> &'static Agent {
    static PUBLIC: OnceLock<Agent> = OnceLock::new();
    static PRIVATE: OnceLock<Agent> = OnceLock::new();
    let place = if targets == Targets::Public { &PUBLIC } else { &PRIVATE };
    place.get_or_init(|| {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .https_only(targets == Targets::Public)
            .proxy(None)
            .max_redirects(0)
            .user_agent(concat!("roadbook/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECT_WITHIN))
            .timeout_global(Some(ANSWER_WITHIN))
            .build();
        Agent::with_parts(config, DefaultConnector::new(), Judging { targets, resolver: DefaultResolver::default() })
    })
}

/// Looks names up and lets only those of the addresses pass that may be called.
#[derive(Debug)]
struct Judging {
    targets: Targets,
    resolver: DefaultResolver,
}

impl Resolver for Judging {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.resolver.resolve(uri, config, timeout)?;
        if self.targets == Targets::Private {
            return Ok(found);
        }
        let mut judged = self.empty();
        for address in found.iter().filter(|address| is_public(address.ip())) {
            judged.push(*address);
        }
        if judged.is_empty() { Err(ureq::Error::Io(io::ErrorKind::PermissionDenied.into())) } else { Ok(judged) }
    }
}

fn why(cause: &ureq::Error) -> Unanswered {
    use io::ErrorKind;
    match cause {
        ureq::Error::HostNotFound => Unanswered::HostUnknown,
        ureq::Error::ConnectionFailed => Unanswered::Unreachable,
        ureq::Error::Timeout(Timeout::Resolve) => Unanswered::HostUnknown,
        ureq::Error::Timeout(_) => Unanswered::TooSlow,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Unanswered::CertificateNotTrusted,
        ureq::Error::Io(io) => match io.kind() {
            ErrorKind::PermissionDenied => Unanswered::AddressInside,
            ErrorKind::ConnectionRefused | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
                Unanswered::Unreachable
            }
            ErrorKind::TimedOut => Unanswered::TooSlow,
            _ if is_lookup(io) => Unanswered::HostUnknown,
            _ => Unanswered::Broken,
        },
        _ => Unanswered::Broken,
    }
}

/// Looking a name up fails with a kind of error that has no name of its own.
fn is_lookup(cause: &io::Error) -> bool {
    cause.to_string().contains("failed to lookup address information")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(address: &str) -> Post {
        let to = TypedAddress::parse(address, "url", Targets::Private).expect("an address");
        Post { to, headers: Vec::new(), body: String::new() }
    }

    #[tokio::test]
    async fn a_name_that_stands_for_this_machine_is_not_called() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        listener.set_nonblocking(true).expect("set");
        for host in ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"] {
            let answer = post(Targets::Public, to(&format!("https://{host}:{port}/"))).await;
            assert!(
                matches!(answer, Err(Unanswered::AddressInside | Unanswered::HostUnknown)),
                "{host} was answered with {answer:?}"
            );
        }
        assert!(listener.accept().is_err(), "nobody came");
    }

    #[tokio::test]
    async fn plain_http_is_not_spoken_to_the_world() {
        assert_eq!(post(Targets::Public, to("http://1.1.1.1/")).await, Err(Unanswered::Broken));
    }
}
