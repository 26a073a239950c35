//! What speaks against two records being one, or is to be known before they become one.

use kernel::name;
use matching::{Kind, Level, Value, compare, normalise};

use crate::{
    contacts::contact::ContactKind,
    merges::record::Record,
    people::customer::{Customer, CustomerKind},
    words::words,
};

words! {
    /// A reason to look twice.
    Caution as MergeCaution {
        TwoIdNumbers "two_id_numbers", BirthdaysDiffer "birthdays_differ", GendersDiffer "genders_differ",
        KindsDiffer "kinds_differ", SameHousehold "same_household", OnlyHouseholdPhone "only_household_phone",
        NothingInCommon "nothing_in_common", NamesDiffer "names_differ", StoresDiffer "stores_differ",
        BothHaveOpenWork "both_have_open_work", TakenApart "taken_apart",
    }
}

impl Caution {
    /// Whether it takes a person to decide: many are not merged over it.
    fn needs_a_person(self) -> bool {
        !matches!(self, Self::StoresDiffer | Self::BothHaveOpenWork)
    }
}

/// All that hold, the gravest first.
pub fn cautions(one: &Record, other: &Record) -> Vec<Caution> {
    let (a, b) = (&one.customer, &other.customer);
    let differ =
        |left: Option<String>, right: Option<String>| left.zip(right).is_some_and(|(left, right)| left != right);
    let same_number = a.id_number_blind.is_some() && a.id_number_blind == b.id_number_blind;
    let names_agree = names_agree(a, b);
    let are_companies = [a, b].iter().all(|customer| customer.kind == CustomerKind::Company);
    let shared = Shared::of(one, other);
    let holds = [
        (Caution::TwoIdNumbers, differ(a.id_number_blind.clone(), b.id_number_blind.clone())),
        (Caution::BirthdaysDiffer, differ(born(one), born(other))),
        (Caution::GendersDiffer, differ(sex(one), sex(other))),
        (Caution::KindsDiffer, a.kind != b.kind),
        (Caution::SameHousehold, a.household_id.is_some() && a.household_id == b.household_id),
        (Caution::OnlyHouseholdPhone, shared.phone && !are_companies && !names_agree && !same_number && !shared.more),
        (Caution::NothingInCommon, !same_number && !shared.phone && !shared.more),
        (Caution::NamesDiffer, !names_agree && !same_number),
        (Caution::StoresDiffer, a.store_id != b.store_id),
        (Caution::BothHaveOpenWork, one.open_tasks > 0 && other.open_tasks > 0),
    ];
    holds.into_iter().filter(|(_, holds)| *holds).map(|(caution, _)| caution).collect()
}

/// The gravest that takes a person to decide.
pub fn for_a_person(one: &Record, other: &Record) -> Option<Caution> {
    cautions(one, other).into_iter().find(|caution| caution.needs_a_person())
}

/// What two records share beside a name and an ID number.
struct Shared {
    /// A phone, which a household may share.
    phone: bool,
    /// What people do not share, or not without living together: a mailbox, an account, a car owned, an address; or a birthday,
    /// where hardly two have the name.
    more: bool,
}

impl Shared {
    fn of(one: &Record, other: &Record) -> Self {
        let has = |is_phone: bool| {
            one.contacts.intersection(&other.contacts).any(|(kind, _)| (*kind == ContactKind::Phone) == is_phone)
        };
        let same_day = one.birthday.is_some() && one.birthday == other.birthday;
        let is_born_alike = same_day && matching::is_unusual_name(&one.customer.name);
        let same_car = one.cars.iter().any(|car| other.cars.iter().any(|theirs| car.is_one_with(theirs)));
        Self { phone: has(true), more: has(false) || is_born_alike || same_car || live_together(one, other) }
    }
}

fn live_together(one: &Record, other: &Record) -> bool {
    let read = |record: &Record| -> Vec<Value> {
        record.addresses.iter().flat_map(|address| normalise(Kind::Address, address)).collect()
    };
    let (ours, theirs) = (read(one), read(other));
    ours.iter().any(|one| theirs.iter().any(|other| compare(Kind::Address, one, other).agrees()))
}

/// The same name, one that sounds the same, or a surname with a courtesy that fits the other; of companies the same but for
/// their legal form.
fn names_agree(a: &Customer, b: &Customer) -> bool {
    let (one, other) = (name::search_key(&a.name), name::search_key(&b.name));
    if one == other || a.name_pinyin == b.name_pinyin {
        return true;
    }
    if a.kind == CustomerKind::Company {
        let read = |customer: &Customer| normalise(Kind::Name, &customer.name).pop();
        let level = read(a).zip(read(b)).map(|(a, b)| compare(Kind::Name, &a, &b));
        return level.is_some_and(|level| level.is_exact() || level == Level::Alike);
    }
    match (name::split(&a.name), name::split(&b.name)) {
        (Some(a), Some(b)) => a.surname == b.surname && (!a.is_full() || !b.is_full() || a.given == b.given),
        _ => false,
    }
}

fn born(record: &Record) -> Option<String> {
    record.born.or(record.birthday).map(|day| day.to_string())
}

fn sex(record: &Record) -> Option<String> {
    record.sex.or(record.customer.gender).map(|sex| sex.word().to_owned())
}
