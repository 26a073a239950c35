//! What a list is asked for.

use kernel::Result;
use serde::{Deserialize, Serialize};

use super::{Filter, Place, Sort};

/// What a list is asked for, as it also stands in saved views, bulk changes and exports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Asked {
    /// `field:operator:value,value`; all must hold.
    pub filters: Vec<String>,
    /// What was typed into the search box.
    pub q: Option<String>,
    /// A field's name, with `-` for the other way round.
    pub sort: Option<String>,
    /// The deleted ones instead of the others.
    pub deleted: bool,
}

impl Asked {
    /// The order of the list, the usual one when none is asked for.
    pub fn sort<P: Place>(&self) -> Result<Sort<P>> {
        self.sort.as_deref().unwrap_or(P::USUAL_ORDER).parse()
    }

    pub fn filters<P: Place>(&self) -> Result<Vec<Filter<P>>> {
        self.filters.iter().map(|filter| filter.parse()).collect()
    }

    /// Says what is wrong with it as a list of such records, before anything is begun.
    pub fn check_for<P: Place>(&self) -> Result<()> {
        self.sort::<P>()?;
        self.filters::<P>()?;
        Ok(())
    }
}
