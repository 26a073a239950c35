//! What makers promise in the demo world beyond the law: the batteries of cars sold after the national rule had run out.

use chrono::NaiveDate;
use customers::{
    vehicles::vehicle::Energy,
    warranty_terms::{
        store,
        warranty_term::{ClockKind, WarrantyTerm},
    },
};
use kernel::{Result, WarrantyTermId};
use platform::Tx;

const PLUGGED_IN: [Energy; 3] = [Energy::Electric, Energy::PlugIn, Energy::RangeExtended];

pub async fn write_down(tx: &mut Tx) -> Result<()> {
    let Some(since) = NaiveDate::from_ymd_opt(2023, 1, 1) else { return Ok(()) };
    for energy in PLUGGED_IN {
        let term = WarrantyTerm {
            id: WarrantyTermId::new(tx.now()),
            group_id: tx.scope().group(),
            clock: ClockKind::TractionBattery,
            brand: None,
            energy: Some(energy),
            months: Some(96),
            days: None,
            km: Some(120_000),
            warn_days: 90,
            warn_km: 3_000,
            source: "厂家质保手册".to_owned(),
            since,
            until: None,
            created_at: tx.now(),
            version: 1,
        };
        store::add(tx, term).await?;
    }
    Ok(())
}
