//! What a proof of deletion says: what was looked through, what was found and done, what is kept and why.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Names nobody: kinds and counts, and digests only the house itself can make again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema)]
#[schema(as = DeletionProof)]
pub struct Proof {
    /// Records that had been merged into this one and went with it.
    #[serde(default)]
    pub merged_records: u32,
    /// How many identifiers of each kind were looked for: `name`, `phone`, `plate` …
    pub identifiers: BTreeMap<String, u32>,
    /// In how many written forms.
    pub forms: u32,
    /// Keyed digests of them: with the value at hand the house can say whether it was among them, nobody can read it back.
    pub digests: Vec<String>,
    /// Contacts that another record rightly holds too, such as the phone of a household, or that the house itself is reached by;
    /// they were left there.
    pub shared: u32,
    /// Names that others bear too, or of one character: nobody can tell whom they mean, so they were not looked for.
    #[serde(default)]
    pub common_names: u32,
    /// Names of two characters: taken out of what people wrote, and left where the same characters may be a word.
    #[serde(default)]
    pub short_names: u32,
    pub tables: Vec<TableProof>,
    /// Files of imports and exports looked into, and removed because the person stood in them.
    pub files_looked_into: u32,
    pub files_removed: u32,
    /// Size of the database file searched byte by byte; none where a server keeps the database.
    pub file_bytes: Option<u64>,
    /// Whether the file was written anew, because traces were left in its free room.
    pub was_compacted: bool,
    /// How often something was still found in the file then, all of it in rows that are not to be touched: the same words as
    /// names of the house itself, and what other groups in this database hold.
    #[serde(default)]
    pub file_hits_elsewhere: u64,
    /// From how many tables a server was told to clear old versions of rows; none where the database is a file.
    #[serde(default)]
    pub vacuumed_tables: Option<u32>,
    /// What the law wants kept, sealed apart.
    pub kept: Vec<KeptProof>,
    /// Older backups are overwritten by then.
    pub backups_until: Option<NaiveDate>,
}

/// One table: what was done in it, and how many rows still told of the person afterwards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TableProof {
    pub table: String,
    /// Rows that were about the person: removed, or cleared of what told who it was.
    pub rows: u64,
    /// Rows about others or about nobody in which the person was named, and is no more.
    pub mended: u64,
    /// Rows in which an identifier was found in the last look and may not stand.
    pub found: u64,
    /// Rows of the house itself in which the same words stand as the name of something else.
    #[serde(default)]
    pub namesakes: u64,
    /// About those who work here or the house itself, where the same text may stand in its own right.
    pub is_not_about_customers: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeptProof {
    /// `repair`, `sale` or `recall`.
    pub kind: String,
    pub records: u32,
    pub until: NaiveDate,
    /// The law that wants it.
    pub basis: String,
}

impl Proof {
    /// The tables whose rows were removed or changed.
    pub fn touched(&self) -> impl Iterator<Item = &str> {
        let is_touched = |table: &&TableProof| table.rows + table.mended > 0;
        self.tables.iter().filter(is_touched).map(|table| table.table.as_str())
    }

    /// Nothing was found where it may not be.
    pub fn is_clean(&self) -> bool {
        self.tables.iter().all(|table| table.found == 0)
    }

    /// Whether the words by which the person was known stand in rows of the house in their own right.
    pub fn has_namesakes(&self) -> bool {
        self.tables.iter().any(|table| table.namesakes > 0)
    }
}
