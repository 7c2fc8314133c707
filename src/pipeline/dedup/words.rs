//! The words of all articles as ids, one article after the other: in memory as long as the budget lasts, then in a file beside the output.

use std::fs::File;
use std::io::{self, Read as _, Write as _};

use super::checkpoint::{Checksum, Ink, Page};
use super::near::WordSource;
use super::spill::{Spill, read_at};
use crate::article::ArticleIx;
use crate::text::WordId;

/// Bytes of one word id.
const WIDTH: u64 = 4;

/// The word ids of all articles. Grows at the end only.
#[derive(Debug)]
pub struct WordStore {
    /// Words before each article, and all words at the end.
    starts: Vec<u64>,
    pieces: Vec<Piece>,
    /// Words in memory.
    held: u64,
    spill: Spill,
    spilled: Option<File>,
    /// Of what lies in the file.
    hash: Checksum,
}

/// A row of articles that were added together.
#[derive(Debug)]
struct Piece {
    /// Words before it.
    start: u64,
    /// Its words; none when they are in the file.
    words: Option<Vec<WordId>>,
}

impl WordStore {
    /// Makes an empty store.
    #[must_use]
    pub fn new(spill: Spill) -> Self {
        Self { starts: vec![0], pieces: Vec::new(), held: 0, spill, spilled: None, hash: Checksum::default() }
    }

    /// Adds a row of articles: their words one after the other, and how many each has.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&mut self, mut words: Vec<WordId>, lengths: &[u32]) -> io::Result<()> {
        let start = self.len();
        for &length in lengths {
            self.starts.push(self.starts[self.starts.len() - 1] + u64::from(length));
        }
        debug_assert_eq!(self.len() - start, words.len() as u64, "every word belongs to an article");
        if self.spilled.is_none() && (self.held + words.len() as u64) * WIDTH > self.spill.budget {
            self.spill_all()?;
        }
        match &mut self.spilled {
            Some(file) => {
                append(file, &words, &mut self.hash)?;
                self.pieces.push(Piece { start, words: None });
            }
            None => {
                self.held += words.len() as u64;
                words.shrink_to_fit();
                self.pieces.push(Piece { start, words: Some(words) });
            }
        }
        Ok(())
    }

    /// Moves what is in memory to the file.
    fn spill_all(&mut self) -> io::Result<()> {
        let mut file = self.spill.create()?;
        for piece in &mut self.pieces {
            append(&mut file, &piece.words.take().unwrap_or_default(), &mut self.hash)?;
        }
        self.held = 0;
        self.spilled = Some(file);
        Ok(())
    }

    /// Counts all words.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a store of no words is nothing special")]
    pub fn len(&self) -> u64 {
        self.starts[self.starts.len() - 1]
    }

    /// Counts the words of one article.
    #[must_use]
    pub fn words_of(&self, article: ArticleIx) -> u32 {
        let ix = article.0 as usize;
        (self.starts[ix + 1] - self.starts[ix]) as u32
    }

    /// Bytes that lie in the file.
    #[must_use]
    pub fn spilled_bytes(&self) -> u64 {
        if self.spilled.is_some() { self.len() * WIDTH } else { 0 }
    }
}

impl WordStore {
    /// Moves all words to the file and writes down what is needed to find them there again.
    pub(super) fn save(&mut self, ink: &mut Ink) -> io::Result<()> {
        if self.spilled.is_none() {
            self.spill_all()?;
        }
        if let Some(file) = &self.spilled {
            file.sync_all()?;
        }
        ink.number(self.starts.len() as u64)?;
        for start in &self.starts {
            ink.number(*start)?;
        }
        ink.put(&self.hash.digest().to_le_bytes())
    }

    /// Takes up a file of words as [`Self::save`] left it.
    pub(super) fn load(page: &mut Page, spill: Spill) -> io::Result<Self> {
        let count = page.number()?;
        let starts = (0..count).map(|_| page.number()).collect::<io::Result<Vec<u64>>>()?;
        let digest = u128::from_le_bytes(page.take()?);
        let words = starts.last().copied().ok_or(io::ErrorKind::InvalidData)?;
        let mut file = File::options().read(true).write(true).open(&spill.path)?;
        let mut hash = Checksum::default();
        let mut bytes = vec![0; 1 << 18];
        let mut left = words * WIDTH;
        while left > 0 {
            let piece = &mut bytes[..left.min(1 << 18) as usize];
            file.read_exact(piece)?;
            hash.update(piece);
            left -= piece.len() as u64;
        }
        if hash.digest() != digest {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(Self { starts, pieces: Vec::new(), held: 0, spill, spilled: Some(file), hash })
    }
}

impl WordSource for WordStore {
    fn words(&self, article: ArticleIx, words: &mut Vec<WordId>) -> io::Result<()> {
        words.clear();
        let start = self.starts[article.0 as usize];
        let count = self.words_of(article) as usize;
        if let Some(file) = &self.spilled {
            let mut bytes = vec![0; count * WIDTH as usize];
            read_at(file, &mut bytes, start * WIDTH)?;
            words.extend(bytes.as_chunks().0.iter().map(|&bytes| WordId(u32::from_le_bytes(bytes))));
            return Ok(());
        }
        let piece = &self.pieces[self.pieces.partition_point(|piece| piece.start <= start) - 1];
        let held = piece.words.as_deref().unwrap_or_default();
        let from = (start - piece.start) as usize;
        words.extend_from_slice(&held[from..from + count]);
        Ok(())
    }
}

fn append(file: &mut File, words: &[WordId], hash: &mut Checksum) -> io::Result<()> {
    // One write of at most 64 KiB at a time: the copy stays in the second-level cache.
    let mut bytes = Vec::with_capacity(words.len().min(1 << 14) * WIDTH as usize);
    for piece in words.chunks(1 << 14) {
        bytes.clear();
        bytes.extend(piece.iter().flat_map(|word| word.0.to_le_bytes()));
        hash.update(&bytes);
        file.write_all(&bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_in_memory_and_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let rows: [(&[u32], &[u32]); 3] = [(&[1, 2, 3], &[2, 0, 1]), (&[4], &[1]), (&[5, 6], &[0, 2])];
        for budget in [0, 16, 1000] {
            let mut store = WordStore::new(Spill::new(budget, folder.path(), "words"));
            for (words, lengths) in rows {
                let words: Vec<WordId> = words.iter().copied().map(WordId).collect();
                store.add(words, lengths).unwrap();
            }
            let mut words = Vec::new();
            let all: Vec<Vec<u32>> = (0..6)
                .map(|ix| {
                    store.words(ArticleIx(ix), &mut words).unwrap();
                    words.iter().map(|word| word.0).collect()
                })
                .collect();
            assert_eq!(all, [vec![1, 2], vec![], vec![3], vec![4], vec![], vec![5, 6]]);
            assert_eq!(store.spilled_bytes() > 0, budget < 1000);
        }
    }
}
