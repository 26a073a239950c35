//! `roadbook import`.

use std::path::PathBuf;

use clap::Subcommand;
use customers::imports::command::{Wish, import_file};
use kernel::{Language, Result};
use platform::{Platform, SystemActor};

#[derive(Debug, Subcommand)]
pub enum Import {
    /// Customers with their cars, purchases and visits, from CSV or Excel. Prints a summary as JSON.
    Customers {
        file: PathBuf,
        /// The code of the store they come to.
        #[arg(long)]
        store: String,
        /// Which column is what; guessed when not given.
        #[arg(long)]
        mapping: Option<PathBuf>,
        /// Only say what would happen.
        #[arg(long)]
        dry_run: bool,
        /// Where rows that fail are written; beside the file when not given, and nowhere in a dry run.
        #[arg(long)]
        errors: Option<PathBuf>,
        /// The dealer group, when there are several.
        #[arg(long)]
        group: Option<String>,
    },
}

pub async fn run(platform: &Platform, what: Import) -> Result<()> {
    let Import::Customers { file, store, mapping, dry_run, errors, group } = what;
    let group = super::group(platform, group.as_deref()).await?;
    let door = platform.system(SystemActor::Import, group);
    let store = access::find_store_by_code(&door.read(), &store).await?;
    let wish = Wish {
        mapping: mapping.as_deref(),
        is_dry_run: dry_run,
        errors: errors.as_deref(),
        language: language(|name| std::env::var(name).ok()),
    };
    let summary = import_file(&door, store.id, &file, wish).await?;
    say!("{}", serde_json::to_string_pretty(&summary)?);
    Ok(())
}

/// Of what is said of rows: Chinese where the system speaks it, else English as everything else the command says.
fn language(variable: impl Fn(&str) -> Option<String>) -> Language {
    let spoken = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|locale| !locale.is_empty());
    match spoken {
        Some(locale) if locale.to_lowercase().starts_with("zh") => Language::Zh,
        _ => Language::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_of_in_the_language_of_the_system_or_in_english() {
        let spoken = |given: &'static [(&str, &str)]| {
            language(|name| given.iter().find(|(one, _)| *one == name).map(|(_, locale)| (*locale).to_owned()))
        };
        assert_eq!(spoken(&[("LANG", "zh_CN.UTF-8")]), Language::Zh);
        assert_eq!(spoken(&[("LC_ALL", ""), ("LC_MESSAGES", "en_GB.UTF-8"), ("LANG", "zh_CN.UTF-8")]), Language::En);
        assert_eq!(spoken(&[("LANG", "C.UTF-8")]), Language::En);
        assert_eq!(spoken(&[]), Language::En);
    }
}
