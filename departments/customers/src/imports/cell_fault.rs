//! What is wrong with a cell of a row: where, a stable code, and one sentence with the remedy in each language.

use kernel::{Fault, Language};
use serde::{Deserialize, Serialize};
use tables::{CellDoubt, RowFault, ValueFault};

use super::targets::Field;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellFault {
    /// From 0; none when no column has the field, or the row as a whole is wrong.
    pub column: Option<usize>,
    pub field: Option<Field>,
    pub code: String,
    pub english: String,
    pub chinese: String,
}

impl CellFault {
    pub fn new(column: Option<usize>, field: Option<Field>, code: &str, english: String, chinese: String) -> Self {
        Self { column, field, code: code.to_owned(), english, chinese }
    }

    /// A row that could not be taken apart.
    pub fn of_row(fault: &RowFault) -> Self {
        Self::new(None, None, fault.code(), fault.message(), fault.chinese())
    }

    /// A cell that was read but lost something before.
    pub fn of_doubt(doubt: &CellDoubt, field: Field) -> Self {
        let CellDoubt { column, doubt } = *doubt;
        Self::new(Some(column), Some(field), doubt.code(), doubt.to_string(), doubt.chinese())
    }

    /// A cell that is not the value its field wants.
    pub fn of_value(column: Option<usize>, field: Field, fault: &ValueFault) -> Self {
        Self::new(column, Some(field), fault.code(), fault.to_string(), fault.chinese())
    }

    /// A rule of the field itself.
    pub fn of_field(column: Option<usize>, field: Option<Field>, fault: &Fault) -> Self {
        let chinese = chinese(&fault.code).map_or_else(|| fault.message.clone(), str::to_owned);
        Self::new(column, field, &fault.code, sentence(&fault.message), chinese)
    }

    pub fn message(&self, language: Language) -> &str {
        language.pick(&self.chinese, &self.english)
    }
}

/// Messages of fields begin small, as part of a sentence.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let mut text: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    if !text.ends_with(['.', '?', '!']) {
        text.push('.');
    }
    text
}

fn chinese(code: &str) -> Option<&'static str> {
    Some(match code {
        "name.empty" => "没有客户姓名。请填写；只知道姓氏时可写“王先生”“王女士”。",
        "name.too_long" => "姓名超过 100 个字符。请缩短。",
        "text.too_long" => "内容超过 200 个字符。请缩短，或改放到备注。",
        "note.too_long" => "备注太长。请缩短。",
        "birthday.impossible" => "生日应在过去 130 年之内。请核对。",
        "account.length" => "账号应为 1 到 64 个字符。请核对。",
        "phone.empty" => "没有电话号码。请填写，或留空。",
        "phone.precision_lost" => "号码被表格软件改成了科学计数，数字已丢失。请把该列设为“文本”后重新导出。",
        "phone.too_short" => "电话号码位数不够。手机号为 11 位；固定电话请带区号。",
        "phone.too_long" => "电话号码位数太多。一个单元格有多个号码时请用“/”分开。",
        "phone.bad_character" => "电话号码里有不该出现的字符。请改正。",
        "phone.area_code_missing" => "固定电话没有区号。请补上区号，或选择“原样保留不完整的号码”。",
        "phone.no_such_number" => "没有这样的号码段。请核对。",
        "email.empty" => "没有邮箱地址。请填写，或留空。",
        "email.not_one_at" => "邮箱地址应有且只有一个 @。请改正。",
        "email.bad_name" => "邮箱 @ 之前的部分有误。请核对。",
        "email.bad_domain" => "邮箱 @ 之后的域名有误。请核对。",
        "email.too_long" => "邮箱地址太长。请核对。",
        "vin.too_short" => "车架号不足 17 位。请核对。",
        "vin.too_long" => "车架号超过 17 位。请核对。",
        "vin.bad_character" => "车架号里有不会出现的字符（没有 I、O、Q）。请核对。",
        "vin.check_digit" => {
            "车架号校验位不符，很可能抄错了一位。请对照行驶证；确认无误时可选择“保留校验不符的车架号”。"
        }
        "plate.unknown_province" => "车牌的省份简称不存在。请核对。",
        "plate.too_short" => "车牌位数不够。请核对。",
        "plate.too_long" => "车牌位数太多。请核对。",
        "plate.bad_character" => "车牌里有不会出现的字符（没有 I、O）。请核对。",
        "plate.not_new_energy" => "8 位车牌不符合新能源号牌的规则。请核对。",
        "resident_id.wrong_length" => "身份证号应为 18 位（一代证 15 位）。请核对。",
        "resident_id.bad_character" => "身份证号里有不该出现的字符。请核对。",
        "resident_id.unknown_region" => "身份证号前两位的地区不存在。请核对。",
        "resident_id.no_such_birth_date" => "身份证号里的出生日期不存在。请核对。",
        "resident_id.rounded" => {
            "Excel 把身份证号四舍五入了，末三位已丢失。请把该列设为“文本”后重新录入；确实以 000 结尾的，请在号码前加一个撇号（'）。"
        }
        "resident_id.wrong_check_digit" => "身份证号校验位不符，抄错了一位。请核对。",
        "brand.empty" => "车辆没有品牌。请填写，或在固定值里统一指定。",
        "series.empty" => "车辆没有车系。请填写，或在固定值里统一指定。",
        "date.in_future" => "这一天还没有到。请核对。",
        "date.too_early" => "日期太早。请核对。",
        "date.implausible" => "日期太远，不合常理。请核对。",
        "mileage.implausible" => "里程应在 0 到 2999999 公里之间。请核对。",
        "model_year.implausible" => "年款不合常理。请核对。",
        _ => return None,
    })
}
