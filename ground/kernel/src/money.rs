//! Money: integer minor units with a currency; rounding is named where it happens.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An amount in minor units (fen for CNY).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Money {
    /// Minor units; may be negative.
    pub amount: i64,
    pub currency: Currency,
}

/// ISO 4217.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub enum Currency {
    #[default]
    CNY,
}

impl Money {
    pub fn cny(amount: i64) -> Self {
        Self { amount, currency: Currency::CNY }
    }
}
