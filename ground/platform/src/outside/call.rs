//! One call: the name is looked up, what it stands for is judged, and the connection goes to the very address that was judged, so that
//! a name that changes its mind in between wins nothing. Redirects are answers like others and not followed; no proxy is used.

use std::{
    io::{self, Read},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use http::{Uri, header::RETRY_AFTER};
use ureq::{
    Agent, RequestBuilder, Timeout,
    config::Config,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

use super::{Targets, TypedAddress, network::is_public};

/// A request: with a body it is a `POST`, without one a `GET`.
#[derive(Debug)]
pub struct Call {
    pub to: TypedAddress,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<String>,
    /// So much of the answer's body is read; the rest is left unread.
    pub answer_bytes_max: u64,
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

/// Sends a request and waits for its answer, 15 seconds at most.
pub async fn call(targets: Targets, call: Call) -> Result<Answer, Unanswered> {
    let spoken = tokio::task::spawn_blocking(move || speak(&agent(&targets), &targets, &call)).await;
    spoken.unwrap_or(Err(Unanswered::Broken))
}

fn speak(agent: &Agent, targets: &Targets, call: &Call) -> Result<Answer, Unanswered> {
    let to = call.to.uri();
    // The address may have been typed when more was allowed.
    if to.scheme_str() != Some("https") && !targets.let_inside(to) {
        return Err(Unanswered::AddressInside);
    }
    let answered = match &call.body {
        Some(body) => with_headers(agent.post(to), call).send(body.as_bytes()),
        None => with_headers(agent.get(to), call).call(),
    };
    let mut response = answered.map_err(|cause| why(&cause))?;
    let status = response.status().as_u16();
    let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut body = Vec::new();
    // The status has come; a body that does not come to its end changes nothing about it.
    let _cut_off = response.body_mut().as_reader().take(call.answer_bytes_max).read_to_end(&mut body);
    Ok(Answer { status, retry_after, body: String::from_utf8_lossy(&body).into_owned() })
}

fn with_headers<B>(request: RequestBuilder<B>, call: &Call) -> RequestBuilder<B> {
    call.headers.iter().fold(request, |request, (name, value)| request.header(*name, value))
}

/// The connections of these targets, for who speaks HTTP in a way of its own: names are judged as they are looked up, redirects not
/// followed. There is one kind of them in a program, and more only in tests.
pub fn agent(targets: &Targets) -> Agent {
    static AGENTS: Mutex<Vec<(Targets, Agent)>> = Mutex::new(Vec::new());
    let mut agents = AGENTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, agent)) = agents.iter().find(|(known, _)| known == targets) {
        return agent.clone();
    }
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .https_only(*targets == Targets::Public)
        .proxy(None)
        .max_redirects(0)
        .user_agent(concat!("roadbook/", env!("CARGO_PKG_VERSION")))
        .timeout_connect(Some(CONNECT_WITHIN))
        .timeout_global(Some(ANSWER_WITHIN))
        .build();
    let judging = Judging { targets: targets.clone(), resolver: DefaultResolver::default() };
    let agent = Agent::with_parts(config, DefaultConnector::new(), judging);
    agents.push((targets.clone(), agent.clone()));
    agent
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
        if self.targets.let_inside(uri) {
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
    use super::{super::Hosts, *};

    fn to(address: &str) -> Call {
        let to = TypedAddress::parse(address, "url", &Targets::Private).expect("an address");
        Call { to, headers: Vec::new(), body: Some(String::new()), answer_bytes_max: 1_000 }
    }

    fn also(host: String) -> Targets {
        Targets::Also(Hosts::parse(&[host], "hosts").expect("a list"))
    }

    #[tokio::test]
    async fn a_name_that_stands_for_this_machine_is_not_called() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        listener.set_nonblocking(true).expect("set");
        for host in ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"] {
            for targets in [Targets::Public, also(format!("localhost:{}", port.wrapping_add(1)))] {
                let answer = call(targets, to(&format!("https://{host}:{port}/"))).await;
                assert!(
                    matches!(answer, Err(Unanswered::AddressInside | Unanswered::HostUnknown)),
                    "{host} was answered with {answer:?}"
                );
            }
        }
        assert!(listener.accept().is_err(), "nobody came");
    }

    #[tokio::test]
    async fn a_host_the_house_opened_is_called_without_tls() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let heard = std::thread::spawn(move || {
            let (mut caller, _) = listener.accept().expect("somebody came");
            let mut began = [0; 5];
            caller.read_exact(&mut began).expect("they said something");
            io::Write::write_all(&mut caller, b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello").expect("answered");
            String::from_utf8_lossy(&began).into_owned()
        });
        let get = Call { body: None, answer_bytes_max: 4, ..to(&format!("http://127.0.0.1:{port}/")) };
        let answer = call(also(format!("127.0.0.1:{port}")), get).await.expect("an answer");
        assert_eq!((answer.status, answer.body.as_str()), (200, "hell"));
        assert_eq!(heard.join().expect("heard"), "GET /");
    }

    #[tokio::test]
    async fn plain_http_is_not_spoken_to_the_world() {
        for targets in [Targets::Public, also("127.0.0.1:80".to_owned())] {
            assert_eq!(call(targets, to("http://1.1.1.1/")).await, Err(Unanswered::AddressInside));
        }
    }
}
