//! Number plates (GA 36): blue for engines, green for new energy, with the letter that tells which kind of energy.

use crate::words::Energy;

const LETTERS: &[u8; 24] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
const MIXED: &[u8; 34] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const ONE_LETTER: u64 = 5 * 24 * 10_000;
const TWO_LETTERS: u64 = 10 * 24 * 24 * 1_000;
const PAIRS: [(usize, usize); 10] = [(0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)];
const GREEN_PER_LETTER: u64 = 34 * 10_000;

/// Writes a plate behind `prefix` (province and city letter). `index` is the customer, `nth` (below 8) the plate of that
/// customer. All plates differ among 40,000 customers; among a million a handful of third cars may meet.
pub(crate) fn write(prefix: &str, energy: Energy, index: u64, nth: u64) -> String {
    let mut plate = String::with_capacity(12);
    plate.push_str(prefix);
    let tail = if energy.is_new_energy() { green(energy, index, nth) } else { blue(index * 8 + nth) };
    for letter in tail.into_iter().filter(|&letter| letter != 0) {
        plate.push(char::from(letter));
    }
    plate
}

/// Kind letter, one free place, four digits. The first car of everyone draws from its own letters.
fn green(energy: Energy, index: u64, nth: u64) -> [u8; 6] {
    let letters: &[u8] = match (energy == Energy::Electric, nth) {
        (true, 0) => b"DAB",
        (true, 1) => b"C",
        (true, _) => b"E",
        (false, 0) => b"FGH",
        (false, 1) => b"J",
        (false, _) => b"K",
    };
    let key = if nth < 2 { index } else { index * 8 + nth };
    let number = scatter(key, letters.len() as u64 * GREEN_PER_LETTER);
    let [free, digits] = [number % GREEN_PER_LETTER / 10_000, number % 10_000];
    let mut tail = [letters[(number / GREEN_PER_LETTER) as usize], MIXED[free as usize], 0, 0, 0, 0];
    write_digits(&mut tail[2..], digits);
    tail
}

/// Five places with one or two letters among digits.
fn blue(key: u64) -> [u8; 6] {
    let number = scatter(key, ONE_LETTER + TWO_LETTERS);
    let mut tail = [0_u8; 6];
    if number < ONE_LETTER {
        write_digits(&mut tail[..4], number % 10_000);
        let place = (number / 240_000) as usize;
        tail.copy_within(place..4, place + 1);
        tail[place] = LETTERS[(number / 10_000 % 24) as usize];
        return tail;
    }
    let number = number - ONE_LETTER;
    let (first, second) = PAIRS[(number / 576_000) as usize];
    let mut digits = [0_u8; 3];
    write_digits(&mut digits, number % 1_000);
    let mut next = digits.into_iter();
    for (place, letter) in tail.iter_mut().take(5).enumerate() {
        *letter = match place {
            _ if place == first => LETTERS[(number / 1_000 % 24) as usize],
            _ if place == second => LETTERS[(number / 24_000 % 24) as usize],
            _ => next.next().unwrap_or(b'0'),
        };
    }
    tail
}

/// Moves `key` to another place below `size` without two keys below `size` meeting.
pub(crate) const fn scatter(key: u64, size: u64) -> u64 {
    // A prime larger than any factor of the sizes in use, so it is coprime to all of them.
    (key % size * 2_654_435_761 + 1_013_904_223) % size
}

fn write_digits(places: &mut [u8], mut number: u64) {
    for place in places.iter_mut().rev() {
        *place = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn plates_of_different_cars_differ() {
        let plates: HashSet<_> = (0..20_000)
            .flat_map(|index| (0..2).map(move |nth| write("浙A", Energy::Petrol, index, nth)))
            .chain((0..20_000).map(|index| write("浙A", Energy::Electric, index, 0)))
            .collect();
        assert_eq!(plates.len(), 60_000);
    }

    #[test]
    fn a_blue_plate_has_five_places_and_a_green_plate_six() {
        assert_eq!(write("沪A", Energy::Petrol, 7, 0).chars().count(), 7);
        assert_eq!(write("沪A", Energy::PlugIn, 7, 0).chars().count(), 8);
    }
}
