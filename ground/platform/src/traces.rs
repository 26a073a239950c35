//! Where something about a person lies, table by table, and what becomes of it when the person is forgotten. Each owner of tables
//! describes them where they are made; the server collects all descriptions, and an architecture test finds forgotten ones.

use uuid::Uuid;

/// One table and what it may hold of a person.
#[derive(Clone, Copy, Debug)]
pub struct Trace {
    pub table: &'static str,
    pub fate: Fate,
    /// Columns that hold the customer whom a row is about.
    pub customer: &'static [&'static str],
    /// Columns that hold the car a row is about: such rows go with a car that nobody else has.
    pub vehicle: &'static [&'static str],
    /// The rows of one group, as an SQL condition with `$1` for it; `None` where a row belongs to none.
    pub inside: Option<&'static str>,
    /// Columns in which people write freely, so that anybody may be named there: what only this person has is taken out of them.
    pub texts: &'static [&'static str],
    /// Every sealed column: a copy of everything held opens them, and a new key seals them anew.
    pub sealed: &'static [Seal],
    /// The column that is its primary key.
    pub key: &'static str,
}

/// What becomes of rows about a person who is forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They are removed.
    Erase,
    /// They stay without what tells who it was: the `set` list of an update, with `$1` for the present instant.
    Blank(&'static str),
    /// Its owner takes the person out with code of its own.
    Rewrite,
    /// No row is about a customer; says why.
    Nobody(&'static str),
}

/// A sealed column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seal {
    pub column: &'static str,
    pub under: SealedUnder,
    /// The column whose id it is bound to; the row's own key when not given.
    pub key: Option<&'static str>,
}

/// What a seal is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedUnder {
    /// The bytes of the id.
    Id,
    /// `<word>/<id>`.
    Word(&'static str),
    /// `<word>/<id>/<part>`.
    Part(&'static str, &'static str),
}

impl Seal {
    pub const fn new(column: &'static str, under: SealedUnder) -> Self {
        Self { column, under, key: None }
    }

    /// Bound to the id in this column, not to the row's own.
    #[must_use]
    pub const fn bound_to(self, key: &'static str) -> Self {
        Self { key: Some(key), ..self }
    }
}

impl SealedUnder {
    /// What goes with the value into [`crate::KeyRing::seal`].
    pub fn context(self, id: Uuid) -> Vec<u8> {
        match self {
            Self::Id => id.as_bytes().to_vec(),
            Self::Word(word) => format!("{word}/{id}").into_bytes(),
            Self::Part(word, part) => format!("{word}/{id}/{part}").into_bytes(),
        }
    }
}

/// All of the house's, in the order rows are removed: parts before their wholes. Provided by the server.
pub struct Traces(pub Vec<Trace>);

impl Trace {
    /// Rows that go with their customer.
    pub const fn erased(table: &'static str, customer: &'static [&'static str]) -> Self {
        Self { fate: Fate::Erase, customer, ..Self::nobody(table, "") }
    }

    /// Rows that stay, with this `set` list done to them.
    pub const fn blanked(table: &'static str, customer: &'static [&'static str], set: &'static str) -> Self {
        Self { fate: Fate::Blank(set), customer, ..Self::nobody(table, "") }
    }

    /// Rows an owner sees to itself.
    pub const fn rewritten(table: &'static str, customer: &'static [&'static str]) -> Self {
        Self { fate: Fate::Rewrite, customer, ..Self::nobody(table, "") }
    }

    /// A table without rows about customers, and why.
    pub const fn nobody(table: &'static str, why: &'static str) -> Self {
        Self {
            table,
            fate: Fate::Nobody(why),
            customer: &[],
            vehicle: &[],
            inside: Some("group_id = $1"),
            texts: &[],
            sealed: &[],
            key: "id",
        }
    }

    /// Rows also go with a car that nobody else has.
    #[must_use]
    pub const fn and_of_cars(self, vehicle: &'static [&'static str]) -> Self {
        Self { vehicle, ..self }
    }

    /// The table has no `group_id`; its rows belong to a group by this condition, or to none.
    #[must_use]
    pub const fn inside(self, inside: Option<&'static str>) -> Self {
        Self { inside, ..self }
    }

    #[must_use]
    pub const fn written_in(self, texts: &'static [&'static str]) -> Self {
        Self { texts, ..self }
    }

    #[must_use]
    pub const fn sealed(self, sealed: &'static [Seal]) -> Self {
        Self { sealed, ..self }
    }

    /// Its primary key is not `id`.
    #[must_use]
    pub const fn keyed_by(self, key: &'static str) -> Self {
        Self { key, ..self }
    }

    /// Whether its rows carry the group they belong to.
    pub fn has_group(&self) -> bool {
        self.inside == Some("group_id = $1")
    }
}

/// The platform's own tables.
pub const OWN: &[Trace] = &[
    Trace::nobody("number_series", "counts only").inside(None),
    Trace::rewritten("jobs", &[]),
    Trace::rewritten("idempotency_keys", &[]).inside(None),
    Trace::nobody("house_marks", "about the installation").inside(None),
    Trace::nobody("seal_keys", "keys, under a key that is elsewhere").inside(None),
    Trace::nobody("backups", "where backups lie and how large they are").inside(None),
];
