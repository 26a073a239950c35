//! Precision, recall and F on the FEBRL sets: `cargo run --release -p matching --example febrl FOLDER [--without soc_sec_id]
//! [--unnamed]`. Unnamed, the columns are `c1`, `c2` … and are told by their cells alone; `rec_id` and `soc_sec_id` are left out.
//! The folder holds `febrl_dataset1.csv` … `febrl_dataset4b.csv`; whose duplicate a record is stands in its `rec_id`.

use std::collections::HashMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use matching::{Base, Columns, Scan, ScanSettings, guess_kinds};
use tables::{ReadSettings, Source};

const SETS: [(&str, &[&str]); 4] = [
    ("FEBRL 1", &["febrl_dataset1.csv"]),
    ("FEBRL 2", &["febrl_dataset2.csv"]),
    ("FEBRL 3", &["febrl_dataset3.csv"]),
    ("FEBRL 4", &["febrl_dataset4a.csv", "febrl_dataset4b.csv"]),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let before = arguments.len();
    arguments.retain(|argument| argument != "--unnamed");
    let is_unnamed = arguments.len() < before;
    let (folder, without) = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [folder] => (PathBuf::from(folder), None),
        [folder, "--without", column] => (PathBuf::from(folder), Some((*column).to_owned())),
        _ => return Err("give the folder of the sets, and --without COLUMN if you like".into()),
    };
    for (name, files) in SETS {
        let begun = Instant::now();
        let (base, people) = read(&folder, files, without.as_deref(), is_unnamed)?;
        let scan = Scan::run(base, &ScanSettings { probability_min: 0.0001, ..ScanSettings::default() }, |_| {});
        report(name, &scan, &people);
        println!("  {} pairs compared, {:.2} s", scan.compared(), begun.elapsed().as_secs_f64());
    }
    Ok(())
}

/// The records of some files one after the other, and whose each of them is.
fn read(
    folder: &Path,
    files: &[&str],
    without: Option<&str>,
    is_unnamed: bool,
) -> Result<(Base, Vec<String>), Box<dyn Error>> {
    let mut people = Vec::new();
    let mut filled: Option<(Base, Columns)> = None;
    for file in files {
        let mut source = Source::open(&folder.join(file), &ReadSettings::default())?;
        if filled.is_none() {
            let headers = source.headers();
            let numbered: Vec<String> = (1..=headers.len()).map(|number| format!("c{number}")).collect();
            let shown = if is_unnamed { &numbered } else { headers };
            let mut kinds = guess_kinds(shown, &source.sniffed().samples);
            for (kind, header) in kinds.iter_mut().zip(headers.iter().map(|header| header.trim())) {
                let is_number = is_unnamed && matches!(header, "rec_id" | "soc_sec_id");
                *kind = kind.filter(|_| Some(header) != without && !is_number);
            }
            if is_unnamed {
                println!(
                    "{}",
                    kinds.iter().map(|kind| kind.map_or("-", matching::Kind::word)).collect::<Vec<_>>().join(", ")
                );
            }
            let columns = Columns::new(shown, &kinds)?;
            filled = Some((Base::new(columns.schema().clone()), columns));
        }
        let (base, columns) = filled.as_mut().ok_or("no file")?;
        for row in source.rows()? {
            let row = row.map_err(|fault| fault.to_string())?;
            base.add(&columns.record(&row.cells))?;
            people.push(row.cells[0].split('-').nth(1).unwrap_or_default().to_owned());
        }
    }
    Ok((filled.ok_or("no file")?.0, people))
}

fn report(name: &str, scan: &Scan, people: &[String]) {
    let mut sizes: HashMap<&str, u64> = HashMap::new();
    people.iter().for_each(|person| *sizes.entry(person).or_default() += 1);
    let truth: u64 = sizes.values().map(|size| size * (size - 1) / 2).sum();
    for threshold in [0.01, 0.5, 0.9, 0.99] {
        let found = scan.pairs().iter().filter(|pair| pair.probability >= threshold);
        let (mut right, mut wrong) = (0_u64, 0_u64);
        for pair in found {
            let is_right = people[pair.left as usize] == people[pair.right as usize];
            *(if is_right { &mut right } else { &mut wrong }) += 1;
        }
        let (precision, recall) = (right as f64 / (right + wrong).max(1) as f64, right as f64 / truth as f64);
        let f = 2.0 * precision * recall / (precision + recall);
        println!(
            "{name} from {threshold}: {truth} true, {right} right, {wrong} wrong: P {precision:.4} R {recall:.4} F {f:.4}"
        );
    }
}
