//! From blocks to lines at their places on pages of A4. Points, counted from the lower left corner.

use crate::{
    measure::{lines, width_of_text},
    paper::{Block, Paper},
};

pub(crate) const WIDTH: f32 = 595.0;
pub(crate) const HEIGHT: f32 = 842.0;
pub(crate) const MARGIN: f32 = 62.0;
const BOTTOM: f32 = 74.0;
const LABEL_WIDTH: f32 = 128.0;

/// How a line is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Type {
    pub size: f32,
    pub is_bold: bool,
    /// 0 is black.
    pub grey: f32,
}

pub(crate) const TITLE: Type = Type { size: 18.0, is_bold: true, grey: 0.05 };
pub(crate) const HEADING: Type = Type { size: 12.5, is_bold: true, grey: 0.1 };
pub(crate) const BODY: Type = Type { size: 10.5, is_bold: false, grey: 0.1 };
pub(crate) const LABEL: Type = Type { size: 10.5, is_bold: false, grey: 0.42 };
pub(crate) const SMALL: Type = Type { size: 8.5, is_bold: false, grey: 0.42 };

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mark {
    Line { x: f32, y: f32, text: String, set: Type },
    Rule { y: f32 },
}

/// What stands on each page; there is always one.
pub(crate) fn pages(paper: &Paper) -> Vec<Vec<Mark>> {
    let mut page = Pages { done: Vec::new(), marks: Vec::new(), y: HEIGHT - MARGIN };
    if !paper.title.is_empty() {
        page.paragraph(&paper.title, MARGIN, WIDTH - 2.0 * MARGIN, TITLE, Side::Left);
        page.y -= 10.0;
    }
    for block in &paper.blocks {
        page.block(block);
    }
    page.done.push(page.marks);
    page.done
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
}

struct Pages {
    done: Vec<Vec<Mark>>,
    marks: Vec<Mark>,
    y: f32,
}

impl Pages {
    fn block(&mut self, block: &Block) {
        let width = WIDTH - 2.0 * MARGIN;
        match block {
            Block::Heading(text) => {
                self.y -= 10.0;
                // A heading at the foot of a page would stand alone.
                self.make_room(60.0);
                self.paragraph(text, MARGIN, width, HEADING, Side::Left);
                self.y -= 3.0;
            }
            Block::Text(text) => {
                self.paragraph(text, MARGIN, width, BODY, Side::Left);
                self.y -= 6.0;
            }
            Block::Small(text) => {
                self.paragraph(text, MARGIN, width, SMALL, Side::Left);
                self.y -= 4.0;
            }
            Block::Right(text) => {
                self.paragraph(text, MARGIN, width, BODY, Side::Right);
                self.y -= 2.0;
            }
            Block::Pairs(pairs) => {
                for (label, value) in pairs {
                    self.pair(label, value);
                }
                self.y -= 4.0;
            }
            Block::Rule => {
                self.make_room(16.0);
                self.y -= 8.0;
                self.marks.push(Mark::Rule { y: self.y });
                self.y -= 8.0;
            }
        }
    }

    fn pair(&mut self, label: &str, value: &str) {
        let value = if value.is_empty() { "—" } else { value };
        let labels = lines(label, units(LABEL_WIDTH - 8.0, LABEL));
        let values = lines(value, units(WIDTH - 2.0 * MARGIN - LABEL_WIDTH, BODY));
        for at in 0..labels.len().max(values.len()) {
            self.make_room(leading(BODY));
            self.y -= leading(BODY);
            for (x, text, set) in [(MARGIN, labels.get(at), LABEL), (MARGIN + LABEL_WIDTH, values.get(at), BODY)] {
                if let Some(text) = text.filter(|text| !text.is_empty()) {
                    self.marks.push(Mark::Line { x, y: self.y, text: text.clone(), set });
                }
            }
        }
    }

    fn paragraph(&mut self, text: &str, left: f32, width: f32, set: Type, side: Side) {
        for text in lines(text, units(width, set)) {
            self.make_room(leading(set));
            self.y -= leading(set);
            let x = if side == Side::Right { left + width - points(&text, set) } else { left };
            if !text.is_empty() {
                self.marks.push(Mark::Line { x, y: self.y, text, set });
            }
        }
    }

    fn make_room(&mut self, height: f32) {
        if self.y - height < BOTTOM {
            self.done.push(std::mem::take(&mut self.marks));
            self.y = HEIGHT - MARGIN;
        }
    }
}

/// How wide a line is when it is set.
pub(crate) fn points(text: &str, set: Type) -> f32 {
    width_of_text(text) as f32 * set.size / 1000.0
}

fn leading(set: Type) -> f32 {
    set.size * 1.6
}

/// So many thousandths of the type size fit into so many points.
fn units(width: f32, set: Type) -> u32 {
    (width * 1000.0 / set.size) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paper_goes_on_over_pages_and_nothing_stands_below_the_foot() {
        let paper = Paper::new("个人信息副本", "").pairs((0..200).map(|at| (format!("第 {at} 项"), "内容".repeat(40))));
        let pages = pages(&paper);
        assert!(pages.len() > 5);
        for mark in pages.iter().flatten() {
            let y = match mark {
                Mark::Line { y, .. } | Mark::Rule { y } => *y,
            };
            assert!((BOTTOM..HEIGHT).contains(&y), "{mark:?}");
        }
    }

    #[test]
    fn what_stands_at_the_right_ends_at_the_right_margin() {
        let paper = Paper::new("", "").with(Block::Right("2026-03-16".into()));
        let Some(Mark::Line { x, text, set, .. }) = pages(&paper)[0].first().cloned() else { panic!("one line") };
        assert!((x + points(&text, set) - (WIDTH - MARGIN)).abs() < 0.1);
    }

    #[test]
    fn an_empty_paper_has_one_page() {
        assert_eq!(pages(&Paper::default()), [Vec::new()]);
    }
}
