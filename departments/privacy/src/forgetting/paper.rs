//! The proof of a deletion as a paper, to be kept with the request.

use chrono::NaiveDate;
use kernel::Language;
use papers::Paper;

use super::{deletion::Deletion, proof::Proof};

/// The proof in words; `proven_on` is the day it was finished.
pub fn paper(group: &str, deletion: &Deletion, proof: &Proof, proven_on: NaiveDate, language: Language) -> Paper {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let looked: Vec<(String, String)> = proof
        .tables
        .iter()
        .filter(|table| table.rows > 0 || table.mended > 0 || !table.is_not_about_customers)
        .map(|table| {
            let (rows, mended, found) = (table.rows, table.mended, table.found);
            let line = match language {
                Language::Zh => format!("处理 {rows} 行，另清理提及 {mended} 行；复查命中 {found}"),
                Language::En => format!("{rows} rows dealt with, {mended} mentions mended; found afterwards: {found}"),
            };
            (table.table.clone(), line)
        })
        .collect();
    let identifiers = proof.identifiers.iter().map(|(kind, count)| (kind.clone(), count.to_string()));
    let mut paper = Paper::new(
        say("个人信息删除证明", "Proof of deletion of personal data"),
        format!("{group} · {}", deletion.number),
    )
    .pairs([
        (say("客户编号", "Customer number"), deletion.number.clone()),
        (say("并入该客户的其他档案", "Records merged into this one"), proof.merged_records.to_string()),
        (say("办理人", "Asked for by"), deletion.asked_by_name.clone()),
        (say("完成日期", "Proven on"), proven_on.to_string()),
    ])
    .text(say(
        "本证明不含可识别个人的内容。删除前收集该客户的全部标识符及其书写形式，删除后在数据库全部表、操作日志、导入导出文件和数据库文件中逐一查找。",
        "This proof names nobody. Everything the customer was known by was gathered in all forms it is written; after the deletion \
         it was looked for in every table, the journal, the files of imports and exports and the file of the database.",
    ))
    .heading(say("查找的标识符", "What was looked for"))
    .pairs(identifiers)
    .pairs([
        (say("书写形式", "Written forms"), proof.forms.to_string()),
        (say("与他人共有而保留", "Left, for another record holds it too"), proof.shared.to_string()),
    ])
    .heading(say("查找的范围与结果", "Where, and what was found"))
    .pairs(looked)
    .pairs([
        (say("导入导出文件", "Files of imports and exports"), files_in_words(proof, language)),
        (say("数据库文件", "File of the database"), file_in_words(proof, language)),
    ])
    .heading(say("依法封存的记录", "What the law wants kept"));
    if proof.kept.is_empty() {
        paper = paper.text(say("无。", "Nothing."));
    }
    let kept = proof.kept.iter().map(|kept| {
        let line = match language {
            Language::Zh => format!("{} 条，封存至 {}，依据：{}", kept.records, kept.until, kept.basis),
            Language::En => format!("{} records, sealed until {}, by {}", kept.records, kept.until, kept.basis),
        };
        (kind_in_words(&kept.kind, language).to_owned(), line)
    });
    paper = paper.pairs(kept);
    if let Some(until) = proof.backups_until {
        paper = paper.heading(say("备份", "Backups")).text(match language {
            Language::Zh => format!("删除之前的备份将在 {until} 前被覆盖。"),
            Language::En => format!("Backups from before the deletion are overwritten by {until}."),
        });
    }
    paper.heading(say("摘要", "Digests")).small(proof.digests.join("  "))
}

fn kind_in_words(kind: &str, language: Language) -> &str {
    match kind {
        "repair" => language.pick("维修记录", "Repairs"),
        "sale" => language.pick("销售与会计", "Sales and accounting"),
        "recall" => language.pick("召回", "Recalls"),
        other => other,
    }
}

fn files_in_words(proof: &Proof, language: Language) -> String {
    let (looked_into, removed) = (proof.files_looked_into, proof.files_removed);
    match language {
        Language::Zh => format!("检查 {looked_into} 个，含该客户而移除 {removed} 个"),
        Language::En => format!("{looked_into} looked into, {removed} removed because the person stood in them"),
    }
}

fn file_in_words(proof: &Proof, language: Language) -> String {
    let Some(bytes) = proof.file_bytes else {
        return language
            .pick(
                "由数据库服务器保管；已删行的空间由其回收复用",
                "kept by a database server, which uses the room of removed rows again",
            )
            .to_owned();
    };
    match (language, proof.was_compacted) {
        (Language::Zh, false) => format!("逐字节检查 {bytes} 字节，未发现"),
        (Language::Zh, true) => format!("重写后逐字节检查 {bytes} 字节，未发现"),
        (Language::En, false) => format!("{bytes} bytes searched one by one, nothing found"),
        (Language::En, true) => format!("written anew, then {bytes} bytes searched one by one, nothing found"),
    }
}
