//! The lexicon: what each word and each short pattern of words adds to "reads as reference prose", and how rare each word is in news.
//!
//! Patterns are two words in a row with names, numbers and rare words replaced by their kind, so that they tell the register and not
//! the topic (`_ed by`, `in YEAR`). Three words in a row told nothing more on unseen sources.

/// A table from 32-bit keys to one byte each, open addressing; key 0 is never stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Slots {
    slots: Vec<(u32, u8)>,
    shift: u32,
}

impl Slots {
    fn build(entries: &[(u32, u8)]) -> Self {
        let bits = (entries.len() * 2).next_power_of_two().trailing_zeros().max(4);
        let mut table = Self { slots: vec![(0, 0); 1 << bits], shift: 32 - bits };
        for &(key, value) in entries.iter().filter(|&&(key, _)| key != 0) {
            let mut at = table.home(key);
            while table.slots[at].0 != 0 && table.slots[at].0 != key {
                at = (at + 1) & (table.slots.len() - 1);
            }
            table.slots[at] = (key, value);
        }
        table
    }

    fn home(&self, key: u32) -> usize {
        (key.wrapping_mul(0x9e37_79b1) >> self.shift) as usize
    }

    fn get(&self, key: u32) -> Option<u8> {
        let mut at = self.home(key);
        loop {
            let (found, value) = *self.slots.get(at)?;
            if found == key && found != 0 {
                return Some(value);
            }
            if found == 0 {
                return None;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }
}

/// Weights of words and patterns, and the rarity of words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Lexicon {
    weights: Slots,
    rarity: Slots,
    /// Log-odds that one step of a stored weight stands for.
    pub(super) step: f32,
    /// What is stored, for writing it out again; sorted by key.
    pub(super) entries: Vec<(u32, i8)>,
    /// Stored rarities, sorted by key.
    pub(super) rarities: Vec<(u32, u8)>,
}

impl Lexicon {
    /// Steps of stored rarity to one unit of inverse document frequency.
    pub(super) const RARITY_STEPS: f32 = 16.0;
    /// Rarity of a word that the lexicon does not know: ln(20,000), the size of the dump it was counted on.
    pub(super) const UNKNOWN: f32 = 9.9;

    /// Builds the tables from sorted entries.
    pub(super) fn new(step: f32, entries: Vec<(u32, i8)>, rarities: Vec<(u32, u8)>) -> Self {
        let bytes: Vec<(u32, u8)> = entries.iter().map(|&(key, weight)| (key, weight as u8)).collect();
        Self { weights: Slots::build(&bytes), rarity: Slots::build(&rarities), step, entries, rarities }
    }

    /// Returns what a word or pattern adds, in log-odds; 0 when it is not known.
    pub(super) fn weight(&self, key: u32) -> f32 {
        self.weights.get(key).map_or(0.0, |byte| f32::from(byte as i8) * self.step)
    }

    /// Returns the inverse document frequency of a word, natural logarithm.
    pub(super) fn rarity(&self, key: u32) -> f32 {
        self.rarity.get(key).map_or(Self::UNKNOWN, |byte| f32::from(byte) / Self::RARITY_STEPS)
    }
}

/// Key of a word by its hash.
pub(super) const fn word_key(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Key of two codes in a row.
pub(super) const fn pair_key(left: u32, right: u32) -> u32 {
    ((((left as u64) << 32) | right as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32 ^ left.rotate_left(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_weight_is_found_and_a_missing_one_is_zero() {
        let entries: Vec<(u32, i8)> = (1..500).map(|key| (key * 7, (key % 100) as i8 - 50)).collect();
        let lexicon = Lexicon::new(0.5, entries.clone(), Vec::new());
        assert!(entries.iter().all(|&(key, weight)| lexicon.weight(key) == f32::from(weight) * 0.5));
        assert_eq!(lexicon.weight(3), 0.0);
        assert_eq!(lexicon.rarity(3), Lexicon::UNKNOWN);
    }

    #[test]
    fn an_empty_lexicon_knows_nothing() {
        assert_eq!(Lexicon::default().weight(1), 0.0);
    }

    #[test]
    fn the_order_of_a_pair_matters() {
        assert_ne!(pair_key(1, 2), pair_key(2, 1));
    }
}
