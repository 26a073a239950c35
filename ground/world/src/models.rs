//! The cars people drive in this world: what is or was on sale in China in the last eight years, with rough list prices.

/// Writes a table of models, one row each: brand, series, WMI, energy, body, months on sale, ages of buyers, appeal, trims.
macro_rules! models {
    ($(($brand:literal, $series:literal, $wmi:literal, $energy:ident, $body:ident, $on_sale:expr, $buyers:expr,
        $appeal:literal, $trims:expr)),+ $(,)?) => {
        pub(super) static MODELS: &[$crate::models::Model] = &[$($crate::models::Model {
            brand: $brand, series: $series, wmi: $wmi, energy: $crate::words::Energy::$energy,
            body: $crate::models::Body::$body, on_sale: $on_sale, buyers: $buyers, appeal: $appeal, trims: $trims,
        }),+];
    };
}

mod joint_venture;
mod national;
mod new_force;
mod premium;

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::words::Energy;

/// The shape of a car, which decides whom it suits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    Mini,
    Hatchback,
    Sedan,
    Suv,
    Mpv,
    Van,
}

/// One series with one kind of energy.
#[derive(Debug, Serialize)]
pub struct Model {
    pub brand: &'static str,
    pub series: &'static str,
    /// World manufacturer identifier, the first three letters of the VIN.
    pub wmi: &'static str,
    pub energy: Energy,
    pub body: Body,
    /// First and last month on sale as year × 100 + month.
    pub on_sale: (u32, u32),
    /// Ages of the usual buyers.
    pub buyers: (i32, i32),
    /// How often it is bought compared with others.
    pub appeal: u32,
    /// Versions with their list price in yuan.
    pub trims: &'static [(&'static str, u32)],
}

impl Model {
    /// Whether it could be bought new on that day.
    pub(crate) fn is_on_sale(&self, day: NaiveDate) -> bool {
        let month = day.year() as u32 * 100 + day.month();
        (self.on_sale.0..=self.on_sale.1).contains(&month)
    }

    /// Whether the maker sells in its own shops only, never through a dealer group.
    pub(crate) fn is_sold_by_maker(&self) -> bool {
        matches!(self.brand, "特斯拉" | "理想" | "蔚来" | "小米")
    }

    /// The list price of the cheapest version, in yuan.
    pub(crate) fn price(&self) -> u32 {
        self.trims.first().map_or(0, |(_, price)| *price)
    }

    /// The list price of a version, in yuan.
    pub(crate) fn price_of(&self, trim: &str) -> u32 {
        self.trims.iter().find(|(name, _)| *name == trim).map_or_else(|| self.price(), |(_, price)| *price)
    }

    /// The maker's warranty for the whole car: years and kilometres.
    pub(crate) fn warranty(&self) -> (i32, u32) {
        match self.brand {
            "比亚迪" | "腾势" => (6, 150_000),
            "理想" | "小米" | "问界" | "小鹏" | "深蓝" => (5, 100_000),
            "特斯拉" => (4, 80_000),
            "吉利" | "红旗" | "奇瑞" | "极氪" | "领克" => (4, 100_000),
            _ => (3, 100_000),
        }
    }
}

/// Still on sale.
const NOW: u32 = 999_912;

static ALL: LazyLock<Vec<&'static Model>> = LazyLock::new(|| {
    [national::MODELS, joint_venture::MODELS, premium::MODELS, new_force::MODELS].into_iter().flatten().collect()
});

/// Every series of the world.
#[must_use]
pub fn all() -> &'static [&'static Model] {
    &ALL
}
