//! Pairs of records as they stand in a dealer's base, and the band each belongs in, by the model before it has learned anything.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use matching::{Band, Caution, Kind, Model, Record, Schema, Score, Value, score};

const FIELDS: [(&str, Kind); 8] = [
    ("name", Kind::Name),
    ("phone", Kind::Phone),
    ("born", Kind::BirthDate),
    ("plate", Kind::Plate),
    ("vin", Kind::Vin),
    ("id", Kind::IdNumber),
    ("address", Kind::Address),
    ("city", Kind::Place),
];

fn scored(a: &[(&str, &str)], b: &[(&str, &str)]) -> Score {
    let schema = Schema::new(FIELDS).unwrap();
    let model = Model::unlearned(schema.clone(), 50_000);
    let [a, b] = [a, b].map(|cells| record(&schema, cells));
    let there = score(&model, &a, &b);
    assert_eq!(there, score(&model, &b, &a), "the order of the two must not matter");
    there
}

fn record(schema: &Schema, cells: &[(&str, &str)]) -> Record {
    let mut record = schema.blank();
    for (name, cell) in cells {
        let place = FIELDS.iter().position(|(field, _)| field == name).unwrap();
        record.write(schema, place, cell);
    }
    record
}

/// What is known of somebody: fields and what was written in them.
type Known<'a> = &'a [(&'a str, &'a str)];

fn all_are(band: Band, pairs: &[(Known<'_>, Known<'_>)]) {
    for (a, b) in pairs {
        let score = scored(a, b);
        assert_eq!(score.band, band, "{a:?} {b:?}: {:.4} {:?} {:?}", score.probability, score.reasons, score.caution);
    }
}

#[test]
fn one_person_written_twice_is_the_same() {
    all_are(
        Band::Same,
        &[
            (&[("name", "张伟"), ("phone", "13812345678")], &[("name", "張偉"), ("phone", "+86 138-1234-5678")]),
            (
                &[("name", "欧阳娜娜"), ("phone", "13812345678")],
                &[("name", "歐陽 娜娜"), ("phone", "１３８１２３４５６７８")],
            ),
            (
                &[("name", "陈静"), ("phone", "13512345678"), ("born", "1992-02-14")],
                &[("name", "陈婧"), ("phone", "13512345678"), ("born", "1992年2月14日")],
            ),
            // A digit of the phone mistyped.
            (
                &[("name", "诸葛明远"), ("phone", "13512345678"), ("born", "1985-03-07"), ("plate", "沪A12345")],
                &[("name", "诸葛明远"), ("phone", "13512345679"), ("born", "1985-03-07"), ("plate", "沪A12345")],
            ),
            // Day and month swapped.
            (
                &[("name", "张伟"), ("phone", "13812345678"), ("born", "1985-03-07")],
                &[("name", "张伟"), ("phone", "13812345678"), ("born", "1985-07-03")],
            ),
            // The card is the same, everything else has changed.
            (
                &[("name", "张伟"), ("id", "11010519491231002X"), ("phone", "13812345678"), ("city", "北京")],
                &[("name", "张伟"), ("id", "11010519491231002x"), ("phone", "15912345678"), ("city", "上海")],
            ),
        ],
    );
}

#[test]
fn what_only_a_person_can_decide_is_asked() {
    all_are(
        Band::Ask,
        &[
            // A surname and the phone of a household.
            (
                &[("name", "王小红"), ("phone", "13812345678"), ("plate", "沪A12345")],
                &[("name", "王女士"), ("phone", "13812345678"), ("plate", "沪A12345")],
            ),
            // The same name, another birth date, one phone: father and son may have one name.
            (
                &[("name", "王建国"), ("phone", "13812345678"), ("born", "1951-01-20"), ("plate", "沪A12345")],
                &[("name", "王建国"), ("phone", "13812345678"), ("born", "1978-05-05"), ("plate", "沪A12345")],
            ),
        ],
    );
}

#[test]
fn a_common_name_and_one_birth_date_are_asked_about() {
    for (name, born) in [
        ("张伟", "1990-01-01"),
        ("李娜", "1988-04-12"),
        ("王秀英", "1951-11-30"),
        ("顾念慈", "1985-01-01"),
        ("John Smith", "1985-03-07"),
    ] {
        let known = [("name", name), ("born", born), ("city", "上海")];
        let score = scored(
            &[&known[..], &[("phone", "13812345678")]].concat(),
            &[&known[..], &[("phone", "15900001111")]].concat(),
        );
        assert_ne!(score.band, Band::Same, "{name} {born}: {score:?}");
        let more = [&known[..], &[("phone", "13812345678")]].concat();
        assert_eq!(scored(&more, &more).band, Band::Same, "{name} {born} with one phone");
    }
    let known = [("name", "李娜"), ("born", "1988-04-12")];
    assert_eq!(scored(&known, &known).caution, Some(Caution::NameAndBirthDate));
    let unusual = [("name", "顾念慈"), ("born", "1985-03-07")];
    assert_eq!(scored(&unusual, &unusual).band, Band::Same);
}

#[test]
fn much_that_is_only_alike_is_asked_about() {
    all_are(
        Band::Ask,
        &[
            // A phone one digit off and a plate one sign off: both may be a neighbour's of the same name.
            (
                &[("name", "王建国"), ("phone", "13812345678"), ("plate", "沪A12345")],
                &[("name", "王建国"), ("phone", "13812345679"), ("plate", "沪A12346")],
            ),
            (
                &[("name", "诸葛明远"), ("phone", "13512345678"), ("city", "上海")],
                &[("name", "诸葛明远"), ("phone", "13512345679"), ("city", "上海")],
            ),
            // All of it slips of the pen, and not one thing whole.
            (
                &[("name", "陈静"), ("phone", "13512345678"), ("born", "1992-02-14"), ("vin", "LSVAA4187E2000017")],
                &[("name", "陈婧"), ("phone", "13512345679"), ("born", "1992-02-15"), ("vin", "LSVAA4187E2000018")],
            ),
        ],
    );
}

#[test]
fn one_thing_that_tells_a_person_is_enough_beside_what_is_alike() {
    all_are(
        Band::Same,
        &[
            (
                &[("name", "王建国"), ("phone", "13812345678"), ("plate", "沪A12345")],
                &[("name", "王建国"), ("phone", "13812345679"), ("plate", "沪A12345")],
            ),
            (
                &[("name", "顾念慈"), ("phone", "13812345678"), ("born", "1985-03-07")],
                &[("name", "顾念慈"), ("phone", "13812345679"), ("born", "1985-03-07")],
            ),
        ],
    );
}

#[test]
fn a_day_that_forms_fill_in_is_no_birth_date() {
    for born in ["1900-01-01", "1970-01-01", "2000-01-01"] {
        let known = [("name", "顾念慈"), ("born", born)];
        let score = scored(&known, &known);
        assert!(score.reasons.iter().all(|reason| reason.field != "born"), "{born}");
        assert_ne!(score.band, Band::Same, "{born}");
    }
}

#[test]
fn people_who_share_much_are_different_all_the_same() {
    all_are(
        Band::Different,
        &[
            // Father and son with one phone, one car and one address.
            (
                &[
                    ("name", "王小明"),
                    ("phone", "13712340001"),
                    ("plate", "苏E34567"),
                    ("born", "1978-05-05"),
                    ("address", "苏州市姑苏区人民路100号201室"),
                ],
                &[
                    ("name", "王建国"),
                    ("phone", "13712340001"),
                    ("plate", "苏E34567"),
                    ("born", "1951-01-20"),
                    ("address", "苏州市姑苏区人民路100号201室"),
                ],
            ),
            // Husband and wife.
            (&[("name", "王小明"), ("phone", "13712340001")], &[("name", "李娜"), ("phone", "13712340001")]),
            // The next owner of a car.
            (
                &[("name", "王小明"), ("phone", "13712340001"), ("vin", "LSVAA4183E2000001")],
                &[("name", "赵敏"), ("phone", "13612345678"), ("vin", "LSVAA4183E2000001")],
            ),
            // Namesakes.
            (
                &[("name", "张伟"), ("phone", "13812345678"), ("city", "上海")],
                &[("name", "张伟"), ("phone", "15900001111"), ("city", "北京")],
            ),
            // Two cards, each valid.
            (
                &[("name", "张伟"), ("phone", "13812345678"), ("id", "11010519491231002X")],
                &[("name", "张伟"), ("phone", "13812345678"), ("id", "440524188001010014")],
            ),
        ],
    );
}

#[test]
fn twins_are_never_the_same() {
    let score = scored(
        &[
            ("name", "李大龙"),
            ("phone", "13812345678"),
            ("born", "2001-06-01"),
            ("address", "上海市浦东新区张江路100号201室"),
        ],
        &[
            ("name", "李小虎"),
            ("phone", "13812345678"),
            ("born", "2001-06-01"),
            ("address", "上海市浦东新区张江路100号201室"),
        ],
    );
    assert_ne!(score.band, Band::Same, "{score:?}");
}

#[test]
fn a_company_is_never_merged_with_its_branch() {
    let score = scored(
        &[("name", "上海永达汽车有限公司"), ("phone", "021-62345678"), ("address", "上海市浦东新区张江路100号")],
        &[
            ("name", "上海永达汽车有限公司浦东分公司"),
            ("phone", "021-62345678"),
            ("address", "上海市浦东新区张江路100号"),
        ],
    );
    assert_ne!(score.band, Band::Same, "{score:?}");
    assert_eq!(score.caution, Some(Caution::ContactAlone));
}

#[test]
fn a_phone_alone_makes_nobody_the_same() {
    let score = scored(
        &[("phone", "13812345678"), ("vin", "LSVAA4183E2000001")],
        &[("phone", "13812345678"), ("vin", "LSVAA4183E2000001")],
    );
    assert_ne!(score.band, Band::Same);
}

#[test]
fn sealed_phones_are_compared_by_their_keys() {
    let schema = Schema::new(FIELDS).unwrap();
    let model = Model::unlearned(schema.clone(), 50_000);
    let sealed = |name: &str, key: &str| {
        let mut record = record(&schema, &[("name", name)]);
        record.add(1, Value::sealed(key));
        record
    };
    let same = score(&model, &sealed("张伟", "9f2c"), &sealed("張偉", "9f2c"));
    assert_eq!(same.band, Band::Same, "{same:?}");
    let plain = record(&schema, &[("name", "张伟"), ("phone", "13812345678")]);
    let unknown = score(&model, &sealed("张伟", "9f2c"), &plain);
    assert!(unknown.reasons.iter().all(|reason| reason.field != "phone"), "a key beside a number says nothing");
}

#[test]
fn a_stored_model_scores_as_it_did() {
    let schema = Schema::new(FIELDS).unwrap();
    let model = Model::unlearned(schema.clone(), 50_000);
    let text = serde_json::to_string(&model).unwrap();
    let stored = serde_json::from_str::<Model>(&text).unwrap().ready();
    let [a, b] = [[("name", "张伟"), ("phone", "13812345678")], [("name", "张玮"), ("phone", "13812345678")]]
        .map(|cells| record(&schema, &cells));
    let (before, after) = (score(&model, &a, &b), score(&stored, &a, &b));
    assert!((before.probability - after.probability).abs() < 1e-9);
}
