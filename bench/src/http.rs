//! As much HTTP/1.1 as a load loop needs: one request at a time on a connection that stays open.

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use crate::Outcome;

pub struct Connection {
    stream: BufReader<TcpStream>,
    head: String,
}

pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// A method, a path with its query already encoded, and a JSON body or nothing.
pub struct Request {
    pub method: &'static str,
    pub path: String,
    pub body: String,
}

impl Connection {
    /// Connects; with a key, every request carries it.
    pub async fn open(address: &str, key: &str) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let authorization = if key.is_empty() { String::new() } else { format!("authorization: Bearer {key}\r\n") };
        Ok(Self { stream: BufReader::new(stream), head: format!("host: {address}\r\n{authorization}") })
    }

    pub async fn get(&mut self, path: &str) -> Outcome<Answer> {
        self.send(&Request { method: "GET", path: path.to_owned(), body: String::new() }).await
    }

    pub async fn send(&mut self, request: &Request) -> Outcome<Answer> {
        let Request { method, path, body } = request;
        let content = if body.is_empty() {
            String::new()
        } else {
            format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len())
        };
        let text = format!("{method} {path} HTTP/1.1\r\n{}{content}\r\n{body}", self.head);
        self.stream.write_all(text.as_bytes()).await?;
        self.read().await
    }

    async fn read(&mut self) -> Outcome<Answer> {
        let status = self.line().await?.split(' ').nth(1).unwrap_or_default().parse()?;
        let mut length = None;
        loop {
            let line = self.line().await?;
            let Some((name, value)) = line.split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.trim().parse::<usize>()?);
            }
        }
        let length = length.ok_or("an answer without a length")?;
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        Ok(Answer { status, body })
    }

    async fn line(&mut self) -> Outcome<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).await? == 0 {
            return Err("the server closed the connection".into());
        }
        Ok(line.trim_end().to_owned())
    }
}

/// Percent-encodes what stands in a query.
pub fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}
