//! Lists of VINs as people bring them, pasted or as a file: each line read, and what is wrong with it told by its row. Pure but for
//! the file.

use std::{collections::BTreeSet, path::Path};

use kernel::{text::TextFault, vin::Vin};
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};
use tables::{FileFault, ReadSettings, Source};
use utoipa::ToSchema;

/// The rows that are told of; the rest is counted.
pub const FAULTS_TOLD_MAX: usize = 500;
/// Rows of a file that are looked at to find the column with the VINs.
const LOOKED_AT: usize = 200;
/// What a cell is shown as, at most.
const SHOWN_CHARACTERS_MAX: usize = 40;
/// Countries whose cars carry a check digit (GB 16735; 49 CFR 565).
const CHECKED_COUNTRIES: [&str; 4] = ["CN", "US", "CA", "MX"];

/// One VIN of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedVin {
    pub vin: Vin,
    pub is_doubtful: bool,
}

/// What is wrong or doubtful in one row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = VinRowFault)]
pub struct RowFault {
    /// The line of the text or of the file, from 1.
    pub row: u64,
    pub value: String,
    /// `vin.too_short`, `vin.too_long`, `vin.bad_character`, `vin.twice`; or `vin.check_digit`, where the VIN is kept and only
    /// to be looked at.
    pub code: String,
    pub message: String,
    /// Whether the VIN is in the list all the same.
    pub is_kept: bool,
}

/// The faults of a list, as a row of the database keeps them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct RowFaults {
    pub told: Vec<RowFault>,
    /// With those that are not told.
    pub count: u64,
}

/// A list that was read.
#[derive(Clone, Debug, Default)]
pub struct VinList {
    pub vins: Vec<ListedVin>,
    pub faults: RowFaults,
    seen: BTreeSet<Vin>,
}

/// VINs as somebody pasted them: one or several in a line.
pub fn of_text(text: &str) -> VinList {
    let mut list = VinList::default();
    for (row, line) in (1_u64..).zip(text.lines()) {
        for word in line.split([',', '，', ';', '；', '、', '\t']).map(str::trim).filter(|word| !word.is_empty()) {
            list.take(row, word);
        }
    }
    list
}

/// VINs of a file: of the column in which most cells are some.
///
/// # Errors
/// When the file can't be read. A file without such a column gives an empty list without faults.
pub fn of_file(path: &Path) -> Result<VinList, FileFault> {
    let mut list = VinList::default();
    let mut source = Source::open(path, &ReadSettings::default())?;
    // A file without a header may be read as if its first VIN were one.
    let header: Vec<String> = source.headers().to_vec();
    let header_row = source.sniffed().header_row;
    let Some(column) = vin_column(&mut source)? else { return Ok(list) };
    if let Some(first) = header.get(column).filter(|cell| Vin::parse(cell).is_ok()) {
        list.take(header_row.unwrap_or(1), first);
    }
    for row in source.rows()? {
        match row {
            Ok(row) => {
                let cell = row.cells.get(column).map(|cell| cell.trim()).unwrap_or_default();
                if !cell.is_empty() {
                    list.take(row.number, cell);
                }
            }
            Err(fault) => list.fault(
                fault.number,
                fault.cells.get(column).map_or("", String::as_str),
                fault.reason.code(),
                &fault.to_string(),
            ),
        }
    }
    Ok(list)
}

impl VinList {
    fn take(&mut self, row: u64, raw: &str) {
        match Vin::parse(raw) {
            Ok(vin) if self.seen.contains(&vin) => {
                self.fault(row, vin.as_str(), "vin.twice", "this VIN stands in the list twice; it is taken once");
            }
            Ok(vin) => {
                let is_doubtful = is_doubtful(&vin);
                if is_doubtful {
                    let message = format!(
                        "character 9 should be {} for this VIN; it is kept, compare it with the maker's list",
                        vin.expected_check()
                    );
                    self.tell(row, vin.as_str(), "vin.check_digit", &message, true);
                }
                self.seen.insert(vin.clone());
                self.vins.push(ListedVin { vin, is_doubtful });
            }
            Err(fault) => {
                let meant = Vin::suggestion(raw).map(|meant| format!(" Did you mean {meant}?")).unwrap_or_default();
                self.fault(row, raw, fault.code(), &format!("{fault}{meant}"));
            }
        }
    }

    fn fault(&mut self, row: u64, value: &str, code: &str, message: &str) {
        self.tell(row, value, code, message, code == "vin.twice");
    }

    fn tell(&mut self, row: u64, value: &str, code: &str, message: &str, is_kept: bool) {
        self.faults.count += 1;
        if self.faults.told.len() < FAULTS_TOLD_MAX {
            let value = value.chars().take(SHOWN_CHARACTERS_MAX).collect();
            let (code, message) = (code.to_owned(), message.to_owned());
            self.faults.told.push(RowFault { row, value, code, message, is_kept });
        }
    }
}

fn is_doubtful(vin: &Vin) -> bool {
    !vin.check_digit_holds() && vin.country().is_none_or(|country| CHECKED_COUNTRIES.contains(&country))
}

fn vin_column(source: &mut Source) -> Result<Option<usize>, FileFault> {
    let columns = source.columns();
    let mut counts = vec![0_usize; columns];
    for row in source.rows()?.take(LOOKED_AT).flatten() {
        for (count, cell) in counts.iter_mut().zip(&row.cells) {
            *count += usize::from(Vin::parse(cell).is_ok());
        }
    }
    for (count, cell) in counts.iter_mut().zip(source.headers()) {
        *count += usize::from(Vin::parse(cell).is_ok());
    }
    let best = (0..columns).max_by_key(|column| (counts[*column], std::cmp::Reverse(*column)));
    Ok(best.filter(|column| counts[*column] > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_list_is_read_line_by_line_and_nothing_is_lost() {
        let list = of_text("LSVAA4183E2000001\n\nlsvaa418-5e2 000002，LSVAA4187E2000001\nLSVAA4183E2000001\nLSVAA41\n");
        let vins: Vec<&str> = list.vins.iter().map(|one| one.vin.as_str()).collect();
        assert_eq!(vins, ["LSVAA4183E2000001", "LSVAA4185E2000002", "LSVAA4187E2000001"]);
        let told: Vec<(u64, &str, bool)> =
            list.faults.told.iter().map(|fault| (fault.row, fault.code.as_str(), fault.is_kept)).collect();
        assert_eq!(told, [(3, "vin.check_digit", true), (4, "vin.twice", true), (5, "vin.too_short", false)]);
        assert_eq!(list.faults.count, 3);
    }

    #[test]
    fn a_european_vin_without_check_digit_is_no_reason_for_doubt() {
        let list = of_text("W0LPC6DB3CC123456");
        assert_eq!((list.vins.len(), list.faults.count), (1, 0));
        assert!(!list.vins[0].is_doubtful);
    }

    #[test]
    fn the_column_with_the_vins_is_found_whatever_it_is_called() {
        let folder = std::env::temp_dir().join(format!("recall-vins-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("list.csv");
        std::fs::write(
            &path,
            "序号,底盘号,经销商\n1,LSVAA4183E2000001,上海店\n2,坏的,上海店\n3,LSVAA4185E2000002,上海店\n",
        )
        .unwrap();
        let list = of_file(&path).unwrap();
        assert_eq!((list.vins.len(), list.faults.told[0].row), (2, 3));
        std::fs::write(&path, "LSVAA4183E2000001\nLSVAA4185E2000002\n").unwrap();
        assert_eq!(of_file(&path).unwrap().vins.len(), 2, "a list without a header");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
