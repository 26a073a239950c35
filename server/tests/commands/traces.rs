//! Traces: a collector that is named is told of requests, below the trace the caller is in.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";

struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _has_ended = self.0.kill();
        let _has_ended = self.0.wait();
    }
}

/// Takes what is sent to it, whatever it is, and says that all is well.
fn collector() -> (String, mpsc::Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (told, heard) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (told, mut stream) = (told.clone(), stream.unwrap());
            thread::spawn(move || {
                let mut lines = BufReader::new(stream.try_clone().unwrap());
                loop {
                    let (mut first, mut length) = (String::new(), 0);
                    if lines.read_line(&mut first).unwrap_or_default() == 0 {
                        return;
                    }
                    loop {
                        let mut line = String::new();
                        lines.read_line(&mut line).unwrap();
                        if let Some(bytes) = line.to_lowercase().strip_prefix("content-length:") {
                            length = bytes.trim().parse().unwrap();
                        }
                        if line.trim().is_empty() {
                            break;
                        }
                    }
                    let mut body = vec![0; length];
                    lines.read_exact(&mut body).unwrap();
                    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
                    told.send((first, body)).unwrap();
                }
            });
        }
    });
    (address, heard)
}

fn contains(body: &[u8], wanted: &[u8]) -> bool {
    body.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn a_collector_is_told_of_a_request_below_the_trace_of_its_caller() {
    let folder = tempfile::tempdir().unwrap();
    let (collector, heard) = collector();
    let mut served = Served(
        Command::new(env!("CARGO_BIN_EXE_roadbook"))
            .current_dir(folder.path())
            .env("ROADBOOK_DATABASE", "sqlite://mine.sqlite")
            .env("OTEL_EXPORTER_OTLP_ENDPOINT", collector)
            .env("OTEL_BSP_SCHEDULE_DELAY", "200")
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let mut lines = BufReader::new(served.0.stdout.take().unwrap()).lines();
    let address = lines.find_map(|line| line.unwrap().split_once("http://").map(|(_, address)| address.to_owned()));
    let address = address.unwrap();
    let mut request = TcpStream::connect(address.trim()).unwrap();
    let head = format!(
        "GET /api/v1/about HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntraceparent: 00-{TRACE}-b7ad6b7169203331-01\r\n\r\n"
    );
    request.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    request.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let trace: Vec<u8> = (0..16).map(|at| u8::from_str_radix(&TRACE[2 * at..2 * at + 2], 16).unwrap()).collect();
    loop {
        let (first, body) = heard.recv_timeout(Duration::from_secs(20)).expect("the collector is told");
        assert!(first.starts_with("POST /v1/traces "), "{first}");
        if contains(&body, b"GET /api/v1/about") {
            assert!(contains(&body, &trace), "below the caller's own");
            assert!(contains(&body, b"http.response.status_code") && contains(&body, b"roadbook"));
            return;
        }
    }
}
