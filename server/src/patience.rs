//! How long a connection may keep a place without saying what it wants: a head that trickles in byte by byte, or a line nobody uses,
//! is hung up on (Slowloris). Bodies and answers take the time they need; limits of their own hold them.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    time::{Instant, Sleep, sleep},
};

/// How long is waited for what.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From the first byte of a request to the end of its head, and for the first byte of a new connection.
    pub head: Duration,
    /// For the next request on a connection, or for the other side to take what it was sent.
    pub idle: Duration,
}

/// Longer than proxies keep a line open that they may use again.
pub const USUAL: Patience = Patience { head: Duration::from_secs(30), idle: Duration::from_secs(300) };

/// A listener whose connections lose their place when nothing comes of them.
pub struct Patient {
    pub listener: TcpListener,
    pub patience: Patience,
}

/// Who is at the other end of a connection of [`Patient`].
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

impl Listener for Patient {
    type Io = PatientStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        (PatientStream::new(stream, self.patience), address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, Patient>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Patient>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// A connection that is hung up on when a head does not come to its end in time.
pub struct PatientStream {
    stream: TcpStream,
    patience: Patience,
    deadline: Pin<Box<Sleep>>,
    awaits: Awaits,
    /// The last bytes of a head under way, in which its end may begin.
    tail: [u8; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Awaits {
    /// Nothing has come since the last answer.
    Request,
    EndOfHead,
    /// The head is whole: the body, or our answer.
    Nothing,
}

const END_OF_HEAD: &[u8] = b"\r\n\r\n";

impl PatientStream {
    fn new(stream: TcpStream, patience: Patience) -> Self {
        let deadline = Box::pin(sleep(patience.head));
        Self { stream, patience, deadline, awaits: Awaits::Request, tail: [0; 3] }
    }

    /// Takes note of what came.
    fn heard(&mut self, bytes: &[u8]) {
        if bytes.is_empty() || self.awaits == Awaits::Nothing {
            return;
        }
        if self.awaits == Awaits::Request {
            self.awaits = Awaits::EndOfHead;
            self.tail = [0; 3];
            self.wait(self.patience.head);
        }
        let seam: Vec<u8> = self.tail.iter().chain(bytes.iter().take(3)).copied().collect();
        let holds = |bytes: &[u8]| bytes.windows(END_OF_HEAD.len()).any(|window| window == END_OF_HEAD);
        if holds(&seam) || holds(bytes) {
            self.awaits = Awaits::Nothing;
            return;
        }
        let last: Vec<u8> = self.tail.iter().chain(bytes).rev().take(3).copied().collect();
        self.tail = [last[2], last[1], last[0]];
    }

    fn wait(&mut self, time: Duration) {
        self.deadline.as_mut().reset(Instant::now() + time);
    }
}

impl AsyncRead for PatientStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        match Pin::new(&mut self.stream).poll_read(context, buffer) {
            Poll::Ready(read) => {
                self.heard(&buffer.filled()[before..]);
                Poll::Ready(read)
            }
            Poll::Pending if self.awaits == Awaits::Nothing => Poll::Pending,
            Poll::Pending => {
                ready!(self.deadline.as_mut().poll(context));
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }
}

impl AsyncWrite for PatientStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        self.answered(bytes);
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write_vectored(context, slices))?;
        self.answered(slices.first().map(|slice| &**slice).unwrap_or_default());
        Poll::Ready(Ok(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl PatientStream {
    /// Takes note of what went out. Being told to go on with a body is no answer yet.
    fn answered(&mut self, begins: &[u8]) {
        if begins.starts_with(b"HTTP/1.1 100 ") {
            return;
        }
        self.awaits = Awaits::Request;
        self.wait(self.patience.idle);
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, extract::Request, routing::post};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    const QUICK: Patience = Patience { head: Duration::from_millis(300), idle: Duration::from_millis(900) };

    async fn house() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("it works");
        let address = listener.local_addr().expect("it works");
        let app = Router::new().route(
            "/",
            post(async |request: Request| {
                let body = axum::body::to_bytes(request.into_body(), usize::MAX).await.expect("it works");
                format!("{} bytes", body.len())
            }),
        );
        let patient = Patient { listener, patience: QUICK };
        tokio::spawn(async move { axum::serve(patient, app).await });
        address
    }

    /// Says so much every 100 ms; answers what came back until the line was cut or an answer was whole.
    async fn said(line: &mut TcpStream, pieces: impl IntoIterator<Item = &'static str>) -> String {
        for piece in pieces {
            if line.write_all(piece.as_bytes()).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let mut heard = Vec::new();
        let mut some = [0; 1_024];
        while let Ok(Ok(read @ 1..)) = tokio::time::timeout(Duration::from_secs(5), line.read(&mut some)).await {
            heard.extend_from_slice(&some[..read]);
            if String::from_utf8_lossy(&heard).ends_with("bytes") {
                break;
            }
        }
        String::from_utf8_lossy(&heard).into_owned()
    }

    #[tokio::test]
    async fn a_head_that_trickles_in_is_hung_up_on() {
        let mut line = TcpStream::connect(house().await).await.expect("it works");
        let trickle =
            ["POST / HTTP/1.1\r\n", "Host: x\r\n", "X-A: 1\r\n", "X-B: 2\r\n", "X-C: 3\r\n", "X-D: 4\r\n", "\r\n"];
        let heard = said(&mut line, trickle).await;
        assert!(!heard.contains("bytes"), "nothing was answered: {heard}");
    }

    #[tokio::test]
    async fn a_slow_body_and_a_second_request_on_the_same_line_are_waited_for() {
        let mut line = TcpStream::connect(house().await).await.expect("it works");
        let slow = ["POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r", "\n", "a", "b", "c", "d", "e", "f"];
        assert!(said(&mut line, slow).await.ends_with("6 bytes"));
        tokio::time::sleep(QUICK.head + Duration::from_millis(100)).await;
        assert!(
            said(&mut line, ["POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"]).await.ends_with("1 bytes")
        );
    }

    #[tokio::test]
    async fn a_line_nobody_uses_is_given_up() {
        let mut line = TcpStream::connect(house().await).await.expect("it works");
        let mut some = [0; 16];
        let ended = tokio::time::timeout(Duration::from_secs(5), line.read(&mut some)).await;
        assert!(matches!(ended, Ok(Ok(0) | Err(_))), "the house hung up");
    }
}
