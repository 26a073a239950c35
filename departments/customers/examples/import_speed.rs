//! Imports a file into an empty house and says what became of it and how fast:
//! `cargo run --release -p customers --example import_speed FILE [MAPPING]`.
//! `--make ROWS FILE` writes a file to import: customers with phones, one in three with a car.

use std::{
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use customers::imports::command::{Wish, import_file};
use platform::SystemActor;
use testkit::House;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--make", rows, file] => Ok(make(rows.parse()?, Path::new(file))?),
        [file] => import(Path::new(file), None).await,
        [file, mapping] => import(Path::new(file), Some(PathBuf::from(mapping))).await,
        _ => Err("give a file, a file and its mapping, or --make ROWS FILE".into()),
    }
}

async fn import(file: &Path, mapping: Option<PathBuf>) -> Result<(), Box<dyn std::error::Error>> {
    let house = House::new().await;
    let door = house.platform.system(SystemActor::Import, house.group);
    for what in ["first", "again"] {
        let begun = Instant::now();
        let summary =
            import_file(&door, house.store.id, file, Wish { mapping: mapping.as_deref(), ..Wish::default() }).await?;
        let seconds = begun.elapsed().as_secs_f64();
        println!("{what}: {seconds:.1} s, {:.0} rows/s", summary.rows as f64 / seconds);
        println!("{}", serde_json::to_string_pretty(&summary)?);
    }
    Ok(())
}

fn make(rows: u32, file: &Path) -> std::io::Result<()> {
    const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗";
    const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰志国建文斌宇浩凯健俊帆雪荣";
    let (surnames, given): (Vec<char>, Vec<char>) = (SURNAMES.chars().collect(), GIVEN.chars().collect());
    let pick = |from: &[char], number: u32| from[number as usize % from.len()];
    let mut place = BufWriter::new(std::fs::File::create(file)?);
    writeln!(place, "客户姓名,手机号,性别,来源,城市,车牌,品牌,车系,购车日期")?;
    for row in 0..rows {
        let mixed = row.wrapping_mul(2_654_435_761);
        let person = format!("{}{}{}", pick(&surnames, mixed), pick(&given, mixed >> 7), pick(&given, mixed >> 15));
        let gender = if row % 2 == 0 { "男" } else { "女" };
        let car = if row % 3 == 0 {
            // No two cars bear one plate: the letter goes on where five digits end.
            let (letter, digits) =
                (char::from(b'A' + u8::try_from(row / 3 / 100_000 % 8).unwrap_or_default()), row / 3 % 100_000);
            format!("沪{letter}{digits:05},大众,朗逸,2023-05-{:02}", row % 28 + 1)
        } else {
            ",,,".into()
        };
        writeln!(place, "{person},13{:09},{gender},walk_in,上海,{car}", u64::from(mixed) % 1_000_000_000)?;
    }
    place.flush()
}
