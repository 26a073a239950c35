//! What was found, as a table to paste.

use crate::{load::Measured, scene::Scene};

#[derive(Default)]
pub struct Report {
    facts: Vec<(&'static str, String)>,
    scenes: Vec<(Scene, Measured, Measured)>,
}

impl Report {
    pub fn fact(&mut self, name: &'static str, value: String) {
        eprintln!("{name}: {value}");
        self.facts.push((name, value));
    }

    /// Keeps the median runs.
    pub fn scene(&mut self, scene: Scene, ours: Vec<Measured>, bare: Vec<Measured>) {
        let (ours, bare) = (Measured::median(ours), Measured::median(bare));
        eprintln!("{}: {ours:?}, bare {bare:?}", scene.title());
        self.scenes.push((scene, ours, bare));
    }

    pub fn print(&self) {
        println!("| | |\n|---|---|");
        for (name, value) in &self.facts {
            println!("| {name} | {value} |");
        }
        println!(
            "\n| scene | Roadbook /s | p50 ms | p99 ms | bare /s | p50 ms | p99 ms | p50 ratio |\n|---|---|---|---|---|---|---|---|"
        );
        for (scene, ours, bare) in &self.scenes {
            println!(
                "| {} | {:.0} | {:.2} | {:.2} | {:.0} | {:.2} | {:.2} | {:.1} |",
                scene.title(),
                ours.per_second,
                ours.p50_ms,
                ours.p99_ms,
                bare.per_second,
                bare.p50_ms,
                bare.p99_ms,
                ours.p50_ms / bare.p50_ms
            );
        }
    }
}
