//! What stands in a PDF of the house, as one text: its strings one after another, without the places they stand at.

/// The text of a PDF that `papers` wrote: Latin strings in brackets, Chinese ones as hexadecimal digits of UTF-16.
pub fn of(pdf: &[u8]) -> String {
    let mut words = String::new();
    for line in pdf.split(|byte| *byte == b'\n') {
        let Some(shown) = line.strip_suffix(b" Tj") else { continue };
        match shown {
            [b'<', digits @ .., b'>'] => words.push_str(&chinese(digits)),
            [b'(', latin @ .., b')'] => words.push_str(&String::from_utf8_lossy(latin).replace('\\', "")),
            _ => {}
        }
    }
    words
}

fn chinese(digits: &[u8]) -> String {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap();
    let units: Vec<u16> = digits
        .chunks_exact(4)
        .map(|four| four.iter().fold(0, |sum, byte| sum << 4 | u16::try_from(digit(byte)).unwrap()))
        .collect();
    String::from_utf16_lossy(&units)
}
