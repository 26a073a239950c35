//! Who is asking and where: every query runs inside a [`Scope`], and only the door makes one.

use std::{collections::BTreeMap, sync::Arc};

use kernel::{Error, GroupId, Language, PermissionName, Result, SessionId, StaffId, StoreId};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use serde::{Deserialize, Serialize};

use crate::database::Owned;

/// Who did it, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    Staff {
        id: StaffId,
        name: String,
    },
    /// A machine with an API key; `id` is the key's.
    Key {
        id: kernel::ApiKeyId,
        name: String,
    },
    System(SystemActor),
}

/// Work of the house itself, each with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemActor {
    SignIn,
    Migration,
    Seed,
    Import,
    Jobs,
    Listener,
    Command,
    Intake,
}

impl SystemActor {
    pub fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Migration => "migration",
            Self::Seed => "seed",
            Self::Import => "import",
            Self::Jobs => "jobs",
            Self::Listener => "listener",
            Self::Command => "command",
            Self::Intake => "intake",
        }
    }
}

/// Where one permission holds: the union of all grants that carry it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// All groups: only for work of the house.
    pub everywhere: bool,
    /// The whole group.
    pub group: bool,
    /// These stores, whole.
    pub stores: Vec<StoreId>,
    /// Records that one of these people looks after.
    pub people: Vec<StaffId>,
    /// Stores in which records may be added, whatever the reach.
    pub homes: Vec<StoreId>,
}

/// What a gatekeeper answers: who came in, and where each permission holds.
#[derive(Clone, Debug)]
pub struct Admission {
    pub group: GroupId,
    pub actor: Actor,
    pub language: Language,
    pub spans: Arc<BTreeMap<PermissionName, Span>>,
    pub session: Option<SessionId>,
    /// The store a new record falls into when the request names none.
    pub home: Option<StoreId>,
    pub desk: Desk,
    pub duty: Option<Duty>,
}

/// What somebody must do before anything else: until then every other address refuses them with this code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    pub code: &'static str,
    /// What to do, and where.
    pub detail: &'static str,
    /// The addresses at which it is done, or left alone.
    pub addresses: &'static [&'static str],
}

/// Where somebody meets customers: those they add are theirs as sales consultant or as service advisor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Desk {
    #[default]
    Sales,
    Service,
}

/// An admission that passed the door, with the permission in force.
#[derive(Clone, Debug)]
pub struct Scope {
    admission: Arc<Admission>,
    span: Span,
    language: Language,
}

impl Scope {
    pub(crate) fn new(admission: Arc<Admission>, permission: PermissionName, language: Language) -> Option<Self> {
        let span = admission.spans.get(&permission)?.clone();
        Some(Self { admission, span, language })
    }

    pub(crate) fn system(actor: SystemActor, group: GroupId) -> Self {
        Self::unlimited(actor, group, Span { group: true, ..Span::default() })
    }

    pub(crate) fn house(actor: SystemActor) -> Self {
        Self::unlimited(actor, GroupId(uuid::Uuid::nil()), Span { everywhere: true, ..Span::default() })
    }

    fn unlimited(actor: SystemActor, group: GroupId, span: Span) -> Self {
        let spans = PermissionName::all().map(|permission| (permission, span.clone())).collect();
        let admission = Admission {
            group,
            actor: Actor::System(actor),
            language: Language::default(),
            spans: Arc::new(spans),
            session: None,
            home: None,
            desk: Desk::default(),
            duty: None,
        };
        Self { admission: Arc::new(admission), span, language: Language::default() }
    }

    /// Whether this admission gives the same power in the same group.
    pub(crate) fn is_of(&self, admission: &Admission) -> bool {
        self.admission.group == admission.group && self.admission.spans == admission.spans
    }

    pub fn group(&self) -> GroupId {
        self.admission.group
    }

    pub fn actor(&self) -> &Actor {
        &self.admission.actor
    }

    /// The staff member asking, when it is one.
    pub fn staff(&self) -> Option<StaffId> {
        match self.admission.actor {
            Actor::Staff { id, .. } => Some(id),
            Actor::Key { .. } | Actor::System(_) => None,
        }
    }

    pub fn session(&self) -> Option<SessionId> {
        self.admission.session
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// The store a new record falls into when the request names none.
    pub fn home(&self) -> Option<StoreId> {
        self.admission.home
    }

    /// Where the caller meets customers.
    pub fn desk(&self) -> Desk {
        self.admission.desk
    }

    /// Where the permission in force holds.
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// Where another permission of the same caller holds.
    pub fn span_of(&self, permission: PermissionName) -> Option<&Span> {
        self.admission.spans.get(&permission)
    }

    /// Whether the caller has this permission anywhere.
    pub fn may(&self, permission: PermissionName) -> bool {
        self.admission.spans.contains_key(&permission)
    }

    /// Whether the caller has this permission for a record of this store that these people look after.
    pub fn may_for(&self, permission: PermissionName, store: StoreId, people: &[Option<StaffId>]) -> bool {
        self.span_of(permission).is_some_and(|span| span.covers(store, people))
    }

    /// What is the whole group's is for those whose permission reaches over all of it.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when it holds in some stores only, or nowhere.
    pub fn must_reach_the_group(&self, permission: PermissionName) -> Result<()> {
        let reaches = self.span_of(permission).is_some_and(Span::is_whole);
        if reaches { Ok(()) } else { Err(Error::Forbidden { permission: permission.name() }) }
    }

    /// All permissions the caller has anywhere.
    pub fn permissions(&self) -> impl Iterator<Item = PermissionName> {
        self.admission.spans.keys().copied()
    }

    /// The same caller under another permission; sees nothing where it does not hold.
    #[must_use]
    pub fn under(&self, permission: PermissionName) -> Self {
        let span = self.span_of(permission).cloned().unwrap_or_default();
        Self { admission: Arc::clone(&self.admission), span, language: self.language }
    }

    /// The same caller over the whole of their group.
    pub(crate) fn over_the_group(&self) -> Self {
        let span = Span { group: true, ..Span::default() };
        Self { admission: Arc::clone(&self.admission), span, language: self.language }
    }

    /// The condition that keeps rows of a store inside the scope.
    pub fn of_store<C: ColumnTrait>(&self, group: C, store: C, people: &[C]) -> Condition {
        let span = &self.span;
        if span.everywhere {
            return Condition::all();
        }
        let group = group.eq(self.group());
        if span.group {
            return Condition::all().add(group);
        }
        let mut any = Condition::any();
        if !span.stores.is_empty() {
            any = any.add(store.is_in(span.stores.iter().copied()));
        }
        if !span.people.is_empty() {
            for column in people {
                any = any.add(column.is_in(span.people.iter().copied()));
            }
        }
        if any.is_empty() { nothing() } else { Condition::all().add(group).add(any) }
    }

    /// Whether a row of this store, or of the whole group when of none, may be added or changed: what [`Self::of_store`] asks, of one row.
    pub fn welcomes(&self, group: GroupId, store: Option<StoreId>) -> bool {
        let is_covered = store.map_or(self.span.group, |store| self.span.covers(store, &[]));
        self.span.everywhere || (group == self.group() && is_covered)
    }

    /// The condition that keeps rows of the group inside it.
    pub fn of_group<C: ColumnTrait>(&self, group: C) -> Condition {
        if self.span.everywhere { Condition::all() } else { Condition::all().add(group.eq(self.group())) }
    }

    /// The condition that keeps parts inside the scope of the whole they belong to.
    #[expect(clippy::disallowed_methods, reason = "the whole is put inside the scope right here")]
    pub fn of_part<C: ColumnTrait, W: Owned>(&self, whole: C, key: W::Column) -> Condition {
        if self.span.everywhere {
            return Condition::all();
        }
        // Asked of each part by key. A list of all wholes inside the scope would be made anew for every query.
        let its_whole = W::find()
            .select_only()
            .expr(Expr::val(1))
            .filter(Expr::col((W::default(), key)).equals((whole.entity_name(), whole)))
            .filter(W::inside(self));
        Condition::all().add(Expr::exists(sea_orm::QueryTrait::into_query(its_whole)))
    }
}

impl Span {
    /// Whether a record of this store that these people look after lies inside.
    pub fn covers(&self, store: StoreId, people: &[Option<StaffId>]) -> bool {
        self.is_whole()
            || self.stores.contains(&store)
            || people.iter().flatten().any(|person| self.people.contains(person))
    }

    /// Whether it is the whole group's.
    pub fn is_whole(&self) -> bool {
        self.everywhere || self.group
    }

    /// Whether a record may be added in this store.
    pub fn welcomes(&self, store: StoreId) -> bool {
        self.is_whole() || self.stores.contains(&store) || self.homes.contains(&store)
    }

    /// Takes in another grant of the same permission.
    pub fn join(&mut self, other: &Self) {
        self.everywhere |= other.everywhere;
        self.group |= other.group;
        for store in &other.stores {
            if !self.stores.contains(store) {
                self.stores.push(*store);
            }
        }
        for person in &other.people {
            if !self.people.contains(person) {
                self.people.push(*person);
            }
        }
        for home in &other.homes {
            if !self.homes.contains(home) {
                self.homes.push(*home);
            }
        }
    }
}

fn nothing() -> Condition {
    Condition::all().add(Expr::val(1).eq(0))
}
