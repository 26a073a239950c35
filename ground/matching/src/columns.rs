//! Which column of a table is which field: guessed from what the header says and what the cells look like, or as told.

use kernel::{email::Email, phone::Phone, plate::Plate, resident_id::ResidentId, vin::Vin};

use crate::normal::latin::words;
use crate::schema::{FIELDS_MAX, Record, Schema, SchemaFault};
use crate::Kind;

/// The columns of a table that are compared, and the fields they become. Several columns of phones, plates, VINs or e-mail addresses
/// become one field with several values.
#[derive(Clone, Debug)]
pub struct Columns {
    schema: Schema,
    /// Column and field, both from 0.
    fields: Vec<(usize, usize)>,
}

impl Columns {
    /// `kinds` says of each column what it holds; nothing for a column left out. Of more columns than [`FIELDS_MAX`] the last ones
    /// of free text are left out.
    ///
    /// # Errors
    /// If no column is left to compare by.
    ///
    /// ```
    /// use matching::{Columns, Kind, guess_kinds};
    /// let headers = ["客户姓名", "手机", "备用电话"].map(String::from);
    /// let columns = Columns::new(&headers, &guess_kinds(&headers, &[])).unwrap();
    /// assert_eq!(columns.schema().fields().len(), 2);
    /// ```
    pub fn new(headers: &[String], kinds: &[Option<Kind>]) -> Result<Self, SchemaFault> {
        let mut named: Vec<(String, Kind)> = Vec::new();
        let mut fields = Vec::new();
        let mut kept: Vec<(usize, Kind)> = kinds.iter().enumerate().filter_map(|(at, kind)| Some((at, (*kind)?))).collect();
        kept.sort_by_key(|(at, kind)| (*kind == Kind::Text, *at));
        for (column, kind) in kept {
            let first = named.iter().position(|(_, known)| *known == kind && kind.is_many());
            if first.is_none() && named.len() == FIELDS_MAX {
                continue;
            }
            let field = first.unwrap_or(named.len());
            if first.is_none() {
                named.push((name_of(headers, column, &named), kind));
            }
            fields.push((column, field));
        }
        Ok(Self { schema: Schema::new(named)?, fields })
    }

    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The columns that are compared, from 0, each with what it holds.
    pub fn chosen(&self) -> impl Iterator<Item = (usize, Kind)> + '_ {
        self.fields.iter().map(|(column, field)| (*column, self.schema.kind(*field)))
    }

    /// The record of a row.
    pub fn record(&self, cells: &[String]) -> Record {
        let mut record = self.schema.blank();
        for (column, field) in &self.fields {
            record.write(&self.schema, *field, cells.get(*column).map_or("", String::as_str));
        }
        record
    }
}

/// The header, or a name made from the number of the column; numbered when another field has it.
fn name_of(headers: &[String], column: usize, named: &[(String, Kind)]) -> String {
    let header = headers.get(column).map(|header| header.trim()).filter(|header| !header.is_empty());
    let mut name = header.map_or_else(|| format!("column {}", column + 1), ToOwned::to_owned);
    while named.iter().any(|(known, _)| *known == name) {
        name = format!("{name} ({})", column + 1);
    }
    name
}

/// Guesses what each column holds. `samples` are rows of cells. Columns that number the rows, amounts, remarks and days other than
/// birth dates are left out; what is not recognised is free text.
pub fn guess_kinds(headers: &[String], samples: &[Vec<String>]) -> Vec<Option<Kind>> {
    let columns = headers.len().max(samples.first().map_or(0, Vec::len));
    let guess = |column: usize| {
        let header = headers.get(column).map_or("", String::as_str);
        let cells: Vec<&str> =
            samples.iter().filter_map(|row| row.get(column)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        match by_header(header) {
            Said::Kind(kind) => Some(kind),
            Said::LeftOut => None,
            Said::Nothing => by_cells(&cells, header.trim().is_empty()),
        }
    };
    (0..columns).map(guess).collect()
}

enum Said {
    Kind(Kind),
    LeftOut,
    Nothing,
}

fn by_header(header: &str) -> Said {
    let header = words(&parted(header));
    if NUMBERS_OF_ROWS.contains(&header.as_str()) {
        return Said::LeftOut;
    }
    let exact = HEADERS.iter().find(|(_, words)| words.contains(&header.as_str()));
    if let Some((kind, _)) = exact {
        return Said::Kind(*kind);
    }
    if LEFT_OUT.iter().any(|word| says(&header, word)) {
        return Said::LeftOut;
    }
    if OTHERS.iter().any(|word| says(&header, word)) {
        return Said::Nothing;
    }
    HEADERS
        .iter()
        .flat_map(|(kind, words)| words.iter().map(move |word| (*kind, *word)))
        .filter(|(_, word)| says(&header, word))
        // The longest word says most: 身份证号 before 证, `street number` before `street`.
        .max_by_key(|(_, word)| word.chars().count())
        .map_or(Said::Nothing, |(kind, _)| Said::Kind(kind))
}

/// Chinese words of two characters and more anywhere, Latin ones as whole words.
fn says(header: &str, word: &str) -> bool {
    if word.is_ascii() {
        format!(" {header} ").contains(&format!(" {word} "))
    } else {
        word.chars().count() >= 2 && header.contains(word)
    }
}

/// `dateOfBirth_1` as `date of birth 1`, small.
fn parted(header: &str) -> String {
    let mut parted = String::new();
    let mut is_after_small = false;
    for c in kernel::text::folded(header) {
        if c == '_' || (c.is_uppercase() && is_after_small) {
            parted.push(' ');
        }
        if c != '_' {
            parted.extend(c.to_lowercase());
        }
        is_after_small = c.is_lowercase() || c.is_ascii_digit();
    }
    parted
}

fn by_cells(cells: &[&str], has_no_header: bool) -> Option<Kind> {
    let share = |looks: fn(&str) -> bool| cells.iter().filter(|cell| looks(cell)).count() * 10 >= cells.len() * 6;
    let shapes: [(Kind, fn(&str) -> bool); 5] = [
        (Kind::IdNumber, |cell| ResidentId::parse(cell).is_ok()),
        (Kind::Vin, |cell| Vin::parse(cell).is_ok()),
        (Kind::Email, |cell| Email::parse(cell).is_ok()),
        (Kind::Phone, |cell| Phone::parse(cell).is_ok_and(|phone| phone.is_mobile())),
        (Kind::Plate, |cell| Plate::parse(cell).is_ok()),
    ];
    if cells.is_empty() {
        return (!has_no_header).then_some(Kind::Text);
    }
    if let Some((kind, _)) = shapes.into_iter().find(|(_, looks)| share(*looks)) {
        return Some(kind);
    }
    if has_no_header && share(|cell| (2..=4).contains(&cell.chars().count()) && kernel::name::split(cell).is_some()) {
        return Some(Kind::Name);
    }
    // A bare number is an amount, a measure or a count; one given to a person says so in its header.
    let is_number = share(|cell| cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | ' ' | '%' | '¥' | '$')));
    (!is_number).then_some(Kind::Text)
}

/// Columns that number rows, or say already who is who.
const NUMBERS_OF_ROWS: &[&str] = &[
    "id", "rec id", "recid", "record id", "row id", "row", "no", "nr", "number", "index", "key", "uuid", "guid", "pk", "rowid", "unique id",
    "customer id", "customer no", "customer number", "client id", "person id", "source id", "cluster", "cluster id", "entity id",
    "编号", "序号", "行号", "主键", "客户编号", "客户id", "档案号", "记录号", "流水号",
];

const LEFT_OUT: &[&str] = &[
    "amount", "price", "total", "mileage", "remark", "remarks", "note", "notes", "comment", "comments", "status", "created", "updated", "created at",
    "timestamp", "金额", "价格", "总价", "里程", "公里", "备注", "说明", "状态", "创建", "更新", "时间", "日期", "date",
];

/// Names and numbers of other things.
const OTHERS: &[&str] = &[
    "brand", "model", "series", "store", "dealer", "product", "consultant", "advisor", "staff", "seller", "品牌", "车型", "车系", "门店", "经销商",
    "顾问", "专员", "经办", "产品", "介绍人",
];

/// What people call a field, Chinese and English.
const HEADERS: &[(Kind, &[&str])] = &[
    (Kind::Name, &["name", "full name", "customer", "client", "contact", "owner", "person", "fullname", "姓名", "名称", "名字", "车主", "联系人", "客户"]),
    (Kind::GivenName, &["given name", "first name", "forename", "fname", "firstname", "givenname", "given", "名"]),
    (Kind::Surname, &["surname", "last name", "family name", "lname", "lastname", "sname", "姓", "姓氏"]),
    (Kind::Company, &["company", "organisation", "organization", "employer", "firm", "business", "公司", "单位", "企业"]),
    (Kind::Phone, &["phone", "mobile", "tel", "telephone", "cell", "cellphone", "contact number", "fax", "手机", "电话", "联系方式", "座机"]),
    (Kind::Email, &["email", "e mail", "mail", "邮箱", "电子邮件", "邮件"]),
    (Kind::Plate, &["plate", "license plate", "licence plate", "registration", "rego", "number plate", "plate number", "车牌", "牌照"]),
    (Kind::Vin, &["vin", "chassis", "chassis number", "车架", "底盘号", "车辆识别"]),
    (
        Kind::IdNumber,
        &["id number", "id card", "identity", "national id", "passport", "ssn", "soc sec id", "social security", "tax file number", "身份证", "证件号", "证件号码"],
    ),
    (Kind::Identifier, &["member number", "member id", "membership", "card number", "licence number", "会员号", "会员卡", "卡号", "驾驶证", "微信", "wechat", "openid"]),
    (Kind::BirthDate, &["date of birth", "birth date", "birthdate", "dob", "birthday", "birth", "born", "生日", "出生", "出生日期", "出生年月"]),
    (Kind::Gender, &["gender", "sex", "性别", "称谓"]),
    (Kind::Address, &["address", "street", "street name", "addr", "road", "地址", "住址", "家庭住址"]),
    (Kind::HouseNumber, &["street number", "house number", "house no", "street no", "门牌", "门牌号"]),
    (
        Kind::Place,
        &["suburb", "city", "town", "state", "province", "county", "district", "region", "locality", "城市", "省", "市", "区", "省份", "区县", "地区"],
    ),
    (Kind::Postcode, &["postcode", "zip", "zip code", "zipcode", "postal code", "post code", "邮编", "邮政编码"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(headers: &[&str], row: &[&str]) -> Vec<&'static str> {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        let samples = vec![row.iter().map(|cell| (*cell).to_owned()).collect(); usize::from(!row.is_empty())];
        guess_kinds(&headers, &samples).into_iter().map(|kind| kind.map_or("-", Kind::word)).collect()
    }

    #[test]
    fn headers_in_both_languages_say_what_their_columns_hold() {
        assert_eq!(
            guessed(&["序号", "客户姓名", "手机号码", "备用电话", "身份证号", "车牌号", "车架号(VIN)", "出生日期", "家庭住址", "备注", "购车日期"], &[]),
            ["-", "name", "phone", "phone", "id_number", "plate", "vin", "birth_date", "address", "-", "-"]
        );
        assert_eq!(
            guessed(
                &["rec_id", " given_name", "surname", "street_number", "address_1", "suburb", "postcode", "state", "date_of_birth", "soc_sec_id"],
                &[]
            ),
            ["-", "given_name", "surname", "house_number", "address", "place", "postcode", "place", "birth_date", "id_number"]
        );
        assert_eq!(guessed(&["FirstName", "LastName", "eMail", "ZipCode"], &[]), ["given_name", "surname", "email", "postcode"]);
    }

    #[test]
    fn names_of_other_things_are_not_names_of_customers() {
        assert_eq!(guessed(&["品牌名称", "销售顾问姓名", "Store name"], &["宝马", "李强", "North"]), ["text", "text", "text"]);
    }

    #[test]
    fn cells_speak_where_the_header_does_not() {
        assert_eq!(
            guessed(&["", "", "", "", "价"], &["张伟", "13812345678", "LSVAA49J132047371", "沪A12345", "120,000"]),
            ["name", "phone", "vin", "plate", "-"]
        );
    }

    #[test]
    fn columns_of_phones_become_one_field() {
        let headers = ["姓名", "手机", "备用电话"].map(String::from);
        let columns = Columns::new(&headers, &guess_kinds(&headers, &[])).unwrap();
        let record = columns.record(&["张伟", "13812345678", "02162345678"].map(String::from));
        assert_eq!(record.values(1).len(), 2);
    }

    #[test]
    fn columns_of_one_name_are_told_apart() {
        let headers = ["地址", "地址"].map(String::from);
        let columns = Columns::new(&headers, &[Some(Kind::Address), Some(Kind::Address)]).unwrap();
        assert_eq!(columns.schema().fields()[1].name, "地址 (2)");
    }
}
