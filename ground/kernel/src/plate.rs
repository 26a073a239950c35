//! Number plates of the mainland after GA 36: reading them, their kinds, and what they tell of the car.

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

use crate::text::{TextFault, folded, text_word};

/// A number plate without dots and spaces, `沪A12345`.
///
/// A car may have none and may change it: the key of a car is its VIN.
///
/// ```
/// use kernel::plate::{Plate, PlateKind};
/// let plate = Plate::parse(" 沪ａ-d12345 ").unwrap();
/// assert_eq!(plate.display(), "沪A·D12345");
/// assert_eq!(plate.kind(), PlateKind::NewEnergySmall);
/// assert_eq!(plate.province(), Some("上海市"));
/// assert!(plate.is_electric());
/// ```
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DeriveValueType, utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct Plate(String);

text_word!(Plate, PlateFault);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlateKind {
    /// Seven places: province, letter of the office, five letters or digits.
    Ordinary,
    /// Eight places, the third tells the energy: small new-energy cars.
    NewEnergySmall,
    /// Eight places, the last tells the energy: large new-energy vehicles.
    NewEnergyLarge,
    /// 使: embassies.
    Embassy,
    /// 领: consulates.
    Consulate,
    /// 警: police.
    Police,
    /// 学: driving schools.
    Training,
    /// 挂: trailers.
    Trailer,
    /// 港: Hong Kong cars allowed into Guangdong.
    HongKong,
    /// 澳: Macau cars allowed into Guangdong.
    Macau,
    /// 应急: fire and rescue.
    Emergency,
    /// Two letters and five digits: the army.
    Military,
    /// WJ: the armed police.
    ArmedPolice,
    /// 民航: airport vehicles.
    Airport,
    /// 临: paper plates until registration.
    Temporary,
}

impl PlateKind {
    /// Whether this is anything but an everyday plate, worth a second look by whoever typed it.
    pub fn is_special(self) -> bool {
        !matches!(self, Self::Ordinary | Self::NewEnergySmall | Self::NewEnergyLarge)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlateFault {
    Empty,
    /// The text says that there is no plate yet: 未上牌, 无, 新车.
    NotPlated,
    /// The first character names no province and no special plate.
    UnknownProvince {
        found: char,
    },
    TooShort {
        length: usize,
    },
    TooLong {
        length: usize,
    },
    /// `at` counts from 1, after dots and spaces are gone.
    BadCharacter {
        at: usize,
        found: char,
    },
    /// Eight places that follow neither new-energy pattern.
    NotNewEnergy,
}

/// The province characters of plates with the full names of the provinces, after GA 36.
const PROVINCES: [(char, &str); 31] = [
    ('京', "北京市"),
    ('津', "天津市"),
    ('沪', "上海市"),
    ('渝', "重庆市"),
    ('冀', "河北省"),
    ('豫', "河南省"),
    ('云', "云南省"),
    ('辽', "辽宁省"),
    ('黑', "黑龙江省"),
    ('湘', "湖南省"),
    ('皖', "安徽省"),
    ('鲁', "山东省"),
    ('新', "新疆维吾尔自治区"),
    ('苏', "江苏省"),
    ('浙', "浙江省"),
    ('赣', "江西省"),
    ('鄂', "湖北省"),
    ('桂', "广西壮族自治区"),
    ('甘', "甘肃省"),
    ('晋', "山西省"),
    ('蒙', "内蒙古自治区"),
    ('陕', "陕西省"),
    ('吉', "吉林省"),
    ('闽', "福建省"),
    ('贵', "贵州省"),
    ('粤', "广东省"),
    ('青', "青海省"),
    ('藏', "西藏自治区"),
    ('川', "四川省"),
    ('宁', "宁夏回族自治区"),
    ('琼', "海南省"),
];

impl Plate {
    /// Reads a typed plate: dots, spaces, dashes and brackets fall away, small and full-width letters are made plain.
    pub fn parse(raw: &str) -> Result<Self, PlateFault> {
        let places: Vec<char> = folded(raw)
            .filter(|c| !matches!(c, ' ' | '-' | '.' | '·' | '_' | '(' | ')' | '[' | ']' | '*' | ','))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let text: String = places.iter().collect();
        if text.is_empty() {
            return Err(PlateFault::Empty);
        }
        if matches!(
            text.as_str(),
            "未上牌" | "无牌" | "无" | "暂无" | "新车" | "没有" | "无车牌" | "未挂牌" | "待上牌" | "临牌"
        ) {
            return Err(PlateFault::NotPlated);
        }
        classify(&places)?;
        Ok(Self(text))
    }

    /// What was likely meant where `raw` holds the letters I or O, which no plate has: the digits 1 and 0. For a person to
    /// confirm.
    ///
    /// ```
    /// use kernel::plate::Plate;
    /// assert_eq!(Plate::suggestion("沪A1234O").unwrap().as_str(), "沪A12340");
    /// ```
    pub fn suggestion(raw: &str) -> Option<Self> {
        match Self::parse(raw) {
            Err(PlateFault::BadCharacter { found: 'I' | 'O', .. } | PlateFault::NotNewEnergy) => {}
            _ => return None,
        }
        let meant: String = folded(raw)
            .map(|c| match c.to_ascii_uppercase() {
                'I' => '1',
                'O' => '0',
                c => c,
            })
            .collect();
        Self::parse(&meant).ok()
    }

    pub fn kind(&self) -> PlateKind {
        let places: Vec<char> = self.0.chars().collect();
        classify(&places).unwrap_or(PlateKind::Ordinary)
    }

    /// As painted, with the dot after the issuing office: `沪A·12345`. Special plates without an office are shown as stored.
    pub fn display(&self) -> String {
        let mut places = self.0.chars();
        match (places.next(), places.next()) {
            (Some(province), Some(office)) if province_of(province).is_some() && office.is_ascii_uppercase() => {
                format!("{province}{office}·{}", places.as_str())
            }
            _ => self.0.clone(),
        }
    }

    /// Full name of the province, `上海市`; `None` for the army, embassies and airports.
    pub fn province(&self) -> Option<&'static str> {
        self.0.chars().find_map(province_of)
    }

    /// Whether the plate says that the car is purely electric. `false` for hybrids and for what the plate does not tell.
    pub fn is_electric(&self) -> bool {
        match self.kind() {
            PlateKind::NewEnergySmall => matches!(self.0.chars().nth(2), Some('D' | 'A' | 'B' | 'C' | 'E')),
            PlateKind::NewEnergyLarge => self.0.ends_with('D'),
            _ => false,
        }
    }

    /// Whether it is a green plate: purely electric, plug-in hybrid or fuel cell.
    pub fn is_new_energy(&self) -> bool {
        matches!(self.kind(), PlateKind::NewEnergySmall | PlateKind::NewEnergyLarge)
    }
}

fn classify(places: &[char]) -> Result<PlateKind, PlateFault> {
    if let Some(kind) = without_office(places) {
        return Ok(kind);
    }
    let (first, length) = (places.first().copied().ok_or(PlateFault::Empty)?, places.len());
    province_of(first).ok_or(PlateFault::UnknownProvince { found: first })?;
    match length {
        0..7 => return Err(PlateFault::TooShort { length }),
        9.. => return Err(PlateFault::TooLong { length }),
        _ => {}
    }
    let bad_at = |index: usize| PlateFault::BadCharacter { at: index + 1, found: places[index] };
    if !is_plate_letter(places[1]) {
        return Err(bad_at(1));
    }
    if places.ends_with(&['应', '急']) && all(&places[2..6], |c| c.is_ascii_digit()) {
        return Ok(PlateKind::Emergency);
    }
    if let Some(index) = (2..length - 1).find(|index| !is_plate_character(places[*index])) {
        return Err(bad_at(index));
    }
    let last = places[length - 1];
    if length == 8 {
        return if is_plate_character(last) {
            new_energy(places).ok_or(PlateFault::NotNewEnergy)
        } else {
            Err(bad_at(7))
        };
    }
    ending(last).ok_or(bad_at(6))
}

/// Plates that name no issuing office.
fn without_office(places: &[char]) -> Option<PlateKind> {
    let digits = |part: &[char]| part.len() == 6 && all(part, |c| c.is_ascii_digit());
    let coded = |part: &[char], range: std::ops::RangeInclusive<usize>| {
        range.contains(&part.len()) && all(part, |c| c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    match places {
        ['使', rest @ ..] | [rest @ .., '使'] if digits(rest) => Some(PlateKind::Embassy),
        ['民', '航', rest @ ..] if coded(rest, 5..=5) => Some(PlateKind::Airport),
        ['W', 'J', province, rest @ ..] if province_of(*province).is_some() && coded(rest, 4..=6) => {
            Some(PlateKind::ArmedPolice)
        }
        ['W', 'J', rest @ ..] if coded(rest, 5..=6) => Some(PlateKind::ArmedPolice),
        [first, second, rest @ ..]
            if first.is_ascii_uppercase()
                && second.is_ascii_uppercase()
                && rest.len() == 5
                && all(rest, |c| c.is_ascii_digit()) =>
        {
            Some(PlateKind::Military)
        }
        ['临', province, rest @ ..] | [province, rest @ .., '临']
            if province_of(*province).is_some() && coded(rest, 4..=7) =>
        {
            Some(PlateKind::Temporary)
        }
        _ => None,
    }
}

fn new_energy(places: &[char]) -> Option<PlateKind> {
    let is_energy = |c: char| matches!(c, 'A'..='H' | 'J' | 'K');
    if is_energy(places[2]) && all(&places[4..], |c| c.is_ascii_digit()) {
        Some(PlateKind::NewEnergySmall)
    } else if matches!(places[7], 'D' | 'F') && all(&places[2..7], |c| c.is_ascii_digit()) {
        Some(PlateKind::NewEnergyLarge)
    } else {
        None
    }
}

fn ending(last: char) -> Option<PlateKind> {
    Some(match last {
        '挂' => PlateKind::Trailer,
        '学' => PlateKind::Training,
        '警' => PlateKind::Police,
        '港' => PlateKind::HongKong,
        '澳' => PlateKind::Macau,
        '领' => PlateKind::Consulate,
        c if is_plate_character(c) => PlateKind::Ordinary,
        _ => return None,
    })
}

fn province_of(c: char) -> Option<&'static str> {
    PROVINCES.iter().find(|(mark, _)| *mark == c).map(|(_, name)| *name)
}

fn is_plate_letter(c: char) -> bool {
    c.is_ascii_uppercase() && c != 'I' && c != 'O'
}

fn is_plate_character(c: char) -> bool {
    is_plate_letter(c) || c.is_ascii_digit()
}

fn all(places: &[char], fits: impl Fn(&char) -> bool) -> bool {
    places.iter().all(fits)
}

impl TextFault for PlateFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "plate.empty",
            Self::NotPlated => "plate.not_plated",
            Self::UnknownProvince { .. } => "plate.unknown_province",
            Self::TooShort { .. } => "plate.too_short",
            Self::TooLong { .. } => "plate.too_long",
            Self::BadCharacter { .. } => "plate.bad_character",
            Self::NotNewEnergy => "plate.not_new_energy",
        }
    }
}

impl std::fmt::Display for PlateFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => write!(f, "There is no plate here; leave the field out if the car has none."),
            Self::NotPlated => write!(f, "This says the car has no plate yet; leave the plate empty and give the VIN."),
            Self::UnknownProvince { found } => {
                write!(f, "A plate begins with the character of a province such as 沪 or 京, not with {found:?}.")
            }
            Self::TooShort { length } => {
                write!(f, "A plate has 7 places, or 8 for new energy; this has {length}. Type it whole.")
            }
            Self::TooLong { length } => {
                write!(f, "A plate has 7 places, or 8 for new energy; this has {length}. Remove the rest.")
            }
            Self::BadCharacter { at, found: 'I' } => {
                write!(f, "No plate holds the letter I (place {at}); write the digit 1.")
            }
            Self::BadCharacter { at, found: 'O' } => {
                write!(f, "No plate holds the letter O (place {at}); write the digit 0.")
            }
            Self::BadCharacter { at, found } => {
                write!(f, "{found:?} can't stand at place {at} of a plate; compare it with the vehicle licence.")
            }
            Self::NotNewEnergy => write!(
                f,
                "Eight places are for new-energy plates such as 沪AD12345 or 沪A12345D; remove a place or correct the letter."
            ),
        }
    }
}

impl std::error::Error for PlateFault {}

#[cfg(test)]
mod tests;
