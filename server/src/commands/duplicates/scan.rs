//! Reading the table, searching it, writing the pairs.

use std::fs::File;
use std::path::Path;
use std::time::Instant;

use kernel::{Error, Result};
use matching::{Band, Base, Columns, Progress, Scan, ScanSettings, Score};
use serde::Serialize;
use tables::{Cell, Column, CsvWriter, FileFault, ReadSettings, RowFault, ShortRows, Source, TableWriter, WriteFault};

use super::{Scanning, chosen};

/// What was read and found.
#[derive(Debug, Serialize)]
pub struct Summary {
    rows: u64,
    /// Rows that can't be read; they keep their number and are in no pair.
    rows_unreadable: u64,
    columns: Vec<ColumnRead>,
    pairs_compared: u64,
    pairs_same: usize,
    pairs_ask: usize,
    /// Other pairs that reach a lower `--score-min`.
    pairs_below: usize,
    /// People with several rows, by the pairs that are the same.
    groups_same: usize,
    seconds: f64,
}

#[derive(Debug, Serialize)]
struct ColumnRead {
    header: String,
    kind: &'static str,
}

/// Faults of rows told one by one.
const FAULTS_TOLD: u64 = 20;

/// Rows normalised together.
const BATCH: usize = 16_384;

pub fn run(scanning: &Scanning) -> Result<Summary> {
    let begun = Instant::now();
    check(scanning)?;
    let settings =
        ReadSettings { sheet: scanning.sheet.clone(), short_rows: ShortRows::Fill, ..ReadSettings::default() };
    let mut source = Source::open(&scanning.file, &settings).map_err(|fault| unreadable(&scanning.file, &fault))?;
    let columns = chosen::columns(source.sniffed(), &scanning.columns, &scanning.ignore)?;
    let read: Vec<ColumnRead> = columns
        .chosen()
        .map(|(column, kind)| ColumnRead {
            header: source.headers().get(column).map_or_else(String::new, |header| header.trim().to_owned()),
            kind: kind.word(),
        })
        .collect();
    let (base, rows, rows_unreadable) = base_of(&mut source, &columns, scanning)?;
    let settings = ScanSettings {
        threads: scanning.threads,
        seed: scanning.seed,
        probability_min: scanning.score_min.max(f64::MIN_POSITIVE),
    };
    let scan = Scan::run(base, &settings, progress_told());
    write(&scanning.out, &scan, &rows.places).map_err(|fault| unwritable(&scanning.out, &fault))?;
    let count = |band| scan.pairs().iter().filter(|pair| pair.band() == band).count();
    Ok(Summary {
        rows: rows.total,
        rows_unreadable,
        columns: read,
        pairs_compared: scan.compared(),
        pairs_same: count(Band::Same),
        pairs_ask: count(Band::Ask),
        pairs_below: count(Band::Different),
        groups_same: scan.clusters().len(),
        seconds: (begun.elapsed().as_secs_f64() * 10.0).round() / 10.0,
    })
}

fn check(scanning: &Scanning) -> Result<()> {
    if !(0.0..1.0).contains(&scanning.score_min) {
        let message = format!("{} is no score; give one from 0 to below 1, such as 0.5", scanning.score_min);
        return Err(Error::invalid("--score-min", "score.out_of_range", message));
    }
    let is_same =
        scanning.out.canonicalize().is_ok_and(|out| scanning.file.canonicalize().is_ok_and(|file| file == out));
    if is_same {
        let message =
            format!("{} is the table itself and would be overwritten; name another file", scanning.out.display());
        return Err(Error::invalid("--out", "out.is_input", message));
    }
    // Said before the work, so that a folder that isn't there costs no minutes.
    let folder = scanning.out.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) || scanning.out.is_dir() {
        let message = format!("{} can't be written: give a file in a folder that is there", scanning.out.display());
        return Err(Error::invalid("--out", "out.unwritable", message));
    }
    Ok(())
}

/// The rows that were read, by their place in the base.
struct RowsRead {
    /// The number of each record's row, from 1.
    places: Vec<u64>,
    total: u64,
}

fn base_of(source: &mut Source, columns: &Columns, scanning: &Scanning) -> Result<(Base, RowsRead, u64)> {
    let file = &scanning.file;
    let mut base = Base::new(columns.schema().clone());
    let mut read = RowsRead { places: Vec::new(), total: 0 };
    let mut unreadable_rows = 0;
    let mut batch = Vec::with_capacity(BATCH);
    for row in source.rows().map_err(|fault| unreadable(file, &fault))? {
        read.total += 1;
        match row {
            Ok(row) => {
                batch.push(row.cells);
                read.places.push(read.total);
            }
            Err(fault) => {
                unreadable_rows += 1;
                tell_fault(&fault, read.total, unreadable_rows);
            }
        }
        if batch.len() == BATCH {
            add(&mut base, columns, &mut batch, scanning.threads)?;
        }
    }
    add(&mut base, columns, &mut batch, scanning.threads)?;
    if read.places.is_empty() {
        let message = format!("{} has no row to compare; check the header row and the sheet", file.display());
        return Err(Error::invalid("file", "file.no_rows", message));
    }
    Ok((base, read, unreadable_rows))
}

fn add(base: &mut Base, columns: &Columns, batch: &mut Vec<Vec<String>>, threads: usize) -> Result<()> {
    for record in columns.records(batch, threads) {
        base.add(&record).map_err(|full| Error::invalid("file", "matching.too_large", full.to_string()))?;
    }
    batch.clear();
    Ok(())
}

fn tell_fault(fault: &RowFault, row: u64, count: u64) {
    if count <= FAULTS_TOLD {
        eprintln!("line {} (row {row}) is left out: {}", fault.number, fault.message());
    } else if count == FAULTS_TOLD + 1 {
        eprintln!("further rows that can't be read are only counted");
    }
}

/// Says how far the search is, at every tenth of a step.
fn progress_told() -> impl FnMut(Progress) {
    let mut told = None;
    move |progress: Progress| {
        let tenth = progress.done * 10 / progress.total.max(1);
        if told != Some((progress.step, tenth)) {
            told = Some((progress.step, tenth));
            eprintln!("{}: {} %", format!("{:?}", progress.step).to_lowercase(), tenth * 10);
        }
    }
}

fn write(out: &Path, scan: &Scan, rows: &[u64]) -> std::result::Result<(), WriteFault> {
    let titles = ["left", "right", "score", "reasons"];
    let columns = titles.map(|title| Column { title: title.to_owned(), width_digits: 12 });
    let mut writer: Box<dyn TableWriter> = Box::new(CsvWriter::without_mark(File::create(out)?, &columns)?);
    for pair in scan.pairs() {
        let number = |place: u32| Cell::Integer(i64::try_from(rows[place as usize]).unwrap_or(i64::MAX));
        let (score, reasons) = (format!("{:.4}", pair.probability), reasons(&scan.score(pair)));
        writer.row(&[number(pair.left), number(pair.right), Cell::Text(&score), Cell::Text(&reasons)])?;
    }
    writer.finish().map(|_| ())
}

/// `phone same +22.4; name alike +8.1; held back by other_birth_date`: bits for and against.
fn reasons(score: &Score) -> String {
    let mut reasons: Vec<String> = score.reasons.iter().map(ToString::to_string).collect();
    reasons.extend(score.caution.map(|caution| format!("held back by {}", caution.code())));
    reasons.join("; ")
}

fn unreadable(file: &Path, fault: &FileFault) -> Error {
    // The words of the fault are for pages, where a file is uploaded.
    let message = match fault {
        FileFault::Io(_) if !file.exists() => format!("there is no file {}; check the path", file.display()),
        FileFault::Io(reason) => format!("{} can't be read: {reason}", file.display()),
        fault => format!("{}: {fault}", file.display()),
    };
    Error::invalid("file", fault.code(), message)
}

fn unwritable(file: &Path, cause: &dyn std::fmt::Display) -> Error {
    Error::invalid(
        "--out",
        "out.unwritable",
        format!("{} can't be written: {cause}; check the folder and the space on the disk", file.display()),
    )
}
