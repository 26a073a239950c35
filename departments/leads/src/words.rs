//! The closed lists of leads.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $(#[sea_orm(string_value = $word)] $variant),*
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word the API and the database have for it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            pub fn find(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}

pub(crate) use closed_list;

closed_list! {
    /// The way by which an enquiry reached the house.
    LeadChannel {
        WalkIn "walk_in", Phone "phone", Website "website", Referral "referral", AfterSales "after_sales", Event "event",
        Douyin "douyin", Tencent "tencent", Wecom "wecom", Autohome "autohome", Dongchedi "dongchedi",
        Xiaohongshu "xiaohongshu", Other "other",
    }
}
closed_list! {
    /// Where a lead stands, in the order in which it advances; the last two lie beside that way.
    LeadState {
        Unassigned "unassigned", Unanswered "unanswered", Recorded "recorded", Invited "invited", Following "following",
        Ordered "ordered", Won "won", Finished "finished", LossAsked "loss_asked", Lost "lost",
    }
}
closed_list! {
    /// How near the purchase is: H within a week, A a month, B three months, C later or never said, N not spoken to yet.
    Grade { H "h", A "a", B "b", C "c", N "n" }
}
closed_list! {
    /// When the customer means to buy.
    Horizon { Week "week", Month "month", Quarter "quarter", Later "later" }
}
closed_list! {
    /// What came of a lead beyond words.
    Milestone { TestDrive "test_drive", Order "order", Sale "sale", Delivery "delivery" }
}
closed_list! {
    /// Why a lead is given up. The first four say that it never was one.
    LossReason {
        NoIntent "no_intent", BadNumber "bad_number", Unreachable "unreachable", Test "test",
        OtherBrand "other_brand", OtherDealer "other_dealer", Price "price", NoStock "no_stock", Finance "finance",
        Postponed "postponed", Other "other",
    }
}
closed_list! {
    /// What a manager made of an application.
    LossDecision { Approved "approved", Refused "refused" }
}
closed_list! {
    /// The customer asks, or the house calls, meets or writes to them.
    TouchKind { Enquiry "enquiry", Call "call", Visit "visit", Message "message" }
}

impl LeadState {
    /// Those in which somebody works on a lead, or should.
    pub const OPEN: [Self; 6] =
        [Self::Unassigned, Self::Unanswered, Self::Recorded, Self::Invited, Self::Following, Self::Ordered];
    /// Those in which another enquiry is about the same wish.
    pub const STANDING: [Self; 7] = [
        Self::Unassigned,
        Self::Unanswered,
        Self::Recorded,
        Self::Invited,
        Self::Following,
        Self::Ordered,
        Self::LossAsked,
    ];

    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }
}

impl LeadChannel {
    /// What the record of a customer who came this way says of their source.
    pub fn source(self) -> &'static str {
        match self {
            Self::WalkIn => "showroom",
            Self::Tencent => "tencent_ads",
            other => other.word(),
        }
    }
}
