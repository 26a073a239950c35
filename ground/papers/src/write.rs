//! From laid-out pages to the bytes of a PDF file.

use pdf_writer::{
    Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{CidFontType, FontFlags, SystemInfo},
};

use crate::{
    layout::{HEIGHT, MARGIN, Mark, SMALL, Type, WIDTH, points},
    measure::{Script, runs},
};

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const ABOUT: Ref = Ref::new(3);
const LATIN: Ref = Ref::new(4);
const LATIN_BOLD: Ref = Ref::new(5);
const CHINESE: Ref = Ref::new(6);
const CHINESE_GLYPHS: Ref = Ref::new(7);
const CHINESE_SHAPE: Ref = Ref::new(8);
const HEADING: Ref = Ref::new(9);
const HEADING_GLYPHS: Ref = Ref::new(10);
const HEADING_SHAPE: Ref = Ref::new(11);
const FIRST_PAGE: i32 = 12;
const FOOT: f32 = 40.0;

pub(crate) fn pdf(title: &str, foot: &str, pages: &[Vec<Mark>]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    let page_of = |at: i32| Ref::new(FIRST_PAGE + 2 * at);
    pdf.catalog(CATALOG).pages(PAGES).lang(TextStr("zh-CN"));
    pdf.document_info(ABOUT).title(TextStr(title)).producer(TextStr("Roadbook"));
    pdf.pages(PAGES).kids((0..count).map(page_of)).count(count);
    fonts(&mut pdf);
    for (at, marks) in (0..count).zip(pages) {
        let (id, content_id) = (page_of(at), Ref::new(page_of(at).get() + 1));
        let mut page = pdf.page(id);
        page.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(PAGES).contents(content_id);
        let mut resources = page.resources();
        let mut fonts = resources.fonts();
        fonts.pair(Name(b"L"), LATIN).pair(Name(b"B"), LATIN_BOLD).pair(Name(b"C"), CHINESE).pair(Name(b"H"), HEADING);
        fonts.finish();
        resources.finish();
        page.finish();
        pdf.stream(content_id, &content(marks, foot, at + 1, count));
    }
    pdf.finish()
}

fn fonts(pdf: &mut Pdf) {
    let encoding = Name(b"WinAnsiEncoding");
    pdf.type1_font(LATIN).base_font(Name(b"Helvetica")).encoding_predefined(encoding);
    pdf.type1_font(LATIN_BOLD).base_font(Name(b"Helvetica-Bold")).encoding_predefined(encoding);
    let song = Face { name: Name(b"STSong-Light"), flags: FontFlags::SYMBOLIC | FontFlags::SERIF, stem: 93.0 };
    chinese(pdf, [CHINESE, CHINESE_GLYPHS, CHINESE_SHAPE], song);
    // A reader that has no Hei puts its own bold face without serifs in place.
    let hei = Face { name: Name(b"STHeiti-Regular"), flags: FontFlags::SYMBOLIC | FontFlags::FORCE_BOLD, stem: 140.0 };
    chinese(pdf, [HEADING, HEADING_GLYPHS, HEADING_SHAPE], hei);
}

/// One of the Chinese faces that readers bring.
struct Face {
    name: Name<'static>,
    flags: FontFlags,
    /// How thick its stems are, so that what stands in its place is as dark.
    stem: f32,
}

fn chinese(pdf: &mut Pdf, [font, glyphs, shape]: [Ref; 3], face: Face) {
    pdf.type0_font(font).base_font(face.name).encoding_predefined(Name(b"UniGB-UTF16-H")).descendant_font(glyphs);
    pdf.cid_font(glyphs)
        .subtype(CidFontType::Type0)
        .base_font(face.name)
        .system_info(SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"GB1"), supplement: 4 })
        .font_descriptor(shape)
        .default_width(1000.0);
    pdf.font_descriptor(shape)
        .name(face.name)
        .flags(face.flags)
        .bbox(Rect::new(-25.0, -254.0, 1000.0, 880.0))
        .italic_angle(0.0)
        .ascent(880.0)
        .descent(-120.0)
        .cap_height(880.0)
        .stem_v(face.stem);
}

fn content(marks: &[Mark], foot: &str, page: i32, count: i32) -> Vec<u8> {
    let mut content = Content::new();
    for mark in marks {
        match mark {
            Mark::Line { x, y, text, set } => line(&mut content, *x, *y, text, *set),
            Mark::Rule { y } => {
                content.set_stroke_gray(0.8).set_line_width(0.6);
                content.move_to(MARGIN, *y).line_to(WIDTH - MARGIN, *y).stroke();
            }
        }
    }
    line(&mut content, MARGIN, FOOT, foot, SMALL);
    let number = format!("{page} / {count}");
    line(&mut content, WIDTH - MARGIN - points(&number, SMALL), FOOT, &number, SMALL);
    content.finish().into_vec()
}

/// One line, run by run. Song has no bold: what is bold in Latin is set in Hei, as Chinese headings are.
fn line(content: &mut Content, x: f32, y: f32, text: &str, set: Type) {
    content.set_fill_gray(set.grey);
    let mut x = x;
    for (script, run) in runs(text) {
        content.begin_text();
        match script {
            Script::Latin => {
                content.set_font(Name(if set.is_bold { b"B" } else { b"L" }), set.size).next_line(x, y);
                let bytes: Vec<u8> = run.chars().map(|one| u8::try_from(one).unwrap_or(b' ').max(b' ')).collect();
                content.show(Str(&bytes));
            }
            Script::Chinese => {
                content.set_font(Name(if set.is_bold { b"H" } else { b"C" }), set.size).next_line(x, y);
                let bytes: Vec<u8> = run.encode_utf16().flat_map(u16::to_be_bytes).collect();
                content.show(Str(&bytes));
            }
        }
        content.end_text();
        x += points(&run, set);
    }
}

#[cfg(test)]
mod tests {
    use crate::Paper;

    #[test]
    fn a_paper_is_a_small_pdf_with_its_text_in_both_scripts() {
        let paper = Paper::new("决定书", "澄岚汽车").heading("结果").text("您的请求 PR-SH01-26-000001 已办结。").rule();
        let bytes = paper.pdf();
        assert!(bytes.starts_with(b"%PDF-1.7") && bytes.len() < 8_000, "{}", bytes.len());
        let contains = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        assert!(contains(b"PR-SH01-26-000001"));
        assert!(contains(b"UniGB-UTF16-H") && contains(b"%%EOF"));
        // Headings are set in a face of their own, never in an outlined one.
        assert!(contains(b"STHeiti-Regular") && contains(b"/H 18 Tf") && !contains(b" Tr"));
    }
}
