//! Tables whose rows point at a customer, and what becomes of a row when two customers become one. Each owner of such a table
//! describes it where the table is made; the server collects all descriptions, and an architecture test finds forgotten ones.

/// Rows of one table that go along when their customer is merged into another, and come back when the merge is undone.
#[derive(Clone, Copy, Debug)]
pub struct FollowsCustomer {
    pub table: &'static str,
    /// The column that holds the customer; it is indexed.
    pub column: &'static str,
    /// The column that, beside the customer, tells the rows apart: `id`, or the other half of the key. A UUID.
    pub key: &'static str,
    /// Rows that agree in these columns are one and the same: the absorbed customer's stays behind, folded into the other.
    /// Empty where no two rows ever are.
    pub same: &'static [&'static str],
    /// Whether rows carry a version, which moving them raises: whoever read one before is told so.
    pub is_versioned: bool,
    /// What decides of rows that came after the merge when it is undone.
    pub later: Later,
    /// Rows that never move, as an SQL condition: such as speak of the very merge.
    pub but: Option<&'static str>,
    /// Which of several rows holds, where one alone can.
    pub holds: Option<Holds>,
}

/// Rows of which at most one of a kind holds for a customer: answers, each of which takes the place of the one before.
#[derive(Clone, Copy, Debug)]
pub struct Holds {
    /// The column with the instant the row came.
    pub began: &'static str,
    /// The column with the instant another took its place; null for the one that holds.
    pub ended: &'static str,
    /// When a row `n` that comes later takes the place of a row `t`, as an SQL condition.
    pub replaces: &'static str,
    /// When, of two rows that held each for one of the two customers, `n` takes the place of `t`: an SQL condition, and never both
    /// of each other.
    pub outweighs: &'static str,
    /// Which rows `t` hold again when they are back with whom they came from, although one that stays has taken their place since:
    /// an SQL condition.
    pub lasts: &'static str,
}

/// Where rows go that came after the merge, when it is undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// They stay with the kept customer.
    Stay,
    /// Those about a car that returns go with the car (column `vehicle_id`); `came` is the column with the instant the row came.
    GoWithCar { came: &'static str },
}

/// A column that points at a customer and does not follow, with the reason.
pub type StaysBehind = (&'static str, &'static str);

impl FollowsCustomer {
    /// Rows with an `id` of their own, each moved for itself.
    pub const fn rows(table: &'static str, column: &'static str) -> Self {
        Self { table, column, key: "id", same: &[], is_versioned: false, later: Later::Stay, but: None, holds: None }
    }

    /// Rows told apart by the customer and one thing more; of two with the same thing one stays behind.
    pub const fn pairs(table: &'static str, key: &'static str, same: &'static [&'static str]) -> Self {
        Self { same, key, ..Self::rows(table, "customer_id") }
    }

    #[must_use]
    pub const fn versioned(self) -> Self {
        Self { is_versioned: true, ..self }
    }

    /// Of two rows that agree in these columns one stays behind.
    #[must_use]
    pub const fn folding(self, same: &'static [&'static str]) -> Self {
        Self { same, ..self }
    }

    /// Rows that came after the merge go with their car.
    #[must_use]
    pub const fn going_with_car(self, came: &'static str) -> Self {
        Self { later: Later::GoWithCar { came }, ..self }
    }

    /// At most one of a kind holds.
    #[must_use]
    pub const fn holding(self, holds: Holds) -> Self {
        Self { holds: Some(holds), ..self }
    }

    #[must_use]
    pub const fn but(self, condition: &'static str) -> Self {
        Self { but: Some(condition), ..self }
    }
}

/// All of the house's, in the order they are moved; provided by the server.
pub struct Followers(pub Vec<FollowsCustomer>);

/// Rows of one table that go along when the record of their car becomes one with another (column `vehicle_id`), and come back when that is
/// undone. They have an `id` of their own.
#[derive(Clone, Copy, Debug)]
pub struct FollowsVehicle {
    pub table: &'static str,
    /// Rows that agree in these columns are one and the same: the absorbed record's stays behind, folded into the other.
    pub same: &'static [&'static str],
    /// Whether rows carry a version, which moving them raises.
    pub is_versioned: bool,
    /// Rows that never move, as an SQL condition.
    pub but: Option<&'static str>,
}

impl FollowsVehicle {
    pub const fn rows(table: &'static str) -> Self {
        Self { table, same: &[], is_versioned: false, but: None }
    }

    #[must_use]
    pub const fn versioned(self) -> Self {
        Self { is_versioned: true, ..self }
    }

    /// Of two rows that agree in these columns one stays behind.
    #[must_use]
    pub const fn folding(self, same: &'static [&'static str]) -> Self {
        Self { same, ..self }
    }

    #[must_use]
    pub const fn but(self, condition: &'static str) -> Self {
        Self { but: Some(condition), ..self }
    }
}

/// All of the house's, in the order they are moved; provided by the server.
pub struct VehicleFollowers(pub Vec<FollowsVehicle>);
