//! What an exported file says about where it comes from: who, when, what for, and its mark.

use tables::{Column, Origin};

use super::{
    columns::Reader,
    export::{Export, FileFormat},
    mark, words,
};

/// The titles of the file: the first carries the mark unseen; in a CSV, which has no foot, a last one says the origin in words.
pub(super) fn heads(export: &Export, titles: impl Iterator<Item = Column>, reader: Reader) -> Vec<Column> {
    let mut heads: Vec<Column> = titles.collect();
    let Some(code) = &export.mark else { return heads };
    if let Some(first) = heads.first_mut() {
        first.title.push_str(&mark::invisible(code));
    }
    if export.format == FileFormat::Csv {
        heads.push(Column { title: footer(export, reader), width_digits: 20 });
    }
    heads
}

/// Who took it home when, what for, and the mark.
pub(super) fn footer(export: &Export, reader: Reader) -> String {
    let when = reader.local(export.created_at).format("%Y-%m-%d %H:%M").to_string();
    let said = words::footer(&export.actor_name, &when, export.asked.reason.as_deref(), reader.language);
    match &export.mark {
        Some(code) => format!("{said} · {code}"),
        None => said,
    }
}

/// The properties of a workbook.
pub(super) fn origin(export: &Export) -> Option<Origin> {
    export.mark.clone().map(|mark| Origin { author: export.actor_name.clone(), mark })
}
