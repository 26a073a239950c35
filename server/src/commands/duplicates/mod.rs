//! `roadbook duplicates`: a table in, the pairs of rows that may be one person out. It needs no database.

mod chosen;
mod scan;

use std::path::PathBuf;

use clap::Subcommand;
use kernel::{Error, Result};

#[derive(Debug, Subcommand)]
pub enum Duplicates {
    /// Search any table, CSV or Excel. Writes pairs of rows with their score and its reasons, and prints a summary as JSON.
    Scan(Scanning),
}

/// What to search, and how.
#[derive(Debug, clap::Args)]
pub struct Scanning {
    file: PathBuf,
    /// Where to write the pairs: CSV with the columns left, right, score, reasons. Rows count from 1 below the header.
    #[arg(long)]
    out: PathBuf,
    /// Which column is what, as in `name=客户,phone=手机,phone=5`; a column by its header or its number. Guessed when not given; with it,
    /// all others are left out.
    #[arg(long, value_delimiter = ',')]
    columns: Vec<String>,
    /// Columns to leave out.
    #[arg(long, value_delimiter = ',')]
    ignore: Vec<String>,
    /// The least score of a pair, 0 to 1.
    #[arg(long, default_value_t = matching::ASK_FROM)]
    score_min: f64,
    /// The sheet of a workbook; the fullest one when not given.
    #[arg(long)]
    sheet: Option<String>,
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Decides which pairs are drawn where not all are looked at.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub async fn run(what: Duplicates) -> Result<()> {
    let Duplicates::Scan(scanning) = what;
    let summary = tokio::task::spawn_blocking(move || scan::run(&scanning)).await.map_err(Error::internal)??;
    say!("{}", serde_json::to_string_pretty(&summary)?);
    Ok(())
}
