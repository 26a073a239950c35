//! How carriers speak over HTTP: one request, one answer, and what is known when there is none.

use platform::outside::{self, Targets};
use ureq::Timeout;

use crate::channel::Undelivered;

/// What is asked.
pub struct Request {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// What the address may stand for.
    pub targets: Targets,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    Get,
    Post,
}

/// What was answered, whatever the status.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

const ANSWER_BYTES_MAX: u64 = 1 << 20;

/// Said when a name stands for a machine inside.
pub const INSIDE: &str =
    "the carrier's address lies inside a private network; --allow-private-hosts lets single hosts in";

/// Sends a request. [`Undelivered::Later`] when it certainly did not arrive, [`Undelivered::Unknown`] when the answer was lost.
pub async fn send(request: Request) -> Result<Answer, Undelivered> {
    let spoken = tokio::task::spawn_blocking(move || speak(&request)).await;
    spoken.unwrap_or_else(|_| Err(Undelivered::Unknown("the program stopped while it waited for an answer".into())))
}

fn speak(request: &Request) -> Result<Answer, Undelivered> {
    let failed = |cause: ureq::Error| broken(&cause);
    let mut response = match request.method {
        Method::Get => {
            let mut call = outside::agent(&request.targets).get(&request.url);
            for (name, value) in &request.headers {
                call = call.header(*name, value);
            }
            call.call()
        }
        Method::Post => {
            let mut call = outside::agent(&request.targets).post(&request.url);
            for (name, value) in &request.headers {
                call = call.header(*name, value);
            }
            call.send(request.body.as_slice())
        }
    }
    .map_err(failed)?;
    let status = response.status().as_u16();
    let body = response.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_vec().map_err(failed)?;
    Ok(Answer { status, body: String::from_utf8_lossy(&body).into_owned() })
}

/// Causes are said without the address asked: it may hold keys.
fn broken(cause: &ureq::Error) -> Undelivered {
    use std::io::ErrorKind;
    match cause {
        ureq::Error::HostNotFound => Undelivered::Later("the carrier's address is not known to the network".into()),
        ureq::Error::ConnectionFailed | ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
            Undelivered::Later("the carrier can't be reached".into())
        }
        ureq::Error::Io(io) if io.kind() == ErrorKind::ConnectionRefused => {
            Undelivered::Later("the carrier refused the connection".into())
        }
        ureq::Error::Io(io) if io.kind() == ErrorKind::PermissionDenied => Undelivered::Never(INSIDE.into()),
        ureq::Error::RequireHttpsOnly(_) => Undelivered::Never(INSIDE.into()),
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => {
            Undelivered::Later("the carrier's certificate is not trusted".into())
        }
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
            Undelivered::Never("the carrier's address is no address".into())
        }
        _ => Undelivered::Unknown("the carrier's answer was lost".into()),
    }
}
