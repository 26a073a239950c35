//! How wide characters are, and how a text is cut into runs of one font. Widths in thousandths of the type size.

/// Which of the two fonts a run is set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Latin,
    Chinese,
}

/// Advance widths of Helvetica from the space to the tilde, as Adobe published them for the fourteen standard fonts.
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

pub(crate) fn script_of(character: char) -> Script {
    if character.is_ascii() { Script::Latin } else { Script::Chinese }
}

/// Thousandths of the type size.
pub(crate) fn width_of(character: char) -> u32 {
    let at = (u32::from(character)).checked_sub(0x20).and_then(|at| usize::try_from(at).ok());
    at.and_then(|at| HELVETICA.get(at)).map_or(1000, |width| u32::from(*width))
}

pub(crate) fn width_of_text(text: &str) -> u32 {
    text.chars().map(width_of).sum()
}

/// The text cut into runs, each of one script.
pub(crate) fn runs(text: &str) -> Vec<(Script, String)> {
    let mut runs: Vec<(Script, String)> = Vec::new();
    for character in text.chars() {
        let script = script_of(character);
        match runs.last_mut() {
            Some((of, run)) if *of == script => run.push(character),
            _ => runs.push((script, character.to_string())),
        }
    }
    runs
}

/// Cuts a paragraph into lines no wider than `width_max`. Chinese breaks between any two characters, but no line begins with a
/// closing mark; Latin words stay whole unless one is wider than a line.
pub(crate) fn lines(text: &str, width_max: u32) -> Vec<String> {
    text.lines().flat_map(|paragraph| lines_of_paragraph(paragraph, width_max)).collect()
}

fn lines_of_paragraph(paragraph: &str, width_max: u32) -> Vec<String> {
    let (mut lines, mut line, mut width) = (Vec::new(), String::new(), 0);
    for piece in pieces(paragraph) {
        let wide = width_of_text(&piece);
        if width + wide > width_max && !line.is_empty() && !may_hang(&piece) {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            width = 0;
        }
        if wide <= width_max {
            if !(line.is_empty() && piece == " " && !lines.is_empty()) {
                line.push_str(&piece);
                width += wide;
            }
            continue;
        }
        for character in piece.chars() {
            if width + width_of(character) > width_max && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                width = 0;
            }
            line.push(character);
            width += width_of(character);
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// What stays together on a line: a Latin word, a blank, a single Chinese character.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for character in text.chars() {
        let joins = character.is_ascii_graphic()
            && pieces.last().is_some_and(|last| last.ends_with(|before: char| before.is_ascii_graphic()));
        match pieces.last_mut() {
            Some(last) if joins => last.push(character),
            _ => pieces.push(character.to_string()),
        }
    }
    pieces
}

/// Closing marks hang over the edge rather than begin a line.
fn may_hang(piece: &str) -> bool {
    matches!(piece, "，" | "。" | "、" | "；" | "：" | "？" | "！" | "）" | "》" | "”" | "’" | "」")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_the_script_changes() {
        assert_eq!(
            runs("车牌 A1号"),
            [(Script::Chinese, "车牌".into()), (Script::Latin, " A1".into()), (Script::Chinese, "号".into())]
        );
    }

    #[test]
    fn no_line_is_wider_than_it_may_be_but_for_a_closing_mark() {
        for line in lines(&"王小明的请求已于今天办结。".repeat(9), 10_000) {
            assert!(width_of_text(&line) <= 11_000, "{line}");
            assert!(!line.starts_with('。'), "{line}");
        }
    }

    #[test]
    fn latin_words_stay_whole_unless_one_is_wider_than_a_line() {
        assert_eq!(lines("the request is closed", 6_000), ["the request", "is closed"]);
        assert_eq!(lines(&"x".repeat(30), 5_000).len(), 3);
        assert_eq!(lines("a\n\nb", 5_000), ["a", "", "b"]);
    }
}
