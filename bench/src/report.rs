//! What was found, as a table to paste.

use crate::{load::Measured, scene::Scene};

#[derive(Default)]
pub struct Report {
    facts: Vec<(&'static str, String)>,
    lines: Vec<Line>,
}

struct Line {
    scene: Scene,
    connections: usize,
    ours: Measured,
    bare: Measured,
}

impl Report {
    pub fn fact(&mut self, name: &'static str, value: String) {
        eprintln!("{name}: {value}");
        self.facts.push((name, value));
    }

    /// Keeps the median runs.
    pub fn scene(&mut self, scene: Scene, connections: usize, ours: Vec<Measured>, bare: Vec<Measured>) {
        let line = Line { scene, connections, ours: Measured::median(ours), bare: Measured::median(bare) };
        eprintln!("{}", line.shown());
        self.lines.push(line);
    }

    pub fn print(&self) {
        println!("| | |\n|---|---|");
        for (name, value) in &self.facts {
            println!("| {name} | {value} |");
        }
        println!("\n| scene | at once | Roadbook /s | p50 ms | p99 ms | bare /s | p50 ms | p99 ms | bare : Roadbook |");
        println!("|---|---|---|---|---|---|---|---|---|");
        for line in &self.lines {
            println!("{}", line.shown());
        }
    }
}

impl Line {
    /// The last column compares what both get done in a second, which no queue and no scheduler blurs.
    fn shown(&self) -> String {
        let Self { scene, connections, ours, bare } = self;
        let side = |side: &Measured| format!("{:.0} | {:.2} | {:.2}", side.per_second, side.p50_ms, side.p99_ms);
        let ratio = bare.per_second / ours.per_second;
        format!("| {} | {connections} | {} | {} | {ratio:.1} |", scene.title(), side(ours), side(bare))
    }
}
