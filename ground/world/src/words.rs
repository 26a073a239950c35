//! The closed lists of the world, each with the code by which the rest of the system knows it.

use serde::{Serialize, Serializer};

/// Declares an enum whose values have a code, a list of all values, and serialize as that code.
macro_rules! words {
    ($($(#[$about:meta])* $name:ident { $($value:ident = $code:literal),+ $(,)? })+) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($value),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The stable code used by the API and the database.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$value => $code),+ }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }
    )+};
}

words! {
    /// Whether a customer is a person or a company.
    CustomerKind { Person = "person", Company = "company" }
    Gender { Female = "female", Male = "male" }
    /// How far a customer has come with the dealer.
    Stage { Lead = "lead", Intent = "intent", Owner = "owner", Loyal = "loyal", AtRisk = "at_risk", Lost = "lost" }
    Energy { Petrol = "petrol", Diesel = "diesel", Hybrid = "hybrid", PlugIn = "plug_in", Electric = "electric",
        RangeExtended = "range_extended" }
    HistoryKind { Purchase = "purchase", Maintenance = "maintenance", Repair = "repair", Accident = "accident",
        Complaint = "complaint", TestDrive = "test_drive", Contact = "contact" }
    NoteKind { Note = "note", Call = "call", Visit = "visit", Message = "message" }
    /// How a call, visit or message ended.
    Outcome { Reached = "reached", NoAnswer = "no_answer", Interested = "interested", NotInterested = "not_interested",
        Booked = "booked", WrongNumber = "wrong_number" }
    /// Why the customer buys a car.
    Purpose { FirstCar = "first_car", Replacement = "replacement", Additional = "additional", Gift = "gift",
        Business = "business" }
    /// What the car is mostly used for.
    UseScenario { Commute = "commute", Leisure = "leisure", Business = "business", Family = "family" }
    DecisionStyle { Careful = "careful", Decisive = "decisive" }
    /// Where the customer first came from.
    Source { Website = "website", Showroom = "showroom", Phone = "phone", Autohome = "autohome",
        Dongchedi = "dongchedi", Douyin = "douyin", Xiaohongshu = "xiaohongshu", Wecom = "wecom",
        TencentAds = "tencent_ads", Referral = "referral", AfterSales = "after_sales", Event = "event" }
    /// What a person is to a car.
    HoldingRole { Owner = "owner", Driver = "driver", Payer = "payer" }
    /// Where a mileage was read.
    MileageSource { Workshop = "workshop", Telematics = "telematics", Sale = "sale" }
    TaskKind { Call = "call", Visit = "visit", Message = "message", Verify = "verify", ConfirmData = "confirm_data",
        FollowUp = "follow_up", Other = "other" }
    TaskState { Open = "open", Done = "done" }
    Priority { Low = "low", Normal = "normal", High = "high" }
    DepartmentKind { Management = "management", Sales = "sales", Service = "service", Parts = "parts", Care = "care",
        Marketing = "marketing" }
    /// The built-in role a staff member holds; what it allows is decided where permissions live.
    Role { GroupManager = "group_manager", StoreManager = "store_manager", SalesManager = "sales_manager",
        SalesConsultant = "sales_consultant", ServiceManager = "service_manager", ServiceAdvisor = "service_advisor",
        Technician = "technician", PartsKeeper = "parts_keeper", CareAgent = "care_agent", DataClerk = "data_clerk",
        ItAdmin = "it_admin" }
    /// What a member of a household is to its head.
    Relation { Head = "head", Spouse = "spouse", Father = "father", Mother = "mother", Son = "son",
        Daughter = "daughter" }
}

impl Energy {
    /// Whether the car gets a green plate: electric, plug-in or range-extended.
    #[must_use]
    pub const fn is_new_energy(self) -> bool {
        matches!(self, Self::PlugIn | Self::Electric | Self::RangeExtended)
    }

    /// Whether the car has an engine that needs oil.
    #[must_use]
    pub const fn has_engine(self) -> bool {
        !matches!(self, Self::Electric)
    }
}

impl Relation {
    /// The word shown beside a household member.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Head => "户主",
            Self::Spouse => "配偶",
            Self::Father => "父亲",
            Self::Mother => "母亲",
            Self::Son => "儿子",
            Self::Daughter => "女儿",
        }
    }
}
