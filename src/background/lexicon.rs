//! The lexicon: what each word and each short pattern of words adds to "reads as reference prose", and how rare each word is in news.
//!
//! Patterns are two words in a row with names, numbers and rare words replaced by their kind, so that they tell the register and not
//! the topic (`_ed by`, `in YEAR`). Three words in a row told nothing more on unseen sources.

/// What is stored of one word or pattern.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Slot {
    key: u32,
    /// In steps.
    weight: i8,
    /// In steps; none for a pattern, and for a rare word.
    rarity: Option<u8>,
}

/// A table from 32-bit keys, open addressing, at most two thirds full; key 0 is never stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Slots {
    slots: Vec<Slot>,
    shift: u32,
}

impl Slots {
    fn with_room(entries: usize) -> Self {
        let bits = (entries * 3 / 2).next_power_of_two().trailing_zeros().max(4);
        Self { slots: vec![Slot::default(); 1 << bits], shift: 32 - bits }
    }

    fn home(&self, key: u32) -> usize {
        (key.wrapping_mul(0x9e37_79b1) >> self.shift) as usize
    }

    /// Returns the slot of a key, taken up if it is new.
    fn put(&mut self, key: u32) -> &mut Slot {
        let mut at = self.home(key);
        while self.slots[at].key != 0 && self.slots[at].key != key {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at].key = key;
        &mut self.slots[at]
    }

    /// Returns what is stored for a key: nothing for one that is not known.
    fn get(&self, key: u32) -> Slot {
        let mut at = self.home(key);
        while let Some(&slot) = self.slots.get(at) {
            if slot.key == key || slot.key == 0 {
                return slot;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        Slot::default()
    }
}

/// Weights of words and patterns, and the rarity of words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Lexicon {
    slots: Slots,
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
        let mut slots = Slots::with_room(entries.len() + rarities.len());
        entries.iter().filter(|(key, _)| *key != 0).for_each(|&(key, weight)| slots.put(key).weight = weight);
        rarities.iter().filter(|(key, _)| *key != 0).for_each(|&(key, rarity)| slots.put(key).rarity = Some(rarity));
        Self { slots, step, entries, rarities }
    }

    /// Returns what a word or pattern adds, in log-odds; 0 when it is not known.
    pub(super) fn weight(&self, key: u32) -> f32 {
        f32::from(self.slots.get(key).weight) * self.step
    }

    /// Returns what a word adds and its inverse document frequency, natural logarithm.
    pub(super) fn word(&self, key: u32) -> (f32, f32) {
        let slot = self.slots.get(key);
        let rarity = slot.rarity.map_or(Self::UNKNOWN, |steps| f32::from(steps) / Self::RARITY_STEPS);
        (f32::from(slot.weight) * self.step, rarity)
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
        assert_eq!(lexicon.word(3), (0.0, Lexicon::UNKNOWN));
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
