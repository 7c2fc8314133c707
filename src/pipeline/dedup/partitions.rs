//! Rows of numbers, split by a key into partitions: in memory as long as the budget lasts, then in one file beside the output.

use std::fs::File;
use std::io::{self, Write as _};

use super::spill::{Spill, read_at};

/// Rows of `N` numbers in partitions. One file for all partitions, so that a limit on open files does no harm.
#[derive(Debug)]
pub(super) struct Partitions<const N: usize> {
    parts: Vec<Part<N>>,
    /// Rows in memory, and rows that may be.
    held: usize,
    budget: usize,
    spill: Spill,
    file: Option<File>,
    /// Bytes written to the file.
    written: u64,
}

#[derive(Debug)]
struct Part<const N: usize> {
    held: Vec<[u32; N]>,
    /// Where its rows lie in the file: offset and rows.
    extents: Vec<(u64, u32)>,
}

impl<const N: usize> Partitions<N> {
    /// Makes `count` empty partitions.
    pub(super) fn new(count: usize, spill: Spill) -> Self {
        let parts = (0..count).map(|_| Part { held: Vec::new(), extents: Vec::new() }).collect();
        Self { parts, held: 0, budget: (spill.budget / (4 * N as u64)) as usize, spill, file: None, written: 0 }
    }

    /// Counts the partitions.
    pub(super) fn count(&self) -> usize {
        self.parts.len()
    }

    /// Adds a row.
    pub(super) fn push(&mut self, part: usize, row: [u32; N]) -> io::Result<()> {
        self.parts[part].held.push(row);
        self.held += 1;
        if self.held > self.budget { self.spill_all() } else { Ok(()) }
    }

    /// Moves all rows to the file.
    fn spill_all(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(self.spill.create()?),
        };
        let mut bytes = Vec::new();
        for part in self.parts.iter_mut().filter(|part| !part.held.is_empty()) {
            bytes.clear();
            bytes.extend(part.held.iter().flatten().flat_map(|number| number.to_le_bytes()));
            file.write_all(&bytes)?;
            part.extents.push((self.written, part.held.len() as u32));
            self.written += bytes.len() as u64;
            // Half of the memory goes back: what comes next fills other partitions.
            part.held = Vec::new();
        }
        self.held = 0;
        Ok(())
    }

    /// Takes all rows of a partition, in no order.
    pub(super) fn read(&self, part: usize) -> io::Result<Vec<[u32; N]>> {
        let part = &self.parts[part];
        let spilled: usize = part.extents.iter().map(|extent| extent.1 as usize).sum();
        let mut rows = Vec::with_capacity(spilled + part.held.len());
        if let Some(file) = &self.file {
            for &(offset, count) in &part.extents {
                let mut bytes = vec![0; count as usize * 4 * N];
                read_at(file, &mut bytes, offset)?;
                let numbers = bytes.as_chunks::<4>().0;
                rows.extend(numbers.as_chunks::<N>().0.iter().map(|row| row.map(u32::from_le_bytes)));
            }
        }
        rows.extend_from_slice(&part.held);
        Ok(rows)
    }

    /// Bytes that lie in the file.
    pub(super) fn spilled_bytes(&self) -> u64 {
        self.written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_the_same_in_memory_and_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        for budget in [0, 100, 10_000] {
            let mut partitions = Partitions::<3>::new(4, Spill::new(budget, folder.path(), "rows"));
            for n in 0..100u32 {
                partitions.push((n % 3) as usize, [n, n + 1, 7]).unwrap();
            }
            for part in 0..4u32 {
                let mut rows = partitions.read(part as usize).unwrap();
                rows.sort_unstable();
                let wanted: Vec<[u32; 3]> =
                    (0..100).filter(|n| n % 3 == part && part < 3).map(|n| [n, n + 1, 7]).collect();
                assert_eq!(rows, wanted, "{budget}");
            }
            assert_eq!(partitions.spilled_bytes() > 0, budget < 10_000);
        }
    }
}
