//! Reading the cells of one field: a phone, a word, a day, a number, or what is wrong with it.

use chrono::NaiveDate;
use kernel::{
    Fault, StaffId, name,
    number::Numbered,
    phone::{Phone, PhoneFault},
    resident_id::{ResidentId, ResidentIdFault},
    text::{TextFault, folded, is_scientific},
};
use messaging::consents::ConsentChannel;
use tables::{
    ValueFault,
    values::{parse_amount, parse_date, parse_integer},
};

use super::{Phones, Reader, Unsure};
use crate::imports::{
    cell_fault::CellFault,
    consents::{ANSWERS, ConsentDraft, forbidden, obstacle},
    spoken,
    stores::{Place, PlaceFault},
    targets::Field,
};

impl<'a> Reader<'a> {
    /// One of our own numbers.
    pub(super) fn number(&mut self, field: Field, noun: Numbered) -> Option<String> {
        let text = self.given.text(field)?;
        let number = noun.parse(text);
        if number.is_none() {
            let example = noun.format("SH01", 2026, 123);
            self.fault(
                field,
                "number.malformed",
                format!("“{text}” is no number of Roadbook, as {example} is one. Correct it, or map the column to the number in the old system."),
                format!("“{text}”不是路书的编号（形如 {example}）。请改正，或把该列对应到“原系统编号”。"),
            );
        }
        number
    }

    /// Cells that show only a part of what they stand for.
    pub(super) fn masked(&mut self) {
        for field in self.given.masked() {
            let english =
                "Only a part of this is shown, so that it says nothing new. Fill in the whole, or leave it empty.";
            let chinese = "内容已打码，无法导入。请填写完整内容，或留空。";
            let column = self.given.column(field);
            let fault = CellFault::new(column, Some(field), "cell.masked", english.into(), chinese.into());
            self.unsure.push(Unsure::Masked(fault));
        }
    }

    /// The phones of both fields; several in one cell may be parted by signs.
    pub(super) fn phones(&mut self) -> Phones {
        let mut phones = Phones::default();
        // Those of a customer of ours were kept before.
        let keeps_odd = self.plan.keep_odd_phones || self.number.is_some();
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
                    Err(PhoneFault::AreaCodeMissing) if keeps_odd && is_local(one) => {
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
            // A customer of ours stays where they are.
            Err(_) if self.number.is_some() => return places.chosen(),
            Err(PlaceFault::Unknown) => (
                "store.unknown",
                format!("There is no open store “{text}”. Write the code or name of a store, or map the word to one."),
                format!("没有营业中的门店“{text}”。请填写门店的编码或名称，或在取值对照里对应到门店。"),
            ),
            Err(PlaceFault::Ambiguous(stores)) => (
                "store.ambiguous",
                format!("“{text}” may be any of these stores: {}. Write the code of one of them.", stores.join(", ")),
                format!("“{text}”可能是多家门店：{}。请改填门店编码。", stores.join("、")),
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
        let (code, english, chinese) = match self.plan.staff.find(text) {
            Some(Some(id)) => return Some(id),
            Some(None) => (
                "staff.ambiguous",
                format!("Several people are called “{text}”. Map the word to the sign-in name of one of them."),
                format!("有多名员工叫“{text}”。请在取值对照里改成登录名。"),
            ),
            None => (
                "staff.unknown",
                format!("Nobody called “{text}” works here. Map the word to somebody who does, or to nothing."),
                format!("没有在职员工“{text}”。请在取值对照里改成现有员工，或对应为空。"),
            ),
        };
        let fault = CellFault::new(self.given.column(field), Some(field), code, english, chinese);
        if self.number.is_some() {
            self.unsure.push(Unsure::Person { field, name: text.to_owned(), fault });
        } else {
            self.faults.push(fault);
        }
        None
    }

    pub(super) fn word<T>(&mut self, field: Field, read: fn(&str) -> Option<T>) -> Option<T> {
        let text = self.given.text(field)?;
        self.word_in(self.given.column(field), field, text, read)
    }

    fn word_in<T>(
        &mut self,
        column: Option<usize>,
        field: Field,
        text: &str,
        read: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = read(text);
        if found.is_none() && !is_unknown(text) {
            let english =
                format!("“{text}” is not one of the words of this field. Map it to one of them, or to nothing.");
            let chinese = format!("不认识“{text}”。请在取值对照里指定含义，或对应为空。");
            self.faults.push(CellFault::new(column, Some(field), "word.unknown", english, chinese));
        }
        found
    }

    /// What the customer agreed to and refused.
    pub(super) fn consents(&mut self) -> Vec<ConsentDraft> {
        let given = self.given;
        let of_fields = ANSWERS.into_iter().filter_map(|(field, purpose, channel)| {
            Some((given.column(field), field, purpose, channel, given.text(field)?))
        });
        let named = given
            .answers()
            .map(|(code, column, text)| (Some(column), Field::ConsentPurpose, code, ConsentChannel::All, text));
        let mut drafts = Vec::new();
        for (column, field, purpose, channel, text) in of_fields.chain(named) {
            let Some(answer) = self.word_in(column, field, text, spoken::consent) else { continue };
            if let Some((code, english, chinese)) = obstacle(&self.plan.purposes, purpose, channel, answer) {
                self.faults.push(CellFault::new(column, Some(field), code, english, chinese));
            }
            drafts.push(ConsentDraft { purpose: purpose.to_owned(), channel, answer, on: None, told: String::new() });
        }
        if drafts.is_empty() {
            return drafts;
        }
        self.faults.extend(forbidden(self.plan, self.place.id, &drafts));
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

    /// Numbers that tell who is who, of which a spreadsheet has kept the beginning: many rows would be about one customer. An ID number
    /// that really ends in 000 is marked as text by an apostrophe, as in the spreadsheet.
    pub(super) fn rounded_ids(&mut self) {
        for field in [
            Field::ExternalId,
            Field::Wechat,
            Field::VehicleExternalId,
            Field::PurchaseExternalId,
            Field::VisitExternalId,
        ] {
            if self.given.text(field).is_some_and(is_scientific) {
                self.faults.push(CellFault::of_value(self.given.column(field), field, &ValueFault::Scientific));
            }
        }
        let number = self.given.text(Field::IdNumber).filter(|text| !text.starts_with(['\'', '’']));
        if number.is_some_and(|text| ResidentId::parse(text).is_ok_and(|id| id.may_be_rounded())) {
            let fault = ResidentIdFault::Rounded.in_field(Field::IdNumber.word());
            self.faults.push(CellFault::of_field(self.given.column(Field::IdNumber), Some(Field::IdNumber), &fault));
        }
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
