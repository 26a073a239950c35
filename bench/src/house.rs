//! The Roadbook that is measured: seeded, started, looked at and stopped as its user would.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{Outcome, http::Connection};

pub struct House {
    roadbook: PathBuf,
    database: String,
    folder: PathBuf,
    variables: Vec<(String, String)>,
}

/// A server under way; killed when it is forgotten.
pub struct Served {
    pub address: String,
    pub ready_after: Duration,
    process: Child,
}

const READY_WITHIN: Duration = Duration::from_secs(60);

impl House {
    pub fn at(roadbook: &Path, database: &str, folder: PathBuf) -> Self {
        Self { roadbook: roadbook.to_owned(), database: database.to_owned(), folder, variables: Vec::new() }
    }

    /// The same Roadbook with something in its environment.
    pub fn with_variable(&self, name: &str, value: &str) -> Self {
        let mut variables = self.variables.clone();
        variables.push((name.to_owned(), value.to_owned()));
        Self { variables, ..self.beside(self.database.clone()) }
    }

    /// Loads the demo world into an empty database; answers the seconds it took.
    pub fn seed_when_empty(&self, customers: u64, seed: u64) -> Outcome<Option<f64>> {
        if !self.run(&["store", "list"])?.trim().is_empty() {
            return Ok(None);
        }
        let begun = Instant::now();
        self.run(&["seed", "--customers", &customers.to_string(), "--seed", &seed.to_string()])?;
        Ok(Some(begun.elapsed().as_secs_f64()))
    }

    /// A key that may do everything in the first group.
    pub fn make_key(&self) -> Outcome<String> {
        let stores = self.run(&["store", "list"])?;
        let group = stores.lines().next().unwrap_or_default().to_owned();
        let key = self.run(&["key", "create", "--role", "group_manager", "--name", "bench", "--group", &group])?;
        Ok(key.trim().to_owned())
    }

    /// Starts the server and waits until it says it is ready.
    pub async fn serve(&self) -> Outcome<Served> {
        let address = format!("127.0.0.1:{}", free_port()?);
        let begun = Instant::now();
        let process = self
            .command(&["serve", "--listen", &address, "--requests-of-key", "0"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut served = Served { address, ready_after: Duration::ZERO, process };
        while begun.elapsed() < READY_WITHIN {
            if served.is_ready().await {
                served.ready_after = begun.elapsed();
                return Ok(served);
            }
            if let Some(status) = served.process.try_wait()? {
                return Err(format!("roadbook serve ended with {status}").into());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Err("roadbook serve was not ready in time".into())
    }

    /// Runs one command; answers what it printed.
    pub fn run(&self, arguments: &[&str]) -> Outcome<String> {
        let output = self.command(arguments).output()?;
        if !output.status.success() {
            return Err(format!("roadbook {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr)).into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// The same Roadbook on another database.
    pub fn beside(&self, database: String) -> Self {
        Self {
            roadbook: self.roadbook.clone(),
            database,
            folder: self.folder.clone(),
            variables: self.variables.clone(),
        }
    }

    pub fn database(&self) -> &str {
        &self.database
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.roadbook);
        command.envs(self.variables.iter().cloned());
        command
            .args(arguments)
            .arg("--database")
            .arg(&self.database)
            .arg("--folder")
            .arg(&self.folder)
            .arg("--log")
            .arg("warn");
        command
    }
}

impl Served {
    async fn is_ready(&self) -> bool {
        match Connection::open(&self.address, "").await {
            Ok(mut connection) => connection.get("/readyz").await.is_ok_and(|answer| answer.status == 200),
            Err(_) => false,
        }
    }

    /// Resident memory, and how much of it is not the mapped database file.
    pub fn memory(&self) -> Outcome<String> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let megabytes = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
        };
        match (megabytes("VmRSS:"), megabytes("RssAnon:")) {
            (Some(all), Some(own)) => Ok(format!("{all} MB resident, {own} MB without mapped files")),
            _ => Err("the memory of the server can't be read".into()),
        }
    }

    /// Memory that is not a mapped file, in kilobytes.
    pub fn own_kilobytes(&self) -> Outcome<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).ok_or("no memory is told")?;
        Ok(line.split_whitespace().next().unwrap_or_default().parse()?)
    }

    /// The most memory that was ever resident.
    pub fn most_memory(&self) -> Outcome<String> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no peak is told")?;
        Ok(format!("{} resident", line.trim()))
    }

    /// Kills the server where it stands.
    pub fn kill(mut self) -> Outcome<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }

    /// Asks the server to stop and waits until it has.
    pub fn stop(mut self) -> Outcome<()> {
        Command::new("kill").arg(self.process.id().to_string()).status()?;
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _already_gone = self.process.kill();
        let _no_child_is_left = self.process.wait();
    }
}

fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
