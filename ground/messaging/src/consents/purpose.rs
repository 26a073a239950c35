//! The noun: what personal data is used for, on which legal basis, and how customers are asked. The shipped list is here; a group
//! shapes it and adds its own.

use chrono::{DateTime, Months, TimeDelta, Utc};
use kernel::{ConsentPurposeId, Language};
use sea_orm::{DeriveActiveEnum, EnumIter, FromJsonQueryResult};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::purpose_row;

pub const SERVICE_CONTRACT: &str = "service_contract";
pub const MARKETING: &str = "marketing";
pub const CARE_SURVEY: &str = "care_survey";
/// Automated decisions about one person: scores, suggestions, segments (PIPL article 24).
pub const PROFILING: &str = "profiling";
pub const SHARE_OEM: &str = "share_oem";
pub const SHARE_INSURER: &str = "share_insurer";
pub const SHARE_BANK: &str = "share_bank";
pub const VEHICLE_DATA: &str = "vehicle_data";
pub const LOCATION: &str = "location";
/// Whether somebody opened a message and followed its links (PIPL article 14: nobody is watched who did not say yes).
pub const READING: &str = "message_reading";

/// What personal data is used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// The row of the group, when it has shaped this one.
    pub id: Option<ConsentPurposeId>,
    /// Never changed: answers know it by this.
    pub code: String,
    pub name: String,
    pub name_english: String,
    pub basis: Basis,
    pub asks: Asks,
    pub kinds: PersonalKinds,
    /// Whether the law wants a consent for this alone (PIPL articles 23 and 29).
    pub is_separate: bool,
    /// Whether each way to the customer is asked for by itself.
    pub by_channel: bool,
    /// How long a yes holds; without end where none.
    pub months: Option<i32>,
    /// After a no, one does not ask again for so many days (Network Data Security Regulations, article 22 no. 5).
    pub ask_again_days: i32,
    pub is_active: bool,
    /// 0 as long as it is as shipped.
    pub version: i32,
}

/// The legal basis of a purpose (PIPL article 13).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Number 1.
    #[sea_orm(string_value = "consent")]
    Consent,
    /// Number 2: needed for a contract with the person.
    #[sea_orm(string_value = "contract")]
    Contract,
    /// Number 3.
    #[sea_orm(string_value = "legal_duty")]
    LegalDuty,
    /// Number 4: to protect life, health and property in an emergency.
    #[sea_orm(string_value = "emergency")]
    Emergency,
    /// Number 6: what the person made public.
    #[sea_orm(string_value = "made_public")]
    MadePublic,
}

/// What holds as long as the customer has said nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// Not allowed without a yes.
    #[sea_orm(string_value = "opt_in")]
    OptIn,
    /// Allowed until the customer says no.
    #[sea_orm(string_value = "opt_out")]
    OptOut,
    /// Needed for the contract or by law: nobody is asked.
    #[sea_orm(string_value = "nobody")]
    Nobody,
}

/// What is known of a person, by kind.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonalKind {
    Identity,
    Contact,
    IdNumber,
    Address,
    Household,
    Vehicle,
    Purchases,
    Workshop,
    Finance,
    Conversations,
    Behaviour,
    Scores,
    VehicleSignals,
    Whereabouts,
    AudioVideo,
    Biometrics,
}

/// The kinds of data of a purpose, in the order they are named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct PersonalKinds(pub Vec<PersonalKind>);

impl Purpose {
    pub fn title(&self, language: Language) -> &str {
        match language {
            Language::En if !self.name_english.is_empty() => &self.name_english,
            _ => &self.name,
        }
    }

    /// Until when a yes of now holds.
    pub fn holds_until(&self, answered_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let months = u32::try_from(self.months?).ok()?;
        answered_at.checked_add_months(Months::new(months))
    }

    /// From when one may ask again after a no.
    pub fn may_ask_from(&self, refused_at: DateTime<Utc>) -> DateTime<Utc> {
        refused_at + TimeDelta::days(self.ask_again_days.into())
    }
}

impl From<purpose_row::Model> for Purpose {
    fn from(row: purpose_row::Model) -> Self {
        Self {
            id: Some(row.id),
            code: row.code,
            name: row.name,
            name_english: row.name_english,
            basis: row.basis,
            asks: row.asks,
            kinds: row.kinds,
            is_separate: row.is_separate,
            by_channel: row.by_channel,
            months: row.months,
            ask_again_days: row.ask_again_days,
            is_active: row.is_active,
            version: row.version,
        }
    }
}

/// The purposes of a dealer as they are shipped. Sources: PIPL articles 13, 23, 24 and 29; Several Provisions on the Management of
/// Automotive Data Security (2021), articles 7 to 9. The months and days are defaults of ours.
pub fn shipped() -> Vec<Purpose> {
    use PersonalKind::{
        Address, Behaviour, Contact, Conversations, Finance, IdNumber, Identity, Purchases, Scores, Vehicle,
        VehicleSignals, Whereabouts, Workshop,
    };
    let by_contract = Way { basis: Basis::Contract, asks: Asks::Nobody, ..Way::ASKED };
    let by_channel = Way { by_channel: true, ..Way::ASKED };
    let separate = Way { is_separate: true, ..Way::ASKED };
    vec![
        made(
            SERVICE_CONTRACT,
            ("履行购车与维修合同", "Sales and workshop contracts"),
            by_contract,
            &[Identity, Contact, IdNumber, Address, Vehicle, Purchases, Workshop],
        ),
        made(
            "legal_duty",
            ("履行法定义务（三包、召回、财税）", "Legal duties (warranty, recalls, accounting)"),
            Way { basis: Basis::LegalDuty, ..by_contract },
            &[Identity, Contact, Vehicle, Purchases, Workshop],
        ),
        made(MARKETING, ("营销推广", "Marketing"), by_channel, &[Identity, Contact, Vehicle, Behaviour]),
        made(
            CARE_SURVEY,
            ("满意度回访", "Care calls and surveys"),
            by_channel,
            &[Identity, Contact, Workshop, Conversations],
        ),
        made(
            PROFILING,
            ("自动化决策与个性化推荐", "Automated decisions and personal recommendations"),
            Way { asks: Asks::OptOut, ..Way::ASKED },
            &[Purchases, Workshop, Behaviour, Scores],
        ),
        made(
            SHARE_OEM,
            ("向汽车厂商提供", "Sharing with the car maker"),
            separate,
            &[Identity, Contact, Vehicle, Purchases, Workshop],
        ),
        made(
            SHARE_INSURER,
            ("向保险公司提供", "Sharing with insurers"),
            separate,
            &[Identity, Contact, IdNumber, Vehicle],
        ),
        made(
            SHARE_BANK,
            ("向金融机构提供", "Sharing with banks and lenders"),
            separate,
            &[Identity, Contact, IdNumber, Address, Finance],
        ),
        made(
            VEHICLE_DATA,
            ("车辆数据（里程、故障、电池）", "Vehicle data (mileage, faults, battery)"),
            separate,
            &[Vehicle, VehicleSignals],
        ),
        made(
            LOCATION,
            ("车辆位置（救援、取送车）", "Vehicle location (rescue, pick-up)"),
            Way { months: Some(12), ..separate },
            &[Whereabouts],
        ),
        made(READING, ("了解消息是否被阅读", "Knowing whether messages are read"), Way::ASKED, &[Behaviour]),
    ]
}

#[derive(Clone, Copy)]
struct Way {
    basis: Basis,
    asks: Asks,
    is_separate: bool,
    by_channel: bool,
    months: Option<i32>,
}

impl Way {
    const ASKED: Self =
        Self { basis: Basis::Consent, asks: Asks::OptIn, is_separate: false, by_channel: false, months: None };
}

const ASK_AGAIN_DAYS: i32 = 180;

fn made(code: &str, names: (&str, &str), way: Way, kinds: &[PersonalKind]) -> Purpose {
    Purpose {
        id: None,
        code: code.to_owned(),
        name: names.0.to_owned(),
        name_english: names.1.to_owned(),
        basis: way.basis,
        asks: way.asks,
        kinds: PersonalKinds(kinds.to_vec()),
        is_separate: way.is_separate,
        by_channel: way.by_channel,
        months: way.months,
        ask_again_days: ASK_AGAIN_DAYS,
        is_active: true,
        version: 0,
    }
}
