//! Cells of files: amounts, dates, numbers, yes and no, and which column is which.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tables::values::{DateOrder, parse_amount, parse_date, parse_flag, parse_integer};

fuzz_target!(|cell: &str| {
    let _amount = (parse_amount(cell), parse_integer(cell), parse_flag(cell));
    for order in [None, Some(DateOrder::DayMonthYear), Some(DateOrder::MonthDayYear)] {
        if let Ok(date) = parse_date(cell, order) {
            assert_eq!(parse_date(&date.to_string(), order), Ok(date));
        }
    }
    let headers: Vec<String> = cell.split(',').map(str::to_owned).collect();
    let targets = customers::imports::targets::guess_targets();
    assert_eq!(tables::guess_columns(&headers, &[], &targets).len(), headers.len());
});
