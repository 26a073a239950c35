//! The import of a large file, as a dealer brings it from an older system.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    time::Instant,
};

use uuid::Uuid;

use crate::{Outcome, dice::Dice, house::House};

const SURNAMES: [&str; 12] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙"];
const GIVEN: [&str; 12] = ["伟", "芳", "娜", "敏", "静", "秀英", "丽", "强", "磊", "洋", "艳", "建国"];
const CARS: [(&str, &str); 6] =
    [("大众", "帕萨特"), ("丰田", "凯美瑞"), ("比亚迪", "汉"), ("本田", "雅阁"), ("奥迪", "A4L"), ("宝马", "3系")];
/// Plates carry neither I nor O.
const LETTERS: [char; 24] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y',
    'Z',
];
const STORE: &str = "BENCH";

/// Imports that many rows into a group of its own; answers how long it took.
pub fn measure(house: &House, rows: u64) -> Outcome<String> {
    let file = house.folder().join(format!("import-{rows}.csv"));
    write_file(&file, rows)?;
    let mark = Uuid::new_v4().simple().to_string();
    // A file has a neighbour of its own; on a server the group stands beside the others.
    let beside = match house.database().starts_with("sqlite://") {
        true => house.beside(format!("sqlite://{}/import-{mark}.sqlite", house.folder().display())),
        false => house.beside(house.database().to_owned()),
    };
    let group = format!("bench {mark}");
    let login = format!("bench{mark}");
    beside.run(&["found", &group, "--store", STORE, "--store-name", "bench", "--login", &login])?;
    let begun = Instant::now();
    let path = file.to_string_lossy();
    let printed = beside.run(&["import", "customers", &path, "--store", STORE, "--group", &group])?;
    let seconds = begun.elapsed().as_secs_f64();
    let summary: serde_json::Value = serde_json::from_str(&printed)?;
    Ok(format!("{rows} rows in {seconds:.0} s ({:.0} rows/s): {summary}", rows as f64 / seconds))
}

fn write_file(path: &Path, rows: u64) -> Outcome<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut dice = Dice::new(41);
    writeln!(file, "姓名,手机号,车牌号,品牌,车系,购车日期,行驶里程")?;
    for row in 0..rows {
        let (brand, series) = dice.one_of(&CARS);
        writeln!(
            file,
            "{}{},13{:09},沪{}{:05},{brand},{series},20{:02}-{:02}-{:02},{}",
            dice.one_of(&SURNAMES),
            dice.one_of(&GIVEN),
            row % 1_000_000_000,
            LETTERS[usize::try_from(row / 100_000 % 24)?],
            row % 100_000,
            10 + dice.below(15),
            1 + dice.below(12),
            1 + dice.below(28),
            dice.below(200_000)
        )?;
    }
    Ok(file.flush()?)
}
