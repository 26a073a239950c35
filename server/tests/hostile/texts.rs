//! Texts people and machines really send: read back as they were, or refused with the field that held them.

use kernel::name;
use serde_json::{Value, json};
use testkit::House;

use super::{assert_holds, with_forms};
use crate::operations::{
    Records,
    forms::{Fill, fields, form},
};

/// Our own selection: what breaks encodings, quoting, comparing, layout and templates.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "王小明",
        "𠮷野家",
        "㐂龘䶮",
        "欧阳·娜娜",
        "Ðr. Müller-Lüdenscheidt",
        "Seán Ó'Brien",
        "José\u{301}",
        "İstanbul ıI",
        "ß ſ ﬁ",
        "a\u{200b}b\u{200d}c\u{feff}",
        "\u{202e}desrever\u{202c}",
        "مرحبا بالعالم",
        "👨‍👩‍👧‍👦 一家",
        "🏳️‍🌈🇨🇳👍🏽",
        "Z̸̡̛a̷͓͐l̵̬̈g̶̱̈o̶͖̐",
        "'; drop table customers; --",
        "\" or \"\"=\"",
        "' or 1=1 /*",
        "%_%",
        "\\",
        "\\'",
        "$1 $2 :a ?1 {uuid} {json}",
        "${7*7} {{7*7}} <%= 7 %>",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "=cmd|' /C calc'!A0",
        "+1-1@SUM(A1)",
        "../../../etc/passwd",
        "C:\\aux\\nul",
        "null",
        "undefined",
        "NaN",
        "true",
        "0",
        "-0",
        "1e309",
        "0x1F",
        "١٢٣",
        "Ω≈ç√∫",
        "\u{ad}\u{2060}x",
        "a\tb",
        "line\nfeed",
        "carriage\r\nreturn",
        "\u{7f}x",
        "\u{1}x",
        "x\u{85}y",
        "x\u{2028}y",
        "  blanks  between  ",
        "ＦＵＬＬ　ｗｉｄｔｈ",
        "\u{fffd}",
        "\u{10ffff}",
        "\u{e000}",
        "ﷺ",
        "😀".repeat(40).as_str(),
        "{\"a\":1}",
        "[]",
        "a,b;c|d\te",
        "\u{1f1e8}",
        "\u{301}",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("名字很长".repeat(25));
    texts.push("x".repeat(100));
    texts
}

#[tokio::test]
async fn the_words_of_a_note_are_kept_exactly() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let id = boss.post("/customers", json!({ "name": "王先生", "store_id": house.store.id })).await.is(201).id();
    for text in texts() {
        let written =
            boss.post(&format!("/customers/{id}/notes"), json!({ "kind": "note", "text": text })).await.is(201);
        assert_eq!(written.text("/note/text"), text.trim());
        let read = boss.get(&format!("/customers/{id}/timeline?limit=1")).await.is(200);
        assert_eq!(read.text("/items/0/note/text"), text.trim());
    }
}

#[tokio::test]
async fn a_name_is_kept_as_people_mean_it_and_found_again() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    for text in texts() {
        let form = json!({ "name": text, "source": text, "occupation": text, "store_id": house.store.id });
        let added = boss.post("/customers", form).await;
        let meant = name::clean(&text);
        if meant.is_empty() {
            assert_eq!((added.status.as_u16(), added.code()), (422, "name.empty"), "{text:?}");
            continue;
        }
        let read = boss.get(&format!("/customers/{}", added.is(201).id())).await.is(200);
        for field in ["name", "source", "occupation"] {
            assert_eq!(read.body[field], meant.as_str(), "{text:?}");
        }
        let typed: String = meant.bytes().map(|byte| format!("%{byte:02X}")).collect();
        if !meant.contains([',', ':']) {
            let listed = boss.get(&format!("/customers?filter=name:is:{typed}")).await.is(200);
            assert!(listed.names().contains(&meant), "{text:?} is not found by itself: {:?}", listed.names());
        }
        assert_holds(&boss.get(&format!("/search?q={typed}")).await, &text);
        assert_holds(
            &boss.get(&format!("/customers/matches?name={typed}&phone={typed}&plate={typed}&vin={typed}")).await,
            &text,
        );
    }
}

#[tokio::test]
async fn too_long_a_text_is_refused_with_its_field() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    for (path, form, field) in [
        ("/customers", json!({ "name": "长".repeat(101), "store_id": house.store.id }), "name"),
        ("/customers", json!({ "name": "王", "source": "长".repeat(201), "store_id": house.store.id }), "source"),
        (
            "/tags",
            json!({ "group_id": records.after("tag-groups"), "name": "长".repeat(500), "colour": "red" }),
            "name",
        ),
        ("/tasks", json!({ "title": "长".repeat(201), "kind": "call", "due_at": house.clock.now() }), "title"),
        ("/roles", json!({ "name": "长".repeat(500), "permissions": ["use_roadbook"] }), "name"),
    ] {
        let answer = boss.post(path, form).await.is(422);
        assert_eq!(answer.text("/errors/0/field"), field, "{path}");
    }
}

#[tokio::test]
async fn no_text_in_any_field_is_our_fault() {
    let house = House::new().await;
    let boss = house.machine("group_manager").await;
    let records = Records::of(&house, &boss).await;
    let mut texts = texts();
    texts.push("nul \u{0} inside".into());
    for (operation, schema) in with_forms() {
        let path = operation.path_with(|noun, _| records.after(noun));
        let whole = form(&schema, Fill::Required, &records);
        let names: Vec<String> = fields(&schema).into_iter().map(|(name, _)| name).collect();
        for text in &texts {
            for field in &names {
                let mut strange = whole.clone();
                strange[field] = match &whole[field] {
                    Value::Array(_) => json!([text]),
                    _ => json!(text),
                };
                let answer = boss.call(operation.method.clone(), &path, Some(strange), &[]).await;
                assert_holds(&answer, &format!("{operation} with {field}: {text:?}"));
            }
        }
    }
    house.settle().await;
}
