//! Words by which people refuse further messages.

/// As people reply them: 退订, TD, R, STOP …, whatever the case, the brackets and the full stop around them.
const OPT_OUT: [&str; 14] = [
    "退订",
    "拒收",
    "取消订阅",
    "不要再发",
    "TD",
    "T",
    "R",
    "N",
    "STOP",
    "QUIT",
    "END",
    "CANCEL",
    "UNSUBSCRIBE",
    "STOPALL",
];

/// The opt-out word a reply consists of, if it does.
pub fn opt_out(reply: &str) -> Option<&'static str> {
    let said: String = kernel::text::folded(reply).filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
    let said = said.strip_prefix("回复").unwrap_or(&said);
    OPT_OUT.into_iter().find(|word| *word == said)
}

#[cfg(test)]
mod tests {
    use super::opt_out;

    #[test]
    fn a_reply_that_is_an_opt_out_word_is_one() {
        for reply in ["退订", " td ", "Ｒ", "“R”。", "回复TD", "stop!", "Unsubscribe", "T", "拒收", "[TD]"]
        {
            assert!(opt_out(reply).is_some(), "{reply}");
        }
        for reply in ["", "好的", "请不要停止", "TDI 发动机多少钱", "R8 有现车吗", "我想退订金", "回复"]
        {
            assert!(opt_out(reply).is_none(), "{reply}");
        }
    }
}
