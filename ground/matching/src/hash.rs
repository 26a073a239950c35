//! Hashes that stay the same for ever, so that they may be stored.

/// A hash of some texts in their order: FNV-1a (Fowler, Noll, Vo) with the last mixing steps of MurmurHash3, so that all bits count.
pub(crate) fn stable_hash(texts: &[&str]) -> u64 {
    let mut hash: u64 = 0xCBF2_9CE4_8422_2325;
    for text in texts {
        for byte in text.bytes().chain([0xFF]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
    mixed(hash)
}

/// Spreads a number over all bits.
pub(crate) fn mixed(number: u64) -> u64 {
    let mut mixed = number;
    for factor in [0xFF51_AFD7_ED55_8CCD, 0xC4CE_B9FE_1A85_EC53] {
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(factor);
    }
    mixed ^ (mixed >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_hashes_must_never_change() {
        assert_eq!(stable_hash(&["phone", "13812345678"]), 1_648_718_363_128_686_620);
        assert_ne!(stable_hash(&["ab", "c"]), stable_hash(&["a", "bc"]));
    }
}
