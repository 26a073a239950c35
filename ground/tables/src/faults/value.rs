//! Why a text is not the value it should be.

use std::fmt;

/// Why a cell's text is no date, amount, number or flag.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueFault {
    /// Nothing, or a sign for nothing (`-`, `N/A`, `无`).
    Blank,
    DateUnreadable,
    /// `1/5/2024` may be 5 January or 1 May, and nobody has said which.
    DateAmbiguous,
    /// Readable, but not in the order that was chosen.
    DateOtherOrder,
    /// No such day: 30 February, month 13.
    DateImpossible,
    /// A year before 1900 or after 2100.
    DateOutOfRange,
    AmountUnreadable,
    /// A currency other than yuan.
    AmountCurrency,
    /// Finer than the smallest coin.
    AmountTooFine,
    IntegerUnreadable,
    /// A number with a fraction where a whole one is wanted.
    IntegerFraction,
    /// A unit that is not known; as written.
    IntegerUnit(String),
    /// `1.38E+10`: the digits that matter were lost when the file was written.
    Scientific,
    /// Beyond what can be counted.
    TooLarge,
    FlagUnreadable,
}

impl ValueFault {
    /// Stable code, `date.ambiguous`; pages translate it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Blank => "value.blank",
            Self::DateUnreadable => "date.unreadable",
            Self::DateAmbiguous => "date.ambiguous",
            Self::DateOtherOrder => "date.other_order",
            Self::DateImpossible => "date.impossible",
            Self::DateOutOfRange => "date.out_of_range",
            Self::AmountUnreadable => "amount.unreadable",
            Self::AmountCurrency => "amount.currency",
            Self::AmountTooFine => "amount.too_fine",
            Self::IntegerUnreadable => "integer.unreadable",
            Self::IntegerFraction => "integer.fraction",
            Self::IntegerUnit(_) => "integer.unit",
            Self::Scientific => "number.scientific",
            Self::TooLarge => "number.too_large",
            Self::FlagUnreadable => "flag.unreadable",
        }
    }

    /// The sentence in Chinese, with the remedy.
    pub fn chinese(&self) -> String {
        match self {
            Self::Blank => "没有填写。请填入内容。".into(),
            Self::DateUnreadable => "看不出是日期。请写成 2024-01-05。".into(),
            Self::DateAmbiguous => "分不清月和日。请选择该列的日期顺序，或写成 2024-01-05。".into(),
            Self::DateOtherOrder => "与该列的日期顺序不符。请更改日期顺序，或写成 2024-01-05。".into(),
            Self::DateImpossible => "没有这一天。请核对年、月、日。".into(),
            Self::DateOutOfRange => "年份不在 1900 到 2100 之间。请核对年份。".into(),
            Self::AmountUnreadable => "看不出是金额。请写成 12345.60 或 1.5万元。".into(),
            Self::AmountCurrency => "币种不是人民币。请换算成人民币，并去掉币种符号。".into(),
            Self::AmountTooFine => "金额比分还小。请四舍五入到分。".into(),
            Self::IntegerUnreadable => "看不出是整数。请写成 48260。".into(),
            Self::IntegerFraction => "这里要整数，不要小数。请取整。".into(),
            Self::IntegerUnit(unit) => format!("不认识单位“{unit}”。请换算后只写数字。"),
            Self::Scientific => {
                "写成了科学计数，末尾的数字已经丢失。请在 Excel 中把该列设为“数值”或“文本”后重新导出。".into()
            }
            Self::TooLarge => "数字太大。请核对位数。".into(),
            Self::FlagUnreadable => "看不出是“是”还是“否”。请写“是”或“否”。".into(),
        }
    }
}

impl fmt::Display for ValueFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blank => "Nothing is filled in. Fill it in.",
            Self::DateUnreadable => "This is no date. Write it as 2024-01-05.",
            Self::DateAmbiguous => "Month and day can't be told apart. Choose the order of dates for the column, or write it as 2024-01-05.",
            Self::DateOtherOrder => "This does not follow the order of dates chosen for the column. Choose another order, or write it as 2024-01-05.",
            Self::DateImpossible => "There is no such day. Check year, month and day.",
            Self::DateOutOfRange => "The year is not between 1900 and 2100. Check the year.",
            Self::AmountUnreadable => "This is no amount. Write it as 12345.60.",
            Self::AmountCurrency => "The currency is not yuan. Convert it and leave the currency sign out.",
            Self::AmountTooFine => "The amount is finer than a fen. Round it to two decimals.",
            Self::IntegerUnreadable => "This is no whole number. Write it as 48260.",
            Self::IntegerFraction => "A whole number is wanted here. Round it.",
            Self::IntegerUnit(unit) => return write!(f, "The unit “{unit}” is not known. Convert it and write the number alone."),
            Self::Scientific => "The number is in scientific form and its last digits are lost. Format the column as number or text in Excel and export it again.",
            Self::TooLarge => "The number is too large. Check its digits.",
            Self::FlagUnreadable => "This is neither yes nor no. Write yes or no.",
        })
    }
}

impl std::error::Error for ValueFault {}
