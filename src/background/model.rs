//! The model: lexicon, trees, calibration and thresholds, as one table of bytes.
//!
//! The shipped table is remade by [`super::fit`]. Little-endian, with a version and a checksum.

use thiserror::Error;
use xxhash_rust::xxh3::xxh3_64;

use crate::text::Language;

use super::concept::{Concepts, Register};
use super::feature::{FEATURES, SENTENCE_FEATURES};
use super::lexicon::Lexicon;
use super::pack::{Pack, Packs};
use super::trees::{Forest, INNER, NODES, Tree, VALUE_STEPS};

const MAGIC: &[u8; 4] = b"CDBG";
/// Raised whenever a feature, a mark, a pack or the layout of the table changes: a table fits one program.
const VERSION: u32 = 5;

/// How readily a block is named. The shares are those of 3,000 untouched articles of outlets that the model never saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Preset {
    /// A warning in about 1 of 100 ordinary articles, a note in about 3.
    Strict,
    /// A warning in about 2 of 100 ordinary articles, a note in about 12.
    #[default]
    Default,
    /// A warning in about 6 of 100 ordinary articles, a note in about 24.
    Sensitive,
}

/// Scores from which a block is named, in log-odds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Thresholds {
    pub(super) note: f32,
    pub(super) warning: f32,
}

/// Shares of clean articles at which the thresholds of the presets are set: (note, warning).
pub(super) const SHARES: [(f32, f32); 3] = [(0.03, 0.01), (0.10, 0.02), (0.20, 0.05)];

/// One way to score a block: trees, what their sum means as a probability, and where the presets stand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scorer {
    /// First stage: how much a sentence reads as background.
    pub(super) sentences: Forest,
    /// Mean log-odds of its sentences under which a block is no candidate.
    pub(super) floor: f32,
    /// Mean log-odds of the sentences that are left without the blocks found, from which the text as a whole reads as background.
    pub(super) rest: f32,
    /// Second stage: how likely a candidate is an insert.
    pub(super) blocks: Forest,
    /// What the first trees of that stage must say of a candidate for the others to be asked.
    pub(super) gate: f32,
    /// Pairs (log-odds, probability), rising in both; between two the probability is interpolated.
    pub(super) calibration: Vec<(f32, f32)>,
    /// By preset.
    pub(super) thresholds: [Thresholds; 3],
}

impl Preset {
    /// All presets, the most reluctant first.
    pub const ALL: [Self; 3] = [Self::Strict, Self::Default, Self::Sensitive];

    /// Returns the name in the configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Default => "default",
            Self::Sensitive => "sensitive",
        }
    }
}

impl Scorer {
    /// Returns the probability that a score stands for, in [0, 1].
    pub(super) fn probability(&self, score: f32) -> f64 {
        let knots = &self.calibration;
        let above = knots.partition_point(|&(at, _)| at <= score);
        let probability = match (above.checked_sub(1).and_then(|ix| knots.get(ix)), knots.get(above)) {
            (None, None) => 1.0 / (1.0 + (-score).exp()),
            (None, Some(&(_, p))) | (Some(&(_, p)), None) => p,
            (Some(&(x0, p0)), Some(&(x1, p1))) => p0 + (p1 - p0) * (score - x0) / (x1 - x0),
        };
        f64::from(probability).clamp(0.0, 1.0)
    }

    /// Returns the thresholds of a preset.
    pub(super) const fn thresholds(&self, preset: Preset) -> Thresholds {
        match preset {
            Preset::Strict => self.thresholds[0],
            Preset::Default => self.thresholds[1],
            Preset::Sensitive => self.thresholds[2],
        }
    }
}

/// What the detector knows: fitted from labelled articles, the same for every text.
#[derive(Debug, Clone)]
pub struct Model {
    pub(super) lexicon: Lexicon,
    /// For English, with the lexicon.
    pub(super) english: Scorer,
    pub(super) concepts: Concepts,
    /// For every other language, on what concepts, a language pack and the layout tell.
    pub(super) neutral: Scorer,
    pub(super) packs: Packs,
}

/// A table that is not a model of this program.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ModelError {
    /// The bytes are no model, are cut short or were changed: fit the model again.
    #[error("it is damaged or is no model")]
    Damaged,
    /// The model was made by another version of this program: fit it again.
    #[error("it has version {found}, this program uses {expected}")]
    Version {
        /// Version of the table.
        found: u32,
        /// Version of the program.
        expected: u32,
    },
}

impl Model {
    /// Returns the model that the program ships.
    ///
    /// Costs about half a millisecond: make it once.
    #[must_use]
    pub fn shipped() -> Self {
        Self::from_bytes(include_bytes!("model.bin")).expect("the shipped table is checked by a test")
    }

    /// Reads a model that [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are damaged or belong to another version of the program.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let (body, checksum) = bytes.split_last_chunk::<8>().ok_or(ModelError::Damaged)?;
        if !body.starts_with(MAGIC) || xxh3_64(body) != u64::from_le_bytes(*checksum) {
            return Err(ModelError::Damaged);
        }
        let mut reader = Reader(&body[MAGIC.len()..]);
        let version = reader.u32()?;
        if version != VERSION {
            return Err(ModelError::Version { found: version, expected: VERSION });
        }
        let model = Self {
            lexicon: reader.lexicon()?,
            english: reader.scorer()?,
            concepts: reader.concepts()?,
            neutral: reader.scorer()?,
            packs: Packs::shipped(),
        };
        if reader.0.is_empty() { Ok(model) } else { Err(ModelError::Damaged) }
    }

    /// Writes the model; equal models give equal bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        write_lexicon(&mut out, &self.lexicon);
        write_scorer(&mut out, &self.english);
        write_concepts(&mut out, &self.concepts);
        write_scorer(&mut out, &self.neutral);
        out.extend(xxh3_64(&out).to_le_bytes());
        out
    }

    /// Returns what a text of this language is scored with.
    pub(super) fn of(&self, language: Language) -> (Register<'_>, &Pack, &Scorer) {
        let pack = self.packs.of(language);
        match language {
            Language::English => (Register::Lexicon(&self.lexicon), pack, &self.english),
            _ => (Register::Concepts(&self.concepts), pack, &self.neutral),
        }
    }

    /// Tells whether labelled articles of a language set its probabilities and thresholds: enough of them only in English.
    pub(super) const fn is_calibrated(&self, language: Language) -> bool {
        matches!(language, Language::English)
    }
}

fn write_lexicon(out: &mut Vec<u8>, lexicon: &Lexicon) {
    out.extend(lexicon.step.to_le_bytes());
    out.extend((lexicon.entries.len() as u32).to_le_bytes());
    lexicon.entries.iter().for_each(|(key, _)| out.extend(key.to_le_bytes()));
    out.extend(lexicon.entries.iter().map(|&(_, weight)| weight as u8));
    out.extend((lexicon.rarities.len() as u32).to_le_bytes());
    lexicon.rarities.iter().for_each(|(key, _)| out.extend(key.to_le_bytes()));
    out.extend(lexicon.rarities.iter().map(|&(_, rarity)| rarity));
}

fn write_concepts(out: &mut Vec<u8>, concepts: &Concepts) {
    out.extend(concepts.step.to_le_bytes());
    out.extend((concepts.entries.len() as u32).to_le_bytes());
    concepts.entries.iter().for_each(|(key, _)| out.extend(key.to_le_bytes()));
    out.extend(concepts.entries.iter().map(|&(_, weight)| weight as u8));
}

fn write_scorer(out: &mut Vec<u8>, scorer: &Scorer) {
    write_forest(out, &scorer.sentences);
    out.extend(scorer.floor.to_le_bytes());
    out.extend(scorer.rest.to_le_bytes());
    write_forest(out, &scorer.blocks);
    out.extend(scorer.gate.to_le_bytes());
    out.extend((scorer.calibration.len() as u32).to_le_bytes());
    scorer.calibration.iter().for_each(|(at, p)| out.extend([at.to_le_bytes(), p.to_le_bytes()].concat()));
    for thresholds in scorer.thresholds {
        out.extend(thresholds.note.to_le_bytes());
        out.extend(thresholds.warning.to_le_bytes());
    }
}

fn write_forest(out: &mut Vec<u8>, forest: &Forest) {
    out.extend(forest.bias.to_le_bytes());
    out.extend((forest.trees.len() as u32).to_le_bytes());
    for tree in &forest.trees {
        out.extend(&tree.features[..INNER]);
        tree.thresholds[..INNER].iter().for_each(|threshold| out.extend(threshold.to_le_bytes()));
        tree.values[..NODES].iter().for_each(|value| out.extend(((value * VALUE_STEPS) as i16).to_le_bytes()));
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let (head, tail) = self.0.split_first_chunk::<N>().ok_or(ModelError::Damaged)?;
        self.0 = tail;
        Ok(*head)
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        self.take().map(u32::from_le_bytes)
    }

    fn f32(&mut self) -> Result<f32, ModelError> {
        self.take().map(f32::from_le_bytes)
    }

    fn keyed(&mut self) -> Result<Vec<(u32, u8)>, ModelError> {
        let count = self.u32()? as usize;
        let keys = (0..count).map(|_| self.u32()).collect::<Result<Vec<_>, _>>()?;
        keys.into_iter().map(|key| Ok((key, self.take::<1>()?[0]))).collect()
    }

    fn lexicon(&mut self) -> Result<Lexicon, ModelError> {
        let step = self.f32()?;
        let entries = self.keyed()?.into_iter().map(|(key, byte)| (key, byte as i8)).collect();
        Ok(Lexicon::new(step, entries, self.keyed()?))
    }

    fn concepts(&mut self) -> Result<Concepts, ModelError> {
        let step = self.f32()?;
        let entries: Vec<(u32, i8)> = self.keyed()?.into_iter().map(|(key, byte)| (key, byte as i8)).collect();
        if entries.iter().any(|&(key, _)| key > 256) || !entries.is_sorted_by_key(|&(key, _)| key) {
            return Err(ModelError::Damaged);
        }
        Ok(Concepts::new(step, entries))
    }

    fn scorer(&mut self) -> Result<Scorer, ModelError> {
        let sentences = self.forest(SENTENCE_FEATURES)?;
        let floor = self.f32()?;
        let rest = self.f32()?;
        let blocks = self.forest(FEATURES)?;
        let gate = self.f32()?;
        let knots = self.u32()?;
        let calibration = (0..knots).map(|_| Ok((self.f32()?, self.f32()?))).collect::<Result<Vec<_>, _>>()?;
        let mut thresholds = [Thresholds { note: 0.0, warning: 0.0 }; 3];
        for preset in &mut thresholds {
            *preset = Thresholds { note: self.f32()?, warning: self.f32()? };
        }
        Ok(Scorer { sentences, floor, rest, blocks, gate, calibration, thresholds })
    }

    fn forest(&mut self, features: usize) -> Result<Forest, ModelError> {
        let bias = self.f32()?;
        let count = self.u32()?;
        let trees = (0..count).map(|_| self.tree(features)).collect::<Result<Vec<_>, _>>()?;
        Ok(Forest { bias, trees })
    }

    fn tree(&mut self, count: usize) -> Result<Tree, ModelError> {
        let features = self.take::<INNER>()?;
        if features.iter().any(|&feature| feature as usize >= count) {
            return Err(ModelError::Damaged);
        }
        let mut tree = Tree::EMPTY;
        tree.features[..INNER].copy_from_slice(&features);
        for threshold in &mut tree.thresholds[..INNER] {
            *threshold = self.f32()?;
        }
        for value in &mut tree.values[..NODES] {
            *value = f32::from(i16::from_le_bytes(self.take()?)) / VALUE_STEPS;
        }
        Ok(tree)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_is_whole_and_small() {
        let bytes = include_bytes!("model.bin");
        assert!(bytes.len() <= 256 * 1024, "{} bytes", bytes.len());
        let model = Model::from_bytes(bytes).expect("the shipped table was made by this version of the program");
        assert_eq!(model.to_bytes(), bytes);
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let mut bytes = include_bytes!("model.bin").to_vec();
        bytes[40] ^= 1;
        assert_eq!(Model::from_bytes(&bytes).err(), Some(ModelError::Damaged));
        assert_eq!(Model::from_bytes(&bytes[..20]).err(), Some(ModelError::Damaged));
    }
}
