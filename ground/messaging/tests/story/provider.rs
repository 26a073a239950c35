//! Servers that speak as carriers do: one for HTTP, one for SMTP, each doing what the test tells it to.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What a provider does with a request.
#[derive(Clone)]
pub enum Reaction {
    Json(Value),
    Say(u16, &'static str),
    /// Hears all of it and hangs up.
    HangUp,
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Heard {
    /// `POST /?Action=x HTTP/1.1`
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// An HTTP server whose next reactions the test knows; without one it says 500.
#[derive(Clone)]
pub struct Provider {
    pub address: String,
    heard: Arc<Mutex<Vec<Heard>>>,
    reactions: Arc<Mutex<VecDeque<Reaction>>>,
}

impl Provider {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let provider = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            heard: Arc::default(),
            reactions: Arc::default(),
        };
        let own = provider.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(own.clone().converse(stream));
            }
        });
        provider
    }

    pub fn will(&self, reactions: impl IntoIterator<Item = Reaction>) {
        self.reactions.lock().unwrap().extend(reactions);
    }

    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    async fn converse(self, stream: TcpStream) {
        let mut stream = BufReader::new(stream);
        let Some(heard) = read(&mut stream).await else { return };
        self.heard.lock().unwrap().push(heard);
        let reaction = self.reactions.lock().unwrap().pop_front().unwrap_or(Reaction::Say(500, "not expected"));
        let (status, body) = match reaction {
            Reaction::Json(body) => (200, body.to_string()),
            Reaction::Say(status, body) => (status, body.to_owned()),
            Reaction::HangUp => return,
        };
        let answer =
            format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
        let _gone = stream.write_all(answer.as_bytes()).await;
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Heard> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok().filter(|length| *length > 0)?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).await.ok()?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await.ok()?;
    Some(Heard { line: line.trim_end().to_owned(), headers, body })
}

impl Heard {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn query(&self) -> &str {
        let path = self.line.split(' ').nth(1).unwrap();
        path.split_once('?').map_or("", |(_, query)| query)
    }

    /// A parameter of the query, decoded.
    pub fn parameter(&self, name: &str) -> String {
        let mut pairs = form_urlencoded::parse(self.query().as_bytes());
        pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
    }
}

/// A mail server that takes letters, or says what the test tells it to at a command.
#[derive(Clone)]
pub struct MailServer {
    pub port: u16,
    letters: Arc<Mutex<Vec<String>>>,
    /// (command, answer): `("RCPT", "550 5.1.1 no such user")`; an empty answer hangs up.
    moods: Arc<Mutex<VecDeque<(&'static str, &'static str)>>>,
}

impl MailServer {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self { port, letters: Arc::default(), moods: Arc::default() };
        let own = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(own.clone().converse(stream));
            }
        });
        server
    }

    pub fn will(&self, command: &'static str, answer: &'static str) {
        self.moods.lock().unwrap().push_back((command, answer));
    }

    /// The letters taken, as they were written.
    pub fn letters(&self) -> Vec<String> {
        self.letters.lock().unwrap().clone()
    }

    async fn converse(self, stream: TcpStream) {
        let mut stream = BufReader::new(stream);
        let mut reply = Some("220 mail.example.com".to_owned());
        loop {
            let Some(words) = reply else { return };
            if stream.write_all(format!("{words}\r\n").as_bytes()).await.is_err() {
                return;
            }
            let mut line = String::new();
            if !matches!(stream.read_line(&mut line).await, Ok(length) if length > 0) {
                return;
            }
            let command = line.split([' ', '\r']).next().unwrap_or_default().to_ascii_uppercase();
            reply = match command.as_str() {
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").await.unwrap();
                    let letter = letter(&mut stream).await;
                    self.letters.lock().unwrap().push(letter);
                    self.answer(".", "250 2.0.0 queued as Q-1")
                }
                command => self.answer(command, "250 ok"),
            };
        }
    }

    fn answer(&self, command: &str, usual: &str) -> Option<String> {
        let mut moods = self.moods.lock().unwrap();
        let place = moods.iter().position(|(known, _)| *known == command);
        let said = place.and_then(|place| moods.remove(place)).map_or(usual, |(_, answer)| answer);
        Some(said.to_owned()).filter(|said| !said.is_empty())
    }
}

async fn letter(stream: &mut BufReader<TcpStream>) -> String {
    let mut letter = String::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        if line == ".\r\n" || line.is_empty() {
            return letter;
        }
        letter.push_str(&line);
    }
}
