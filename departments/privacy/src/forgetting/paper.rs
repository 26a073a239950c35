//! The proof of a deletion as a paper for the person concerned: what is gone, what is kept and why, and how it was looked for; the
//! names of tables and the digests follow as an annex.

use chrono::NaiveDate;
use kernel::Language;
use papers::Paper;

use super::{
    area::{self, AreaProof},
    deletion::Deletion,
    proof::Proof,
};

/// The proof in words; `request` is the number of the request, `proven_on` the day it was finished.
pub fn paper(
    (group, request): (&str, &str),
    deletion: &Deletion,
    proof: &Proof,
    proven_on: NaiveDate,
    language: Language,
) -> Paper {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let mut paper = Paper::new(
        say("个人信息删除证明", "Proof of deletion of personal data"),
        format!("{group} · {request}"),
    )
    .pairs([
        (say("请求编号", "Request"), request.to_owned()),
        (say("客户编号", "Customer number"), deletion.number.clone()),
        (say("办理人", "Asked for by"), deletion.asked_by_name.clone()),
        (say("完成日期", "Proven on"), proven_on.to_string()),
    ])
    .text(say(
        "我们已删除您的个人信息。本证明不含可识别您的内容，只说明删除了什么、依法保留了什么，以及我们如何确认。",
        "Your personal data has been deleted. This proof names nobody: it says what is gone, what the law makes us keep, and how we \
         made sure.",
    ));
    paper = gone(paper, proof, language);
    paper = kept(paper, proof, language);
    paper = searched(paper, proof, language);
    if let Some(until) = proof.backups_until {
        paper = paper.heading(say("备份", "Backups")).text(match language {
            Language::Zh => format!("删除之前的备份将在 {until} 前被覆盖；若在此之前恢复备份，程序会再次删除。"),
            Language::En => format!(
                "Backups from before the deletion are overwritten by {until}; if one is restored before then, the person is deleted again."
            ),
        });
    }
    annex(paper, proof, language)
}

fn gone(paper: Paper, proof: &Proof, language: Language) -> Paper {
    let areas = area::areas(proof);
    let (dealt, empty): (Vec<&AreaProof>, Vec<_>) = areas.iter().partition(|area| area.rows + area.mended > 0);
    let lines = dealt.into_iter().map(|area| (area.area.words(language), dealt_in_words(area, language)));
    let mut paper = paper.heading(language.pick("删除了什么", "What is gone")).pairs(lines);
    if proof.merged_records > 0 {
        let count = proof.merged_records;
        paper = paper.text(match language {
            Language::Zh => format!("曾并入该档案的 {count} 份档案一并删除。"),
            Language::En => format!("{count} records that had been merged into this one went with it."),
        });
    }
    if empty.is_empty() {
        return paper;
    }
    let empty = empty.iter().map(|area| area.area.words(language)).collect::<Vec<_>>();
    paper.text(match language {
        Language::Zh => format!("以下部分没有您的信息，无需处理：{}。", empty.join("；")),
        Language::En => format!("Nothing of yours stood in: {}.", empty.join("; ")),
    })
}

fn dealt_in_words(area: &AreaProof, language: Language) -> String {
    let AreaProof { rows, mended, .. } = area;
    match (language, mended) {
        (Language::Zh, 0) => format!("{rows} 条记录已删除或清空"),
        (Language::Zh, _) => format!("{rows} 条记录已删除或清空，另从 {mended} 条他人的记录中去掉了您"),
        (Language::En, 0) => format!("{rows} records removed or cleared"),
        (Language::En, _) => format!("{rows} records removed or cleared; taken out of {mended} records about others"),
    }
}

fn kept(mut paper: Paper, proof: &Proof, language: Language) -> Paper {
    paper = paper.heading(language.pick("依法保留了什么", "What the law makes us keep"));
    if proof.kept.is_empty() {
        paper = paper.text(language.pick("没有。", "Nothing."));
    }
    paper = paper.pairs(kept_in_words(proof, language));
    if proof.shared == 0 {
        return paper;
    }
    paper.text(match language {
        Language::Zh => {
            format!("有 {} 项联系方式也属于他人（如家人共用的电话）或本公司自身，在他人的档案和本公司的资料中保留。", proof.shared)
        }
        Language::En => format!(
            "{} contacts are also somebody else's, such as the phone of a household, or the house's own, and stay in their record.",
            proof.shared
        ),
    })
}

/// What is kept, one line for each kind: how many records, until when and by which law.
pub fn kept_in_words(proof: &Proof, language: Language) -> Vec<(String, String)> {
    let kept = proof.kept.iter().map(|kept| {
        let line = match language {
            Language::Zh => format!("{} 条，加密封存至 {}，依据：{}", kept.records, kept.until, kept.basis),
            Language::En => format!("{} records, sealed until {}, by {}", kept.records, kept.until, kept.basis),
        };
        (kind_in_words(&kept.kind, language).to_owned(), line)
    });
    kept.collect()
}

fn searched(paper: Paper, proof: &Proof, language: Language) -> Paper {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let known_by: Vec<String> = proof
        .identifiers
        .iter()
        .map(|(kind, count)| format!("{} {count}", identifier_in_words(kind, language)))
        .collect();
    let (forms, tables) = (proof.forms, proof.tables.len());
    let paper = paper
        .heading(say("我们如何确认", "How we made sure"))
        .text(match language {
            Language::Zh => format!(
                "删除前收集了可识别您的内容（{}），共 {forms} 种书写形式；删除后在全部 {tables} 张数据表、操作日志和文件中逐一查找，\
                 员工在别处写下的也已清除，均未再发现。",
                known_by.join("、")
            ),
            Language::En => format!(
                "What you were known by was gathered before ({}), in {forms} written forms; afterwards it was looked for in all {tables} \
                 tables, the journal and the files, taken out of what staff had written elsewhere, and found nowhere any more.",
                known_by.join(", ")
            ),
        });
    not_looked_for(paper, proof, language).pairs([
        (say("导入导出文件", "Files of imports and exports"), files_in_words(proof, language)),
        (say("数据库文件", "File of the database"), file_in_words(proof, language)),
    ])
}

/// What the search could not or need not tell apart, said plainly.
fn not_looked_for(mut paper: Paper, proof: &Proof, language: Language) -> Paper {
    if proof.common_names > 0 {
        paper = paper.text(language.pick(
            "姓名另有他人也在使用（或只有一个字），无法区分所指何人，故未单凭姓名查找；您的档案中的姓名已删除。",
            "Your name is borne by others too, or has one character only: nobody can tell whom it means elsewhere, so it was not looked for \
             by itself. It is gone from your record.",
        ));
    }
    if proof.short_names > 0 {
        paper = paper.text(language.pick(
            "姓名只有两个字：已从员工自由填写的文字中清除；其他地方同样的两个字可能是普通词语，未作更改。",
            "Your name has two characters: it was taken out of what staff had written; elsewhere the same characters may be a word and were \
             left.",
        ));
    }
    if proof.has_namesakes() {
        paper = paper.text(language.pick(
            "在公司自身的资料中有与您的姓名、车牌或编号相同的文字，是其他事物的名称，予以保留；电话、邮箱、证件号码和地址在任何地方都未保留。",
            "In the house's own rows the same words as your name, plate or number stand as the name of something else and stay; no phone, \
             mailbox, ID number or address stays anywhere.",
        ));
    }
    paper
}

fn annex(paper: Paper, proof: &Proof, language: Language) -> Paper {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let (dealt, empty): (Vec<_>, Vec<_>) =
        proof.tables.iter().partition(|table| table.rows + table.mended + table.namesakes > 0);
    let lines: Vec<String> = dealt
        .iter()
        .map(|table| format!("{} {}/{}/{}", table.table, table.rows, table.mended, table.namesakes))
        .collect();
    let summed = match language {
        Language::Zh => format!("另有 {} 张表无需处理，复查未发现。", empty.len()),
        Language::En => format!("{} other tables held nothing, before or after.", empty.len()),
    };
    paper
        .rule()
        .heading(say("附：技术清单", "Annex: technical list"))
        .small(say(
            "每张表：处理行数/清理提及行数/同名另有所指的行数。可识别您的内容在复查时各表均为零。",
            "Of each table: rows dealt with / mentions mended / rows where the same words name something else. What tells who you are was \
             found in none of them afterwards.",
        ))
        .small(format!("{}  {summed}", lines.join("; ")))
        .small(say(
            "可识别内容的摘要（只有本公司能用原值核对，无法还原）：",
            "Digests of what was looked for; only the house can check a value against them, nobody can read it back:",
        ))
        .small(proof.digests.join("  "))
}

fn identifier_in_words(kind: &str, language: Language) -> &str {
    match kind {
        "name" => language.pick("姓名", "names"),
        "phone" => language.pick("电话", "phones"),
        "email" => language.pick("邮箱", "e-mail addresses"),
        "messenger" => language.pick("微信等账号", "messenger accounts"),
        "id_number" => language.pick("证件号码", "ID numbers"),
        "address" => language.pick("地址", "addresses"),
        "plate" => language.pick("车牌", "plates"),
        "vin" => language.pick("车架号", "VINs"),
        "external_id" => language.pick("其他系统的编号", "numbers in other systems"),
        "blind" => language.pick("加密索引值", "keyed indexes"),
        other => other,
    }
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
    match (language, proof.file_bytes, proof.vacuumed_tables, proof.was_compacted) {
        (Language::Zh, Some(bytes), _, false) => format!("逐字节检查 {bytes} 字节，未发现"),
        (Language::Zh, Some(bytes), _, true) if proof.file_hits_elsewhere > 0 => format!(
            "重写后逐字节检查 {bytes} 字节，仅余 {} 处，属于公司自身资料中的同名文字或同一系统内其他集团自己的记录",
            proof.file_hits_elsewhere
        ),
        (Language::Zh, Some(bytes), _, true) => format!("重写后逐字节检查 {bytes} 字节，未发现"),
        (Language::Zh, None, Some(tables), _) => {
            format!("由数据库服务器保管；{tables} 张涉及的表已清理旧版本行，服务器日志与备份按其保存期限覆盖")
        }
        (Language::Zh, None, None, _) => "由数据库服务器保管；已删行的空间由其回收复用".to_owned(),
        (Language::En, Some(bytes), _, false) => format!("{bytes} bytes searched one by one, nothing found"),
        (Language::En, Some(bytes), _, true) if proof.file_hits_elsewhere > 0 => format!(
            "written anew, then {bytes} bytes searched one by one: {} left, in the house's own words or in what other groups of this system \
             hold themselves",
            proof.file_hits_elsewhere
        ),
        (Language::En, Some(bytes), _, true) => {
            format!("written anew, then {bytes} bytes searched one by one, nothing found")
        }
        (Language::En, None, Some(tables), _) => format!(
            "kept by a database server; old versions of rows were cleared from {tables} tables, its log and backups are overwritten in time"
        ),
        (Language::En, None, None, _) => {
            "kept by a database server, which uses the room of removed rows again".to_owned()
        }
    }
}
