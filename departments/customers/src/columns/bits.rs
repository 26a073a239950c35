//! A set of rows, one bit each.

/// Which of so many rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    rows: usize,
}

const WIDTH: usize = u64::BITS as usize;

impl Bits {
    /// None of so many rows.
    pub fn none(rows: usize) -> Self {
        Self { words: vec![0; rows.div_ceil(WIDTH)], rows }
    }

    /// The rows `is_in` says yes to.
    pub fn of(rows: usize, mut is_in: impl FnMut(usize) -> bool) -> Self {
        let mut bits = Self::none(rows);
        for (place, word) in bits.words.iter_mut().enumerate() {
            let begin = place * WIDTH;
            for row in begin..(begin + WIDTH).min(rows) {
                *word |= u64::from(is_in(row)) << (row - begin);
            }
        }
        bits
    }

    /// Puts a row in or takes it out.
    pub fn set(&mut self, row: usize, is_in: bool) {
        let (word, bit) = (row / WIDTH, row % WIDTH);
        if let Some(word) = self.words.get_mut(word) {
            *word = (*word & !(1 << bit)) | (u64::from(is_in) << bit);
        }
    }

    pub fn has(&self, row: usize) -> bool {
        self.words.get(row / WIDTH).is_some_and(|word| word >> (row % WIDTH) & 1 == 1)
    }

    /// Makes room for more rows, none of which is in.
    pub fn grow(&mut self, rows: usize) {
        self.words.resize(rows.div_ceil(WIDTH), 0);
        self.rows = rows;
    }

    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
        self
    }

    #[must_use]
    pub fn or(mut self, other: &Self) -> Self {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
        self
    }

    #[must_use]
    pub fn not(mut self) -> Self {
        self.words.iter_mut().for_each(|word| *word = !*word);
        let rest = self.rows % WIDTH;
        if let Some(last) = self.words.last_mut().filter(|_| rest > 0) {
            *last &= (1 << rest) - 1;
        }
        self
    }

    pub fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// The rows, the last first.
    pub fn backwards(&self) -> impl Iterator<Item = usize> {
        (0..self.rows).rev().filter(|row| self.has(*row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_turned_round_has_no_rows_beyond_the_end() {
        let some = Bits::of(70, |row| row % 2 == 0);
        assert_eq!((some.count(), some.clone().not().count()), (35, 35));
        assert_eq!(some.clone().or(&some.clone().not()).count(), 70);
        assert_eq!(some.clone().and(&some.not()).count(), 0);
    }

    #[test]
    fn rows_come_the_last_first() {
        let mut bits = Bits::none(3);
        bits.set(0, true);
        bits.grow(200);
        bits.set(199, true);
        bits.set(0, false);
        assert_eq!(bits.backwards().collect::<Vec<_>>(), [199]);
    }
}
