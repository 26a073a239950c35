//! Reading the cells of one field: a phone, a word, a day, a number, or what is wrong with it.

use chrono::NaiveDate;
use kernel::{
    Fault, StaffId, name,
    phone::{Phone, PhoneFault},
    text::{TextFault, folded},
};
use tables::{
    ValueFault,
    values::{parse_amount, parse_date, parse_integer},
};

use super::{Phones, Reader};
use crate::imports::{
    cell_fault::CellFault,
    consents::{ANSWERS, ConsentDraft, obstacle},
    spoken,
    stores::{Place, PlaceFault},
    targets::Field,
};

impl<'a> Reader<'a> {
    /// The phones of both fields; several in one cell may be parted by signs.
    pub(super) fn phones(&mut self) -> Phones {
        let mut phones = Phones::default();
        for field in [Field::Phone, Field::Phone2] {
            let Some(text) = self.given.text(field) else { continue };
            if Phone::parse(text).is_ok() {
                phones.whole.push(text.to_owned());
                continue;
            }
            for one in
                text.split(['/', ';', '；', ',', '，', '、', '|', '\n']).filter(|one| !tables::values::is_blank(one))
            {
                match Phone::parse(one) {
                    Ok(_) => phones.whole.push(one.to_owned()),
                    Err(PhoneFault::AreaCodeMissing) if self.plan.keep_odd_phones && is_local(one) => {
                        phones.odd.push(name::clean(one));
                    }
                    Err(fault) => {
                        let fault = fault.in_field(field.word());
                        self.faults.push(CellFault::of_field(self.given.column(field), Some(field), &fault));
                    }
                }
            }
        }
        phones.odd.dedup();
        phones
    }

    /// The store the row names, else the chosen one.
    pub(super) fn place(&mut self) -> &'a Place {
        let places = &self.plan.places;
        let Some(text) = self.given.text(Field::Store) else { return places.chosen() };
        let (code, english, chinese) = match places.find(text) {
            Ok(place) => return place,
            Err(PlaceFault::Unknown) => (
                "store.unknown",
                format!("There is no open store “{text}”. Write the code or name of a store, or map the word to one."),
                format!("没有营业中的门店“{text}”。请填写门店的编码或名称，或在取值对照里对应到门店。"),
            ),
            Err(PlaceFault::Ambiguous) => (
                "store.ambiguous",
                format!("Several stores are called “{text}”. Write the code of one of them."),
                format!("有多家门店叫“{text}”。请改填门店编码。"),
            ),
            Err(PlaceFault::OutOfReach) => (
                "store.out_of_reach",
                format!(
                    "You may not import into “{text}”. Leave the row to somebody who may, or map the word to a store of yours."
                ),
                format!("您没有向“{text}”导入的权限。请交由有权限的同事导入，或在取值对照里改为您负责的门店。"),
            ),
        };
        self.fault(Field::Store, code, english, chinese);
        places.chosen()
    }

    pub(super) fn staff(&mut self, field: Field) -> Option<StaffId> {
        let text = self.given.text(field)?;
        match self.plan.staff.find(text) {
            Some(Some(id)) => Some(id),
            Some(None) => {
                let english =
                    format!("Several people are called “{text}”. Map the word to the sign-in name of one of them.");
                self.fault(
                    field,
                    "staff.ambiguous",
                    english,
                    format!("有多名员工叫“{text}”。请在取值对照里改成登录名。"),
                );
                None
            }
            None => {
                let english =
                    format!("Nobody called “{text}” works here. Map the word to somebody who does, or to nothing.");
                self.fault(
                    field,
                    "staff.unknown",
                    english,
                    format!("没有在职员工“{text}”。请在取值对照里改成现有员工，或对应为空。"),
                );
                None
            }
        }
    }

    pub(super) fn word<T>(&mut self, field: Field, read: fn(&str) -> Option<T>) -> Option<T> {
        let text = self.given.text(field)?;
        let found = read(text);
        if found.is_none() && !is_unknown(text) {
            let english =
                format!("“{text}” is not one of the words of this field. Map it to one of them, or to nothing.");
            self.fault(field, "word.unknown", english, format!("不认识“{text}”。请在取值对照里指定含义，或对应为空。"));
        }
        found
    }

    /// What the customer agreed to and refused.
    pub(super) fn consents(&mut self) -> Vec<ConsentDraft> {
        let mut drafts = Vec::new();
        for (field, purpose, channel) in ANSWERS {
            let Some(answer) = self.word(field, spoken::consent) else { continue };
            if let Some((code, english, chinese)) = obstacle(&self.plan.purposes, purpose, channel, answer) {
                self.fault(field, code, english, chinese);
            }
            drafts.push(ConsentDraft { purpose, channel, answer, on: None, told: String::new() });
        }
        if drafts.is_empty() {
            return drafts;
        }
        let on = self.past_date(Field::ConsentOn);
        let told: Vec<String> =
            [Field::ConsentHow, Field::ConsentText].into_iter().filter_map(|field| self.short(field)).collect();
        let told = told.join(" · ");
        drafts.into_iter().map(|draft| ConsentDraft { on, told: told.clone(), ..draft }).collect()
    }

    /// Some words, few enough for a proof.
    fn short(&mut self, field: Field) -> Option<String> {
        const CHARACTERS_MAX: usize = 150;
        let text = name::clean(self.given.text(field)?);
        if text.chars().count() > CHARACTERS_MAX {
            let message = format!("at most {CHARACTERS_MAX} characters fit here");
            let fault = Fault::new(field.word(), "text.too_long", message);
            self.faults.push(CellFault::of_field(self.given.column(field), Some(field), &fault));
        }
        Some(text)
    }

    pub(super) fn date(&mut self, field: Field) -> Option<NaiveDate> {
        let order = self.plan.date_order(field);
        self.value(field, |text| parse_date(text, order))
    }

    pub(super) fn past_date(&mut self, field: Field) -> Option<NaiveDate> {
        let day = self.date(field)?;
        if day > self.place.today {
            let fault = Fault::new(field.word(), "date.in_future", format!("{day} has not come yet"));
            self.faults.push(CellFault::of_field(self.given.column(field), Some(field), &fault));
        }
        Some(day)
    }

    pub(super) fn amount(&mut self, field: Field) -> Option<i64> {
        self.value(field, parse_amount)
    }

    pub(super) fn integer(&mut self, field: Field) -> Option<i32> {
        self.value(field, |text| {
            parse_integer(text).and_then(|number| i32::try_from(number).map_err(|_| ValueFault::TooLarge))
        })
    }

    pub(super) fn value<T>(&mut self, field: Field, read: impl FnOnce(&str) -> Result<T, ValueFault>) -> Option<T> {
        match read(self.given.text(field)?) {
            Ok(value) => Some(value),
            Err(ValueFault::Blank) => None,
            Err(fault) => {
                self.faults.push(CellFault::of_value(self.given.column(field), field, &fault));
                None
            }
        }
    }

    /// A record has a day; one that could not be read was said already.
    pub(super) fn dated(&mut self, field: Field, on: Option<NaiveDate>) -> Option<NaiveDate> {
        if on.is_none() && self.given.text(field).is_none() {
            self.fault(
                field,
                "record.no_day",
                "It isn't known on which day this happened. Fill in the day.".into(),
                "不知道发生在哪一天。请填写日期。".into(),
            );
        }
        on
    }

    pub(super) fn fault(&mut self, field: Field, code: &str, english: String, chinese: String) {
        self.faults.push(CellFault::new(self.given.column(field), Some(field), code, english, chinese));
    }
}

/// 7 or 8 digits, with blanks and dashes between them.
fn is_local(text: &str) -> bool {
    let digits = folded(text).filter(char::is_ascii_digit).count();
    (7..=8).contains(&digits) && folded(text).all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'))
}

fn is_unknown(text: &str) -> bool {
    matches!(spoken::key(text).as_str(), "未知" | "不详" | "其他" | "保密" | "unknown" | "other" | "?")
}
