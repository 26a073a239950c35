//! What is asked: each scene as a request to Roadbook and as values for the same SQL.

use serde_json::json;
use uuid::Uuid;

use crate::{
    dice::Dice,
    http::{Request, encoded},
    sample::Sample,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    List,
    Profile,
    Search,
    Create,
}

/// What one run of a scene's SQL is given.
pub struct Values {
    pub group: Uuid,
    pub store: Uuid,
    pub stage: &'static str,
    pub customer: Uuid,
    pub typed: String,
    /// The end of the range of terms that begin with what was typed.
    pub typed_end: String,
    /// The ids of the rows a create adds.
    pub fresh: [Uuid; 3],
}

const STAGES: [&str; 4] = ["owner", "loyal", "intent", "lead"];

impl Scene {
    pub const ALL: [Self; 4] = [Self::List, Self::Profile, Self::Search, Self::Create];

    pub fn title(self) -> &'static str {
        match self {
            Self::List => "list: filter by store and stage, sorted by last visit, 50 rows",
            Self::Profile => "profile: the 360° page in one call",
            Self::Search => "search as one types: 1 to 3 characters of a name",
            Self::Create => "create: a customer with a phone",
        }
    }

    /// The same choices in the same order as [`Scene::values`].
    pub fn request(self, sample: &Sample, dice: &mut Dice) -> Request {
        let values = self.values(sample, dice);
        let get = |path: String| Request { method: "GET", path, body: String::new() };
        match self {
            Self::List => get(format!(
                "/api/v1/customers?filter=store:is:{}&filter=stage:is:{}&sort=-last_visit&limit=50",
                values.store, values.stage
            )),
            Self::Profile => get(format!("/api/v1/customers/{}/profile", values.customer)),
            Self::Search => get(format!("/api/v1/search?q={}", encoded(&values.typed))),
            Self::Create => {
                let digits = values.fresh[0].as_u128() % 100_000_000;
                let body = json!({ "kind": "person", "name": values.typed, "store_id": values.store, "phones": [format!("139{digits:08}")] });
                Request { method: "POST", path: "/api/v1/customers".into(), body: body.to_string() }
            }
        }
    }

    pub fn values(self, sample: &Sample, dice: &mut Dice) -> Values {
        let known = dice.one_of(&sample.customers);
        let letters = 1 + dice.below(3);
        let typed: String = match self {
            Self::Create => known.name.clone(),
            _ => known.name.chars().take(letters).collect(),
        };
        Values {
            group: sample.group,
            store: *dice.one_of(&sample.stores),
            stage: STAGES[dice.below(STAGES.len())],
            customer: known.id,
            typed_end: format!("{typed}\u{10FFFF}"),
            typed,
            fresh: [Uuid::new_v4(), Uuid::new_v4(), Uuid::new_v4()],
        }
    }
}
